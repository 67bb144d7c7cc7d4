"""Asking the host of an event: typed, looked at once more, sent."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.conversations import Conversation
from domain.identities import EventId
from domain.people import Person
from domain.questions import LONGEST_QUESTION
from domain.refusals import NotAName, NotText, TooLong
from handlers import states
from handlers.buttons import new_intent
from handlers.own_words import is_command, own_words
from handlers.presses import Presses
from handlers.question_buttons import Ask, SendQuestion
from handlers.question_states import Questioning
from handlers.refusals import sentence
from handlers.screens import home
from handlers.screens import questions as screens
from handlers.screens.screen import Screen
from handlers.texts import _
from storage.engine import Store
from storage.programme import slots
from storage.questions import questions


class IsAsking(Filter):
    """Whether somebody is writing a question; hands on what they have so far."""

    async def __call__(
        self, message: Message, conversation: Conversation | None = None
    ) -> bool | dict[str, Questioning]:
        """False where nothing of the kind is under way, for commands, and in groups."""
        state = states.resume(conversation, Questioning) if conversation and not is_command(message) else None
        return {"questioning": state} if state else False


def router() -> Router:
    """The question that is typed."""
    router = Router(name="asking")
    router.message.register(take_words, IsAsking())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of asking."""
    presses.on(Ask)(ask)
    presses.on(SendQuestion)(send)


async def ask(
    query: CallbackQuery, callback_data: Ask, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """I'd like to ask something."""
    del query
    event = EventId(callback_data.event)
    await store.read(questions.check, actor=person.id, event=event)
    states.keep(conversation, Questioning(event=event, slot=callback_data.slot, intent=new_intent()))
    return screens.ask(await store.read(slots.event, event=event), person, callback_data.slot)


async def take_words(
    message: Message, questioning: Questioning, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """The question, typed; typed again, it takes the place of the one before."""
    event = await store.read(slots.event, event=questioning.event_id)
    try:
        words = typed.answer(own_words(message), LONGEST_QUESTION)
    except NotAName:
        note = _("I can't read that as a question. Please use words.")
        return screens.ask(event, person, questioning.slot).topped(f"⚠️ {note}")
    except (NotText, TooLong) as refusal:
        return screens.ask(event, person, questioning.slot).topped(f"⚠️ {sentence(refusal)}")
    states.keep(conversation, questioning.model_copy(update={"text": words}))
    return screens.review(event, person, words, questioning.slot, questioning.question_intent)


async def send(
    query: CallbackQuery, callback_data: SendQuestion, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Yes, ask that."""
    del query
    state = states.resume(conversation, Questioning)
    if state is None or not state.text or state.intent != callback_data.intent:
        return home.stale()
    await store.write(
        questions.ask,
        actor=person.id,
        event=state.event_id,
        slot=state.slot_id,
        text=state.text,
        intent=state.question_intent,
    )
    states.end(conversation)
    return screens.sent(await store.read(slots.event, event=state.event_id), state.slot)
