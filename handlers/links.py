"""Deep links into the bot: making them, and reading what somebody opened. A link is a claim, never a right."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote

_PAYLOAD: Final = re.compile(r"([a-z])_([A-Za-z0-9_-]{1,60})")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,11}")


class LinkTo(StrEnum):
    """What a link leads to."""

    EVENT = "e"
    SLOT = "s"
    GUARDIAN = "g"
    TICKET = "t"
    INVITE = "i"
    CLASS = "k"


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that was followed: where to, and the number or token it carries."""

    to: LinkTo
    carries: str

    @property
    def number(self) -> int:
        """The number it carries; only for links to events and slots."""
        return int(self.carries)


def deep_link(username: str, to: LinkTo, carries: object) -> str:
    """`https://t.me/<bot>?start=<payload>`: Telegram allows 64 characters of A–Z, a–z, 0–9, _ and - as payload."""
    return f"https://t.me/{username}?start={to.value}_{carries}"


def share_link(link: str, text: str) -> str:
    """The link that lets somebody choose a chat and forward `link` with `text` into it."""
    return f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text, safe='')}"


def read(payload: str) -> Opened | None:
    """What a `/start` payload leads to; None for anything we never made."""
    found = _PAYLOAD.fullmatch(payload)
    if not found or found[1] not in set(LinkTo):
        return None
    to = LinkTo(found[1])
    if to in {LinkTo.EVENT, LinkTo.SLOT} and not _NUMBER.fullmatch(found[2]):
        return None
    return Opened(to, found[2])
