"""Sources: where people come from to an event, each with a link of its own, so that it can be counted."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.identities import EventId, SourceId
from domain.moments import Instant

LONGEST_NAME: Final = 60
"""Characters of a source's name: it stands on a button."""


class SourceKind(StrEnum):
    """What somebody saw."""

    POSTER = "poster"
    """A sheet of paper on a wall."""
    POST = "post"
    """A message in a channel or group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source with what it has brought so far."""

    id: SourceId
    event: EventId
    kind: SourceKind
    name: str
    """Where it hangs, or the channel it is in; empty where nobody said."""
    made_at: Instant
    came: int
    """People who opened its link, each once."""
    registered: int
    """How many of them asked for a seat at the event afterwards."""
