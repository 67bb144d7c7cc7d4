"""`import FILE`: a programme file read, its faults told, or all of it brought in. Leaves the rules to others."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.config import Config
from bot.reading import Steps, read_apart
from domain.moments import Clock
from domain.programme import ProgrammeDraft
from handlers.screens import faults as wording
from handlers.texts import Catalogues
from papers.programme_file import Fault, FaultyProgramme
from papers.schools import KnownSchool, is_school_list, read_schools
from storage.engine import Store, open_store
from storage.people import schools
from storage.publishing import programmes, slots

CHUNK: Final = 25
"""Rows brought in by one transaction: none may hold up the bot's for longer than 50 ms."""

Row = TypeVar("Row")


async def import_file(config: Config, clock: Clock, file: Path) -> bool:
    """Import a file into the configured database; what happened is printed. False where the file has faults."""
    data = await asyncio.to_thread(file.read_bytes)
    if is_school_list(data):
        return await _import_schools(config, clock, data, file.name)
    with _bar("Reading") as step:
        try:
            draft = await read_apart(data, file.name, step)
        except FaultyProgramme as faulty:
            found = faulty.faults
        else:
            found = ()
    if found:
        _complain(config, found)
        return False
    await asyncio.to_thread(config.database.parent.mkdir, parents=True, exist_ok=True)
    async with open_store(config.database, clock=clock) as store:
        small = await store.report(slots.too_small, slots=draft.slots)
        if small:
            _complain_of_seats(config, small)
            return False
        with _bar("Bringing in") as step:
            brought = await bring_in(store, draft, step)
    print(  # noqa: T201  what the command was called for
        f"Imported {file.name}: {brought.new} new slots; {brought.known} were known, {brought.moved} of them moved."
    )
    return True


async def _import_schools(config: Config, clock: Clock, data: bytes, name: str) -> bool:
    try:
        found = read_schools(data)
    except ValueError as error:
        _say(f"{name}: {error}. Nothing was imported.")
        return False
    await asyncio.to_thread(config.database.parent.mkdir, parents=True, exist_ok=True)
    async with open_store(config.database, clock=clock) as store:
        await enlist(store, found)
    print(f"Imported {name}: {len(found)} schools.")  # noqa: T201  what the command was called for
    return True


async def enlist(store: Store, found: Sequence[KnownSchool]) -> None:
    """Put schools on the list that pupils search, by chunks; those that are on it get their other names anew."""
    for some in _chunks(found):
        await store.write(schools.enlist, schools=[(one.name, one.city, ";".join(one.also)) for one in some])


async def bring_in(store: Store, draft: ProgrammeDraft, step: Steps = lambda _done, _all: None) -> slots.Brought:
    """Bring a programme in, by chunks. One that was interrupted is simply brought in again: nothing doubles."""
    total = len(draft.partners) + len(draft.events) + len(draft.slots)
    done = 0
    brought = slots.Brought()
    for partners in _chunks(draft.partners):
        await store.write(programmes.bring_partners, partners=partners)
        step(done := done + len(partners), total)
    for events in _chunks(draft.events):
        await store.write(programmes.bring_events, events=events)
        step(done := done + len(events), total)
    for some in _chunks(draft.slots):
        brought += await store.write(slots.bring_slots, slots=some)
        step(done := done + len(some), total)
    return brought


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


@contextmanager
def _bar(what: str) -> Iterator[Steps]:
    """A progress bar on standard error, where somebody is looking; it leaves nothing behind."""
    columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)

        def step(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total or None)

        yield step


def _complain(config: Config, found: Sequence[Fault]) -> None:
    with Catalogues().reader(config.default_language, config.timezone):
        for fault in found:
            _say(wording.sentence(fault))
        _say(wording.summary(found))


def _complain_of_seats(config: Config, small: Sequence[slots.TooSmall]) -> None:
    with Catalogues().reader(config.default_language, config.timezone):
        for slot in small:
            _say(wording.too_few_seats(slot.key, slot.taken))


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201  what is wrong, for whoever typed the command
