"""Yeses taken back: by a guardian, wholly or by cancelling, and by time where a slot has moved to another date."""

from typing import Final

from domain.bookings import CONSENT_HELD_FOR, Booking, BookingState, held_until
from domain.classes import ClassBooking
from domain.identities import BookingId, PartnerId, PersonId, PupilId, SlotId
from domain.people import Pupil
from domain.refusals import NotYours
from storage.engine import Transaction
from storage.people import pupils
from storage.seats import absences, changes, class_records, permissions, records

GUARDIAN: Final = """
    SELECT 1
      FROM guardianships
     WHERE person = :person AND pupil = :pupil
"""

WITHDRAW: Final = """
    UPDATE consents
       SET withdrawn_at = :now
     WHERE guardian = :guardian AND pupil = :pupil AND partner = :partner AND given = 1 AND withdrawn_at IS NULL
       AND (scope = 'partner' OR booking IN (SELECT id FROM bookings WHERE slot = :slot))
"""

WITHDRAW_FOR_SLOT: Final = """
    UPDATE consents
       SET withdrawn_at = :now
     WHERE guardian = :guardian AND pupil = :pupil AND scope = 'event' AND given = 1 AND withdrawn_at IS NULL
       AND booking IN (SELECT id FROM bookings WHERE slot = :slot)
"""

REINSTATE_FOR_SLOT: Final = """
    UPDATE consents
       SET withdrawn_at = NULL
     WHERE guardian = :guardian AND pupil = :pupil AND scope = 'event' AND given = 1
       AND withdrawn_at = (SELECT changed_at FROM bookings WHERE id = :booking)
       AND booking IN (SELECT id FROM bookings WHERE slot = :slot)
"""

IN_SLOT: Final = """
    SELECT booking.id
      FROM bookings AS booking
     WHERE booking.slot = :slot AND booking.state = 'confirmed' AND booking.pupil IS NOT NULL
     ORDER BY booking.id
"""

ASK_AGAIN: Final = """
    UPDATE bookings
       SET state = 'requested', held_until = :held_until, changed_at = :now
     WHERE id = :booking AND state = 'confirmed'
"""


def withdraw(tx: Transaction, *, actor: PersonId, booking: BookingId) -> Booking:
    """Take a guardian's yes back: for this booking, and for all of the partner's events where that was the yes.

    This booking ends whatever another guardian said; so does every other confirmed one ahead that no yes covers any
    more. What has begun is not undone. Withdrawing again changes nothing. Raises NotYours for whoever is no guardian.
    """
    record = records.of_actor(tx, actor=actor, booking=booking)
    slot, pupil = record.slot, record.pupil
    if tx.one(GUARDIAN, person=actor, pupil=pupil.id) is None:
        raise NotYours
    partner = slot.event.partner.id
    tx.run(WITHDRAW, guardian=actor, pupil=pupil.id, partner=partner, slot=slot.id, now=tx.now)
    if not record.state.is_over and slot.starts_at > tx.now:
        changes.end(tx, record, BookingState.CANCELLED, by=actor)
    _end_uncovered(tx, pupil, partner, by=actor)
    return records.recorded(tx, booking=booking)


def withdraw_from_class(tx: Transaction, *, actor: PersonId, booking: BookingId, pupil: PupilId) -> ClassBooking:
    """Take a guardian's yes for one pupil of a booked class back: the pupil does not come, and the teacher sees it.

    Where the yes was for all of the partner's events, the pupil's own bookings there that rest on it end too. Raises
    NotYours for whoever is no guardian, and for a class that the pupil is not in.
    """
    record = class_of_guardian(tx, actor=actor, booking=booking, pupil=pupil)
    slot, partner = record.slot, record.slot.event.partner.id
    tx.run(WITHDRAW, guardian=actor, pupil=pupil, partner=partner, slot=slot.id, now=tx.now)
    if slot.starts_at > tx.now:
        absences.tell(tx, actor=actor, booking=booking, pupil=pupil)
    _end_uncovered(tx, pupils.by_id(tx, pupil=pupil), partner, by=actor)
    return class_records.recorded(tx, booking=booking)


def class_of_guardian(tx: Transaction, *, actor: PersonId, booking: BookingId, pupil: PupilId) -> ClassBooking:
    """What the class of a pupil is booked for, for a guardian of theirs. Raises NotYours."""
    if tx.one(GUARDIAN, person=actor, pupil=pupil) is None:
        raise NotYours
    return class_records.of_member(tx, booking=booking, pupil=pupil)


def withdraw_for_slot(tx: Transaction, *, actor: PersonId, booking: Booking) -> None:
    """A guardian who cancels takes back what they said for this slot, so that the child cannot book it again alone."""
    tx.run(WITHDRAW_FOR_SLOT, guardian=actor, pupil=booking.pupil.id, slot=booking.slot.id, now=tx.now)


def reinstate_for_slot(tx: Transaction, *, actor: PersonId, booking: Booking) -> None:
    """A guardian who undoes their cancelling says again what that had taken back, and nothing else."""
    tx.run(REINSTATE_FOR_SLOT, guardian=actor, pupil=booking.pupil.id, slot=booking.slot.id, booking=booking.id)


def _end_uncovered(tx: Transaction, pupil: Pupil, partner: PartnerId, *, by: PersonId) -> None:
    """End the pupil's own certain bookings with the partner that no yes covers any more."""
    for number in permissions.of_pupil_with_partner(tx, pupil=pupil.id, partner=partner, state=BookingState.CONFIRMED):
        other = records.recorded(tx, booking=number)
        if permissions.missing_for(tx, pupil=pupil, slot=other.slot):
            changes.end(tx, other, BookingState.CANCELLED, by=by)


def ask_again(tx: Transaction, *, slot: SlotId) -> int:
    """After a slot moved to another date: hold the seats of those whose yes was for the old one; how many there are.

    Their links ask anew. They have as long as for a new booking, or until it begins where registration is over.
    """
    asked_again = 0
    for row in tx.all(IN_SLOT, slot=slot):
        booking = records.recorded(tx, booking=BookingId(row["id"]))
        if not permissions.missing_for(tx, pupil=booking.pupil, slot=booking.slot):
            continue
        closes_at = booking.slot.closes_at if booking.slot.closes_at > tx.now else booking.slot.starts_at
        until = held_until(tx.now, closes_at, CONSENT_HELD_FOR)
        tx.run(ASK_AGAIN, booking=booking.id, held_until=until, now=tx.now)
        permissions.make_link(tx, booking=booking.id, pupil=booking.pupil.id)
        asked_again += 1
    return asked_again
