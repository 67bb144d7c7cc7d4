"""A teacher's trips: what their classes are booked for and were, in pages; and all of it for a calendar."""

from typing import Final

from domain.bookings import BookingState
from domain.class_trips import CalendarTrip, Trip, TripPage
from domain.identities import BookingId, PersonId
from domain.moments import DAY, Instant
from storage.engine import Row, Transaction
from storage.programme import lines
from storage.seats import class_records

IN_CALENDAR_FOR: Final = 366 * DAY
"""How long a past trip stays in the calendar."""

_TRIP: Final = f"""
    SELECT booking.id AS booking_id, booking.state, class.name AS class_name,
           (SELECT max(pupils) FROM attendances WHERE attendances.booking = booking.id) AS came, {lines.COLUMNS}
      FROM bookings AS booking
      JOIN classes AS class ON class.id = booking.class
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
      LEFT JOIN cities AS city ON city.id = slot.city
     WHERE booking.class IN (SELECT mine.id
                               FROM teachers AS teacher
                               JOIN classes AS mine ON mine.teacher = teacher.id
                              WHERE teacher.person = :actor AND teacher.state = 'approved')
"""  # noqa: S608  made of constants alone

_IS_AHEAD: Final = "slot.ends_at > :now AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')"

COMING: Final = f"{_TRIP} AND ({_IS_AHEAD}) ORDER BY slot.starts_at, booking.id LIMIT :size OFFSET :skip"
PAST: Final = f"{_TRIP} AND NOT ({_IS_AHEAD}) ORDER BY slot.starts_at DESC, booking.id DESC LIMIT :size OFFSET :skip"

# Certain ones, and what was certain and is off: a calendar shows that it is.
FOR_CALENDAR: Final = """
    SELECT booking.id, booking.state, booking.changed_at, slot.cancelled_at
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE booking.class IN (SELECT mine.id
                               FROM teachers AS teacher
                               JOIN classes AS mine ON mine.teacher = teacher.id
                              WHERE teacher.person = :person AND teacher.state = 'approved')
       AND (booking.state = 'confirmed' OR booking.ended_from = 'confirmed') AND slot.ends_at > :since
     ORDER BY slot.starts_at, booking.id
     LIMIT :size
"""


def page(tx: Transaction, *, actor: PersonId, past: bool, page: int, size: int = 8) -> TripPage:
    """One page of the trips of the actor's classes, closed classes too; pages count from 0.

    What is live and not over yet, soonest first; or (`past`) all the rest, latest first.
    """
    page = max(page, 0)
    rows = tx.all(PAST if past else COMING, actor=actor, now=tx.now, size=size + 1, skip=page * size)
    return TripPage(trips=tuple(_mapped(row) for row in rows[:size]), page=page, more=len(rows) > size)


def for_calendar(tx: Transaction, *, person: PersonId, most: int = 200) -> tuple[CalendarTrip, ...]:
    """What belongs into this teacher's calendar: certain trips, ahead and of the last year, and those called off.

    Who asks is the caller's to check.
    """
    rows = tx.all(FOR_CALENDAR, person=person, since=tx.now - IN_CALENDAR_FOR, size=most)
    return tuple(
        CalendarTrip(
            booking=class_records.recorded(tx, booking=BookingId(row["id"])),
            cancelled=row["state"] != BookingState.CONFIRMED or row["cancelled_at"] is not None,
            changed_at=Instant(max(row["changed_at"], row["cancelled_at"] or 0)),
        )
        for row in rows
    )


def _mapped(row: Row) -> Trip:
    return Trip(
        booking=BookingId(row["booking_id"]),
        state=BookingState(row["state"]),
        school_class=row["class_name"],
        slot=lines.mapped(row),
        came=row["came"],
    )
