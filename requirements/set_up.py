"""Sets up `.venv` from a hashed lock, once; a second call is done in a moment. Needs nothing but Python ≥ 3.11.

python3 requirements/set_up.py run     what the bot needs
python3 requirements/set_up.py dev     that, and what checking and testing need
"""

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE.parent / ".venv"
OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 37)


def main(wanted: str) -> None:
    """Make `.venv` hold what `wanted` (run or dev) locks. Exits with one sentence where that cannot be."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Etalon needs Python 3.11 or newer; this is {sys.version.split()[0]}. Call: make PYTHON=python3.12 …")
    python = VENV / "bin" / "python"
    stamp = VENV / "installed"
    locks = {name: _hash(HERE / f"{name}.txt") for name in ("run", "dev")}
    enough = {f"{name} {locks[name]}" for name in (("dev",) if wanted == "dev" else ("run", "dev"))}
    if python.exists() and stamp.exists() and stamp.read_text().strip() in enough:
        return
    _check_parts()
    print("Setting up (once, about a minute) …", flush=True)  # noqa: T201  this is a command-line program
    if not python.exists():
        _run([sys.executable, "-m", "venv", str(VENV)], "python could not make a virtual environment in .venv")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    lock = HERE / f"{wanted}.txt"
    _run([*pip, "--only-binary", ":all:", "-r", str(lock)], "the packages could not be installed; is there a network?")
    stamp.write_text(f"{wanted} {locks[wanted]}\n")


def _check_parts() -> None:
    try:
        import ensurepip  # noqa: F401, PLC0415  missing on some systems, and that is the point
        import venv  # noqa: F401, PLC0415
    except ImportError:
        sys.exit("Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv; then try again.")
    try:
        import sqlite3  # noqa: PLC0415
    except ImportError:
        sys.exit("Python was built without SQLite. Install a Python that has it, and try again.")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        sys.exit(f"Etalon needs SQLite 3.37 or newer; this Python has {sqlite3.sqlite_version}. Use a newer Python.")


def _run(command: list[str], fault: str) -> None:
    if subprocess.run(command, check=False).returncode:  # noqa: S603  our own fixed commands
        sys.exit(f"Etalon is not set up: {fault}.")


def _hash(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"run", "dev"}:  # noqa: PLR2004  the script and its one argument
        sys.exit(__doc__)
    main(sys.argv[1])
