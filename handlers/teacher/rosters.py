"""Who joins a class: the link, who asks, which line of the list they are, and turning strangers away."""

import asyncio

from aiogram.types import CallbackQuery
from rapidfuzz import fuzz, process

from domain.classes import Entry, Joining, JoiningState
from domain.identities import ClassId, EntryId, JoiningId
from domain.people import Person
from handlers.class_buttons import (
    Accept,
    AcceptAll,
    OpenLink,
    RevokeLink,
    SeeJoiner,
    SeeRoster,
    StrikeEntry,
    TurnAway,
)
from handlers.house import House
from handlers.links import LinkTo, deep_link
from handlers.presses import Presses
from handlers.screens import school_classes as screens
from handlers.screens.screen import File, Screen
from handlers.teacher.classes import shown
from handlers.texts import _
from papers.tickets import qr_png
from storage.classes import classes, joinings, lists
from storage.engine import Store


def add_presses(presses: Presses) -> None:
    """The buttons of a class's link and roster."""
    presses.on(OpenLink)(open_link)
    presses.on(RevokeLink)(revoke_link)
    presses.on(SeeRoster)(see_roster)
    presses.on(SeeJoiner)(see_joiner)
    presses.on(Accept)(accept)
    presses.on(AcceptAll)(accept_all)
    presses.on(TurnAway)(turn_away)
    presses.on(StrikeEntry)(strike)


async def open_link(
    query: CallbackQuery, callback_data: OpenLink, person: Person, store: Store, house: House
) -> Screen:
    """The link for the class chat, with its QR."""
    del query
    number = ClassId(callback_data.school_class)
    known = await store.write(classes.open_link, actor=person.id, school_class=number)
    address = deep_link(house.username, LinkTo.CLASS, known.link_token)
    picture = File(await asyncio.to_thread(qr_png, address), "class.png")
    return screens.link(known, house, picture)


async def revoke_link(query: CallbackQuery, callback_data: RevokeLink, person: Person, store: Store) -> Screen:
    """The link leads nowhere from now on."""
    del query
    number = ClassId(callback_data.school_class)
    await store.write(classes.revoke_link, actor=person.id, school_class=number)
    return (await shown(person, number, store)).saying(_("Done"))


async def see_roster(query: CallbackQuery, callback_data: SeeRoster, person: Person, store: Store) -> Screen:
    """The list, or who asks to join."""
    del query
    roster = await store.read(joinings.roster, actor=person.id, school_class=ClassId(callback_data.school_class))
    show = screens.asking if callback_data.asking else screens.roster
    return show(roster, page=callback_data.page)


async def see_joiner(query: CallbackQuery, callback_data: SeeJoiner, person: Person, store: Store) -> Screen:
    """Who is this, and which line of the list?"""
    del query
    one = await store.read(joinings.of_teacher, actor=person.id, joining=JoiningId(callback_data.joining))
    roster = await store.read(joinings.roster, actor=person.id, school_class=one.school_class)
    free_lines = [line for line in roster.entries if not line.joined]
    return screens.joiner(one, roster.school_class, likeliest(one, free_lines))


async def accept(query: CallbackQuery, callback_data: Accept, person: Person, store: Store) -> Screen:
    """Let them in, as that line of the list or as none."""
    del query
    entry = EntryId(callback_data.entry) if callback_data.entry else None
    one = await store.write(joinings.accept, actor=person.id, joining=JoiningId(callback_data.joining), entry=entry)
    return await _next(one, person, store)


async def accept_all(query: CallbackQuery, callback_data: AcceptAll, person: Person, store: Store) -> Screen:
    """Let everybody in who asks."""
    del query
    roster = await store.write(joinings.accept_all, actor=person.id, school_class=ClassId(callback_data.school_class))
    return screens.school_class(roster).saying(_("Done"))


async def turn_away(query: CallbackQuery, callback_data: TurnAway, person: Person, store: Store) -> Screen:
    """A stranger, or somebody who has left the class."""
    del query
    one = await store.write(joinings.turn_away, actor=person.id, joining=JoiningId(callback_data.joining))
    return await _next(one, person, store)


async def strike(query: CallbackQuery, callback_data: StrikeEntry, person: Person, store: Store) -> Screen:
    """One line of the list; taken off it after asking once."""
    del query
    number, entry = ClassId(callback_data.school_class), EntryId(callback_data.entry)
    if not callback_data.sure:
        line = await store.read(lists.entry_of, actor=person.id, school_class=number, entry=entry)
        return screens.entry(line, await store.read(classes.of_teacher, actor=person.id, school_class=number))
    await store.write(lists.strike, actor=person.id, school_class=number, entry=entry)
    return screens.roster(await store.read(joinings.roster, actor=person.id, school_class=number), page=0)


async def _next(one: Joining, person: Person, store: Store) -> Screen:
    """The next who asks; the class where nobody does."""
    roster = await store.read(joinings.roster, actor=person.id, school_class=one.school_class)
    if roster.asking and one.state is not JoiningState.ASKED:
        return screens.asking(roster, page=0).saying(_("Done"))
    return screens.school_class(roster).saying(_("Done"))


def likeliest(one: Joining, lines: list[Entry], most: int = 8) -> list[Entry]:
    """Lines whose names sound most like the joiner's, first. Only the teacher matches: names alone never do."""
    names = {line.id: line.name for line in lines}
    found = process.extract(one.pupil.first_name, names, scorer=fuzz.partial_ratio, limit=most)
    by_id = {line.id: line for line in lines}
    return [by_id[key] for _name, _score, key in found]
