"""Schools: the list, and those that somebody typed because they were not on it. Leaves finding one to papers."""

from collections.abc import Sequence
from typing import Final

from domain.identities import SchoolId
from domain.people import School
from domain.refusals import NotYours
from storage.engine import Transaction

KNOWN: Final = """
    SELECT id, name, city, also
      FROM schools
     WHERE listed = 1
     ORDER BY name, city
"""

EXISTING: Final = """
    SELECT id
      FROM schools
     WHERE id = :id
"""

NAMED: Final = """
    SELECT id
      FROM schools
     WHERE name = :name AND city = ''
"""

REMEMBERED: Final = """
    INSERT INTO schools (name, city, listed)
    VALUES (:name, '', 0)
    ON CONFLICT (name, city) DO UPDATE SET name = excluded.name
    RETURNING id
"""

ENLIST: Final = """
    INSERT INTO schools (name, city, also, listed)
    VALUES (:name, :city, :also, 1)
    ON CONFLICT (name, city) DO UPDATE SET also = excluded.also, listed = 1
"""


def known(tx: Transaction) -> tuple[School, ...]:
    """The list, by name."""
    return tuple(
        School(id=row["id"], name=row["name"], city=row["city"], listed=True, also=row["also"]) for row in tx.all(KNOWN)
    )


def enlist(tx: Transaction, *, schools: Sequence[tuple[str, str, str]]) -> None:
    """Put schools (name, city, other names) on the list; those that are on it already get their other names anew."""
    tx.run_many(ENLIST, [{"name": name, "city": city, "also": also} for name, city, also in schools])


def existing(tx: Transaction, *, id: SchoolId) -> SchoolId:  # noqa: A002  the word that every identity here has
    """The same school, if it is there. Raises NotYours: a button was forged, or is older than the list."""
    if tx.one(EXISTING, id=id) is None:
        raise NotYours
    return id


def remembered(tx: Transaction, *, name: str) -> SchoolId:
    """The school of that name in no named city, remembered as not listed if nobody named it before."""
    return SchoolId(tx.value(REMEMBERED, name=name))


def named(tx: Transaction, *, name: str) -> SchoolId | None:
    """The school of that name in no named city; None where nobody has named it."""
    found = tx.value(NAMED, name=name)
    return None if found is None else SchoolId(found)
