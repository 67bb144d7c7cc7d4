"""Messages decided on and not yet sent: claiming them, and what became of each. Leaves sending to the bot's outbox."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.identities import OutboxId
from domain.messages import Outcome, Priority
from domain.moments import DAY, Instant
from storage.engine import Transaction

KEPT_FOR: Final = 30 * DAY
"""How long what was sent, or was not, can be looked up."""

PAUSES_AFTER_CRASHES: Final = (0, 5, 20, 80)
"""Seconds that a letter waits after it was being sent when the program ended for the first, second… time.

The first time it goes at once. A program that ends again and again does not repeat itself to the same people each
time; and a letter that is in flight at one more end than this is taken for what ends the program.
"""

DUE: Final = """
    SELECT id
      FROM outbox
     WHERE state = 'waiting' AND priority = :priority AND not_before <= :now
     ORDER BY not_before, id
     LIMIT :size
"""

# By announcement, and not by priority as the others: so those that are paused cost nothing, however many wait.
DUE_OF_ANNOUNCEMENTS: Final = """
    SELECT letter.id
      FROM announcements AS announcement
      JOIN outbox AS letter ON letter.announcement = announcement.id
     WHERE announcement.state = 'sending' AND announcement.ended_at IS NULL
       AND letter.announcement IS NOT NULL AND letter.state = 'waiting' AND letter.not_before <= :now
     ORDER BY announcement.not_before, announcement.id, letter.not_before, letter.id
     LIMIT :size
"""

# Many rows by one statement: Python lets go of its lock at each, and another thread has to give it back.
CLAIM: Final = """
    UPDATE outbox
       SET state = 'claimed', tries = tries + 1
     WHERE id IN (SELECT value FROM json_each(:ids)) AND state = 'waiting'
"""

RELEASE: Final = """
    UPDATE outbox
       SET state = 'waiting', not_before = MAX(not_before, :not_before), tries = tries - :tries_back
     WHERE id = :id AND state = 'claimed'
"""

END: Final = """
    UPDATE outbox
       SET state = :state, ended_at = :now, why = :why
     WHERE id = :id AND state = 'claimed'
"""

SENT: Final = """
    UPDATE outbox
       SET state = 'sent', ended_at = :now, why = NULL
     WHERE id IN (SELECT value FROM json_each(:ids)) AND state = 'claimed'
"""

ONCE_MORE: Final = """
    UPDATE outbox
       SET state = 'waiting', possible_repeat = 1
     WHERE id = :id AND state = 'claimed' AND possible_repeat = 0 AND priority < :announcement
"""

AGAIN_AFTER_CRASH: Final = """
    UPDATE outbox
       SET state = 'waiting', possible_repeat = 1, not_before = MAX(not_before, :not_before)
     WHERE id = :id AND state = 'claimed' AND priority < :announcement
"""

CLAIMED: Final = """
    SELECT id, tries
      FROM outbox
     WHERE state = 'claimed'
     ORDER BY id
     LIMIT :size
"""

EARLIEST: Final = """
    SELECT not_before
      FROM outbox
     WHERE state = 'waiting' AND priority = :priority
     ORDER BY not_before, id
     LIMIT 1
"""

EARLIEST_OF_ANNOUNCEMENTS: Final = """
    SELECT (SELECT letter.not_before
              FROM outbox AS letter
             WHERE letter.announcement = announcement.id AND letter.announcement IS NOT NULL
               AND letter.state = 'waiting'
             ORDER BY letter.not_before, letter.id
             LIMIT 1) AS earliest
      FROM announcements AS announcement
     WHERE announcement.state = 'sending' AND announcement.ended_at IS NULL
"""

OLD: Final = """
    SELECT id
      FROM outbox
     WHERE ended_at < :before
     ORDER BY ended_at
     LIMIT :size
