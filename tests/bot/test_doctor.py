"""The doctor: a line for each thing looked at, "ok" or what to do; and nothing is changed by looking."""

import asyncio
import os
import re
import socket
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest
from aiohttp import web

from bot.clock import SystemClock
from bot.config import Listen
from bot.doctor import database, look, places
from bot.doctor.finding import DAY, HOUR, Finding, lasting
from bot.web import listening
from domain.identities import AccountId
from domain.moments import Instant
from emulator.server import serve
from emulator.world import World
from storage.engine import Store, Value, open_store
from storage.engine.schema import MIGRATIONS
from storage.messages import inbox
from tests.storage import rows

TOKEN = "42:TEST"  # noqa: S105  nobody's
OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"
SCHEMA = len(list(MIGRATIONS.glob("*.sql")))


@pytest.fixture
def world() -> World:
    world = World()
    world.add_bot(TOKEN, first_name="Etalon", username="etalon_test_bot")
    return world


@pytest.fixture(autouse=True)
async def url(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    monkeypatch.chdir(tmp_path)
    for name in ("WEBHOOK_URL", "WEBHOOK_SECRET", "LISTEN", "SENTRY_DSN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE", str(tmp_path / "etalon.db"))
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "backups"))
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    async with serve(world) as server:
        monkeypatch.setenv("BOT_API_URL", server.url)
        yield server.url


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """The bot's own, open while the doctor looks."""
    async with open_store(tmp_path / "etalon.db", clock=SystemClock()) as store:
        yield store


class Looked(NamedTuple):
    well: bool
    lines: list[str]

    def wrong(self, what: str) -> str:
        """The one line that is not ok."""
        assert not self.well
        (line,) = [line for line in self.lines if line.startswith("look")]
        assert line.startswith(f"look  {what}"), self.lines
        return line


async def looked() -> Looked:
    lines: list[str] = []
    return Looked(await look(lines.append), lines)


def ago(seconds: int) -> Instant:
    return Instant(SystemClock().now() - seconds)


async def test_all_is_well_beside_a_bot_that_runs(store: Store) -> None:
    await store.write(rows.a_slot)
    well, lines = await looked()
    assert well, lines
    assert all(line.startswith("ok    ") and "\n" not in line for line in lines)
    told = [line.removeprefix("ok    ").split(":")[0].split(" ")[0] for line in lines]
    assert told == [
        *("settings", "token", "webhook", "clock", "zones", "disk", "disk", "backups"),
        *("database", "database", "seats", "updates", "updates", "messages", "messages", "messages", "messages"),
        "reminders",
    ]
    documented = re.findall(
        r"^\| ([a-z][A-Za-z_, ]+) \| ", OPERATING.read_text(encoding="utf-8").split("## The doctor")[1], re.MULTILINE
    )
    names = [name for row in documented for name in row.split(", ") if name != "line"]
    assert [line.removeprefix("ok    ").startswith(name) for line, name in zip(lines, names, strict=True)].count(
        False
    ) == 0
    assert "@etalon_test_bot" in lines[1]
    assert f"schema {SCHEMA}" in lines[8]


async def test_looking_changes_nothing_and_waits_for_nobody(store: Store, tmp_path: Path) -> None:
    gate = asyncio.Event()

    async def busy() -> None:
        while not gate.is_set():
            await store.write(rows.a_partner)

    writing = asyncio.create_task(busy())
    before = await store.read(lambda tx: tx.value("SELECT count(*) FROM partners"))
    well, lines = await looked()
    gate.set()
    await writing
    assert well, lines
    assert await store.read(lambda tx: tx.value("SELECT count(*) FROM partners")) > before
    assert not (tmp_path / "backups").exists()


async def test_before_the_first_start_there_is_no_database_and_none_is_made(tmp_path: Path) -> None:
    well, lines = await looked()
    assert well
    assert "none yet" in lines[-1]
    assert not (tmp_path / "etalon.db").exists()


async def test_a_database_that_was_there_and_is_gone_is_told(tmp_path: Path) -> None:
    await made(tmp_path / "etalon.db")
    (tmp_path / "etalon.db").unlink()
    assert "is gone" in (await looked()).wrong("database")


@pytest.mark.parametrize(("token", "words"), [("43:OTHER", "correct BOT_TOKEN"), ("", "BOT_TOKEN is not set")])
async def test_a_token_that_is_not_known_is_told(monkeypatch: pytest.MonkeyPatch, token: str, words: str) -> None:
    monkeypatch.setenv("BOT_TOKEN", token)
    assert words in (await looked()).wrong("token")


