"""What those who are booked read when a slot was moved or cancelled: why, and the choices that fit."""

from collections.abc import Sequence

from domain.bookings import Booking, BookingState
from domain.classes import ClassBooking
from domain.messages import Letter
from domain.moves import ToldChange
from domain.programme import SlotLine
from handlers.buttons import AskCancel, Browse, OtherDates, RegisterFor, SeeBooking, SeeEvent, new_intent
from handlers.class_buttons import BringClass, CancelClassBooking, CannotCome, SeeClassBooking
from handlers.screens import class_words, dates
from handlers.screens.managing_slots import reason
from handlers.screens.screen import Button, File, Row, Screen
from handlers.screens.words import home_row, seats_left, where
from handlers.slot_buttons import AnswerChange
from handlers.texts import Html, _, fill, language


def moved(letter: Letter, _picture: File | None) -> Screen:
    """To a pupil or guardian: time or place has changed. Keep it, another date, or give it up."""
    booking = _booking(letter)
    text = fill(
        _("❗ <b>Time or place has changed.</b> It is now:\n\n{about}{why}"),
        about=_about(booking),
        why=fill("{why}{anew}", why=_why(letter), anew=_asked_anew(booking)),
    )
    rows: list[Row] = []
    change = _change(letter)
    if change and (booking.confirmed or booking.position is not None):
        rows.append((_keep(change, booking, _("👍 I keep it")),))
    for_guardian = _waits_for_yes(booking) and letter.to.id != booking.pupil.person
    rows += [
        (
            Button(_("👪 Answer") if for_guardian else _("🎟 See the booking"), SeeBooking(booking=booking.id).pack()),
            Button(_("📅 Other dates"), OtherDates(booking=booking.id).pack()),
        ),
        (Button(_("✖️ Can't come"), AskCancel(booking=booking.id).pack()),),
        home_row(),
    ]
    return Screen(text=text, rows=tuple(rows))


def _waits_for_yes(booking: Booking) -> bool:
    return booking.state is BookingState.REQUESTED and booking.consent_token is not None


def _asked_anew(booking: Booking) -> Html:
    """A yes to the old date is none to the new one."""
    if not _waits_for_yes(booking):
        return Html("")
    words = _(
        "👪 The parents' yes was for the old date: they have to say yes anew. The seat is kept for {name} until "
        "{until}."
    )
    until = dates.moment(booking.held_until or booking.slot.closes_at, booking.slot.zone)
    return fill("\n\n{words}", words=fill(words, name=booking.pupil.first_name, until=until))


def cancelled(letter: Letter, _picture: File | None) -> Screen:
    """To a pupil or guardian: it does not take place. Other dates that have seats, one tap away."""
    booking = _booking(letter)
    name, known = booking.pupil.first_name, letter.enclosed.tidings
    lines = known.dates if known else ()
    hope = _("Perhaps another date suits {name}:") if lines else _("Perhaps another date suits {name}.")
    text = fill(
        _("❗ <b>This does not take place, sorry:</b>\n\n{about}{why}\n\n{hope}"),
        about=_about(booking),
        why=_why(letter),
        hope=fill("{words}", words=hope.format(name=name)),
    )
    rows = [
        _date(line, RegisterFor(slot=line.id, intent=new_intent(), pupil=booking.pupil.id).pack()) for line in lines
    ]
    return Screen(text=text, rows=(*rows, *_after_cancelling(letter, booking)))


def class_moved(letter: Letter) -> Screen:
    """To a class's teacher, and to those of the class who joined it."""
    booking = _class_booking(letter)
    text = fill(
        _("❗ <b>Time or place has changed.</b> It is now:\n\n{about}{why}"),
        about=class_words.about(booking),
        why=_why(letter),
    )
    return Screen(text=text, rows=_of_teacher(letter) if _to_teacher(letter) else _of_member(letter))


