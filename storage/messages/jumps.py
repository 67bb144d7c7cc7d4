"""What a clock that was put back leaves waiting for a time that has been. Leaves noticing it to the clockwork."""

from typing import Final

from domain.messages import Priority
from storage.engine import Transaction

# What is to wait by intention, for a morning or a date that somebody chose, waits for a later moment than its making.
HELD_UP: Final = """
    UPDATE outbox
       SET not_before = :now, made_at = :now
     WHERE id IN (SELECT id
                    FROM outbox
                   WHERE state = 'waiting' AND priority = :priority AND not_before > :now AND made_at = not_before
                   LIMIT :size)
"""


def release(tx: Transaction, *, chunk: int = 500) -> bool:
    """Let letters go now that were to go at once, by a clock that was ahead; whether there may be more of them."""
    released = [tx.run(HELD_UP, priority=priority.value, now=tx.now, size=chunk) for priority in Priority]
    return chunk in released
