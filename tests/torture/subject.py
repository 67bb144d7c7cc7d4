"""The subject: the real command line, run in a process that is made to die. `python -m tests.torture.subject … -- run`.

Leaves starting it and looking at what it left to lives and lanes.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(words: Sequence[str]) -> int:
    """Lay the tripwire, then do what `python -m bot` does with the words behind the two dashes; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.subject")
    parser.add_argument("--folder", type=Path, required=True, help="where clock, migrations and the death note lie")
    parser.add_argument("--die-at", default="", help="the name of a point")
    parser.add_argument("--nth", type=int, default=1, help="at which pass")
    parser.add_argument("--sabotage", default="", help="a rule that is broken, to see that the suite says so")
    parser.add_argument("arguments", nargs="+", help="for the program")
    given = parser.parse_args(words)

    # Imported here, so that a name that is gone fails this process and not whoever imports this module.
    from tests.torture.instruments import install  # noqa: PLC0415
    from tests.torture.points import POINTS  # noqa: PLC0415
    from tests.torture.sabotage import SABOTAGE  # noqa: PLC0415
    from tests.torture.tripwire import Tripwire  # noqa: PLC0415

    wire = Tripwire(given.folder, given.die_at, given.nth)
    if given.sabotage:
        SABOTAGE[given.sabotage]()
    if given.die_at:
        point = POINTS[given.die_at]
        point.arm(wire)
        wire.live = point.early
    install(given.folder, wire)

    from bot.__main__ import main as program  # noqa: PLC0415

    return program(given.arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
