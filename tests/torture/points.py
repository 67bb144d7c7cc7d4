"""The named points at which the program is killed, each laid around a function of the real modules.

Runs in the subject alone. Nothing of this is in the program itself; a point whose function is renamed does not arm.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from aiogram.methods import GetUpdates

from bot.delivery import Delivery
from bot.intake.reception import Reception
from bot.telegram import Telegram
from storage.engine import Store, backups, schema
from storage.messages import inbox, outbox
from storage.seats import bookings, waiting
from tests.torture.tripwire import Tripwire, around, there

USE_CASES: Final[tuple[tuple[ModuleType, str], ...]] = (
    (bookings, "book"),
    (bookings, "cancel"),
    (bookings, "take_back"),
    (waiting, "accept"),
)
OPERATIONS: Final = 200
"""How many steps of SQLite's machine pass between two looks while a backup is copied."""

Arm = Callable[[Tripwire], None]


@dataclass(frozen=True, slots=True)
class Point:
    """Where the tripwire is laid. `early`: passes count from the start of the process, not from serving on."""

    arm: Arm
    early: bool = False


def _after(owner: Any, name: str, counts: Callable[[Any], bool] = lambda _result: True) -> Arm:
    """After a plain function has returned what `counts`; inside a transaction, where it is a function of the store."""

    def arm(wire: Tripwire) -> None:
        def make(function: Callable[..., Any]) -> Callable[..., Any]:
            def watched(*args: Any, **kwargs: Any) -> Any:
                result = function(*args, **kwargs)
                if counts(result):
                    wire.passed()
                return result

            return watched

        around(owner, name, make)

    return arm


def _awaited(owner: Any, name: str, *, before: bool = False, counts: Callable[..., bool] = lambda *_: True) -> Arm:
    """Before or after an awaited method; `counts` is asked about what it returned and its first argument."""

    def arm(wire: Tripwire) -> None:
        def make(method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
            async def watched(self: Any, *args: Any, **kwargs: Any) -> Any:
                if before:
                    wire.passed()
                result = await method(self, *args, **kwargs)
                if not before and counts(result, *args):
                    wire.passed()
                return result

            return watched

        around(owner, name, make)

    return arm


def _in_use_case(wire: Tripwire) -> None:
    for module, name in USE_CASES:
        _after(module, name)(wire)


def _after_commit_of(*functions: tuple[ModuleType, str]) -> Arm:
    """After the store has said that what one of these functions did is on the disk, where it did something."""

    def arm(wire: Tripwire) -> None:
        for module, name in functions:
            there(module, name)

        def counts(result: Any, function: Any, *_: Any) -> bool:
            return bool(result) and any(function is vars(module)[name] for module, name in functions)

        _awaited(Store, "write", counts=counts)(wire)

    return arm


def _after_started(wire: Tripwire) -> None:
    _after_commit_of((inbox, "started"))(wire)


def _statements(wire: Tripwire) -> None:
    def make(statements: Callable[[str], Iterator[str]]) -> Callable[[str], Iterator[str]]:
        def watched(text: str) -> Iterator[str]:
            for statement in statements(text):
                yield statement
                wire.passed()

        return watched

    around(schema, "statements", make)


def _copying(wire: Tripwire) -> None:
    """Within VACUUM INTO, which is one statement: SQLite itself asks every so often whether to go on."""

    def make(opened: Callable[[Path, str], sqlite3.Connection]) -> Callable[[Path, str], sqlite3.Connection]:
        def watched(path: Path, how: str) -> sqlite3.Connection:
            connection = opened(path, how)
            if how == "mode=ro":
                connection.set_progress_handler(wire.passed, OPERATIONS)
            return connection

        return watched

    around(backups, "_open", make)


def _acknowledged(_result: Any, _bot: Any, method: Any, *_: Any) -> bool:
    return isinstance(method, GetUpdates) and method.offset is not None


POINTS: Final[dict[str, Point]] = {
    "before the inbox commit": Point(_after(inbox, "receive", bool)),
    "before the acknowledgement": Point(_awaited(Reception, "keep")),
    "after the acknowledgement": Point(_awaited(Telegram, "call", counts=_acknowledged)),
    "in a handler's transaction": Point(_in_use_case),
    "after its commit": Point(_after_commit_of(*USE_CASES)),
    "before it is done": Point(_after(inbox, "finish")),
    "recovering updates": Point(_after_started, early=True),
    "after a claim": Point(_after_commit_of((outbox, "claim"))),
    "after a send": Point(_awaited(Delivery, "deliver")),
    "mid-broadcast": Point(_awaited(Delivery, "deliver", before=True)),
    "recovering letters": Point(_after(outbox, "recover", bool), early=True),
    "mid-migration": Point(_statements, early=True),
    "mid-backup, copying": Point(_copying),
    "mid-backup, copied": Point(_after(backups, "_check")),
    "mid-backup, in place": Point(_after(backups, "_put")),
}
"""Each by its name. "In" is before the commit, "after" and "before" are what they say."""
