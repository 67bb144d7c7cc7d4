"""Wishes: who asked to be told when an event has more dates or seats, and telling them."""

from typing import Final

from domain.identities import EventId, PersonId
from domain.messages import LetterKind
from storage.engine import Transaction
from storage.messages import letters
from storage.programme import slots

WISH: Final = """
    INSERT INTO wishes (person, event, wished_at)
    VALUES (:person, :event, :now)
    ON CONFLICT (person, event) DO NOTHING
"""

UNWISH: Final = """
    DELETE FROM wishes
     WHERE person = :person AND event = :event
"""

WISHED: Final = """
    SELECT 1
      FROM wishes
     WHERE person = :person AND event = :event
"""

WISHING: Final = """
    SELECT person, wished_at
      FROM wishes
     WHERE event = :event
     ORDER BY person
     LIMIT :size
"""


def wish(tx: Transaction, *, actor: PersonId, event: EventId) -> None:
    """Remember to tell the person once, when the event has more; asking twice is asking once. Raises SlotGone."""
    slots.event(tx, event=event)
    tx.run(WISH, person=actor, event=event, now=tx.now)


def unwish(tx: Transaction, *, actor: PersonId, event: EventId) -> None:
    """Forget the wish, if there is one."""
    tx.run(UNWISH, person=actor, event=event)


def wished(tx: Transaction, *, actor: PersonId, event: EventId) -> bool:
    """Whether the person is going to be told."""
    return tx.one(WISHED, person=actor, event=event) is not None


def tell(tx: Transaction, *, event: EventId, chunk: int = 500) -> bool:
    """Tell those who wished that the event has more now: their wishes are fulfilled and gone.

    At most `chunk` of them; True where others are left, to be told by another call.
    """
    rows = tx.all(WISHING, event=event, size=chunk + 1)
    for row in rows[:chunk]:
        letters.write(
            tx,
            kind=LetterKind.MORE_DATES,
            key=f"more_dates:{event}:{row['person']}:{row['wished_at']}",
            person=row["person"],
            event=event,
        )
    tx.run_many(UNWISH, [{"person": row["person"], "event": event} for row in rows[:chunk]])
    return len(rows) > chunk
