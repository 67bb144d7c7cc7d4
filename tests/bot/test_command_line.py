"""The command line: exit codes that mean something, and one line that says what to do."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import FAILED, OK, WRONG_USE, main
from tests.bot.programs import ROOT, ended, environment

pytestmark = pytest.mark.process

SAMPLE = ROOT / "programme" / "sample.csv"
COMMANDS = ("run", "demo", "import", "backup", "restore", "doctor")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("BOT_TOKEN", "BOT_API_URL", "DATABASE", "TIMEZONE", "DEFAULT_LANGUAGE", "BACKUP_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_help_does_not_wait_for_what_it_does_not_need() -> None:
    code = "import sys, bot.__main__; sys.exit('aiogram' in sys.modules or 'pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), check=False).returncode == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == OK
    assert f"python -m bot {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["imprt"], ["import"], ["demo", "--port", "many"], ["run", "fast"], ["backup"], ["restore"]]
)
def test_wrong_use_gets_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == WRONG_USE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "--help" in said.err


def test_bad_settings_get_a_line_each(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEZONE", "Mars")
    monkeypatch.setenv("DEFAULT_LANGUAGE", "de")
    assert main(["run"]) == WRONG_USE
    assert capsys.readouterr().err.splitlines() == [
        "TIMEZONE cannot be used: it has to be an IANA zone name, such as Asia/Almaty.",
        "DEFAULT_LANGUAGE cannot be used: it has to be ru, kk or en.",
    ]


def test_running_without_a_token_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == WRONG_USE
    assert capsys.readouterr().err.startswith("BOT_TOKEN is not set")


async def test_a_programme_comes_in_twice_without_doubling_is_backed_up_and_restored(tmp_path: Path) -> None:
    first = await ended("import", str(SAMPLE), cwd=tmp_path)
    assert (first.code, first.err) == (OK, "")
    again = await ended("import", str(SAMPLE), cwd=tmp_path)
    assert " 0 new slots" in again.out

    assert main(["backup", "copy.db"]) == OK
    (tmp_path / "data" / "etalon.db").unlink()
    assert main(["restore", "copy.db"]) == OK
    assert main(["restore", "copy.db"]) == OK
    assert list((tmp_path / "data").glob("etalon.db.before-restore*"))
    third = await ended("import", str(SAMPLE), cwd=tmp_path)
    assert " 0 new slots" in third.out


async def test_a_file_with_faults_is_refused_whole_with_every_fault_told(tmp_path: Path) -> None:
    lines = SAMPLE.read_text(encoding="utf-8-sig").splitlines()
    header = lines[0].split(",")
    bad = tmp_path / "bad.csv"
    bad.write_text(SAMPLE.read_text(encoding="utf-8-sig").replace("Europe/Moscow", "Europe/Mars", 2), encoding="utf-8")
    refused = await ended("import", str(bad), cwd=tmp_path, DEFAULT_LANGUAGE="en")
    assert refused.code == FAILED
    assert refused.err.count("Europe/Mars") == 2
    assert "zone" in header
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "nowhere.csv"], "nowhere.csv"),
        (["backup", "copy.db"], "nothing to back up"),
        (["restore", "nowhere.db"], "nowhere.db"),
    ],
)
def test_what_is_not_there_is_named(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == FAILED
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_a_file_that_is_no_database_is_not_restored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("Dear database,\n", encoding="utf-8")
    assert main(["restore", "letter.txt"]) == FAILED
    assert capsys.readouterr().err.count("\n") == 1


def test_what_nobody_expected_is_told_with_its_place_and_without_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "Тимур"

    def clumsy() -> None:
        raise KeyError(name)

    monkeypatch.setattr("bot.config.read_config", clumsy)
    assert main(["run"]) == FAILED
    said = capsys.readouterr().err
    assert "test_command_line.py" in said
    assert "please report it" in said
    assert "Тимур" not in said


async def test_a_list_of_schools_comes_in_by_the_same_command(tmp_path: Path) -> None:
    imported = await ended("import", str(ROOT / "programme" / "schools.csv"), cwd=tmp_path)
    assert imported.code == OK
    assert " schools." in imported.out

    broken = tmp_path / "schools.csv"
    broken.write_text("name,city,also\n,Астана,\n", encoding="utf-8")
    refused = await ended("import", str(broken), cwd=tmp_path)
    assert refused.code == FAILED
    assert "row 2" in refused.err


async def test_a_smaller_slot_than_is_booked_is_refused_with_its_name(tmp_path: Path) -> None:
    await ended("import", str(SAMPLE), cwd=tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "etalon.db")) as database, database:
        key, capacity = database.execute("SELECT key, capacity FROM slots WHERE capacity > 1 LIMIT 1").fetchone()
        database.execute("UPDATE slots SET capacity = 10000, seats_taken = ? WHERE key = ?", (capacity + 1, key))

    again = await ended("import", str(SAMPLE), cwd=tmp_path)

    assert again.code == FAILED
    assert f"«{key}»" in again.err
    assert str(capacity + 1) in again.err
