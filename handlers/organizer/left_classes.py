"""What becomes of the classes of a teacher who is gone: an organizer gives their bookings up, after asking once."""

from aiogram.types import CallbackQuery

from domain.identities import TeacherId
from domain.people import Person
from handlers.handover_buttons import CancelLeft
from handlers.presses import Presses
from handlers.screens import left_classes as screens
from handlers.screens import rights
from handlers.screens.screen import Screen
from storage.classes import left_classes
from storage.engine import Store
from storage.people import teachers


def add_presses(presses: Presses) -> None:
    """The button of it."""
    presses.on(CancelLeft)(cancel)


async def shown(person: Person, teacher: TeacherId, store: Store) -> Screen:
    """A teacher with their classes, for organizers. Raises NotYours."""
    of = await store.read(teachers.for_organizer, actor=person.id, teacher=teacher)
    return rights.teacher(of, await store.read(left_classes.of_teacher, actor=person.id, teacher=teacher))


async def cancel(query: CallbackQuery, callback_data: CancelLeft, person: Person, store: Store) -> Screen:
    """Give the bookings up."""
    del query
    teacher = TeacherId(callback_data.teacher)
    if not callback_data.sure:
        of = await store.read(teachers.for_organizer, actor=person.id, teacher=teacher)
        return screens.ask_cancel(of, await store.read(left_classes.of_teacher, actor=person.id, teacher=teacher))
    number = await store.write(left_classes.cancel_bookings, actor=person.id, teacher=teacher)
    return (await shown(person, teacher, store)).topped(screens.cancelled(number))
