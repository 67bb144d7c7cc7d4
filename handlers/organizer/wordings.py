"""What a partner's question about interest asks about, in the partner's own words."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.conversations import Conversation
from domain.identities import PartnerId
from domain.people import Person
from handlers import states
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.report_buttons import WordQuestion
from handlers.report_states import Wording
from handlers.screens import interest as screens
from handlers.screens.screen import Screen
from storage.engine import Store
from storage.reporting import professions


class IsWording(Filter):
    """Whether somebody is asked what the question shall ask about; hands on whose."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Wording]:
        """False where nobody is, and in groups."""
        del message
        state = states.resume(conversation, Wording) if conversation else None
        return {"wording": state} if state else False


def router() -> Router:
    """What is typed."""
    router = Router(name="wordings")
    router.message.register(word, IsWording())
    return router


def add_presses(presses: Presses) -> None:
    """The button that leads here."""
    presses.on(WordQuestion)(ask_wording)


async def ask_wording(
    query: CallbackQuery, callback_data: WordQuestion, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """What does it ask about now, and what shall it?"""
    del query
    partner = PartnerId(callback_data.partner)
    name, now = await store.read(professions.profession, actor=person.id, partner=partner)
    states.keep(conversation, Wording(partner=partner))
    return screens.ask_wording(partner, name, now)


async def word(message: Message, wording: Wording, person: Person, conversation: Conversation, store: Store) -> Screen:
    """This."""
    said = typed.answer(own_words(message), screens.LONGEST_PROFESSION)
    partner = PartnerId(wording.partner)
    now = await store.write(professions.word, actor=person.id, partner=partner, language=person.language, said=said)
    states.end(conversation)
    return screens.worded(partner, now)
