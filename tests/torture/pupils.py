"""Simulated pupils: each does one thing after the other, waits for its answer, and remembers what they were told.

Leaves comparing what they were told with what is in the database to checks.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from emulator.clients import Impossible
from tests.torture.telegram import BOT, Answered, Entry, Shown, Telegram
from tests.torture.town import Town

PAUSE: Final = (0.05, 0.5)

TICKET: Final = "your ticket"
IN_LINE: Final = "in the waiting list"
OFFERED: Final = "A seat is free for"
GIVEN_UP: Final = "is given up"
ENDED: Final = "has ended already"
TAKEN: Final = "has been taken"
OVER: Final = "has run out"
HAS_SEAT: Final = "has a seat"
ALREADY: Final = "registered for this date already"


@dataclass(frozen=True, slots=True)
class Acted:
    """A button that was pressed and whose effect was told: it is in the database from then on, whatever happens."""

    intent: str
    slot: int


@dataclass(eq=False)
class Pupil:
    """Somebody who registers, cancels, takes offers and looks around. `slots` are those they choose from."""

    telegram: Telegram
    town: Town
    id: int
    chance: random.Random
    slots: Sequence[int]
    holds: dict[int, bool] = field(default_factory=dict)
    """For each slot whether they are in it, in a line or offered a seat, by what they were told."""
    registered: Counter[int] = field(default_factory=Counter)
    """How often they registered for a slot anew."""
    acted: list[Acted] = field(default_factory=list)
    muted: bool | None = None
    waits_for: str = ""
    """What they wait for an answer to; empty while they think."""
    actions: int = 0
    complaints: list[str] = field(default_factory=list)
    _offers_read: int = 0

    async def lives(self, enough: asyncio.Event) -> None:
        """Introduce oneself, then do things until it is enough; what is begun is done to its end."""
        await self._introduces()
        while not enough.is_set():
            await asyncio.sleep(self.chance.uniform(*PAUSE))
            await self._does_something()
            self.actions += 1

    async def _does_something(self) -> None:
        offer = self._offer()
        slot = self.chance.choice(self.slots)
        if offer is not None:
            await self._answers(offer)
            return
        match self.chance.choices(("seat", "browse", "mute"), (7, 2, 1))[0]:
            case "seat" if self.holds.get(slot):
                await self._cancels(slot)
            case "seat":
                await self._registers(slot)
            case "browse":
                await self._browses()
            case _:
                await self._mutes()

    async def _introduces(self) -> None:
        home = await self._writes("/start", lambda shown: shown.button("u:") is not None)
        await self._presses(home, "me")
        asked = home
        for words in (f"Pupil{'abcdefghijklmnopqrstuvwxyz'[self.id % 26]}", "8"):
            asked = await self._writes(words)
        await self._presses(asked, "w:age_line:older")
        school = await self._writes("№ 239", lambda shown: shown.button("w:which_school:0") is not None)
        await self._presses(school, "w:which_school:0")

    async def _registers(self, slot: int) -> None:
        card = await self._looks_at(slot)
        data = card.button(f"r:{slot}:")
        if data is None:
            self._complain(slot, "is told to have what was never given, or was given up", card)
            return
        intent = data.split(":")[2]
        outcome = await self._presses(card, data)
        if outcome is None:
            return
        if not any(words in outcome.text for words in (TICKET, IN_LINE, OFFERED)):
            self._complain(slot, "registered, and the answer is no outcome", outcome)
            return
        self._has_acted(intent, slot)
        self.registered[slot] += 1
        self.holds[slot] = True

    async def _cancels(self, slot: int) -> None:
        card = await self._looks_at(slot)
        mine = card.button("t:") or card.button("b:")
        if mine is None:  # an offer that ran out
            self.holds[slot] = False
            return
        question = await self._presses(card, f"x:{mine.split(':')[1]}:0")
        yes = question.button("xx:") if question else None
        if question is None or yes is None:
            return
        outcome = await self._presses(question, yes)
        if outcome is None:
            return
        if GIVEN_UP not in outcome.text and ENDED not in outcome.text:
            self._complain(slot, "cancelled, and the answer is no outcome", outcome)
            return
        if GIVEN_UP in outcome.text:
            self._has_acted(yes.split(":")[2], slot)
        self.holds[slot] = False
        back = outcome.button("undo:")
        if back is not None and self.chance.random() < 0.3:
            await self._takes_back(slot, outcome, back)

    async def _takes_back(self, slot: int, shown: Shown, data: str) -> None:
        outcome = await self._presses(shown, data)
        if outcome is None:
            return
        if TICKET in outcome.text:
            self._has_acted(data.split(":")[2], slot)
            self.holds[slot] = True
        elif TAKEN not in outcome.text:
            self._complain(slot, "took it back, and the answer is no outcome", outcome)

    async def _answers(self, offer: Shown) -> None:
        slot = self.town.slot_named_in(offer.text)
        data = offer.button("o:")
        if data is None or slot is None:
            return
        outcome = await self._presses(offer, data)
        if outcome is None:
            return
        if TICKET in outcome.text:
            self.holds[slot] = True
        elif OVER not in outcome.text and ENDED not in outcome.text:
            self._complain(slot, "took an offer, and the answer is no outcome", outcome)

    async def _browses(self) -> None:
        home = await self._writes("/start", lambda shown: shown.button("u:") is not None)
        listed = await self._presses(home, home.button("u:") or "home")
        if listed is not None and (card := listed.button("s:")) is not None:
            await self._presses(listed, card)

    async def _mutes(self) -> None:
        home = await self._writes("/start", lambda shown: shown.button("u:") is not None)
        muted = not self.muted
        if await self._presses(home, f"mute:{int(muted)}") is not None:
            self.muted = muted

    async def _looks_at(self, slot: int) -> Shown:
        title = self.town.title(slot)

        def is_card(shown: Shown) -> bool:
            return title in shown.text and any(map(shown.button, (f"r:{slot}:", "t:", "b:"))) and not shown.button("x:")

        return await self._waits(
            is_card, lambda: self.telegram.person_opens(self.id, f"https://t.me/{BOT}?start=s_{slot}"), f"slot {slot}"
        )

    async def _writes(self, words: str, wanted: Callable[[Shown], bool] = lambda _shown: True) -> Shown:
        return await self._waits(wanted, lambda: self.telegram.person_writes(self.id, words), words)

    async def _waits(self, wanted: Callable[[Shown], bool], act: Callable[[], object], what: str) -> Shown:
        place = len(self.telegram.journals[self.id])
        act()
        return await self._shown(place, self.telegram.newest, what, wanted)

    async def _presses(self, shown: Shown, data: str) -> Shown | None:
        """Press, and wait for the press to be closed and for what is shown; None where the message has gone."""
        place = len(self.telegram.journals[self.id])
        try:
            query = self.telegram.taps(self.id, shown.message, data)
        except Impossible:
            return None
        outcome = await self._shown(place, self.telegram.newest, data)
        await self._until(place, lambda entry: entry == Answered(query.id), data)
        return outcome

    async def _shown(
        self, place: int, update: int, what: str, wanted: Callable[[Shown], bool] = lambda _shown: True
    ) -> Shown:
        """What is shown in answer to an update of theirs; the answer to an earlier one may come once more before it."""

        def is_it(entry: Entry) -> bool:
            return isinstance(entry, Shown) and entry.update == update and wanted(entry)

        found = self.telegram.journals[self.id][await self._until(place, is_it, what)]
        assert isinstance(found, Shown)
        return found

    async def _until(self, place: int, wanted: Callable[[Entry], bool], what: str) -> int:
        self.waits_for = what
        found = await self.telegram.until(self.id, place, wanted)
        self.waits_for = ""
        return found

    def _offer(self) -> Shown | None:
        """The next offer that came and was not looked at yet."""
        journal = self.telegram.journals[self.id]
        while self._offers_read < len(journal):
            entry = journal[self._offers_read]
            self._offers_read += 1
            if isinstance(entry, Shown) and entry.update is None and entry.button("o:"):
                return entry
        return None

    def _has_acted(self, intent: str, slot: int) -> None:
        self.acted.append(Acted(intent, slot))

    def _complain(self, slot: int, what: str, shown: Shown) -> None:
        first = " / ".join(shown.text.split("\n"))[:120]
        self.complaints.append(f"somebody {what} (slot {slot}: {first})")
