"""Programme files through the chat: what one would do, bringing it in by its sender's rights, and taking one away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.drafts import ManagedEvent, ManagedSlot
from domain.identities import EventId, PartnerId, PersonId, SlotId
from domain.languages import Texts
from domain.moments import instant
from domain.moves import starts_at
from domain.programme import EventDraft, PartnerDraft, ProgrammeDraft, Question, SlotDraft
from domain.programme_files import Became, Forbidden, NotTheirs, Preview, SlotPreview, TooFewSeats
from domain.refusals import FileOutOfDate, NotYours
from domain.rights import Action, OrganizerRole, Rights
from storage.drafting import reading
from storage.engine import Transaction
from storage.people import audit, rights
from storage.programme.columns import texts
from storage.publishing import programmes, slots, tidings

PARTNERS: Final = """
    SELECT id, key, name, contact
      FROM partners
     ORDER BY id
"""

EVENT_OF_KEY: Final = """
    SELECT id, partner
      FROM events
     WHERE key = :key
"""

SLOT_OF_KEY: Final = """
    SELECT slot.id, slot.event, event.partner
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
     WHERE slot.key = :key
"""

PUBLISHED: Final = """
    SELECT id
      FROM events
     WHERE partner = :partner AND published_at IS NOT NULL
     ORDER BY id
"""

_NOBODY: Final = Texts()


@dataclass(frozen=True, slots=True)
class _Partner:
    id: PartnerId
    draft: PartnerDraft


def preview(tx: Transaction, *, actor: PersonId, draft: ProgrammeDraft) -> Preview:
    """What this file would do if it were brought in now. Raises NotYours for whoever makes nobody's programme."""
    may = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    known = _partners(tx)
    events = _Events(tx)
    changed = [event for event in draft.events if (was := events.of_key(event.key)) and _sheet(was, known) != event]
    partners = [one for one in draft.partners if one.key in known and known[one.key].draft != one]
    titles = {event.key: event.title for event in draft.events}
    return Preview(
        slots=tuple(_slot_preview(tx, slot, titles[slot.event], events) for slot in draft.slots),
        events_new=sum(events.of_key(event.key) is None for event in draft.events),
        events_changed=tuple(event.title for event in changed),
        partners_changed=tuple(partner.name for partner in partners),
        not_theirs=_not_theirs(tx, may, known, draft),
        too_few_seats=tuple(TooFewSeats(small.key, small.taken) for small in slots.too_small(tx, slots=draft.slots)),
    )


def bring_first(tx: Transaction, *, actor: PersonId, draft: ProgrammeDraft, shown: str) -> None:
    """Bring in the partners and events of the file that was shown so. Raises NotYours, FileOutOfDate."""
    found = preview(tx, actor=actor, draft=draft)
    if found.faulty or found.fingerprint != shown:
        raise FileOutOfDate
    programmes.bring_partners(tx, partners=draft.partners)
    programmes.bring_events(tx, events=draft.events)


def bring_slots(tx: Transaction, *, actor: PersonId, draft: ProgrammeDraft, some: Sequence[SlotDraft]) -> slots.Brought:
    """Bring some of its slots in, and tell whoever is booked in those that move. Raises NotYours."""
    may = rights.of(tx, actor=actor)
    if _not_theirs(tx, may, _partners(tx), replace(draft, slots=tuple(some))):
        raise NotYours
    return slots.bring_slots(tx, slots=some, by=actor)


def brought(tx: Transaction, *, actor: PersonId, draft: ProgrammeDraft, what: slots.Brought) -> None:
    """Write down that all of it is in."""
    known = _partners(tx)
    for partner in draft.partners:
        audit.write(
            tx,
            Action.FILE_BROUGHT_IN,
            actor=actor,
            partner=known[partner.key].id,
            new=what.new,
            known=what.known,
            moved=what.moved,
        )


def programme(tx: Transaction, *, actor: PersonId, partner: PartnerId | None) -> ProgrammeDraft:
    """What is published, of one partner or of all of the actor's, as a file states it. Raises NotYours."""
    may = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    known = [one for one in _partners(tx).values() if may.may(OrganizerRole.PROGRAMME, one.id)]
    chosen = [one for one in known if partner is None or one.id == partner]
    if not chosen:
        raise NotYours
    by_key = {one.draft.key: one for one in chosen}
    events = [reading.read(tx, event=EventId(row["id"])) for one in chosen for row in tx.all(PUBLISHED, partner=one.id)]
    return ProgrammeDraft(
        partners=tuple(one.draft for one in chosen),
        events=tuple(_sheet(event, by_key) for event in events),
        slots=tuple(slot.draft(event.key) for event in events for slot in event.slots),
    )


def taken(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, dates: int) -> None:
    """Write down that the programme was taken away. Raises NotYours."""
    rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    audit.write(tx, Action.FILE_TAKEN, actor=actor, partner=partner, dates=dates)


