"""What lies on this machine's disks: room, backups, zone data. Leaves the database's inside to its sibling."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.config import Config
from bot.doctor.finding import HOUR, Finding, lasting
from domain.moments import Clock, Instant, local
from storage.engine import StoreUnavailable, UnusableDatabase, look_into

LEAST_FREE: Final = 256 * 1024 * 1024
"""Bytes: what a year of a busy programme adds, several times."""
ROOM_FOR: Final = 2
"""How many times the database should fit in beside itself: a backup is a whole copy."""
OLDEST_BACKUP: Final = 36 * HOUR
_NO_NIGHTS: Final = "look into the log for why the nights make none, or let the bot run."
BACKUPS: Final = "etalon-????-??-??.db"

_CHANGED: Final = ("Asia/Almaty", datetime(2024, 6, 1, tzinfo=UTC), timedelta(hours=5))
"""A zone whose offset changed in 2024: data that does not know it is older."""


def zones(config: Config, clock: Clock) -> list[Finding]:
    """Whether the zone data is there and new enough."""
    name, moment, offset = _CHANGED
    advice = "install the tzdata package anew (make run does it), and update the system's own zone data."
    try:
        found = moment.astimezone(ZoneInfo(name)).utcoffset()
        ZoneInfo(config.timezone)
    except (ZoneInfoNotFoundError, OSError):
        return [Finding("zones", f"there is no zone data for {name} or {config.timezone}: {advice}")]
    if found != offset:
        return [Finding("zones", f"the zone data is from before 2024, so that times in Kazakhstan are wrong: {advice}")]
    return [Finding(f"zones: in {config.timezone} it is {local(clock.now(), config.timezone):%H:%M}")]


def disks(config: Config, _: Clock) -> list[Finding]:
    """Whether there is room, and leave to write, where the database and where the backups are."""
    size = config.database.stat().st_size if config.database.is_file() else 0
    return [
        _disk("disk for DATABASE", config.database.parent, size),
        _disk("disk for BACKUP_DIR", config.backup_dir, size),
    ]


def _disk(what: str, directory: Path, size: int) -> Finding:
    there = next(place for place in (directory, *directory.absolute().parents) if place.exists())
    try:
        # Nothing stays of it; and nothing less tells a file system that was mounted to be read only.
        with tempfile.TemporaryFile(dir=there):
            free = shutil.disk_usage(there).free
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Finding(what, f"nothing can be written in {there} ({why}): let the bot's user write there.")
    wanted = max(LEAST_FREE, ROOM_FOR * size)
    if free < wanted:
        return Finding(what, f"{_mb(free)} are free at {there}, less than the {_mb(wanted)} it may need: make room.")
    return Finding(f"{what}: {_mb(free)} free")


def backups(config: Config, clock: Clock) -> list[Finding]:
    """How old the newest backup is."""
    what = f"backups in {config.backup_dir}"
    found = sorted(config.backup_dir.glob(BACKUPS))
    if not config.database.is_file():
        return []
    if not found:
        made_at = _made_at(config.database, clock)
        if made_at is None or clock.now() - made_at < OLDEST_BACKUP:
            return [Finding(f"{what}: none yet, the second night makes the first")]
        return [Finding(what, f"there are none: {_NO_NIGHTS}")]
    age = clock.now() - found[-1].stat().st_mtime
    if age > OLDEST_BACKUP:
        return [Finding(what, f"the newest is {lasting(age)} old: {_NO_NIGHTS}")]
    return [Finding(f"{what}: {len(found)}, the newest {lasting(age)} old")]


def _made_at(database: Path, clock: Clock) -> Instant | None:
    """When the database was made; None where that cannot be read, which is told elsewhere."""
    try:
        with look_into(database, clock=clock) as onlooker:
            return onlooker.made_at
    except (UnusableDatabase, StoreUnavailable):
        return None


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MB"
