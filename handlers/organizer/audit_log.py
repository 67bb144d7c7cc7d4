"""The log of what was done: read in the chat, page by page, or taken away."""

from aiogram.types import CallbackQuery

from domain.moments import Clock
from domain.people import Person
from handlers.house import House
from handlers.organizer.reports import as_file
from handlers.organizer_buttons import SeeLog
from handlers.presses import Presses
from handlers.report_buttons import TakeLog
from handlers.screens import audit_log as screens
from handlers.screens import reports
from handlers.screens.organizing import PAGE_SIZE
from handlers.screens.screen import Screen, Where
from handlers.texts import _
from papers.pool import PaperNotMade, PaperPool
from storage.engine import Store
from storage.people import rights
from storage.reporting import takings


def add_presses(presses: Presses) -> None:
    """The buttons of the log."""
    presses.on(SeeLog)(see_log)
    presses.on(TakeLog)(take_log)


async def see_log(query: CallbackQuery, callback_data: SeeLog, person: Person, store: Store, house: House) -> Screen:
    """A page of it: owners see everything, organizers what their partners' people did."""
    del query
    return await _page(callback_data.page, person, store, house)


async def take_log(
    query: CallbackQuery,
    callback_data: TakeLog,
    person: Person,
    store: Store,
    clock: Clock,
    house: House,
    papers: PaperPool,
) -> Screen:
    """All of it that may be read, as a file; that it was taken is in the next one."""
    del query
    entries = await store.report(takings.log, actor=person.id)
    await store.write(takings.take_log, actor=person.id, form=callback_data.form.name.lower())
    try:
        file = await as_file((screens.table(entries, zone=house.zone),), callback_data.form, papers, clock, house)
    except PaperNotMade:
        return (await _page(0, person, store, house)).topped(reports.not_made())
    return Screen(text=_("<b>What was done</b>"), document=file, where=Where.BESIDE, toast=_("Here it is"))


async def _page(page: int, person: Person, store: Store, house: House) -> Screen:
    entries = await store.read(rights.log, actor=person.id, page=page, size=PAGE_SIZE)
    return screens.log(entries, page=page, zone=house.zone)
