"""A past for the demo: four months of sample visits, so that reports have something to show. Nobody in it is anybody.

Only ever written into a demo's fresh database. Always the same for the same programme, but for the day it ends on. Its
people have no account, as if they had been forgotten; its pupils are all called the same.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from domain.identities import SlotId
from domain.moments import DAY, HOUR, MINUTE, Instant, instant, local
from storage.engine import Row, Transaction
from storage.seats import counts

DAYS: Final = 120
ENDS_BEFORE: Final = 2
"""So many days ago the last of it was: yesterday is the demo's own."""
NAME: Final = "Sample"
PROFESSION: Final = {
    "ru": "профессия, в которой измеряют",
    "kk": "өлшеумен айналысатын мамандық",
    "en": "a profession with measuring",
}
_CAPACITIES: Final = (12, 15, 20, 25)
_EVENTS: Final = 7
_VISITORS: Final = (9, 5)
"""So many are to come to a large date, and to a small one."""
_LARGE: Final = 20

TEMPLATES: Final = """
    SELECT slot.event, slot.city, slot.place, slot.address, slot.latitude, slot.longitude, slot.online_link, slot.zone,
           event.grade_from, event.grade_to
      FROM events AS event
      JOIN slots AS slot ON slot.id = (SELECT min(id) FROM slots WHERE event = event.id)
     WHERE event.published_at IS NOT NULL AND event.kind IN ('excursion', 'master_class', 'open_day', 'lecture')
     ORDER BY event.id
     LIMIT :size
"""

SLOT: Final = """
    INSERT INTO slots (key, event, city, place, address, latitude, longitude, online_link, zone, capacity, seats_taken,
                       line_numbers_given, closes_at, starts_at, ends_at)
    VALUES (:key, :event, :city, :place, :address, :latitude, :longitude, :online_link, :zone, :capacity, :taken,
            :waited, :starts_at, :starts_at, :ends_at)
    RETURNING id
"""

MEETING: Final = """
    INSERT INTO meetings (slot, number, local_date, local_time, minutes, starts_at, ends_at)
    VALUES (:slot, 1, :day, :time, 90, :starts_at, :ends_at)
    RETURNING id
"""

PERSON: Final = """
    INSERT INTO people (account, language, met_at, forgotten_at)
    VALUES (NULL, 'ru', :at, :at)
    RETURNING id
"""

PUPIL: Final = """
    INSERT INTO pupils (person, first_name, grade, age_line, school, introduced_at)
    VALUES (NULL, :name, :grade, 'older', :school, :at)
    RETURNING id
"""

BOOKING: Final = """
    INSERT INTO bookings (slot, pupil, booked_by, state, ended_from, line_number, ticket_token, ticket_code,
                          requested_at, changed_at)
    VALUES (:slot, :pupil, :person, :state, :ended_from, :line_number, :token, :code, :at, :at)
    RETURNING id
"""

ATTENDANCE: Final = """
    INSERT INTO attendances (booking, meeting, state, pupils, how, noted_at, marked_at)
    VALUES (:booking, :meeting, :state, :pupils, 'by_list', :at, :at)
"""

LOOK: Final = """
    INSERT INTO looks (event, person, first_at, source)
    VALUES (:event, :person, :at, :source)
        ON CONFLICT (event, person) DO NOTHING
"""

ARRIVAL: Final = """
    INSERT INTO arrivals (source, person, first_at)
    VALUES (:source, :person, :at)
        ON CONFLICT (source, person) DO NOTHING
"""

INTEREST: Final = """
    INSERT INTO interest (pupil, event, phase, asked_at, until, answer, answered_at)
    VALUES (:pupil, :event, :phase, :at, :at, :answer, :at)
"""

SOURCE: Final = """
    INSERT INTO sources (event, kind, name, made_at)
    VALUES (:event, :kind, :name, :at)
"""

SOURCES: Final = """
    SELECT id, event
      FROM sources
"""

WORD: Final = """
    UPDATE partners
       SET profession = :profession
     WHERE profession = '{}'
"""

NEXT: Final = """
    SELECT slot.id, slot.capacity, event.grade_from, event.grade_to
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event AND event.published_at IS NOT NULL
     WHERE slot.starts_at > :now AND slot.cancelled_at IS NULL AND slot.seats_taken = 0
     ORDER BY slot.starts_at, slot.id
     LIMIT :size
"""

