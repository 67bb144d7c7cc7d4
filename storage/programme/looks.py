"""Looks: who has seen an event's card, counted once, for reports. An ordinary tap reads here and writes nothing."""

from typing import Final

from domain.identities import EventId, PersonId, SourceId
from domain.moments import DAY
from storage.engine import Transaction

KEPT_FOR: Final = 800 * DAY
"""How long it is remembered who saw what: this school year's report looks back at the one before."""

ARRIVED: Final = """
    SELECT 1
      FROM arrivals
     WHERE source = :source AND person = :person
"""

LOOK: Final = """
    INSERT INTO looks (event, person, first_at, source)
    VALUES (:event, :person, :now, (SELECT id FROM sources WHERE id = :source AND event = :event))
        ON CONFLICT (event, person) DO NOTHING
"""

ARRIVE: Final = """
    INSERT INTO arrivals (source, person, first_at)
    SELECT id, :person, :now
      FROM sources
     WHERE id = :source AND event = :event
        ON CONFLICT (source, person) DO NOTHING
"""

FORGET_LOOKS: Final = """
    DELETE FROM looks
     WHERE (event, person) IN (SELECT event, person FROM looks WHERE first_at < :before ORDER BY first_at LIMIT :chunk)
"""

FORGET_ARRIVALS: Final = """
    DELETE FROM arrivals
     WHERE (source, person) IN (SELECT source, person
                                  FROM arrivals
                                 WHERE first_at < :before
                                 ORDER BY first_at
                                 LIMIT :chunk)
"""


def arrived(tx: Transaction, *, actor: PersonId, source: SourceId) -> bool:
    """Whether this person has come by this source before."""
    return tx.one(ARRIVED, source=source, person=actor) is not None


def look(tx: Transaction, *, actor: PersonId, event: EventId, source: SourceId | None = None) -> None:
    """Remember that this person sees the event's card, by a source or without one; each is counted once.

    A source of another event, or one that nobody made, is a number that somebody typed: it counts for nothing.
    """
    tx.run(LOOK, event=event, person=actor, source=source, now=tx.now)
    if source is not None:
        tx.run(ARRIVE, event=event, person=actor, source=source, now=tx.now)


def forget_old(tx: Transaction, *, chunk: int = 500) -> int:
    """Forget up to `chunk` looks, and as many arrivals, of more than two school years ago; how many."""
    before = tx.now - KEPT_FOR
    return tx.run(FORGET_LOOKS, before=before, chunk=chunk) + tx.run(FORGET_ARRIVALS, before=before, chunk=chunk)
