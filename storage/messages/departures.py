"""Letters on their way to somebody at this moment. Leaves sending them to the bot's outbox."""

from typing import Final

from domain.identities import PersonId
from storage.engine import Transaction

UNDER_WAY: Final = """
    SELECT 1
      FROM outbox
     WHERE person = :person AND state = 'claimed'
     LIMIT 1
"""


def under_way(tx: Transaction, *, person: PersonId) -> bool:
    """Whether the sender holds a letter to this person: it may leave yet, or have left and not be recorded."""
    return tx.one(UNDER_WAY, person=person) is not None
