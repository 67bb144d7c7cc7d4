"""The doctor: a line for each thing looked at, "ok" or what to do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doctor import look
from emulator.server import serve
from emulator.world import World
from storage.engine import open_store
from tests.storage import rows
from tests.storage.rows import StillClock

TOKEN = "42:TEST"  # noqa: S105  nobody's


@pytest.fixture(autouse=True)
async def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    world = World()
    world.add_bot(TOKEN, first_name="Etalon", username="etalon_test_bot")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE", str(tmp_path / "etalon.db"))
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    async with serve(world) as server:
        monkeypatch.setenv("BOT_API_URL", server.url)
        yield


async def looked() -> tuple[bool, list[str]]:
    lines: list[str] = []
    return await look(lines.append), lines


async def test_all_is_well(tmp_path: Path) -> None:
    async with open_store(tmp_path / "etalon.db", clock=StillClock()) as store:
        await store.write(rows.a_slot)
    well, lines = await looked()
    assert well
    assert [line.split()[0] for line in lines] == ["ok"] * 5
    assert "@etalon_test_bot" in lines[1]
    assert "schema 0" in lines[2]


async def test_before_the_first_start_there_is_no_database_and_none_is_made(tmp_path: Path) -> None:
    well, lines = await looked()
    assert well
    assert "none yet" in lines[-1]
    assert not (tmp_path / "etalon.db").exists()


@pytest.mark.parametrize(("token", "words"), [("43:OTHER", "correct BOT_TOKEN"), ("", "BOT_TOKEN is not set")])
async def test_a_token_that_is_not_known_is_told(monkeypatch: pytest.MonkeyPatch, token: str, words: str) -> None:
    monkeypatch.setenv("BOT_TOKEN", token)
    well, lines = await looked()
    assert not well
    assert any(line.startswith("look") and words in line for line in lines)


async def test_bad_settings_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIET_HOURS", "at night")
    well, lines = await looked()
    assert not well
    assert lines == ["look  settings: QUIET_HOURS cannot be used: it has to be two times of day, such as 22:00-08:00."]


async def test_seats_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    async with open_store(tmp_path / "etalon.db", clock=StillClock()) as store:
        slot = await store.write(rows.a_slot)
        await store.write(lambda tx: tx.run("UPDATE slots SET seats_taken = 1 WHERE id = :slot", slot=slot))
    well, lines = await looked()
    assert not well
    assert f"slot {slot} says 1, has 0" in lines[-1]


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "etalon.db").write_bytes(b"no database at all" * 100)
    well, lines = await looked()
    assert not well
    assert lines[-1].startswith("look  database")
