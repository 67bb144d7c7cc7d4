"""What is sent about classes without being asked for: to teachers, to those who joined, to organizers who decide."""

from collections.abc import Callable
from typing import Final

from domain.classes import ClassBooking
from domain.messages import Letter, LetterKind
from domain.teachers import Teacher
from handlers import change_notices
from handlers.buttons import Browse, SeeSlot, ShowPlace, new_intent
from handlers.check_in_notices import checked_in
from handlers.class_buttons import (
    AnswerClassOffer,
    AskPermission,
    CannotCome,
    ChangeClassBooking,
    MyClasses,
    SeeClassBooking,
    SeeRoster,
    TellOneFewer,
)
from handlers.day_notices import WORDS as OF_DAYS
from handlers.organizer_buttons import SeeTeacher
from handlers.request_notices import card
from handlers.screens import dates, handovers
from handlers.screens.class_words import about, needs, school
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import bring_and_forbidden, home_row, where
from handlers.texts import Html, _, fill, language

Words = Callable[[Letter], Screen]


def _booking(letter: Letter) -> ClassBooking:
    if not isinstance(letter.booking, ClassBooking):
        raise TypeError(f"a letter of kind {letter.kind} is not about a class")
    return letter.booking


def _teacher(letter: Letter) -> Teacher:
    if letter.teacher is None:
        raise ValueError(f"a letter of kind {letter.kind} is about no teacher")
    return letter.teacher


def _see(letter: Letter) -> tuple[Row, ...]:
    """A teacher's way to the booking; others of the class have none of their own."""
    booking = _booking(letter)
    if letter.to.id == booking.school_class.teacher_person:
        return ((Button(_("👥 See the booking"), SeeClassBooking(booking=booking.id).pack()),), home_row())
    return (home_row(),)


def _plain(text: Callable[[], str]) -> Words:
    """A letter of one text about a class's booking."""

    def word(letter: Letter) -> Screen:
        return Screen(text=fill(text(), about=about(_booking(letter))), rows=_see(letter))

    return word


def _reminder(letter: Letter) -> Screen:
    booking = _booking(letter)
    slot = booking.slot
    meeting = letter.meeting or slot.meetings[0]
    parts = [
        fill(
            _("🔔 {school_class}, soon: <b>{title}</b>"),
            school_class=booking.school_class.name,
            title=slot.event.title.to(language()),
        ),
        fill(
            "📅 {when}\n{where}",
            when=dates.span(meeting.starts_at, meeting.ends_at, slot.zone),
            where=where(slot, ticket=True),
        ),
        bring_and_forbidden(slot.event),
    ]
    rows: list[Row] = []
    if slot.place:
        rows.append((Button(_("🗺 Route"), ShowPlace(slot=slot.id).pack()),))
    if letter.to.id != booking.school_class.teacher_person:
        rows += [
            (Button(_("✖️ {name} can't come").format(name=pupil.first_name), absent),)
            for pupil in (letter.to.pupil, *letter.to.children)
            if pupil is not None
            for absent in (CannotCome(booking=booking.id, pupil=pupil.id, absent=1).pack(),)
        ]
    return Screen(text="\n\n".join(part for part in parts if part), rows=(*rows, *_see(letter)))


def _offer(letter: Letter) -> Screen:
    booking = _booking(letter)
    intent = new_intent()
    until = dates.moment(booking.held_until or booking.slot.closes_at, booking.slot.zone)
    if booking.is_part:
        head = fill(
            _(
                "🎉 <b>There are seats for a part of {school_class}: {n} of {whole}.</b>\n\n{about}\n\nThey are kept "
                "until <b>{until}</b>. Take them, and book the rest on another date; or wait on for all of them: you "
                "keep your place in the line."
            ),
            school_class=booking.school_class.name,
            n=booking.seats,
            whole=booking.whole,
            about=about(booking),
            until=until,
        )
        no = _("No, wait for all")
    else:
        head = fill(
            _("🎉 <b>There are seats for {school_class}!</b>\n\n{about}\n\nThey are kept until <b>{until}</b>."),
            school_class=booking.school_class.name,
            about=about(booking),
            until=until,
        )
        no = _("No, thanks")
    answers = (
        Button(_("✅ Take the seats"), AnswerClassOffer(booking=booking.id, intent=intent, take=1).pack()),
        Button(no, AnswerClassOffer(booking=booking.id, intent=intent, take=0).pack()),
    )
    return Screen(text=head, rows=(answers, *_see(letter)))


