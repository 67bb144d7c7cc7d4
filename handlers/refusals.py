"""One sentence for each refusal: kind, and saying what would be right."""

from collections.abc import Callable
from typing import Any, Final

from domain.programme import Audience
from domain.refusals import (
    AlreadyBooked,
    AlreadyStarted,
    AnswerMissing,
    ClassesNotTaken,
    DecidedAlready,
    LinkNoLongerValid,
    ListTooLong,
    NoLongerADraft,
    NoSeatLeft,
    NotAGrade,
    NotAName,
    NotANumber,
    NothingToCancel,
    NotSoManyLeft,
    NotText,
    NotYourGrade,
    NotYours,
    OfferOver,
    OwnGuardian,
    PartyTooLarge,
    Refusal,
    RegistrationClosed,
    RegistrationNotOpen,
    SlotGone,
    TooFewAdults,
    TooLong,
    TooManyChildren,
    TooManyClasses,
)
from handlers.buttons import Browse, SeeBooking
from handlers.screens import dates
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import audience, home_row
from handlers.texts import Html, _, fill, plural

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
    NotYourGrade: lambda no: _("This event is {audience} only, and you are in grade {grade}.").format(
        audience=audience(Audience(grade_from=no.grade_from, grade_to=no.grade_to)), grade=no.grade
    ),
    AlreadyBooked: lambda _no: _("You are registered for this date already. One seat is enough for one person."),
    AnswerMissing: lambda _no: _("This event asks one thing more. Please press Register again and answer it."),
    OfferOver: lambda _no: _("The time to take this seat has run out, and it went on to the next in line."),
    NothingToCancel: lambda _no: _("This booking has ended already; there is nothing left to cancel."),
    AlreadyStarted: lambda _no: _("It has begun already, so this can't be changed any more."),
    DecidedAlready: lambda _no: _("Somebody else has decided this meanwhile."),
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
    NoSeatLeft: lambda _no: _("The seat that was free a moment ago has been taken."),
    NoLongerADraft: lambda _no: _(
        "It is on its way already, so it can't be changed any more. You can stop it and write a new one."
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
