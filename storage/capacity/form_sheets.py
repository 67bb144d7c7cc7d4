"""Sheets of form answers between being read and being confirmed: one a person, for a day, then forgotten."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.identities import PersonId, SlotId
from domain.moments import DAY
from domain.refusals import SheetGone
from domain.rights import OrganizerRole
from storage.engine import Transaction
from storage.people import rights
from storage.programme import slots

KEPT_FOR: Final = DAY

KEEP: Final = """
    INSERT INTO form_drafts (person, slot, sheet, made_at)
    VALUES (:person, :slot, :sheet, :now)
        ON CONFLICT (person) DO UPDATE
       SET slot = excluded.slot, sheet = excluded.sheet, made_at = excluded.made_at
"""

READ: Final = """
    SELECT slot, sheet
      FROM form_drafts
     WHERE person = :person AND made_at > :since
"""

FORGET: Final = """
    DELETE FROM form_drafts
     WHERE person = :person
"""

FORGET_OLD: Final = """
    DELETE FROM form_drafts
     WHERE person IN (SELECT person FROM form_drafts WHERE made_at <= :before ORDER BY made_at LIMIT :chunk)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """A sheet as it was read: what stands above its columns, and its rows with their numbers in the file.

    `columns`: which column says what, by its place from 0; `skipped`: rows that are not to be brought in.
    """

    slot: SlotId
    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    columns: Mapping[str, int]
    skipped: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    """Rows like a booking that is there, of which the organizer says that they are another pupil."""


def keep(tx: Transaction, *, actor: PersonId, sheet: FormSheet) -> None:
    """Keep the sheet that this organizer is looking through, instead of the one before. Raises NotYours, SlotGone."""
    of = slots.recorded(tx, slot=sheet.slot)
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=of.event.partner.id)
    written = {
        "names": sheet.names,
        "rows": sheet.rows,
        "columns": dict(sheet.columns),
        "skipped": sorted(sheet.skipped),
        "kept": sorted(sheet.kept),
    }
    tx.run(KEEP, person=actor, slot=sheet.slot, sheet=json.dumps(written, ensure_ascii=False), now=tx.now)


def read(tx: Transaction, *, actor: PersonId, slot: SlotId) -> FormSheet:
    """The sheet for this slot that the actor is looking through. Raises SheetGone."""
    row = tx.one(READ, person=actor, since=tx.now - KEPT_FOR)
    if row is None or row["slot"] != slot:
        raise SheetGone
    written = json.loads(row["sheet"])
    return FormSheet(
        slot=slot,
        names=tuple(written["names"]),
        rows=tuple((number, _cells(cells)) for number, cells in written["rows"]),
        columns=written["columns"],
        skipped=frozenset(written["skipped"]),
        kept=frozenset(written["kept"]),
    )


def forget(tx: Transaction, *, actor: PersonId) -> None:
    """Forget it: it was brought in, or thrown away."""
    tx.run(FORGET, person=actor)


def forget_old(tx: Transaction, *, chunk: int = 200) -> int:
    """Forget sheets that nobody has confirmed for a day; how many there were, at most `chunk`."""
    return tx.run(FORGET_OLD, before=tx.now - KEPT_FOR, chunk=chunk)


def _cells(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(str, cells))
