"""An organizer's day on demand, and whether they are told of it each morning."""

from aiogram.types import CallbackQuery

from domain.people import Person
from handlers.following_buttons import MuteDigest, SeeDigest
from handlers.house import House
from handlers.presses import Presses
from handlers.screens import digest as screens
from handlers.screens.screen import Screen
from handlers.texts import _
from storage.engine import Store
from storage.organizing import digests


def add_presses(presses: Presses) -> None:
    """The buttons of the day."""
    presses.on(SeeDigest)(see_day)
    presses.on(MuteDigest)(mute)


async def see_day(query: CallbackQuery, person: Person, store: Store, house: House) -> Screen:
    """My day, as it stands now."""
    del query
    return await _day(person, store, house)


async def mute(query: CallbackQuery, callback_data: MuteDigest, person: Person, store: Store, house: House) -> Screen:
    """No digest in the morning, or again."""
    del query
    await store.write(digests.mute, actor=person.id, muted=bool(callback_data.muted), zone=house.zone)
    return (await _day(person, store, house)).saying(_("Done"))


async def _day(person: Person, store: Store, house: House) -> Screen:
    day, muted = await store.read(digests.day, actor=person.id, zone=house.zone)
    return screens.morning(day, muted=muted)
