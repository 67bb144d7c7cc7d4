"""How far something got that happens once in a while: a name and a number. Leaves what it means to whoever named it."""

from typing import Final

from storage.engine import Transaction

MARK: Final = """
    SELECT value
      FROM marks
     WHERE name = :name
"""

SET: Final = """
    INSERT INTO marks (name, value)
    VALUES (:name, :value)
        ON CONFLICT (name) DO UPDATE
       SET value = excluded.value
"""


def mark(tx: Transaction, *, name: str) -> int | None:
    """The number under this name, None where there is none."""
    value = tx.value(MARK, name=name)
    return None if value is None else int(value)


def set_mark(tx: Transaction, *, name: str, value: int) -> None:
    """Put this number under this name."""
    tx.run(SET, name=name, value=value)
