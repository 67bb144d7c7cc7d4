"""Classes at the door: how many came, who of the list did not; counted by one, seen and corrected by all."""

from collections.abc import Collection
from typing import Final

from domain.bookings import BookingState
from domain.check_in import Answer, ClassAtDoor, Guest, How, Verdict, phase
from domain.classes import LARGEST_CLASS, MOST_ADULTS
from domain.identities import BookingId, Intent, MeetingId, PersonId, PupilId
from domain.moments import Instant
from domain.programme import Meeting, Slot
from domain.refusals import NothingToCancel, NotSoManyLeft, NotYours, PartyTooLarge
from domain.rights import Action
from storage.attending import arrivals, doors, guests, marks
from storage.engine import Transaction
from storage.people import audit, intents
from storage.seats import class_records, counts

# More came than have seats: they take those that are left.
GROW: Final = """
    UPDATE bookings
       SET seats = :seats, whole = :seats, adults = min(:adults, :seats - 1)
     WHERE id = :booking AND state = 'confirmed' AND seats = whole AND seats < :seats
"""


def at_door(tx: Transaction, *, actor: PersonId, meeting: MeetingId, booking: BookingId) -> ClassAtDoor:
    """A class of this door, with its list and what it needs. Raises NotYours."""
    slot, of_meeting = doors.entered(tx, actor=actor, meeting=meeting)
    guest = _guest(tx, slot, of_meeting, booking)
    record = class_records.recorded(tx, booking=booking)
    return ClassAtDoor(
        door=doors.standing(tx, slot=slot, meeting=of_meeting),
        guest=guest,
        members=guests.members(tx, slot=slot, meeting=of_meeting, booking=booking),
        wheelchair=record.needs.wheelchair,
        note=record.needs.note,
        phone=record.needs.phone,
        teacher=record.school_class.teacher_name,
    )


def count(
    tx: Transaction,
    *,
    actor: PersonId,
    meeting: MeetingId,
    booking: BookingId,
    pupils: int,
    adults: int,
    absent: Collection[PupilId],
    seen: Instant | None,
    intent: Intent,
) -> Answer:
    """So many of a class are in, all but some of its list; none at all: it was not there.

    `seen`: the mark that the counter saw when they began, None where there was none. Where a colleague has counted
    meanwhile, theirs stands, and the answer is ALREADY_IN. More than have seats take those that are left. The same
    intent again says what it said. Raises NotYours, NotOnThisDay, NothingToCancel, PartyTooLarge, NotSoManyLeft.
    """
    slot, of_meeting = arrivals.opened(tx, actor=actor, meeting=meeting)
    guest = _guest(tx, slot, of_meeting, booking)
    if intents.acted(tx, actor=actor, intent=intent) is not None:
        return arrivals.answer(tx, Verdict.LET_IN, slot, of_meeting, booking)
    if guest.state is not BookingState.CONFIRMED:
        raise NothingToCancel
    if not 0 <= pupils <= LARGEST_CLASS or not 0 <= adults <= MOST_ADULTS:
        raise PartyTooLarge(most=LARGEST_CLASS)
    if guest.mark is not None and guest.mark.marked_at != seen:
        return arrivals.answer(tx, Verdict.ALREADY_IN, slot, of_meeting, booking)
    _make_room(tx, slot, booking, pupils, adults)
    if not _written(tx, slot, of_meeting, guest, actor, pupils, adults):
        return arrivals.answer(tx, Verdict.ALREADY_IN, slot, of_meeting, booking)
    known = {member.pupil for member in guests.members(tx, slot=slot, meeting=of_meeting, booking=booking)}
    marks.set_absentees(tx, booking=booking, meeting=meeting, pupils=sorted(known.intersection(absent)))
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    audit.write(
        tx,
        Action.CHECKED_IN,
        actor=actor,
        partner=slot.event.partner.id,
        meeting=meeting,
        booking=booking,
        heads=pupils + adults,
    )
    marks.tell_guardians(tx, meeting=of_meeting, but=actor)
    return arrivals.answer(tx, Verdict.LET_IN, slot, of_meeting, booking)


def arrive_as_expected(tx: Transaction, *, actor: PersonId, slot: Slot, meeting: Meeting, guest: Guest) -> bool:
    """The class's teacher says that it is here, as many as are expected; False where it was marked already."""
    away = [
        member.pupil
        for member in guests.members(tx, slot=slot, meeting=meeting, booking=guest.booking)
        if member.absent
    ]
    arrived = marks.arrive(
        tx,
        booking=guest.booking,
        meeting=meeting,
        phase=phase(meeting, slot.zone, tx.now),
        how=How.AT_THE_DOOR,
        actor=actor,
        pupils=min(guest.pupils, LARGEST_CLASS),
        adults=guest.adults,
    )
    if arrived:
        marks.set_absentees(tx, booking=guest.booking, meeting=meeting.id, pupils=away)
    return arrived


def _guest(tx: Transaction, slot: Slot, meeting: Meeting, booking: BookingId) -> Guest:
    found = guests.one(tx, slot=slot, meeting=meeting, booking=booking)
    if found is None or not found.is_class:
        raise NotYours
    return found


def _make_room(tx: Transaction, slot: Slot, booking: BookingId, pupils: int, adults: int) -> None:
    held = class_records.recorded(tx, booking=booking)
    more = pupils + adults - held.seats
    if more <= 0:
        return
    if not counts.take(tx, slot=slot.id, seats=more):
        raise NotSoManyLeft(left=max(slot.capacity - slot.seats_taken, 0))
    tx.run(GROW, booking=booking, seats=pupils + adults, adults=adults)


def _written(
    tx: Transaction, slot: Slot, meeting: Meeting, guest: Guest, actor: PersonId, pupils: int, adults: int
) -> bool:
    booking, now = guest.booking, phase(meeting, slot.zone, tx.now)
    if guest.mark is not None:
        return marks.recount(
            tx,
            booking=booking,
            meeting=meeting.id,
            actor=actor,
            pupils=pupils,
            adults=adults,
            seen=guest.mark.marked_at,
        )
    if not pupils + adults:
        marks.miss(tx, booking=booking, meeting=meeting, phase=now, how=How.BY_LIST, actor=actor)
        return True
    return marks.arrive(
        tx, booking=booking, meeting=meeting, phase=now, how=How.BY_LIST, actor=actor, pupils=pupils, adults=adults
    )
