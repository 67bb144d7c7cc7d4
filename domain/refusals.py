"""What can be refused, as typed errors that carry data and no text. Their sentences are in handlers/refusals.py."""

from dataclasses import dataclass

from domain.identities import BookingId, SlotId
from domain.moments import Instant


class Refusal(Exception):  # noqa: N818  a refusal is an answer of the house, not an error of it
    """A rule said no. Nothing was changed; the person is told why, and what would be right."""


# What was typed


@dataclass(eq=False)
class TooLong(Refusal):
    """The text has more characters than we keep."""

    longest: int
    typed: int


class NotAName(Refusal):
    """No readable letters, or characters that names do not have."""


@dataclass(eq=False)
class NotAGrade(Refusal):
    """Not a school grade."""

    lowest: int
    highest: int


@dataclass(eq=False)
class NotANumber(Refusal):
    """Not a number of people, or none that can be meant."""

    most: int


class NotText(Refusal):
    """A sticker, a picture, a voice message or a forwarded message where words of one's own were asked for."""


# Who may


class NotYours(Refusal):
    """The person has no right to this object, or it is not there; the two are not told apart on purpose."""


class OwnGuardian(Refusal):
    """A pupil's own account cannot say yes for the pupil."""


class LinkNoLongerValid(Refusal):
    """A personal link that was withdrawn, answered or never existed."""


class DecidedAlready(Refusal):
    """Somebody else has decided it meanwhile."""


# Seats


class SlotGone(Refusal):
    """The slot is over, cancelled, or not published."""


@dataclass(eq=False)
class RegistrationNotOpen(Refusal):
    """Registration opens later."""

    opens_at: Instant
    zone: str


@dataclass(eq=False)
class RegistrationClosed(Refusal):
    """Registration for the slot is over."""

    closed_at: Instant
    zone: str


@dataclass(eq=False)
class NotYourGrade(Refusal):
    """The event admits other grades only; a limit of None is no limit."""

    grade: int
    grade_from: int | None
    grade_to: int | None


@dataclass(eq=False)
class AlreadyBooked(Refusal):
    """This pupil has a seat in the slot, or waits for one."""

    booking: BookingId


@dataclass(eq=False)
class AnswerMissing(Refusal):
    """The event asks one thing more (a surname for the gate, say), and it was not answered."""

    slot: SlotId


class OfferOver(Refusal):
    """The offered seats were held until their deadline, and it has passed."""


class NothingToCancel(Refusal):
    """The booking has ended already."""


class AlreadyStarted(Refusal):
    """The first meeting has begun: too late to change it."""


class NoSeatLeft(Refusal):
    """The seat that was free a moment ago is taken."""


# Announcements


class NoLongerADraft(Refusal):
    """It is on its way or over: what it says, and to whom, is settled."""


# Classes


class ClassesNotTaken(Refusal):
    """The event takes pupils one by one, not whole classes."""


@dataclass(eq=False)
class TooFewAdults(Refusal):
    """The event asks for more adults with so many pupils."""

    pupils: int
    needed: int


@dataclass(eq=False)
class PartyTooLarge(Refusal):
    """More than the slot ever holds, or than a class can be."""

    most: int


@dataclass(eq=False)
class NotSoManyLeft(Refusal):
    """The class would grow by more than there are seats left, or while others wait."""

    left: int


@dataclass(eq=False)
class TooManyClasses(Refusal):
    """A teacher has as many classes as one can keep apart."""

    most: int


@dataclass(eq=False)
class TooManyChildren(Refusal):
    """Somebody looks after as many children as one person can."""

    most: int


@dataclass(eq=False)
class ListTooLong(Refusal):
    """The list would have more names than a class can have pupils."""

    most: int
