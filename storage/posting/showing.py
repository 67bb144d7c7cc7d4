"""What can be posted: published events of those partners that one announces for, with the dates that are ahead."""

import json
from dataclasses import dataclass
from typing import Final

from domain.identities import EventId, PersonId, SlotId
from domain.languages import Texts
from domain.rights import OrganizerRole
from domain.segments import DateTarget, EventTarget
from storage.engine import Transaction
from storage.people import rights
from storage.posting.places import announcing_for
from storage.programme import slots
from storage.programme.columns import texts

EVENTS: Final = """
    SELECT event.id, event.title
      FROM partners AS partner
      JOIN events AS event ON event.partner = partner.id
     WHERE (:owner OR partner.id IN (SELECT value FROM json_each(:partners)))
       AND event.published_at IS NOT NULL
       AND EXISTS (SELECT 1 FROM slots WHERE slots.event = event.id AND slots.starts_at > :now)
     ORDER BY event.id DESC
     LIMIT :size OFFSET :skip
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """An event that can be posted, and its dates ahead."""

    title: Texts
    dates: tuple[DateTarget, ...]


def events(tx: Transaction, *, actor: PersonId, page: int, size: int) -> tuple[EventTarget, ...]:
    """A page of them, the newest first. Raises NotYours for who announces for nobody."""
    may = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS)
    rows = tx.all(
        EVENTS,
        owner=int(may.owner),
        partners=json.dumps(announcing_for(may)),
        now=tx.now,
        size=size,
        skip=page * size,
    )
    return tuple(EventTarget(EventId(row["id"]), texts(row["title"])) for row in rows)


def dates(tx: Transaction, *, actor: PersonId, event: EventId) -> Offered:
    """One of them with its dates. Raises NotYours, SlotGone."""
    found = slots.event(tx, event=event)
    rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=found.partner.id)
    lines = slots.dates(tx, event=event)
    return Offered(found.title, tuple(DateTarget(SlotId(one.id), one.starts_at, one.zone) for one in lines))