SCHOOLS: Final = """
    SELECT id
      FROM schools
     WHERE listed = 1
     ORDER BY id
     LIMIT 9
"""


@dataclass(slots=True)
class _Past:
    """What is being written, by one stream of chance."""

    tx: Transaction
    chance: Random
    schools: list[int]
    sources: dict[int, int]
    """By their events."""


def write_history(tx: Transaction, *, after: int = 0, chunk: int = 6) -> int:
    """Write the next dates of the sample past into a fresh demo; after how many to go on, 0 when all is written.

    Where any visit was before the first of them, nothing is written.
    """
    if not after and tx.one("SELECT 1 FROM bookings LIMIT 1") is not None:
        return 0
    templates = tx.all(TEMPLATES, size=_EVENTS)
    schools = [row["id"] for row in tx.all(SCHOOLS)]
    if not templates or not schools:
        return 0
    if not after:
        _words_and_sources(tx, templates)
    sources = {row["event"]: row["id"] for row in tx.all(SOURCES)}
    dates = _dates(tx.now, templates)[after : after + chunk]
    for number, (template, starts_at) in enumerate(dates, after + 1):
        chance = Random(_SEED + number)  # noqa: S311  a sample, the same each time: no secret hangs on it
        _slot(_Past(tx, chance, schools, sources), template, starts_at, number)
    return after + chunk if len(dates) == chunk else 0


def write_visitors(tx: Transaction) -> None:
    """Some who are to come to the next dates, so that there is whom to check in, and whom to tell of a change."""
    schools = [row["id"] for row in tx.all(SCHOOLS)]
    chance = Random(_SEED)  # noqa: S311  as below
    for slot in tx.all(NEXT, now=tx.now, size=len(_VISITORS)) if schools else ():
        awaited = range(1, _VISITORS[0 if slot["capacity"] >= _LARGE else 1] + 1)
        if not counts.take(tx, slot=SlotId(slot["id"]), seats=len(awaited)):
            continue
        for nth in awaited:
            at = tx.now - chance.randrange(1, 9) * DAY
            tx.value(
                BOOKING,
                slot=slot["id"],
                pupil=tx.value(
                    PUPIL,
                    name=f"Пример-{nth}",
                    grade=chance.randint(slot["grade_from"] or 7, slot["grade_to"] or 11),
                    school=chance.choice(schools),
                    at=at,
                ),
                person=tx.value(PERSON, at=at),
                state="confirmed",
                ended_from=None,
                line_number=None,
                token=f"sample-{slot['id']}-{nth}",
                code=f"S{nth:03}",
                at=at,
            )


def _words_and_sources(tx: Transaction, templates: list[Row]) -> None:
    tx.run(WORD, profession=json.dumps(PROFESSION, ensure_ascii=False))
    at = tx.now - DAYS * DAY
    for template, (kind, name) in zip(templates, _SOURCES, strict=False):
        tx.run(SOURCE, event=template["event"], kind=kind, name=name, at=at)


_SOURCES: Final = (("poster", "Школа-образец, 1 этаж"), ("poster", "Библиотека-образец"), ("post", "Канал-образец"))


