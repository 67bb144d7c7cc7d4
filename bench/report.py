"""The figures as people read them: one table, one line about the machine. Leaves measuring to others."""

import os
import platform
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench import disk
from bench.queueing import Queueing
from bench.rounds import Comparison
from bench.sending import Fast, Paced
from bench.updates import UpdateCosts

HEADER: Final = ("what", "ours", "peer", "ratio (lowest-highest)", "aim", "", "the peer")


def environment(folder: Path) -> str:
    """What the figures depend on."""
    return " · ".join(
        (
            f"Python {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
            f"{os.cpu_count()} cores, {platform.machine()}",
            f"{sys.platform}, {disk.kind_under(folder) or 'unknown file system'}",
            f"{disk.microseconds_to_promise(folder):,.0f} µs for 4 KiB to be safe on this disk",
            f"load average {_load()}",
        )
    )


def table(found: Sequence[Comparison]) -> str:
    """A line for each comparison."""
    lines = [HEADER, *(_line(one) for one in found)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    return "\n".join("  ".join(_placed(line, widths)).rstrip() for line in lines)


def updates(costs: UpdateCosts) -> str:
    """What whole updates cost."""
    return (
        f"a tap, the whole way, without the emulator's part ({costs.updates} taps): "
        f"{costs.alone:.1f} ms alone, {costs.at_once:.1f} ms of many at once = {costs.per_second:.0f} updates a second"
    )


def fast(found: Fast) -> str:
    """What sending without a pace did to memory."""
    return f"memory held: {found.before:.0f} MB before the messages, {found.after:.0f} MB after them"


def paced(found: Paced) -> str:
    """How evenly messages left at a pace."""
    return (
        f"gaps between messages at a pace: standard deviation {found.spread:.1f} ms, "
        f"99th percentile {found.p99:.1f} ms; refused as too many: {found.refused}"
    )


def queueing(found: Queueing) -> str:
    """How long queueing an announcement took."""
    return f"queueing took {found.seconds:.1f} s; {found.taps:,} taps meanwhile"


def summary(found: Sequence[Comparison]) -> str:
    """How many aims are met, and which are not."""
    missed = [one.what for one in found if one.met is False]
    aims = sum(one.met is not None for one in found)
    return f"{aims - len(missed)} of {aims} aims met" + "".join(f"\n  missed: {what}" for what in missed)


def _line(one: Comparison) -> tuple[str, ...]:
    met = {True: "met", False: "MISSED", None: ""}[one.met]
    ratio = f"{one.ratio:.2f} ({one.lowest:.2f}-{one.highest:.2f})"
    aim = "" if one.aim is None else f"{one.aim:g}"
    return one.what, f"{one.ours:,.0f} µs", f"{one.peer:,.0f} µs", ratio, aim, met, one.peer_is


def _placed(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    left = {0, 5, 6}
    return [
        text.ljust(width) if column in left else text.rjust(width)
        for column, (text, width) in enumerate(zip(line, widths, strict=True))
    ]


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
