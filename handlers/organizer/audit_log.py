"""The log of what was done: read in the chat, page by page."""

from aiogram.types import CallbackQuery

from domain.people import Person
from handlers.house import House
from handlers.organizer_buttons import SeeLog
from handlers.presses import Presses
from handlers.screens import audit_log as screens
from handlers.screens.organizing import PAGE_SIZE
from handlers.screens.screen import Screen
from storage.engine import Store
from storage.people import rights


def add_presses(presses: Presses) -> None:
    """The buttons of the log."""
    presses.on(SeeLog)(see_log)


async def see_log(query: CallbackQuery, callback_data: SeeLog, person: Person, store: Store, house: House) -> Screen:
    """A page of it: owners see everything, organizers what their partners' people did."""
    del query
    entries = await store.read(rights.log, actor=person.id, page=callback_data.page, size=PAGE_SIZE)
    return screens.log(entries, page=callback_data.page, zone=house.zone)
