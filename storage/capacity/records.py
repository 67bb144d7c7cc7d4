"""What is set about a slot's seats, read whole. Who may read it is the caller's to check."""

from typing import Final

from domain.capacity import Capacity, Keeping, KeptFor, Pool, Warn
from domain.identities import PartnerId, PoolId, SchoolId, SlotId
from domain.moments import Instant
from domain.people import School
from domain.programme import Slot
from storage.engine import Row, Transaction
from storage.programme import lines, shares

SETTINGS: Final = f"""
    SELECT slot.kept_seats, slot.kept_for, slot.kept_until, {shares.KEPT} AS kept, slot.school_limit, slot.pool,
           slot.warn_below, slot.warn_at, slot.warned_at
      FROM slots AS slot
     WHERE slot.id = :slot
"""  # noqa: S608  made of constants alone

KEPT_SCHOOLS: Final = """
    SELECT school.id, school.name, school.city, school.listed, school.also
      FROM kept_schools AS kept
      JOIN schools AS school ON school.id = kept.school
     WHERE kept.slot = :slot
     ORDER BY school.name, school.id
"""

POOL: Final = """
    SELECT id, partner, capacity, seats_taken
      FROM pools
     WHERE id = :pool
"""

OF_POOL: Final = f"""
    SELECT {lines.COLUMNS}
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
      LEFT JOIN cities AS city ON city.id = slot.city
     WHERE slot.pool = :pool
     ORDER BY slot.starts_at, slot.id
"""  # noqa: S608  made of constants alone

POOL_OF: Final = """
    SELECT pool
      FROM slots
     WHERE id = :slot
"""

SLOTS_OF_POOL: Final = """
    SELECT id
      FROM slots
     WHERE pool = :pool
     ORDER BY id
"""


def capacity(tx: Transaction, *, slot: Slot) -> Capacity:
    """All that is set about the seats of a slot."""
    row = tx.one(SETTINGS, slot=slot.id)
    if row is None:
        raise AssertionError(f"slot {slot.id} was there in this transaction")
    return Capacity(
        slot=slot,
        school_limit=row["school_limit"],
        keeping=None if row["kept_seats"] is None else _keeping(tx, slot.id, row),
        pool=None if row["pool"] is None else pool(tx, pool=PoolId(row["pool"])),
        warn=(
            None
            if row["warn_below"] is None
            else Warn(below=row["warn_below"], at=Instant(row["warn_at"]), told_at=row["warned_at"])
        ),
    )


def pool(tx: Transaction, *, pool: PoolId) -> Pool | None:
    """Seats that slots share; None where they do no more."""
    row = tx.one(POOL, pool=pool)
    if row is None:
        return None
    return Pool(
        id=pool,
        partner=PartnerId(row["partner"]),
        capacity=row["capacity"],
        seats_taken=row["seats_taken"],
        slots=tuple(lines.mapped(line) for line in tx.all(OF_POOL, pool=pool)),
    )


def pool_of(tx: Transaction, *, slot: SlotId) -> PoolId | None:
    """The pool that a slot has its seats from; None where it shares none."""
    found = tx.value(POOL_OF, slot=slot)
    return None if found is None else PoolId(found)


def slots_of_pool(tx: Transaction, *, pool: PoolId) -> tuple[SlotId, ...]:
    """The slots that share."""
    return tuple(SlotId(row["id"]) for row in tx.all(SLOTS_OF_POOL, pool=pool))


def _keeping(tx: Transaction, slot: SlotId, row: Row) -> Keeping:
    return Keeping(
        seats=row["kept_seats"],
        whom=KeptFor(row["kept_for"]),
        until=Instant(row["kept_until"]),
        schools=tuple(
            School(
                id=SchoolId(one["id"]),
                name=one["name"],
                city=one["city"],
                listed=bool(one["listed"]),
                also=one["also"],
            )
            for one in tx.all(KEPT_SCHOOLS, slot=slot)
        ),
        left=row["kept"],
    )
