"""One update's turn: who it is from, what they are in the middle of, the screen they get, and "this update is done".

Order: the use case commits (in the handler); the reply is attempted; then the conversation and "done" commit together.
A crash in between repeats the reply, never the use case: intents make that so.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNotFound
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, TelegramObject, Update, User

from domain.conversations import Conversation
from domain.identities import AccountId
from domain.languages import Language
from domain.people import Person
from domain.refusals import Refusal
from handlers.class_states import WITH_KEYBOARD
from handlers.edge import Post, Showing, Tapped, offering, request, sending
from handlers.house import House
from handlers.refusals import refused
from handlers.screens import home
from handlers.screens.screen import Screen
from handlers.texts import Catalogues
from storage.engine import Store, StoreUnavailable
from storage.messages import inbox
from storage.people import persons

log = structlog.get_logger(__name__)

FINISHED: Final = object()
"""What a turn gives back when it has committed "this update is done" itself."""

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Turn(BaseMiddleware):
    """The dispatcher's outer middleware over whole updates. What is not somebody's private chat passes through."""

    def __init__(self, *, store: Store, house: House, catalogues: Catalogues, post: Post) -> None:
        self.store = store
        self.house = house
        self.catalogues = catalogues
        self.post = post

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Take the turn. Raises StoreUnavailable (it is taken again), and after an apology what nobody expected."""
        if not isinstance(event, Update):
            raise TypeError("a turn is taken by whole updates")
        user = private_user(event)
        if user is None:
            return await self._outside(handler, event, data)
        account = AccountId(user.id)
        visit = await self.store.read(persons.visit, account=account)
        person = visit.person
        if person is None:
            language = Language.best_for(user.language_code, self.house.language)
            person = await self.store.write(persons.meet, account=account, language=language)
        structlog.contextvars.bind_contextvars(person=person.id)
        data.update(person=person, conversation=visit.conversation, raw_state=visit.conversation.state)
        with self.catalogues.reader(person.language, self.house.zone):
            await self._answer(handler, event, data, person, visit.conversation)
        kept = None if visit.conversation.forgotten else visit.conversation
        await self.store.write(inbox.finish, update_id=event.update_id, conversation=kept)
        return FINISHED

    async def _outside(self, handler: Next, event: Update, data: dict[str, Any]) -> None:
        """A group, or any chat by inline mode: nobody's person is looked up there, and nothing personal is said."""
        with self.catalogues.reader(_spoken(event, self.house.language), self.house.zone):
            result = await handler(event, data)
            if isinstance(result, Screen) and event.message:
                await self.post(data["bot"], sending(event.message.chat.id, result))
            if event.callback_query:
                await self._close(data["bot"], event.callback_query, "")
            if event.inline_query and isinstance(result, tuple):
                await self.post(data["bot"], offering(event.inline_query.id, result))

    async def _answer(
        self, handler: Next, event: Update, data: dict[str, Any], person: Person, conversation: Conversation
    ) -> None:
        query = event.callback_query
        showing = Showing(data["bot"], self.post, conversation, Tapped.by(query) if query else None)
        failure: Exception | None = None
        try:
            result = await handler(event, data)
        except Refusal as refusal:
            result = refused(refusal)
        except StoreUnavailable:
            if query:
                await self._close(data["bot"], query, home.out_of_order())
            raise
        except Exception as unexpected:  # noqa: BLE001  whatever it is, the person gets an answer before it goes on
            result, failure = home.apology(), unexpected
        if result is UNHANDLED:
            result = home.stale() if query else home.not_understood() if event.message else None
        if data["raw_state"] in WITH_KEYBOARD and conversation.state not in WITH_KEYBOARD:
            result = (home.keyboard_gone(), *_screens(result))
        await self._show(showing, query, result, data["bot"], person)
        if failure is not None:
            raise failure

    async def _show(
        self, showing: Showing, query: CallbackQuery | None, result: object, bot: Bot, person: Person
    ) -> None:
        screens = _screens(result)
        toast = next((one.toast for one in screens if one.toast), "")
        # Beside each other: neither needs the other's answer, and the person waits for both.
        closing = asyncio.ensure_future(self._close(bot, query, toast)) if query else None
        try:
            try:
                for screen in screens:
                    await showing.show(screen)
            finally:
                if closing is not None:
                    await closing
        except TelegramForbiddenError:
            await self.store.write(persons.unreachable, account=showing.conversation.account)
            log.info("person is unreachable", person=person.id)

    async def _close(self, bot: Bot, query: CallbackQuery, toast: str) -> None:
        """Answer the press, so that the button stops waiting. Too old to answer is no reason not to show the screen."""
        given: dict[str, Any] = {"callback_query_id": query.id, **({"text": toast} if toast else {})}
        try:
            await self.post(bot, request(AnswerCallbackQuery, **given))
        except (TelegramBadRequest, TelegramNotFound) as refusal:
            log.info("a press was too old to answer", refusal=refusal.message)


def _screens(result: object) -> list[Screen]:
    """What a handler gave back, as the screens to show: one, several, or none."""
    return [result] if isinstance(result, Screen) else list(result) if isinstance(result, tuple) else []


def private_user(update: Update) -> User | None:
    """Who is talking to us in private; None for groups, channels and updates that nobody sent."""
    if message := update.message or update.edited_message:
        return message.from_user if message.chat.type == "private" else None
    if query := update.callback_query:
        in_group = query.message is None or query.message.chat.type != "private"
        return None if in_group else query.from_user
    if member := update.my_chat_member:
        return member.from_user if member.chat.type == "private" else None
    return None


def _spoken(update: Update, otherwise: Language) -> Language:
    """The language to answer in where nobody is known: the sender's at Telegram."""
    said = update.message or update.inline_query
    sender = said.from_user if said else None
    return Language.best_for(sender.language_code if sender else None, otherwise)
