"""Moves and cancellations of slots: what may be moved, why, and who of those booked knows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import Final

from domain.bookings import BookingState
from domain.identities import BookingId, ChangeId, PersonId
from domain.languages import Texts
from domain.moments import MINUTE, Instant, exists, instant, local
from domain.programme import MeetingTime, Place, Slot, SlotDraft, SlotLine
from domain.refusals import MeetingsOverlap, NotAhead, NothingToMove, TimeSkipped
from domain.rights import OrganizerRole

LONGEST_REASON: Final = 200
"""Characters of a reason that is typed."""
SHORTEST_MEETING: Final = 5
LONGEST_MEETING: Final = 1_440
"""Minutes: docs/programme-file.md."""


class ChangeKind(StrEnum):
    """What became of a slot."""

    MOVED = "moved"
    CANCELLED = "cancelled"


class UsualReason(StrEnum):
    """Reasons one tap gives; each reader gets them in their own language."""

    ILLNESS = "illness"
    TOO_FEW = "too_few"
    PREMISES = "premises"
    WEATHER = "weather"


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A reason: a usual one, one that was typed, or none."""

    usual: UsualReason | None = None
    typed: str = ""

    def __bool__(self) -> bool:
        return self.usual is not None or bool(self.typed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChange:
    """A move or cancellation of which everybody who is booked is told. `by` None: a file, from the command line."""

    id: ChangeId
    kind: ChangeKind
    why: Why
    at: Instant
    by: PersonId | None


class CallState(StrEnum):
    """Whether a party knows, the more urgent first."""

    NOT_REACHED = "not_reached"
    """No letter arrived, or nobody can say whether one did: somebody has to phone."""
    TOLD = "told"
    """A letter arrived; they have not answered."""
    ON_ITS_WAY = "on_its_way"
    PHONED = "phoned"
    ANSWERED = "answered"
    """They keep the seat, gave it up, took another date, or have read it."""

    @property
    def is_open(self) -> bool:
        """Whether somebody might want to phone them."""
        return self in {CallState.NOT_REACHED, CallState.TOLD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One party that a change concerns, as organizers see it: never an account, never a pupil's phone."""

    booking: BookingId
    name: str
    """A pupil's first name, or a class's."""
    grade: int
    school: str
    teacher: str
    """Of a class; empty for a pupil."""
    phone: str
    """That a class's teacher gave for the day, or whoever phoned gave for news; empty where none was given."""
    seats: int
    by_hand: bool
    """Nobody has an account for them: an organizer wrote them down, and phones them."""
    state: CallState
    phoned_by: str
    """Who told them by phone, by name; empty for an owner, and where nobody did."""
    phoned_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallList:
    """Everybody a slot's last change concerns, whoever has to be phoned first."""

    slot: Slot
    change: ToldChange
    calls: tuple[Call, ...]

    def count(self, *states: CallState) -> int:
        """How many parties are in one of these states."""
        return sum(call.state in states for call in self.calls)

    @property
    def open(self) -> int:
        """How many might want to be phoned."""
        return sum(call.state.is_open for call in self.calls)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCalls:
    """What is left to do after a slot's last change, for the digest."""

    slot: int
    title: Texts
    starts_at: Instant
    zone: str
    kind: ChangeKind
    not_reached: int
    silent: int
    """Told, and not answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a change of a slot concerns: parties (a pupil or a class each), and people who get a letter of it."""

    parties: int
    people: int
    by_hand: int
    """Parties that nobody can write to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What of a slot is to be otherwise; None: as it is. `meeting` counts from 1."""

    meeting: int = 1
    on: date | None = None
    at: time | None = None
    minutes: int | None = None
    place: Place | None = None
    online_link: str | None = None


def proposed(draft: SlotDraft, proposal: Proposal, now: Instant) -> SlotDraft:
    """The slot as it is to be. Registration moves along with the first meeting, by local clocks.

    Raises NothingToMove (nothing is otherwise), NotAhead, TimeSkipped, MeetingsOverlap.
    """
    wanted = replace(
        draft,
        place=draft.place if proposal.place is None else proposal.place,
        online_link=draft.online_link if proposal.online_link is None else proposal.online_link,
        meetings=_meetings(draft.meetings, proposal),
    )
    if wanted == draft:
        raise NothingToMove
    for was, meeting in zip(draft.meetings, wanted.meetings, strict=True):
        if (meeting.on, meeting.at) != (was.on, was.at):
            _check_time(meeting, draft.zone, now)
    for earlier, later in pairwise(wanted.meetings):
        if starts_at(later, draft.zone) < starts_at(earlier, draft.zone) + earlier.minutes * MINUTE:
            raise MeetingsOverlap
    return _registration_moved(draft, wanted)


def starts_at(meeting: MeetingTime, zone: str) -> Instant:
    """When a meeting begins."""
    return instant(meeting.on, meeting.at, zone)


def _meetings(meetings: Sequence[MeetingTime], proposal: Proposal) -> tuple[MeetingTime, ...]:
    return tuple(
        replace(
            meeting,
            on=proposal.on or meeting.on,
            at=meeting.at if proposal.at is None else proposal.at,
            minutes=proposal.minutes or meeting.minutes,
        )
        if number == proposal.meeting
        else meeting
        for number, meeting in enumerate(meetings, start=1)
    )


def _check_time(meeting: MeetingTime, zone: str, now: Instant) -> None:
    if starts_at(meeting, zone) <= now:
        raise NotAhead
    if not exists(meeting.on, meeting.at, zone):
        raise TimeSkipped


def _registration_moved(draft: SlotDraft, wanted: SlotDraft) -> SlotDraft:
    """Where registration closed some time before the beginning, it closes as long before the new one."""
    first, was = wanted.meetings[0], draft.meetings[0]
    by = datetime.combine(first.on, first.at) - datetime.combine(was.on, was.at)
    closes_at = wanted.closes_at
    if closes_at is not None:
        here = local(closes_at, draft.zone).replace(tzinfo=None) + by
        closes_at = instant(here.date(), here.time(), draft.zone)
    opens_at = wanted.opens_at
    if opens_at is not None and opens_at >= (starts_at(first, draft.zone) if closes_at is None else closes_at):
        opens_at = None  # moved so near that registration would never open
    return replace(wanted, closes_at=closes_at, opens_at=opens_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotOverview:
    """A slot as its organizers see it: how it stands, and what of it they may do."""

    slot: Slot
    published: bool
    revision: int
    """Grows with every change: whoever changes the slot names the one they saw."""
    roles: frozenset[OrganizerRole]
    """What the reader may do at its partner."""
    parties: Mapping[BookingState, int]
    """How many pupils and classes are in each state."""
    seats: Mapping[BookingState, int]
    change: ToldChange | None
    """What became of it last, and was told."""
    open_calls: int
    """How many parties do not know of that, as far as we know."""

    def may(self, role: OrganizerRole) -> bool:
        """Whether the reader has this role at its partner."""
        return role in self.roles


@dataclass(frozen=True, slots=True)
class Seated:
    """A party that holds seats: a pupil's first name, or a class with its teacher."""

    name: str
    teacher: str
    school: str
    seats: int


@dataclass(frozen=True, slots=True)
class Tidings:
    """What a letter about a move or cancellation carries: the change, and other dates that have seats."""

    change: ToldChange
    dates: tuple[SlotLine, ...]
