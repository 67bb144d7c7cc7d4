"""What a class's teacher tells its host on the day, and the host's answer. The first answer counts."""

from typing import Final

from domain.class_days import LATEST, ON_THE_DAY, DayNote, HostAnswer, NoteAbout
from domain.classes import LARGEST_CLASS, ClassBooking, Party
from domain.identities import BookingId, Intent, NoteId, PersonId, PupilId
from domain.messages import LetterKind
from domain.refusals import (
    NotANumber,
    NothingToCancel,
    NotSoManyLeft,
    NotYours,
    PartyTooLarge,
    SlotGone,
    TooFewAdults,
    TooManyOfOneSchool,
)
from domain.rights import OrganizerRole
from storage.classes import bookings
from storage.engine import Transaction
from storage.messages import letters
from storage.people import intents, rights
from storage.seats import class_records, day_records

NOTE: Final = """
    INSERT INTO day_notes (booking, about, amount, was, told_by, told_at)
    VALUES (:booking, :about, :amount, :was, :actor, :now)
 RETURNING id
"""

LATEST_LATE: Final = """
    SELECT id
      FROM day_notes
     WHERE booking = :booking AND about = 'late' AND told_by = :actor
     ORDER BY id DESC
     LIMIT 1
"""

# Of these hours alone: a course meets again, and then again with everybody.
LATEST_NUMBER: Final = """
    SELECT note.amount
      FROM day_notes AS note
      JOIN bookings AS booking ON booking.id = note.booking
     WHERE note.booking = :booking AND note.about = 'number' AND note.told_at > :since
       AND note.told_at >= booking.changed_at
     ORDER BY note.id DESC
     LIMIT 1
"""

ANSWER: Final = """
    UPDATE day_notes
       SET answer = :answer, answered_by = :actor, answered_at = :now
     WHERE id = :note AND answer IS NULL
"""

SET_TOLD: Final = """
    UPDATE absences
       SET passed_on_at = :now
     WHERE booking = :booking AND pupil = :pupil AND passed_on_at IS NULL
"""


def expected(tx: Transaction, *, booking: BookingId) -> int:
    """How many pupils the host expects: as booked, or as told since. Raises NotYours where it is no class's booking."""
    record = class_records.recorded(tx, booking=booking)
    told = tx.value(LATEST_NUMBER, booking=booking, since=tx.now - ON_THE_DAY)
    return record.party.pupils if told is None else int(told)


def tell_late(tx: Transaction, *, actor: PersonId, booking: BookingId, minutes: int, intent: Intent) -> DayNote:
    """The class comes so many minutes late: its host is told at once. The same intent again tells nobody.

    Raises NotYours, NothingToCancel, SlotGone (it is over, or days ahead), NotANumber.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    record = _coming(tx, actor, booking)
    if acted is not None:
        told = tx.value(LATEST_LATE, booking=booking, actor=actor)
        if told is None:
            raise NotYours
        return day_records.note(tx, note=NoteId(told))
    if not _is_today(tx, record):
        raise SlotGone
    if not 0 < minutes <= LATEST:
        raise NotANumber(most=LATEST)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    return _note(tx, record, NoteAbout.LATE, minutes, was=None, actor=actor)


def tell_number(tx: Transaction, *, actor: PersonId, booking: BookingId, pupils: int, intent: Intent) -> int:
    """The class comes with so many pupils; how many the host expects now. The same intent again changes nothing.

    Until registration closes, the booking is changed. Afterwards it is not, and no seat comes free; the host is told,
    as on the day in any case. Raises what bookings.change does but RegistrationClosed; SlotGone, NotANumber.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    record = _coming(tx, actor, booking)
    if acted is None:
        _pass_on(tx, record, pupils, actor=actor)
        intents.act(tx, actor=actor, intent=intent, booking=booking)
    return expected(tx, booking=booking)


def tell_one_fewer(tx: Transaction, *, actor: PersonId, booking: BookingId, pupil: PupilId) -> int:
    """One of the class can't come, and the host is to know; how many the host expects now.

    Said twice, or of somebody who comes after all, it changes nothing. Raises what `tell_number` does.
    """
    record = _coming(tx, actor, booking)
    if tx.run(SET_TOLD, booking=booking, pupil=pupil, now=tx.now):
        _pass_on(tx, record, expected(tx, booking=booking) - 1, actor=actor)
    return expected(tx, booking=booking)


