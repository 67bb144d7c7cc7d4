"""Visitors who scan the code at the door: their own seats there and those of whom they act for, and nobody else's."""

import secrets
from dataclasses import replace
from typing import Final

from domain.bookings import BookingState
from domain.check_in import Answer, Arrival, How, Phase, Verdict, phase
from domain.door_codes import MINUTES_GOOD, MINUTES_TO_CHOOSE, DoorCode
from domain.identities import BookingId, Intent, MeetingId, PersonId, PupilId
from domain.people import Pupil
from domain.programme import Meeting, Slot
from domain.refusals import DoorCodeTooOld, NotOnThisDay, NotYours, Refusal, SheetWanted
from domain.rights import Action
from storage.attending import arrivals, doors, guests, headcounts, marks, walk_ins
from storage.engine import Transaction
from storage.people import audit, persons, pupils

SEALED_WITH: Final = """
    SELECT secret
      FROM door_secret
     WHERE id = 1
"""

MAKE_SEAL: Final = """
    INSERT INTO door_secret (id, secret, made_at)
    VALUES (1, :secret, :now)
        ON CONFLICT (id) DO NOTHING
"""

# A pupil's bookings in a slot: the one that stands, else the one that ended last.
OF_PUPIL: Final = """
    SELECT booking.id
      FROM bookings AS booking
     WHERE booking.slot = :slot AND booking.pupil = :pupil
     ORDER BY booking.state IN ('cancelled', 'declined', 'expired'), booking.id DESC
     LIMIT 1
"""

# A class's teacher brings the class; its pupils come with it.
OF_TEACHER: Final = """
    SELECT booking.id
      FROM teachers AS teacher
      JOIN classes AS class ON class.teacher = teacher.id
      JOIN bookings AS booking ON booking.class = class.id AND booking.slot = :slot AND booking.state = 'confirmed'
     WHERE teacher.person = :actor AND teacher.state = 'approved'
     ORDER BY booking.id
"""

IN_A_CLASS: Final = """
    SELECT booking.id
      FROM joinings AS joining
      JOIN bookings AS booking ON booking.class = joining.class AND booking.slot = :slot AND booking.state = 'confirmed'
     WHERE joining.pupil = :pupil AND joining.state = 'accepted'
     LIMIT 1
"""


def code(tx: Transaction, *, meeting: MeetingId) -> DoorCode:
    """The code that hangs at this door in this minute. What seals it is made the first time."""
    secret = tx.value(SEALED_WITH)
    if secret is None:
        tx.run(MAKE_SEAL, secret=secrets.token_hex(32), now=tx.now)
        secret = tx.value(SEALED_WITH)
    return DoorCode.made(str(secret), meeting, tx.now)


def arrive(tx: Transaction, *, actor: PersonId, code: DoorCode) -> Arrival:
    """What whoever scanned the code finds: their one party, and a teacher's class, are let in at once.

    Of several children they say who has come. Raises DoorCodeTooOld, NotOnThisDay.
    """
    slot, meeting = _scanned(tx, code, MINUTES_GOOD)
    arrival = _look(tx, actor, slot, meeting)
    answers = [
        _class_arrives(tx, actor, slot, meeting, answer.guest.booking)
        if _is_brought_by(tx, actor, slot, answer.guest.booking)
        else answer
        for answer in arrival.answers
    ]
    alone = len(answers) == 1 and not arrival.may_walk_in and not arrival.seatless
    if alone and answers[0].verdict is Verdict.LET_IN and not answers[0].guest.present:
        answers = [_enter(tx, actor, slot, meeting, answers[0].guest.booking)]
    return replace(arrival, answers=tuple(answers))


def look(tx: Transaction, *, actor: PersonId, code: DoorCode) -> Arrival:
    """The same, without letting anybody in. Raises DoorCodeTooOld, NotOnThisDay."""
    slot, meeting = _scanned(tx, code, MINUTES_TO_CHOOSE)
    return _look(tx, actor, slot, meeting)


def arrive_as(tx: Transaction, *, actor: PersonId, code: DoorCode, pupil: PupilId, walk: bool) -> Answer:
    """This one of those whom the actor acts for is here; `walk`: without a booking, while there is a seat.

    Said twice, they are in once. Raises DoorCodeTooOld, NotOnThisDay, NotYours, and what `walk_ins.add_known` refuses.
    """
    slot, meeting = _scanned(tx, code, MINUTES_TO_CHOOSE)
    pupils.in_care_of(tx, actor=actor, pupil=pupil)
    booking = tx.value(OF_PUPIL, slot=slot.id, pupil=pupil)
    known = None if booking is None else guests.one(tx, slot=slot, meeting=meeting, booking=BookingId(booking))
    if known is not None and not known.state.is_over:
        return _enter(tx, actor, slot, meeting, known.booking)
    if not walk:
        raise NotYours
    intent = Intent(f"walk-{code.carried}-{pupil}")
    return walk_ins.add_known(tx, actor=actor, meeting=meeting.id, pupil=pupil, intent=intent)


