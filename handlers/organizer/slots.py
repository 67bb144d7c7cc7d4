"""Slots for their organizers: looking at one, another number of seats. Leaves moving and cancelling to moving."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.conversations import Conversation
from domain.identities import SlotId
from domain.moments import Clock
from domain.people import Person
from domain.refusals import ChangedMeanwhile, NotANumber, NotText, SeatsTaken
from handlers import states
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import managing_slots as screens
from handlers.screens.screen import Screen
from handlers.slot_buttons import ManageSlot, SetSeats
from handlers.slot_states import Seating
from handlers.texts import _
from storage.changing import moving, overviews
from storage.engine import Store


class IsSeating(Filter):
    """Whether another number of seats is awaited; hands on for which slot."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Seating]:
        """False where none is, and in groups."""
        del message
        state = states.resume(conversation, Seating) if conversation else None
        return {"seating": state} if state else False


def router() -> Router:
    """What is typed about slots."""
    router = Router(name="slots")
    router.message.register(type_seats, IsSeating())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of slots."""
    presses.on(ManageSlot)(see_slot)
    presses.on(SetSeats)(set_seats)


async def see_slot(
    query: CallbackQuery,
    callback_data: ManageSlot,
    person: Person,
    conversation: Conversation,
    store: Store,
    clock: Clock,
) -> Screen:
    """How does it stand?"""
    del query
    states.end(conversation)
    return await shown(person, SlotId(callback_data.slot), store, clock)


async def shown(person: Person, slot: SlotId, store: Store, clock: Clock) -> Screen:
    """A slot as it stands. Raises NotYours."""
    return screens.slot(await store.read(overviews.overview, actor=person.id, slot=slot), clock.now())


async def set_seats(
    query: CallbackQuery,
    callback_data: SetSeats,
    person: Person,
    conversation: Conversation,
    store: Store,
    clock: Clock,
) -> Screen:
    """Another number of seats: asked, or tapped."""
    del query
    slot = SlotId(callback_data.slot)
    if callback_data.seats:
        return await _seat(person, slot, callback_data.seats, callback_data.seen, conversation, store, clock)
    return await _ask(person, slot, conversation, store)


async def type_seats(
    message: Message, seating: Seating, person: Person, conversation: Conversation, store: Store, clock: Clock
) -> Screen:
    """Another number of seats: typed."""
    try:
        seats = typed.number(own_words(message))
    except (NotANumber, NotText) as refusal:
        return (await _ask(person, seating.slot_id, conversation, store)).topped(sentence(refusal))
    return await _seat(person, seating.slot_id, seats, seating.seen, conversation, store, clock)


async def _ask(person: Person, slot: SlotId, conversation: Conversation, store: Store) -> Screen:
    of = await store.read(overviews.overview, actor=person.id, slot=slot)
    states.keep(conversation, Seating(slot=slot, seen=of.revision))
    return screens.ask_seats(of.slot, of.revision)


async def _seat(
    person: Person, slot: SlotId, seats: int, seen: int, conversation: Conversation, store: Store, clock: Clock
) -> Screen:
    try:
        await store.write(moving.set_seats, actor=person.id, slot=slot, seats=seats, seen=seen)
    except SeatsTaken:
        of = await store.read(overviews.overview, actor=person.id, slot=slot)
        affected = await store.read(moving.newest, actor=person.id, slot=slot)
        return screens.too_few_seats(of.slot, of.revision, affected, seats)
    except ChangedMeanwhile as refusal:
        return (await _ask(person, slot, conversation, store)).topped(sentence(refusal))
    states.end(conversation)
    return (await shown(person, slot, store, clock)).saying(_("Done"))
