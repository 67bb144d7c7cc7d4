"""Bookings that organizers write down for whoever phones: what is asked, what came of it, who is written down."""

from collections.abc import Callable, Sequence
from typing import Final

from domain.bookings import BookingState
from domain.capacity import ByHand, ListedByHand
from domain.classes import ClassBooking
from domain.identities import Intent, SlotId
from domain.people import School
from domain.programme import Slot
from handlers.capacity_buttons import (
    AnswerForThem,
    AnswerStep,
    CancelForThem,
    PaperIsHere,
    PutDown,
    SeeByHand,
    SeeWrittenDown,
    StepBack,
    WriteDown,
)
from handlers.capacity_states import AskingCaller, WritingDown
from handlers.screens import dates
from handlers.screens.capacity import heading
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.slot_buttons import ManageSlot
from handlers.texts import Html, _, fill, language, plural

_STATES = {
    BookingState.CONFIRMED: "✅",
    BookingState.REQUESTED: "⏳",
    BookingState.WAITLISTED: "🙋",
    BookingState.OFFERED: "🎁",
}


def written_down(of: Slot, lines: Sequence[ListedByHand], *, page: int, more: bool) -> Screen:
    """Who is written down for a slot, and one more."""
    rows: list[Row] = [
        (
            Button(_("➕ A pupil"), WriteDown(slot=of.id).pack()),
            Button(_("➕ A class"), WriteDown(slot=of.id, whole_class=1).pack()),
        )
    ]
    rows += [(Button(_listed(one), SeeWrittenDown(booking=one.booking).pack()),) for one in lines]
    turns = []
    if page:
        turns.append(Button("◀️", SeeByHand(slot=of.id, page=page - 1).pack()))
    if more:
        turns.append(Button("▶️", SeeByHand(slot=of.id, page=page + 1).pack()))
    if turns:
        rows.append(tuple(turns))
    said = (
        _("Whoever phones gets a seat like everybody, or a place in the waiting list. Here are those you wrote down:")
        if lines
        else _("Whoever phones gets a seat like everybody, or a place in the waiting list. Nobody is written down yet.")
    )
    text = fill(_("{heading}\n\n<b>☎️ By phone</b>\n{said}"), heading=heading(of), said=said)
    return Screen(text=text, rows=(*rows, (Button(_("⬅️ The date"), ManageSlot(slot=of.id).pack()), *home_row())))


def _listed(one: ListedByHand) -> str:
    seats = f" · {plural('{n} seat', '{n} seats', one.seats)}" if one.is_class else ""
    return f"{_STATES.get(one.state, '✖️')} {one.name or '—'} · {one.school}{seats}"


def ask(state: WritingDown, found: Sequence[School] = (), asks: str = "") -> Screen:
    """The next thing to ask whoever is on the phone."""
    words, rows = _question(state, found, asks)
    known = _told(state)
    text = fill("<b>{words}</b>\n\n{known}", words=words, known=known) if known else fill("<b>{words}</b>", words=words)
    back = (Button(_("⬅️ Back"), StepBack().pack()), *home_row())
    return Screen(text=text, rows=(*rows, back))


def _question(state: WritingDown, found: Sequence[School], asks: str) -> tuple[str, tuple[Row, ...]]:
    if state.at is AskingCaller.WHICH_SCHOOL:
        return _which_school(state, found)
    if state.at is AskingCaller.NAME and state.whole_class:
        return _("Which class is it? For example 8Б."), ()
    words = _QUESTIONS[state.at]().format(asks=asks, age=state.younger_than)
    return words, _answers(state)


_QUESTIONS: Final[dict[AskingCaller, Callable[[], str]]] = {
    AskingCaller.TEACHER: lambda: _("What is the teacher called?"),
    AskingCaller.NAME: lambda: _("What is the pupil's first name?"),
    AskingCaller.GRADE: lambda: _("Which grade?"),
    AskingCaller.SCHOOL: lambda: _("Which school? Type its name or number."),
    AskingCaller.AGE: lambda: _(
        "Younger than {age}, or {age} or older? A younger pupil brings a parent's permission on paper."
    ),
    AskingCaller.ANSWER: lambda: _("The event asks: {asks}"),
    AskingCaller.PUPILS: lambda: _("How many pupils come?"),
    AskingCaller.ADULTS: lambda: _("How many adults come with them?"),
    AskingCaller.PHONE: lambda: _("A number to call an adult back on, if anything changes?"),
    AskingCaller.REVIEW: lambda: _("Is this right?"),
}


def _answers(state: WritingDown) -> tuple[Row, ...]:
    """What can be tapped instead of typed."""
    match state.at:
        case AskingCaller.GRADE:
            return _grades()
        case AskingCaller.AGE:
            younger, older = AnswerStep(value=0).pack(), AnswerStep(value=1).pack()
            return ((Button(_("Younger"), younger), Button(_("Older"), older)),)
        case AskingCaller.PHONE:
            return ((Button(_("No number"), AnswerStep(value=0).pack()),),)
        case AskingCaller.REVIEW:
            return ((Button(_("✅ Book it"), PutDown(intent=state.intent).pack()),),)
    return ()


def _grades() -> tuple[Row, ...]:
    buttons = [Button(str(grade), AnswerStep(value=grade).pack()) for grade in range(1, 12)]
    return tuple(buttons[:6]), tuple(buttons[6:])


