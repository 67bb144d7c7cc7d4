"""Posts: an event shown in a channel or group, kept true as its dates fill, move or go. Leaves sending to the bot."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import NewType

from domain.identities import EventId, PartnerId, PersonId, SlotId, SourceId
from domain.languages import Language
from domain.moments import Instant
from domain.programme import Event, Slot, SlotLine

PlaceId = NewType("PlaceId", int)
PostId = NewType("PostId", int)
ChatId = NewType("ChatId", int)
"""The messenger's own number for a channel or group. Rules never look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPlace:
    """A channel or group that we may post into. `partner` None: nobody has said yet whose it is."""

    id: PlaceId
    chat: ChatId
    title: str
    partner: PartnerId | None
    added_by: PersonId
    lost: bool
    """We were removed, or may not post there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDraft:
    """What somebody would like to post, and where. `slot` None: all dates of the event."""

    place: PlaceId
    event: EventId
    slot: SlotId | None
    language: Language


class PostState(StrEnum):
    """Waiting → sending → standing → over; or it went wrong on the way, once and for all."""

    WAITING = "waiting"
    SENDING = "sending"
    STANDING = "standing"
    """It is there, and changes when what it tells changes."""
    OVER = "over"
    """It is there, and says how it ended."""
    UNCERTAIN = "uncertain"
    """It may be there or not: never sent again by itself."""
    REFUSED = "refused"
    """The messenger did not take it."""
    GONE = "gone"
    """Somebody deleted it, or we may not change it any more."""

    @property
    def in_trouble(self) -> bool:
        """Whether somebody has to look."""
        return self in {PostState.UNCERTAIN, PostState.REFUSED, PostState.GONE}

    @property
    def can_go_again(self) -> bool:
        """Whether whoever has looked may let it be posted anew."""
        return self.in_trouble


class Standing(StrEnum):
    """What a post says of a date."""

    SOON = "soon"
    """Registration has not opened yet."""
    OPEN = "open"
    FULL = "full"
    """One can join the waiting list."""
    CLOSED = "closed"
    CANCELLED = "cancelled"
    OVER = "over"


def standing(slot: Slot, now: Instant) -> Standing:
    """How it stands with a slot."""
    if slot.cancelled_at is not None:
        return Standing.CANCELLED
    if slot.ends_at <= now:
        return Standing.OVER
    if now >= slot.closes_at:
        return Standing.CLOSED
    if slot.opens_at is not None and now < slot.opens_at:
        return Standing.SOON
    return Standing.OPEN if slot.free > 0 else Standing.FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. `slot` None: all dates of the event. `message`: its number in the chat, once it is there."""

    id: PostId
    place: PostPlace
    event: Event
    slot: Slot | None
    source: SourceId | None
    language: Language
    made_by: PersonId
    made_at: Instant
    state: PostState
    message: int | None
    with_picture: bool
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCard:
    """What a post says now. `dates`: of a post about all dates of an event; `stands`: of one about one of them."""

    post: Post
    stands: Standing | None
    dates: tuple[SlotLine, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether it will never say anything else."""
        return self.stands in {Standing.OVER, Standing.CANCELLED}

    @property
    def fingerprint(self) -> str:
        """Another one as soon as it has something else to say; seats that are taken one by one are not in it."""
        event, slot = self.post.event, self.post.slot
        told: tuple[object, ...] = (
            self.stands,
            (event.kind, event.title, event.description, event.audience, event.format, event.partner.name),
            tuple((one.id, one.starts_at, one.zone, one.city, one.free > 0, one.opens_at) for one in self.dates),
        )
        if slot is not None:
            when = tuple((meeting.starts_at, meeting.ends_at) for meeting in slot.meetings)
            told += (when, slot.zone, slot.place, slot.opens_at, slot.closes_at)
        return f"{self.stands or ''}:{blake2b(repr(told).encode(), digest_size=8).hexdigest()}"
