"""A parent says what they want to be told about each child."""

from aiogram.types import CallbackQuery

from domain.identities import PupilId
from domain.people import Person
from handlers.family_buttons import SeeChildWishes, WishAboutChild
from handlers.presses import Presses
from handlers.screens import child_wishes as screens
from handlers.screens.screen import Screen
from handlers.texts import _
from storage.engine import Store
from storage.people import guardians


def add_presses(presses: Presses) -> None:
    """The buttons of a parent's wishes."""
    presses.on(SeeChildWishes)(see_wishes)
    presses.on(WishAboutChild)(wish)


async def see_wishes(query: CallbackQuery, person: Person, store: Store) -> Screen:
    """What am I told?"""
    del query
    return screens.child_wishes(await store.read(guardians.wishes, actor=person.id))


async def wish(query: CallbackQuery, callback_data: WishAboutChild, person: Person, store: Store) -> Screen:
    """Tell me, or don't."""
    del query
    wishes = await store.write(
        guardians.wish,
        actor=person.id,
        pupil=PupilId(callback_data.pupil),
        arrival=bool(callback_data.arrival),
        on=bool(callback_data.on),
    )
    return screens.child_wishes(wishes).saying(_("Done"))
