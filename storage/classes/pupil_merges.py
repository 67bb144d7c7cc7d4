"""Two pupils who turn out to be one, as only a person can say: everything of one becomes the other's."""

from typing import Final

from domain.bookings import CONSENT_HELD_FOR, BookingState, held_until
from domain.identities import BookingId, EntryId, PupilId
from domain.people import Pupil
from storage.classes import lists
from storage.engine import Row, Transaction
from storage.people import pupils
from storage.seats import changes, permissions, records

# Somebody whom a list alone knows has told nothing of themselves: what the other told is so.
TAKE_DETAILS: Final = """
    UPDATE pupils
       SET first_name = :first_name, grade = :grade, age_line = :age_line, school = :school
     WHERE id = :kept AND person IS NULL
       AND NOT EXISTS (SELECT 1 FROM guardianships WHERE pupil = :kept)
"""

# What the pupil's own former account said as if it were a guardian was never a guardian's word.
WITHDRAW_OWN: Final = """
    UPDATE consents
       SET withdrawn_at = :now
     WHERE pupil = :gone AND guardian = :former AND withdrawn_at IS NULL
"""

TWICE: Final = """
    SELECT one.id AS kept, one.state AS kept_state, other.id AS gone, other.state AS gone_state,
           EXISTS (SELECT 1 FROM attendances WHERE booking = one.id) AS kept_seen,
           EXISTS (SELECT 1 FROM attendances WHERE booking = other.id) AS gone_seen
      FROM bookings AS one
      JOIN bookings AS other ON other.slot = one.slot AND other.pupil = :gone
       AND other.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     WHERE one.pupil = :kept AND one.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     ORDER BY one.id
"""

BOOKINGS: Final = """
    UPDATE bookings
       SET pupil = :kept
     WHERE pupil = :gone
"""

LINES_TWICE: Final = """
    SELECT other.id
      FROM class_entries AS one
      JOIN class_entries AS other ON other.class = one.class AND other.pupil = :gone
     WHERE one.pupil = :kept
"""

LINES: Final = """
    UPDATE class_entries
       SET pupil = :kept
     WHERE pupil = :gone
"""

# Of two joinings of one class, the one that went further is so.
JOINED_FURTHER: Final = """
    UPDATE joinings
       SET state = 'accepted', decided_at = :now
     WHERE pupil = :kept AND state IN ('asked', 'left')
       AND EXISTS (SELECT 1
                     FROM joinings AS other
                    WHERE other.class = joinings.class AND other.pupil = :gone AND other.state = 'accepted')
"""

JOININGS: Final = """
    UPDATE joinings
       SET pupil = :kept
     WHERE pupil = :gone
       AND NOT EXISTS (SELECT 1 FROM joinings AS one WHERE one.class = joinings.class AND one.pupil = :kept)
"""

JOININGS_LEFT: Final = "DELETE FROM joinings WHERE pupil = :gone"

ABSENCES: Final = """
    UPDATE absences
       SET pupil = :kept
     WHERE pupil = :gone
       AND NOT EXISTS (SELECT 1 FROM absences AS one WHERE one.booking = absences.booking AND one.pupil = :kept)
"""

ABSENCES_LEFT: Final = "DELETE FROM absences WHERE pupil = :gone"

ABSENTEES: Final = """
    UPDATE class_absentees
       SET pupil = :kept
     WHERE pupil = :gone
       AND NOT EXISTS (SELECT 1
                         FROM class_absentees AS one
                        WHERE one.booking = class_absentees.booking AND one.meeting = class_absentees.meeting
                          AND one.pupil = :kept)
"""

ABSENTEES_LEFT: Final = "DELETE FROM class_absentees WHERE pupil = :gone"

INTEREST: Final = """
    UPDATE interest
       SET pupil = :kept
     WHERE pupil = :gone
       AND NOT EXISTS (SELECT 1
                         FROM interest AS one
                        WHERE one.pupil = :kept AND one.event = interest.event AND one.phase = interest.phase)
"""

INTEREST_LEFT: Final = "DELETE FROM interest WHERE pupil = :gone"

LINKS: Final = """
    UPDATE consent_links
       SET pupil = :kept
     WHERE pupil = :gone
       AND NOT EXISTS (SELECT 1
                         FROM consent_links AS one
                        WHERE one.booking = consent_links.booking AND one.pupil = :kept)
"""

LINKS_LEFT: Final = "DELETE FROM consent_links WHERE pupil = :gone"

CONSENTS: Final = """
    UPDATE consents
       SET pupil = :kept
     WHERE pupil = :gone
"""

GUARDIANS: Final = """
    INSERT INTO guardianships (person, pupil, since, reminded, told_of_arrival)
    SELECT guardianship.person, :kept, guardianship.since, guardianship.reminded, guardianship.told_of_arrival
      FROM guardianships AS guardianship
     WHERE guardianship.pupil = :gone AND guardianship.person IS NOT :former
        ON CONFLICT (person, pupil) DO NOTHING
"""

