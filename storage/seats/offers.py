"""The one path of freed seats: whatever freed them, offered to the waiting list. Who gets them: domain/line."""

import json
from typing import Final

from domain.bookings import OFFER_HELD_FOR, held_until
from domain.identities import BookingId, SlotId
from domain.line import SKIP_AHEAD_WITHIN, Grant, InLine, allot, deal, may_skip
from domain.moments import Instant
from domain.rights import Action
from storage.engine import Row, Transaction
from storage.people import audit
from storage.programme import wishes
from storage.seats import counts, limits, notices

FREED: Final = """
    SELECT slot.event, slot.closes_at, slot.starts_at, slot.capacity - slot.seats_taken AS free, event.partner
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
     WHERE slot.id = :slot AND slot.cancelled_at IS NULL AND slot.closes_at > :now AND event.published_at IS NOT NULL
"""

HAS_TERMS: Final = """
    SELECT pool IS NOT NULL OR kept_seats IS NOT NULL OR school_limit IS NOT NULL
      FROM slots
     WHERE id = :slot
"""

LINE: Final = """
    SELECT id, state, seats, whole, adults, refused_part, line_number
      FROM bookings
     WHERE slot = :slot AND (state = 'waitlisted' OR (state = 'offered' AND seats < whole)) AND line_number > :after
     ORDER BY line_number
     LIMIT :size
"""

OFFER: Final = """
    UPDATE bookings
       SET state = 'offered', seats = :seats, held_until = :held_until, changed_at = :now
     WHERE id = :booking AND (state = 'waitlisted' OR (state = 'offered' AND seats < whole))
"""

# Slots whose start has come so near that seats are no longer kept for a party that they do not fit.
IDLE: Final = """
    SELECT slot.id
      FROM slots AS slot
     WHERE slot.starts_at > :now AND slot.starts_at <= :near AND slot.cancelled_at IS NULL AND slot.closes_at > :now
       AND slot.seats_taken < slot.capacity
       AND EXISTS (SELECT 1 FROM bookings WHERE bookings.slot = slot.id AND bookings.state = 'waitlisted')
     ORDER BY slot.starts_at, slot.id
"""

NEXT_IDLE: Final = """
    SELECT slot.starts_at
      FROM slots AS slot
     WHERE slot.starts_at > :near AND slot.cancelled_at IS NULL AND slot.seats_taken < slot.capacity
       AND EXISTS (SELECT 1 FROM bookings WHERE bookings.slot = slot.id AND bookings.state = 'waitlisted')
     ORDER BY slot.starts_at
     LIMIT 1
"""

_AT_ONCE: Final = 64
"""How much of a line is read at a time: seats seldom go further."""


def offer_freed_seats(tx: Transaction, *, slot: SlotId) -> None:
    """Hold free seats for those who wait, strictly in the order of their line numbers, each until a deadline.

    A party that does not fit is offered a part, and those behind it wait. Nothing is offered once registration is
    over. Seats that nobody waits for are told to whoever wished for more. Of slots that share seats all are looked at.
    """
    if tx.value(HAS_TERMS, slot=slot):
        _deal_with_terms(tx, slot, near=())
        return
    freed = tx.one(FREED, slot=slot, now=tx.now)
    if freed is None:
        return
    left, waits = _deal(tx, slot, freed, skipping=False)
    if left and not waits:
        wishes.tell(tx, event=freed["event"])


def skip_ahead(tx: Transaction) -> int:
    """Near the start, offer seats that do not fit whoever waits first to those behind; how many parties got some.

    Asked at each tick and not when seats come free, so that the answer does not hang on which freed seat came first.
    """
    dealt = 0
    for row in tx.all(IDLE, now=tx.now, near=tx.now + SKIP_AHEAD_WITHIN):
        slot = SlotId(row["id"])
        if tx.value(HAS_TERMS, slot=slot):
            dealt += _deal_with_terms(tx, slot, near=(slot,))
            continue
        freed = tx.one(FREED, slot=slot, now=tx.now)
        if freed is not None and may_skip(tx.now, freed["starts_at"]):
            left, _ = _deal(tx, slot, freed, skipping=True)
            dealt += freed["free"] - left
    return dealt


def next_skip(tx: Transaction) -> Instant | None:
    """When the next slot comes so near its start that a party may be overtaken there; None where nobody waits so."""
    starts_at = tx.value(NEXT_IDLE, near=tx.now + SKIP_AHEAD_WITHIN)
    return None if starts_at is None else Instant(starts_at - SKIP_AHEAD_WITHIN)


def _deal(tx: Transaction, slot: SlotId, freed: Row, *, skipping: bool) -> tuple[int, bool]:
    """Deal what is free to the line; how many seats are left, and whether somebody still waits."""
    left, after = int(freed["free"]), 0
    passed: tuple[BookingId, ...] = ()
    while True:
        rows = tx.all(LINE, slot=slot, after=after, size=_AT_ONCE)
        line = [_in_line(row) for row in rows]
        grants = allot(line, left, skipping=skipping, passed=passed)
        for grant in grants:
            _hold(tx, slot, freed, grant)
            left -= grant.more
        served = {grant.booking for grant in grants if grant.seats == _whole(line, grant.booking)}
        waiting = tuple(party.booking for party in line if party.booking not in served)
        if len(rows) < _AT_ONCE or left == 0 or (waiting and not skipping):
            return left, bool(waiting or passed)
        passed += waiting
        after = rows[-1]["line_number"]


def _deal_with_terms(tx: Transaction, slot: SlotId, *, near: tuple[SlotId, ...]) -> int:
    """The same for a slot that keeps seats, shares them, or takes so many of a school; how many seats were dealt."""
    terms = limits.Terms(tx, slot)
    room = terms.room()
    grants = deal(terms.line, room, near=near)
    for grant in grants:
        _hold(tx, grant.slot, terms.slots[grant.slot], grant)
    if not near:
        for number, row in terms.slots.items():
            waits = any(party.slot == number for party in terms.line)
            if not waits and min(room.free[number], room.free[number] if room.pool is None else room.pool) > 0:
                wishes.tell(tx, event=row["event"])
    return sum(grant.more for grant in grants)


def _hold(tx: Transaction, slot: SlotId, freed: Row, grant: Grant) -> None:
    if not counts.take(tx, slot=slot, seats=grant.more):
        raise AssertionError(f"slot {slot} has fewer seats than it had in this transaction")
    deadline = held_until(tx.now, Instant(freed["closes_at"]), OFFER_HELD_FOR)
    tx.run(OFFER, booking=grant.booking, seats=grant.seats, held_until=deadline, now=tx.now)
    notices.offered(tx, grant.booking, seats=grant.seats, held_until=deadline)
    if grant.overtakes:
        audit.write(
            tx,
            Action.SKIPPED_AHEAD,
            actor=None,
            partner=freed["partner"],
            booking=grant.booking,
            seats=grant.seats,
            overtook=json.dumps(list(grant.overtakes)),
        )
        for overtaken in grant.overtakes:
            notices.skipped(tx, overtaken)


def _in_line(row: Row) -> InLine:
    return InLine(
        booking=BookingId(row["id"]),
        whole=row["whole"],
        adults=row["adults"],
        held=row["seats"] if row["state"] == "offered" else 0,
        refused_part=row["refused_part"],
    )


def _whole(line: list[InLine], booking: BookingId) -> int:
    return next(party.whole for party in line if party.booking == booking)
