"""How much memory this process holds."""

import resource
import sys
from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")
_KIB: Final = 1024


def megabytes() -> float:
    """What it holds now; where the system does not say, the most it ever held."""
    if _STATUS.exists():
        (line,) = (line for line in _STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / _KIB
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / _KIB / (_KIB if sys.platform == "darwin" else 1)
