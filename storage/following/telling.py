"""Telling followers what is new: in one message a day at most, in the afternoon by clocks where their school is."""

from typing import Final

from domain.following import TOLD_AT, next_at
from domain.identities import PersonId
from domain.messages import LetterKind
from domain.moments import DAY, Instant
from storage.engine import Transaction
from storage.following import news
from storage.messages import letters
from storage.programme.columns import texts

TO_LOOK_AT: Final = """
    SELECT follower.person, follower.told_to
      FROM followers AS follower
      JOIN people AS person ON person.id = follower.person
     WHERE follower.muted = 0 AND follower.looks_at <= :now
     ORDER BY follower.looks_at
     LIMIT :size
"""

LOOKED: Final = """
    UPDATE followers
       SET told_to = :now, looks_at = :looks_at
     WHERE person = :person
"""

NEXT_LOOK: Final = """
    SELECT looks_at
      FROM followers
     WHERE muted = 0
     ORDER BY looks_at
     LIMIT 1
"""

SCHOOL_CITY: Final = """
    SELECT school.city
      FROM pupils AS pupil
      JOIN schools AS school ON school.id = pupil.school
     WHERE pupil.person = :person
"""

# A school's city is written as people write it; what zone is kept there, slots in the city of that name say.
ZONES_OF_CITIES: Final = """
    SELECT city.name,
           (SELECT slot.zone
              FROM slots AS slot
             WHERE slot.city = city.id AND slot.cancelled_at IS NULL
             ORDER BY slot.starts_at DESC
             LIMIT 1) AS zone
      FROM cities AS city
"""


def tell(tx: Transaction, *, zone: str, chunk: int = 10) -> int:
    """Notice what is new, and put one message for each follower whose time has come and for whom something fits.

    At most `chunk` followers are looked at; how many there were, and how many events were noticed, together. `zone`:
    of whoever has no school in a city that is known. What is told late, after a night without a program, is told once.
    """
    noticed = news.notice(tx)
    rows = tx.all(TO_LOOK_AT, now=tx.now, size=chunk)
    zones = _zones(tx) if rows else {}
    found = news.fresh(tx, since=min(row["told_to"] for row in rows), until=tx.now) if rows else ()
    for row in rows:
        person, since = PersonId(row["person"]), Instant(row["told_to"])
        if found and news.of(tx, person=person, found=found, since=since):
            letters.write(
                tx,
                kind=LetterKind.NEWS,
                key=f"{LetterKind.NEWS}:{person}:{tx.now}",
                person=person,
                figures={"since": since, "until": tx.now},
                lapses_at=Instant(tx.now + DAY),
            )
        here = zones.get(tx.value(SCHOOL_CITY, person=person) or "", zone)
        tx.run(LOOKED, person=person, now=tx.now, looks_at=next_at(TOLD_AT, tx.now, here))
    return noticed + len(rows)


def next_due(tx: Transaction) -> Instant | None:
    """When something is to be noticed or told next; None where nobody follows anything."""
    at = tx.value(NEXT_LOOK)
    if at is None:
        return None
    return tx.now if news.unnoticed(tx) else Instant(at)


def zone_of(tx: Transaction, *, person: PersonId, otherwise: str) -> str:
    """The zone of the city that this person's school is in, as far as slots there tell it."""
    return _zones(tx).get(tx.value(SCHOOL_CITY, person=person) or "", otherwise)


def _zones(tx: Transaction) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in tx.all(ZONES_OF_CITIES):
        if row["zone"] is not None:
            name = texts(row["name"])
            found.update({one: row["zone"] for one in (name.ru, name.kk, name.en) if one})
    return found
