"""What is kept no longer than it is needed: answers to what an event asked besides, such as a surname for the gate."""

from typing import Final

from domain.moments import DAY
from storage.engine import Transaction

ANSWERS_KEPT_FOR: Final = 30 * DAY
"""How long after the last meeting such an answer is kept; handlers/screens/settings.py says so to everybody."""

ANSWERED_LONG_AGO: Final = """
    SELECT booking.id
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE booking.answer <> '' AND slot.ends_at < :before
     LIMIT :size
"""

FORGET_ANSWER: Final = """
    UPDATE bookings
       SET answer = ''
     WHERE id = :booking
"""


def forget_answers(tx: Transaction, *, chunk: int = 500) -> int:
    """Empty the answers of slots that ended long ago, at most `chunk` of them; how many there were."""
    old = tx.all(ANSWERED_LONG_AGO, before=tx.now - ANSWERS_KEPT_FOR, size=chunk)
    tx.run_many(FORGET_ANSWER, [{"booking": row["id"]} for row in old])
    return len(old)
