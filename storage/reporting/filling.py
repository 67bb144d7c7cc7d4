"""How full the programme was: seats offered and taken, and seats that were waited for. By when slots begin."""

from typing import Any, Final

from domain.identities import PartnerId, PersonId
from domain.reports import By, Demand, Filling, Group, Span
from storage.engine import Row, Transaction
from storage.programme.columns import texts
from storage.reporting.scopes import IN_SCOPE, allowed

_GROUPED: Final = {
    By.MONTH: "substr(meeting.local_date, 1, 7) AS group_key, NULL AS group_name",
    By.EVENT: "event.id AS group_key, event.title AS group_name",
    By.PARTNER: "event.partner AS group_key, partner.name AS group_name",
    By.CITY: "slot.city AS group_key, city.name AS group_name",
}

_SLOTS: Final = f"""
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
      JOIN partners AS partner ON partner.id = event.partner
      JOIN meetings AS meeting ON meeting.slot = slot.id AND meeting.number = 1
      LEFT JOIN cities AS city ON city.id = slot.city
     WHERE slot.cancelled_at IS NULL AND slot.starts_at >= :since AND slot.starts_at < :before AND {IN_SCOPE}
"""

FILLING: Final = {
    by: f"""
    SELECT {group}, count(*) AS slots, sum(slot.capacity) AS seats, sum(slot.seats_taken) AS taken
      {_SLOTS}
     GROUP BY group_key
     ORDER BY group_key
"""
    for by, group in _GROUPED.items()
}

# Who was ever in the line keeps the number they had there.
DEMAND: Final = {
    by: f"""
    SELECT {group}, sum(wanted.asked) AS asked, sum(wanted.got) AS got, sum(wanted.waiting) AS waiting
      FROM (SELECT booking.slot AS slot, sum(booking.whole) AS asked,
                   sum(CASE WHEN booking.state = 'confirmed' THEN booking.whole ELSE 0 END) AS got,
                   sum(CASE WHEN booking.state IN ('waitlisted', 'offered', 'requested')
                            THEN booking.whole ELSE 0 END) AS waiting
              FROM slots AS slot
              JOIN bookings AS booking ON booking.slot = slot.id AND booking.line_number IS NOT NULL
             WHERE slot.cancelled_at IS NULL AND slot.starts_at >= :since AND slot.starts_at < :before
             GROUP BY booking.slot) AS wanted
      JOIN slots AS slot ON slot.id = wanted.slot
      JOIN events AS event ON event.id = slot.event
      JOIN partners AS partner ON partner.id = event.partner
      JOIN meetings AS meeting ON meeting.slot = slot.id AND meeting.number = 1
      LEFT JOIN cities AS city ON city.id = slot.city
     WHERE {IN_SCOPE}
     GROUP BY group_key
     ORDER BY group_key
"""  # noqa: S608  made of constants alone
    for by, group in _GROUPED.items()
}


def filling(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, over: Span, by: By) -> tuple[Filling, ...]:
    """Seats offered and taken of the slots that begin in the span. Raises NotYours."""
    rows = tx.all(FILLING[by], **_asked(tx, actor, partner, over))
    return tuple(
        Filling(group=grouped(row), slots=row["slots"], seats=row["seats"], taken=row["taken"]) for row in rows
    )


def demand(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, over: Span, by: By) -> tuple[Demand, ...]:
    """Seats waited for in the lines of those slots; those without a line are left out. Raises NotYours."""
    rows = tx.all(DEMAND[by], **_asked(tx, actor, partner, over))
    return tuple(Demand(group=grouped(row), asked=row["asked"], got=row["got"], waiting=row["waiting"]) for row in rows)


def grouped(row: Row) -> Group:
    """What the row is about: names of the programme are in several languages."""
    return Group(row["group_key"], texts(row["group_name"]))


def _asked(tx: Transaction, actor: PersonId, partner: PartnerId | None, over: Span) -> dict[str, Any]:
    return {
        "partners": allowed(tx, actor=actor, partner=partner),
        "since": over.since,
        "before": over.before,
    }