def _to_organizer(text: Callable[[], str]) -> Words:
    def word(letter: Letter) -> Screen:
        booking = _booking(letter)
        filled = fill(
            text(),
            about=about(booking),
            school=school(booking.school_class.school),
            teacher=booking.school_class.teacher_name,
            needs=needs(booking),
        )
        return Screen(text=filled, rows=(home_row(),))

    return word


def _joiners(letter: Letter) -> Screen:
    if letter.school_class is None:
        raise ValueError("a letter about joiners is about no class")
    known = letter.school_class
    text = fill(
        _("👋 Somebody asks to join {school_class}. Nobody gets in before you say so."), school_class=known.name
    )
    rows = ((Button(_("👀 Who is it?"), SeeRoster(school_class=known.id, asking=1).pack()),), home_row())
    return Screen(text=text, rows=rows)


def _joined(letter: Letter) -> Screen:
    if letter.school_class is None:
        raise ValueError("a letter about joining is about no class")
    text = fill(
        _("✅ You are in {school_class} now. I remind you of what the class visits, and tell you if anything changes."),
        school_class=letter.school_class.name,
    )
    return Screen(text=text, rows=(home_row(),))


def _permission_wanted(letter: Letter) -> Screen:
    booking = _booking(letter)
    if letter.pupil is None:
        raise ValueError("a letter about a permission is about no pupil")
    text = fill(
        _("👪 <b>{name} still needs a parent's yes.</b>\n\n{about}"),
        name=letter.pupil.first_name,
        about=about(booking),
    )
    ask = AskPermission(booking=booking.id, pupil=letter.pupil.id).pack()
    return Screen(text=text, rows=((Button(_("👪 Ask a parent"), ask),), home_row()))


def _absence(letter: Letter) -> Screen:
    booking = _booking(letter)
    if letter.pupil is None:
        raise ValueError("a letter about an absence is about no pupil")
    text = fill(
        _("✖️ <b>{name} can't come.</b>\n\n{about}\n\nShall the host know that there is one fewer?"),
        name=letter.pupil.first_name,
        about=about(booking),
    )
    fewer = Button(_("📣 Tell the host: one fewer"), TellOneFewer(booking=booking.id, pupil=letter.pupil.id).pack())
    change = Button(_("✏️ Change the number"), ChangeClassBooking(booking=booking.id).pack())
    return Screen(text=text, rows=((fewer,), (change,), *_see(letter)))


def _comes_after_all(letter: Letter) -> Screen:
    booking = _booking(letter)
    if letter.pupil is None:
        raise ValueError("a letter about who comes after all is about no pupil")
    words = (
        _("↩️ <b>{name} comes after all,</b> but the host counts on one fewer. Please settle it with them.\n\n{about}")
        if letter.missing
        else _("↩️ <b>{name} comes after all.</b> The host is told that there is one more.\n\n{about}")
    )
    return Screen(text=fill(words, name=letter.pupil.first_name, about=about(booking)), rows=_see(letter))


def _classes_left(letter: Letter) -> Screen:
    teacher = _teacher(letter)
    words = (
        _(
            "❗ <b>{name} no longer brings classes of {school}.</b> Some of them are booked at yours: "
            "what becomes of them?"
        )
        if teacher.name
        else _("❗ <b>A teacher of {school} is gone.</b> Classes of theirs are booked at yours: what becomes of them?")
    )
    text = fill(words, name=teacher.name, school=school(teacher.school))
    see = Button(_("👥 See the classes"), SeeTeacher(teacher=teacher.id).pack())
    return Screen(text=text, rows=((see,), home_row()))


def _reason(teacher: Teacher) -> Html:
    if not teacher.reason:
        return Html("")
    return Html("\n\n" + fill(_("The reason: {reason}"), reason=teacher.reason))


