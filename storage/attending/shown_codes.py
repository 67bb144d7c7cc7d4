"""Codes that hang at doors: one for each, in one chat, until its meeting is over or somebody takes it down."""

from typing import Final

from domain.check_in import Phase, ShownCode, phase
from domain.identities import MeetingId, PersonId
from domain.moments import HOUR, MINUTE
from domain.refusals import NotOnThisDay, SlotGone
from domain.rights import Action
from storage.attending import doors
from storage.engine import Row, Transaction
from storage.people import audit

LATECOMERS: Final = HOUR // 2
"""How long after a meeting's end its code still hangs: a door that is forgotten closes by itself."""

SHOW: Final = """
    INSERT INTO door_codes (meeting, shown_to, shown_since, closes_at)
    VALUES (:meeting, :actor, :now, :closes_at)
"""

TAKE_DOWN: Final = """
    UPDATE door_codes
       SET ended_at = :now
     WHERE meeting = :meeting AND ended_at IS NULL
"""

IS_SHOWN: Final = """
    SELECT shown_to
      FROM door_codes
     WHERE meeting = :meeting AND ended_at IS NULL
"""

TO_CHANGE: Final = """
    SELECT id, meeting, shown_to, message, minute, closes_at <= :now AS over
      FROM door_codes
     WHERE ended_at IS NULL AND meeting > 0 AND (closes_at <= :now OR minute IS NOT :minute)
"""

TO_TIDY: Final = """
    SELECT id, meeting, shown_to, message, minute, 1 AS over
      FROM door_codes
     WHERE ended_at IS NOT NULL
"""

CHANGED: Final = """
    UPDATE door_codes
       SET message = :message, minute = :minute
     WHERE id = :number AND (ended_at IS NULL OR message IS NOT NULL)
"""

TIDIED: Final = """
    DELETE FROM door_codes
     WHERE id = :number
"""


def show(tx: Transaction, *, actor: PersonId, meeting: MeetingId) -> None:
    """Let this door's code hang in the actor's chat; where it hung in a colleague's, it is taken down there.

    Raises NotYours, NotOnThisDay, SlotGone.
    """
    slot, of_meeting = doors.entered(tx, actor=actor, meeting=meeting)
    if slot.cancelled_at is not None:
        raise SlotGone
    if phase(of_meeting, slot.zone, tx.now) is not Phase.TODAY:
        raise NotOnThisDay(starts_at=of_meeting.starts_at, zone=slot.zone)
    if tx.value(IS_SHOWN, meeting=meeting) == actor:
        return
    tx.run(TAKE_DOWN, meeting=meeting, now=tx.now)
    tx.run(SHOW, meeting=meeting, actor=actor, closes_at=of_meeting.ends_at + LATECOMERS, now=tx.now)
    audit.write(tx, Action.DOOR_CODE_SHOWN, actor=actor, partner=slot.event.partner.id, meeting=meeting)


def take_down(tx: Transaction, *, actor: PersonId, meeting: MeetingId) -> None:
    """Let it hang nowhere any more. Raises NotYours."""
    doors.entered(tx, actor=actor, meeting=meeting)
    tx.run(TAKE_DOWN, meeting=meeting, now=tx.now)


def to_change(tx: Transaction) -> tuple[ShownCode, ...]:
    """Codes that hang for another minute than this one, nowhere yet, or are to be taken down."""
    rows = [*tx.all(TO_CHANGE, now=tx.now, minute=tx.now // MINUTE), *tx.all(TO_TIDY)]
    return tuple(_mapped(tx, row) for row in rows)


def changed(tx: Transaction, *, number: int, message: int) -> bool:
    """This minute's code hangs there now; False where it was taken down before it hung anywhere."""
    return tx.run(CHANGED, number=number, message=message, minute=tx.now // MINUTE) == 1


def tidied(tx: Transaction, *, number: int) -> None:
    """It hangs nowhere: taken down, or its chat cannot be written to."""
    tx.run(TIDIED, number=number)


def _mapped(tx: Transaction, row: Row) -> ShownCode:
    slot, meeting = doors.recorded(tx, meeting=MeetingId(row["meeting"]))
    called_off = slot.cancelled_at is not None
    return ShownCode(
        number=row["id"],
        slot=slot,
        meeting=meeting,
        shown_to=PersonId(row["shown_to"]),
        message=row["message"],
        minute=row["minute"],
        over=bool(row["over"]) or called_off or phase(meeting, slot.zone, tx.now) is not Phase.TODAY,
    )
