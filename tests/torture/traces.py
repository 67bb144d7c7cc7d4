"""What a subject and whoever watches it agree on: names of files, and fields of requests."""

from typing import Final

CLOCK: Final = "clock"
MIGRATIONS: Final = "migrations"
DEATH_NOTE: Final = "death"
DATABASE: Final = "etalon.db"
BACKUPS: Final = "backups"
UPDATE: Final = "torture_update"
"""The field in which it finds the update that a request answers."""
ROW: Final = "torture_row"
"""The field of a request in which the emulator finds the outbox row that it is for; Telegram ignores such."""
