"""A lane: one database, one emulator, one crowd, taken through a plan of deaths. Leaves judging to the examiner."""

import asyncio
import contextlib
import random
import shutil
import signal
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Final

from domain.moments import DAY
from emulator.server import serve
from storage.engine import MIGRATIONS as REAL_MIGRATIONS
from tests.torture import looks, migrations, plan
from tests.torture.births import Births
from tests.torture.checks import Examiner
from tests.torture.clock import SharedClock
from tests.torture.figures import Figures
from tests.torture.lives import Cradle, Life, NotServing
from tests.torture.plan import Death, Size
from tests.torture.pupils import Pupil
from tests.torture.telegram import Telegram
from tests.torture.town import NOON, Town
from tests.torture.traces import BACKUPS, CLOCK, DATABASE, DEATH_NOTE, MIGRATIONS

DEATH_SECONDS: Final = 600.0
"""How long a life may take to reach its point, on a machine that has other things to do."""
STOP_SECONDS: Final = 120.0
"""How long a graceful stop is waited for. How long one may take is for the long form to say."""
QUIET_SECONDS: Final = 1200.0
LOOK_SECONDS: Final = 0.1
IDLE_LOOKS: Final = 20
MOST_IN_PEACE: Final = 5
START_SECONDS: Final = 5.0
"""About how long a start takes: within this a random moment of one lies."""


