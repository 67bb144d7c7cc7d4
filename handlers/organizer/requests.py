"""All that waits for organizers: the list, seeing to one, deciding about pupils who apply."""

from dataclasses import replace

from aiogram.types import CallbackQuery

from domain.conversations import Conversation
from domain.identities import BookingId
from domain.people import Person
from domain.requests import Matter
from handlers import states
from handlers.presses import Presses
from handlers.question_buttons import ClaimRequest, DecidePupil, GiveBackRequest, SeeRequest, SeeRequests
from handlers.question_states import Answering
from handlers.screens import requests as screens
from handlers.screens.screen import Screen, Where
from storage.engine import Store
from storage.organizing import requests
from storage.people import rights


def add_presses(presses: Presses) -> None:
    """The buttons of what waits."""
    presses.on(SeeRequests)(see_requests)
    presses.on(SeeRequest)(see_request)
    presses.on(ClaimRequest)(claim)
    presses.on(GiveBackRequest)(give_back)
    presses.on(DecidePupil)(decide_pupil)


async def see_requests(
    query: CallbackQuery, callback_data: SeeRequests, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """All that is open."""
    del query
    stop_typing(conversation)
    may = await store.read(rights.of, actor=person.id)
    found = await store.read(requests.waiting, actor=person.id)
    return screens.waiting(found, page=callback_data.page, reader=person.id, owner=may.owner)


def stop_typing(conversation: Conversation) -> None:
    """Whoever looks elsewhere no longer types an answer: what they type next is not sent to anybody."""
    if states.resume(conversation, Answering) is not None:
        states.end(conversation)


async def see_request(
    query: CallbackQuery, callback_data: SeeRequest, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """One of them."""
    del query
    stop_typing(conversation)
    return await shown(person, callback_data.matter, store)


async def shown(person: Person, matter: Matter, store: Store) -> Screen:
    """The card of a matter, for this organizer. Raises NotYours."""
    may = await store.read(rights.of, actor=person.id)
    card = await store.read(requests.card, actor=person.id, matter=matter)
    return screens.card(card, person.id, owner=may.owner)


async def claim(query: CallbackQuery, callback_data: ClaimRequest, person: Person, store: Store) -> Screen:
    """I'll see to it: said in the very message that was pressed, a card or the list's."""
    del query
    over = bool(callback_data.over)
    card = await store.write(requests.claim, actor=person.id, matter=callback_data.matter, over=over)
    return replace(screens.card(card, person.id), where=Where.ON_THE_SPOT)


async def give_back(query: CallbackQuery, callback_data: GiveBackRequest, person: Person, store: Store) -> Screen:
    """Somebody else may see to it."""
    del query
    card = await store.write(requests.give_back, actor=person.id, matter=callback_data.matter)
    return replace(screens.card(card, person.id), where=Where.ON_THE_SPOT)


async def decide_pupil(query: CallbackQuery, callback_data: DecidePupil, person: Person, store: Store) -> Screen:
    """Welcome in one tap; not this time in one more, with the reason."""
    del query
    booking, welcome = BookingId(callback_data.booking), bool(callback_data.welcome)
    if not welcome and not callback_data.reason:
        found = await store.read(requests.application, actor=person.id, booking=booking)
        return screens.why_not(found)
    usual = dict(enumerate(screens.reasons(), start=1))
    reason = "" if welcome else usual.get(callback_data.reason, "")
    decided = await store.write(requests.decide_pupil, actor=person.id, booking=booking, welcome=welcome, reason=reason)
    more = await store.read(requests.how_many_wait, actor=person.id)
    return screens.pupil_decided(decided, welcome=welcome, more=more)
