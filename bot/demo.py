"""The demo: an emulator, the real bot against it over HTTP, a sample programme, sample people. Nothing else differs."""

import asyncio
import contextlib
import errno
import logging
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Final

import aiohttp
from pydantic import SecretStr

from bot import logs
from bot.clock import FollowedClock, SystemClock
from bot.config import Config, read_config
from bot.demo_history import write_history, write_visitors
from bot.importing import bring_in, enlist
from bot.serving import serve
from bot.stops import MustStop
from domain.identities import AccountId
from domain.languages import Language
from domain.moments import DAY, HOUR, Clock, Instant, QuietHours
from domain.programme import ProgrammeDraft, Wanted
from emulator.clock import SimClock
from emulator.server import serve as serve_emulator
from emulator.world import World
from handlers.buttons import new_intent
from papers.programme_file import moved_ahead, read_programme
from papers.schools import read_schools
from storage.classes import classes
from storage.engine import Store, open_store
from storage.messages import marks
from storage.people import invites, persons, teachers
from storage.programme import upcoming

TOKEN: Final = "1000000:sample-token-of-the-demo"  # noqa: S105  opens nothing but the emulator
USERNAME: Final = "etalon_demo_bot"
TEACHER: Final = "Учитель (пример)"
ORGANIZER: Final = "Организатор (пример)"
PEOPLE: Final = (
    ("Ученик (пример)", "ru"),
    ("Родитель (пример)", "ru"),
    (TEACHER, "ru"),
    (ORGANIZER, "ru"),
    ("Оқушы (үлгі)", "kk"),
    ("Sample pupil", "en"),
)
ALONE: Final[dict[str, None]] = {"webhook_url": None, "webhook_secret": None, "listen": None, "sentry_dsn": None}
"""What `.env` says of the real bot is not the demo's."""
SCHOOL: Final = "Школа № 239 (пример)"
CLASS: Final = "8Б (пример)"
SAMPLE: Final = Path(__file__).parent.parent / "programme"
WAKING_HOURS: Final = 2 * HOUR
"""How long after the start it stays day: a demo in quiet hours would keep tickets back until the morning."""
CLOCK_MARK: Final = "demo.clock"

TOLD: Final = """
  Etalon is running, with a sample programme and sample people.

      Open  {url}/

  Choose who you want to be, and press Start. The bot lives by the page's clock: move it to see reminders come.
  {kept}
  Ctrl-C stops it.
"""


async def show(*, port: int, data: Path | None, emulator: str | None) -> None:
    """Run the demo until a signal. Raises MustStop where the port is taken or the emulator does not answer."""
    with contextlib.ExitStack() as finally_:
        kept = f"Everything is kept in {data}." if data else "Nothing is kept: every start is a new one."
        directory = data or Path(finally_.enter_context(tempfile.TemporaryDirectory(prefix="etalon-demo-")))
        directory.mkdir(parents=True, exist_ok=True)
        config = read_config(
            bot_token=SecretStr(TOKEN), database=directory / "etalon.db", backup_dir=directory / "backups", **ALONE
        )
        logs.set_up(config.log_format, secrets=(TOKEN,), level=logging.WARNING)
        if emulator is not None:
            await _run_bot(config, emulator.rstrip("/"), kept)
            return
        draft = await asyncio.to_thread(_sample_programme)
        async with _emulator(config, draft, port) as url:
            await _run_bot(config, url, kept)


async def _run_bot(config: Config, url: str, kept: str) -> None:
    """The bot alone, against the emulator at `url`, by its clock."""
    known = await _introduce(url)
    owners = tuple(number for name, number in known if name == ORGANIZER)
    config = config.model_copy(update={"bot_api_url": url, "owner_ids": owners})

    def tell() -> None:
        print(TOLD.format(url=url, kept=kept), flush=True)  # noqa: T201  what the command was called for

    try:
        async with FollowedClock(url) as clock:
            await _fill(config, clock)
            await _bring_teacher(config, clock, [number for name, number in known if name == TEACHER])
            await serve(config, clock, serving=tell)
            await _remember(config, clock)
    except aiohttp.ClientError:
        raise MustStop(f"No emulator answers at {url}: start one with `python -m bot demo`.") from None