async def test_a_telegram_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    monkeypatch.setenv("BOT_API_URL", f"http://127.0.0.1:{free}")
    seen = await looked()
    assert "check the network and BOT_API_URL" in seen.wrong("token")
    assert "ok    clock: there was nobody to compare it with" in seen.lines


async def test_bad_settings_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIET_HOURS", "at night")
    well, lines = await looked()
    assert not well
    assert lines == ["look  settings: QUIET_HOURS cannot be used: it has to be two times of day, such as 22:00-08:00."]


async def delivers_to(there: str, *, at: str) -> None:
    """Somebody has asked the Bot API at `at` to deliver there."""
    async with aiohttp.ClientSession() as http:
        await http.post(f"{at}/bot{TOKEN}/setWebhook", json={"url": there})


async def test_a_webhook_that_should_not_be_there_is_told(url: str) -> None:
    await delivers_to("https://other.example/hook/its-secret", at=url)
    line = (await looked()).wrong("webhook")
    assert "delivers to other.example, and WEBHOOK_URL is not set" in line
    assert "its-secret" not in line


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example/telegram")
    monkeypatch.setenv("LISTEN", "127.0.0.1:8090")
    return "https://bot.example/telegram"


@pytest.mark.usefixtures("webhook")
async def test_a_webhook_that_is_not_there_is_told() -> None:
    assert "Telegram delivers nowhere, and WEBHOOK_URL is set" in (await looked()).wrong("webhook")


@pytest.mark.usefixtures("webhook")
async def test_a_webhook_somewhere_else_is_told(url: str) -> None:
    await delivers_to("https://bot.example/other", at=url)
    assert "another address (on bot.example) than WEBHOOK_URL" in (await looked()).wrong("webhook")


async def test_a_webhook_that_fails_is_told_as_long_as_it_is_news(url: str, webhook: str, world: World) -> None:
    await delivers_to(webhook, at=url)
    hook = world.state.bots[TOKEN].webhook
    assert hook is not None
    hook.last_error = {"last_error_date": ago(600), "last_error_message": "Connection refused"}
    line = (await looked()).wrong("webhook")
    assert "could not deliver 10 min ago (Connection refused)" in line
    hook.last_error = {"last_error_date": ago(2 * HOUR), "last_error_message": "Connection refused"}
    assert (await looked()).well


async def test_updates_that_nobody_fetches_are_told(world: World) -> None:
    person = world.add_person("Sample", "en")["id"]
    for _ in range(100):
        world.person_writes(person, "hello")
    assert "100 updates wait at Telegram: start the bot" in (await looked()).wrong("webhook")


@pytest.mark.parametrize(
    ("ahead", "words"), [(-600, "is 10 min ahead of Telegram's"), (30, "is 30 s behind Telegram's"), (3, "")]
)
async def test_a_clock_that_is_wrong_is_told(monkeypatch: pytest.MonkeyPatch, ahead: int, words: str) -> None:
    monkeypatch.setenv("BOT_TOKEN", "")

    async def tell_the_time(_: web.Request) -> web.Response:
        there = datetime.now(UTC) + timedelta(seconds=ahead)
        return web.Response(status=302, headers={"Date": format_datetime(there, usegmt=True), "Location": "http://x/"})

    async with listening(Listen("127.0.0.1", 0), [web.get("/", tell_the_time)]) as at:
        monkeypatch.setenv("BOT_API_URL", f"http://{at}")
        _, lines = await looked()
    line = next(line for line in lines if " clock" in line)
    assert line.startswith("look") == bool(words)
    assert words in line


async def test_zone_data_that_is_missing_or_old_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_CHANGED", ("Asia/Almaty", datetime(2024, 1, 1, tzinfo=UTC), timedelta(hours=5)))
    assert "from before 2024" in (await looked()).wrong("zones")
    monkeypatch.setattr(places, "_CHANGED", ("Asia/Nowhere", datetime(2024, 1, 1, tzinfo=UTC), timedelta(hours=5)))
    assert "there is no zone data for Asia/Nowhere" in (await looked()).wrong("zones")


