"""What is sent around a class's day: whether it still comes, where to go, and word to and from its host."""

from collections.abc import Callable
from typing import Final

from domain.class_days import DayNote
from domain.classes import ClassBooking
from domain.messages import Letter, LetterKind
from handlers.buttons import ShowPlace
from handlers.class_buttons import (
    CancelClassBooking,
    ChangeClassBooking,
    SeePermissions,
    ShowClassTicket,
    StillComing,
    TellLate,
    TellNumber,
)
from handlers.handover_buttons import HandOver
from handlers.organizer_buttons import DecideSilentClass
from handlers.screens import class_days as screens
from handlers.screens import class_words, dates
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import bring_and_forbidden, home_row, where
from handlers.texts import Html, _, fill, language, plural


def _booking(letter: Letter) -> ClassBooking:
    if not isinstance(letter.booking, ClassBooking):
        raise TypeError(f"a letter of kind {letter.kind} is not about a class")
    return letter.booking


def _note(letter: Letter) -> DayNote:
    if letter.note is None:
        raise ValueError(f"a letter of kind {letter.kind} is about nothing that was told")
    return letter.note


def _still_coming(letter: Letter) -> Screen:
    booking = _booking(letter)
    meeting = letter.meeting or booking.slot.meetings[0]
    text = fill(
        _("🙋 <b>Are you still coming?</b>\n\n{about}\n\nIf your plans have changed, others are glad of the seats."),
        about=class_words.about(booking),
    )
    yes = StillComing(booking=booking.id, version=meeting.version)
    rows: tuple[Row, ...] = (
        (Button(_("✅ Yes, we come"), yes.pack()),),
        (Button(_("✏️ Change the number"), ChangeClassBooking(booking=booking.id).pack()),),
        (Button(_("✖️ We can't come"), CancelClassBooking(booking=booking.id).pack()),),
    )
    return Screen(text=text, rows=rows)


def _silent_class(letter: Letter) -> Screen:
    booking = _booking(letter)
    text = fill(
        _(
            "🔕 <b>A class comes soon, and its teacher does not answer.</b>\n\n{card}\n\nI asked whether they still "
            "come. You can keep the seats for them, or release them to whoever waits."
        ),
        card=class_words.card(booking),
    )
    rows: tuple[Row, ...] = (
        (Button(_("💺 Keep the seats"), DecideSilentClass(booking=booking.id, keep=1).pack()),),
        (Button(_("↩️ Release them"), DecideSilentClass(booking=booking.id, keep=0).pack()),),
        (Button(_("🤝 Hand it over"), HandOver(school_class=booking.school_class.id).pack()),),
        home_row(),
    )
    return Screen(text=text, rows=rows)


def _leave_now(letter: Letter) -> Screen:
    booking = _booking(letter)
    slot, missing = booking.slot, letter.missing or 0
    meeting = letter.meeting or slot.meetings[0]
    parts = [
        fill(
            _("🚌 <b>Today with {school_class}: {title}</b>"),
            school_class=booking.school_class.name,
            title=slot.event.title.to(language()),
        ),
        fill(
            "📅 {when}\n{where}",
            when=dates.span(meeting.starts_at, meeting.ends_at, slot.zone),
            where=where(slot, ticket=True),
        ),
        fill(_("🤝 You are met by: {host}"), host=_host(booking)),
        bring_and_forbidden(slot.event),
        fill(_("🎟 One ticket is enough for all of you. Code to say aloud: {code}"), code=_code(booking)),
        Html(_missing(missing)),
    ]
    return Screen(text="\n\n".join(part for part in parts if part), rows=_on_the_way(booking, missing=missing))


def _on_the_way(booking: ClassBooking, *, missing: int) -> tuple[Row, ...]:
    first = [Button(_("🎟 Ticket"), ShowClassTicket(booking=booking.id).pack())]
    if booking.slot.place:
        first.insert(0, Button(_("🗺 Route"), ShowPlace(slot=booking.slot.id).pack()))
    rows: list[Row] = [
        tuple(first),
        (Button(_("🕓 We are late"), TellLate(booking=booking.id).pack()),),
        (Button(_("🧮 We are fewer or more"), TellNumber(booking=booking.id).pack()),),
    ]
    if missing:
        rows.append((Button(_("👪 Permissions"), SeePermissions(booking=booking.id).pack()),))
    return (*rows, *screens.back(booking.id))


def _host(booking: ClassBooking) -> str:
    partner = booking.slot.event.partner
    name = partner.name.to(language())
    return f"{name}, {partner.contact}" if partner.contact else name


def _code(booking: ClassBooking) -> Html:
    return fill("<code>{code}</code>", code=booking.ticket_code)


def _missing(number: int) -> str:
    if not number:
        return _("✅ All permissions are there.")
    return plural("⚠️ {n} permission is still missing.", "⚠️ {n} permissions are still missing.", number)


def _day_note(letter: Letter) -> Screen:
    return screens.host_card(_note(letter), _booking(letter), letter.to.id)


def _day_answer(letter: Letter) -> Screen:
    return screens.answer_of_host(_note(letter), _booking(letter))


WORDS: Final[dict[LetterKind, Callable[[Letter], Screen]]] = {
    LetterKind.STILL_COMING: _still_coming,
    LetterKind.SILENT_CLASS: _silent_class,
    LetterKind.LEAVE_NOW: _leave_now,
    LetterKind.DAY_NOTE: _day_note,
    LetterKind.DAY_ANSWER: _day_answer,
}
"""The words of each letter around a class's day."""
