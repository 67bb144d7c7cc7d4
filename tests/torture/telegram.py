"""The emulator's world, listened to: who was shown what, which press was answered, which letters came how often."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from emulator.answers import Answer
from emulator.clock import SimClock
from emulator.kept.files import Upload
from emulator.kept.queries import Query
from emulator.kept.state import FIRST_UPDATE
from emulator.world import World
from tests.torture.traces import ROW, UPDATE

TOKEN: Final = "4242:TORTURE"  # noqa: S105  a token of a bot that lives in the test
BOT: Final = "etalon_torture_bot"
PERHAPS: Final = "Perhaps you have seen this already"
"""The words by which a possible repeat is marked."""

_SCREENS: Final = ("send", "editMessageText", "editMessageCaption")
_SAME: Final = "message is not modified"


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the bot put it before somebody."""

    message: int
    text: str
    buttons: tuple[str, ...]
    update: int | None
    """The update that it answers."""

    def button(self, beginning: str) -> str | None:
        """The data of the first button that begins so."""
        return next((data for data in self.buttons if data.startswith(beginning)), None)


@dataclass(frozen=True, slots=True)
class Answered:
    """A press that the bot closed, in time or too late."""

    query: str


Entry = Shown | Answered


class Telegram(World):
    """A world whose running clock is shared, and that keeps a journal for each person."""

    def __init__(self, start: float) -> None:
        super().__init__(SimClock(start))
        self.add_bot(TOKEN, first_name="Etalon", username=BOT)
        self.journals: dict[int, list[Entry]] = defaultdict(list)
        self.letters: dict[int, list[bool]] = defaultdict(list)
        """For each row of the outbox: its arrivals, and whether each was marked as a possible repeat."""
        self.answers: dict[str, int] = defaultdict(int)
        """How often each press was closed."""
        self._asked_by: dict[str, int] = {}
        self._news: dict[int, asyncio.Event] = defaultdict(asyncio.Event)

    @property
    def pushed(self) -> range:
        """The numbers of all updates that there have been for the bot."""
        queue = self.state.bots[TOKEN].updates
        return range(FIRST_UPDATE, queue._next)

    @property
    def newest(self) -> int:
        """The number of the update that came last."""
        return self.pushed[-1]

    @property
    def untaken(self) -> int:
        """How many updates wait for the bot, or were not acknowledged by it."""
        return len(self.state.bots[TOKEN].updates)

    def taps(self, person: int, message: int, data: str) -> Query:
        """The person presses a button, one that the message no longer shows, too. Raises Impossible."""
        query = self.person_taps(person, message, data, force=True)
        self._asked_by[query.id] = person
        return query

    async def call(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload] | None = None,
    ) -> Answer:
        """One call of the bot, and a line in somebody's journal."""
        answer = await super().call(token, method, params, files)
        self._note(method, params or {}, answer)
        return answer

    async def until(self, person: int, after: int, wanted: Callable[[Entry], bool]) -> int:
        """The place of the first such entry behind a place in the person's journal, once there is one."""
        journal = self.journals[person]
        while True:
            for place in range(after, len(journal)):
                if wanted(journal[place]):
                    return place
            after = len(journal)
            self._news[person].clear()
            await self._news[person].wait()

    def _note(self, method: str, params: Mapping[str, Any], answer: Answer) -> None:
        body: dict[str, Any] = answer.body if isinstance(answer.body, dict) else {}
        if method == "answerCallbackQuery":
            query = str(params.get("callback_query_id"))
            self.answers[query] += 1
            if query in self._asked_by:
                self._enter(self._asked_by[query], Answered(query))
            return
        if not method.startswith(_SCREENS) or not (body.get("ok") or _SAME in str(body.get("description"))):
            return
        result = body.get("result")
        text = str(params.get("text") or params.get("caption") or "")
        row = params.get(ROW)
        if row is not None and body.get("ok"):
            self.letters[int(row)].append(PERHAPS in text)
        number = int(result["message_id"] if isinstance(result, dict) else params["message_id"])
        update = None if params.get(UPDATE) is None else int(params[UPDATE])
        self._enter(int(params["chat_id"]), Shown(number, text, _buttons(params), update))

    def _enter(self, person: int, entry: Entry) -> None:
        self.journals[person].append(entry)
        self._news[person].set()


def _buttons(params: Mapping[str, Any]) -> tuple[str, ...]:
    markup = params.get("reply_markup") or {}
    if isinstance(markup, str):
        markup = json.loads(markup)
    rows = markup.get("inline_keyboard", [])
    return tuple(button["callback_data"] for row in rows for button in row if "callback_data" in button)