GUARDIANS_LEFT: Final = "DELETE FROM guardianships WHERE pupil = :gone"

INTENTS: Final = """
    UPDATE intents
       SET pupil = :kept
     WHERE pupil = :gone
"""

REVOKE_LINKS: Final = """
    UPDATE pupil_links
       SET revoked_at = :now
     WHERE pupil = :gone AND used_at IS NULL AND revoked_at IS NULL
"""

GONE: Final = """
    UPDATE pupils
       SET person = NULL, first_name = '', school = NULL, forgotten_at = :now
     WHERE id = :gone
"""

AHEAD: Final = """
    SELECT booking.id
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE booking.pupil = :kept AND booking.state = 'confirmed' AND slot.starts_at > :now
     ORDER BY booking.id
"""

HOLD: Final = """
    UPDATE bookings
       SET state = 'requested', held_until = :held_until, changed_at = :now
     WHERE id = :booking AND state = 'confirmed'
"""

_BETTER: Final = (BookingState.CONFIRMED, BookingState.OFFERED, BookingState.REQUESTED, BookingState.WAITLISTED)
"""Of two bookings in one slot, the state that comes first here stays."""

# Where a row of the kept pupil says the same already, that of the other goes.
_MOVED: Final = (
    (JOININGS, JOININGS_LEFT),
    (ABSENCES, ABSENCES_LEFT),
    (ABSENTEES, ABSENTEES_LEFT),
    (INTEREST, INTEREST_LEFT),
    (LINKS, LINKS_LEFT),
)


def merge(tx: Transaction, *, kept: PupilId, gone: Pupil) -> None:
    """Make one of two: bookings, permissions, classes and guardians of `gone` become those of `kept`.

    Of two live bookings in one slot the better one stays. What `kept` told of themselves is so, unless a list alone
    knew them. A seat that was certain without a guardian's yes, and needs one now, is held for it. That the two are one
    is the caller's to have been told by whoever it is.
    """
    former = pupils.by_id(tx, pupil=kept).person
    tx.run(
        TAKE_DETAILS,
        kept=kept,
        first_name=gone.first_name,
        grade=gone.grade,
        age_line=gone.age_line,
        school=gone.school.id,
    )
    tx.run(WITHDRAW_OWN, gone=gone.id, former=former, now=tx.now)
    for row in tx.all(TWICE, kept=kept, gone=gone.id):
        _one_of_two(tx, row)
    tx.run(BOOKINGS, kept=kept, gone=gone.id)
    for row in tx.all(LINES_TWICE, kept=kept, gone=gone.id):
        lists.free(tx, entry=EntryId(row["id"]))
    tx.run(LINES, kept=kept, gone=gone.id)
    tx.run(JOINED_FURTHER, kept=kept, gone=gone.id, now=tx.now)
    for moved, left in _MOVED:
        tx.run(moved, kept=kept, gone=gone.id)
        tx.run(left, gone=gone.id)
    tx.run(CONSENTS, kept=kept, gone=gone.id)
    tx.run(GUARDIANS, kept=kept, gone=gone.id, former=former)
    tx.run(GUARDIANS_LEFT, gone=gone.id)
    tx.run(INTENTS, kept=kept, gone=gone.id)
    tx.run(REVOKE_LINKS, gone=gone.id, now=tx.now)
    tx.run(GONE, gone=gone.id, now=tx.now)
    _hold_without_permission(tx, kept)


def _one_of_two(tx: Transaction, row: Row) -> None:
    """End one of two bookings in a slot: that of whoever was not there, then the one that is less certain."""
    kept = (not row["kept_seen"], _BETTER.index(BookingState(row["kept_state"])))
    gone = (not row["gone_seen"], _BETTER.index(BookingState(row["gone_state"])))
    stays, goes = ("gone", "kept") if gone < kept else ("kept", "gone")
    changes.fold(tx, records.recorded(tx, booking=BookingId(row[goes])), kept=BookingId(row[stays]))


def _hold_without_permission(tx: Transaction, pupil: PupilId) -> None:
    who = pupils.by_id(tx, pupil=pupil)
    for row in tx.all(AHEAD, kept=pupil, now=tx.now):
        booking = records.recorded(tx, booking=BookingId(row["id"]))
        if not permissions.missing_for(tx, pupil=who, slot=booking.slot):
            continue
        closes_at = booking.slot.closes_at if booking.slot.closes_at > tx.now else booking.slot.starts_at
        tx.run(HOLD, booking=booking.id, held_until=held_until(tx.now, closes_at, CONSENT_HELD_FOR), now=tx.now)
        permissions.make_link(tx, booking=booking.id, pupil=pupil)
