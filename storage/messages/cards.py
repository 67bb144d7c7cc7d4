"""Cards: what was sent to organizers about a matter, kept so that it can be brought up to date and replied to."""

from dataclasses import dataclass
from typing import Final

from domain.identities import PersonId
from domain.messages import LetterKind
from domain.requests import CARDS_KEPT_FOR, Matter, MatterKind
from storage.engine import Row, Transaction
from storage.messages import letters

KEEP: Final = """
    INSERT INTO cards (matter, number, person, message, sent_at)
    VALUES (:matter, :number, :person, :message, :now)
        ON CONFLICT (person, message) DO NOTHING
 RETURNING id
"""

IS_CLAIMED: Final = """
    SELECT 1
      FROM claims
     WHERE matter = :matter AND number = :number
"""

CHANGE: Final = """
    UPDATE cards
       SET change = change + 1
     WHERE matter = :matter AND number = :number
 RETURNING id, person, change
"""

CARD: Final = """
    SELECT matter, number, message
      FROM cards
     WHERE id = :card
"""

OF_MESSAGE: Final = """
    SELECT matter, number, message
      FROM cards
     WHERE person = :person AND message = :message
"""

OF_PERSON: Final = """
    DELETE FROM cards
     WHERE person = :person
"""

OLD: Final = """
    DELETE FROM cards
     WHERE id IN (SELECT id FROM cards WHERE sent_at < :before ORDER BY sent_at LIMIT :chunk)
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """A card in somebody's chat: what it is about, and the messenger's number of it."""

    matter: Matter
    message: int


def keep(tx: Transaction, *, person: PersonId, matter: Matter, message: int) -> None:
    """Remember that a card of this matter is in this person's chat; one claimed meanwhile is brought up to date."""
    row = tx.one(KEEP, matter=matter.kind, number=matter.number, person=person, message=message, now=tx.now)
    if row is not None and tx.one(IS_CLAIMED, matter=matter.kind, number=matter.number) is not None:
        _bring_up_to_date(tx, row["id"], 0, person)


def changed(tx: Transaction, *, matter: Matter) -> None:
    """Bring every card of this matter up to date: each shows what is so by the time that its turn has come."""
    for row in tx.all(CHANGE, matter=matter.kind, number=matter.number):
        _bring_up_to_date(tx, row["id"], row["change"], PersonId(row["person"]))


def card(tx: Transaction, *, card: int) -> Sent | None:
    """A card that was sent; None where it is known no more."""
    return _sent(tx.one(CARD, card=card))


def replied_to(tx: Transaction, *, person: PersonId, message: int) -> Matter | None:
    """What the message is a card of that this person replies to; None where it is none."""
    sent = _sent(tx.one(OF_MESSAGE, person=person, message=message))
    return None if sent is None else sent.matter


def forget(tx: Transaction, *, person: PersonId) -> None:
    """Somebody is gone: nothing of what they were sent is brought up to date any more."""
    tx.run(OF_PERSON, person=person)


def purge(tx: Transaction, *, chunk: int = 500) -> int:
    """Forget up to `chunk` old cards; how many."""
    return tx.run(OLD, before=tx.now - CARDS_KEPT_FOR, chunk=chunk)


def _bring_up_to_date(tx: Transaction, card: int, change: int, person: PersonId) -> None:
    key = f"{LetterKind.CARD_CHANGED}:{card}:{change}"
    letters.write(tx, kind=LetterKind.CARD_CHANGED, key=key, person=person, card=card)


def _sent(row: Row | None) -> Sent | None:
    return None if row is None else Sent(Matter(MatterKind(row["matter"]), row["number"]), row["message"])
