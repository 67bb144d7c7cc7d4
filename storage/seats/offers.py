"""The one path of freed seats: whatever freed them, they are offered to the waiting list, in its order."""

from typing import Final

from domain.bookings import OFFER_HELD_FOR, held_until
from domain.identities import BookingId, SlotId
from domain.moments import Instant
from storage.engine import Transaction
from storage.programme import wishes
from storage.seats import counts, notices

FREED: Final = """
    SELECT slot.event, slot.closes_at
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
     WHERE slot.id = :slot AND slot.cancelled_at IS NULL AND slot.closes_at > :now AND event.published_at IS NOT NULL
"""

HAS_SEATS: Final = """
    SELECT 1
      FROM slots
     WHERE id = :slot AND seats_taken < capacity
"""

FIRST_IN_LINE: Final = """
    SELECT id, seats
      FROM bookings
     WHERE slot = :slot AND state = 'waitlisted'
     ORDER BY line_number
     LIMIT 1
"""

OFFER: Final = """
    UPDATE bookings
       SET state = 'offered', held_until = :held_until, changed_at = :now
     WHERE id = :booking AND state = 'waitlisted'
"""


def offer_freed_seats(tx: Transaction, *, slot: SlotId) -> None:
    """Hold free seats for those who wait, strictly in the order of their line numbers, each until a deadline.

    A party is never split and never overtaken: where the first does not fit, those behind it wait too. Nothing is
    offered once registration is over. Seats that nobody waits for are told to whoever wished for more.
    """
    freed = tx.one(FREED, slot=slot, now=tx.now)
    if freed is None:
        return
    deadline = held_until(tx.now, Instant(freed["closes_at"]), OFFER_HELD_FOR)
    while (first := tx.one(FIRST_IN_LINE, slot=slot)) is not None:
        if not counts.take(tx, slot=slot, seats=first["seats"]):
            return
        booking = BookingId(first["id"])
        tx.run(OFFER, booking=booking, held_until=deadline, now=tx.now)
        notices.offered(tx, booking, held_until=deadline)
    if tx.one(HAS_SEATS, slot=slot) is not None:
        wishes.tell(tx, event=freed["event"])
