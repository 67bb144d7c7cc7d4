"""A zone whose rules are those of an older tzdata: clocks in Almaty at UTC+6, as they were until 1 March 2024."""

import zoneinfo
from importlib import resources
from pathlib import Path
from typing import Final

ALMATY: Final = "Asia/Almaty"
AT_PLUS_6: Final = ("Asia", "Urumqi")
"""A zone that has been at UTC+6 for longer than anything here looks back."""


class OldRules:
    """Rules that Python finds before those of the tzdata package."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self) -> None:
        """From now on clocks in Almaty are at UTC+6."""
        rules = resources.files("tzdata").joinpath("zoneinfo", *AT_PLUS_6).read_bytes()
        file = self._folder / ALMATY
        file.parent.mkdir(parents=True)
        file.write_bytes(rules)
        _look_in(str(self._folder))

    def end(self) -> None:
        """The new tzdata is installed: clocks in Almaty are at UTC+5."""
        _look_in()


def _look_in(*folders: str) -> None:
    zoneinfo.reset_tzpath(to=folders)
    zoneinfo.ZoneInfo.clear_cache()
