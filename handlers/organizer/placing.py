"""Where an event is: a place of before by one tap, a new one in a few steps, a link to join."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.drafts import LONGEST_TEXT, Attended, Change, ManagedEvent, Part, Whereabouts
from domain.drafts import attended as attended_at
from domain.identities import CityId, EventId, SlotId
from domain.languages import Language
from domain.programme import Format
from domain.refusals import ChangedMeanwhile, NotText, Refusal, TooLong
from handlers import states
from handlers.organizer import guiding
from handlers.organizer.workshop import Workshop
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.programme_buttons import ChooseCity, ChooseZone, SetPart
from handlers.programme_states import AskingPlace, Drafting, Placing
from handlers.refusals import sentence
from handlers.screens import drafting, home
from handlers.screens import placing as screens
from handlers.screens.screen import Screen
from papers.programme_file.words import zone_meant, zone_named
from storage.drafting import editing, places, reading

LONGEST_LINK: Final = 300


def add_presses(presses: Presses) -> None:
    """The buttons of telling where."""
    presses.on(ChooseCity)(choose_city)
    presses.on(ChooseZone)(choose_zone)


async def set_where(callback_data: SetPart, workshop: Workshop) -> Screen:
    """Where it is: there again, somewhere new, or online."""
    event = EventId(callback_data.event)
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=event)
    todo = guiding.todo_of(workshop, event)
    before = states.resume(workshop.conversation, Placing)
    state = Placing(
        event=event,
        seen=callback_data.seen,
        at=AskingPlace.NAME,
        format=Format.IN_PERSON,
        language=workshop.person.language,
        todo=todo,
        zone=known.usually(workshop.house.zone).zone,
    )
    value = callback_data.value
    if value == screens.ONLINE:
        return await _ask(workshop, state.now(AskingPlace.LINK, format=Format.ONLINE))
    if value == screens.HYBRID:
        states.keep(workshop.conversation, state.now(AskingPlace.NAME, format=Format.HYBRID))
        return await _which_of_both(workshop, known, callback_data.seen)
    if before is not None and before.event == event and before.format is Format.HYBRID:
        state = state.now(AskingPlace.NAME, format=Format.HYBRID)
    if value == screens.NEW:
        return await _ask(workshop, state)
    if value[:1] != screens.USED or not value[1:].isdecimal():
        return home.stale()
    there = await workshop.store.read(places.of_slot, actor=workshop.person.id, slot=SlotId(int(value[1:])))
    return await _placed(workshop, state, there)


async def _which_of_both(workshop: Workshop, known: ManagedEvent, seen: int) -> Screen:
    """Of what is in person and online: the place first."""
    used = await workshop.store.read(places.used, partner=known.partner.id)
    state = Drafting(event=known.id, seen=seen, asking=Part.WHERE.value, language=workshop.person.language)
    shown = screens.where(state, known, used)
    both = tuple(row for row in shown.rows if not _leads_online(row[0].data))
    return replace(shown, rows=both)


def _leads_online(data: str) -> bool:
    return data.rpartition(":")[0].endswith((f":{screens.ONLINE}", f":{screens.HYBRID}"))


async def _placed(workshop: Workshop, state: Placing, there: Whereabouts) -> Screen:
    """A place is known; where it is online besides, the link is asked."""
    if state.format is Format.HYBRID and there.place is not None:
        kept = state.now(
            AskingPlace.LINK,
            name=there.place.name.to(state.language),
            address=there.place.address.to(state.language),
            city=(there.place.city.ru, there.place.city.kk, there.place.city.en),
            latitude=there.place.latitude,
            longitude=there.place.longitude,
            zone=there.zone,
        )
        return await _ask(workshop, kept)
    return await _save(workshop, state, there)


async def _ask(workshop: Workshop, state: Placing) -> Screen:
    states.keep(workshop.conversation, state)
    return await _asked(workshop, state)


async def _asked(workshop: Workshop, state: Placing) -> Screen:
    known = await workshop.store.read(places.cities) if state.at is AskingPlace.CITY else ()
    return screens.ask(state, known, state.zone or workshop.house.zone)


async def answer(message: Message, placing: Placing, workshop: Workshop) -> Screen:
    """What was typed or sent at a step."""
    try:
        return await _ANSWERS[placing.at](message, placing, workshop)
    except (NotText, TooLong) as refusal:
        note = screens.not_a_place() if placing.at is AskingPlace.NAME else sentence(refusal)
        return (await _asked(workshop, placing)).topped(f"⚠️ {note}")


async def _name_told(message: Message, state: Placing, workshop: Workshop) -> Screen:
    return await _ask(workshop, _named(message, state))


async def _city_told(message: Message, state: Placing, workshop: Workshop) -> Screen:
    city = typed.lines(own_words(message), LONGEST_TEXT, several=False)
    russian, kazakh, english = (city if state.language is one else "" for one in Language)
    return await _ask(workshop, state.now(AskingPlace.ZONE, city=(russian, kazakh, english)))


async def _zone_told(message: Message, state: Placing, workshop: Workshop) -> Screen:
    words = own_words(message).strip()
    zone = zone_named(words)
    if zone is None:
        return (await _asked(workshop, state)).topped("⚠️ " + screens.not_a_zone(zone_meant(words)))
    return await _pin_or_link(workshop, state.now(AskingPlace.PIN, zone=zone))


async def _pin_told(message: Message, state: Placing, workshop: Workshop) -> Screen:
    if message.location is None:
        return (await _asked(workshop, state)).topped("⚠️ " + screens.not_a_place())
    pin = {"latitude": message.location.latitude, "longitude": message.location.longitude}
    return await _link_or_save(workshop, state.now(AskingPlace.LINK, **pin))


async def _link_told(message: Message, state: Placing, workshop: Workshop) -> Screen:
    return await _linked(workshop, state, own_words(message))


_ANSWERS: Final = {
    AskingPlace.NAME: _name_told,
    AskingPlace.CITY: _city_told,
    AskingPlace.ZONE: _zone_told,
    AskingPlace.PIN: _pin_told,
    AskingPlace.LINK: _link_told,
}


def _named(message: Message, state: Placing) -> Placing:
    """A place by its name and address, or off the map. Raises NotText, TooLong."""
    if message.venue is not None:
        venue = message.venue
        return state.now(
            AskingPlace.CITY,
            name=typed.lines(venue.title, LONGEST_TEXT, several=False),
            address=typed.tidy(venue.address)[:LONGEST_TEXT],
            latitude=venue.location.latitude,
            longitude=venue.location.longitude,
        )
    if message.location is not None and not message.text:
        raise NotText
    name, _, address = own_words(message).strip().partition("\n")
    return state.now(
        AskingPlace.CITY,
        name=typed.lines(name, LONGEST_TEXT, several=False),
        address=typed.lines(address, LONGEST_TEXT, several=False) if address.strip() else "",
    )


async def choose_city(query: CallbackQuery, callback_data: ChooseCity, workshop: Workshop) -> Screen:
    """A city that is known; with it its clocks."""
    del query
    state = states.resume(workshop.conversation, Placing)
    cities = {one.id: one.name for one in await workshop.store.read(places.cities)}
    city = CityId(callback_data.city)
    if state is None or city not in cities:
        return home.stale()
    said = (cities[city].ru, cities[city].kk, cities[city].en)
    zone = await workshop.store.read(places.zone, city=city)
    if zone is None:
        return await _ask(workshop, state.now(AskingPlace.ZONE, city=said))
    return await _pin_or_link(workshop, state.now(AskingPlace.PIN, city=said, zone=zone))


async def choose_zone(query: CallbackQuery, callback_data: ChooseZone, workshop: Workshop) -> Screen:
    """Those clocks count."""
    del query
    state = states.resume(workshop.conversation, Placing)
    if state is None or callback_data.number >= len(screens.ZONES):
        return home.stale()
    return await _pin_or_link(workshop, state.now(AskingPlace.PIN, zone=screens.ZONES[callback_data.number]))


async def _pin_or_link(workshop: Workshop, state: Placing) -> Screen:
    if state.latitude is None:
        return await _ask(workshop, state.now(AskingPlace.PIN))
    return await _link_or_save(workshop, state)


async def _link_or_save(workshop: Workshop, state: Placing) -> Screen:
    if state.format is Format.HYBRID:
        return await _ask(workshop, state.now(AskingPlace.LINK))
    return await _save(workshop, state, state.where)


async def _linked(workshop: Workshop, state: Placing, words: str) -> Screen:
    link = words.strip()
    try:
        address = urlsplit(link)
        right = address.scheme in {"http", "https"} and "." in (address.hostname or "") and address.port != 0
    except ValueError:
        right = False
    if (
        not right
        or len(link) > LONGEST_LINK
        or any(character.isspace() for character in link)
        or typed.tidy(link) != link
    ):
        return (await _asked(workshop, state)).topped("⚠️ " + screens.not_a_link())
    return await _save(workshop, state, replace(state.where, online_link=link))


async def skip(workshop: Workshop, state: Placing) -> Screen:
    """No pin, or the link later."""
    if state.at is AskingPlace.PIN:
        return await _link_or_save(workshop, state)
    if state.at is AskingPlace.LINK:
        return await _save(workshop, state, state.where)
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    return await guiding.go_on(workshop, known, state.todo)


async def _save(workshop: Workshop, state: Placing, where: Whereabouts) -> Screen:
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    usual = known.sheet.where
    where = replace(attended_at(state.format, where), minutes=usual.minutes, seats=usual.seats)
    change = Change(Part.WHERE, Attended(state.format, where))
    try:
        known = await workshop.store.write(
            editing.change, actor=workshop.person.id, event=state.event_id, seen=state.seen, change=change
        )
    except ChangedMeanwhile as refusal:
        known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
        mine = drafting.said(known.sheet.changed(change), Part.WHERE)
        kept = state.model_copy(update=_told(where))
        states.keep(workshop.conversation, kept)
        return drafting.conflict(known, refusal, part=Part.WHERE, mine=mine)
    except Refusal as refusal:
        return (await guiding.show(workshop, state.event_id)).topped(f"⚠️ {sentence(refusal)}")
    return await guiding.go_on(workshop, known, state.todo)


def _told(where: Whereabouts) -> dict[str, object]:
    """Where, as the state keeps it while somebody else's stands against it."""
    told: dict[str, object] = {"zone": where.zone, "link": where.online_link}
    if where.place is not None:
        place = where.place
        told |= {
            "name": place.name.ru or place.name.kk or place.name.en,
            "address": place.address.ru or place.address.kk or place.address.en,
            "city": (place.city.ru, place.city.kk, place.city.en),
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    return told


async def overwrite(workshop: Workshop, state: Placing, seen: int) -> Screen:
    """One's own place all the same."""
    state = state.model_copy(update={"seen": seen})
    return await _save(workshop, state, state.where)
