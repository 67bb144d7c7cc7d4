"""What waits to be handled and to be sent, and what got stuck: for health, metrics and `doctor`. Mends nothing."""

from dataclasses import dataclass
from typing import Final

from domain.identities import OutboxId
from domain.messages import Priority
from domain.moments import Instant
from storage.engine import Transaction

MOST_TOLD: Final = 10

UPDATES_WAITING: Final = """
    SELECT count(*) AS waiting, min(received_at) AS oldest
      FROM inbox
     WHERE done_at IS NULL AND dead_at IS NULL
"""

LETTERS_WAITING: Final = """
    SELECT count(*) AS waiting, count(*) FILTER (WHERE not_before <= :now) AS due, min(not_before) AS oldest
      FROM outbox
     WHERE state = 'waiting' AND priority = :priority
"""

LETTERS_CLAIMED: Final = """
    SELECT count(*)
      FROM outbox
     WHERE state = 'claimed'
"""

LONG_CLAIMED: Final = """
    SELECT id
      FROM outbox
     WHERE state = 'claimed' AND made_at < :before AND not_before < :before
     ORDER BY id
"""

SET_ASIDE: Final = """
    SELECT dead_reason AS reason, count(*) AS times
      FROM inbox
     WHERE received_at >= :since AND dead_at IS NOT NULL
     GROUP BY dead_reason
     ORDER BY times DESC, dead_reason
     LIMIT :size
"""

NOT_SENT: Final = """
    SELECT state, why, count(*) AS times
      FROM outbox
     WHERE ended_at >= :since AND state IN ('dead', 'uncertain')
     GROUP BY state, why
     ORDER BY times DESC, state, why
"""

OVERDUE_REMINDERS: Final = """
    SELECT count(*)
      FROM reminders
     WHERE state = 'waiting' AND due_at < :before
"""


@dataclass(frozen=True, slots=True)
class Pile:
    """What waits of one kind. `due`: how much of it should have gone by now; `oldest_seconds`: since when the first."""

    waiting: int
    due: int
    oldest_seconds: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """Updates that nobody has finished, letters of each priority that wait, and how many are on their way."""

    updates: Pile
    letters: dict[Priority, Pile]
    claimed: int


@dataclass(frozen=True, slots=True)
class Unsent:
    """Letters that ended without being surely sent, and why: no name, no text of the message."""

    uncertain: bool
    why: str
    times: int


def backlog(tx: Transaction) -> Backlog:
    """What waits now."""
    updates = tx.one(UPDATES_WAITING)
    waiting = 0 if updates is None else int(updates["waiting"])
    letters = {}
    for priority in Priority:
        row = tx.one(LETTERS_WAITING, priority=priority.value, now=tx.now)
        if row is not None:
            letters[priority] = Pile(row["waiting"], row["due"], _age(row["oldest"], tx.now) if row["due"] else 0)
    return Backlog(
        updates=Pile(waiting, waiting, 0 if updates is None else _age(updates["oldest"], tx.now)),
        letters=letters,
        claimed=int(tx.value(LETTERS_CLAIMED)),
    )


def long_claimed(tx: Transaction, *, before: Instant) -> frozenset[OutboxId]:
    """Letters that are on their way, of those that have been due since before then."""
    return frozenset(OutboxId(row["id"]) for row in tx.all(LONG_CLAIMED, before=before))


def set_aside(tx: Transaction, *, since: Instant) -> dict[str, int]:
    """Why updates that came since then were set aside, the most frequent reasons first, and how often."""
    return {row["reason"]: row["times"] for row in tx.all(SET_ASIDE, since=since, size=MOST_TOLD)}


def not_sent(tx: Transaction, *, since: Instant) -> tuple[Unsent, ...]:
    """Letters that since then were given up, or are uncertain."""
    rows = tx.all(NOT_SENT, since=since)
    return tuple(Unsent(row["state"] == "uncertain", row["why"] or "", row["times"]) for row in rows)


def overdue_reminders(tx: Transaction, *, before: Instant) -> int:
    """How many planned reminders came due before then and are still planned."""
    return int(tx.value(OVERDUE_REMINDERS, before=before))


def _age(moment: int | None, now: Instant) -> int:
    return 0 if moment is None else max(0, now - moment)
