"""One sentence for each refusal: kind, and saying what would be right."""

from collections.abc import Callable
from typing import Any, Final

from domain.programme import Audience
from domain.refusals import (
    AlreadyBooked,
    AlreadyStarted,
    AnswerMissing,
    CannotPost,
    ChangedMeanwhile,
    ClassesNotTaken,
    DecidedAlready,
    DoorCodeTooOld,
    DoorFull,
    FileOutOfDate,
    ForTheirOwnAccount,
    HandoverOver,
    LinkNoLongerValid,
    ListTooLong,
    MeetingsOverlap,
    NoLongerADraft,
    NoSeatLeft,
    NotAGrade,
    NotAhead,
    NotALink,
    NotAMoment,
    NotAName,
    NotANumber,
    NothingToCancel,
    NothingToMove,
    NothingToUndo,
    NotOfThisSchool,
    NotOnThisDay,
    NotReady,
    NotSoManyLeft,
    NotText,
    NotYourGrade,
    NotYours,
    OfferOver,
    OnlyLanguage,
    OwnGuardian,
    PartyTooLarge,
    PoolTooSmall,
    PublishedAlready,
    QuestionsNotTaken,
    Refusal,
    RegistrationClosed,
    RegistrationNotOpen,
    RegistrationUpsideDown,
    SeatRulesChanged,
    SeatsSharedElsewhere,
    SeatsTaken,
    SeenToByAnother,
    SheetGone,
    SheetWanted,
    SlotGone,
    TimeSkipped,
    TooFewAdults,
    TooLong,
    TooManyChildren,
    TooManyClasses,
    TooManyDates,
    TooManyFollows,
    TooManyOfOneSchool,
    TooManyQuestions,
    TooManySeats,
    WrittenByAnother,
)
from handlers.buttons import Browse, SeeBooking
from handlers.screens import dates
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import audience, home_row
from handlers.texts import Html, _, fill, plural, zone

