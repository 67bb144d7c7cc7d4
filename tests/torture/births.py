"""Births: how each life of a lane begins, and begins again where a start gave Telegram up. Leaves deaths to lanes."""

from pathlib import Path
from typing import Final

from tests.torture.figures import Figures
from tests.torture.lives import Cradle, Life, NotServing
from tests.torture.plan import Death
from tests.torture.telegram import TOKEN
from tests.torture.traces import BACKUPS, DATABASE, DEATH_NOTE

UNREACHABLE: Final = "Telegram cannot be reached"
MOST_STARTS_AGAIN: Final = 20
"""Over a whole run: more is no coincidence."""


class Births:
    """Begins lives in one folder, numbered, each with a log of its own. `sabotage`: a rule that is broken in them."""

    def __init__(self, folder: Path, cradle: Cradle, figures: Figures) -> None:
        self.count = 0
        self.sabotage = ""
        self.url = ""
        self.messages_per_second = 1_000
        self._folder = folder
        self._cradle = cradle
        self._figures = figures
        self._last: Life | None = None

    async def born(self, death: Death | None) -> Life:
        """One more life, with its tripwire where it is to die at a named point."""
        self.count += 1
        (self._folder / DEATH_NOTE).unlink(missing_ok=True)
        words = ["--folder", str(self._folder), "--sabotage", self.sabotage]
        if death is not None and death.named:
            words += ["--die-at", death.how, "--nth", str(death.nth)]
        log = self._folder / f"life-{self.count:04}.log"
        self._last = await self._cradle.begin(
            [*words, "--", "run"], cwd=self._folder, log=log, settings=self._settings()
        )
        return self._last

    async def serving(self, death: Death | None) -> Life:
        """A life that serves. Raises NotServing."""
        while True:
            life = await self.born(death)
            try:
                self._figures.restarts.append(await life.until_serving())
            except NotServing:
                await life.kill()
                if not self.gave_up(life):
                    raise
            else:
                return life

    def gave_up(self, life: Life) -> bool:
        """Whether a start ended because Telegram did not answer in time, and is to be tried again.

        On a machine with other things to do that happens; whoever supervises a program tries again, and so do we.
        """
        gave_up = life.over.done() and life.over.result() == 1 and UNREACHABLE in life.last_words()
        self._figures.starts_again += gave_up
        return gave_up and self._figures.starts_again < MOST_STARTS_AGAIN

    async def end_the_last(self) -> None:
        """Leave nobody behind."""
        if self._last is not None:
            await self._last.kill()

    def _settings(self) -> dict[str, str]:
        return {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": self.url,
            "DATABASE": str(self._folder / DATABASE),
            "BACKUP_DIR": str(self._folder / BACKUPS),
            "LOG_FORMAT": "json",
            "TIMEZONE": "Europe/Moscow",
            "DEFAULT_LANGUAGE": "en",
            "MESSAGES_PER_SECOND": str(self.messages_per_second),
        }
