"""The links by which calendar programs fetch teachers' trips: made, taken back, and what was served by them last."""

from dataclasses import dataclass
from typing import Final

from domain.class_trips import CalendarTrip
from domain.identities import PersonId
from domain.moments import Instant
from domain.people import Person
from domain.refusals import NotYours
from storage.classes import trips
from storage.engine import Transaction
from storage.people import persons, rights
from storage.seats import tickets

OF_PERSON: Final = """
    SELECT token
      FROM calendar_links
     WHERE person = :person
"""

MAKE: Final = """
    INSERT INTO calendar_links (person, token, made_at, changed_at)
    VALUES (:person, :token, :now, :now)
        ON CONFLICT (person) DO UPDATE
       SET token = excluded.token, made_at = excluded.made_at, sha256 = '', changed_at = excluded.changed_at
"""

END: Final = """
    DELETE FROM calendar_links
     WHERE person = :person
"""

SHOWN_BY: Final = """
    SELECT person, sha256, changed_at
      FROM calendar_links
     WHERE token = :token
"""

SERVED: Final = """
    UPDATE calendar_links
       SET sha256 = :sha256, changed_at = :now
     WHERE token = :token AND sha256 <> :sha256
"""


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What a link shows: whose trips, and what it showed last, since when."""

    person: Person
    trips: tuple[CalendarTrip, ...]
    sha256: str
    changed_at: Instant


def of_person(tx: Transaction, *, actor: PersonId) -> str | None:
    """The token of one's own link; None where there is none."""
    token = tx.value(OF_PERSON, person=actor)
    return None if token is None else str(token)


def make(tx: Transaction, *, actor: PersonId) -> str:
    """The token of a new link; one that was there before leads nowhere. Raises NotYours for whoever does not teach."""
    if not rights.of(tx, actor=actor).teacher:
        raise NotYours
    token = tickets.new_token()
    tx.run(MAKE, person=actor, token=token, now=tx.now)
    return token


def end(tx: Transaction, *, actor: PersonId) -> None:
    """Have no link any more."""
    tx.run(END, person=actor)


def opened(tx: Transaction, *, token: str) -> Subscribed:
    """What the link shows now. Raises NotYours where there is no such link."""
    row = tx.one(SHOWN_BY, token=token)
    if row is None:
        raise NotYours
    person = persons.person(tx, id=PersonId(row["person"]))
    return Subscribed(
        person=person,
        trips=trips.for_calendar(tx, person=person.id),
        sha256=row["sha256"],
        changed_at=Instant(row["changed_at"]),
    )


def served(tx: Transaction, *, token: str, sha256: str) -> Instant:
    """Remember what the link shows now; since when it has been that. Raises NotYours."""
    tx.run(SERVED, token=token, sha256=sha256, now=tx.now)
    row = tx.one(SHOWN_BY, token=token)
    if row is None:
        raise NotYours
    return Instant(row["changed_at"])
