"""Whether a booked class still comes, and when it is time to leave: who is asked and told. Leaves words to handlers."""

from typing import Final

from domain.bookings import BookingState
from domain.class_days import ASKED_BEFORE, LEAVE_BEFORE, SILENCE, SURE_SINCE
from domain.classes import ClassBooking
from domain.identities import BookingId, MeetingId, PersonId
from domain.messages import LetterKind
from domain.moments import Instant
from domain.refusals import AlreadyStarted, DecidedAlready, NothingToCancel
from domain.rights import Action, OrganizerRole
from storage.classes import standing
from storage.engine import Row, Transaction
from storage.messages import letters
from storage.people import audit, rights
from storage.seats import changes, class_records

# Whoever booked, was let in or changed the number so shortly before has just said that they come.
TO_ASK: Final = """
    SELECT booking.id AS booking, meeting.id AS meeting, meeting.version, slot.starts_at
      FROM slots AS slot
      JOIN meetings AS meeting ON meeting.slot = slot.id AND meeting.number = 1
      JOIN bookings AS booking ON booking.slot = slot.id AND booking.state = 'confirmed' AND booking.class IS NOT NULL
     WHERE slot.cancelled_at IS NULL AND slot.starts_at > :now AND (:near IS NULL OR slot.starts_at <= :near)
       AND booking.changed_at <= slot.starts_at - :sure_since
       AND NOT EXISTS (SELECT 1 FROM by_hand WHERE by_hand.booking = booking.id)
       AND NOT EXISTS (SELECT 1
                         FROM still_coming AS asked
                        WHERE asked.booking = booking.id AND asked.meeting = meeting.id
                          AND asked.version = meeting.version)
     ORDER BY slot.starts_at, booking.id
     LIMIT :size
"""

ASK: Final = """
    INSERT INTO still_coming (booking, meeting, version, asked_at, answer_by)
    VALUES (:booking, :meeting, :version, :now, :answer_by)
"""

COMES: Final = """
    UPDATE still_coming
       SET answer = 'comes', answered_by = :actor, answered_at = :now
     WHERE booking = :booking AND version = :version AND answer IS NULL
"""

SILENT: Final = """
    SELECT asked.booking, asked.meeting, asked.version, asked.asked_at, booking.state, booking.changed_at,
           meeting.version AS current, slot.starts_at, slot.cancelled_at
      FROM still_coming AS asked
      JOIN bookings AS booking ON booking.id = asked.booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN meetings AS meeting ON meeting.id = asked.meeting
     WHERE asked.answer IS NULL AND asked.host_asked_at IS NULL AND asked.answer_by <= :now
     ORDER BY asked.answer_by, asked.booking
     LIMIT :size
"""

HOST_ASKED: Final = """
    UPDATE still_coming
       SET host_asked_at = :now
     WHERE booking = :booking AND meeting = :meeting AND version = :version
"""

NEXT_SILENT: Final = """
    SELECT answer_by
      FROM still_coming
     WHERE answer IS NULL AND host_asked_at IS NULL
     ORDER BY answer_by
     LIMIT 1
"""

HOST_WAS_ASKED: Final = """
    SELECT asked.answer, asked.answered_by
      FROM still_coming AS asked
      JOIN meetings AS meeting ON meeting.id = asked.meeting AND meeting.version = asked.version
     WHERE asked.booking = :booking AND asked.host_asked_at IS NOT NULL
"""

DECIDE: Final = """
    UPDATE still_coming
       SET answer = :answer, answered_by = :actor, answered_at = :now
     WHERE booking = :booking AND host_asked_at IS NOT NULL AND answer IS NULL
       AND version = (SELECT version FROM meetings WHERE id = still_coming.meeting)
"""

LEAVING: Final = """
    SELECT booking.id AS booking, meeting.id AS meeting, meeting.version, meeting.starts_at
      FROM meetings AS meeting
      JOIN slots AS slot ON slot.id = meeting.slot AND slot.cancelled_at IS NULL
      JOIN bookings AS booking ON booking.slot = slot.id AND booking.state = 'confirmed' AND booking.class IS NOT NULL
     WHERE meeting.starts_at > :now AND (:near IS NULL OR meeting.starts_at <= :near)
       AND NOT EXISTS (SELECT 1
                         FROM leave_now AS told
                        WHERE told.booking = booking.id AND told.meeting = meeting.id
                          AND told.version = meeting.version)
     ORDER BY meeting.starts_at, booking.id
     LIMIT :size
"""

LEAVE: Final = """
    INSERT INTO leave_now (booking, meeting, version, told_at)
    VALUES (:booking, :meeting, :version, :now)
"""


def ask(tx: Transaction, *, chunk: int = 100) -> int:
    """Ask the teachers of classes that come in three days whether they still do; how many, `chunk` at most.

    Once for each booking and version of its first meeting. Who booked, or changed the booking, in the last day before
    that is not asked.
    """
    due = tx.all(TO_ASK, now=tx.now, near=tx.now + ASKED_BEFORE, sure_since=SURE_SINCE, size=chunk)
    for row in due:
        key = f"{LetterKind.STILL_COMING}:{row['booking']}:{row['meeting']}:{row['version']}"
        tx.run(ASK, now=tx.now, answer_by=tx.now + SILENCE, **_asked(row))
        record = class_records.recorded(tx, booking=BookingId(row["booking"]))
        _tell(tx, LetterKind.STILL_COMING, key, record.school_class.teacher_person, row)
    return len(due)


