"""A made-up town as rows: its programme, people and bookings, whose upcoming part is the same at any size of history.

Nothing here is random: the same size gives the same rows. Leaves putting them into a file to `datasets`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.identities import SlotId
from domain.moments import DAY, HOUR, MINUTE, Instant, local
from domain.programme import EventKind, Format

NOW: Final = Instant(1_795_420_800)
"""The town's present: a Monday morning in November 2026."""
ZONE: Final = "Asia/Almaty"

CITIES: Final = 12
SCHOOLS: Final = 1_000
PARTNERS: Final = 40
EVENTS: Final = 500
AHEAD: Final = 90 * DAY
BEHIND: Final = 3 * 365 * DAY

FILLING: Final = 100
"""How many slots take bookings at the same time."""
RUSH_EVERY: Final = 10
"""Every tenth upcoming slot is a large one, where many register at once."""
RUSH_SEATS: Final = 1_000
SEATS: Final = 200

# How often each kind occurs, of 100 events; internships are few, as they are.
_KINDS: Final = (
    (EventKind.EXCURSION, 35),
    (EventKind.MASTER_CLASS, 25),
    (EventKind.LECTURE, 15),
    (EventKind.OPEN_DAY, 10),
    (EventKind.COURSE, 8),
    (EventKind.MEETING, 5),
    (EventKind.INTERNSHIP, 2),
)
_KIND_OF: Final = tuple(kind for kind, times in _KINDS for _ in range(times))

