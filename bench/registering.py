"""How fast pupils are registered, alone and many at once, every booking durable."""

import asyncio
import itertools
import secrets
import sqlite3
from collections.abc import Callable
from typing import Final, TypedDict

from bench import bare
from bench.rounds import Comparison, Work, in_turns
from bench.town import Size
from domain.identities import Intent, PersonId, PupilId, SlotId
from storage.engine import Store
from storage.seats import bookings

AT_ONCE: Final = 50
IN_A_ROW: Final = 10
"""How many one piece registers one after the other: a thread that was just woken is slower than one at work."""
ALONE_AIM: Final = 0.6
AT_ONCE_AIM: Final = 4.0

OURS: Final = "store.write"
STATEMENTS: Final = "its SQL on bare sqlite3"
USE_CASE: Final = "the use case on bare sqlite3"


class _Turn(TypedDict):
    actor: PersonId
    slot: SlotId
    intent: Intent


class _Rush:
    """Who registers next, and for what: newcomers in turn, fifty for each large slot; nobody twice for the same."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._slots = size.rush
        self._turns = itertools.count()

    def take(self, number: int) -> list[_Turn]:
        """The next so many."""
        return [self._turn(turn) for turn in itertools.islice(self._turns, number)]

    def _turn(self, turn: int) -> _Turn:
        newcomers = self._size.newcomers
        return {
            # 7919, a prime, strews those who come together over the whole town, as they are in life.
            "actor": PersonId(newcomers[turn * 7919 % len(newcomers)]),
            "slot": self._slots[turn // AT_ONCE % len(self._slots)],
            "intent": Intent(secrets.token_urlsafe(8)),
        }


async def compare(
    store: Store, connection: sqlite3.Connection, size: Size, *, rounds: int, alone: int, together: int
) -> list[Comparison]:
    """Measure on two databases of the same town: in a round, ten in a row and fifty together, each so many times."""
    ours, theirs = _Rush(size), _Rush(size)
    found = []
    for what, number, pieces, aim, way in (
        ("register one pupil, alone", IN_A_ROW, alone, ALONE_AIM, _in_a_row),
        (f"register one pupil, {AT_ONCE} at once", AT_ONCE, together, AT_ONCE_AIM, _at_once),
    ):
        contenders = {
            STATEMENTS: _bare(bare.register, connection, theirs, number),
            OURS: way(store, ours, number),
            USE_CASE: _bare(bare.register_by_use_case, connection, theirs, number),
        }
        times = await in_turns(contenders, rounds=rounds, pieces=pieces, things=number)
        found += [times.compared(what, ours=OURS, peer=peer, aim=aim) for peer in (STATEMENTS, USE_CASE)]
    return found


def _in_a_row(store: Store, rush: _Rush, number: int) -> Work:
    async def work() -> None:
        for turn in rush.take(number):
            await _book(store, turn)

    return work


def _at_once(store: Store, rush: _Rush, number: int) -> Work:
    async def work() -> None:
        await asyncio.gather(*(_book(store, turn) for turn in rush.take(number)))

    return work


def _bare(way: Callable[..., object], connection: sqlite3.Connection, rush: _Rush, number: int) -> Work:
    async def work() -> None:
        for turn in rush.take(number):
            way(connection, **turn)

    return work


async def _book(store: Store, turn: _Turn) -> None:
    await store.write(
        bookings.book,
        actor=turn["actor"],
        pupil=PupilId(turn["actor"]),
        slot=turn["slot"],
        answer="",
        intent=turn["intent"],
    )
