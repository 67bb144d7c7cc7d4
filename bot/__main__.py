"""The command line: `python -m bot …`. Leaves each command's work to its module, imported only when it is called."""

# ruff: noqa: PLC0415  commands import what they need when they are called: `--help` need not wait seconds for aiogram

import asyncio
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import App, CycloptsError, Parameter

if TYPE_CHECKING:
    from bot.config import Config
    from bot.reports import Reports

OK: Final = 0
FAILED: Final = 1
WRONG_USE: Final = 2

app = App(
    name="python -m bot",
    help="Etalon: a Telegram bot through which colleges, institutes and employers open their doors to schools.",
    version_flags=[],
    result_action="return_value",
)


@app.command
def run() -> int:
    """Run the bot, with the settings in the environment and in .env. SIGTERM or Ctrl-C stops it."""
    from bot.config import read_config
    from bot.logs import set_up

    config = read_config()
    with _reporting(config) as report:
        set_up(config.log_format, secrets=config.secrets, report=report)

        from bot.clock import SystemClock
        from bot.preconditions import check

        clock = SystemClock()
        check(config, clock)  # before the import of aiogram, which takes longer than all of it

        from bot.serving import serve

        return _finished(serve(config, clock, owner_wanted=_ask_for_owner))


@app.command
def demo(
    *,
    port: Annotated[int, Parameter(help="Where the chat page is served; 0 takes a free port.")] = 8080,
    data: Annotated[
        Path | None, Parameter(help="Keep everything in this directory. Without it, nothing is kept.")
    ] = None,
    emulator: Annotated[str | None, Parameter(help="Run the bot alone, against the emulator at this address.")] = None,
) -> int:
    """Try it without Telegram: an emulator, the bot, a sample programme, and a page to chat on."""
    from bot.demo import show

    return _finished(show(port=port, data=data, emulator=emulator))


@app.command(name="import")
def import_(
    file: Annotated[Path, Parameter(help="A table of slots: .xlsx or .csv, see docs/programme-file.md.")], /
) -> int:
    """Take a programme over from a file: all of it, or nothing where something in it is wrong.

    What came from the same file before is updated.
    """
    from bot.clock import SystemClock
    from bot.config import read_config
    from bot.importing import import_file

    return _finished(import_file(read_config(), SystemClock(), file))


@app.command
def backup(file: Annotated[Path, Parameter(help="Where the copy goes; what is there is replaced.")], /) -> int:
    """Copy the database to a file, checked, also while the bot runs."""
    from bot.config import read_config
    from storage.engine import backup as back_up

    config = read_config()
    if not config.database.exists():
        return _fail(f"There is no database at {config.database} yet: nothing to back up.")
    back_up(config.database, file)
    print(f"Backed up to {file}.")  # noqa: T201  what the command was called for
    return OK


@app.command
def restore(file: Annotated[Path, Parameter(help="A file that `backup`, or a night, has made.")], /) -> int:
    """Put a backup in the place of the database. Stop the bot first; the old database is kept beside it."""
    from bot.config import read_config
    from storage.engine import restore as put_back

    config = read_config()
    config.database.parent.mkdir(parents=True, exist_ok=True)
    kept = put_back(file, config.database)
    print(f"Restored {config.database}." + (f" What was there is kept as {kept}." if kept else ""))  # noqa: T201
    return OK


@app.command
def doctor() -> int:
    """Look whether everything is in order: a line each, "ok" or what to do."""
    from bot.doctor import look

    return OK if asyncio.run(look()) else FAILED


@contextmanager
def _reporting(config: "Config") -> "Iterator[Reports | None]":
    """Errors reported where SENTRY_DSN is set, the one that ends the program included."""
    if config.sentry_dsn is None:
        yield None
        return
    from bot.reports import Reports

    reports = Reports(config.sentry_dsn.get_secret_value(), secrets=config.secrets)
    try:
        yield reports
    except Exception as error:
        reports.tell(error)
        raise
    finally:
        reports.close()


def _ask_for_owner(link: str) -> None:
    print(  # noqa: T201  for whoever starts it, once
        f"Nobody owns this installation yet. Whoever opens this link first does (once, within 14 days):\n{link}",
        flush=True,
    )


def _finished(work: Coroutine[Any, Any, object]) -> int:
    """Run to the end; a command that returns False has failed and said why."""
    return FAILED if asyncio.run(work) is False else OK


def _fail(sentence: str, code: int = FAILED) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201  the one line that says what to do
    return code


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments say; the exit code: 0 done, 1 failed, 2 wrong use or settings."""
    try:
        return int(app(arguments, exit_on_error=False, print_error=False) or OK)
    except CycloptsError as error:
        return _fail(f"{error} See `python -m bot --help`.", WRONG_USE)
    except KeyboardInterrupt:
        return _fail("Stopped.")
    except Exception as error:  # noqa: BLE001  whoever typed the command gets a line, whatever it was
        from bot.complaints import complaint

        return _fail(*complaint(error))


if __name__ == "__main__":
    sys.exit(main())