"""

DELETE: Final = """
    DELETE FROM outbox
     WHERE id = :id
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a claimed row, and why where it was not sent.

    `reason` is for whoever looks into it: no name, no text of the message.
    """

    outcome: Outcome
    reason: str | None = None


def claim(tx: Transaction, *, size: int) -> tuple[OutboxId, ...]:
    """Take up to `size` due rows for sending: notices, then reminders, then announcements, the oldest first."""
    taken: list[OutboxId] = []
    for priority in Priority:
        room = size - len(taken)
        due = (
            tx.all(DUE_OF_ANNOUNCEMENTS, now=tx.now, size=room)
            if priority is Priority.ANNOUNCEMENT
            else tx.all(DUE, priority=priority.value, now=tx.now, size=room)
        )
        taken.extend(OutboxId(row["id"]) for row in due)
        if len(taken) >= size:
            break
    tx.run(CLAIM, ids=json.dumps(taken))
    return tuple(taken)


def settle(tx: Transaction, *, id: OutboxId, ending: Ending) -> None:  # noqa: A002  the row's own name for it
    """Record what became of a claimed row.

    Sent: done. Not sent, or its chat has moved: it waits again, and that was no try. Never will be: dead. Unknown: a
    notice or a reminder goes once more, marked as a possible repeat; the second time, and for announcements, it stays
    uncertain.
    """
    match ending.outcome:
        case Outcome.SENT:
            tx.run(END, id=id, state="sent", now=tx.now, why=None)
        case Outcome.NEVER:
            tx.run(END, id=id, state="dead", now=tx.now, why=ending.reason)
        case Outcome.NOT_SENT | Outcome.MOVED:
            tx.run(RELEASE, id=id, not_before=0, tries_back=1)
        case Outcome.UNKNOWN:
            _perhaps_sent(tx, id, ending.reason)


def sent(tx: Transaction, *, ids: Sequence[OutboxId]) -> None:
    """The same for claimed rows that were sent, all of them at once."""
    tx.run(SENT, ids=json.dumps(ids), now=tx.now)


def drop(tx: Transaction, *, id: OutboxId, why: str) -> None:  # noqa: A002
    """End a claimed row that makes no sense any more."""
    tx.run(END, id=id, state="dropped", now=tx.now, why=why)


def hold_back(tx: Transaction, *, id: OutboxId, until: Instant) -> None:  # noqa: A002
    """Let a claimed row wait until then; this was no attempt to send it."""
    tx.run(RELEASE, id=id, not_before=until, tries_back=1)


def recover(tx: Transaction, *, chunk: int = 500) -> int:
    """At start: rows that were claimed when the program ended may have been sent; how many there were (of a chunk).

    Notices and reminders go again, marked as possible repeats, at growing intervals: however often the program is
    killed, nobody goes without. Announcements stay uncertain.
    """
    claimed = tx.all(CLAIMED, size=chunk)
    for row in claimed:
        number, crashes = OutboxId(row["id"]), row["tries"]
        pauses = PAUSES_AFTER_CRASHES[crashes - 1 : crashes]
        again = {"id": number, "announcement": Priority.ANNOUNCEMENT.value}
        if not (pauses and tx.run(AGAIN_AFTER_CRASH, not_before=tx.now + pauses[0], **again)):
            tx.run(END, id=number, state="uncertain", now=tx.now, why="the program ended while it was being sent")
    return len(claimed)


def next_due(tx: Transaction) -> Instant | None:
    """When the first waiting row may go; None where none waits. What is paused does not count."""
    earliest = [tx.value(EARLIEST, priority=priority.value) for priority in (Priority.NOTICE, Priority.REMINDER)]
    earliest += [row["earliest"] for row in tx.all(EARLIEST_OF_ANNOUNCEMENTS)]
    return min((Instant(moment) for moment in earliest if moment is not None), default=None)


def purge(tx: Transaction, *, chunk: int = 500) -> bool:
    """Forget rows that ended thirty days ago; whether more are left."""
    old: Iterable[int] = [row["id"] for row in tx.all(OLD, before=tx.now - KEPT_FOR, size=chunk)]
    return tx.run_many(DELETE, [{"id": number} for number in old]) == chunk


def _perhaps_sent(tx: Transaction, row: OutboxId, reason: str | None) -> None:
    if not tx.run(ONCE_MORE, id=row, announcement=Priority.ANNOUNCEMENT.value):
        tx.run(END, id=row, state="uncertain", now=tx.now, why=reason)
