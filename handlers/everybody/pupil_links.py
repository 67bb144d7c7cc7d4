"""One-time links by which pupils come to another account: made by whoever may, opened by the pupil."""

from aiogram.types import CallbackQuery

from domain.handovers import ForPupil
from domain.identities import PupilId
from domain.people import Person
from handlers.handover_buttons import ClaimPupil, MakePupilLink, MyChildren
from handlers.house import House
from handlers.links import LinkTo, deep_link
from handlers.presses import Presses
from handlers.screens import pupil_links as screens
from handlers.screens.screen import Screen
from storage.classes import pupil_links
from storage.engine import Store


def add_presses(presses: Presses) -> None:
    """The buttons around these links."""
    presses.on(MakePupilLink)(make)
    presses.on(ClaimPupil)(claim)
    presses.on(MyChildren)(see_children)


async def make(
    query: CallbackQuery, callback_data: MakePupilLink, person: Person, store: Store, house: House
) -> Screen:
    """A link for a pupil, after asking once."""
    del query
    pupil = PupilId(callback_data.pupil)
    if not callback_data.sure:
        return screens.ask_make(await store.read(pupil_links.maker_of, actor=person.id, pupil=pupil))
    who, token = await store.write(pupil_links.make, actor=person.id, pupil=pupil)
    return screens.link(who, deep_link(house.username, LinkTo.PUPIL, token))


async def show_pupil_link(person: Person, token: str, store: Store) -> Screen:
    """Somebody opened such a link: is it them?"""
    return _told(await store.write(pupil_links.opened, actor=person.id, token=token), token)


async def claim(query: CallbackQuery, callback_data: ClaimPupil, person: Person, store: Store) -> Screen:
    """That is me."""
    del query
    token = callback_data.token
    found = await store.write(pupil_links.use, actor=person.id, token=token, same=bool(callback_data.same))
    return _told(found, token)


async def see_children(query: CallbackQuery, person: Person) -> Screen:
    """The children I answer for."""
    del query
    return screens.children(person.children)


def _told(found: ForPupil | pupil_links.Arrived | pupil_links.Unopened, token: str) -> Screen:
    match found:
        case ForPupil():
            return screens.claim(found, token)
        case pupil_links.Arrived():
            return screens.arrived(found.pupil, merged=found.merged)
    return screens.unopened(too_often=found.too_often)
