"""Slots with terms: seats kept for some, shared with other slots, so many of a school. Who stands in their one line.

Leaves what follows from that to domain/line, and taking seats to `counts`.
"""

from collections.abc import Sequence
from typing import Final

from domain.capacity import Comer
from domain.identities import BookingId, PoolId, SchoolId, SlotId
from domain.line import InLine, Room, deal, has_seats
from domain.programme import Slot
from storage.engine import Row, Transaction
from storage.programme import shares
from storage.seats import counts

NOBODY: Final = BookingId(0)
"""The booking of a party that has none yet."""

POOL: Final = """
    SELECT pools.id, pools.capacity - pools.seats_taken AS free
      FROM slots AS slot
      JOIN pools ON pools.id = slot.pool
     WHERE slot.id = :slot
"""

_OPEN: Final = f"""
    SELECT slot.id, slot.capacity - slot.seats_taken AS free, {shares.KEPT} AS kept, slot.kept_seats, slot.kept_for,
           slot.school_limit, slot.closes_at, slot.starts_at, slot.event, event.partner
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
     WHERE slot.cancelled_at IS NULL AND slot.closes_at > :now AND event.published_at IS NOT NULL
"""  # noqa: S608  made of constants alone
OPEN: Final = f"{_OPEN} AND slot.id = :slot"
OPEN_OF_POOL: Final = f"{_OPEN} AND slot.pool = :pool ORDER BY slot.id"

_LINE: Final = f"""
    SELECT party.id, party.slot, party.state, party.seats, party.whole, party.adults, party.refused_part,
           coalesce(pupil.school, teacher.school) AS school,
           CASE WHEN slot.kept_seats IS NULL THEN 0 ELSE {shares.IS_FOR} END AS may_have_kept
      FROM bookings AS party
      JOIN slots AS slot ON slot.id = party.slot
      LEFT JOIN pupils AS pupil ON pupil.id = party.pupil
      LEFT JOIN classes AS class ON class.id = party.class
      LEFT JOIN teachers AS teacher ON teacher.id = class.teacher
     WHERE (party.state = 'waitlisted' OR (party.state = 'offered' AND party.seats < party.whole))
"""  # noqa: S608  made of constants alone
LINE: Final = f"{_LINE} AND party.slot = :slot ORDER BY party.line_number, party.id"
LINE_OF_POOL: Final = f"""
    {_LINE} AND party.slot IN (SELECT id FROM slots WHERE pool = :pool)
     ORDER BY party.line_number, party.id
"""  # noqa: S608  made of constants alone

# Adults who come with a class are of no school.
OF_SCHOOLS: Final = """
    SELECT coalesce(pupil.school, teacher.school) AS school, sum(party.seats - party.adults) AS pupils
      FROM bookings AS party
      LEFT JOIN pupils AS pupil ON pupil.id = party.pupil
      LEFT JOIN classes AS class ON class.id = party.class
      LEFT JOIN teachers AS teacher ON teacher.id = class.teacher
     WHERE party.slot = :slot AND party.state IN ('requested', 'confirmed', 'offered')
     GROUP BY 1
"""

IS_KEPT_FOR_SCHOOL: Final = """
    SELECT 1
      FROM kept_schools
     WHERE slot = :slot AND school = :school
"""


