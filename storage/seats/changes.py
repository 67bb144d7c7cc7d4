"""How a booking's state changes once that is decided: it becomes certain, or it ends; and what follows from either."""

from typing import Final

from domain.bookings import Booking, BookingState
from domain.classes import ClassBooking
from domain.identities import BookingId, PersonId
from domain.requests import Matter, MatterKind
from storage.engine import Transaction
from storage.messages import cards
from storage.seats import applications, counts, notices, offers, records

CONFIRM: Final = """
    UPDATE bookings
       SET state = 'confirmed', whole = seats, held_until = NULL, changed_at = :now
     WHERE id = :booking AND state IN ('requested', 'offered')
"""

END: Final = """
    UPDATE bookings
       SET state = :state, ended_from = state, held_until = NULL, changed_at = :now
     WHERE id = :booking AND state = :was
"""

WAIT_AGAIN: Final = """
    UPDATE bookings
       SET state = 'waitlisted', refused_part = seats, seats = whole, held_until = NULL, changed_at = :now
     WHERE id = :booking AND state = 'offered' AND seats < whole
"""

REPLACED: Final = """
    SELECT id, replaces, coalesce(ended_from, state) = 'confirmed' AS was_certain,
           state IN ('requested', 'confirmed', 'waitlisted', 'offered') AS live
      FROM bookings
     WHERE id = :booking
"""

# What was to be given up for the one that went is given up for the one that stays.
REPLACED_BY: Final = """
    UPDATE bookings
       SET replaces = coalesce(replaces, (SELECT folded.replaces FROM bookings AS folded WHERE folded.id = :booking))
     WHERE id = :kept AND state <> 'confirmed'
"""

RIVALS: Final = """
    SELECT id
      FROM bookings
     WHERE replaces = :booking AND id <> :kept AND state IN ('requested', 'waitlisted', 'offered')
"""


def confirm(tx: Transaction, booking: Booking | ClassBooking, *, by: PersonId) -> None:
    """Make the seats it holds certain, by what `by` did; a class that takes a part waits for the rest no more.

    Where an organizer has to welcome the pupil first, the seat is held until they have decided.
    """
    if isinstance(booking, Booking) and booking.needs_decision:
        if booking.considered:
            return  # they are asked already
        applications.hold(tx, booking=booking.id, slot=booking.slot)
        notices.considered(tx, booking, by=by)
        return
    tx.run(CONFIRM, booking=booking.id, now=tx.now)
    if isinstance(booking, Booking):
        follow_up(tx, booking, by=by)
    else:
        notices.class_confirmed(tx, booking, by=by)
    _show_on_cards(tx, booking)


def follow_up(tx: Transaction, booking: Booking, *, by: PersonId) -> None:
    """What a booking's having become certain entails: what it replaces is given up, and whoever should know is told."""
    if booking.replaces is not None:
        _give_up(tx, booking.replaces, kept=booking.id, by=by)
    notices.confirmed(tx, booking, by=by)


def end(tx: Transaction, booking: Booking | ClassBooking, state: BookingState, *, by: PersonId | None) -> None:
    """End a live booking in that state; its seats are offered on. `by` is None where time ended it."""
    _end(tx, booking, state)
    if isinstance(booking, Booking):
        notices.ended(tx, booking, state, by=by)
    else:
        notices.class_ended(tx, booking, state, by=by)


def fold(tx: Transaction, booking: Booking, *, kept: BookingId) -> None:
    """End a booking that a pupil has twice in one slot, of which the other is kept: nobody is told of what stays."""
    _end(tx, booking, BookingState.CANCELLED)
    tx.run(REPLACED_BY, booking=booking.id, kept=kept)


def let_part_go(tx: Transaction, booking: ClassBooking) -> None:
    """A class does not take the part it is offered: it waits for the whole again, where it stood."""
    if tx.run(WAIT_AGAIN, booking=booking.id, now=tx.now):
        counts.free(tx, slot=booking.slot.id, seats=booking.seats)
    offers.offer_freed_seats(tx, slot=booking.slot.id)


def _end(tx: Transaction, booking: Booking | ClassBooking, state: BookingState) -> None:
    ended = tx.run(END, booking=booking.id, state=state, was=booking.state, now=tx.now)
    if ended and booking.state.holds_seats:
        counts.free(tx, slot=booking.slot.id, seats=booking.seats)
    _show_on_cards(tx, booking)
    offers.offer_freed_seats(tx, slot=booking.slot.id)


def _show_on_cards(tx: Transaction, booking: Booking | ClassBooking) -> None:
    """What organizers were asked about it is asked no more."""
    if isinstance(booking, ClassBooking):
        if booking.awaits_decision:
            cards.changed(tx, matter=Matter(MatterKind.CLASS, booking.id))
    elif booking.application is not None:
        cards.changed(tx, matter=Matter(MatterKind.APPLICATION, booking.id))


def _give_up(tx: Transaction, replaced: BookingId | None, *, kept: BookingId, by: PersonId) -> None:
    """End what a certain booking replaces: the old date, other dates tried instead of it, and what these replaced.

    A date that was certain itself has given up its own predecessors long ago. One that has begun is left alone.
    """
    while replaced is not None:
        row = tx.one(REPLACED, booking=replaced)
        if row is None:
            return
        tried = [BookingId(rival["id"]) for rival in tx.all(RIVALS, booking=replaced, kept=kept)]
        for number in [*tried, *([replaced] if row["live"] else [])]:
            old = records.recorded(tx, booking=number)
            if old.slot.starts_at > tx.now:
                _end(tx, old, BookingState.CANCELLED)
                notices.given_up(tx, old, by=by)
        replaced = None if row["was_certain"] else row["replaces"]
