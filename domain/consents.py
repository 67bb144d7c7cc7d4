"""Consents: who said yes, for whom, for what, to which text, and how they showed who they are."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from domain.bookings import Booking
from domain.classes import ClassBooking
from domain.identities import BookingId, PersonId, PupilId
from domain.moments import Instant, instant, local
from domain.people import Pupil

SCHOOL_YEAR_ENDS: Final = (8, 31)
"""Month and day until which a yes for all of a partner's events holds."""


class ConsentScope(StrEnum):
    """What a guardian said yes to."""

    EVENT = "event"
    PARTNER = "partner"
    """All events of this partner until 31 August."""


class ConsentAbout(StrEnum):
    """What a guardian was asked: each is answered by itself, and a no to photographs keeps nobody away."""

    TAKING_PART = "taking_part"
    PHOTOS = "photos"


class IdentityShown(StrEnum):
    """How the guardian showed who they are."""

    BY_LINK = "by_link"
    """They opened the link that the pupil sent; nobody checked their identity."""
    ON_PAPER = "on_paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """The text somebody agreed to: its version, and the SHA-256 (hex) of the words as they stood on the screen."""

    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A record of a yes (or a no: `given` False). On paper the guardian is nobody we know, and `recorded_by` is who."""

    pupil: PupilId
    guardian: PersonId | None
    booking: BookingId
    scope: ConsentScope
    given: bool
    text: ConsentText
    at: Instant
    until: Instant | None
    shown: IdentityShown
    withdrawn_at: Instant | None
    about: ConsentAbout = ConsentAbout.TAKING_PART
    recorded_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRequest:
    """What a guardian sees who follows the link that a pupil sent. The booking is the pupil's own, or their class's."""

    booking: Booking | ClassBooking
    pupil: Pupil
    token: str
    answered: Consent | None
    """What this same guardian has answered already; None: it is open."""
    photos: bool | None = None
    """Whether this guardian lets photographs be taken; None: they have not said."""


def school_year_end(now: Instant, zone: str) -> Instant:
    """The end of the coming 31 August in `zone`."""
    today = local(now, zone).date()
    month, day = SCHOOL_YEAR_ENDS
    ends = date(today.year, month, day)
    if today > ends:
        ends = ends.replace(year=today.year + 1)
    return instant(ends, time(23, 59, 59), zone)
