"""Disks that are full: a small one of memory where one may be mounted, else a limit on how large a file may become."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

SIZE = 4 * 1024 * 1024


class Disk(Protocol):
    """Where a database lies that has to grow."""

    path: Path

    def fills_up(self) -> None:
        """No file on it can become longer any more."""
        ...

    def has_room_again(self) -> None:
        """They can again."""
        ...


@dataclass
class MemoryDisk:
    """A file system of its own, filled with ballast to the last byte."""

    path: Path

    def fills_up(self) -> None:
        with (self.path / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
            while True:
                ballast.write(b"x" * 4096)

    def has_room_again(self) -> None:
        (self.path / "ballast").unlink()


@dataclass
class LimitedFiles:
    """The limit that the system sets this process: needs no rights, and is not quite the same error."""

    path: Path
    _before: tuple[int, int] | None = None

    def fills_up(self) -> None:
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)
        longest = max(file.stat().st_size for file in self.path.glob("etalon.db-wal"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (longest, self._before[1]))

    def has_room_again(self) -> None:
        if self._before is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, self._before)
            self._before = None


@contextmanager
def memory_disk(path: Path) -> Iterator[MemoryDisk]:
    """Mount one, or skip, saying so."""
    path.mkdir()
    mounting = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", path], capture_output=True, text=True, check=False
    )
    if mounting.returncode:
        pytest.skip(f"nothing may be mounted here: {mounting.stderr.strip()}")
    try:
        yield MemoryDisk(path)
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)


@contextmanager
def limited_files(path: Path) -> Iterator[LimitedFiles]:
    """A folder whose files this process cannot lengthen, on order."""
    path.mkdir()
    disk = LimitedFiles(path)
    try:
        yield disk
    finally:
        disk.has_room_again()