def confirm(tx: Transaction, *, actor: PersonId, booking: BookingId, version: int) -> ClassBooking:
    """The class still comes at the time of this version of its meeting; said twice, it is so once.

    Raises NotYours, NothingToCancel (it is not to come any more), AlreadyStarted.
    """
    record = class_records.of_teacher(tx, actor=actor, booking=booking)
    if not record.confirmed:
        raise NothingToCancel
    if record.slot.starts_at <= tx.now:
        raise AlreadyStarted
    tx.run(COMES, booking=booking, version=version, actor=actor, now=tx.now)
    return record


def tell_of_silence(tx: Transaction, *, chunk: int = 50) -> int:
    """Tell hosts of teachers who have not answered for 36 hours; how many questions were looked at, `chunk` at most.

    Whoever changed the number since has answered by that.
    """
    silent = tx.all(SILENT, now=tx.now, size=chunk)
    for row in silent:
        tx.run(HOST_ASKED, now=tx.now, **_asked(row))
        if row["changed_at"] > row["asked_at"]:
            tx.run(COMES, booking=row["booking"], version=row["version"], actor=None, now=tx.now)
        elif _is_ahead(row, tx.now):
            _tell_host(tx, row)
    return len(silent)


def decide(tx: Transaction, *, actor: PersonId, booking: BookingId, keep: bool) -> ClassBooking:
    """An organizer of the host keeps a silent class's seats, or releases them: they go on at once, its teacher is told.

    Decided twice the same way by the same person, it is so once. Raises NotYours, AlreadyStarted, and DecidedAlready
    where a colleague came first, or the teacher has answered meanwhile.
    """
    record = class_records.recorded(tx, booking=booking)
    partner = record.slot.event.partner.id
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=partner)
    answer = "kept" if keep else "released"
    asked = tx.one(HOST_WAS_ASKED, booking=booking)
    if asked is not None and (asked["answer"], asked["answered_by"]) == (answer, actor):
        return record
    if asked is None or asked["answer"] is not None or record.state is not BookingState.CONFIRMED:
        raise DecidedAlready
    if record.slot.starts_at <= tx.now:
        raise AlreadyStarted
    tx.run(DECIDE, booking=booking, answer=answer, actor=actor, now=tx.now)
    if not keep:
        changes.end(tx, record, BookingState.CANCELLED, by=actor)
    audit.write(tx, Action.CLASS_DECIDED, actor=actor, partner=partner, booking=booking, welcome=int(keep))
    return class_records.recorded(tx, booking=booking)


def tell_to_leave(tx: Transaction, *, chunk: int = 10) -> int:
    """Tell teachers whose class is awaited in three hours where to go; how many, `chunk` at most.

    Once for each meeting and version of it, with how many of the class have no permission yet.
    """
    leaving = tx.all(LEAVING, now=tx.now, near=tx.now + LEAVE_BEFORE, size=chunk)
    for row in leaving:
        key = f"{LetterKind.LEAVE_NOW}:{row['booking']}:{row['meeting']}:{row['version']}"
        tx.run(LEAVE, now=tx.now, **_asked(row))
        record = class_records.recorded(tx, booking=BookingId(row["booking"]))
        missing = standing.as_recorded(tx, record).permissions_missing
        _tell(tx, LetterKind.LEAVE_NOW, key, record.school_class.teacher_person, row, missing=missing)
    return len(leaving)


def next_due(tx: Transaction) -> Instant | None:
    """When the next teacher is asked or told to leave, or the next host told of silence; None where none is."""
    silent = tx.value(NEXT_SILENT)
    asked = tx.one(TO_ASK, now=tx.now, near=None, sure_since=SURE_SINCE, size=1)
    leaving = tx.one(LEAVING, now=tx.now, near=None, size=1)
    moments = (
        silent,
        None if asked is None else asked["starts_at"] - ASKED_BEFORE,
        None if leaving is None else leaving["starts_at"] - LEAVE_BEFORE,
    )
    return min((Instant(moment) for moment in moments if moment is not None), default=None)


def _asked(row: Row) -> dict[str, int]:
    return {"booking": row["booking"], "meeting": row["meeting"], "version": row["version"]}


def _is_ahead(row: Row, now: Instant) -> bool:
    moved, off = row["current"] != row["version"], row["cancelled_at"] is not None
    return row["state"] == BookingState.CONFIRMED and row["starts_at"] > now and not moved and not off


def _tell_host(tx: Transaction, row: Row) -> None:
    record = class_records.recorded(tx, booking=BookingId(row["booking"]))
    for person in rights.with_role(tx, role=OrganizerRole.PROGRAMME, partner=record.slot.event.partner.id):
        key = f"{LetterKind.SILENT_CLASS}:{row['booking']}:{row['meeting']}:{row['version']}:{person}"
        _tell(tx, LetterKind.SILENT_CLASS, key, person, row)


def _tell(
    tx: Transaction, kind: LetterKind, key: str, person: PersonId, row: Row, *, missing: int | None = None
) -> None:
    letters.write(
        tx,
        kind=kind,
        key=key,
        person=person,
        booking=BookingId(row["booking"]),
        meeting=MeetingId(row["meeting"]),
        version=row["version"],
        missing=missing,
        lapses_at=row["starts_at"],
    )