def _to_teacher(text: Callable[[], str], *, classes: bool = False) -> Words:
    def word(letter: Letter) -> Screen:
        teacher = _teacher(letter)
        reason = _reason(teacher)
        filled = fill(text(), school=school(teacher.school), reason=reason)
        rows: tuple[Row, ...] = ((Button(_("👥 My classes"), MyClasses().pack()),), home_row())
        return Screen(text=filled, rows=rows if classes else (home_row(),))

    return word


def _again(letter: Letter) -> Screen:
    booking = _booking(letter)
    rows: tuple[Row, ...] = (
        (
            Button(_("📅 Other dates"), SeeSlot(slot=booking.slot.id).pack()),
            Button(_("🗓 Upcoming"), Browse().pack()),
        ),
        home_row(),
    )
    texts = {
        LetterKind.OFFER_EXPIRED: _(
            "The seats that were kept for {school_class} went on to the next in line:\n\n{about}"
        ),
        LetterKind.HOLD_EXPIRED: _("Nobody decided in time, so the seats of {school_class} went on, sorry:\n\n{about}"),
        LetterKind.CLASS_DECLINED: _("The host cannot take {school_class} this time, sorry:\n\n{about}"),
        LetterKind.CANCELLED_FOR_YOU: _("The booking of {school_class} was cancelled:\n\n{about}"),
    }
    return Screen(
        text=fill(texts[letter.kind], school_class=booking.school_class.name, about=about(booking)), rows=rows
    )


WORDS: Final[dict[LetterKind, Words]] = {
    LetterKind.REMINDER: _reminder,
    LetterKind.TICKET: _plain(lambda: _("✅ <b>The class can come!</b>\n\n{about}")),
    LetterKind.OFFER: _offer,
    LetterKind.OFFER_EXPIRED: _again,
    LetterKind.HOLD_EXPIRED: _again,
    LetterKind.CLASS_DECLINED: _again,
    LetterKind.CANCELLED_FOR_YOU: _again,
    LetterKind.SLOT_CANCELLED: change_notices.class_cancelled,
    LetterKind.SLOT_MOVED: change_notices.class_moved,
    LetterKind.SKIPPED: _plain(
        lambda: _(
            "A few seats came free, too few for your class. The start is near, so that they don't stay empty, a "
            "smaller party behind you got them. You keep your place in the line.\n\n{about}"
        )
    ),
    LetterKind.CLASS_ASKS: card,
    LetterKind.CLASS_CHANGED: _to_organizer(
        lambda: _("ℹ️ <b>A class has changed what it needs.</b>\n\n{about}\n🏫 {school}\n👤 {teacher}{needs}")
    ),
    LetterKind.CLASS_CANCELLED: _to_organizer(
        lambda: _("ℹ️ <b>A class does not come after all.</b>\n\n{about}\n🏫 {school}\n👤 {teacher}{needs}")
    ),
    LetterKind.JOINERS: _joiners,
    LetterKind.JOINED: _joined,
    LetterKind.PERMISSION_WANTED: _permission_wanted,
    LetterKind.ABSENCE: _absence,
    **OF_DAYS,
    LetterKind.CHECKED_IN: checked_in,
    LetterKind.COMES_AFTER_ALL: _comes_after_all,
    LetterKind.CLASS_OFFERED: handovers.letter_asked,
    LetterKind.CLASS_TAKEN: handovers.letter_taken,
    LetterKind.CLASS_NOT_TAKEN: handovers.letter_not_taken,
    LetterKind.CLASSES_LEFT: _classes_left,
    LetterKind.TEACHER_ASKS: card,
    LetterKind.TEACHER_APPROVED: _to_teacher(
        lambda: _("✅ You can bring classes of {school} now.{reason}"), classes=True
    ),
    LetterKind.TEACHER_DECLINED: _to_teacher(
        lambda: _("An organizer could not confirm that you teach at {school}.{reason}\n\nYou can ask again.")
    ),
    LetterKind.TEACHER_REVOKED: _to_teacher(
        lambda: _("An organizer took back that you bring classes of {school}.{reason}")
    ),
}
"""The words of each letter about classes and teachers; of other kinds, where its booking is a class's."""


def is_about_class(letter: Letter) -> bool:
    """Whether this letter is worded here."""
    return isinstance(letter.booking, ClassBooking) or letter.school_class is not None or letter.teacher is not None
