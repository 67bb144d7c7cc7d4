"""Marks: that a party was there or was not, so that of two who let in at once one has. Leaves rights to callers."""

from collections.abc import Sequence
from typing import Final

from domain.check_in import TOLD_AFTER, How, Phase
from domain.identities import BookingId, MeetingId, PersonId, PupilId
from domain.messages import LetterKind
from domain.moments import Instant
from domain.programme import Meeting
from storage.engine import Transaction
from storage.messages import letters

# Of two who let the same party in at once, the second changes nothing.
ARRIVE: Final = """
    INSERT INTO attendances (booking, meeting, state, pupils, adults, how, marked_by, noted_at, marked_at)
    VALUES (:booking, :meeting, 'present', :pupils, :adults, :how, :actor, :noted_at, :now)
        ON CONFLICT (booking, meeting) DO UPDATE
       SET state = excluded.state, pupils = excluded.pupils, adults = excluded.adults, how = excluded.how,
           marked_by = excluded.marked_by, noted_at = excluded.noted_at, marked_at = excluded.marked_at
     WHERE attendances.state = 'absent'
"""

MISS: Final = """
    INSERT INTO attendances (booking, meeting, state, pupils, adults, how, marked_by, noted_at, marked_at)
    VALUES (:booking, :meeting, 'absent', 0, 0, :how, :actor, :noted_at, :now)
        ON CONFLICT (booking, meeting) DO NOTHING
"""

# Only what its counter saw is counted anew: a colleague's later number stays.
RECOUNT: Final = """
    UPDATE attendances
       SET state = :state, pupils = :pupils, adults = :adults, marked_by = :actor, marked_at = :now
     WHERE booking = :booking AND meeting = :meeting AND marked_at = :seen
"""

ERASE: Final = """
    DELETE FROM attendances
     WHERE booking = :booking AND meeting = :meeting AND marked_at >= :since
"""

FORGET_ABSENTEES: Final = """
    DELETE FROM class_absentees
     WHERE booking = :booking AND meeting = :meeting
"""

NOTE_ABSENTEE: Final = """
    INSERT INTO class_absentees (booking, meeting, pupil)
    VALUES (:booking, :meeting, :pupil)
"""

# Guardians who want to know that their child has arrived: of pupils, and of those of classes who were not ticked off.
TO_TELL: Final = """
    SELECT mark.booking, booking.pupil, guardianship.person
      FROM attendances AS mark
      JOIN bookings AS booking ON booking.id = mark.booking AND booking.pupil IS NOT NULL
      JOIN guardianships AS guardianship ON guardianship.pupil = booking.pupil AND guardianship.told_of_arrival = 1
     WHERE mark.meeting = :meeting AND mark.state = 'present' AND mark.marked_at = :now
     UNION ALL
    SELECT mark.booking, joining.pupil, guardianship.person
      FROM attendances AS mark
      JOIN bookings AS booking ON booking.id = mark.booking
      JOIN joinings AS joining ON joining.class = booking.class AND joining.state = 'accepted'
      JOIN guardianships AS guardianship ON guardianship.pupil = joining.pupil AND guardianship.told_of_arrival = 1
     WHERE mark.meeting = :meeting AND mark.state = 'present' AND mark.marked_at = :now
       AND NOT EXISTS (SELECT 1
                         FROM class_absentees AS absentee
                        WHERE absentee.booking = mark.booking AND absentee.meeting = mark.meeting
                          AND absentee.pupil = joining.pupil)
"""


def arrive(
    tx: Transaction,
    *,
    booking: BookingId,
    meeting: Meeting,
    phase: Phase,
    how: How,
    actor: PersonId,
    pupils: int = 1,
    adults: int = 0,
) -> bool:
    """The party is in; False where it was already, and nothing changes. What is entered afterwards says so."""
    return (
        tx.run(
            ARRIVE,
            booking=booking,
            meeting=meeting.id,
            pupils=pupils,
            adults=adults,
            how=How.AFTERWARDS if phase is Phase.AFTERWARDS else how,
            actor=actor,
            noted_at=_noted_at(tx, meeting, phase),
            now=tx.now,
        )
        == 1
    )


def miss(tx: Transaction, *, booking: BookingId, meeting: Meeting, phase: Phase, how: How, actor: PersonId) -> None:
    """The party was not there; who was marked already stays as they are."""
    tx.run(
        MISS,
        booking=booking,
        meeting=meeting.id,
        how=How.AFTERWARDS if phase is Phase.AFTERWARDS else how,
        actor=actor,
        noted_at=_noted_at(tx, meeting, phase),
        now=tx.now,
    )


def recount(
    tx: Transaction, *, booking: BookingId, meeting: MeetingId, actor: PersonId, pupils: int, adults: int, seen: Instant
) -> bool:
    """Another number for a class; False where somebody has marked it since it was `seen` so."""
    state = "present" if pupils + adults else "absent"
    return (
        tx.run(
            RECOUNT,
            booking=booking,
            meeting=meeting,
            state=state,
            pupils=pupils,
            adults=adults,
            actor=actor,
            seen=seen,
            now=tx.now,
        )
        == 1
    )


def erase(tx: Transaction, *, booking: BookingId, meeting: MeetingId, since: Instant) -> bool:
    """Nobody has said whether they were there; False where there was no mark made since then."""
    erased = tx.run(ERASE, booking=booking, meeting=meeting, since=since) == 1
    if erased:
        tx.run(FORGET_ABSENTEES, booking=booking, meeting=meeting)
    return erased


def set_absentees(tx: Transaction, *, booking: BookingId, meeting: MeetingId, pupils: Sequence[PupilId]) -> None:
    """Who of a class was not there. That they are of the class is the caller's to check."""
    tx.run(FORGET_ABSENTEES, booking=booking, meeting=meeting)
    tx.run_many(NOTE_ABSENTEE, [{"booking": booking, "meeting": meeting, "pupil": pupil} for pupil in set(pupils)])


def tell_guardians(tx: Transaction, *, meeting: Meeting, but: PersonId) -> None:
    """Word to guardians who want it, of everybody who has been let in just now; in a minute, unless it is undone.

    Nothing is told of a meeting that is over: they have their child back.
    """
    if meeting.ends_at <= tx.now:
        return
    for row in tx.all(TO_TELL, meeting=meeting.id, now=tx.now):
        if row["person"] == but:
            continue
        letters.write(
            tx,
            kind=LetterKind.CHECKED_IN,
            key=f"{LetterKind.CHECKED_IN}:{row['booking']}:{meeting.id}:{row['pupil']}:{row['person']}:{tx.now}",
            person=PersonId(row["person"]),
            booking=BookingId(row["booking"]),
            meeting=meeting.id,
            version=meeting.version,
            pupil=PupilId(row["pupil"]),
            not_before=Instant(tx.now + TOLD_AFTER),
            lapses_at=meeting.ends_at,
        )


def _noted_at(tx: Transaction, meeting: Meeting, phase: Phase) -> Instant:
    return meeting.starts_at if phase is Phase.AFTERWARDS else tx.now
