"""Joining a class by its link: a pupil for themselves, a parent for a child; a yes asked for; "can't come"."""

from aiogram.types import CallbackQuery

from domain.identities import BookingId, JoiningId, PupilId
from domain.people import Person
from handlers.class_buttons import AskPermission, CannotCome, JoinClass, JoinWithChild, LeaveClass
from handlers.house import House
from handlers.presses import Presses
from handlers.pupil.desk import Desk
from handlers.screens import joining as screens
from handlers.screens.screen import Screen
from storage.classes import classes, joinings, standing
from storage.engine import Store
from storage.people import pupils


def add_presses(presses: Presses) -> None:
    """The buttons of whoever joins a class."""
    presses.on(JoinClass)(join)
    presses.on(JoinWithChild)(join_with_child)
    presses.on(LeaveClass)(leave)
    presses.on(AskPermission)(ask_permission)
    presses.on(CannotCome)(cannot_come)


async def show_class_link(person: Person, token: str, store: Store) -> Screen:
    """Somebody opened a class's link: who would like to join? They learn nothing of the class but its name."""
    known = await store.read(classes.by_link, token=token)
    return screens.who_joins(known, person, token)


async def join(query: CallbackQuery, callback_data: JoinClass, person: Person, store: Store) -> Screen:
    """Ask to join, as oneself or for one's child."""
    del query
    one = await store.write(
        joinings.ask, actor=person.id, token=callback_data.token, pupil=PupilId(callback_data.pupil)
    )
    return screens.asked(one)


async def join_with_child(query: CallbackQuery, callback_data: JoinWithChild, desk: Desk) -> Screen:
    """Tell of oneself, or of a child, first; joining goes on by itself afterwards."""
    del query
    return await desk.ask(desk.begun_to_join(callback_data.token, child=bool(callback_data.child)))


async def leave(query: CallbackQuery, callback_data: LeaveClass, person: Person, store: Store) -> Screen:
    """Leave the class."""
    del query
    await store.write(joinings.leave, actor=person.id, joining=JoiningId(callback_data.joining))
    return screens.left()


async def ask_permission(
    query: CallbackQuery, callback_data: AskPermission, person: Person, store: Store, house: House
) -> Screen:
    """The link to forward to a parent; a parent who looks after the child oneself opens it at once."""
    del query
    booking, pupil = BookingId(callback_data.booking), PupilId(callback_data.pupil)
    token = await store.write(standing.consent_link, actor=person.id, booking=booking, pupil=pupil)
    who = await store.read(pupils.by_id, pupil=pupil)
    return screens.forward_to_parent(who, token, house, own=who.person == person.id)


async def cannot_come(query: CallbackQuery, callback_data: CannotCome, person: Person, store: Store) -> Screen:
    """One pupil of the class can't come, or can after all."""
    del query
    pupil, absent = PupilId(callback_data.pupil), bool(callback_data.absent)
    booking = await store.write(
        standing.tell_absence,
        actor=person.id,
        booking=BookingId(callback_data.booking),
        pupil=pupil,
        absent=absent,
    )
    return screens.absence(booking, await store.read(pupils.by_id, pupil=pupil), absent=absent)
