"""Cancelling a slot: why, and whether that is meant, before anybody is told."""

from typing import Final

from domain.identities import SlotId
from domain.moves import Audience
from handlers.screens.managing_slots import REASONS, reason
from handlers.screens.moving import capital, concerned, to_slot
from handlers.screens.screen import Button, Row, Screen
from handlers.slot_buttons import CallOff, CancelSlot
from handlers.slot_states import CallingOff
from handlers.texts import Html, _, fill, plural

NO_REASON: Final = 9
"""What the button for "without a reason" carries."""


def ask_reason(state: CallingOff, title: str, when: str) -> Screen:
    """Why is it cancelled?"""
    slot = SlotId(state.slot)
    rows = [
        (Button(capital(words()), CancelSlot(slot=slot, usual=number).pack()),)
        for number, words in enumerate(REASONS.values(), start=1)
    ]
    rows.append((Button(_("Without a reason"), CancelSlot(slot=slot, usual=NO_REASON).pack()),))
    text = fill(
        _(
            "<b>Cancel {title}, {when}?</b>\n\nWhy? It is told kindly to everybody who is registered. Choose, or type "
            "a sentence."
        ),
        title=title,
        when=when,
    )
    return Screen(text=text, rows=(*rows, to_slot(slot)))


def sure(state: CallingOff, title: str, when: str, audience: Audience) -> Screen:
    """Really cancel it?"""
    parts: list[Html | None] = [
        fill(_("<b>Cancel {title}, {when}?</b>"), title=title, when=when),
        fill(_("Reason: {why}"), why=reason(state.why)) if state.why else None,
        concerned(audience),
        Html(_("Their seats end, and I offer them the other dates.")) if audience.parties else None,
    ]
    words = (
        plural("✖️ Cancel it and tell {n} person", "✖️ Cancel it and tell {n} people", audience.people)
        if audience.people
        else _("✖️ Cancel it")
    )
    rows: tuple[Row, ...] = (
        (Button(words, CallOff(intent=state.intent).pack()),),
        (Button(_("💬 Another reason"), CancelSlot(slot=state.slot).pack()),),
        to_slot(SlotId(state.slot)),
    )
    return Screen(text="\n\n".join(part for part in parts if part), rows=rows)
