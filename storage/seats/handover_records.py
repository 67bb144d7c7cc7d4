"""Handovers of classes, read whole. Leaves offering and taking classes to the classes' use cases."""

from typing import Final

from domain.handovers import Handover
from domain.identities import ClassId, HandoverId, PersonId, TeacherId
from domain.moments import Instant
from domain.refusals import NotYours
from storage.engine import Row, Transaction
from storage.people import teachers
from storage.seats import class_records

_HANDOVER: Final = """
    SELECT handover.id, handover.class, handover.from_teacher, handover.to_teacher, handover.made_by,
           handover.expires_at, handover.taken_at, handover.ended_at
      FROM handovers AS handover
"""

RECORDED: Final = f"{_HANDOVER} WHERE handover.id = :handover"
BY_TOKEN: Final = f"{_HANDOVER} WHERE handover.token_sha256 = :token"
OF_CLASS: Final = f"{_HANDOVER} WHERE handover.class = :school_class AND handover.ended_at IS NULL"


def recorded(tx: Transaction, *, handover: HandoverId) -> Handover:
    """A handover, whoever asks: for what the house itself does. Raises NotYours where there is none."""
    return _mapped(tx, tx.one(RECORDED, handover=handover))


def by_token(tx: Transaction, *, hashed: str) -> Handover:
    """The handover of a link, by its token's hash. Raises NotYours where there is none."""
    return _mapped(tx, tx.one(BY_TOKEN, token=hashed))


def open_of_class(tx: Transaction, *, school_class: ClassId) -> Handover | None:
    """The handover that the class waits for; None where nobody offers it. Who asks is the caller's to check."""
    row = tx.one(OF_CLASS, school_class=school_class)
    if row is None:
        return None
    found = _mapped(tx, row)
    return found if found.is_open(tx.now) else None


def _mapped(tx: Transaction, row: Row | None) -> Handover:
    if row is None:
        raise NotYours
    to = row["to_teacher"]
    return Handover(
        id=HandoverId(row["id"]),
        school_class=class_records.school_class(tx, school_class=ClassId(row["class"])),
        by=teachers.by_id(tx, teacher=TeacherId(row["from_teacher"])),
        to=None if to is None else teachers.by_id(tx, teacher=TeacherId(to)),
        made_by=PersonId(row["made_by"]),
        expires_at=Instant(row["expires_at"]),
        taken=row["taken_at"] is not None,
        ended=row["ended_at"] is not None,
    )