@contextlib.asynccontextmanager
async def _emulator(config: Config, draft: ProgrammeDraft, port: int) -> AsyncIterator[str]:
    zones = {config.timezone, *(slot.zone for slot in draft.slots)}
    start = by_day(max(Instant(int(time.time())), await _last_time(config)), config.quiet_hours, zones)
    try:
        async with serve_emulator(World(SimClock(float(start))), port=port) as server:
            yield server.url
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise MustStop(f"Port {port} is taken: choose another with --port, or --port 0 for any free one.") from None


async def _introduce(url: str) -> tuple[tuple[str, int], ...]:
    """Make the bot known to the emulator, and the sample people where nobody is there yet; who is there, by name."""
    try:
        async with aiohttp.ClientSession(raise_for_status=True) as http:
            await http.post(f"{url}/sim/bots", json={"token": TOKEN, "first_name": "Etalon", "username": USERNAME})
            async with http.get(f"{url}/sim/people") as answer:
                known = await answer.json()
            for name, language in PEOPLE if not known else ():
                await http.post(f"{url}/sim/people", json={"first_name": name, "language_code": language})
            async with http.get(f"{url}/sim/people") as answer:
                return tuple((one["first_name"], one["id"]) for one in await answer.json())
    except (aiohttp.ClientError, ValueError):
        raise MustStop(f"No emulator answers at {url}: start one with `python -m bot demo`.") from None


async def _fill(config: Config, clock: Clock) -> None:
    """Bring the sample in where nothing lies ahead: moved so that it does."""
    async with open_store(config.database, clock=clock) as store:
        if (await store.read(upcoming.page, wanted=Wanted(), page=0)).lines:
            return
        draft = await asyncio.to_thread(_sample_programme)
        await bring_in(store, moved_ahead(draft, clock.now()))
        await _enlist_schools(store)
        after = 0
        while after := await store.write(write_history, after=after):
            continue
        await store.write(write_visitors)


async def _bring_teacher(config: Config, clock: Clock, accounts: Iterable[int]) -> None:
    """The sample teacher teaches already, and has a class: bringing it is what there is to try."""
    async with open_store(config.database, clock=clock) as store:
        for account in accounts:
            person = await store.write(persons.meet, account=AccountId(account), language=Language.RUSSIAN)
            if person.teaches:
                continue
            code = await store.write(invites.make_for_teacher)
            await store.write(invites.use, actor=person.id, name=TEACHER, code=code)
            teacher = await store.write(
                teachers.ask,
                actor=person.id,
                name=TEACHER,
                school=None,
                school_name=SCHOOL,
                code=code,
                intent=new_intent(),
            )
            await store.write(
                classes.make,
                actor=person.id,
                teacher=teacher.id,
                name=CLASS,
                grade=8,
                size=12,
                intent=new_intent(),
            )


async def _enlist_schools(store: Store) -> None:
    data = await asyncio.to_thread((SAMPLE / "schools.csv").read_bytes)
    await enlist(store, read_schools(data))


def _sample_programme() -> ProgrammeDraft:
    return read_programme((SAMPLE / "sample.csv").read_bytes(), "sample.csv")


async def _last_time(config: Config) -> Instant:
    """When a demo that kept its data ended: its clock had perhaps been moved, and never goes backwards."""
    if not config.database.exists():
        return Instant(0)
    async with open_store(config.database, clock=SystemClock()) as store:
        last = await store.read(marks.mark, name=CLOCK_MARK)
    return Instant(last or 0)


async def _remember(config: Config, clock: Clock) -> None:
    async with open_store(config.database, clock=clock) as store:
        await store.write(marks.set_mark, name=CLOCK_MARK, value=clock.now())


def by_day(now: Instant, quiet: QuietHours, zones: Iterable[str]) -> Instant:
    """The first moment from `now` on that is no quiet hour anywhere, and will not be one soon; `now` if none comes."""
    moment = now
    while moment < now + 7 * DAY:
        waking = max(_waking(moment, quiet, zone) for zone in zones)
        if waking == moment:
            return moment
        moment = waking
    return now


def _waking(moment: Instant, quiet: QuietHours, zone: str) -> Instant:
    """`moment` where it is day and will be for a while, else the end of the night."""
    if (over_at := quiet.over_at(moment, zone)) != moment:
        return over_at
    soon = Instant(moment + WAKING_HOURS)
    over_at = quiet.over_at(soon, zone)
    return moment if over_at == soon else over_at