Row = tuple[int | float | str | None, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """How large the town is. Everybody is a pupil; the later half of them have booked nothing that is ahead."""

    slots: int
    upcoming: int
    people: int
    parties: int
    """Bookings of each slot."""

    @property
    def bookings(self) -> int:
        """All of them."""
        return self.slots * self.parties

    @property
    def past(self) -> int:
        """Slots that are history: numbers 1 to this."""
        return self.slots - self.upcoming

    @property
    def newcomers(self) -> range:
        """Pupils (and persons: the numbers are the same) free to register for any upcoming slot."""
        return range(self.people // 2 + 1, self.people + 1)

    @property
    def rush(self) -> list[SlotId]:
        """The large upcoming slots."""
        return [SlotId(slot) for slot in range(self.past + 1, self.slots + 1) if _is_rush(slot - self.past)]

    def tenth(self) -> "Size":
        """A tenth of it, with just as much ahead."""
        return Size(self.slots // 10, self.upcoming, self.people // 10, self.parties)


FULL: Final = Size(slots=10_000, upcoming=400, people=200_000, parties=50)
SMALL: Final = Size(slots=1_000, upcoming=40, people=2_000, parties=5)


def tables(size: Size) -> Iterator[tuple[str, Iterator[Row]]]:
    """The rows of each table, as `table (columns)`, those that others refer to first."""
    yield "cities (id, name)", ((number, _text("Город", number)) for number in range(1, CITIES + 1))
    yield (
        "schools (id, name, city, listed)",
        ((number, f"Школа № {number}", f"Город {number % CITIES}", 1) for number in range(1, SCHOOLS + 1)),
    )
    yield "people (id, account, language, met_at)", _people(size)
    yield "pupils (id, person, first_name, grade, age_line, school, introduced_at)", _pupils(size)
    yield (
        "partners (id, key, name, contact)",
        ((number, f"p{number}", _text("Институт", number), "the front desk") for number in range(1, PARTNERS + 1)),
    )
    yield (
        "events (id, key, partner, kind, title, description, grade_from, grade_to, strict_grades, format, bring,"
        " forbidden, reminder_rules, published_at)",
        (_event(number) for number in range(1, EVENTS + 1)),
    )
    taken = sum(not _is_cancelled(nth) for nth in range(size.parties))
    yield (
        "slots (id, key, event, city, place, address, online_link, zone, capacity, seats_taken, closes_at, starts_at,"
        " ends_at)",
        (_slot(size, number, taken) for number in range(1, size.slots + 1)),
    )
    yield "meetings (slot, number, local_date, local_time, minutes, starts_at, ends_at)", _meetings(size)
    yield (
        "bookings (id, slot, pupil, booked_by, state, ticket_token, ticket_code, ended_from, requested_at, changed_at)",
        _bookings(size),
    )
    yield "intents (intent, person, booking, acted_at)", _intents(size)


def kind_of(event: int) -> EventKind:
    """What an event is. 37 has no factor in common with 100, so that each kind keeps its share."""
    return _KIND_OF[event * 37 % 100]


def starts_at(size: Size, slot: int) -> Instant:
    """When a slot begins: what is ahead is spread over 90 days, history over three years."""
    if slot > size.past:
        return Instant(NOW + (slot - size.past) * (AHEAD // size.upcoming))
    # By whole minutes, as local times are.
    return Instant(NOW - (size.past - slot + 1) * (BEHIND // size.past) // MINUTE * MINUTE)


def _people(size: Size) -> Iterator[Row]:
    return ((number, 10_000_000 + number, ("ru", "kk", "en")[number % 3], NOW) for number in range(1, size.people + 1))


def _pupils(size: Size) -> Iterator[Row]:
    return (
        (number, number, f"Имя {number % 500}", number % 7 + 5, "older", number % SCHOOLS + 1, NOW)
        for number in range(1, size.people + 1)
    )


def _event(number: int) -> Row:
    kind = kind_of(number)
    where = Format.ONLINE if kind is EventKind.LECTURE else Format.IN_PERSON
    grades = (None, None) if number % 5 == 0 else (number % 5 + 5, number % 5 + 8)
    partner = number % PARTNERS + 1
    title, about = _text("Событие", number), _text("Покажем эталоны, приборы и как на них измеряют.", number)
    return (number, f"e{number}", partner, kind, title, about, *grades, 0, where, "{}", "{}", "1d@18:00; 2h", NOW)


def _slot(size: Size, number: int, taken: int) -> Row:
    # Counted from the present, so that what is ahead is the same whatever lies behind.
    nth = number - size.past
    event = nth % EVENTS + 1
    online = kind_of(event) is EventKind.LECTURE
    city = None if online else nth % CITIES + 1
    place = None if online else _text("Музей", nth)
    begins = starts_at(size, number)
    link = "https://example.org/room" if online else ""
    seats = RUSH_SEATS if nth > 0 and _is_rush(nth) else SEATS
    return (number, f"s{number}", event, city, place, place, link, ZONE, seats, taken, begins, begins, begins + HOUR)


def _meetings(size: Size) -> Iterator[Row]:
    for slot in range(1, size.slots + 1):
        begins = starts_at(size, slot)
        here = local(begins, ZONE)
        yield slot, 1, here.date().isoformat(), f"{here:%H:%M}", HOUR // MINUTE, begins, begins + HOUR


def _is_rush(nth: int) -> bool:
    return nth % RUSH_EVERY == 0


def _parties(size: Size) -> Iterator[tuple[int, int, int]]:
    """Number, slot and place in its order of each booking: in time's order, some hundred slots filling at once."""
    ahead = range(size.past + 1, size.slots + 1, FILLING)
    number = 0
    for first in (*range(1, size.past + 1, FILLING), *ahead):
        last = min(first + FILLING, (size.past if first <= size.past else size.slots) + 1)
        came = [(slot, nth) for slot in range(first, last) for nth in range(size.parties)]
        for slot, nth in sorted(came, key=lambda party: _strewn(party[0] * size.parties + party[1])):
            number += 1
            yield number, slot, nth


def _pupil(size: Size, slot: int, nth: int) -> int:
    """Somebody of the earlier half. The step is a prime, so that nobody is twice in a slot."""
    return (_strewn(slot) + nth * 7919) % (size.people // 2) + 1


def _bookings(size: Size) -> Iterator[Row]:
    """One in ten is cancelled. Those of one slot have consecutive codes, so that none occurs twice."""
    for number, slot, nth in _parties(size):
        pupil = _pupil(size, slot, nth)
        at = min(NOW, starts_at(size, slot)) - 3 * DAY
        state = ("cancelled", "confirmed") if _is_cancelled(nth) else ("confirmed", None)
        token = f"{_strewn(number):016x}{nth:06}"
        yield number, slot, pupil, pupil, state[0], token, f"{nth:04}", state[1], at, at


def _intents(size: Size) -> Iterator[Row]:
    """Those of the latest tenth of the bookings: older ones are purged."""
    for number, slot, nth in _parties(size):
        if number > size.bookings * 9 // 10:
            yield f"{_strewn(-number):011x}", _pupil(size, slot, nth), number, NOW - DAY


def _is_cancelled(nth: int) -> bool:
    return nth % 10 == 3


def _strewn(number: int) -> int:
    """64 bits that look like chance and are the same every time (splitmix64's finisher)."""
    bits = 2**64 - 1
    number &= bits
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 & bits
    number = (number ^ number >> 27) * 0x94D049BB133111EB & bits
    return number ^ number >> 31


def _text(ru: str, number: int) -> str:
    return json.dumps({"ru": f"{ru} {number}", "kk": f"{ru} {number}", "en": f"{ru} {number}"}, ensure_ascii=False)
