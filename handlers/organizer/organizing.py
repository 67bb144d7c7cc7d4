"""Organizing: where an organizer begins, classes that ask. Leaves people to their modules."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.conversations import Conversation
from domain.identities import BookingId
from domain.people import Person
from domain.refusals import NotYours
from domain.rights import OrganizerRole
from handlers.organizer.requests import stop_typing
from handlers.organizer_buttons import DecideClass, Organize, SeePeople
from handlers.presses import Presses
from handlers.screens import organizing as screens
from handlers.screens.screen import Screen
from storage.classes import bookings
from storage.engine import Store
from storage.organizing import requests as waits
from storage.people import rights


def router() -> Router:
    """The command that leads here."""
    router = Router(name="organizing")
    router.message.register(organize, Command("organize"))
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of an organizer's first screen."""
    presses.on(Organize)(see_organizing)
    presses.on(SeePeople)(see_people)
    presses.on(DecideClass)(decide_class)


async def organize(message: Message, person: Person, store: Store) -> Screen:
    """What is there to do?"""
    del message
    return await organizing(person, store)


async def see_organizing(query: CallbackQuery, person: Person, conversation: Conversation, store: Store) -> Screen:
    """The same by a button."""
    del query
    stop_typing(conversation)
    return await organizing(person, store)


async def organizing(person: Person, store: Store) -> Screen:
    """What an organizer may do, and what waits for them. Raises NotYours for anybody else."""
    may = await store.read(rights.of, actor=person.id)
    if not may.organizer:
        raise NotYours
    if not may.may_somewhere(OrganizerRole.PROGRAMME):
        return screens.organizing(may, requests=0)
    return screens.organizing(may, requests=await store.read(waits.how_many_wait, actor=person.id))


async def see_people(query: CallbackQuery, person: Person, store: Store) -> Screen:
    """Whom does it concern to know about?"""
    del query
    return screens.people(await store.read(rights.of, actor=person.id))


async def decide_class(query: CallbackQuery, callback_data: DecideClass, person: Person, store: Store) -> Screen:
    """Let a class come, or not."""
    del query
    welcome = bool(callback_data.welcome)
    booking = await store.write(
        bookings.decide, actor=person.id, booking=BookingId(callback_data.booking), welcome=welcome
    )
    return screens.decided(booking, welcome=welcome)
