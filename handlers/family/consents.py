"""A guardian opens a child's link, and says yes or no, or takes the yes back."""

from aiogram.types import CallbackQuery

from domain.consents import ConsentScope
from domain.identities import BookingId, Intent
from domain.people import Person
from handlers.buttons import AnswerConsent, WithdrawConsent, new_intent
from handlers.presses import Presses
from handlers.screens import consents as screens
from handlers.screens.screen import Screen
from storage.engine import Store
from storage.seats import bookings, consents


def add_presses(presses: Presses) -> None:
    """The guardian's buttons."""
    presses.on(AnswerConsent)(say)
    presses.on(WithdrawConsent)(take_back)


async def show_request(person: Person, token: str, store: Store) -> Screen:
    """What the child asks for, or what this guardian answered already."""
    request = await store.read(consents.asked, actor=person.id, token=token)
    return screens.asked(request, new_intent())


async def say(query: CallbackQuery, callback_data: AnswerConsent, person: Person, store: Store) -> Screen:
    """Yes or no, to the very words that stood on the screen."""
    del query
    asked = await store.read(consents.asked, actor=person.id, token=callback_data.token)
    text = screens.agreed_text(asked.booking)
    if not asked.answered and screens.fingerprint(text) != callback_data.shown:
        return screens.asked(asked, new_intent()).topped(screens.changed_meanwhile())
    await store.write(
        consents.answer,
        actor=person.id,
        token=callback_data.token,
        given=callback_data.say != "n",
        scope=ConsentScope.PARTNER if callback_data.say == "p" else ConsentScope.EVENT,
        text=text,
        intent=Intent(callback_data.intent),
    )
    return screens.asked(await store.read(consents.asked, actor=person.id, token=callback_data.token), new_intent())


async def take_back(query: CallbackQuery, callback_data: WithdrawConsent, person: Person, store: Store) -> Screen:
    """Take the yes back, after asking once."""
    del query
    booking = BookingId(callback_data.booking)
    if not callback_data.sure:
        return screens.ask_withdraw(await store.read(bookings.booking, actor=person.id, booking=booking))
    return screens.withdrawn(await store.write(consents.withdraw, actor=person.id, booking=booking))
