"""References to what an announcement copies: messages in its author's chat. Leaves copying them to `announced`."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from domain.announcements import Content, Original, Written
from handlers.texts import _, plural

PASSED_ON: Final = "f"
"""Begins the reference to our own message that is forwarded, not copied."""
_TAG: Final = re.compile(r"<[^>]+>")


def original(messages: Sequence[int]) -> Original:
    """The reference to messages in their author's private chat: one, or an album of up to ten."""
    return Original(",".join(map(str, sorted(set(messages)))))


def passed_on(message: int) -> Original:
    """The reference to our own message in its author's chat that is forwarded, not copied: a poll.

    All forwarded copies of a poll share their votes, so that its author sees them; and as it is ours, nobody sees whose
    account it came from.
    """
    return Original(f"{PASSED_ON}{message}")


def with_part(known: Original, message: int) -> Original:
    """The reference to an album with one more of its messages."""
    return original([*(int(number) for number in known.split(",")), message])


def parts(of: Original) -> int:
    """How many messages it stands for."""
    return len(of.split(","))


def in_short(content: Content) -> str:
    """What it says, in plain words: its text, or what sort of thing it is."""
    if isinstance(content, Written):
        return " ".join(unescape(_TAG.sub("", content.html)).split())
    if content.original.startswith(PASSED_ON):
        return _("a poll")
    several = parts(content.original)
    return plural("an album of {n}", "an album of {n}", several) if several > 1 else _("the message you sent me")
