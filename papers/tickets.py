"""The picture of a ticket: a QR code of its link. What the link is, and what it opens, is others' business."""

import io
from typing import Final

import segno

NARROWEST: Final = 500
"""Pixels a side, at the least: sharp on a phone held up at a door, and small enough to send at once."""
QUIET_ZONE: Final = 4
"""Blank modules around the code, as ISO/IEC 18004 asks for."""
INK: Final = "#12355b"
PAPER: Final = "#ffffff"


def qr_png(link: str) -> bytes:
    """The link as a QR code: a PNG, whole pixels a module, at least NARROWEST a side, error level M or better.

    Raises ValueError for an empty link, and for one of more than 2,331 bytes, which no code of level M holds.
    """
    if not link:
        raise ValueError("a ticket without a link")
    code = segno.make(link, error="m", micro=False)  # raises DataOverflowError, a ValueError
    modules = code.symbol_size(border=QUIET_ZONE)[0]
    picture = io.BytesIO()
    code.save(picture, kind="png", scale=-(-NARROWEST // modules), border=QUIET_ZONE, dark=INK, light=PAPER)
    return picture.getvalue()
