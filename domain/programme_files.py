"""What a programme file would do to the programme, slot by slot, before it is brought in; and what it may not do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from domain.languages import Texts
from domain.moments import MINUTE, Instant

BROUGHT_IN_WITHIN: Final = 30 * MINUTE
"""How long after its preview a file can be confirmed."""


class Became(StrEnum):
    """What becomes of one slot, those that people are told of first."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    BACK = "back"
    """It was cancelled, and takes place after all."""
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"
    LEFT_OUT = "left_out"
    """New, and cancelled from the start: nothing to bring in."""


class Forbidden(StrEnum):
    """What of a file is not for whoever sent it."""

    PARTNER = "partner"
    EVENT = "event"
    SLOT = "slot"


@dataclass(frozen=True, slots=True)
class NotTheirs:
    """A line of somebody else's: a partner, event or slot, by its key; `owner`: whose it is, empty for nobody's yet."""

    what: Forbidden
    key: str
    owner: Texts


@dataclass(frozen=True, slots=True)
class TooFewSeats:
    """A slot whose capacity would be below what is taken."""

    key: str
    taken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPreview:
    """One slot of the file, and what becomes of it."""

    key: str
    title: Texts
    starts_at: Instant
    zone: str
    became: Became
    revision: int
    """As it is now; 0 for a new one."""
    people: int
    """How many are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a whole file would do. It is brought in only where nothing is forbidden and no slot too small."""

    slots: tuple[SlotPreview, ...]
    events_new: int
    events_changed: tuple[Texts, ...]
    partners_changed: tuple[Texts, ...]
    not_theirs: tuple[NotTheirs, ...]
    too_few_seats: tuple[TooFewSeats, ...]

    @property
    def faulty(self) -> bool:
        """Whether nothing of it may be brought in."""
        return bool(self.not_theirs or self.too_few_seats)

    @property
    def changes_nothing(self) -> bool:
        """Whether the programme is so already."""
        idle = {Became.SAME, Became.LEFT_OUT}
        return not (self.events_new or self.events_changed or self.partners_changed) and all(
            slot.became in idle for slot in self.slots
        )

    @property
    def counts(self) -> Counter[Became]:
        """How many slots become what."""
        return Counter(slot.became for slot in self.slots)

    @property
    def people(self) -> int:
        """How many letters it would be."""
        return sum(slot.people for slot in self.slots)

    def of(self, *became: Became) -> Sequence[SlotPreview]:
        """The slots of which this becomes."""
        return [slot for slot in self.slots if slot.became in became]

    @property
    def fingerprint(self) -> str:
        """The same for the same file over the same programme; who has registered meanwhile makes no difference."""
        told = [(slot.key, slot.became, slot.revision) for slot in self.slots]
        rest = (self.events_new, self.events_changed, self.partners_changed, self.not_theirs, self.too_few_seats)
        return sha256(repr((told, rest)).encode()).hexdigest()
