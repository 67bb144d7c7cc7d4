"""Slots as their organizers look at them: numbers, state, and what of it was told. Leaves changing them to moving."""

from typing import Final

from domain.bookings import BookingState
from domain.identities import PersonId, SlotId
from domain.moves import SlotOverview
from domain.refusals import NotYours, SlotGone
from domain.rights import OrganizerRole
from storage.engine import Transaction
from storage.people import rights
from storage.programme import slots, told
from storage.publishing import calls

COUNTED: Final = """
    SELECT state, count(*) AS parties, sum(seats) AS seats
      FROM bookings
     WHERE slot = :slot
     GROUP BY state
"""

STANDS: Final = """
    SELECT slot.revision, event.published_at
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
     WHERE slot.id = :slot
"""


def overview(tx: Transaction, *, actor: PersonId, slot: SlotId) -> SlotOverview:
    """A slot for whoever makes its partner's programme or checks in there. Raises NotYours."""
    try:
        known = slots.recorded(tx, slot=slot)
    except SlotGone:
        raise NotYours from None
    partner = known.event.partner.id
    may = rights.of(tx, actor=actor)
    roles = frozenset(role for role in OrganizerRole if may.may(role, partner))
    if not roles & {OrganizerRole.PROGRAMME, OrganizerRole.CHECK_IN}:
        raise NotYours
    stands = tx.one(STANDS, slot=slot)
    counted = tx.all(COUNTED, slot=slot)
    listed = calls.calls(tx, actor=actor, slot=slot) if OrganizerRole.PROGRAMME in roles else None
    return SlotOverview(
        slot=known,
        published=stands is not None and stands["published_at"] is not None,
        revision=0 if stands is None else stands["revision"],
        roles=roles,
        parties={BookingState(row["state"]): row["parties"] for row in counted},
        seats={BookingState(row["state"]): row["seats"] for row in counted},
        change=told.last(tx, slot=slot),
        open_calls=listed.open if listed else 0,
    )
