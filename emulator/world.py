"""The world in one object, usable in process without HTTP: bots call methods, people act, time moves."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping, Sequence
from typing import Any, Final

from emulator import clients
from emulator.answers import Answer, Json, Refusal, granted
from emulator.clients import Impossible, Writing
from emulator.clock import SimClock
from emulator.groups import Groups
from emulator.headers import header
from emulator.kept.chats import Chat
from emulator.kept.files import StoredFile, Upload
from emulator.kept.limits import Limits
from emulator.kept.people import Bot, Person
from emulator.kept.queries import Query
from emulator.kept.state import State
from emulator.kept.webhooks import reply_in
from emulator.methods.call import Call
from emulator.methods.table import find
from emulator.reading.parameters import Parameters
from emulator.stage.faults import ConnectionCut, Fault, Faults
from emulator.stage.followers import Followers
from emulator.stage.records import Records
from emulator.votes import vote

UNAUTHORIZED: Final = Refusal(401, "Unauthorized")
NOT_FOUND: Final = Refusal(404, "Not Found")
LOGGED_OUT: Final = Refusal(400, "Logged out")


class World:
    """Everything there is. A still clock (`SimClock(start, running=False)`) makes every test repeatable.

    `real_limits` has sending refused with a 429 where it goes faster than Telegram allows (see `kept.limits`).
    """

    def __init__(self, clock: SimClock | None = None, *, real_limits: bool = False) -> None:
        self.clock = clock or SimClock()
        self.limits = Limits(on=real_limits)
        self.state = State(self.clock, self.limits)
        self.state.on_webhook_reply = self._call_from_webhook
        self.faults = Faults()
        self.records = Records()
        self.followers = Followers(self.clock, self._updates_wait)
        self.groups = Groups(self.state)

    async def call(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload] | None = None,
    ) -> Answer:
        """One call of a bot, answered as Telegram would. Raises ConnectionCut where a fault on order says so."""
        params, files = params or {}, files or {}
        bot = self.state.bots.get(token)
        if bot is None:
            return UNAUTHORIZED.answer()
        if bot.logged_out_until > self.clock.now():
            return LOGGED_OUT.answer()
        fault = self.faults.take(method)
        answer: Answer | None = None
        try:
            answer = await self._suffered(fault, bot, method, params, files)
        finally:
            if answer is None or not _is_empty_poll(method, answer):
                self.records.add(method, params, files, answer, self.clock.now())
        return answer

    def add_bot(
        self,
        token: str,
        *,
        first_name: str = "Bot",
        username: str = "emulated_bot",
        reads_all: bool = False,
    ) -> Json:
        """One more bot; answers its User. `reads_all` switches its privacy mode off.

        Raises ValueError for a token that is none.
        """
        number, colon, secret = token.partition(":")
        if not (number.isascii() and number.isdigit() and colon and secret):
            raise ValueError("a token is a number, a colon and a secret: 42:SECRET")
        known = self.state.bots_by_id.get(int(number))
        if known is not None and known.token != token:
            raise ValueError(f"the bot {number} has another token already")
        bot = self.state.add_bot(token, first_name=first_name, username=username.lstrip("@"))
        bot.reads_all = reads_all
        return bot.user()

    def add_person(
        self,
        first_name: str,
        language_code: str = "ru",
        *,
        last_name: str | None = None,
        username: str | None = None,
    ) -> Json:
        """One more person; answers their User. They have not met any bot yet."""
        return self.state.add_person(first_name, language_code, last_name=last_name, username=username).user()

    def person_writes(
        self,
        person_id: int,
        text: str = "",
        *,
        chat: int | None = None,
        bot: str | None = None,
        **writing: Any,
    ) -> Json:
        """The person sends a message (see `clients.Writing` for what else than text). Answers the Message."""
        person = self.person(person_id)
        return clients.write(self.state, person, self.chat_of(person, chat, bot), Writing(text, **writing))

    def person_taps(
        self,
        person_id: int,
        message_id: int,
        data: str,
        *,
        chat: int | None = None,
        bot: str | None = None,
        force: bool = False,
    ) -> Query:
        """The person presses a button. `answer` of the result is the toast, once there; `wait` waits for it."""
        person = self.person(person_id)
        return clients.press(self.state, person, self.chat_of(person, chat, bot), message_id, data, force=force)

    def person_votes(
        self,
        person_id: int,
        message_id: int,
        options: Sequence[int],
        *,
        chat: int | None = None,
        bot: str | None = None,
    ) -> Json:
        """The person votes for answers of a poll, by their numbers from 0, or with none takes the vote back."""
        person = self.person(person_id)
        return vote(self.state, person, self.chat_of(person, chat, bot), message_id, options)

    def person_opens(self, person_id: int, link: str) -> Json:
        """The person follows a deep link and presses Start. Answers the Message."""
        return clients.follow(self.state, self.person(person_id), link)

    def person_blocks(self, person_id: int, *, blocked: bool = True, bot: str | None = None) -> None:
        """The person blocks the bot, or unblocks it."""
        clients.block(self.state, self.person(person_id), self.bot(bot), blocked=blocked)

    def person_asks(self, person_id: int, query: str, *, offset: str = "", bot: str | None = None) -> Query:
        """The person types an inline query. `answer` of the result is what the bot offers, once there."""
        return clients.ask(self.state, self.person(person_id), self.bot(bot), query, offset)

    def person_sees(self, person_id: int, after: int = 0) -> list[Json]:
        """What the person sees of what changed after a change: Messages as they stand now, and deletions."""
        return self.state.seen_by(self.person(person_id), after)

    async def person_waits(self, person_id: int, after: int, seconds: float) -> list[Json]:
        """The same, waiting so many seconds of real time for the first change."""
        person = self.person(person_id)
        seen = self.state.seen_by(person, after)
        if not seen and seconds > 0:
            await person.feed.wait(seconds)
            seen = self.state.seen_by(person, after)
        return seen

    def person_header(self, person_id: int, *, chat: int | None = None, bot: str | None = None) -> Json:
        """What a client shows around the chat: commands, menu button, reply keyboard, the bot."""
        person = self.person(person_id)
        place = self.chat_of(person, chat, bot)
        return header(person, place, place.bot or self.bot(bot), self.clock.now())

    def person_file(self, person_id: int, file_id: str) -> StoredFile:
        """A file in a chat of the person. Raises Impossible for any other."""
        person = self.person(person_id)
        file = self.state.files.by_id(file_id)
        ours = {chat.key for chat in self.state.groups_of.get(person.id, {}).values()}
        ours |= {(bot.id, person.id) for bot in self.state.bots.values()}
        if file is None or not file.seen_in & ours:
            raise Impossible("this person sees no such file", 404)
        return file

    async def take_updates(self, token: str) -> list[Json]:
        """Every update that waits for a bot, taken and confirmed, as a bot that polls would."""
        queue = self.state.bots[token].updates
        taken: list[Json] = []
        while len(queue):
            batch = await queue.take(offset=0, limit=100, wait=0)
            queue.confirm(batch[-1]["update_id"] + 1)
            taken += batch
        return taken

    def calls_after(self, number: int = 0) -> list[Json]:
        """The record of calls behind a number, without tokens."""
        return self.records.after(number, self.state.bots)

    def person(self, person_id: int) -> Person:
        """The person with that id. Raises Impossible."""
        person = self.state.people.get(person_id)
        if person is None:
            raise Impossible("there is no such person", 404)
        return person

    def bot(self, name: str | None = None) -> Bot:
        """The bot with that username; the first there is, without one. Raises Impossible."""
        bots = self.state.bots.values()
        wanted = (name or "").lstrip("@").lower()
        for bot in bots:
            if not wanted or bot.username.lower() == wanted:
                return bot
        raise Impossible(f"there is no bot @{wanted}" if wanted else "there is no bot yet", 404)

    def chat_of(self, person: Person, chat: int | None = None, bot: str | None = None) -> Chat:
        """The person's chat with the bot, or a group they are in. Raises Impossible."""
        if chat is None or chat == person.id:
            return self.state.private_chat(self.bot(bot), person)
        group = self.state.groups_of.get(person.id, {}).get(chat)
        if group is None:
            raise Impossible("this person is in no such group", 404)
        return group

    async def close(self) -> None:
        """Stop delivering to webhooks."""
        for bot in self.state.bots.values():
            if bot.webhook is not None:
                bot.webhook.stop()
                bot.webhook = None

    async def _suffered(
        self,
        fault: Fault | None,
        bot: Bot,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload],
    ) -> Answer:
        """The answer, after what the fault on order does to it. Raises ConnectionCut."""
        if fault is None:
            return await self._answer(bot, method, params, files)
        if fault.kind == "cut":
            raise ConnectionCut
        answer = fault.answer or await self._answer(bot, method, params, files)
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.kind in ("drop_after", "cut_half"):
            raise ConnectionCut(answer if fault.kind == "cut_half" else None)
        return answer

    async def _answer(self, bot: Bot, name: str, params: Mapping[str, Any], files: Mapping[str, Upload]) -> Answer:
        method = find(name)
        if method is None:
            return NOT_FOUND.answer()
        try:
            result = method(Call(self.state, bot, Parameters(params), files))
            if inspect.isawaitable(result):
                result = await result
        except Refusal as refusal:
            return refusal.answer()
        return result if isinstance(result, Answer) else granted(result)

    async def _call_from_webhook(self, token: str, body: str) -> None:
        call = reply_in(body)
        if call is not None:
            await self.call(token, *call)

    def _updates_wait(self) -> bool:
        """Whether an update waits unconfirmed for a bot that is there to take it."""
        return any(
            len(bot.updates) > 0 and (bot.updates.polled or bot.webhook is not None) for bot in self.state.bots.values()
        )


def _is_empty_poll(method: str, answer: Answer) -> bool:
    """A poll that found nothing, of which there are so many that the record leaves them out."""
    return method.lower() == "getupdates" and isinstance(answer.body, dict) and answer.body.get("result") == []
