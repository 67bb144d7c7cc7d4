"""What ends the program: a count of passes, and SIGKILL at the last of them. Leaves where it is laid to the points."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.torture.traces import DEATH_NOTE


class Disarmed(Exception):  # noqa: N818  says what is so
    """A name that a point is laid at is not there any more: a rename would have disarmed it in silence."""


class Tripwire:
    """Kills this process at the nth pass, once `live`; what was passed is written down first."""

    def __init__(self, folder: Path, name: str, nth: int) -> None:
        self._note = folder / DEATH_NOTE
        self._name = name
        self._left = nth
        self.live = False

    def passed(self) -> None:
        """Somebody came by. Called from any thread; the last to come by does not return."""
        if not self.live:
            return
        self._left -= 1
        if self._left == 0:
            self._note.write_text(self._name, encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)


def around(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Put `make(what is there)` in the place of `owner.name`. Raises Disarmed where the owner has no such name."""
    if name not in vars(owner):
        raise Disarmed(f"{owner!r} has no {name}: lay the point anew")
    setattr(owner, name, make(vars(owner)[name]))


def there(owner: Any, *names: str) -> None:
    """Raise Disarmed unless the owner has all of these names."""
    for name in names:
        around(owner, name, lambda same: same)
