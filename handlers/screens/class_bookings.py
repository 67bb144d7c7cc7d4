"""What a class is booked for, as its teacher sees it: how it stands, who still needs a yes, giving it up."""

from collections.abc import Callable
from typing import Final

from domain.bookings import BookingState
from domain.classes import ClassBooking, Member, Standing
from domain.identities import Intent
from handlers.buttons import Browse, SeeSlot, ShowPlace
from handlers.class_buttons import (
    AnswerClassOffer,
    BringClass,
    CancelClassBooking,
    ChangeClassBooking,
    MyClasses,
    OpenLink,
    RecordOnPaper,
    RemindOfPermissions,
    SeeClassBooking,
    SeePermissions,
    ShowClassTicket,
    TakeTripPack,
    TellLate,
    TellNumber,
)
from handlers.screens import dates
from handlers.screens.class_words import about, needs
from handlers.screens.lengths import short
from handlers.screens.screen import Button, File, Row, Screen, Where
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language, plural

PAGE: Final = 8


def booking(of: Standing, intent: Intent) -> Screen:
    """One booking of a class as it stands, and what can be done."""
    record = of.booking
    parts = [about(record), _state(record), needs(record)]
    rows: list[Row] = []
    if record.confirmed:
        parts.append(_permissions(of))
        rows += _confirmed_rows(record)
        if of.today:
            rows += on_the_day(record)
    if record.state is BookingState.OFFERED:
        take = Button(_("✅ Take the seats"), AnswerClassOffer(booking=record.id, intent=intent, take=1).pack())
        no = _("No, wait for all") if record.is_part else _("No, thanks")
        rows.append((take, Button(no, AnswerClassOffer(booking=record.id, intent=intent, take=0).pack())))
    if record.state.is_over:
        rows.append((Button(_("🗓 See it again"), SeeSlot(slot=record.slot.id).pack()),))
    else:
        if record.state is not BookingState.OFFERED:
            rows.append((Button(_("✏️ Number and needs"), ChangeClassBooking(booking=record.id).pack()),))
        rows.append((Button(_("✖️ Give it up"), CancelClassBooking(booking=record.id).pack()),))
    return Screen(text="\n\n".join(part.strip("\n") for part in parts if part), rows=(*rows, *back()))


def _confirmed_rows(record: ClassBooking) -> list[Row]:
    rows: list[Row] = [
        (
            Button(_("🎟 Ticket"), ShowClassTicket(booking=record.id).pack()),
            Button(_("👪 Permissions"), SeePermissions(booking=record.id).pack()),
        )
    ]
    second = [Button(_("📄 Trip papers"), TakeTripPack(booking=record.id).pack())]
    if record.slot.place:
        second.append(Button(_("🗺 Route"), ShowPlace(slot=record.slot.id).pack()))
    return [*rows, tuple(second)]


def on_the_day(record: ClassBooking) -> tuple[Row, ...]:
    """Word to the host, which hears at once."""
    return (
        (Button(_("🕓 We are late"), TellLate(booking=record.id).pack()),),
        (Button(_("🧮 We are fewer or more"), TellNumber(booking=record.id).pack()),),
    )


def _state(record: ClassBooking) -> Html:
    until = dates.moment(record.held_until, record.slot.zone) if record.held_until else ""
    part = record.state is BookingState.OFFERED and record.is_part
    words = _("🎉 <b>Seats for {n} of {whole}</b> are kept until {until}.") if part else _STATES[record.state]()
    return fill(words, until=until, n=record.seats if part else record.position or 1, whole=record.whole)


_STATES: Final[dict[BookingState, Callable[[], str]]] = {
    BookingState.CONFIRMED: lambda: _("✅ <b>The class can come.</b>"),
    BookingState.REQUESTED: lambda: _("⏳ <b>The host looks at it.</b> The seats are kept until {until}."),
    BookingState.WAITLISTED: lambda: _(
        "🙋 <b>No. {n} in the waiting list.</b> Nobody is served before you; I write as soon as there are seats."
    ),
    BookingState.OFFERED: lambda: _("🎉 <b>There are seats,</b> kept until {until}."),
    BookingState.CANCELLED: lambda: _("This booking was cancelled."),
    BookingState.DECLINED: lambda: _("The host could not take the class this time."),
    BookingState.EXPIRED: lambda: _("The time to answer ran out, and the seats went on."),
}


def _permissions(of: Standing) -> Html:
    counted = of.permissions
    lines = [
        fill(_("👪 Permissions: {n} of {all}"), n=counted.permitted, all=counted.pupils),
        fill(_("📲 Joined here: {n} of {all}"), n=counted.joined, all=counted.pupils),
    ]
    absent = sum(member.absent for member in of.members)
    if absent:
        lines.append(Html(plural("✖️ {n} can't come", "✖️ {n} can't come", absent)))
    return Html("\n".join(lines))