class Terms:
    """Slots that share seats, or one alone, as they stand in this transaction: what is free, and who waits for it."""

    def __init__(self, tx: Transaction, slot: SlotId) -> None:
        pool = tx.one(POOL, slot=slot)
        self.pool: PoolId | None = None if pool is None else PoolId(pool["id"])
        if pool is None:
            self.rows = tx.all(OPEN, slot=slot, now=tx.now)
            waiting = tx.all(LINE, slot=slot)
        else:
            self.rows = tx.all(OPEN_OF_POOL, pool=pool["id"], now=tx.now)
            waiting = tx.all(LINE_OF_POOL, pool=pool["id"])
        self.slots = {SlotId(row["id"]): row for row in self.rows}
        self.line = tuple(_in_line(row) for row in waiting)
        self._pool_free = None if pool is None else int(pool["free"])
        self._of_school: dict[tuple[SlotId, SchoolId], int] = {}
        for number, row in self.slots.items():
            if row["school_limit"] is not None:
                self._count_schools(tx, number, row["school_limit"])

    def _count_schools(self, tx: Transaction, slot: SlotId, limit: int) -> None:
        for party in self.line:
            if party.slot == slot and party.school is not None:
                self._of_school[slot, party.school] = limit
        for row in tx.all(OF_SCHOOLS, slot=slot):
            if row["school"] is not None:
                self._of_school[slot, SchoolId(row["school"])] = limit - row["pupils"]

    def room(self, comer: InLine | None = None) -> Room:
        """What is free, anew each time; with what the school of somebody who comes now may still have."""
        of_school = dict(self._of_school)
        if comer is not None and comer.school is not None and comer.slot in self.slots:
            limit = self.slots[comer.slot]["school_limit"]
            if limit is not None:
                of_school.setdefault((comer.slot, comer.school), limit)
        return Room(
            free={number: row["free"] for number, row in self.slots.items()},
            pool=self._pool_free,
            kept={number: row["kept"] for number, row in self.slots.items() if row["kept_seats"] is not None},
            of_school=of_school,
        )

    def stands(self, tx: Transaction, slot: SlotId, comer: Comer) -> InLine:
        """Somebody who comes now, as the last of the line."""
        row = self.slots.get(slot)
        kept_for = None if row is None else row["kept_for"]
        return InLine(
            booking=NOBODY,
            whole=comer.whole,
            adults=comer.adults,
            slot=slot,
            school=comer.school,
            may_have_kept=(
                comer.is_class
                if kept_for == "classes"
                else kept_for is not None
                and comer.school is not None
                and tx.one(IS_KEPT_FOR_SCHOOL, slot=slot, school=comer.school) is not None
            ),
        )


def take_in_turn(tx: Transaction, *, slot: Slot, comer: Comer) -> bool:
    """Take all the seats that somebody wants who comes now, or none; False where others are before them.

    In a slot with terms they are the last of the line, and get what its rule gives them at once.
    """
    if slot.terms is None:
        return counts.take_in_turn(tx, slot=slot.id, seats=comer.whole)
    if slot.capacity - slot.seats_taken < comer.whole:
        return False
    terms = Terms(tx, slot.id)
    last = terms.stands(tx, slot.id, comer)
    return has_seats(terms.line, terms.room(last), last) and counts.take(tx, slot=slot.id, seats=comer.whole)


def room_for(tx: Transaction, *, slot: SlotId, comer: Comer) -> int:
    """Seats that somebody who comes now would find in a slot with terms, whoever waits before them."""
    terms = Terms(tx, slot)
    last = terms.stands(tx, slot, comer)
    room = terms.room(last)
    deal(terms.line, room)
    seats, of_school = room.for_any_school(last), room.for_school(last)
    return seats if of_school is None else min(seats, of_school)


def after(line: Sequence[InLine], room: Room) -> Room:
    """What is left for those who come now, once everybody in line has what the rule gives them."""
    deal(line, room)
    return room


def takes(room: Room, comer: InLine, *, limit: int | None) -> bool:
    """Whether somebody who comes next finds all their seats in what is left; then they are taken of it."""
    if limit is not None and comer.school is not None:
        room.of_school.setdefault((comer.slot, comer.school), limit)
    of_school = room.for_school(comer)
    seats = room.for_any_school(comer)
    if comer.missing > (seats if of_school is None else min(seats, of_school)):
        return False
    room.take(comer, comer.missing)
    return True


def keeps_back(tx: Transaction, *, slot: Slot, school: SchoolId) -> int | None:
    """The limit that keeps a pupil of this school back, for so many of it have seats; None where none does."""
    limit = None if slot.terms is None else slot.terms.school_limit
    if limit is None:
        return None
    booked = next((row["pupils"] for row in tx.all(OF_SCHOOLS, slot=slot.id) if row["school"] == school), 0)
    return limit if booked >= limit else None


def _in_line(row: Row) -> InLine:
    return InLine(
        booking=BookingId(row["id"]),
        whole=row["whole"],
        adults=row["adults"],
        held=row["seats"] if row["state"] == "offered" else 0,
        refused_part=row["refused_part"],
        slot=SlotId(row["slot"]),
        school=None if row["school"] is None else SchoolId(row["school"]),
        may_have_kept=bool(row["may_have_kept"]),
    )