def _which_school(state: WritingDown, found: Sequence[School]) -> tuple[str, tuple[Row, ...]]:
    rows: list[Row] = [
        (Button(f"{one.name}, {one.city}" if one.city else one.name, AnswerStep(value=one.id).pack()),) for one in found
    ]
    typed = _("It isn't listed: keep “{name}”").format(name=state.school_name)
    rows.append((Button(typed, AnswerStep(value=0).pack()),))
    return (_("Is it one of these?") if found else _("I don't know this school yet.")), tuple(rows)


def _told(state: WritingDown) -> Html:
    """What is known so far."""
    lines = []
    if state.teacher:
        lines.append(fill("🧑‍🏫 {teacher}", teacher=state.teacher))
    if state.name:
        lines.append(fill("👤 {name}", name=state.name))
    if state.grade:
        lines.append(fill(_("Grade {grade}"), grade=state.grade))
    if state.school_name and state.at is not AskingCaller.WHICH_SCHOOL:
        lines.append(fill("🏫 {school}", school=state.school_name))
    if state.at is AskingCaller.REVIEW:
        if state.whole_class:
            lines.append(fill(_("👥 Pupils: {pupils}, adults: {adults}"), pupils=state.pupils, adults=state.adults))
        elif state.needs_permission:
            lines.append(Html(_("📄 A parent's permission is needed, on paper.")))
        if state.answer:
            lines.append(fill("📝 {answer}", answer=state.answer))
        if state.phone:
            lines.append(fill("📞 {phone}", phone=state.phone))
    return Html("\n".join(lines))


def card(of: ByHand, intent: Intent) -> Screen:
    """What came of it, and what can be done for them."""
    booking = of.booking
    parts = [
        fill("{head}\n{who}", head=_head(of), who=_who(of)),
        heading(booking.slot),
        _paper(of),
        fill(_("📞 To call back: {phone}"), phone=of.phone) if of.phone else Html(""),
    ]
    if booking.confirmed:
        parts.append(
            fill(
                _("🎟 The code to say on the phone: <code>{code}</code>. It is enough at the door."),
                code=booking.ticket_code,
            )
        )
    return Screen(text="\n\n".join(part for part in parts if part), rows=(*_ways(of, intent), *_back(booking.slot.id)))


def _head(of: ByHand) -> str:
    booking = of.booking
    match booking.state:
        case BookingState.CONFIRMED:
            return _("✅ The seat is theirs.")
        case BookingState.OFFERED:
            until = dates.moment(booking.held_until or booking.slot.closes_at, booking.slot.zone)
            return _("🎁 Seats are free for them until {until}. Please call, and tell me what they say.").format(
                until=until
            )
        case BookingState.WAITLISTED:
            return _("🙋 No seat is free just now. Their place in the waiting list: {n}.").format(n=booking.position)
        case BookingState.EXPIRED:
            return _("⌛ Nobody answered for them in time, and the seats went on.")
    return _("✖️ This booking was cancelled.")


def _who(of: ByHand) -> Html:
    booking = of.booking
    if isinstance(booking, ClassBooking):
        return fill(
            _("👥 {name}, {school}, {teacher}\nPupils: {pupils}, adults: {adults}"),
            name=of.name,
            school=of.school.name,
            teacher=booking.school_class.teacher_name,
            pupils=booking.party.pupils,
            adults=booking.party.adults,
        )
    return fill(_("👤 {name}, grade {grade}, {school}"), name=of.name, grade=booking.pupil.grade, school=of.school.name)


def _paper(of: ByHand) -> Html:
    if of.on_paper is None:
        return Html("")
    if of.on_paper:
        return Html(_("📄 The parent's permission is here."))
    return Html(_("⚠️ A parent's permission on paper is still missing. The door sees that."))


def _ways(of: ByHand, intent: Intent) -> list[Row]:
    booking = of.booking
    rows: list[Row] = []
    if booking.state is BookingState.OFFERED:
        rows.append(
            (
                Button(_("✅ They come"), AnswerForThem(booking=booking.id, intent=intent, take=1).pack()),
                Button(_("✖️ They don't"), AnswerForThem(booking=booking.id, intent=intent, take=0).pack()),
            )
        )
    if of.on_paper is False and not booking.state.is_over:
        rows.append((Button(_("📄 The permission is here"), PaperIsHere(booking=booking.id).pack()),))
    if not booking.state.is_over:
        rows.append((Button(_("✖️ They can't come"), CancelForThem(booking=booking.id).pack()),))
    again = WriteDown(slot=booking.slot.id, whole_class=int(isinstance(booking, ClassBooking)))
    rows.append((Button(_("➕ One more"), again.pack()),))
    return rows


def ask_cancel(of: ByHand) -> Screen:
    """Really?"""
    rows: tuple[Row, ...] = (
        (Button(_("✖️ Yes, they can't come"), CancelForThem(booking=of.booking.id, sure=1).pack()),),
        (Button(_("⬅️ Back"), SeeWrittenDown(booking=of.booking.id).pack()), *home_row()),
    )
    text = fill(_("<b>They can't come?</b>\n{who}\n\nThe seats go to whoever waits, at once."), who=_who(of))
    return Screen(text=text, rows=rows)


def _back(slot: SlotId) -> tuple[Row, ...]:
    return ((Button(_("☎️ By phone"), SeeByHand(slot=slot).pack()), *home_row()),)


def event_asks(of: Slot) -> str:
    """The one thing more that the event asks; empty where it asks nothing."""
    return of.event.question.asks.to(language()) if of.event.question else ""
