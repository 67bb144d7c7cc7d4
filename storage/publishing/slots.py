"""A programme file's slots, brought in by the file's own keys; and what a moved or larger slot means to those in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.identities import PersonId, SlotId
from domain.moments import MINUTE, Instant, instant
from domain.moves import ChangeKind, Why
from domain.programme import SlotDraft
from storage.engine import Transaction
from storage.messages import reminder_plans
from storage.programme import wishes
from storage.programme.columns import written
from storage.publishing import meetings, programmes, tidings
from storage.seats import offers, withdrawals

SLOT_OF_KEY: Final = """
    SELECT id, event, zone, place, address, latitude, longitude, online_link, seats_taken, starts_at
      FROM slots
     WHERE key = :key
"""

ADD_SLOT: Final = """
    INSERT INTO slots (key, event, city, place, address, latitude, longitude, online_link, zone, capacity,
                       opens_at, closes_at, starts_at, ends_at)
    VALUES (:key, :event, :city, :place, :address, :latitude, :longitude, :online_link, :zone, :capacity,
            :opens_at, :closes_at, :starts_at, :ends_at)
 RETURNING id
"""

# A capacity below what is taken never gets here past `too_small`; the CHECK of the table stands behind it.
CHANGE_SLOT: Final = """
    UPDATE slots
       SET event = :event, city = :city, place = :place, address = :address, latitude = :latitude,
           longitude = :longitude, online_link = :online_link, zone = :zone, capacity = max(:capacity, seats_taken),
           opens_at = :opens_at, closes_at = :closes_at, starts_at = :starts_at, ends_at = :ends_at
     WHERE id = :id
"""

CALL_OFF: Final = """
    UPDATE slots
       SET cancelled_at = :now, seats_taken = 0
     WHERE id = :slot AND cancelled_at IS NULL
"""

CALL_BACK: Final = """
    UPDATE slots
       SET cancelled_at = NULL
     WHERE id = :slot AND cancelled_at IS NOT NULL
"""

END_BOOKINGS: Final = """
    UPDATE bookings
       SET ended_from = state, state = 'cancelled', held_until = NULL, changed_at = :now
     WHERE slot = :slot AND state IN ('requested', 'confirmed', 'waitlisted', 'offered')
"""


@dataclass(frozen=True, slots=True)
class TooSmall:
    """A slot of a file whose capacity is below the seats that are taken already."""

    key: str
    capacity: int
    taken: int


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of the slots of a file: how many are new, how many were there, how many of these were moved."""

    new: int = 0
    known: int = 0
    moved: int = 0

    def __add__(self, other: "Brought") -> "Brought":
        return Brought(self.new + other.new, self.known + other.known, self.moved + other.moved)


def too_small(tx: Transaction, *, slots: Sequence[SlotDraft]) -> tuple[TooSmall, ...]:
    """Slots whose seats would not be enough for those who have one: to be told before anything is brought in."""
    found = []
    for slot in slots:
        known = tx.one(SLOT_OF_KEY, key=slot.key)
        if known is not None and slot.capacity < known["seats_taken"]:
            found.append(TooSmall(slot.key, slot.capacity, known["seats_taken"]))
    return tuple(found)


def bring_slots(
    tx: Transaction,
    *,
    slots: Sequence[SlotDraft],
    by: PersonId | None = None,
    why: Why = Why(),  # noqa: B008  frozen
) -> Brought:
    """Put slots in, or bring them up to date. Their events are there already.

    Seats are never taken from anybody: where some were booked since `too_small` looked, the capacity stays at what is
    taken. Whoever is booked is told when time or place has changed, a guardian's yes for another date is asked anew,
    added seats go to the waiting list, and whoever wished for more dates is told of a new one. `by`, `why`: who brings
    them, None at the command line, and the reason that is told of what is moved or cancelled.
    """
    brought = Brought()
    for slot in slots:
        brought += _bring(tx, slot, by, why)
    return brought


def _bring(tx: Transaction, slot: SlotDraft, by: PersonId | None, why: Why) -> Brought:
    columns = _columns(tx, slot)
    known = tx.one(SLOT_OF_KEY, key=slot.key)
    if known is None and slot.cancelled:
        return Brought()
    if known is None:
        number = SlotId(tx.value(ADD_SLOT, **columns))
        meetings.hold(tx, number, slot)
        reminder_plans.plan(tx, slot=number)
        if _closes_at(slot) > tx.now:
            _fulfil_wishes(tx, slot)
        return Brought(new=1)
    number = SlotId(known["id"])
    elsewhere = any(known[name] != columns[name] for name in ("place", "address", "online_link"))
    tx.run(CHANGE_SLOT, **{name: value for name, value in columns.items() if name != "key"}, id=number)
    moved = meetings.hold(tx, number, slot) or elsewhere
    if moved and not slot.cancelled:
        tidings.tell(tx, slot=number, kind=ChangeKind.MOVED, by=by, why=why)
        withdrawals.ask_again(tx, slot=number)
    if slot.cancelled:
        call_off(tx, slot=number, by=by, why=why)
    else:
        tx.run(CALL_BACK, slot=number)
        reminder_plans.plan(tx, slot=number)
        offers.offer_freed_seats(tx, slot=number)
    return Brought(known=1, moved=int(moved))


def call_off(
    tx: Transaction,
    *,
    slot: SlotId,
    by: PersonId | None = None,
    why: Why = Why(),  # noqa: B008  frozen
) -> bool:
    """Cancel a slot: its bookings end, its reminders are dropped, whoever was booked is told; False where it was."""
    if not tx.run(CALL_OFF, slot=slot, now=tx.now):
        return False
    tidings.tell(tx, slot=slot, kind=ChangeKind.CANCELLED, by=by, why=why)
    tx.run(END_BOOKINGS, slot=slot, now=tx.now)
    offers.offer_freed_seats(tx, slot=slot)  # to those who wait for a slot that it shared seats with
    reminder_plans.plan(tx, slot=slot)
    return True


def _fulfil_wishes(tx: Transaction, slot: SlotDraft) -> None:
    event = programmes.event_of_key(tx, key=slot.event)
    while wishes.tell(tx, event=event):
        pass


def _closes_at(slot: SlotDraft) -> Instant:
    first = slot.meetings[0]
    return instant(first.on, first.at, slot.zone) if slot.closes_at is None else slot.closes_at


def _columns(tx: Transaction, slot: SlotDraft) -> dict[str, str | int | float | None]:
    place = slot.place
    first, last = slot.meetings[0], slot.meetings[-1]
    starts_at = instant(first.on, first.at, slot.zone)
    return {
        "key": slot.key,
        "event": programmes.event_of_key(tx, key=slot.event),
        "city": programmes.city(tx, name=place.city) if place else None,
        "place": written(place.name) if place else None,
        "address": written(place.address) if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "online_link": slot.online_link,
        "zone": slot.zone,
        "capacity": slot.capacity,
        "opens_at": slot.opens_at,
        "closes_at": _closes_at(slot),
        "starts_at": starts_at,
        "ends_at": instant(last.on, last.at, slot.zone) + last.minutes * MINUTE,
    }
