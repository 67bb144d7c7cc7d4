"""A ticket's picture: read back pixel by pixel, it is the QR code of its link, in our colours, with its quiet zone."""

import struct
import zlib
from collections.abc import Sequence

import pytest
import segno

from papers.tickets import INK, NARROWEST, PAPER, QUIET_ZONE, qr_png

LINK = "https://t.me/etalon_bot?start=t_" + "A1b2C3d4E5f6G7h8I9j0K1"


def chunks(png: bytes) -> dict[bytes, bytes]:
    """The chunks of a PNG, by type."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", png, at + 8 + length)
        assert check == zlib.crc32(kind + content)
        found[kind] = content
        at += 12 + length
    return found


def pixels(png: bytes) -> list[list[str]]:
    """The colour of each pixel of a PNG of one bit a pixel and a palette."""
    parts = chunks(png)
    width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert (depth, colour) == (1, 3), "one bit, palette"
    palette = ["#" + parts[b"PLTE"][at : at + 3].hex() for at in range(0, len(parts[b"PLTE"]), 3)]
    lines = zlib.decompress(parts[b"IDAT"])
    stride = 1 + (width + 7) // 8
    above = bytes(stride - 1)
    rows = []
    for top in range(0, stride * height, stride):
        line = lines[top + 1 : top + stride]
        if lines[top]:
            assert lines[top] == 2, "a line is as it is, or the difference to the one above"
            line = bytes((up + byte) % 256 for up, byte in zip(above, line, strict=True))
        above = line
        bits = "".join(f"{byte:08b}" for byte in line)[:width]
        rows.append([palette[int(bit)] for bit in bits])
    return rows


def modules(rows: Sequence[Sequence[str]], count: int) -> list[list[bool]]:
    """The modules of a code of `count` a side, each of which must be of one colour all over."""
    scale = len(rows) // count
    assert scale * count == len(rows) == len(rows[0])
    for y, row in enumerate(rows):
        for x, colour in enumerate(row):
            assert colour == rows[y - y % scale][x - x % scale]
    return [[rows[y * scale][x * scale] == INK for x in range(count)] for y in range(count)]


@pytest.mark.parametrize("link", [LINK, "https://t.me/b?start=t_x", LINK * 4])
def test_the_picture_is_the_code_of_the_link(link: str) -> None:
    code = segno.make(link, error="m", micro=False)
    count = int(code.symbol_size(border=QUIET_ZONE)[0])
    rows = pixels(qr_png(link))
    assert {colour for row in rows for colour in row} == {INK, PAPER}
    assert modules(rows, count) == [[bool(module) for module in row] for row in code.matrix_iter(border=QUIET_ZONE)]
    assert code.error in {"M", "Q", "H"}


def test_it_is_large_enough_and_has_its_quiet_zone() -> None:
    rows = pixels(qr_png(LINK))
    assert NARROWEST <= len(rows) < 2 * NARROWEST
    scale = len(rows) // int(segno.make(LINK, error="m").symbol_size(border=QUIET_ZONE)[0])
    quiet = QUIET_ZONE * scale
    assert all(colour == PAPER for row in rows[:quiet] + rows[-quiet:] for colour in row)
    assert all(colour == PAPER for row in rows for colour in row[:quiet] + row[-quiet:])
    assert rows[quiet][quiet] == INK


def test_links_that_fit_no_code_are_refused() -> None:
    for link in ("", "x" * 3_000):
        with pytest.raises(ValueError, match=r".+"):
            qr_png(link)
