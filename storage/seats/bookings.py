"""Bookings: to take a seat, to give it back, to think better of it, to change the date; and to look at them."""

from typing import Final

from domain.bookings import CONSENT_HELD_FOR, Booking, BookingState, held_until
from domain.capacity import Comer
from domain.identities import BookingId, Intent, PersonId, PupilId, SlotId
from domain.refusals import AlreadyBooked, AlreadyStarted, NoSeatLeft, NothingToCancel, NotYours, SlotGone
from storage.engine import Transaction
from storage.people import intents, pupils
from storage.programme import slots
from storage.seats import (
    applications,
    changes,
    counts,
    entries,
    limits,
    notices,
    offers,
    permissions,
    records,
    withdrawals,
)
from storage.seats.booking_lists import mine, warnings

__all__ = ["book", "booking", "by_ticket", "cancel", "change_date", "mine", "take_back", "warnings"]

BACK_TO_SEAT: Final = """
    UPDATE bookings
       SET state = :state, ended_from = NULL, held_until = :held_until, changed_at = :now
     WHERE id = :booking AND state = 'cancelled'
"""


def book(tx: Transaction, *, actor: PersonId, pupil: PupilId, slot: SlotId, answer: str, intent: Intent) -> Booking:
    """Take a seat in a slot for one pupil, or a place at the end of its waiting list.

    A younger pupil whom no yes covers has the seat held for a guardian. The same intent again gives the booking that
    it made, as it is by then. Raises NotYours, SlotGone, RegistrationNotOpen, RegistrationClosed, NotYourGrade,
    AlreadyBooked, AnswerMissing.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None:
        return _made(tx, actor, acted)
    who = pupils.in_care_of(tx, actor=actor, pupil=pupil)
    made = entries.enter(tx, actor=actor, pupil=who, slot=slots.slot(tx, slot=slot), answer=answer)
    intents.act(tx, actor=actor, intent=intent, booking=made.id)
    return made


def booking(tx: Transaction, *, actor: PersonId, booking: BookingId) -> Booking:
    """One's own booking, one that one made, or one's child's. Raises NotYours."""
    return records.of_actor(tx, actor=actor, booking=booking)


def by_ticket(tx: Transaction, *, actor: PersonId, token: str) -> Booking:
    """The booking of a ticket that is one's own in the same sense. Raises NotYours, which tells a stranger nothing."""
    return records.of_actor_by_ticket(tx, actor=actor, token=token)


def cancel(tx: Transaction, *, actor: PersonId, booking: BookingId, intent: Intent) -> Booking:
    """Give the seat, the held seat or the place in line back; seats go to the waiting list at once.

    Where a guardian cancels, their yes for this slot is taken back too. Raises NotYours, NothingToCancel,
    AlreadyStarted.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    given_back = records.of_actor(tx, actor=actor, booking=booking)
    if acted is not None:
        return given_back
    if given_back.state.is_over:
        raise NothingToCancel
    if given_back.slot.starts_at <= tx.now:
        raise AlreadyStarted
    withdrawals.withdraw_for_slot(tx, actor=actor, booking=given_back)
    changes.end(tx, given_back, BookingState.CANCELLED, by=actor)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    return records.recorded(tx, booking=booking)


def take_back(tx: Transaction, *, actor: PersonId, booking: BookingId, intent: Intent) -> Booking:
    """Undo a cancellation, while the seat is free: after the close of registration too, for whoever had it before.

    A place in line is taken again where it was. What is live again, or still, is returned as it is. Raises NotYours,
    NothingToCancel (it ended in another way), NoSeatLeft, SlotGone, AlreadyStarted, AlreadyBooked.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    back = records.of_actor(tx, actor=actor, booking=booking)
    if acted is not None or not back.state.is_over:
        return back
    if back.state is not BookingState.CANCELLED:
        raise NothingToCancel
    if back.slot.cancelled_at is not None:
        raise SlotGone
    if back.slot.starts_at <= tx.now:
        raise AlreadyStarted
    live = entries.live_booking(tx, pupil=back.pupil.id, slot=back.slot.id)
    if live is not None:
        raise AlreadyBooked(booking=live, of="" if back.pupil.person == actor else back.pupil.first_name)
    withdrawals.reinstate_for_slot(tx, actor=actor, booking=back)
    if back.ended_from is BookingState.WAITLISTED:
        _back_in_line(tx, back)
    else:
        _back_to_seat(tx, back, by=actor)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    return records.recorded(tx, booking=booking)


def change_date(tx: Transaction, *, actor: PersonId, booking: BookingId, slot: SlotId, intent: Intent) -> Booking:
    """Take another date of the same event: the old booking is kept until the new one is certain, then given up.

    The answer is carried over. Raises NotYours, NothingToCancel (the old one is over), AlreadyStarted, SlotGone
    (another event's slot, too), and whatever `book` refuses.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None:
        return _made(tx, actor, acted)
    old = records.of_actor(tx, actor=actor, booking=booking)
    if old.state.is_over:
        raise NothingToCancel
    if old.slot.starts_at <= tx.now:
        raise AlreadyStarted
    who = pupils.in_care_of(tx, actor=actor, pupil=old.pupil.id)
    wanted = slots.slot(tx, slot=slot)
    if wanted.event.id != old.slot.event.id:
        raise SlotGone
    made = entries.enter(tx, actor=actor, pupil=who, slot=wanted, answer=old.answer, replaces=old.id)
    intents.act(tx, actor=actor, intent=intent, booking=made.id)
    return made


def _made(tx: Transaction, actor: PersonId, acted: intents.Acted) -> Booking:
    if acted.booking is None:
        raise NotYours
    return records.of_actor(tx, actor=actor, booking=acted.booking)


def _back_in_line(tx: Transaction, back: Booking) -> None:
    if not back.slot.is_open(tx.now):
        raise NoSeatLeft
    tx.run(BACK_TO_SEAT, booking=back.id, state=BookingState.WAITLISTED, held_until=None, now=tx.now)
    offers.offer_freed_seats(tx, slot=back.slot.id)


def _back_to_seat(tx: Transaction, back: Booking, *, by: PersonId) -> None:
    is_open = back.slot.is_open(tx.now)
    was_certain = back.ended_from is BookingState.CONFIRMED
    consent_missing = permissions.missing_for(tx, pupil=back.pupil, slot=back.slot)
    if not is_open and (consent_missing or not was_certain):
        raise NoSeatLeft
    if is_open:
        taken = limits.take_in_turn(tx, slot=back.slot, comer=Comer(school=back.pupil.school.id, whole=back.seats))
    else:
        taken = counts.take(tx, slot=back.slot.id, seats=back.seats)
    if not taken:
        raise NoSeatLeft
    if consent_missing:
        until = held_until(tx.now, back.slot.closes_at, CONSENT_HELD_FOR)
        tx.run(BACK_TO_SEAT, booking=back.id, state=BookingState.REQUESTED, held_until=until, now=tx.now)
        permissions.make_link(tx, booking=back.id, pupil=back.pupil.id)
    elif back.needs_decision:
        until = applications.until(back.slot, tx.now)
        tx.run(BACK_TO_SEAT, booking=back.id, state=BookingState.REQUESTED, held_until=until, now=tx.now)
        applications.ask(tx, booking=back.id, slot=back.slot)
    else:
        tx.run(BACK_TO_SEAT, booking=back.id, state=BookingState.CONFIRMED, held_until=None, now=tx.now)
        notices.confirmed(tx, back, by=by)