def class_cancelled(letter: Letter) -> Screen:
    """To the same: it does not take place."""
    booking = _class_booking(letter)
    text = fill(
        _("❗ <b>This does not take place, sorry:</b>\n\n{about}{why}"),
        about=class_words.about(booking),
        why=_why(letter),
    )
    rows: Sequence[Row] = ()
    if _to_teacher(letter):
        rows = (*_for_class(letter, booking), *_after_cancelling(letter, booking))
    return Screen(text=text, rows=(*rows, home_row()) if not rows else tuple(rows))


def _of_teacher(letter: Letter) -> tuple[Row, ...]:
    booking, change = _class_booking(letter), _change(letter)
    rows: list[Row] = []
    if change and (booking.confirmed or booking.position is not None):
        rows.append((_keep(change, booking, _("👍 We keep it")),))
    rows += [
        (
            Button(_("👥 See the booking"), SeeClassBooking(booking=booking.id).pack()),
            Button(_("📅 Other dates"), SeeEvent(event=booking.slot.event.id).pack()),
        ),
        (Button(_("✖️ We can't come"), CancelClassBooking(booking=booking.id).pack()),),
        home_row(),
    ]
    return tuple(rows)


def _of_member(letter: Letter) -> tuple[Row, ...]:
    """Of those who joined, each may say that they can't come; what the class does is the teacher's."""
    booking = _class_booking(letter)
    rows = [
        (Button(_("✖️ {name} can't come").format(name=pupil.first_name), absent),)
        for pupil in (letter.to.pupil, *letter.to.children)
        if pupil is not None
        for absent in (CannotCome(booking=booking.id, pupil=pupil.id, absent=1).pack(),)
    ]
    return (*rows, home_row())


def _for_class(letter: Letter, booking: ClassBooking) -> list[Row]:
    lines = letter.enclosed.tidings.dates if letter.enclosed.tidings else ()
    return [
        _date(line, BringClass(slot=line.id, school_class=booking.school_class.id).pack())
        for line in lines
        if line.free >= booking.seats
    ]


def _after_cancelling(letter: Letter, booking: Booking | ClassBooking) -> tuple[Row, ...]:
    change = _change(letter)
    rows: list[Row] = [
        (
            Button(_("📅 All dates"), SeeEvent(event=booking.slot.event.id).pack()),
            Button(_("🗓 Upcoming"), Browse().pack()),
        )
    ]
    if change:
        rows.append((_keep(change, booking, _("👌 I know")), *home_row()))
    else:
        rows.append(home_row())
    return tuple(rows)


def _date(line: SlotLine, press: str) -> Row:
    return (Button(f"📅 {dates.moment(line.starts_at, line.zone)} · {seats_left(line.free)}", press),)


def _keep(change: ToldChange, booking: Booking | ClassBooking, words: str) -> Button:
    return Button(words, AnswerChange(change=change.id, booking=booking.id).pack())


def _why(letter: Letter) -> Html:
    """Why, in a line of its own; nothing where nobody said."""
    change = _change(letter)
    if change is None or not change.why:
        return Html("")
    return fill("\n\n{why}", why=fill(_("💬 The host says: {why}."), why=reason(change.why).rstrip(".")))


def _change(letter: Letter) -> ToldChange | None:
    return letter.enclosed.tidings.change if letter.enclosed.tidings else None


def _to_teacher(letter: Letter) -> bool:
    return letter.to.id == _class_booking(letter).school_class.teacher_person


def _about(booking: Booking) -> Html:
    return fill(
        "<b>{title}</b>\n📅 {times}\n{where}",
        title=booking.slot.event.title.to(language()),
        times=dates.times(booking.slot),
        where=where(booking.slot, ticket=booking.confirmed),
    )


def _booking(letter: Letter) -> Booking:
    if not isinstance(letter.booking, Booking):
        raise TypeError(f"a letter of kind {letter.kind} is about no pupil's booking")
    return letter.booking


def _class_booking(letter: Letter) -> ClassBooking:
    if not isinstance(letter.booking, ClassBooking):
        raise TypeError(f"a letter of kind {letter.kind} is not about a class")
    return letter.booking