def _look(tx: Transaction, actor: PersonId, slot: Slot, meeting: Meeting) -> Arrival:
    found: dict[BookingId, Answer] = {}
    loose: list[Pupil] = []
    for row in tx.all(OF_TEACHER, actor=actor, slot=slot.id):
        booking = BookingId(row["id"])
        found[booking] = arrivals.answer(tx, Verdict.COUNT_IT, slot, meeting, booking)
    for pupil in _acts_for(tx, actor):
        number = tx.value(OF_PUPIL, slot=slot.id, pupil=pupil.id)
        known = None if number is None else guests.one(tx, slot=slot, meeting=meeting, booking=BookingId(number))
        of_class = tx.value(IN_A_CLASS, slot=slot.id, pupil=pupil.id)
        if known is not None and not known.state.is_over:
            found[known.booking] = arrivals.answer(tx, arrivals.verdict(slot, known), slot, meeting, known.booking)
        elif of_class is not None:
            booking = BookingId(of_class)
            found.setdefault(booking, arrivals.answer(tx, Verdict.COUNT_IT, slot, meeting, booking))
        else:
            loose.append(pupil)
    may, may_not = _sorted(tx, slot, loose)
    return Arrival(slot=slot, meeting=meeting, answers=tuple(found.values()), may_walk_in=may, seatless=may_not)


def _is_brought_by(tx: Transaction, actor: PersonId, slot: Slot, booking: BookingId) -> bool:
    return any(row["id"] == booking for row in tx.all(OF_TEACHER, actor=actor, slot=slot.id))


def _scanned(tx: Transaction, code: DoorCode, minutes: int) -> tuple[Slot, Meeting]:
    secret = tx.value(SEALED_WITH)
    if secret is None or not code.is_ours(str(secret)) or not code.is_good(tx.now, minutes):
        raise DoorCodeTooOld
    slot, meeting = doors.recorded(tx, meeting=code.meeting)
    if phase(meeting, slot.zone, tx.now) is not Phase.TODAY:
        raise NotOnThisDay(starts_at=meeting.starts_at, zone=slot.zone)
    return slot, meeting


def _acts_for(tx: Transaction, actor: PersonId) -> tuple[Pupil, ...]:
    person = persons.person(tx, id=actor)
    own = () if person.pupil is None else (person.pupil,)
    return (*own, *person.children)


def _enter(tx: Transaction, actor: PersonId, slot: Slot, meeting: Meeting, booking: BookingId) -> Answer:
    guest = guests.one(tx, slot=slot, meeting=meeting, booking=booking)
    if guest is None:
        raise NotYours
    said = arrivals.verdict(slot, guest)
    if said is not Verdict.LET_IN:
        return arrivals.answer(tx, said, slot, meeting, booking)
    arrived = marks.arrive(tx, booking=booking, meeting=meeting, phase=Phase.TODAY, how=How.AT_THE_DOOR, actor=actor)
    return _told(tx, actor, slot, meeting, booking, arrived=arrived)


def _class_arrives(tx: Transaction, actor: PersonId, slot: Slot, meeting: Meeting, booking: BookingId) -> Answer:
    guest = guests.one(tx, slot=slot, meeting=meeting, booking=booking)
    if guest is None or guest.state is not BookingState.CONFIRMED or slot.cancelled_at is not None:
        return arrivals.answer(tx, Verdict.CALLED_OFF, slot, meeting, booking)
    arrived = headcounts.arrive_as_expected(tx, actor=actor, slot=slot, meeting=meeting, guest=guest)
    return _told(tx, actor, slot, meeting, booking, arrived=arrived)


def _told(
    tx: Transaction, actor: PersonId, slot: Slot, meeting: Meeting, booking: BookingId, *, arrived: bool
) -> Answer:
    if arrived:
        partner = slot.event.partner.id
        audit.write(tx, Action.CHECKED_IN, actor=actor, partner=partner, meeting=meeting.id, booking=booking)
        marks.tell_guardians(tx, meeting=meeting, but=actor)
    return arrivals.answer(tx, Verdict.LET_IN if arrived else Verdict.ALREADY_IN, slot, meeting, booking)


def _sorted(tx: Transaction, slot: Slot, loose: list[Pupil]) -> tuple[tuple[tuple[PupilId, str], ...], tuple[str, ...]]:
    """Those without a booking: for whom there is a seat, and for whom there is none or a sheet is wanted."""
    may: list[tuple[PupilId, str]] = []
    may_not: list[str] = []
    for pupil in loose:
        try:
            if slot.cancelled_at is not None:
                raise SheetWanted
            walk_ins.check_known(tx, slot, pupil)
        except Refusal:
            may_not.append(pupil.first_name)
        else:
            may.append((pupil.id, pupil.first_name))
    return tuple(may), tuple(may_not)
