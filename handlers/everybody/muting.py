"""Announcements off and on: in the settings, and beneath every announcement. Leaves respecting it to the store."""

from dataclasses import replace

from aiogram.types import CallbackQuery

from domain.people import Person
from handlers.announce_buttons import MuteAnnouncements
from handlers.presses import Presses
from handlers.screens import settings
from handlers.screens.screen import Screen, Where
from handlers.texts import _
from storage.engine import Store
from storage.people import persons


def add_presses(presses: Presses) -> None:
    """The one button there is."""
    presses.on(MuteAnnouncements)(mute_announcements)


async def mute_announcements(
    query: CallbackQuery, callback_data: MuteAnnouncements, person: Person, store: Store
) -> Screen:
    """No more announcements, or again. Beneath one of them the answer stands beside it: the announcement stays."""
    del query
    muted = bool(callback_data.muted)
    person = await store.write(persons.mute_announcements, actor=person.id, muted=muted)
    if not callback_data.here:
        return settings.settings(person).saying(_("Done"))
    answer = settings.announcements_muted() if muted else settings.announcements_again()
    return replace(answer, where=Where.BESIDE if muted else Where.ON_THE_SPOT)
