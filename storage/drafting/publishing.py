"""Publishing drafts: now, or at a time. What follows from it is storage/publishing's."""

from typing import Final

from domain.drafts import ManagedEvent
from domain.identities import EventId, PersonId
from domain.messages import LetterKind
from domain.moments import Instant
from domain.refusals import NotAhead, NotReady, NotYours
from domain.rights import Action, OrganizerRole
from storage.drafting import editing, reading
from storage.engine import Transaction
from storage.messages import letters
from storage.people import audit, rights
from storage.publishing.published import published

PUBLISH: Final = """
    UPDATE events
       SET published_at = :now, publish_at = NULL
     WHERE id = :event AND published_at IS NULL
"""

PLAN: Final = """
    UPDATE events
       SET publish_at = :at
     WHERE id = :event
"""

DUE: Final = """
    SELECT id
      FROM events
     WHERE publish_at <= :now AND published_at IS NULL AND discarded_at IS NULL
     ORDER BY publish_at, id
     LIMIT :size
"""

NEXT_DUE: Final = """
    SELECT min(publish_at)
      FROM events
     WHERE publish_at IS NOT NULL AND published_at IS NULL AND discarded_at IS NULL
"""


def publish(tx: Transaction, *, actor: PersonId, event: EventId, seen: int) -> ManagedEvent:
    """Show a draft to everybody. One that is published stays so. Raises NotReady, ChangedMeanwhile, NotYours."""
    known = reading.event(tx, actor=actor, event=event)
    if not known.is_draft:
        return known
    _ready(tx, known, seen)
    _publish(tx, known)
    editing.signed(tx, event=event, actor=actor)
    audit.write(tx, Action.EVENT_PUBLISHED, actor=actor, partner=known.partner.id, event=event)
    return reading.read(tx, event=event)


def plan(tx: Transaction, *, actor: PersonId, event: EventId, seen: int, at: Instant | None) -> ManagedEvent:
    """Let a draft publish itself at a time; None: not after all.

    Raises NotReady, NotAhead, ChangedMeanwhile, NotYours.
    """
    known = reading.event(tx, actor=actor, event=event)
    if not known.is_draft or known.publish_at == at:
        return known
    if at is None:
        editing.check(tx, known, seen=seen)
    else:
        _ready(tx, known, seen)
        if at <= tx.now:
            raise NotAhead
    tx.run(PLAN, event=event, at=at)
    editing.signed(tx, event=event, actor=actor)
    audit.write(tx, Action.EVENT_PLANNED, actor=actor, partner=known.partner.id, event=event, at=at or "")
    return reading.read(tx, event=event)


def publish_due(tx: Transaction, *, chunk: int = 20) -> bool:
    """Publish drafts whose time has come, and tell their organizers; whether there may be more.

    A draft that was made unfit meanwhile stays a draft, and its organizers are told that.
    """
    rows = tx.all(DUE, now=tx.now, size=chunk)
    for row in rows:
        known = reading.read(tx, event=EventId(row["id"]))
        ready = not known.lacks()
        if ready:
            _publish(tx, known)
            audit.write(tx, Action.EVENT_PUBLISHED, actor=None, partner=known.partner.id, event=known.id)
        else:
            tx.run(PLAN, event=known.id, at=None)
        kind = LetterKind.EVENT_PUBLISHED if ready else LetterKind.EVENT_NOT_PUBLISHED
        for person in rights.with_role(tx, role=OrganizerRole.PROGRAMME, partner=known.partner.id):
            key = f"{kind}:{known.id}:{person}:{tx.now}"
            event, draft = (known.id, None) if ready else (None, known.id)
            letters.write(tx, kind=kind, key=key, person=person, event=event, draft=draft)
    return len(rows) == chunk


def next_due(tx: Transaction) -> Instant | None:
    """When the next draft publishes itself."""
    at = tx.value(NEXT_DUE)
    return None if at is None else Instant(at)


def _ready(tx: Transaction, known: ManagedEvent, seen: int) -> None:
    if known.discarded_at is not None:
        raise NotYours
    editing.check(tx, known, seen=seen)
    if lacks := known.lacks():
        raise NotReady(tuple(lacks))


def _publish(tx: Transaction, known: ManagedEvent) -> None:
    tx.run(PUBLISH, event=known.id, now=tx.now)
    published(tx, event=known.id)
