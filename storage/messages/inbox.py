"""Updates received and not yet handled. Leaves fetching them, their order and their handling to the intake."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.conversations import Conversation
from domain.moments import DAY
from storage.engine import Transaction
from storage.messages import conversations

KEPT_FOR: Final = 7 * DAY
"""How long a handled update's number is known. Telegram keeps an update for a day at most, and deals numbers anew after
a week of silence (core.telegram.org/bots/api#update)."""
DEAD_KEPT_FOR: Final = 30 * DAY

RECEIVE: Final = """
    INSERT INTO inbox (update_id, key, payload, received_at)
    VALUES (:update_id, :key, :payload, :now)
        ON CONFLICT (update_id) DO NOTHING
 RETURNING update_id
"""

TO_DO: Final = """
    SELECT update_id, key, payload, tries
      FROM inbox
     WHERE done_at IS NULL AND dead_at IS NULL
     ORDER BY update_id
     LIMIT :size
"""

START: Final = """
    UPDATE inbox
       SET tries = tries + 1
     WHERE update_id = :update_id
"""

TRIES: Final = """
    SELECT tries
      FROM inbox
     WHERE update_id = :update_id
"""

FINISH: Final = """
    UPDATE inbox
       SET done_at = :now, payload = ''
     WHERE update_id = :update_id AND done_at IS NULL AND dead_at IS NULL
"""

BURY: Final = """
    UPDATE inbox
       SET dead_at = :now, dead_reason = :reason
     WHERE update_id = :update_id AND done_at IS NULL AND dead_at IS NULL
"""

WAITS: Final = """
    SELECT 1
      FROM inbox
     WHERE update_id = :update_id AND done_at IS NULL AND dead_at IS NULL
"""

OLD: Final = """
    SELECT update_id
      FROM inbox
     WHERE received_at < :before AND (done_at IS NOT NULL OR dead_at < :dead_before)
     ORDER BY received_at
     LIMIT :size
"""

DELETE: Final = """
    DELETE FROM inbox
     WHERE update_id = :update_id
"""


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it came: its number, the key its order is kept by, and its JSON."""

    update_id: int
    key: str
    payload: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that nobody has finished. `tries` counts the starts that were recorded: those after a crash."""

    update_id: int
    key: str
    payload: str
    tries: int


def receive(tx: Transaction, *, updates: Sequence[Received]) -> tuple[int, ...]:
    """Keep updates; the numbers of those that are new. One that was delivered before is passed over."""
    fresh = (
        tx.value(RECEIVE, update_id=update.update_id, key=update.key, payload=update.payload, now=tx.now)
        for update in updates
    )
    return tuple(number for number in fresh if number is not None)


def to_do(tx: Transaction, *, size: int = 100) -> tuple[Waiting, ...]:
    """The first updates that nobody has finished, in order of their numbers."""
    return tuple(
        Waiting(row["update_id"], row["key"], row["payload"], row["tries"]) for row in tx.all(TO_DO, size=size)
    )


def started(tx: Transaction, *, update_id: int) -> int:
    """Record that an update's handling begins; how often that was recorded, this time included."""
    tx.run(START, update_id=update_id)
    return int(tx.value(TRIES, update_id=update_id) or 0)


def finish(tx: Transaction, *, update_id: int, conversation: Conversation | None) -> None:
    """The update is done: keep where its sender stands now and forget what it said, in one commit.

    An update that is done or was set aside already stays as it is; the conversation is kept all the same.
    """
    tx.run(FINISH, update_id=update_id, now=tx.now)
    if conversation is not None:
        conversations.keep(tx, conversation)


def bury(tx: Transaction, *, update_id: int, reason: str) -> None:
    """Set an update aside for good: it cannot be handled, and the others must not wait for it."""
    tx.run(BURY, update_id=update_id, now=tx.now, reason=reason)


def waits(tx: Transaction, *, update_id: int) -> bool:
    """Whether an update was received, and neither finished nor set aside."""
    return tx.one(WAITS, update_id=update_id) is not None


def purge(tx: Transaction, *, chunk: int = 500) -> bool:
    """Forget handled updates a week after they came, and dead ones after thirty days; whether more are left."""
    old = tx.all(OLD, before=tx.now - KEPT_FOR, dead_before=tx.now - DEAD_KEPT_FOR, size=chunk)
    tx.run_many(DELETE, [{"update_id": row["update_id"]} for row in old])
    return len(old) == chunk
