"""Deep links into the bot: making them, and reading what somebody opened. A link is a claim, never a right."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from domain.identities import EventId, SourceId

_PAYLOAD: Final = re.compile(r"([a-z])_([A-Za-z0-9_-]{1,60})")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,11}")
_NUMBERS: Final = re.compile(r"[1-9][0-9]{0,11}(_[1-9][0-9]{0,11})?")
"""An event, and perhaps the source (a poster, a post) that its visitors are counted by."""


class LinkTo(StrEnum):
    """What a link leads to."""

    EVENT = "e"
    SLOT = "s"
    GUARDIAN = "g"
    TICKET = "t"
    INVITE = "i"
    CLASS = "k"
    HANDOVER = "h"
    PUPIL = "m"
    DOOR = "d"


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that was followed: where to, and the number or token it carries."""

    to: LinkTo
    carries: str

    @property
    def number(self) -> int:
        """The number it carries; only for links to events and slots."""
        return int(self.carries.partition("_")[0])

    @property
    def source(self) -> SourceId | None:
        """The source that a link to an event came from; None where it carries none."""
        source = self.carries.partition("_")[2]
        return SourceId(int(source)) if source and self.to is LinkTo.EVENT else None


def deep_link(username: str, to: LinkTo, carries: object) -> str:
    """`https://t.me/<bot>?start=<payload>`: Telegram allows 64 characters of A–Z, a–z, 0–9, _ and - as payload."""
    return f"https://t.me/{username}?start={to.value}_{carries}"


def event_link(username: str, event: EventId, source: SourceId | None = None) -> str:
    """The link to an event; with a source, whoever follows it is counted as having come by that."""
    return deep_link(username, LinkTo.EVENT, event if source is None else f"{event}_{source}")


def share_link(link: str, text: str) -> str:
    """The link that lets somebody choose a chat and forward `link` with `text` into it."""
    return f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text, safe='')}"


def read(payload: str) -> Opened | None:
    """What a `/start` payload leads to; None for anything we never made."""
    found = _PAYLOAD.fullmatch(payload)
    if not found or found[1] not in set(LinkTo):
        return None
    to = LinkTo(found[1])
    if to is LinkTo.EVENT and not _NUMBERS.fullmatch(found[2]):
        return None
    if to is LinkTo.SLOT and not _NUMBER.fullmatch(found[2]):
        return None
    return Opened(to, found[2])
