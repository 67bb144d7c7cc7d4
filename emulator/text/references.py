"""Character references of HTML, the few that Telegram knows: `&lt;`, `&gt;`, `&amp;`, `&quot;` and numbers."""

from __future__ import annotations

import re
from typing import Final

from emulator.text.spans import unparsable

NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE: Final = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*));?")
LONGEST_REFERENCE: Final = 10
LAST_CODE_POINT: Final = 0x10FFFF
SURROGATES: Final = range(0xD800, 0xE000)


def reference(source: str, at: int) -> tuple[str, int]:
    """The character that the `&` at an index begins to stand for, and where it ends.

    An unknown one is a plain ampersand. Raises a 400 for half a surrogate pair.
    """
    match = REFERENCE.match(source, at)
    text = _meaning(match) if match else None
    return ("&", at + 1) if match is None or text is None else (text, match.end())


def _meaning(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return NAMED.get(name)
    if len(match.group().rstrip(";")) >= LONGEST_REFERENCE:
        return None
    code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
    if code == 0 or code >= LAST_CODE_POINT:
        return None
    if code in SURROGATES:
        raise unparsable(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        )
    return chr(code)