def tell_one_more(tx: Transaction, *, actor: PersonId, booking: BookingId, pupil: PupilId) -> None:
    """One of the class of whom the host knew that they can't come does come: host and teacher are told.

    Until registration closes the class takes the seat again, while there is one; else the teacher settles it with the
    host. Whether the actor may say so is the caller's to check. Of a visit that is over, or off, nobody is told.
    """
    record = class_records.recorded(tx, booking=booking)
    if not record.confirmed or record.slot.cancelled_at is not None or record.slot.ends_at <= tx.now:
        return
    told = _host_hears_of_one_more(tx, record, actor)
    letters.write(
        tx,
        kind=LetterKind.COMES_AFTER_ALL,
        key=f"{LetterKind.COMES_AFTER_ALL}:{booking}:{pupil}:{tx.now}",
        person=record.school_class.teacher_person,
        booking=booking,
        pupil=pupil,
        missing=None if told else 1,
        lapses_at=record.slot.ends_at,
    )


def _host_hears_of_one_more(tx: Transaction, record: ClassBooking, actor: PersonId) -> bool:
    was, today = expected(tx, booking=record.id), _is_today(tx, record)
    if was >= LARGEST_CLASS:
        return False
    if tx.now < record.slot.closes_at:
        try:
            bookings.resize(tx, record, Party(pupils=was + 1, adults=record.adults), tell_host=not today)
        except (NotSoManyLeft, PartyTooLarge, TooFewAdults, TooManyOfOneSchool):
            return False
        if not today:
            return True
    _note(tx, record, NoteAbout.NUMBER, was + 1, was=was, actor=actor)
    return True


def answer(tx: Transaction, *, actor: PersonId, note: NoteId, answer: HostAnswer) -> tuple[DayNote, ClassBooking]:
    """An organizer of the host answers the teacher, who is told, as are colleagues; if one has, theirs stands.

    Raises NotYours for whoever neither checks in nor keeps the programme there.
    """
    asked = day_records.note(tx, note=note)
    record = class_records.recorded(tx, booking=asked.booking)
    found, partner = rights.of(tx, actor=actor), record.slot.event.partner.id
    if not any(found.may(role, partner) for role in _ANSWERED_BY):
        raise NotYours
    if tx.run(ANSWER, note=note, answer=answer, actor=actor, now=tx.now):
        key = f"{LetterKind.DAY_ANSWER}:{note}"
        _write(tx, LetterKind.DAY_ANSWER, key, record.school_class.teacher_person, record, note)
        for person in _host(tx, record):
            if person != actor:
                _write(tx, LetterKind.DAY_NOTE, f"{LetterKind.DAY_NOTE}:{note}:{person}:answered", person, record, note)
    return day_records.note(tx, note=note), record


_ANSWERED_BY: Final = (OrganizerRole.CHECK_IN, OrganizerRole.PROGRAMME)


def _coming(tx: Transaction, actor: PersonId, booking: BookingId) -> ClassBooking:
    """The teacher's booking, of a class that is to come. Raises NotYours, NothingToCancel, SlotGone."""
    record = class_records.of_teacher(tx, actor=actor, booking=booking)
    if not record.confirmed:
        raise NothingToCancel
    if record.slot.cancelled_at is not None or record.slot.ends_at <= tx.now:
        raise SlotGone
    return record


def _is_today(tx: Transaction, record: ClassBooking) -> bool:
    coming = record.slot.next_meeting(tx.now)
    return coming is not None and coming.starts_at - tx.now <= ON_THE_DAY


def _pass_on(tx: Transaction, record: ClassBooking, pupils: int, *, actor: PersonId) -> None:
    was = expected(tx, booking=record.id)
    if pupils < 1:
        raise NotANumber(most=LARGEST_CLASS)
    if pupils > LARGEST_CLASS:
        raise PartyTooLarge(most=LARGEST_CLASS)
    if pupils == was:
        return
    if tx.now < record.slot.closes_at:
        party = Party(pupils=pupils, adults=record.adults)
        today = _is_today(tx, record)
        bookings.change(tx, actor=actor, booking=record.id, party=party, tell_host=not today)
        if not today:
            return
    _note(tx, record, NoteAbout.NUMBER, pupils, was=was, actor=actor)


def _note(
    tx: Transaction, record: ClassBooking, about: NoteAbout, amount: int, *, was: int | None, actor: PersonId
) -> DayNote:
    told = tx.value(NOTE, booking=record.id, about=about, amount=amount, was=was, actor=actor, now=tx.now)
    note = NoteId(told)
    for person in _host(tx, record):
        _write(tx, LetterKind.DAY_NOTE, f"{LetterKind.DAY_NOTE}:{note}:{person}", person, record, note)
    return day_records.note(tx, note=note)


def _host(tx: Transaction, record: ClassBooking) -> list[PersonId]:
    partner = record.slot.event.partner.id
    return sorted({person for role in _ANSWERED_BY for person in rights.with_role(tx, role=role, partner=partner)})


def _write(tx: Transaction, kind: LetterKind, key: str, person: PersonId, record: ClassBooking, note: NoteId) -> None:
    letters.write(tx, kind=kind, key=key, person=person, booking=record.id, note=note, lapses_at=record.slot.ends_at)
