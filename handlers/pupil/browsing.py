"""Looking around: pages, filters, the calendar, cards, places, and "tell me when there are more"."""

from datetime import date, time, timedelta
from typing import Final

from aiogram.types import CallbackQuery

from domain.identities import EventId, SlotId, SourceId
from domain.listings import Filter
from domain.moments import Clock, instant, local
from domain.people import Person
from domain.refusals import SlotGone
from handlers.buttons import Browse, Month, Narrow, SeeEvent, SeeSlot, ShowPlace, TellMe, new_intent
from handlers.house import House
from handlers.presses import Presses
from handlers.screens import cards as screens
from handlers.screens import lists
from handlers.screens.places import place_on_map
from handlers.screens.screen import Screen
from storage.classes import classes
from storage.engine import Store
from storage.programme import looks, slots, upcoming, wishes
from storage.seats import cards

PAGE: Final = 5
"""Slots on a page: one row of numbers, and the page still fits a phone."""


def add_presses(presses: Presses) -> None:
    """The buttons of looking around."""
    presses.on(Browse)(browse)
    presses.on(Narrow)(narrow)
    presses.on(Month)(see_month)
    presses.on(SeeSlot)(see_slot)
    presses.on(SeeEvent)(see_event)
    presses.on(ShowPlace)(see_place)
    presses.on(TellMe)(tell_me)


async def browse(query: CallbackQuery, callback_data: Browse, store: Store, clock: Clock, house: House) -> Screen:
    """A page of what is coming."""
    del query
    wanted = callback_data.wants(house.zone)
    page = await store.read(upcoming.page, wanted=wanted, page=callback_data.page, size=PAGE)
    cities = await store.read(upcoming.cities) if callback_data.city else ()
    if page.lines:
        return lists.upcoming(page, callback_data, clock.now(), cities)
    looser = await store.read(upcoming.loosened, wanted=wanted) if wanted else ()
    return lists.nothing_found(callback_data, cities, looser)


async def narrow(query: CallbackQuery, callback_data: Narrow, person: Person, store: Store, clock: Clock) -> Screen:
    """What am I looking for?"""
    del query
    shown = Browse.untucked(callback_data.wanted)
    match callback_data.by:
        case Filter.KIND:
            return lists.kinds(shown)
        case Filter.GRADE:
            return lists.grades(shown)
        case Filter.DATES:
            return lists.weeks(shown, clock.now())
        case Filter.SEATS:
            return lists.which_class(shown, await store.read(classes.mine, actor=person.id))
        case Filter.CITY:
            return lists.which_city(shown, await store.read(upcoming.cities))
        case _:
            grade = person.pupil.grade if person.pupil else None
            return lists.filters(shown, await store.read(upcoming.cities), grade, teaches=person.teaches)


async def see_month(query: CallbackQuery, callback_data: Month, store: Store, clock: Clock, house: House) -> Screen:
    """The month as a calendar."""
    del query
    today = local(clock.now(), house.zone).date()
    shown = Browse.untucked(callback_data.wanted).but(since=0, days=0)
    year, month = divmod(callback_data.month or today.year * 12 + today.month - 1, 12)
    first = date(min(max(year, today.year - 1), today.year + 5), month + 1, 1)
    after = (first + timedelta(days=31)).replace(day=1)
    counts = await store.read(
        upcoming.days,
        wanted=shown.wants(house.zone),
        first=instant(first, time(), house.zone),
        before=instant(after, time(), house.zone),
    )
    return lists.calendar(first, counts, shown, today)


async def see_slot(
    query: CallbackQuery, callback_data: SeeSlot, person: Person, store: Store, clock: Clock, house: House
) -> Screen:
    """The card of one slot."""
    del query
    return await show_slot(person, SlotId(callback_data.slot), callback_data.wanted, store, clock, house)


async def show_slot(person: Person, slot: SlotId, wanted: str, store: Store, clock: Clock, house: House) -> Screen:
    """The card of one slot, for this reader."""
    card = await store.read(cards.slot_card, actor=person.id, slot=slot)
    if not card.seen:
        await store.write(looks.look, actor=person.id, event=card.slot.event.id)
    return screens.slot_card(
        card,
        clock.now(),
        new_intent(),
        wanted,
        house,
        teaches=person.teaches,
        several=bool(person.children),
        may_add_child=person.pupil is not None and not person.children,
    )


async def see_event(
    query: CallbackQuery, callback_data: SeeEvent, person: Person, store: Store, clock: Clock, house: House
) -> Screen:
    """The dates of one event."""
    del query
    return await show_event(person, EventId(callback_data.event), callback_data.wanted, store, clock, house)


async def show_event(
    person: Person,
    event: EventId,
    wanted: str,
    store: Store,
    clock: Clock,
    house: House,
    *,
    source: SourceId | None = None,
) -> Screen:
    """The dates of one event, for this reader; `source`: the poster or post that brought them."""
    card = await store.read(cards.event_card, actor=person.id, event=event)
    came = source is not None and not await store.read(looks.arrived, actor=person.id, source=source)
    if came or not card.seen:
        await store.write(looks.look, actor=person.id, event=event, source=source)
    return screens.event_card(card, clock.now(), wanted, house)


async def see_place(query: CallbackQuery, callback_data: ShowPlace, store: Store) -> Screen:
    """Where is it?"""
    del query
    slot = await store.read(slots.slot, slot=SlotId(callback_data.slot))
    if slot.place is None:
        raise SlotGone
    return place_on_map(slot, slot.place)


async def tell_me(query: CallbackQuery, callback_data: TellMe, person: Person, store: Store) -> Screen:
    """Write to me when there are more; or no longer."""
    del query
    event = EventId(callback_data.event)
    wish = wishes.wish if callback_data.on else wishes.unwish
    await store.write(wish, actor=person.id, event=event)
    return screens.wished(await store.read(slots.event, event=event), on=bool(callback_data.on))
