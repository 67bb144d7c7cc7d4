"""Ticket codes as people type what they hear: in any case, and with the letters of either alphabet."""

import re
from typing import Final

CODE: Final = re.compile(r"[BCKMPTX2345679]{4}")
"""Letters and digits of codes: storage/seats/tickets.py deals them."""
_LATIN: Final = str.maketrans("ВСКМРТХ", "BCKMPTX")
_PARTED: Final = re.compile(r"[\s,;]+")


def codes_in(typed: str) -> tuple[str, ...]:
    """The codes that a message consists of; none where anything in it is no code."""
    words = [word for word in _PARTED.split(typed.strip().upper().translate(_LATIN)) if word]
    if not words or not all(CODE.fullmatch(word) for word in words):
        return ()
    return tuple(dict.fromkeys(words))
