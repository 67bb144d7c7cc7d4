"""Whether letters around check-in still tell the truth when they are sent: a mark was undone, a role taken."""

from typing import Final

from domain.identities import BookingId, MeetingId, PersonId, PupilId
from domain.messages import LetterKind
from domain.programme import Slot
from domain.rights import OrganizerRole
from storage.engine import Transaction
from storage.people import rights

IS_IN: Final = """
    SELECT 1
      FROM attendances AS mark
      JOIN guardianships AS guardianship
        ON guardianship.pupil = :pupil AND guardianship.person = :person AND guardianship.told_of_arrival = 1
     WHERE mark.booking = :booking AND mark.meeting = :meeting AND mark.state = 'present'
       AND NOT EXISTS (SELECT 1
                         FROM class_absentees AS absentee
                        WHERE absentee.booking = mark.booking AND absentee.meeting = mark.meeting
                          AND absentee.pupil = :pupil)
"""


def still_true(
    tx: Transaction,
    *,
    kind: LetterKind,
    to: PersonId,
    slot: Slot | None,
    booking: int | None,
    meeting: int | None,
    pupil: int | None,
) -> bool:
    """Whether it may be told: the child is in, and its guardian wants to know; who has the list still checks in."""
    match kind:
        case LetterKind.CHECKED_IN:
            if booking is None or meeting is None or pupil is None:
                return False
            return is_in(tx, booking=BookingId(booking), meeting=MeetingId(meeting), pupil=PupilId(pupil), guardian=to)
        case LetterKind.DOOR_LIST:
            return slot is not None and rights.of(tx, actor=to).may(OrganizerRole.CHECK_IN, slot.event.partner.id)
    return True


def is_in(tx: Transaction, *, booking: BookingId, meeting: MeetingId, pupil: PupilId, guardian: PersonId) -> bool:
    """Whether this child is in, and this guardian wishes to be told so."""
    return tx.one(IS_IN, booking=booking, meeting=meeting, pupil=pupil, person=guardian) is not None
