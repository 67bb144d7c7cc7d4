"""The schema without the CHECK that stands behind every count of seats, and what is then found to be wrong."""

from pathlib import Path
from typing import Final

from storage.engine import MIGRATIONS
from storage.seats import audits
from tests.storage.desk import Desk

CHECK: Final = "seats_taken INTEGER NOT NULL DEFAULT 0 CHECK (seats_taken BETWEEN 0 AND capacity)"


def without_the_check(folder: Path) -> Path:
    """The migrations, with that CHECK taken out."""
    folder.mkdir()
    found = 0
    for path in MIGRATIONS.glob("*.sql"):
        text = path.read_text(encoding="utf-8")
        found += text.count(CHECK)
        (folder / path.name).write_text(text.replace(CHECK, CHECK.partition(" CHECK")[0]), "utf-8")
    assert found == 1
    return folder


def taken_out(statement: str, guard: str) -> str:
    """A statement without its guard."""
    assert guard in statement
    return statement.replace(guard, "")


async def miscounted(desk: Desk) -> bool:
    """Whether some slot's count of seats is not what its bookings hold."""
    return bool(await desk.store.report(audits.miscounted_slots))
