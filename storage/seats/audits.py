"""Audits: whether the database is whole, and seats are what bookings say. Leaves mending to whoever reads it."""

from dataclasses import dataclass
from typing import Final

from domain.identities import PoolId, SlotId
from storage.engine import Transaction

MOST_TOLD: Final = 10

INTEGRITY: Final = "PRAGMA integrity_check(10)"
BROKEN_REFERENCES: Final = "PRAGMA foreign_key_check"

MISCOUNTED: Final = """
    SELECT slot.id, slot.seats_taken AS said, coalesce(held.seats, 0) AS booked
      FROM slots AS slot
      LEFT JOIN (SELECT slot, sum(seats) AS seats
                   FROM bookings
                  WHERE state IN ('requested', 'confirmed', 'offered')
                  GROUP BY slot) AS held ON held.slot = slot.id
     WHERE slot.seats_taken <> coalesce(held.seats, 0)
     ORDER BY slot.id
     LIMIT :size
"""


MISCOUNTED_POOLS: Final = """
    SELECT pool.id, pool.seats_taken AS said, coalesce(shared.seats, 0) AS taken
      FROM pools AS pool
      LEFT JOIN (SELECT pool, sum(seats_taken) AS seats
                   FROM slots
                  WHERE pool IS NOT NULL
                  GROUP BY pool) AS shared ON shared.pool = pool.id
     WHERE pool.seats_taken <> coalesce(shared.seats, 0) OR pool.seats_taken > pool.capacity
     ORDER BY pool.id
     LIMIT :size
"""


@dataclass(frozen=True, slots=True)
class Miscounted:
    """A slot whose count of seats is not what its bookings come to."""

    slot: SlotId
    said: int
    booked: int


def integrity(tx: Transaction) -> list[str]:
    """What SQLite finds wrong with the file, and rows that refer to nothing; empty where it is whole."""
    found = [str(row[0]) for row in tx.all(INTEGRITY) if row[0] != "ok"]
    broken = {str(row[0]) for row in tx.all(BROKEN_REFERENCES)}
    return found + [f"rows of {table} refer to nothing" for table in sorted(broken)]


def miscounted_slots(tx: Transaction) -> tuple[Miscounted, ...]:
    """The first slots whose `seats_taken` is not the sum of the seats that their bookings hold."""
    rows = tx.all(MISCOUNTED, size=MOST_TOLD)
    return tuple(Miscounted(SlotId(row["id"]), row["said"], row["booked"]) for row in rows)


def miscounted_pools(tx: Transaction) -> tuple[tuple[PoolId, int, int], ...]:
    """The first pools of shared seats whose count is not the sum of what their slots have taken: said and taken."""
    rows = tx.all(MISCOUNTED_POOLS, size=MOST_TOLD)
    return tuple((PoolId(row["id"]), row["said"], row["taken"]) for row in rows)
