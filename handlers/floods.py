"""What somebody is told who sends faster than can be read. Leaves finding that out, and how often, to the intake."""

from typing import Any

from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery

from domain.identities import AccountId
from domain.languages import Language
from handlers.edge import Post, sending
from handlers.house import House
from handlers.screens import floods
from handlers.texts import Catalogues
from storage.engine import Store
from storage.people import persons


class TooMuch:
    """Tells the sender of an update that it was passed over. In a group it says nothing, but to whoever pressed."""

    def __init__(self, bot: Bot, *, store: Store, house: House, catalogues: Catalogues, post: Post) -> None:
        self._bot = bot
        self._store = store
        self._house = house
        self._catalogues = catalogues
        self._post = post

    async def __call__(self, update: dict[str, Any]) -> None:
        """`update` as it came, unparsed. Raises what posting raises."""
        query, message = update.get("callback_query"), update.get("message") or update.get("edited_message")
        if isinstance(query, dict):
            with self._catalogues.reader(await self._language(query.get("from")), self._house.zone):
                answer = AnswerCallbackQuery.model_construct(
                    callback_query_id=str(query.get("id")), text=floods.press_passed_over()
                )
            await self._post(self._bot, answer)
        elif isinstance(message, dict) and _in_private(message):
            with self._catalogues.reader(await self._language(message.get("from")), self._house.zone):
                screen = floods.one_at_a_time()
            await self._post(self._bot, sending(int(message["chat"]["id"]), screen))

    async def _language(self, sender: Any) -> Language:
        if not isinstance(sender, dict) or not isinstance(sender.get("id"), int):
            return self._house.language
        visit = await self._store.read(persons.visit, account=AccountId(sender["id"]))
        if visit.person is not None:
            return visit.person.language
        return Language.best_for(sender.get("language_code"), self._house.language)


def _in_private(message: dict[str, Any]) -> bool:
    chat = message.get("chat")
    return isinstance(chat, dict) and chat.get("type") == "private" and isinstance(chat.get("id"), int)