def mine(tx: Transaction, *, actor: PersonId) -> Mapping[PartnerId, Texts]:
    """The partners whose programme the actor makes. Raises NotYours."""
    may = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    return {one.id: one.draft.name for one in _partners(tx).values() if may.may(OrganizerRole.PROGRAMME, one.id)}


class _Events:
    """Events by their keys, each read once."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._read: dict[EventId, ManagedEvent] = {}

    def of_key(self, key: str) -> ManagedEvent | None:
        row = self._tx.one(EVENT_OF_KEY, key=key)
        return None if row is None else self.of_number(EventId(row["id"]))

    def of_number(self, number: EventId) -> ManagedEvent:
        if number not in self._read:
            self._read[number] = reading.read(self._tx, event=number)
        return self._read[number]


def _partners(tx: Transaction) -> dict[str, _Partner]:
    return {
        row["key"]: _Partner(
            PartnerId(row["id"]), PartnerDraft(key=row["key"], name=texts(row["name"]), contact=row["contact"])
        )
        for row in tx.all(PARTNERS)
    }


def _sheet(event: ManagedEvent, known: Mapping[str, _Partner]) -> EventDraft:
    """A stored event as a file states it."""
    sheet = event.sheet
    return EventDraft(
        key=event.key,
        partner=next((key for key, one in known.items() if one.id == event.partner.id), ""),
        kind=sheet.kind,
        title=sheet.title,
        description=sheet.description,
        audience=sheet.audience,
        format=sheet.format,
        bring=sheet.bring,
        forbidden=sheet.forbidden,
        question=Question(asks=sheet.asks, why=sheet.why) if sheet.asks else None,
        reminder_rules=sheet.reminder_rules,
        for_classes=sheet.for_classes,
        for_pupils=sheet.for_pupils,
    )


def _not_theirs(
    tx: Transaction, may: Rights, known: Mapping[str, _Partner], draft: ProgrammeDraft
) -> tuple[NotTheirs, ...]:
    """What of the file is somebody else's, or nobody's yet: new partners are the owners' to bring."""
    if may.owner:
        return ()
    names = {one.id: one.draft.name for one in known.values()}
    found = []
    for partner in draft.partners:
        one = known.get(partner.key)
        if one is None or not may.may(OrganizerRole.PROGRAMME, one.id):
            found.append(NotTheirs(Forbidden.PARTNER, partner.key, names[one.id] if one else _NOBODY))
    for what, key, row in (
        *((Forbidden.EVENT, event.key, tx.one(EVENT_OF_KEY, key=event.key)) for event in draft.events),
        *((Forbidden.SLOT, slot.key, tx.one(SLOT_OF_KEY, key=slot.key)) for slot in draft.slots),
    ):
        if row is not None and not may.may(OrganizerRole.PROGRAMME, PartnerId(row["partner"])):
            found.append(NotTheirs(what, key, names[PartnerId(row["partner"])]))
    return tuple(found)


def _slot_preview(tx: Transaction, slot: SlotDraft, title: Texts, events: _Events) -> SlotPreview:
    row = tx.one(SLOT_OF_KEY, key=slot.key)
    begins = starts_at(slot.meetings[0], slot.zone)
    wanted = replace(slot, closes_at=None) if slot.closes_at == begins else slot
    if row is None:
        became, revision, people = (Became.LEFT_OUT if slot.cancelled else Became.NEW), 0, 0
    else:
        event = events.of_number(EventId(row["event"]))
        known = next((one for one in event.slots if one.id == row["id"]), None)
        became = Became.BACK if known is None else _became(known, known.draft(event.key), wanted)
        revision = 0 if known is None else known.revision
        told = became in {Became.MOVED, Became.CANCELLED}
        people = tidings.audience(tx, slot=SlotId(row["id"])).people if told else 0
    return SlotPreview(
        key=slot.key,
        title=title,
        starts_at=begins,
        zone=slot.zone,
        became=became,
        revision=revision,
        people=people,
    )


def _became(known: ManagedSlot, was: SlotDraft, wanted: SlotDraft) -> Became:
    if wanted == was:
        return Became.SAME
    if wanted.cancelled:
        return Became.CANCELLED if known.cancelled_at is None else Became.CHANGED
    if known.cancelled_at is not None:
        return Became.BACK
    return Became.MOVED if _is_told(was, wanted) else Became.CHANGED


def _is_told(was: SlotDraft, wanted: SlotDraft) -> bool:
    """Whether time or place differ, as bringing it in sees it (storage/publishing/slots)."""

    def where(slot: SlotDraft) -> tuple[object, ...]:
        return (slot.place and (slot.place.name, slot.place.address), slot.online_link)

    def when(slot: SlotDraft) -> list[tuple[object, ...]]:
        return [(one, instant(one.on, one.at, slot.zone)) for one in slot.meetings]

    then, now = when(was), when(wanted)
    # More meetings than before move nobody; others, or fewer, do.
    return where(was) != where(wanted) or then != now[: len(then)]
