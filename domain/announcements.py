"""Announcements: what an organizer tells many people, to whom, when, and how far it has got."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from domain.identities import AccountId, AnnouncementId, PartnerId, PersonId
from domain.languages import Language
from domain.moments import Instant
from domain.segments import Segment

Original = NewType("Original", str)
"""The messenger's own reference to messages in the author's chat with us. Whoever copies them made it and reads it."""


@dataclass(frozen=True, slots=True)
class Written:
    """Text, as HTML that the messenger understands."""

    html: str


@dataclass(frozen=True, slots=True)
class Copied:
    """Whatever the author has sent us: a picture, an album, a poll."""

    original: Original


Content = Written | Copied


@dataclass(frozen=True, slots=True)
class Contents:
    """One announcement in one, two or three languages."""

    by_language: Mapping[Language, Content]

    def __post_init__(self) -> None:
        if not self.by_language:
            raise ValueError("an announcement says something in one language at least")

    def to(self, language: Language) -> Content:
        """What a reader of `language` gets: theirs, else what they most likely read as well, as with `Texts`."""
        return next(self.by_language[one] for one in (language, *Language) if one in self.by_language)


class AnnouncementState(StrEnum):
    """Draft → queued → sending → done; from queued and sending also to paused and back, and to cancelled."""

    DRAFT = "draft"
    QUEUED = "queued"
    """Its time has not come."""
    SENDING = "sending"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class PausedBecause(StrEnum):
    """Why nothing of it is sent for now."""

    BY_HAND = "by_hand"
    ORIGINAL_GONE = "original_gone"
    """What was to be copied is not there any more, or only a part of it: its author has to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it has got, in people. `recipients` grows until it is `complete`."""

    recipients: int
    sent: int
    blocked: int
    """Who cannot be written to."""
    uncertain: int
    """Who may have got it: never sent again, so that nobody gets it twice."""
    dropped: int
    """Who went, muted announcements or could not be reached before their turn came; or it was cancelled."""
    complete: bool

    @property
    def left(self) -> int:
        """Who is to get it still, of those known by now."""
        return self.recipients - self.sent - self.blocked - self.uncertain - self.dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One announcement. `partner` None: the house's own."""

    id: AnnouncementId
    author: PersonId
    partner: PartnerId | None
    contents: Contents
    segment: Segment
    not_before: Instant
    state: AnnouncementState
    paused_because: PausedBecause | None
    progress: Progress
    made_at: Instant
    ended_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What one reader of an announcement gets, and whether now. `account`: the author's, whose messages are copied."""

    id: AnnouncementId
    state: AnnouncementState
    content: Content
    account: AccountId | None
    """None where the author has gone, and what they had sent us with them."""

    @property
    def on_hold(self) -> bool:
        """Whether it is to be sent later, if at all."""
        return self.state is AnnouncementState.PAUSED

    @property
    def goes_out(self) -> bool:
        """Whether it is to be sent, be it later."""
        return self.state in {AnnouncementState.SENDING, AnnouncementState.PAUSED}
