"""The disk that the databases lie on: of what kind it is, and how long it takes to promise something."""

import os
import statistics
import time
from pathlib import Path
from typing import Final

_IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})
_BLOCK: Final = bytes(4096)
_TRIES: Final = 100


def kind_under(folder: Path) -> str:
    """The kind of file system that a folder is on; empty where the system does not say."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    kinds = {parts[1]: parts[2] for line in mounts.read_text(encoding="utf-8").splitlines() if (parts := line.split())}
    inside = folder.absolute()
    return next((kinds[str(place)] for place in (inside, *inside.parents) if str(place) in kinds), "")


def is_in_memory(folder: Path) -> bool:
    """Whether a commit costs nothing there, so that figures from it would say nothing."""
    return kind_under(folder) in _IN_MEMORY


def microseconds_to_promise(folder: Path) -> float:
    """What it takes to write 4 KiB and have the disk say that it has them: what every commit waits for at least."""
    path = folder / "promise"
    times = []
    file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        for _ in range(_TRIES):
            started = time.perf_counter()
            os.write(file, _BLOCK)
            os.fsync(file)
            times.append(time.perf_counter() - started)
    finally:
        os.close(file)
        path.unlink()
    return statistics.median(times) * 1_000_000