class Lane:
    """One bot's many lives. `name` is told with every problem."""

    def __init__(self, name: str, folder: Path, cradle: Cradle, chance: random.Random, figures: Figures) -> None:
        self.name = name
        self.folder = folder
        self.chance = chance
        self.figures = figures
        self.patience = DEATH_SECONDS
        self.telegram = Telegram(float(NOON))
        self.clock = SharedClock(folder / CLOCK)
        self.clock.show(self.telegram.clock.now())
        self.database = folder / DATABASE
        self.births = Births(folder, cradle, figures)
        self._suspected = False

    @contextlib.asynccontextmanager
    async def opened(self, size: Size) -> AsyncIterator[Town]:
        """The emulator listens, the schema is made by a program that dies of it, and the town is founded."""
        self.size = size
        self.births.messages_per_second = size.messages_per_second
        people = [self.telegram.add_person("Pupil", "en")["id"] for _ in range(size.pupils + size.crowd)]
        for number in people:
            self.telegram.chat_of(self.telegram.person(number)).started = True
        shutil.copytree(REAL_MIGRATIONS, self.folder / MIGRATIONS)
        self.town = Town(self.database, self.clock, people[size.pupils :])
        async with serve(self.telegram) as server:
            self.births.url = server.url
            await self._first_start()
            await asyncio.to_thread(self.town.found, small=size.small, large=size.large)
            self.pupils = [self._pupil(number) for number in people[: size.pupils]]
            self.examiner = Examiner(self.telegram, self.town, self.pupils, self.figures)
            try:
                yield self.town
            finally:
                await self.births.end_the_last()
        self.clock.close()

    async def run(self, deaths: Sequence[Death]) -> None:
        """Go through the plan while pupils do what they do; then let everything come to rest, and judge."""
        enough = asyncio.Event()
        living = [asyncio.create_task(pupil.lives(enough)) for pupil in self.pupils]
        try:
            for death in deaths:
                await self._die(death)
                _none_has_failed(living)
            await self._last_life(enough, living)
        except NotServing as fault:
            self._find("a restart failed", str(fault))
        finally:
            for task in living:
                task.cancel()
            await asyncio.gather(*living, return_exceptions=True)
        with looks.opened(self.database) as connection:
            self.examiner.at_the_end(connection)

    def _pupil(self, number: int) -> Pupil:
        chance = random.Random(self.chance.random())  # noqa: S311  repeatable on purpose
        return Pupil(self.telegram, self.town, number, chance, self.town.slots)

    async def _first_start(self) -> None:
        """A first start ever, killed in the middle of its migrations."""
        statements = migrations.count(self.folder / MIGRATIONS)
        await self._die(Death("mid-migration", nth=self.chance.randint(1, statements)))
        self.town.migrate(self.folder / MIGRATIONS)

    async def _die(self, death: Death) -> None:
        """One life, from its start to its death, and a look at what it left."""
        await self._spare_the_suspected(death)
        if death.how == "mid-migration" and self.births.count:
            migrations.add(self.folder / MIGRATIONS)
        if death.how == plan.STOP:
            await self._stop(death)
            return
        early = death.how in {plan.STARTING, "mid-migration"} or death.how.startswith("recovering")
        life, code = await (self._die_early(death) if early else self._die_serving(death))
        if code is None:
            await life.kill()
            self._find("a point was not reached", f"{death.how}, pass {death.nth}")
        else:
            self._certify(life, death, code)
        await asyncio.to_thread(self._look, death.how)

    async def _die_serving(self, death: Death) -> tuple[Life, int | None]:
        life = await self.births.serving(death)
        await self._cause(life, death)
        return life, await life.until_over(self.patience)

    async def _die_early(self, death: Death) -> tuple[Life, int | None]:
        """Die where one may not have served yet."""
        while True:
            life = await self.births.born(death)
            if death.how == plan.STARTING:
                await asyncio.sleep(death.seconds * START_SECONDS)
                life.signal(signal.SIGKILL)
            code = await life.until_over(self.patience)
            if not self.births.gave_up(life):
                return life, code

    async def _spare_the_suspected(self, death: Death) -> None:
        """Before a death that would be the third in a row for some update, a life in peace.

        Letters are recovered before any update is begun: that death harms none. To die while updates are recovered,
        some must have been left over again.
        """
        for _ in range(MOST_IN_PEACE):
            if not self._suspected or death.how == "recovering letters":
                return
            await self._live_in_peace()
            if death.how == "recovering updates":
                await self._die(Death("before the acknowledgement"))

    async def _live_in_peace(self) -> None:
        """Let those updates through that would be taken for what kills the program if it died over them once more."""
        life = await self.births.serving(None)
        for _ in range(int(QUIET_SECONDS / LOOK_SECONDS)):
            with looks.opened(self.database) as connection:
                if not looks.suspected(connection):
                    break
            await asyncio.sleep(LOOK_SECONDS)
        life.signal(signal.SIGKILL)
        self._certify(life, Death(plan.PEACE), await life.over)
        await asyncio.to_thread(self._look, plan.PEACE)

    async def _cause(self, life: Life, death: Death) -> None:
        """See to it that there is something to die of."""
        if death.how.startswith("mid-backup"):
            await self._night_falls(life)
            return
        await asyncio.to_thread(self.town.have_reminded, self.size.reminded)
        needed = death.nth + 100 if death.how in {"after a claim", "after a send", "mid-broadcast"} else 0
        if needed and self._waiting_letters() < needed:
            await asyncio.to_thread(self.town.move_the_crowd)
        if death.how == plan.RANDOM:
            await asyncio.sleep(death.seconds)
            life.signal(signal.SIGKILL)

    async def _night_falls(self, life: Life) -> None:
        """The clock goes on to noon tomorrow; nothing that is due today may be left over by then."""
        if not await self._quiet(life, letters=False):
            return
        moment = self.telegram.clock.now() + DAY
        self.telegram.clock.move_to(moment)
        self.clock.show(moment)

    async def _stop(self, death: Death) -> None:
        """A graceful stop under load."""
        life = await self.births.serving(death)
        await asyncio.to_thread(self.town.have_reminded, self.size.reminded)
        await asyncio.to_thread(self.town.move_the_crowd)
        await asyncio.sleep(death.seconds)
        await self._end(life)
        with looks.copy_of(self.database, self.folder / "copy") as connection:
            self.examiner.after_stop(connection)

    async def _end(self, life: Life) -> None:
        began = asyncio.get_running_loop().time()
        life.signal(signal.SIGTERM)
        code = await life.until_over(STOP_SECONDS)
        self.figures.stops.append(asyncio.get_running_loop().time() - began)
        if code is None:
            await life.kill()
            self._find("a graceful stop did not end", f"after {STOP_SECONDS:.0f} s")
        elif code != 0:
            self._find("a graceful stop failed", f"exit code {code}: {life.last_words()}")

    async def _last_life(self, enough: asyncio.Event, living: Sequence["asyncio.Task[None]"]) -> None:
        life = await self.births.serving(None)
        enough.set()
        await self._idle(living)
        await self._quiet(life)
        await self._end(life)

    async def _idle(self, living: Sequence["asyncio.Task[None]"]) -> None:
        """Wait until every pupil has done, or the bot has nothing more to do: who waits then waits in vain."""
        idle_looks = 0
        while idle_looks < IDLE_LOOKS and not all(task.done() for task in living):
            await asyncio.sleep(LOOK_SECONDS)
            with looks.opened(self.database) as connection:
                busy = self.telegram.untaken or looks.undone(connection)
            idle_looks = 0 if busy else idle_looks + 1
        _none_has_failed(living)

    async def _quiet(self, life: Life, *, letters: bool = True) -> bool:
        """Wait until no letter, or at least no reminder, waits; False, and a problem, where that does not come."""
        for _ in range(int(QUIET_SECONDS / LOOK_SECONDS)):
            with looks.opened(self.database) as connection:
                busy = looks.reminders_to_come(connection, self.clock.now() + 60)
                busy += letters and looks.waiting(connection)
                quiet = not busy and looks.counts_nights(connection)
            if quiet or life.over.done():
                return not life.over.done()
            await asyncio.sleep(LOOK_SECONDS)
        self._find("letters do not leave", f"{self._waiting_letters()} wait after {QUIET_SECONDS:.0f} s")
        return False

    def _waiting_letters(self) -> int:
        with looks.opened(self.database) as connection:
            return looks.waiting(connection)

    def _certify(self, life: Life, death: Death, code: int) -> None:
        """It died, of SIGKILL, at the point it was to die at, and of nothing else."""
        note = self.folder / DEATH_NOTE
        of = note.read_text(encoding="utf-8") if note.exists() else ""
        if code != -signal.SIGKILL or (death.named and of != death.how):
            said = f"it ended with {code} at {of or 'no point'} instead of {death.how}: {life.last_words()}"
            self._find("a death of another kind", said)
            return
        self.figures.kills[death.how] += 1

    def _look(self, how: str) -> None:
        if not self.database.exists():
            return
        with looks.copy_of(self.database, self.folder / "copy") as connection:
            if how == "mid-migration":
                for fault in migrations.halfway(connection, self.folder / MIGRATIONS):
                    self._find("a migration is half done", fault)
            if hasattr(self, "examiner"):
                self.examiner.after_death(connection, f"{self.name}, life {self.births.count}, {how}")
                self._suspected = looks.suspected(connection) > 0
        for fault in looks.broken_backups(self.folder / BACKUPS):
            self._find("a backup is not whole", fault)

    def _find(self, kind: str, what: str) -> None:
        self.figures.find(kind, f"{self.name}, life {self.births.count}: {what}")


def _none_has_failed(living: Sequence["asyncio.Task[None]"]) -> None:
    """Raise what a pupil raised: a fault of the suite itself."""
    for task in living:
        if task.done():
            task.result()
