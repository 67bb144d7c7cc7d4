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


@dataclass(eq=False)
class SeenToByAnother(Refusal):
    """Another organizer sees to it, until then. `name`: empty for an owner."""

    name: str
    until: Instant


# Questions


@dataclass(eq=False)
class TooManyQuestions(Refusal):
    """So many questions in a day are the most."""

    most: int


class QuestionsNotTaken(Refusal):
    """The host takes no questions from this person."""


@dataclass(eq=False)
class TooManyFollows(Refusal):
    """Somebody follows as much as one can keep apart."""

    most: int


# Seats


@dataclass(eq=False)
class TooManyOfOneSchool(Refusal):
    """So many pupils of one school are the most."""

    most: int


@dataclass(eq=False)
class TooManySeats(Refusal):
    """The slot has so many seats, and no more can be kept, limited or waited for."""

    most: int


@dataclass(eq=False)
class PoolTooSmall(Refusal):
    """So many seats of the slots that are to share them are taken already."""

    taken: int


class SeatsSharedElsewhere(Refusal):
    """A slot shares seats with others already; it cannot share them twice."""


class SeatRulesChanged(Refusal):
    """Somebody else has changed who gets the seats meanwhile: nothing was overwritten."""


class SheetGone(Refusal):
    """The sheet of answers is not kept any more, or another one has taken its place."""


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
    of: str = ""
    """Whose grade it is, a child's or a class's name; empty where it is the reader's own."""


@dataclass(eq=False)
class AlreadyBooked(Refusal):
    """This pupil has a seat in the slot, or waits for one."""

    booking: BookingId
    of: str = ""
    """Who has, a child or a class by name; empty where it is the reader."""


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


class NotAMoment(Refusal):
    """Not a date and time that is ahead, within a year."""


class WrittenByAnother(Refusal):
    """Somebody else's own messages are copied in another language: both at once cannot be copied."""


class OnlyLanguage(Refusal):
    """It would say nothing any more, in no language."""


# Posts


class CannotPost(Refusal):
    """The channel or group is there no more, or the bot may not write into it."""


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


# Drafts


@dataclass(eq=False)
class ChangedMeanwhile(Refusal):
    """Somebody else has changed it since it was shown: nothing was overwritten.

    `revision`: as it is now; `parts`: what is different, newest first; `by`: the names of who did it, where known.
    """

    revision: int
    parts: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(eq=False)
class NotReady(Refusal):
    """It cannot be published yet: `lacks` says what is missing."""

    lacks: tuple[str, ...]


class PublishedAlready(Refusal):
    """It is published: whoever has seen it counts on it, so it is cancelled rather than taken away."""


class NotAhead(Refusal):
    """The time is over already."""


class TimeSkipped(Refusal):
    """Clocks jump over this time on that day: it does not exist."""


@dataclass(eq=False)
class TooManyDates(Refusal):
    """More dates at once than anybody means."""

    most: int


class RegistrationUpsideDown(Refusal):
    """Registration would close before it opens, or after the date begins."""


# Check-in


@dataclass(eq=False)
class NotOnThisDay(Refusal):
    """Nobody is let in at this door now: its meeting is on another day, or was too long ago."""

    starts_at: Instant
    zone: str


class NothingToUndo(Refusal):
    """Nobody was marked, or not today."""


class DoorCodeTooOld(Refusal):
    """The code that hangs at a door has changed since this one was made, or this was never one."""


@dataclass(eq=False)
class DoorFull(Refusal):
    """No seat is left at the door, or those that are left are for whoever waits (`waiting`: how many do)."""

    waiting: int


class SheetWanted(Refusal):
    """A guardian has to say yes, and no signed sheet is here."""


# Handovers


class HandoverOver(Refusal):
    """The class was taken by somebody, or the offer was taken back or is too old."""


class NotOfThisSchool(Refusal):
    """Only another teacher of the class's own school, whom an organizer has confirmed, can take it."""


class ForTheirOwnAccount(Refusal):
    """The link to a pupil was opened by somebody who answers for that pupil, or who made it."""


# Moves


class NothingToMove(Refusal):
    """Nothing is otherwise than before: nobody has to be told anything."""


class MeetingsOverlap(Refusal):
    """A course's meetings would stand in another order, or one would begin while another is on."""


@dataclass(eq=False)
class SeatsTaken(Refusal):
    """Fewer seats than are taken: nobody is thrown out by a number."""

    taken: int


class NotALink(Refusal):
    """Not the whole address of a page or a call."""


class FileOutOfDate(Refusal):
    """The programme, or the file, is not what it was when the preview was shown."""