@pytest.mark.parametrize(("setting", "what"), [("DATABASE", "DATABASE"), ("BACKUP_DIR", "BACKUP_DIR")])
async def test_a_place_where_nothing_can_be_written_is_told(
    monkeypatch: pytest.MonkeyPatch, setting: str, what: str
) -> None:
    monkeypatch.setenv(setting, "/proc/etalon/etalon.db")
    assert "nothing can be written in /proc" in (await looked()).wrong(f"disk for {what}")


async def test_a_disk_that_is_nearly_full_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "LEAST_FREE", 10**18)
    well, lines = await looked()
    assert not well
    assert sum("make room" in line for line in lines) == 2


def put_a_backup(directory: Path, age: int) -> None:
    directory.mkdir(exist_ok=True)
    path = directory / f"etalon-{datetime.fromtimestamp(ago(age), UTC):%Y-%m-%d}.db"
    path.touch()
    os.utime(path, (ago(age), ago(age)))


async def test_backups_that_are_missing_or_old_are_told(store: Store, tmp_path: Path) -> None:
    await store.write(lambda tx: tx.run("UPDATE migrations SET applied_at = :then", then=ago(3 * DAY)))
    assert "there are none" in (await looked()).wrong("backups")
    put_a_backup(tmp_path / "backups", 2 * DAY)
    assert "the newest is 2 days old" in (await looked()).wrong("backups")
    put_a_backup(tmp_path / "backups", 20 * HOUR)
    well, lines = await looked()
    assert well
    assert any("2, the newest 20 h old" in line for line in lines)


async def test_seats_that_do_not_add_up_are_told(store: Store) -> None:
    slot = await store.write(rows.a_slot)
    await store.write(lambda tx: tx.run("UPDATE slots SET seats_taken = 1 WHERE id = :slot", slot=slot))
    assert f"slot {slot} says 1, has 0" in (await looked()).wrong("seats")


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "etalon.db").write_bytes(b"no database at all" * 100)
    assert "restore a backup" in (await looked()).wrong("database")


