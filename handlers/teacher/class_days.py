"""A class's day, from its teacher: we still come, we are late, we are fewer or more, one can't come."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.conversations import Conversation
from domain.identities import BookingId, Intent, PupilId
from domain.people import Person
from domain.refusals import NotANumber, NotSoManyLeft, NotText, PartyTooLarge, TooFewAdults, TooLong
from handlers import states
from handlers.buttons import new_intent
from handlers.class_buttons import StillComing, TellLate, TellNumber, TellOneFewer
from handlers.class_states import Counting
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import class_bookings
from handlers.screens import class_days as screens
from handlers.screens.screen import Screen
from handlers.teacher.class_bookings import shown
from handlers.texts import Html, _
from storage.classes import bookings, day_notes, days
from storage.engine import Store


class IsCounting(Filter):
    """Whether somebody is asked how many they are; hands on what was asked."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Counting]:
        """False where nothing of the kind is under way, and in groups."""
        del message
        state = states.resume(conversation, Counting) if conversation else None
        return {"counting": state} if state else False


def router() -> Router:
    """The number that is typed on the day."""
    router = Router(name="class days")
    router.message.register(answer_number, IsCounting())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of a class's day."""
    presses.on(StillComing)(still_come)
    presses.on(TellLate)(tell_late)
    presses.on(TellNumber)(tell_number)
    presses.on(TellOneFewer)(tell_one_fewer)


async def still_come(query: CallbackQuery, callback_data: StillComing, person: Person, store: Store) -> Screen:
    """Yes, we come."""
    del query
    booking, version = BookingId(callback_data.booking), callback_data.version
    record = await store.write(days.confirm, actor=person.id, booking=booking, version=version)
    screen = await shown(person, booking, store)
    if record.slot.meetings[0].version != version:  # it was moved meanwhile, and that is asked anew
        return screen
    return screen.topped(Html(_("👍 <b>Thank you, see you there!</b>")))


async def tell_late(query: CallbackQuery, callback_data: TellLate, person: Person, store: Store) -> Screen:
    """We are late; by how much?"""
    del query
    booking = BookingId(callback_data.booking)
    if not (callback_data.minutes and callback_data.intent):
        return screens.how_late(await store.read(bookings.booking, actor=person.id, booking=booking), new_intent())
    note = await store.write(
        day_notes.tell_late,
        actor=person.id,
        booking=booking,
        minutes=callback_data.minutes,
        intent=Intent(callback_data.intent),
    )
    return screens.late_told(note)


async def tell_number(
    query: CallbackQuery, callback_data: TellNumber, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """We are fewer or more; how many?"""
    del query
    booking = BookingId(callback_data.booking)
    if not (callback_data.pupils and callback_data.intent):
        state = Counting(booking=booking, intent=new_intent())
        states.keep(conversation, state)
        return await _asked(state, person, store)
    states.end(conversation)
    intent = Intent(callback_data.intent)
    return await _told(Counting(booking=booking, intent=intent), callback_data.pupils, person, store)


async def answer_number(
    message: Message, counting: Counting, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """The number, typed."""
    try:
        pupils = typed.number(own_words(message))
        screen = await _told(counting, pupils, person, store)
    except (NotANumber, NotText, TooLong, PartyTooLarge, TooFewAdults, NotSoManyLeft) as refusal:
        return (await _asked(counting, person, store)).topped(sentence(refusal))
    states.end(conversation)
    return screen


async def tell_one_fewer(query: CallbackQuery, callback_data: TellOneFewer, person: Person, store: Store) -> Screen:
    """The host is to know that one can't come; where that was the last one, the class can't."""
    del query
    booking = BookingId(callback_data.booking)
    record = await store.read(bookings.booking, actor=person.id, booking=booking)
    if record.confirmed and await store.read(day_notes.expected, booking=booking) <= 1:
        return class_bookings.ask_cancel(record, new_intent())
    expected = await store.write(
        day_notes.tell_one_fewer, actor=person.id, booking=booking, pupil=PupilId(callback_data.pupil)
    )
    return (await shown(person, booking, store)).topped(screens.number_told(expected))


async def _asked(state: Counting, person: Person, store: Store) -> Screen:
    booking = BookingId(state.booking)
    record = await store.read(bookings.booking, actor=person.id, booking=booking)
    return screens.how_many(record, await store.read(day_notes.expected, booking=booking), Intent(state.intent))


async def _told(state: Counting, pupils: int, person: Person, store: Store) -> Screen:
    booking = BookingId(state.booking)
    expected = await store.write(
        day_notes.tell_number, actor=person.id, booking=booking, pupils=pupils, intent=Intent(state.intent)
    )
    return (await shown(person, booking, store)).topped(screens.number_told(expected))
