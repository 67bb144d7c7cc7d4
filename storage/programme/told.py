"""Moves and cancellations as those booked were told of them: read. Leaves telling to publishing."""

from typing import Final

from domain.identities import ChangeId, SlotId
from domain.moves import ChangeKind, ToldChange, UsualReason, Why
from storage.engine import Row, Transaction

CHANGE: Final = """
    SELECT change.id, change.kind, change.by, change.at, change.usual, change.reason
      FROM told_changes AS change
     WHERE change.id = :change
       AND NOT EXISTS (SELECT 1 FROM told_changes AS later WHERE later.slot = change.slot AND later.id > change.id)
"""

LAST: Final = """
    SELECT id, kind, by, at, usual, reason
      FROM told_changes
     WHERE slot = :slot
     ORDER BY id DESC
     LIMIT 1
"""


def change(tx: Transaction, *, change: ChangeId) -> ToldChange | None:
    """What was told; None where there is no such change, or a later one of the same slot is told instead."""
    row = tx.one(CHANGE, change=change)
    return None if row is None else _mapped(row)


def last(tx: Transaction, *, slot: SlotId) -> ToldChange | None:
    """What became of a slot last; None where nothing did since it was published."""
    row = tx.one(LAST, slot=slot)
    return None if row is None else _mapped(row)


def _mapped(row: Row) -> ToldChange:
    return ToldChange(
        id=ChangeId(row["id"]),
        kind=ChangeKind(row["kind"]),
        why=Why(usual=UsualReason(row["usual"]) if row["usual"] else None, typed=row["reason"]),
        at=row["at"],
        by=row["by"],
    )
