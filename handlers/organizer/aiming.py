"""Whom an announcement is for: chosen by taps, counted at each. Leaves who is in it to the store."""

from dataclasses import replace

from aiogram.types import CallbackQuery

from domain.announcements import Announcement
from domain.identities import AnnouncementId, ClassId, EventId, SchoolId, SlotId
from domain.languages import Language
from domain.people import Person
from domain.refusals import NotYours
from domain.segments import Attending, Role, Segment, Target
from domain.typed import HIGHEST_GRADE, LOWEST_GRADE
from handlers.announce_buttons import Aim, AimAt, AimAtEvent, AimBy
from handlers.presses import Presses
from handlers.screens import aiming as screens
from handlers.screens.screen import Screen
from handlers.texts import Html
from storage.announcing import records, segments, steering, targets
from storage.engine import Store


def add_presses(presses: Presses) -> None:
    """The buttons of who gets it."""
    presses.on(Aim)(aim)
    presses.on(AimAt)(aim_at)
    presses.on(AimAtEvent)(aim_at_event)


async def recipients(of: Announcement, person: Person, store: Store) -> int:
    """How many would get it now."""
    return await store.report(segments.recipients, actor=person.id, partner=of.partner, segment=of.segment)


async def aimed(of: Announcement, person: Person, store: Store) -> Html:
    """Who gets it, in words."""
    named = await store.read(targets.named, actor=person.id, announcement=of.id)
    return screens.words(of.segment, named, scoped=of.partner is not None)


async def aim(query: CallbackQuery, callback_data: Aim, person: Person, store: Store) -> Screen:
    """All that narrows it down, or the choices of one."""
    del query
    found = await _read(callback_data.announcement, person, store)
    match callback_data.by:
        case None:
            return await _all(found, person, store)
        case AimBy.EVENT:
            return await _events(found, callback_data.page, person, store)
    return await _which(found, callback_data.by, callback_data.page, person, store)


async def aim_at(query: CallbackQuery, callback_data: AimAt, person: Person, store: Store) -> Screen:
    """One of the choices in, or out again."""
    del query
    by, page = callback_data.by, callback_data.page
    found = await _read(callback_data.announcement, person, store)
    cities: list[str] = []
    if by is AimBy.CITY:
        cities = await store.read(targets.cities, actor=person.id, announcement=found.id)
    segment = toggled(found.segment, by, callback_data.value, cities)
    if segment != found.segment:
        found = await store.write(steering.readdress, actor=person.id, announcement=found.id, segment=segment)
    if by is AimBy.EVENT or not callback_data.value:
        return await _all(found, person, store)
    return await _which(found, by, page, person, store)


async def aim_at_event(query: CallbackQuery, callback_data: AimAtEvent, person: Person, store: Store) -> Screen:
    """Who stands so to an event, or to one of its dates."""
    del query
    found = await _read(callback_data.announcement, person, store)
    if not callback_data.event:
        return await _events(found, 0, person, store)
    number, slot = EventId(callback_data.event), callback_data.slot
    event = await store.read(targets.event, event=number)
    if event is None:
        raise NotYours
    if callback_data.presence is None:
        return screens.standings(found, event, await store.read(targets.dates, event=number), slot=slot)
    attending = Attending(
        presence=callback_data.presence, slot=SlotId(slot) if slot else None, event=None if slot else number
    )
    segment = replace(found.segment, attending=attending)
    found = await store.write(steering.readdress, actor=person.id, announcement=found.id, segment=segment)
    return await _all(found, person, store)


def toggled(segment: Segment, by: AimBy, value: str, cities: list[str]) -> Segment:  # noqa: PLR0911  a table
    """The segment with a choice in that was not, or out that was; "": all choices of that kind out.

    What no button of ours says changes nothing.
    """
    number = int(value) if value.isdecimal() else 0
    match by:
        case AimBy.ROLE:
            role = {Role(value)} if value in set(Role) else set()
            return replace(segment, roles=segment.roles ^ role if value else frozenset())
        case AimBy.LANGUAGE:
            language = {Language(value)} if value in set(Language) else set()
            return replace(segment, languages=segment.languages ^ language if value else frozenset())
        case AimBy.GRADE:
            grade = {number} & set(range(LOWEST_GRADE, HIGHEST_GRADE + 1))
            return replace(segment, grades=segment.grades ^ grade if value else frozenset())
        case AimBy.SCHOOL:
            return replace(segment, schools=segment.schools ^ {SchoolId(number)} if value else frozenset())
        case AimBy.CLASS:
            return replace(segment, classes=segment.classes ^ {ClassId(number)} if value else frozenset())
        case AimBy.CITY:
            city = {one for one in (*cities, *segment.cities) if screens.city_key(one) == value}
            return replace(segment, cities=segment.cities ^ city if value else frozenset())
    return replace(segment, attending=None)


async def _all(found: Announcement, person: Person, store: Store) -> Screen:
    named = await store.read(targets.named, actor=person.id, announcement=found.id)
    return screens.aims(found, named, await recipients(found, person, store))


async def _events(found: Announcement, page: int, person: Person, store: Store) -> Screen:
    some = await store.read(targets.events, actor=person.id, announcement=found.id, page=page, size=screens.TARGETS)
    return screens.events(found, some, page=page)


async def _which(found: Announcement, by: AimBy, page: int, person: Person, store: Store) -> Screen:
    some: list[Target] = []
    cities: list[str] = []
    match by:
        case AimBy.SCHOOL | AimBy.CLASS:
            of = targets.schools if by is AimBy.SCHOOL else targets.classes
            some = await store.read(of, actor=person.id, announcement=found.id, page=page, size=screens.TARGETS)
        case AimBy.CITY:
            cities = await store.read(targets.cities, actor=person.id, announcement=found.id)
    return screens.which(found, by, some, cities=cities, page=page)


async def _read(number: int, person: Person, store: Store) -> Announcement:
    return await store.read(records.announcement, actor=person.id, announcement=AnnouncementId(number))
