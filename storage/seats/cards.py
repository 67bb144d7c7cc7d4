"""Cards: a slot or an event with all that its reader should see beside it, in one reading."""

from dataclasses import replace
from typing import Final

from domain.capacity import Comer
from domain.cards import EventCard, SlotCard
from domain.identities import EventId, PersonId, SlotId
from domain.programme import SeatTerms, Slot
from storage.engine import Transaction
from storage.programme import slots
from storage.seats import booking_lists, limits

READER: Final = """
    SELECT EXISTS (SELECT 1 FROM wishes WHERE event = :event AND person = :actor) AS wished,
           EXISTS (SELECT 1 FROM looks WHERE event = :event AND person = :actor) AS seen
"""


SCHOOL: Final = """
    SELECT school
      FROM pupils
     WHERE person = :actor
"""


def slot_card(tx: Transaction, *, actor: PersonId | None, slot: SlotId) -> SlotCard:
    """A slot of a published event, past or full ones too. `actor` is None for a stranger. Raises SlotGone."""
    shown = slots.slot(tx, slot=slot)
    wished, seen = _reader(tx, actor, shown.event.id)
    return SlotCard(
        slot=shown if shown.terms is None else replace(shown, terms=_for_reader(tx, actor, shown)),
        mine=None if actor is None else booking_lists.in_slot(tx, actor=actor, slot=slot),
        other_dates=slots.dates(tx, event=shown.event.id, but=slot),
        wished=wished,
        seen=seen,
    )


def event_card(tx: Transaction, *, actor: PersonId | None, event: EventId) -> EventCard:
    """A published event with its next dates. `actor` is None for a stranger. Raises SlotGone."""
    shown = slots.event(tx, event=event)
    wished, seen = _reader(tx, actor, event)
    return EventCard(event=shown, dates=slots.dates(tx, event=event), wished=wished, seen=seen)


def _for_reader(tx: Transaction, actor: PersonId | None, slot: Slot) -> SeatTerms | None:
    """The terms of a slot with the seats that its reader, as a pupil, would find."""
    school = None if actor is None else tx.value(SCHOOL, actor=actor)
    seats = limits.room_for(tx, slot=slot.id, comer=Comer(school=school))
    return None if slot.terms is None else replace(slot.terms, for_reader=seats)


def _reader(tx: Transaction, actor: PersonId | None, event: EventId) -> tuple[bool, bool]:
    """Whether the reader asked to hear of this event, and whether they have seen it; a stranger is not counted."""
    if actor is None:
        return False, True
    row = tx.one(READER, event=event, actor=actor)
    return (False, False) if row is None else (bool(row["wished"]), bool(row["seen"]))
