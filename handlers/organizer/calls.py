"""Who knows of a slot's last change, and whom somebody has phoned; and the answers of those who were told."""

from aiogram.types import CallbackQuery

from domain.identities import BookingId, ChangeId, SlotId
from domain.moments import Clock
from domain.people import Person
from handlers.presses import Presses
from handlers.screens import calls as screens
from handlers.screens import managing_slots
from handlers.screens.screen import Screen
from handlers.slot_buttons import AnswerChange, SeeCalls, ToldByPhone
from handlers.texts import _
from storage.changing import overviews
from storage.engine import Store
from storage.publishing import calls


def add_presses(presses: Presses) -> None:
    """The buttons of the call list."""
    presses.on(SeeCalls)(see_calls)
    presses.on(ToldByPhone)(told_by_phone)
    presses.on(AnswerChange)(answer)


async def see_calls(
    query: CallbackQuery, callback_data: SeeCalls, person: Person, store: Store, clock: Clock
) -> Screen:
    """Who knows, and whom to phone?"""
    del query
    return await shown_calls(person, SlotId(callback_data.slot), store, clock, page=callback_data.page)


async def shown_calls(person: Person, slot: SlotId, store: Store, clock: Clock, *, page: int = 0) -> Screen:
    """The list of a slot's last change; the slot itself where that concerned nobody. Raises NotYours."""
    found = await store.read(calls.calls, actor=person.id, slot=slot)
    if found is None or not found.calls:
        overview = await store.read(overviews.overview, actor=person.id, slot=slot)
        return managing_slots.slot(overview, clock.now())
    return screens.calls(found, page=page)


async def told_by_phone(query: CallbackQuery, callback_data: ToldByPhone, person: Person, store: Store) -> Screen:
    """They were told by phone; or not after all."""
    del query
    found = await store.write(
        calls.phoned,
        actor=person.id,
        slot=SlotId(callback_data.slot),
        booking=BookingId(callback_data.booking),
        undo=bool(callback_data.undo),
    )
    return screens.calls(found, page=callback_data.page).saying(_("Done"))


async def answer(query: CallbackQuery, callback_data: AnswerChange, person: Person, store: Store) -> Screen:
    """We know; and where it moved, we keep our seats."""
    del query
    change, booking = ChangeId(callback_data.change), BookingId(callback_data.booking)
    return screens.answered(await store.write(calls.answer, actor=person.id, change=change, booking=booking))
