"""What the first bytes of a file tell: the size of a picture, the kind of a file."""

from __future__ import annotations

import mimetypes
import re
import struct
import zlib
from typing import Final

PNG: Final = b"\x89PNG\r\n\x1a\n"
PNG_SIZE_ENDS: Final = 24
GIF_SIZE_ENDS: Final = 10
WEBP_SIZE_ENDS: Final = 30
# Start-of-frame markers of JPEG; the gaps are Huffman tables, JPG extensions and arithmetic coding conditions.
FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xDA)})
LONGEST_SIDE: Final = 1_280
# A photo is at most so many times as wide as it is high, or the other way round.
WIDEST: Final = 20
MARKER: Final = 0xFF
MIME: Final = re.compile(r"^[a-z0-9.+-]+/[a-z0-9.+-]+$")


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, JPEG, GIF or WebP; None for anything else."""
    if content.startswith(PNG) and content[12:16] == b"IHDR" and len(content) >= PNG_SIZE_ENDS:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= GIF_SIZE_ENDS:
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp_size(content)
    return None


def plain_picture(width: int, height: int) -> bytes:
    """A grey PNG, at most LONGEST_SIDE wide and high; a narrow one is widened to what Telegram takes."""
    width, height = min(width, LONGEST_SIDE), min(height, LONGEST_SIDE)
    narrowest = -(-max(width, height) // WIDEST)
    width, height = max(width, narrowest, 1), max(height, narrowest, 1)
    rows = zlib.compress((b"\0" + b"\xd0" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content):
        if content[at] != MARKER:
            return None
        marker = content[at + 1]
        if marker == MARKER:
            at += 1
        elif marker in STANDALONE:
            at += 2
        elif marker in FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    if len(content) < WEBP_SIZE_ENDS:
        return None
    kind = content[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", content[26:30])
    return int(width) & 0x3FFF, int(height) & 0x3FFF


def mime_type(file_name: str, content: bytes, said: str | None) -> str:
    """The kind of a file: what its bytes say, then its name, then who uploaded it."""
    for start, kind in (
        (PNG, "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"%PDF-", "application/pdf"),
    ):
        if content.startswith(start):
            return kind
    if file_name.lower().endswith(".ics"):
        return "text/calendar"
    guessed, _ = mimetypes.guess_type(file_name)
    told = (said or "").partition(";")[0].strip().lower()
    return guessed or (told if MIME.match(told) else "application/octet-stream")
