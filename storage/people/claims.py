"""Claims: which organizer sees to what is asked, so that two don't; who has decided it. Leaves who may to callers."""

from typing import Final

from domain.identities import PersonId
from domain.moments import Instant
from domain.refusals import SeenToByAnother
from domain.requests import CLAIM_HOLDS_FOR, Claim, Matter, MatterKind
from storage.engine import Transaction
from storage.messages import cards

CLAIM: Final = """
    SELECT claim.person, claim.lapses_at,
           (SELECT name FROM organizers WHERE organizers.person = claim.person LIMIT 1) AS name
      FROM claims AS claim
     WHERE claim.matter = :matter AND claim.number = :number
       AND (claim.lapses_at IS NULL OR claim.lapses_at > :now)
"""

# One's own claim is drawn out; another's gives way once it has lapsed. What was decided and is asked anew is free.
TAKE: Final = """
    INSERT INTO claims (matter, number, person, lapses_at)
    VALUES (:matter, :number, :person, :lapses_at)
        ON CONFLICT (matter, number) DO UPDATE
       SET person = excluded.person, lapses_at = excluded.lapses_at, decided_at = NULL
     WHERE claims.person = excluded.person OR claims.lapses_at IS NULL OR claims.lapses_at <= :now OR :over
"""

GIVE_BACK: Final = """
    DELETE FROM claims
     WHERE matter = :matter AND number = :number AND person = :person AND lapses_at IS NOT NULL
"""

DECIDED: Final = """
    INSERT INTO claims (matter, number, person, decided_at)
    VALUES (:matter, :number, :person, :now)
        ON CONFLICT (matter, number) DO UPDATE
       SET person = excluded.person, lapses_at = NULL, decided_at = excluded.decided_at
"""

LAPSED: Final = """
    DELETE FROM claims
     WHERE lapses_at <= :now
 RETURNING matter, number
"""

NEXT_LAPSE: Final = """
    SELECT lapses_at
      FROM claims
     WHERE lapses_at IS NOT NULL
     ORDER BY lapses_at
     LIMIT 1
"""

OF_PERSON: Final = """
    DELETE FROM claims
     WHERE person = :person
 RETURNING matter, number
"""


def of(tx: Transaction, *, matter: Matter) -> Claim | None:
    """Who sees to it, or has decided it; None where nobody does, or no longer."""
    row = tx.one(CLAIM, matter=matter.kind, number=matter.number, now=tx.now)
    if row is None:
        return None
    until = row["lapses_at"]
    return Claim(by=PersonId(row["person"]), name=row["name"] or "", until=None if until is None else Instant(until))


def take(tx: Transaction, *, actor: PersonId, matter: Matter, over: bool = False) -> None:
    """See to it, for a day; told to whoever has a card of it. `over`: from whoever does.

    Raises SeenToByAnother.
    """
    until = Instant(tx.now + CLAIM_HOLDS_FOR)
    taken = tx.run(
        TAKE, matter=matter.kind, number=matter.number, person=actor, lapses_at=until, now=tx.now, over=int(over)
    )
    if not taken:
        require(tx, actor=actor, matter=matter)
    cards.changed(tx, matter=matter)


def require(tx: Transaction, *, actor: PersonId, matter: Matter) -> None:
    """Whoever sees to it may decide, and anybody where nobody does. Raises SeenToByAnother."""
    claim = of(tx, matter=matter)
    if claim is not None and claim.until is not None and claim.by != actor:
        raise SeenToByAnother(name=claim.name, until=claim.until)


def give_back(tx: Transaction, *, actor: PersonId, matter: Matter) -> bool:
    """Leave it to the others again; whether one had it."""
    given = tx.run(GIVE_BACK, matter=matter.kind, number=matter.number, person=actor)
    if given:
        cards.changed(tx, matter=matter)
    return bool(given)


def decided(tx: Transaction, *, actor: PersonId, matter: Matter) -> None:
    """Remember who has decided, for the cards of the others."""
    tx.run(DECIDED, matter=matter.kind, number=matter.number, person=actor, now=tx.now)
    cards.changed(tx, matter=matter)


def lapse(tx: Transaction) -> int:
    """End the claims that nobody followed up within a day; the cards are everybody's again. How many there were."""
    return _free(tx, [(row["matter"], row["number"]) for row in tx.all(LAPSED, now=tx.now)])


def next_due(tx: Transaction) -> Instant | None:
    """When the next claim lapses; None where there is none."""
    at = tx.value(NEXT_LAPSE)
    return None if at is None else Instant(at)


def forget(tx: Transaction, *, person: PersonId) -> None:
    """Free what somebody who is gone saw to; that they decided something is nobody's any more."""
    _free(tx, [(row["matter"], row["number"]) for row in tx.all(OF_PERSON, person=person)])


def _free(tx: Transaction, found: list[tuple[str, int]]) -> int:
    for kind, number in found:
        cards.changed(tx, matter=Matter(MatterKind(kind), number))
    return len(found)
