"""A class's day: how late, how many, and what its host is told and says to that."""

from collections.abc import Callable
from typing import Final

from domain.class_days import DayNote, HostAnswer, NoteAbout
from domain.classes import LARGEST_CLASS, ClassBooking
from domain.identities import BookingId, Intent, PersonId
from domain.programme import Partner
from handlers.class_buttons import SeeClassBooking, TellLate, TellNumber
from handlers.organizer_buttons import AnswerNote, Organize
from handlers.screens import class_words
from handlers.screens.class_words import about, needs, pupils, school
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language, plural

LATE: Final = (10, 20, 30, 45)
"""Minutes to choose from."""
AROUND: Final = 3
"""How far around the booked number numbers can be tapped; others are typed."""


def how_late(record: ClassBooking, intent: Intent) -> Screen:
    """By how many minutes?"""
    choices = tuple(
        Button(str(number), TellLate(booking=record.id, minutes=number, intent=intent).pack()) for number in LATE
    )
    text = fill(_("🕓 <b>By how many minutes will {school_class} be late?</b>"), school_class=record.school_class.name)
    return Screen(text=text, rows=(choices, *back(record.id)))


def how_many(record: ClassBooking, expected: int, intent: Intent) -> Screen:
    """How many pupils come?"""
    around = range(max(expected - AROUND, 1), min(expected + AROUND, LARGEST_CLASS) + 1)
    choices = tuple(
        Button(str(number), TellNumber(booking=record.id, pupils=number, intent=intent).pack())
        for number in around
        if number != expected
    )
    text = fill(
        _(
            "🧮 <b>How many pupils of {school_class} come?</b> The host counts on {pupils}.\n\nTap a "
            "number, or type it."
        ),
        school_class=record.school_class.name,
        pupils=pupils(expected),
    )
    return Screen(text=text, rows=(choices, *back(record.id)))


def late_told(note: DayNote) -> Screen:
    """The host knows that the class is late."""
    text = fill(
        _("✅ <b>The host is told: {minutes} late.</b>\n\nI write to you as soon as they answer."),
        minutes=minutes(note.amount),
    )
    return Screen(text=text, rows=back(note.booking))


def number_told(expected: int) -> Html:
    """The host knows how many come."""
    return fill(_("✅ <b>The host is told: {pupils} now.</b>"), pupils=pupils(expected))


def back(booking: BookingId) -> tuple[Row, ...]:
    """The way to the booking, and home."""
    return ((Button(_("👥 See the booking"), SeeClassBooking(booking=booking).pack()),), home_row())


def minutes(number: int) -> str:
    """By how many minutes, in words."""
    return plural("{n} minute", "{n} minutes", number)


def host_card(note: DayNote, record: ClassBooking, reader: PersonId) -> Screen:
    """What a teacher told the host, with the buttons that answer it; once somebody has, who, and what."""
    rows: tuple[Row, ...] = () if note.answer else _answers(note)
    parts = [
        _head(note, record),
        fill(
            "{about}\n👤 {teacher}{needs}",
            about=about(record),
            teacher=record.school_class.teacher_name,
            needs=needs(record),
        ),
    ]
    if note.answer:
        parts.append(_answered(note, note.answer, reader))
    organize = (Button(_("🛠 Organizing"), Organize().pack()), *home_row())
    return Screen(text="\n\n".join(parts), rows=(*rows, organize))


def _head(note: DayNote, record: ClassBooking) -> Html:
    of = {"school_class": record.school_class.name, "school": school(record.school_class.school)}
    if note.about is NoteAbout.LATE:
        return fill(_("🕓 <b>{school_class}, {school}: {minutes} late</b>"), minutes=minutes(note.amount), **of)
    return fill(_("🧮 <b>{school_class}, {school}: {now}, not {was}</b>"), now=note.amount, was=note.was, **of)


def _answers(note: DayNote) -> tuple[Row, ...]:
    late = note.about is NoteAbout.LATE
    answers = {
        HostAnswer.FINE: _("👍 We wait") if late else _("👍 Noted"),
        HostAnswer.CALL: _("📞 Please call us"),
    }
    if late:
        answers[HostAnswer.CANNOT] = _("✖️ We can't wait that long")
    elif note.more:
        answers[HostAnswer.CANNOT] = _("✖️ No room for more")
    return tuple((Button(words, AnswerNote(note=note.id, answer=one).pack()),) for one, words in answers.items())


def _answered(note: DayNote, answer: HostAnswer, reader: PersonId) -> Html:
    said = _SAID[answer, note.about]()
    if note.answered_by == reader:
        return fill(_("✅ You answered: {answer}. The teacher is told."), answer=said)
    return fill(
        _("✅ Answered by {name}: {answer}. The teacher is told."),
        name=note.answered_name or _("a colleague"),
        answer=said,
    )


_SAID: Final[dict[tuple[HostAnswer, NoteAbout], Callable[[], str]]] = {
    (HostAnswer.FINE, NoteAbout.LATE): lambda: _("we wait"),
    (HostAnswer.FINE, NoteAbout.NUMBER): lambda: _("noted"),
    (HostAnswer.CALL, NoteAbout.LATE): lambda: _("please call us"),
    (HostAnswer.CALL, NoteAbout.NUMBER): lambda: _("please call us"),
    (HostAnswer.CANNOT, NoteAbout.LATE): lambda: _("we can't wait that long"),
    (HostAnswer.CANNOT, NoteAbout.NUMBER): lambda: _("no room for more"),
}


def answer_of_host(note: DayNote, record: ClassBooking) -> Screen:
    """To the teacher: what the host says."""
    if note.answer is None:
        raise ValueError("a letter about an answer has none")
    words = _ANSWERED[note.answer, note.about]()
    text = fill(words, contact=contact(record.slot.event.partner), about=about(record))
    return Screen(text=text, rows=back(record.id))


def contact(of: Partner) -> str:
    """How the host is reached; its name where nothing else is known."""
    return of.contact or of.name.to(language())


def call_host() -> str:
    """The teacher's way to reach the host, in few words."""
    return _("📞 <b>The host asks you to call:</b> {contact}\n\n{about}")


_ANSWERED: Final[dict[tuple[HostAnswer, NoteAbout], Callable[[], str]]] = {
    (HostAnswer.FINE, NoteAbout.LATE): lambda: _("👍 <b>The host waits for you.</b>\n\n{about}"),
    (HostAnswer.FINE, NoteAbout.NUMBER): lambda: _("👍 <b>The host has noted how many you are.</b>\n\n{about}"),
    (HostAnswer.CALL, NoteAbout.LATE): call_host,
    (HostAnswer.CALL, NoteAbout.NUMBER): call_host,
    (HostAnswer.CANNOT, NoteAbout.LATE): lambda: _(
        "✖️ <b>The host can't wait that long.</b> Please call: {contact}\n\n{about}"
    ),
    (HostAnswer.CANNOT, NoteAbout.NUMBER): lambda: _(
        "✖️ <b>The host has no room for more than were booked.</b> Please call: {contact}\n\n{about}"
    ),
}


def silence_decided(record: ClassBooking, *, keep: bool) -> Screen:
    """What was decided about a class whose teacher did not answer."""
    said = (
        _("✅ The seats of {school_class} are kept.")
        if keep
        else _("The seats of {school_class} are released: they go to whoever waits, and the teacher is told.")
    )
    organize = (Button(_("🛠 Organizing"), Organize().pack()), *home_row())
    text = fill(
        "{said}\n\n{card}", said=said.format(school_class=record.school_class.name), card=class_words.card(record)
    )
    return Screen(text=text, rows=(organize,))
