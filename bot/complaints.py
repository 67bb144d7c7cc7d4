"""What the command line says when something fails: one line that says what to do, and the exit code."""

from typing import Final

from bot.config import BadSettings
from bot.logs import hiding, told
from bot.stops import MustStop
from storage.engine import StoreUnavailable, UnusableDatabase

FAILED: Final = 1
WRONG_USE: Final = 2


def complaint(error: Exception) -> tuple[str, int]:
    """The sentence for an error, and the exit code. What nobody expected is told with where it happened."""
    if isinstance(error, BadSettings):
        return "\n".join(error.lines), WRONG_USE
    if isinstance(error, MustStop | UnusableDatabase):
        return str(error), FAILED
    if isinstance(error, StoreUnavailable):
        return f"The database does not answer ({error}): look whether its disk is full, then try again.", FAILED
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or type(error).__name__}.", FAILED
    return f"{hiding()(told(error))}\nThis is a mistake in the program: please report it with the lines above.", FAILED
