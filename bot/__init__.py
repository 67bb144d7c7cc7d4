"""How it runs: the composition root and the engines intake, outbox and clockwork. Leaves what is said to handlers."""

from typing import Final

VERSION: Final = "0.1.0"
"""As in pyproject.toml: the project runs in place, so nothing else could say it."""
