"""Cards: a slot or an event with all that its reader should see beside it, in one reading."""

from domain.cards import EventCard, SlotCard
from domain.identities import EventId, PersonId, SlotId
from storage.engine import Transaction
from storage.programme import slots, wishes
from storage.seats import booking_lists


def slot_card(tx: Transaction, *, actor: PersonId | None, slot: SlotId) -> SlotCard:
    """A slot of a published event, past or full ones too. `actor` is None for a stranger. Raises SlotGone."""
    shown = slots.slot(tx, slot=slot)
    return SlotCard(
        slot=shown,
        mine=None if actor is None else booking_lists.in_slot(tx, actor=actor, slot=slot),
        other_dates=slots.dates(tx, event=shown.event.id, but=slot),
        wished=actor is not None and wishes.wished(tx, actor=actor, event=shown.event.id),
    )


def event_card(tx: Transaction, *, actor: PersonId | None, event: EventId) -> EventCard:
    """A published event with its next dates. `actor` is None for a stranger. Raises SlotGone."""
    return EventCard(
        event=slots.event(tx, event=event),
        dates=slots.dates(tx, event=event),
        wished=actor is not None and wishes.wished(tx, actor=actor, event=event),
    )
