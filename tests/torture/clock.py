"""One clock for the emulator and for the program it is talked to by: an offset in a file. Leaves moving it to lanes."""

import os
import time
from pathlib import Path
from typing import Final

from domain.moments import Instant

_WIDTH: Final = 32


class SharedClock:
    """Unix seconds, the same in every process of this machine: the monotonic time and what the file adds to it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def now(self) -> Instant:
        """The present, in whole Unix seconds."""
        return Instant(int(time.monotonic() + float(os.pread(self._file, _WIDTH, 0))))

    def show(self, moment: float) -> None:
        """From here on it is this moment, and goes on from there."""
        os.pwrite(self._file, f"{moment - time.monotonic():<{_WIDTH}.3f}".encode(), 0)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)
