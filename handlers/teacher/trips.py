"""A teacher's trips: the list, the calendar, and who of a class was where."""

from datetime import UTC, datetime

from aiogram.types import CallbackQuery

from domain.identities import ClassId
from domain.moments import Clock
from domain.people import Person
from handlers.handover_buttons import MyTrips, TakeAttendance, TripsCalendar
from handlers.house import House
from handlers.presses import Presses
from handlers.screens import teachers
from handlers.screens import trips as screens
from handlers.screens.screen import File, Screen
from handlers.texts import language
from papers import calendars
from papers.pool import PaperNotMade, PaperPool
from papers.spreadsheets import as_csv, as_workbook
from storage.classes import attendance, calendar_links, classes, trips
from storage.engine import Store


def add_presses(presses: Presses) -> None:
    """The buttons of trips."""
    presses.on(MyTrips)(see_trips)
    presses.on(TripsCalendar)(see_calendar)
    presses.on(TakeAttendance)(take_attendance)


async def see_trips(query: CallbackQuery, callback_data: MyTrips, person: Person, store: Store) -> Screen:
    """Coming ones, or past ones."""
    del query
    if not person.teaches:
        return teachers.not_a_teacher()
    past = bool(callback_data.past)
    return screens.trips(await store.read(trips.page, actor=person.id, past=past, page=callback_data.page), past=past)


async def see_calendar(
    query: CallbackQuery, callback_data: TripsCalendar, person: Person, store: Store, house: House
) -> Screen:
    """By a link that programs follow, where this house has an address; else, or if wanted, as a file."""
    del query
    if not person.teaches:
        return teachers.not_a_teacher()
    if house.public_url is None or callback_data.what == "f":
        found = await store.read(trips.for_calendar, person=person.id)
        entries = [entry for one in found for entry in screens.entries(one, house.username)]
        return screens.calendar_file(calendars.feed(entries, name=screens.calendar_name()))
    if callback_data.what == "x":
        await store.write(calendar_links.end, actor=person.id)
        return screens.no_link()
    token = await store.read(calendar_links.of_person, actor=person.id)
    if token is None or callback_data.what == "n":
        token = await store.write(calendar_links.make, actor=person.id)
    return screens.calendar(f"{house.public_url}/calendar/{token}.ics")


async def take_attendance(
    query: CallbackQuery,
    callback_data: TakeAttendance,
    person: Person,
    store: Store,
    papers: PaperPool,
    clock: Clock,
) -> Screen:
    """Who of a class was where, as a table to take away."""
    del query
    school_class = ClassId(callback_data.school_class)
    if not callback_data.form:
        return screens.which_form(await store.read(classes.of_teacher, actor=person.id, school_class=school_class))
    found = await store.write(attendance.take, actor=person.id, school_class=school_class)
    if not found.visits:
        return screens.no_visits(found.school_class)
    table = screens.table(found)
    try:
        if callback_data.form == "x":
            made_at = datetime.fromtimestamp(clock.now(), UTC).replace(tzinfo=None)
            content, name = await papers.make(as_workbook, (table,), made_at), "attendance.xlsx"
        else:
            content, name = await papers.make(as_csv, table, language()), "attendance.csv"
    except PaperNotMade:
        return screens.no_table_now(found.school_class)
    return screens.attendance(found, File(content, name))
