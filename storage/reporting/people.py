"""How people came: from seeing an event's card to being there, and by which posters and posts."""

from typing import Final

from domain.identities import PartnerId, PersonId
from domain.reports import Funnel, SourceCount, Span
from storage.engine import Transaction
from storage.programme.columns import texts
from storage.reporting.scopes import IN_SCOPE, allowed

# Who runs the programme looks at its cards as well, and is nobody's visitor.
FUNNEL: Final = f"""
    SELECT count(*) AS seen,
           coalesce(sum(EXISTS (SELECT 1
                                  FROM bookings AS booking
                                  JOIN slots AS slot ON slot.id = booking.slot
                                 WHERE booking.booked_by = look.person AND slot.event = look.event)), 0) AS asked,
           coalesce(sum(EXISTS (SELECT 1
                                  FROM bookings AS booking
                                  JOIN slots AS slot ON slot.id = booking.slot
                                 WHERE booking.booked_by = look.person AND slot.event = look.event
                                   AND 'confirmed' IN (booking.state, booking.ended_from))), 0) AS seated,
           coalesce(sum(EXISTS (SELECT 1
                                  FROM bookings AS booking
                                  JOIN slots AS slot ON slot.id = booking.slot
                                  JOIN attendances AS attendance ON attendance.booking = booking.id
                                 WHERE booking.booked_by = look.person AND slot.event = look.event
                                   AND 'confirmed' IN (booking.state, booking.ended_from)
                                   AND attendance.state = 'present')), 0) AS came
      FROM looks AS look
      JOIN events AS event ON event.id = look.event
     WHERE look.first_at >= :since AND look.first_at < :before AND {IN_SCOPE}
       AND NOT EXISTS (SELECT 1 FROM organizers WHERE person = look.person)
       AND NOT EXISTS (SELECT 1
                         FROM people AS person
                         JOIN owners AS owner ON owner.account = person.account
                        WHERE person.id = look.person)
"""  # noqa: S608  made of constants alone

SOURCES: Final = f"""
    SELECT event.title, source.kind, source.name, count(*) AS came,
           sum(EXISTS (SELECT 1
                         FROM bookings AS booking
                         JOIN slots AS slot ON slot.id = booking.slot
                        WHERE booking.booked_by = arrival.person AND slot.event = source.event
                          AND booking.requested_at >= arrival.first_at)) AS registered
      FROM arrivals AS arrival
      JOIN sources AS source ON source.id = arrival.source
      JOIN events AS event ON event.id = source.event
     WHERE arrival.first_at >= :since AND arrival.first_at < :before AND {IN_SCOPE}
     GROUP BY source.id
     ORDER BY came DESC, source.id
"""  # noqa: S608  made of constants alone


def funnel(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, over: Span) -> Funnel:
    """Of those who first saw an event in the span: who asked for a seat, had one, and was there. Raises NotYours."""
    partners = allowed(tx, actor=actor, partner=partner)
    row = tx.one(FUNNEL, partners=partners, since=over.since, before=over.before)
    if row is None:
        return Funnel(seen=0, asked=0, seated=0, came=0)
    return Funnel(seen=row["seen"], asked=row["asked"], seated=row["seated"], came=row["came"])


def sources(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, over: Span) -> tuple[SourceCount, ...]:
    """What each poster and post brought in the span, most first; those that brought nobody are left out."""
    partners = allowed(tx, actor=actor, partner=partner)
    return tuple(
        SourceCount(
            event=texts(row["title"]),
            kind=row["kind"],
            name=row["name"],
            came=row["came"],
            registered=row["registered"],
        )
        for row in tx.all(SOURCES, partners=partners, since=over.since, before=over.before)
    )
