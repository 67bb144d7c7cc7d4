"""How many seats of a slot are taken: the only place that writes `seats_taken`, by one conditional UPDATE."""

from typing import Final

from domain.identities import SlotId
from storage.engine import Transaction

# Triggers keep the count of a pool at what its slots have taken, and a CHECK stands behind that one, too.
TAKE: Final = """
    UPDATE slots
       SET seats_taken = seats_taken + :seats
     WHERE id = :slot AND seats_taken + :seats <= capacity
       AND (pool IS NULL
            OR EXISTS (SELECT 1
                         FROM pools
                        WHERE pools.id = slots.pool AND pools.seats_taken + :seats <= pools.capacity))
"""

TAKE_IN_TURN: Final = """
    UPDATE slots
       SET seats_taken = seats_taken + :seats
     WHERE id = :slot AND seats_taken + :seats <= capacity
       AND pool IS NULL AND kept_seats IS NULL AND school_limit IS NULL
       AND NOT EXISTS (SELECT 1 FROM bookings
                        WHERE bookings.slot = :slot
                          AND (bookings.state = 'waitlisted'
                               OR (bookings.state = 'offered' AND bookings.seats < bookings.whole)))
"""

FREE: Final = """
    UPDATE slots
       SET seats_taken = seats_taken - :seats
     WHERE id = :slot
"""

NEXT_LINE_NUMBER: Final = """
    UPDATE slots
       SET line_numbers_given = line_numbers_given + 1
     WHERE id = :slot
    RETURNING line_numbers_given
"""

# Slots that share seats have one line.
NEXT_LINE_NUMBER_OF_POOL: Final = """
    UPDATE pools
       SET line_numbers_given = line_numbers_given + 1
     WHERE id = (SELECT pool FROM slots WHERE slots.id = :slot)
    RETURNING line_numbers_given
"""


def take(tx: Transaction, *, slot: SlotId, seats: int) -> bool:
    """Take that many seats for whoever's turn it is; False where there are not as many left. All of them or none."""
    return tx.run(TAKE, slot=slot, seats=seats) == 1


def take_in_turn(tx: Transaction, *, slot: SlotId, seats: int) -> bool:
    """Take that many seats of a slot without terms for somebody who comes now.

    False where there are not as many, or somebody is waiting; and for a slot with terms, of which `limits` knows.
    """
    return tx.run(TAKE_IN_TURN, slot=slot, seats=seats) == 1


def free(tx: Transaction, *, slot: SlotId, seats: int) -> None:
    """Give seats back. Whoever does this offers them to the waiting list before the transaction ends."""
    tx.run(FREE, slot=slot, seats=seats)


def next_line_number(tx: Transaction, *, slot: SlotId) -> int:
    """A place at the end of the slot's waiting list, or of all that share seats; numbers are never dealt twice."""
    in_pool = tx.value(NEXT_LINE_NUMBER_OF_POOL, slot=slot)
    return int(tx.value(NEXT_LINE_NUMBER, slot=slot) if in_pool is None else in_pool)