SENTENCES: Final[dict[type[Refusal], Callable[[Any], str]]] = {
    TooLong: lambda no: plural(
        "That is longer than I can keep. {n} character is the most.",
        "That is longer than I can keep. {n} characters are the most.",
        no.longest,
    ),
    NotAName: lambda _no: _("I can't read that as a name. Please use letters, for example: Aigerim."),
    NotAGrade: lambda no: _("Please give a grade from {lowest} to {highest}, for example: 8.").format(
        lowest=no.lowest, highest=no.highest
    ),
    NotANumber: lambda _no: _("Please type a number, for example: 25."),
    NotText: lambda _no: _(
        "Please type it in your own words: I can't use stickers, pictures or forwarded messages here."
    ),
    NotYours: lambda _no: _("I have nothing here that you can see or change. Perhaps it belongs to somebody else."),
    OwnGuardian: lambda _no: _(
        "This link is for your parent. You can't say yes for yourself; please send it to them, and they open it in "
        "their own Telegram."
    ),
    LinkNoLongerValid: lambda _no: _(
        "This link no longer works: it was answered or taken back. Please ask your child to send a new one."
    ),
    SlotGone: lambda _no: _("This date is no longer there: it is over, or it was cancelled."),
    RegistrationNotOpen: lambda no: _("Registration opens {day}. Come back then, the card stays the same.").format(
        day=dates.moment(no.opens_at, no.zone)
    ),
    RegistrationClosed: lambda no: _("Registration for this date closed {day}.").format(
        day=dates.moment(no.closed_at, no.zone)
    ),
    NotYourGrade: lambda no: (
        _("This event is {audience} only, and {name} is in grade {grade}.")
        if no.of
        else _("This event is {audience} only, and you are in grade {grade}.")
    ).format(audience=audience(Audience(grade_from=no.grade_from, grade_to=no.grade_to)), grade=no.grade, name=no.of),
    AlreadyBooked: lambda no: (
        _("{name} is registered for this date already. One booking is enough.").format(name=no.of)
        if no.of
        else _("You are registered for this date already. One seat is enough for one person.")
    ),
    AnswerMissing: lambda _no: _("This event asks one thing more. Please press Register again and answer it."),
    OfferOver: lambda _no: _("The time to take this seat has run out, and it went on to the next in line."),
    NothingToCancel: lambda _no: _("This booking has ended already; there is nothing left to cancel."),
    AlreadyStarted: lambda _no: _("It has begun already, so this can't be changed any more."),
    DecidedAlready: lambda _no: _("Somebody else has decided this meanwhile."),
    SeenToByAnother: lambda no: _("{name} sees to this already, until {until}.").format(
        name=no.name or _("An owner"), until=dates.moment(no.until, zone())
    ),
    TooManyQuestions: lambda no: plural(
        "That is enough for today: {n} question a day. Please come back tomorrow.",
        "That is enough for today: {n} questions a day. Please come back tomorrow.",
        no.most,
    ),
    QuestionsNotTaken: lambda _no: _("This host doesn't take questions from you here at the moment."),
    TooManyFollows: lambda no: plural(
        "That is as much as one can follow: {n} thing. Let go of one first.",
        "That is as much as one can follow: {n} things. Let go of one first.",
        no.most,
    ),
    ClassesNotTaken: lambda _no: _("This event takes pupils one by one, not whole classes."),
    TooFewAdults: lambda no: plural(
        "With so many pupils, {n} adult has to come along.",
        "With so many pupils, {n} adults have to come along.",
        no.needed,
    ),
    PartyTooLarge: lambda no: plural(
        "That is more than fits: {n} is the most.", "That is more than fits: {n} are the most.", no.most
    ),
    NotSoManyLeft: lambda no: plural(
        "There are not so many seats left: {n} seat.", "There are not so many seats left: {n} seats.", no.left
    ),
    TooManyClasses: lambda no: plural(
        "That would be too many to keep apart: {n} class is the most. Close an old one first.",
        "That would be too many to keep apart: {n} classes are the most. Close an old one first.",
        no.most,
    ),
    TooManyChildren: lambda no: plural(
        "That is more than I can keep: {n} child is the most.",
        "That is more than I can keep: {n} children are the most.",
        no.most,
    ),
    ListTooLong: lambda no: plural(
        "A list has {n} name at the most. Nothing was added.",
        "A list has {n} names at the most. Nothing was added.",
        no.most,
    ),
    HandoverOver: lambda _no: _("This class is no longer offered: somebody has it, or the offer was taken back."),
    NotOfThisSchool: lambda _no: _(
        "Only another teacher of the same school, whom an organizer has confirmed, can take the class."
    ),
    ForTheirOwnAccount: lambda _no: _(
        "This link is for the pupil's own Telegram. You answer for them, or made it: please send it to them."
    ),
    NoSeatLeft: lambda _no: _("The seat that was free a moment ago has been taken."),
    NotAMoment: lambda _no: _(
        "I can't read that as a time ahead. Please write it like this: 15:30, or 28.11 15:30 (within a year)."
    ),
    WrittenByAnother: lambda _no: _(
        "A colleague has sent a picture, album or file for another language of this one, and I can copy only what one "
        "of you sent. Please let them send this language, too, or take the other one out first."
    ),
    OnlyLanguage: lambda _no: _("It says something in this language only. Add another one before you take this out."),
    CannotPost: lambda _no: _(
        "I can't write there: I was removed, or may not post. Make me an administrator there again, and I'll be back "
        "in "
        "this list."
    ),
    NoLongerADraft: lambda _no: _(
        "It is on its way already, so it can't be changed any more. You can stop it and write a new one."
    ),
    ChangedMeanwhile: lambda _no: _("Somebody else has changed this meanwhile. Nothing of theirs was overwritten."),
    NotReady: lambda _no: _("Something is still missing before this can be published."),
    PublishedAlready: lambda _no: _(
        "This is published: people count on it, so it can't be taken away. Its dates can be cancelled."
    ),
    NotAhead: lambda _no: _("That time is over already. Please give one that is ahead."),
    TimeSkipped: lambda _no: _("Clocks jump over that time on that day, so it does not exist. Please give another."),
    TooManyDates: lambda no: plural(
        "That is more than I can add at once: {n} date is the most.",
        "That is more than I can add at once: {n} dates are the most.",
        no.most,
    ),
    TooManyOfOneSchool: lambda no: plural(
        "From one school, {n} pupil can come at most. Please bring fewer.",
        "From one school, {n} pupils can come at most. Please bring fewer.",
        no.most,
    ),
    TooManySeats: lambda no: plural(
        "There is {n} seat: please type a number from 1 to that.",
        "There are {n} seats: please type a number from 1 to that.",
        no.most,
    ),
    PoolTooSmall: lambda no: plural(
        "{n} seat is taken already: together they need that many at least.",
        "{n} seats are taken already: together they need that many at least.",
        no.taken,
    ),
    SeatsSharedElsewhere: lambda _no: _(
        "One of these dates shares its seats with others already. Let it stop sharing there first."
    ),
    SeatRulesChanged: lambda _no: _(
        "Somebody else has changed this meanwhile; nothing of theirs was overwritten. Here is how it stands."
    ),
    SheetGone: lambda _no: _("I don't have this sheet any more. Please send the file again."),
    RegistrationUpsideDown: lambda _no: _(
        "Registration opens before it closes, and closes before the date begins. Please give another time."
    ),
    NotOnThisDay: lambda no: _(
        "This door is for {day}. People are let in on that day, and it can be entered for two weeks afterwards."
    ).format(day=dates.moment(no.starts_at, no.zone)),
    NothingToUndo: lambda _no: _("There is nothing to take back: nobody was marked, or it was on another day."),
    DoorCodeTooOld: lambda _no: _(
        "This code is too old: the one at the door changes every minute. Please scan it again, there at the entrance."
    ),
    DoorFull: lambda no: (
        plural(
            "No seat can be given away yet: {n} is waiting for one. Once it has begun, seats left over can be.",
            "No seat can be given away yet: {n} are waiting for one. Once it has begun, seats left over can be.",
            no.waiting,
        )
        if no.waiting
        else _("All seats are taken, so nobody more can be let in.")
    ),
    SheetWanted: lambda _no: _("A parent has to say yes first: here, or on a signed sheet."),
    NothingToMove: lambda _no: _("Nothing is different from before, so there is nobody to be told."),
    MeetingsOverlap: lambda _no: _(
        "The meetings of a course have to stay in their order, each over before the next begins. Please give another "
        "time."
    ),
    SeatsTaken: lambda no: plural(
        "{n} seat is taken, and a number throws nobody out. With {n}, nobody new comes in.",
        "{n} seats are taken, and a number throws nobody out. With {n}, nobody new comes in.",
        no.taken,
    ),
    NotALink: lambda _no: _("That is no link. Please send the whole address, beginning with https://."),
    FileOutOfDate: lambda _no: _(
        "The programme has changed since, or it was a while ago. Please look again at what this file would do."
    ),
}


def sentence(refusal: Refusal) -> Html:
    """Why not, and what would be right, in the reader's language."""
    return fill("{words}", words=SENTENCES[type(refusal)](refusal))


def refused(refusal: Refusal) -> Screen:
    """A refusal as a screen of its own, with a way on."""
    rows: tuple[Row, ...] = ((Button(_("🗓 Upcoming"), Browse().pack()),), home_row())
    if isinstance(refusal, AlreadyBooked):
        rows = ((Button(_("🎟 See my booking"), SeeBooking(booking=refusal.booking).pack()),), *rows)
    return Screen(text=sentence(refusal), rows=rows)
