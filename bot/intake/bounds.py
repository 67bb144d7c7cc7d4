"""How much one sender may have waiting, and what is passed over beyond that. Leaves telling them to whoever asks."""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bounds:
    """For one sender: what may wait to be handled.

    `words`: messages that are no commands. `deeds`: presses and commands, before one that equals another that waits is
    passed over, which says no more than the other does. `most_deeds`: before any further one is.
    """

    words: int = 20
    deeds: int = 30
    most_deeds: int = 300


class Sort(Enum):
    """What an update is to its sender."""

    WORDS = auto()
    DEED = auto()
    KEPT = auto()
    """It comes by itself, at most now and then, and says something that must be known: a bot blocked, a poll closed."""


_SORTS: Final = {
    "message": Sort.WORDS,
    "edited_message": Sort.WORDS,
    "channel_post": Sort.WORDS,
    "edited_channel_post": Sort.WORDS,
    "callback_query": Sort.DEED,
    "message_reaction": Sort.WORDS,
    "poll_answer": Sort.DEED,
}


def sort_of(update: Json) -> Sort:
    """Whether it is words, a deed, or kept whatever there is."""
    for kind, event in update.items():
        if kind == "update_id":
            continue
        if kind == "message" and _command(event):
            return Sort.DEED
        return _SORTS.get(kind, Sort.KEPT)
    return Sort.KEPT


@dataclass(slots=True)
class _Waiting:
    words: int = 0
    deeds: int = 0
    alike: Counter[object] = field(default_factory=Counter)
    kept: int = 0
    told: bool = False


class Admission:
    """Counts what waits for each sender, and says what is passed over. Every update admitted is to begin, or leave."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._waiting: dict[str, _Waiting] = {}

    def admits(self, key: str, update: Json) -> bool:
        """Whether an update joins those that wait. Where it does, it is counted."""
        waiting = self._waiting.setdefault(key, _Waiting())
        match sort_of(update):
            case Sort.WORDS:
                admitted = waiting.words < self._bounds.words
                waiting.words += admitted
            case Sort.DEED:
                same = _sameness(update)
                stands_for_it = waiting.deeds >= self._bounds.deeds and waiting.alike[same] > 0
                admitted = waiting.deeds < self._bounds.most_deeds and not stands_for_it
                waiting.deeds += admitted
                waiting.alike[same] += admitted
            case _:
                admitted = True
                waiting.kept += 1
        return admitted

    def leaves(self, key: str, update: Json) -> None:
        """An update that was admitted waits no more: its turn begins, or it was there already."""
        waiting = self._waiting.get(key)
        if waiting is None:
            return
        match sort_of(update):
            case Sort.WORDS:
                waiting.words -= 1
            case Sort.DEED:
                same = _sameness(update)
                waiting.deeds -= 1
                waiting.alike[same] -= 1
                if not waiting.alike[same]:
                    del waiting.alike[same]
            case _:
                waiting.kept -= 1
        if waiting.words + waiting.deeds + waiting.kept <= 0:
            del self._waiting[key]

    def first_time(self, key: str) -> bool:
        """Whether this sender has not been told yet since they last had nothing waiting; from now on they have been."""
        waiting = self._waiting.get(key)
        if waiting is None or waiting.told:
            return False
        waiting.told = True
        return True


def _command(event: Any) -> bool:
    text = event.get("text") if isinstance(event, dict) else None
    return isinstance(text, str) and text.startswith("/")


def _sameness(update: Json) -> object:
    """What two deeds have in common that mean the same: the button and its message, or the command."""
    query, message = update.get("callback_query"), update.get("message")
    if isinstance(query, dict):
        shown = query.get("message")
        return "press", shown.get("message_id") if isinstance(shown, dict) else None, query.get("data")
    if isinstance(message, dict):
        return "command", message.get("text")
    return update.get("update_id")
