"""The waiting list: what somebody does with an offered seat, and what time does with seats held too long."""

from typing import Final

from domain.bookings import CONSENT_HELD_FOR, Booking, BookingState, held_until
from domain.classes import ClassBooking
from domain.identities import BookingId, Intent, PersonId
from domain.moments import Instant
from domain.refusals import NothingToCancel, OfferOver
from storage.engine import Transaction
from storage.people import intents
from storage.seats import changes, class_records, permissions, records
from storage.seats.offers import next_skip, offer_freed_seats, skip_ahead

__all__ = ["accept", "decline", "expire", "next_deadline", "next_skip", "offer_freed_seats", "skip_ahead"]

HOLD_FOR_GUARDIAN: Final = """
    UPDATE bookings
       SET state = 'requested', held_until = :held_until, changed_at = :now
     WHERE id = :booking AND state = 'offered'
"""

HELD_TOO_LONG: Final = """
    SELECT id
      FROM bookings
     WHERE held_until <= :now
     ORDER BY held_until
     LIMIT :chunk
"""

NEXT_DEADLINE: Final = """
    SELECT held_until
      FROM bookings
     WHERE held_until IS NOT NULL
     ORDER BY held_until
     LIMIT 1
"""


def accept(tx: Transaction, *, actor: PersonId, booking: BookingId, intent: Intent) -> Booking:
    """Take the offered seat: confirmed, or held for a guardian's yes where that is still missing.

    What was accepted before is returned as it is. Raises NotYours, OfferOver.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    offered = records.of_actor(tx, actor=actor, booking=booking)
    if acted is not None or offered.state in {BookingState.CONFIRMED, BookingState.REQUESTED}:
        return offered
    if offered.state is not BookingState.OFFERED or offered.held_until is None or offered.held_until <= tx.now:
        raise OfferOver
    if permissions.missing_for(tx, pupil=offered.pupil, slot=offered.slot):
        until = held_until(tx.now, offered.slot.closes_at, CONSENT_HELD_FOR)
        tx.run(HOLD_FOR_GUARDIAN, booking=booking, held_until=until, now=tx.now)
        permissions.make_link(tx, booking=booking, pupil=offered.pupil.id)
    else:
        changes.confirm(tx, offered, by=actor)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    return records.recorded(tx, booking=booking)


def decline(tx: Transaction, *, actor: PersonId, booking: BookingId, intent: Intent) -> Booking:
    """Let the offered seat go to the next in line. Raises NotYours, and NothingToCancel where nothing is offered."""
    acted = intents.acted(tx, actor=actor, intent=intent)
    offered = records.of_actor(tx, actor=actor, booking=booking)
    if acted is not None:
        return offered
    if offered.state is not BookingState.OFFERED:
        raise NothingToCancel
    changes.end(tx, offered, BookingState.CANCELLED, by=actor)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    return records.recorded(tx, booking=booking)


def expire(tx: Transaction, *, chunk: int = 200) -> int:
    """End what was held too long, up to `chunk` bookings, longest overdue first; how many there were.

    Each is told, and their seats go on in the same transaction. A class that was offered a part waits for the whole
    again, where it stood.
    """
    rows = tx.all(HELD_TOO_LONG, now=tx.now, chunk=chunk)
    for row in rows:
        held = class_records.of_any_party(tx, booking=BookingId(row["id"]))
        if held.held_until is None or held.held_until > tx.now:
            continue  # what one before it freed has made a larger offer of it, with a deadline of its own
        if isinstance(held, ClassBooking) and held.is_part:
            changes.let_part_go(tx, held)
        else:
            changes.end(tx, held, BookingState.EXPIRED, by=None)
    return len(rows)


def next_deadline(tx: Transaction) -> Instant | None:
    """When the next held seat goes on unless somebody acts; None where none is held."""
    held = tx.value(NEXT_DEADLINE)
    return None if held is None else Instant(held)