def permissions(of: Standing, *, page: int) -> Screen:
    """Who needs a yes still, who can't come; those who joined are written to in one tap, others by the class chat."""
    record = of.booking
    missing = [member for member in of.members if not member.permitted and not member.absent]
    shown = missing[page * PAGE : (page + 1) * PAGE]
    reachable = sum(member.joined_by is not None for member in missing)
    rows: list[Row] = []
    if reachable:
        words = plural("✉️ Write to {n} who joined", "✉️ Write to the {n} who joined", reachable)
        rows.append((Button(words, RemindOfPermissions(booking=record.id).pack()),))
    if len(missing) > reachable or record.school_class.size > len(of.members):
        words = _("🔗 Link for those who have not joined")
        rows.append((Button(words, OpenLink(school_class=record.school_class.id).pack()),))
    rows += [
        (Button(short(f"📄 {member.name}"), RecordOnPaper(booking=record.id, pupil=member.pupil).pack()),)
        for member in shown
    ]
    rows += _turning(SeePermissions(booking=record.id, page=page), len(missing))
    lines = [_permissions(of)]
    absent = [member.name for member in of.members if member.absent]
    if absent:
        lines.append(fill(_("Can't come: {names}"), names=", ".join(absent)))
    if missing:
        lines.append(Html(_("Was a signed sheet handed in? Tap the name to record it.")))
    elif of.members:
        lines.append(Html(_("✅ Everybody on the list has permission.")))
    return Screen(text="\n\n".join(lines), rows=(*rows, *_to_booking(record)))


def ask_photos_on_paper(record: ClassBooking, member: Member) -> Screen:
    """What does the sheet say about photographs?"""
    text = fill(
        _(
            "📄 <b>{name}</b>: a signed sheet was handed in. You keep it; I record that you hold it.\n\nWhat does it "
            "say about "
            "photographs?"
        ),
        name=member.name,
    )
    rows: list[Row] = [
        (Button(words, RecordOnPaper(booking=record.id, pupil=member.pupil, photos=number).pack()),)
        for number, words in ((1, _("📷 Yes")), (2, _("📷 No")), (3, _("Nothing")))
    ]
    back_row = (Button(_("⬅️ Back"), SeePermissions(booking=record.id).pack()), *home_row())
    return Screen(text=text, rows=(*rows, back_row))


def part_taken(record: ClassBooking, *, rest: int) -> Screen:
    """A part of the class has seats; the rest on another date?"""
    text = fill(
        _("✅ <b>{n} of you can come.</b>\n\n{about}\n\nWould you like to bring the other {rest} on another date?"),
        n=record.seats,
        about=about(record),
        rest=rest,
    )
    other = Button(_("📅 Other dates"), SeeSlot(slot=record.slot.id).pack())
    return Screen(text=text, rows=((other,), (Button(_("👥 See the booking"), _see(record)),), *back()))


def ask_cancel(record: ClassBooking, intent: Intent) -> Screen:
    """Really give it up?"""
    text = fill(
        _("<b>Give this up for the whole class?</b>\n\n{about}\n\nThe seats go to whoever waits next."),
        about=about(record),
    )
    yes = Button(_("Yes, give it up"), CancelClassBooking(booking=record.id, intent=intent).pack())
    no = Button(_("No, we come"), _see(record))
    return Screen(text=text, rows=((yes,), (no, *home_row())))


def ticket(record: ClassBooking, picture: File) -> Screen:
    """What the teacher shows at the door."""
    text = fill(
        _("🎟 <b>{title}</b>\n{school_class}. Code to say aloud: <code>{code}</code>\n📅 {times}"),
        title=short(record.slot.event.title.to(language())),
        school_class=record.school_class.name,
        code=record.ticket_code,
        times=dates.times(record.slot),
    )
    return Screen(text=text, picture=picture, where=Where.KEPT, rows=_to_booking(record))


def trip_pack(record: ClassBooking, pdf: File) -> Screen:
    """The papers, ready to print."""
    text = fill(
        _(
            "📄 <b>Papers for {school_class}:</b> list, draft order, consent forms to print, briefing sheet, pass "
            "list. Look "
            "them through before they are signed."
        ),
        school_class=record.school_class.name,
    )
    return Screen(text=text, document=pdf, where=Where.BESIDE)


def no_paper_now() -> Html:
    """The papers could not be made."""
    return Html(_("⚠️ The papers could not be made just now. Please try again in a minute."))


def back() -> tuple[Row, ...]:
    """The way to all classes, and home."""
    upcoming = Button(_("🗓 Upcoming"), Browse().pack())
    return ((Button(_("👥 My classes"), MyClasses().pack()), upcoming), home_row())


def bring_button(slot: int) -> Button:
    """On an event's card, for teachers."""
    return Button(_("👥 Bring a class"), BringClass(slot=slot).pack())


def _see(record: ClassBooking) -> str:
    return SeeClassBooking(booking=record.id).pack()


def _to_booking(record: ClassBooking) -> tuple[Row, ...]:
    return ((Button(_("👥 See the booking"), _see(record)), *home_row()),)


def _turning(here: SeePermissions, length: int) -> list[Row]:
    turning = []
    if here.page:
        turning.append(Button("⬅️", here.model_copy(update={"page": here.page - 1}).pack()))
    if (here.page + 1) * PAGE < length:
        turning.append(Button("➡️", here.model_copy(update={"page": here.page + 1}).pack()))
    return [tuple(turning)] if turning else []
