"""The nursery: a process that has imported everything and forks a subject for each line that it reads.

Importing aiogram takes seconds of a processor; a short run has no time for that at each life. A forked subject is a
process of its own, with the whole of the real start but for the imports.
"""

import importlib
import json
import os
import select
import signal
import sys
import traceback
from pathlib import Path
from typing import Any, Final

LOOK_SECONDS: Final = 0.01
IMPORTED: Final = (
    "bot.app",
    "bot.serving",
    "tests.torture.instruments",
    "tests.torture.points",
    "tests.torture.sabotage",
)
"""What costs the time, for the children."""


def main() -> None:
    """Serve until standard input ends. A line is {"arguments", "environment", "cwd", "log"}; born and died are told."""
    for name in IMPORTED:
        importlib.import_module(name)
    say({"ready": True})
    alive: set[int] = set()
    while True:
        readable, _, _ = select.select([sys.stdin.fileno()], [], [], LOOK_SECONDS)
        if readable:
            line = sys.stdin.buffer.readline()
            if not line:  # whoever began them is gone
                for number in alive:
                    os.kill(number, signal.SIGKILL)
                return
            number = os.fork()
            if number == 0:
                _live(json.loads(line))
            alive.add(number)
            say({"born": number})
        for number in tuple(alive):
            found, status = os.waitpid(number, os.WNOHANG)
            if found:
                alive.discard(number)
                say({"died": number, "code": os.waitstatus_to_exitcode(status)})


def say(what: dict[str, Any]) -> None:
    """Tell whoever listens, in a line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _live(given: dict[str, Any]) -> None:
    """Be the subject, to the end of this process."""
    code = 70
    try:
        log = os.open(given["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, sys.stdout.fileno())
        os.dup2(log, sys.stderr.fileno())
        os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
        os.environ.update(given["environment"])
        os.chdir(Path(given["cwd"]))
        from tests.torture import subject  # noqa: PLC0415  in the child alone

        code = subject.main(given["arguments"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  whatever it is, the child must not go on as a second nursery
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
