"""Announcements: what an organizer tells many people, to whom, when, and how far it has got."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final, NewType

from domain.identities import AccountId, AnnouncementId, PartnerId, PersonId
from domain.languages import Language
from domain.moments import DAY, Instant, instant, local
from domain.refusals import NotAMoment
from domain.segments import Segment

LATEST_AHEAD: Final = 365 * DAY
"""How far ahead an announcement can be set for: nobody remembers a later one."""
_MOMENT: Final = re.compile(r"(?:(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?,?\s+)?(\d{1,2})[:.](\d{2})")
_CENTURY: Final = 2000

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

    def saying(self, language: Language, content: Content) -> "Contents":
        """The same with this in one language."""
        return Contents({**self.by_language, language: content})

    def without(self, language: Language) -> "Contents":
        """The same without one language. Raises ValueError where it is the only one."""
        return Contents({one: said for one, said in self.by_language.items() if one is not language})


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

    @property
    def share(self) -> float:
        """How much of it is over, from 0 to 1; 0 while nobody is known to get it."""
        return 1 - self.left / self.recipients if self.recipients else 0.0


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

    @property
    def is_over(self) -> bool:
        """Whether nothing of it will be sent any more."""
        return self.state in {AnnouncementState.DONE, AnnouncementState.CANCELLED}

    @property
    def can_be_said_anew(self) -> bool:
        """Whether what it says can still be changed, for those who are left."""
        return self.state in {AnnouncementState.DRAFT, AnnouncementState.PAUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The one message in which somebody sees how an announcement gets on. `message` None: it is not sent yet.

    `shown`: what it says by now. `account`: of whom it is for.
    """

    announcement: Announcement
    person: PersonId
    account: AccountId
    language: Language
    message: int | None
    shown: str

    @property
    def says(self) -> str:
        """What it has to say, in short: another as soon as anything of it has changed."""
        done, because = self.announcement.progress, self.announcement.paused_because
        counts = (done.recipients, done.sent, done.blocked, done.uncertain, done.dropped, int(done.complete))
        return f"{self.announcement.state}:{because or ''}:{','.join(map(str, counts))}"

    @property
    def stands_still(self) -> bool:
        """Whether it says already what it has to."""
        return self.message is not None and self.shown == self.says

    @property
    def news(self) -> bool:
        """Whether something happened that is worth a new message: it has stopped by itself."""
        gone = f"{AnnouncementState.PAUSED}:{PausedBecause.ORIGINAL_GONE}:"
        return self.message is not None and self.says.startswith(gone) and not self.shown.startswith(gone)


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


def typed_moment(words: str, now: Instant, zone: str) -> Instant:
    """When an announcement is to go out, as clocks in `zone` (IANA) will show it: "15:30" (the next time they do),
    "28.11 15:30" (the next such day), "28.11.2026 15:30". Raises NotAMoment for anything else, and for what is past.
    """
    found = _MOMENT.fullmatch(" ".join(words.split()))
    if found is None:
        raise NotAMoment
    day, month, year, hour, minute = found.groups()
    here = local(now, zone).date()
    try:
        at = time(int(hour), int(minute))
        if day is None:
            candidates = [here, here + timedelta(days=1)]
        elif year is None:
            candidates = [date(here.year + ahead, int(month), int(day)) for ahead in (0, 1)]
        else:
            candidates = [date(int(year) % 100 + _CENTURY, int(month), int(day))]
    except ValueError:
        raise NotAMoment from None
    moment = next((one for on in candidates if (one := instant(on, at, zone)) > now), None)
    if moment is None or moment > now + LATEST_AHEAD:
        raise NotAMoment
    return moment