@contextmanager
def by_hand(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody with another tool, which does not look after our rules."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        yield connection


async def made(path: Path) -> None:
    async with open_store(path, clock=SystemClock()) as store:
        await store.write(rows.a_slot)


async def test_another_programs_database_is_told(tmp_path: Path) -> None:
    with by_hand(tmp_path / "etalon.db") as connection:
        connection.execute("CREATE TABLE theirs (x)")
    assert "is not this program's database: correct DATABASE" in (await looked()).wrong("database")


async def test_a_newer_schema_is_told(tmp_path: Path) -> None:
    await made(tmp_path / "etalon.db")
    with by_hand(tmp_path / "etalon.db") as connection:
        connection.execute("INSERT INTO migrations VALUES (9999, 'future', ?, 1)", ("0" * 64,))
    assert "start the newer program" in (await looked()).wrong("database")


async def test_an_older_schema_is_no_fault_and_is_left_as_it_is(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    oldest = min(MIGRATIONS.glob("*.sql"))
    (first / oldest.name).write_text(oldest.read_text(encoding="utf-8"), encoding="utf-8")
    async with open_store(tmp_path / "etalon.db", clock=SystemClock(), migrations=first):
        pass
    for _ in range(2):
        well, lines = await looked()
        assert well
        assert f"schema 1; the next start brings it to {SCHEMA}" in lines[-1]


async def test_rows_that_refer_to_nothing_are_told(tmp_path: Path) -> None:
    await made(tmp_path / "etalon.db")
    with by_hand(tmp_path / "etalon.db") as connection:
        connection.execute("UPDATE slots SET event = 999")
    assert "rows of slots refer to nothing. To do: restore a backup" in (await looked()).wrong("database integrity")


async def test_a_page_that_is_ruined_is_told(tmp_path: Path) -> None:
    path = tmp_path / "etalon.db"
    await made(path)
    with by_hand(path) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'slots_of_event'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    well, lines = await looked()
    assert not well
    assert any(line.startswith("look  database") and "restore a backup" in line for line in lines)


async def test_updates_that_nobody_handles_are_told(store: Store) -> None:
    await store.write(inbox.receive, updates=[inbox.Received(1, "from:7", "{}")])
    assert (await looked()).well
    await store.write(lambda tx: tx.run("UPDATE inbox SET received_at = :then", then=ago(HOUR)))
    assert "1 wait, the first for 60 min: start the bot" in (await looked()).wrong("updates")


async def test_updates_that_were_set_aside_are_told_for_a_week(store: Store) -> None:
    received = [inbox.Received(number, "from:7", "{}") for number in (1, 2, 3)]
    await store.write(inbox.receive, updates=received)
    for number, reason in ((1, "failed: KeyError"), (2, "cannot be parsed: message.date"), (3, "failed: KeyError")):
        await store.write(inbox.bury, update_id=number, reason=reason)
    line = (await looked()).wrong("updates set aside")
    assert "2 × failed: KeyError; 1 × cannot be parsed: message.date. To do: look for them in the log" in line
    await store.write(lambda tx: tx.run("UPDATE inbox SET received_at = :then", then=ago(8 * DAY)))
    assert (await looked()).well


PUT = """
    INSERT INTO outbox (key, kind, priority, person, not_before, made_at, state, ended_at, why)
    VALUES (:key, 'ticket', :priority, :person, :at, :at, :state, :ended_at, :why)
"""


async def put(store: Store, key: str, *, at: Instant, state: str = "waiting", why: str = "", priority: int = 0) -> None:
    """A row of the outbox as the sender, or a crash, has left it."""
    person = await store.write(rows.a_person, account=AccountId(abs(hash(key)) % 10**9))
    ended_at = None if state in {"waiting", "claimed"} else at
    values: dict[str, Value] = {"key": key, "priority": priority, "person": person, "at": at, "state": state}
    await store.write(lambda tx: tx.run(PUT, **values, ended_at=ended_at, why=why or None))


async def test_messages_that_nobody_sends_are_told(store: Store) -> None:
    await put(store, "new", at=ago(60))
    await put(store, "paused", at=ago(DAY), priority=2)
    assert (await looked()).well
    await put(store, "late", at=ago(2 * HOUR))
    assert "2 are due, the first for 2 h: start the bot" in (await looked()).wrong("messages")


async def test_messages_that_were_begun_and_not_ended_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "GLANCE_SECONDS", 0)
    await put(store, "just now", at=ago(1), state="claimed")
    assert (await looked()).well
    await put(store, "stuck", at=ago(HOUR), state="claimed")
    assert "1 were begun and not ended, such as number 2" in (await looked()).wrong("messages on their way")


async def test_a_message_that_goes_while_we_look_is_no_fault(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(store, "late and going", at=ago(HOUR), state="claimed")

    def meanwhile(seconds: float) -> None:
        assert seconds == database.GLANCE_SECONDS
        with by_hand(tmp_path / "etalon.db") as connection:
            connection.execute("UPDATE outbox SET state = 'sent', ended_at = 1")

    monkeypatch.setattr("bot.doctor.database.time.sleep", meanwhile)
    assert (await looked()).well


async def test_messages_that_may_not_have_arrived_are_told(store: Store) -> None:
    await put(store, "perhaps", at=ago(DAY), state="uncertain", why="a time-out")
    assert "1 may not have arrived" in (await looked()).wrong("messages surely sent or not")


async def test_messages_that_telegram_does_not_take_are_told_and_those_to_who_is_gone_are_not(store: Store) -> None:
    await put(store, "blocked", at=ago(DAY), state="dead", why="Forbidden: bot was blocked by the user")
    await put(store, "gone", at=ago(DAY), state="dead", why="Bad Request: chat not found")
    well, lines = await looked()
    assert well
    assert any("2 to people who have blocked the bot" in line for line in lines)
    await put(store, "ours", at=ago(DAY), state="dead", why="a mistake of ours: KeyError")
    line = (await looked()).wrong("messages given up in a week (2 to people")
    assert "1 × a mistake of ours: KeyError. To do: please report this" in line


async def test_reminders_that_nobody_put_out_are_told(store: Store) -> None:
    slot = await store.write(rows.a_slot)
    remind = """
        INSERT INTO reminders (meeting, rule, version, due_at)
        SELECT id, '2h', 99, :due_at FROM meetings WHERE slot = :slot
    """
    await store.write(lambda tx: tx.run(remind, slot=slot, due_at=ago(HOUR)))
    assert "1 are due and not in the outbox: start the bot" in (await looked()).wrong("reminders")


def test_a_line_is_one_line() -> None:
    assert str(Finding("x", "over\ntwo")) == "look  x: over two"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "5 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (47 * HOUR, "47 h"), (DAY * 3, "3 days")],
)
def test_a_time_is_said_in_the_unit_that_says_something(seconds: int, words: str) -> None:
    assert lasting(seconds) == words
