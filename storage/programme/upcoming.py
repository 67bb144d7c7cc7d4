"""What is coming: pages of slots whose first meeting is ahead, the month at a glance, which filters hide too much.

Every question walks slots in the order of their start, from now on: what is past costs nothing. The join is a CROSS
JOIN because that is how SQLite is told not to begin with the events.
"""

from collections import Counter
from datetime import date
from typing import Final

from domain.listings import Filter, SlotPage, without
from domain.moments import Instant, local
from domain.people import City
from domain.programme import Wanted
from storage.engine import Transaction, Value
from storage.programme import lines, shares
from storage.programme.columns import texts

_AHEAD: Final = f"""
      FROM slots AS slot
     CROSS JOIN events AS event ON event.id = slot.event
      LEFT JOIN cities AS city ON city.id = slot.city
     WHERE slot.cancelled_at IS NULL AND slot.starts_at > :after AND slot.starts_at < :before
       AND event.published_at IS NOT NULL
       AND (:kind IS NULL OR event.kind = :kind)
       AND (:grade IS NULL OR (ifnull(event.grade_from, :grade) <= :grade AND ifnull(event.grade_to, :grade) >= :grade))
       AND (NOT :online OR event.format IN ('online', 'hybrid'))
       AND (:seats IS NULL
            OR (event.classes <> 'never' AND slot.closes_at > :now AND {shares.FREE_FOR_CLASSES} >= :seats
                AND NOT EXISTS (SELECT 1
                                  FROM bookings
                                 WHERE bookings.slot = slot.id AND bookings.state = 'waitlisted')))
"""  # noqa: S608  made of constants alone
_HERE: Final = "AND slot.city = :city"
_PAGE: Final = "ORDER BY slot.starts_at, slot.id LIMIT :size OFFSET :skip"

PAGE: Final = f"SELECT {lines.COLUMNS} {_AHEAD} {_PAGE}"
PAGE_IN_CITY: Final = f"SELECT {lines.COLUMNS} {_AHEAD} {_HERE} {_PAGE}"

STARTS: Final = f"SELECT slot.starts_at, slot.zone {_AHEAD}"
STARTS_IN_CITY: Final = f"SELECT slot.starts_at, slot.zone {_AHEAD} {_HERE}"

SOME: Final = f"SELECT 1 {_AHEAD} LIMIT 1"
SOME_IN_CITY: Final = f"SELECT 1 {_AHEAD} {_HERE} LIMIT 1"

CITIES: Final = """
    SELECT city.id, city.name
      FROM cities AS city
     WHERE EXISTS (SELECT 1
                     FROM slots AS slot
                    CROSS JOIN events AS event ON event.id = slot.event
                    WHERE slot.city = city.id AND slot.cancelled_at IS NULL AND slot.starts_at > :now
                      AND event.published_at IS NOT NULL)
     ORDER BY city.id
"""

_FOREVER: Final = 2**53
"""Later than any slot begins."""


def page(tx: Transaction, *, wanted: Wanted, page: int, size: int = 8) -> SlotPage:
    """One page of what is coming and wanted, soonest first; pages count from 0."""
    page = max(page, 0)
    rows = tx.all(
        PAGE if wanted.city is None else PAGE_IN_CITY, **_filters(wanted, tx.now), size=size + 1, skip=page * size
    )
    return SlotPage(lines=tuple(lines.mapped(row) for row in rows[:size]), page=page, more=len(rows) > size)


def days(tx: Transaction, *, wanted: Wanted, first: Instant, before: Instant) -> dict[date, int]:
    """How many wanted slots begin on which local date, of those that begin from `first` and before `before`."""
    filters = _filters(wanted, tx.now)
    filters["after"] = max(tx.now, first - 1)
    filters["before"] = before
    rows = tx.all(STARTS if wanted.city is None else STARTS_IN_CITY, **filters)
    return dict(Counter(local(row["starts_at"], row["zone"]).date() for row in rows))


def cities(tx: Transaction) -> tuple[City, ...]:
    """Where something is coming."""
    return tuple(City(id=row["id"], name=texts(row["name"])) for row in tx.all(CITIES, now=tx.now))


def loosened(tx: Transaction, *, wanted: Wanted) -> tuple[Filter, ...]:
    """Which single filters, when dropped, would leave something to see."""
    return tuple(dropped for dropped in Filter if (wider := without(wanted, dropped)) != wanted and _some(tx, wider))


def _some(tx: Transaction, wanted: Wanted) -> bool:
    return tx.one(SOME if wanted.city is None else SOME_IN_CITY, **_filters(wanted, tx.now)) is not None


def _filters(wanted: Wanted, now: Instant) -> dict[str, Value]:
    filters: dict[str, Value] = {
        "after": now if wanted.starts_from is None else max(now, wanted.starts_from - 1),
        "before": _FOREVER if wanted.starts_before is None else wanted.starts_before,
        "kind": wanted.kind,
        "grade": wanted.grade,
        "online": int(wanted.online),
        "seats": wanted.seats,
        "now": now,
    }
    return filters if wanted.city is None else {**filters, "city": wanted.city}