def _dates(now: Instant, templates: list[Row]) -> list[tuple[Row, Instant]]:
    """Two or three dates a week, of one event and another; the first month and the last have fewer."""
    chance = Random(_SEED)  # noqa: S311  as above
    first = local(now, templates[0]["zone"]).date() - timedelta(days=DAYS)
    found = []
    for day in range(DAYS - ENDS_BEFORE):
        on = first + timedelta(days=day)
        if on.weekday() in _USUAL_DAYS and chance.random() < _BUSY[day * len(_BUSY) // DAYS]:
            template = chance.choice(templates)
            found.append((template, instant(on, time(chance.choice((10, 12, 15))), template["zone"])))
    return found


_SEED: Final = 1875
_USUAL_DAYS: Final = (1, 3, 5)
"""Tuesday, Thursday, Saturday."""
_BUSY: Final = (0.5, 0.75, 0.95, 0.85)
"""How often a possible day is used, through the four months."""


def _slot(past: _Past, template: Row, starts_at: Instant, number: int) -> None:
    """One date with everybody who wanted to come."""
    tx, chance = past.tx, past.chance
    capacity = chance.choice(_CAPACITIES)
    wanted = max(3, round(chance.gauss(0.9, 0.28) * capacity))
    taken, waited = min(wanted, capacity), max(wanted - capacity, 0)
    lucky = min(waited, chance.randrange(4))
    ends_at = starts_at + 90 * MINUTE
    slot = tx.value(
        SLOT,
        key=f"sample-history-{number}",
        capacity=capacity,
        taken=taken,
        waited=waited + lucky,
        starts_at=starts_at,
        ends_at=ends_at,
        **{name: template[name] for name in _COPIED},
    )
    here: datetime = local(starts_at, template["zone"])
    meeting = tx.value(
        MEETING, slot=slot, day=_written(here.date()), time=f"{here:%H:%M}", starts_at=starts_at, ends_at=ends_at
    )
    for nth in range(taken + waited):
        fate = _SEATED if nth < taken - lucky else _LUCKY if nth < taken else _IN_VAIN
        _visitor(past, template, slot, meeting, starts_at, nth, fate)
    for _nth in range(round(wanted * chance.uniform(0.6, 1.6))):
        _passer_by(past, template["event"], starts_at)


_SEATED: Final = ("confirmed", False)
_LUCKY: Final = ("confirmed", True)
"""Waited for a seat that somebody gave up."""
_IN_VAIN: Final = ("cancelled", True)
_COPIED: Final = ("event", "city", "place", "address", "latitude", "longitude", "online_link", "zone")


def _visitor(
    past: _Past, template: Row, slot: int, meeting: int, starts_at: Instant, nth: int, fate: tuple[str, bool]
) -> None:
    """Somebody who wanted to come: with a seat at once, after waiting, or not at all."""
    tx, chance = past.tx, past.chance
    state, waited = fate
    asked_at = starts_at - chance.randrange(2, 20) * DAY
    low, high = template["grade_from"] or 7, template["grade_to"] or 11
    school = past.schools[min(int(chance.expovariate(0.45)), len(past.schools) - 1)]
    person = tx.value(PERSON, at=asked_at)
    pupil = tx.value(PUPIL, name=NAME, grade=chance.randint(low, high), school=school, at=asked_at)
    booking = tx.value(
        BOOKING,
        slot=slot,
        pupil=pupil,
        person=person,
        state=state,
        ended_from="waitlisted" if state == "cancelled" else None,
        line_number=nth + 1 if waited else None,
        token=f"sample-{slot}-{nth}",
        code=f"S{nth:03}",
        at=asked_at,
    )
    _look(past, template["event"], person, asked_at)
    if state == "confirmed":
        _came(past, template["event"], booking, meeting, pupil, starts_at)


def _came(past: _Past, event: int, booking: int, meeting: int, pupil: int, starts_at: Instant) -> None:
    """Was there, most often; was not; or nobody has said. Some of those who were there answered both questions."""
    tx, chance = past.tx, past.chance
    fate = chance.random()
    if fate > _MARKED:
        return
    present = fate < _PRESENT
    at = starts_at + 5 * MINUTE
    state = "present" if present else "absent"
    tx.run(ATTENDANCE, booking=booking, meeting=meeting, state=state, pupils=int(present), at=at)
    if present and chance.random() < _ANSWERED:
        before = min(max(round(chance.gauss(2.8, 1.1)), 1), 5)
        after = min(max(round(before + chance.gauss(0.7, 0.9)), 1), 5)
        for phase, answer, when in (("before", before, starts_at - DAY), ("after", after, starts_at + 22 * HOUR)):
            tx.run(INTEREST, pupil=pupil, event=event, phase=phase, answer=answer, at=min(when, tx.now))


_MARKED: Final = 0.95
_PRESENT: Final = 0.83
_ANSWERED: Final = 0.4


def _passer_by(past: _Past, event: int, starts_at: Instant) -> None:
    """Somebody who looked at the event's card, and went on."""
    at = starts_at - past.chance.randrange(1, 25) * DAY
    _look(past, event, past.tx.value(PERSON, at=at), at)


def _look(past: _Past, event: int, person: int, at: int) -> None:
    """The first look at an event's card, by a poster or post or without one."""
    source = past.sources.get(event) if past.chance.random() < _BY_SOURCE else None
    past.tx.run(LOOK, event=event, person=person, at=at, source=source)
    if source is not None:
        past.tx.run(ARRIVAL, source=source, person=person, at=at)


_BY_SOURCE: Final = 0.3


def _written(day: date) -> str:
    return day.isoformat()
