"""Every slot in numbers, one row each: what a spreadsheet of the programme holds."""

from datetime import date, time
from typing import Final

from domain.identities import PartnerId, PersonId
from domain.reports import SlotRow, Span
from storage.engine import Transaction
from storage.programme.columns import texts
from storage.reporting.attendance import COUNTED
from storage.reporting.scopes import IN_SCOPE, allowed

DATES: Final = f"""
    SELECT first.local_date, first.local_time, event.title, partner.name AS partner, city.name AS city,
           slot.cancelled_at, slot.capacity, slot.seats_taken,
           (SELECT coalesce(sum(whole), 0)
              FROM bookings
             WHERE slot = slot.id AND line_number IS NOT NULL AND state <> 'confirmed') AS in_vain,
           slot.id AS slot
      FROM meetings AS first
      JOIN slots AS slot ON slot.id = first.slot
      JOIN events AS event ON event.id = slot.event
      JOIN partners AS partner ON partner.id = event.partner
      LEFT JOIN cities AS city ON city.id = slot.city
     WHERE first.starts_at >= :since AND first.starts_at < :before AND first.number = 1 AND {IN_SCOPE}
     ORDER BY first.starts_at, slot.id
"""  # noqa: S608  made of constants alone

WHO_CAME: Final = f"""
    SELECT slot.id AS slot, {COUNTED}
      FROM meetings AS first
      JOIN slots AS slot ON slot.id = first.slot AND slot.cancelled_at IS NULL
      JOIN events AS event ON event.id = slot.event
      JOIN meetings AS meeting ON meeting.slot = slot.id AND meeting.ends_at <= :now
      JOIN bookings AS booking ON booking.slot = slot.id AND booking.state = 'confirmed'
      LEFT JOIN attendances AS attendance ON attendance.booking = booking.id AND attendance.meeting = meeting.id
     WHERE first.starts_at >= :since AND first.starts_at < :before AND first.number = 1 AND {IN_SCOPE}
     GROUP BY slot.id
"""  # noqa: S608  made of constants alone


def dates(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, over: Span) -> tuple[SlotRow, ...]:
    """The slots whose first meeting is in the span, cancelled ones too, in the order of time. Raises NotYours."""
    asked = {
        "partners": allowed(tx, actor=actor, partner=partner),
        "since": over.since,
        "before": over.before,
    }
    came = {row["slot"]: row for row in tx.all(WHO_CAME, **asked, now=tx.now)}
    return tuple(
        SlotRow(
            starts_on=date.fromisoformat(row["local_date"]),
            starts_at=time.fromisoformat(row["local_time"]),
            event=texts(row["title"]),
            partner=texts(row["partner"]),
            city=texts(row["city"]) if row["city"] else None,
            cancelled=row["cancelled_at"] is not None,
            seats=row["capacity"],
            taken=row["seats_taken"],
            asked_in_vain=row["in_vain"],
            **{
                name: came[row["slot"]][name] if row["slot"] in came else 0
                for name in ("expected", "came", "absent", "unknown")
            },
        )
        for row in tx.all(DATES, **asked)
    )
