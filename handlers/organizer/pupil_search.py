"""A pupil who lost an account has come to an organizer: found by first name, and given a link."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.conversations import Conversation
from domain.people import Person
from domain.refusals import NotAName, NotText, TooLong
from domain.rights import OrganizerRole
from handlers import states
from handlers.handover_buttons import FindPupil
from handlers.handover_states import SeekingPupil
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import pupil_search as screens
from handlers.screens.screen import Screen
from storage.classes import pupil_search
from storage.engine import Store
from storage.people import rights


class IsSeeking(Filter):
    """Whether somebody is looking for a pupil."""

    async def __call__(
        self, message: Message, conversation: Conversation | None = None
    ) -> bool | dict[str, SeekingPupil]:
        """False where nothing of the kind is under way, and in groups."""
        del message
        state = states.resume(conversation, SeekingPupil) if conversation else None
        return {"seeking": state} if state else False


def router() -> Router:
    """The name that is typed."""
    router = Router(name="pupil search")
    router.message.register(find, IsSeeking())
    return router


def add_presses(presses: Presses) -> None:
    """The button that asks for it."""
    presses.on(FindPupil)(ask)


async def ask(query: CallbackQuery, person: Person, conversation: Conversation, store: Store) -> Screen:
    """Who is it?"""
    del query
    await store.read(rights.require_somewhere, actor=person.id, role=OrganizerRole.PROGRAMME)
    states.keep(conversation, SeekingPupil())
    return screens.ask()


async def find(
    message: Message, seeking: SeekingPupil, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Those whose first name begins so; typed again, others."""
    try:
        name = typed.first_name(own_words(message))
    except (NotAName, NotText, TooLong) as refusal:
        return screens.ask().topped(sentence(refusal))
    states.keep(conversation, seeking)
    return screens.found(name, await store.read(pupil_search.find, actor=person.id, name=name))
