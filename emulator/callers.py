"""The bot's side of the world: accounts that call methods, what faults on order do to a call, updates taken."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Mapping
from typing import Any, Final

from emulator.answers import Answer, Json, Refusal, granted
from emulator.kept.deliveries import reply_in
from emulator.kept.files import Upload
from emulator.kept.people import Bot
from emulator.kept.state import State
from emulator.methods.call import Call
from emulator.methods.table import find
from emulator.reading.parameters import Parameters
from emulator.stage.faults import ConnectionCut, Fault, Faults
from emulator.stage.records import Records

UNAUTHORIZED: Final = Refusal(401, "Unauthorized")
NOT_FOUND: Final = Refusal(404, "Not Found: method not found")
LOGGED_OUT: Final = Refusal(400, "Logged out")


class BotsSide:
    """What bots do."""

    state: State
    faults: Faults
    records: Records

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
        if bot.logged_out_until > self.state.clock.now():
            return LOGGED_OUT.answer()
        fault = self.faults.take(method)
        answer: Answer | None = None
        try:
            answer = await self._suffered(fault, bot, method, params, files)
        finally:
            if answer is None or not _is_empty_poll(method, answer):
                self.records.add(method, params, files, answer, self.state.clock.now())
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
            with contextlib.suppress(ConnectionCut):  # nobody waits for its answer
                await self.call(token, *call)


def _is_empty_poll(method: str, answer: Answer) -> bool:
    """A poll that found nothing, of which there are so many that the record leaves them out."""
    return method.lower() == "getupdates" and isinstance(answer.body, dict) and answer.body.get("result") == []
