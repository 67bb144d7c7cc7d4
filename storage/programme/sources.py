"""Sources: posters and posts of an event, each with its own link, and how many people each has brought."""

import json
from typing import Final

from domain.identities import EventId, Intent, PartnerId, PersonId, SourceId
from domain.languages import Texts
from domain.moments import Instant
from domain.refusals import NotYours, SlotGone
from domain.rights import Action, OrganizerRole
from domain.sources import LONGEST_NAME, Source, SourceKind
from storage.engine import Row, Transaction
from storage.people import audit, intents, rights
from storage.programme import partners
from storage.programme.columns import texts

MAY_ANNOUNCE: Final = (OrganizerRole.PROGRAMME, OrganizerRole.ANNOUNCEMENTS)

PARTNER: Final = """
    SELECT partner
      FROM events
     WHERE id = :event
"""

MAKE: Final = """
    INSERT INTO sources (event, kind, name, made_by, made_at)
    VALUES (:event, :kind, :name, :actor, :now)
    RETURNING id
"""

_COUNTED: Final = """
    SELECT source.id, source.event, source.kind, source.name, source.made_at,
           (SELECT count(*) FROM arrivals WHERE source = source.id) AS came,
           (SELECT count(*)
              FROM arrivals AS arrival
             WHERE arrival.source = source.id
               AND EXISTS (SELECT 1
                             FROM bookings AS booking
                             JOIN slots AS slot ON slot.id = booking.slot
                            WHERE booking.booked_by = arrival.person AND slot.event = source.event
                              AND booking.requested_at >= arrival.first_at)) AS registered
      FROM sources AS source
"""

TO_ANNOUNCE: Final = """
    SELECT event.id, event.title
      FROM events AS event
     WHERE event.partner IN (SELECT value FROM json_each(:partners)) AND event.published_at IS NOT NULL
     ORDER BY (SELECT min(starts_at) FROM slots WHERE event = event.id AND starts_at > :now AND cancelled_at IS NULL)
              IS NULL,
              (SELECT min(starts_at) FROM slots WHERE event = event.id AND starts_at > :now AND cancelled_at IS NULL),
              event.id DESC
     LIMIT :size OFFSET :skip
"""

OF_EVENT: Final = f"{_COUNTED} WHERE source.event = :event ORDER BY source.id"

SOURCE: Final = f"{_COUNTED} WHERE source.id = :source"


def to_announce(tx: Transaction, *, actor: PersonId, page: int, size: int) -> tuple[tuple[EventId, Texts], ...]:
    """A page of published events that the actor may announce, those with the next dates first. Raises NotYours."""
    may = rights.of(tx, actor=actor)
    mine = [number for number in partners.named(tx) if any(may.may(role, number) for role in MAY_ANNOUNCE)]
    if not mine:
        raise NotYours
    rows = tx.all(TO_ANNOUNCE, partners=json.dumps(mine), now=tx.now, size=size, skip=max(page, 0) * size)
    return tuple((EventId(row["id"]), texts(row["title"])) for row in rows)


def hang(tx: Transaction, *, actor: PersonId, event: EventId, name: str, intent: Intent) -> Source:
    """One more poster of an event, once for each intent: asked again, the one that came of it. Raises NotYours."""
    if intents.acted(tx, actor=actor, intent=intent) is not None:
        return of_event(tx, actor=actor, event=event)[-1]
    made = make(tx, event=event, kind=SourceKind.POSTER, name=name, actor=actor)
    intents.act(tx, actor=actor, intent=intent)
    return source(tx, actor=actor, source=made)


def make(tx: Transaction, *, event: EventId, kind: SourceKind, name: str, actor: PersonId) -> SourceId:
    """Another source of an event, from now on counted by its link (`links.event_link(..., source)`).

    For whoever makes the event's programme or announces it. `name` is cut at LONGEST_NAME. Raises NotYours, SlotGone.
    """
    partner = _allowed(tx, actor=actor, event=event)
    made = SourceId(
        tx.value(MAKE, event=event, kind=kind.value, name=name.strip()[:LONGEST_NAME], actor=actor, now=tx.now)
    )
    audit.write(tx, Action.SOURCE_MADE, actor=actor, partner=partner, event=event, kind=kind.value, source=made)
    return made


def of_event(tx: Transaction, *, actor: PersonId, event: EventId) -> tuple[Source, ...]:
    """An event's sources with their counts, oldest first. Raises NotYours, SlotGone."""
    _allowed(tx, actor=actor, event=event)
    return tuple(_mapped(row) for row in tx.all(OF_EVENT, event=event))


def source(tx: Transaction, *, actor: PersonId, source: SourceId) -> Source:
    """One source with its counts. Raises NotYours, also where there is none."""
    row = tx.one(SOURCE, source=source)
    if row is None:
        raise NotYours
    _allowed(tx, actor=actor, event=EventId(row["event"]))
    return _mapped(row)


def _allowed(tx: Transaction, *, actor: PersonId, event: EventId) -> PartnerId:
    """The event's partner, whose programme the actor makes, announces or reports on. Raises NotYours, SlotGone."""
    partner = tx.value(PARTNER, event=event)
    if partner is None:
        raise SlotGone
    may = rights.of(tx, actor=actor)
    if not any(may.may(role, PartnerId(partner)) for role in MAY_ANNOUNCE):
        raise NotYours
    return PartnerId(partner)


def _mapped(row: Row) -> Source:
    return Source(
        id=SourceId(row["id"]),
        event=EventId(row["event"]),
        kind=SourceKind(row["kind"]),
        name=row["name"],
        made_at=Instant(row["made_at"]),
        came=row["came"],
        registered=row["registered"],
    )
