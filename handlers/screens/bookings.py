"""What became of a booking: the ticket, the place in line, the wait for a parent, and the list of them all."""

from collections.abc import Sequence
from typing import Final

from domain.bookings import Booking, BookingLine, BookingPage, BookingState, BookingWarning, OtherGrade, Overlaps
from domain.identities import Intent
from domain.moments import Instant
from domain.programme import Audience, SlotLine
from handlers.house import House
from handlers.links import LinkTo, deep_link, share_link
from handlers.presses import (
    AnswerOffer,
    AskCancel,
    Browse,
    Calendar,
    Cancel,
    ChangeDate,
    MyBookings,
    OtherDates,
    Register,
    SeeBooking,
    SeeSlot,
    ShowPlace,
    ShowTicket,
    TakeBack,
)
from handlers.screens import dates
from handlers.screens.screen import Button, File, Row, Screen, Where
from handlers.screens.words import KIND_ICONS, audience, bring_and_forbidden, home_row, seats_left, where
from handlers.texts import Html, _, fill, language, plural

LONGEST_CAPTION: Final = 1024
"""Characters of a caption after entities are parsed: core.telegram.org/bots/api#sendphoto."""
_LONGEST_PART: Final = 180


def ticket(booking: Booking, picture: File, *, place: Where = Where.KEPT) -> Screen:
    """What is shown at the door: a QR picture, and below it all that the day needs."""
    slot = booking.slot
    head = fill(
        _("🎟 <b>{title}</b>\n{name}, your ticket. Code to say aloud: <code>{code}</code>"),
        title=_short(slot.event.title.to(language())),
        name=booking.pupil.first_name,
        code=booking.ticket_code,
    )
    times = fill("📅 {times}", times=dates.times(slot))
    close = Html(_("Show this picture at the entrance.")) if slot.place else None
    text = _fitting([head, times, where(slot, ticket=True)], [bring_and_forbidden(slot.event)], close)
    return Screen(text=text, picture=picture, where=place, rows=_ticket_rows(booking))


def ticket_again(booking: Booking, picture: File) -> Screen:
    """The ticket where it already hangs: only its caption and buttons come back."""
    return ticket(booking, picture, place=Where.ON_THE_SPOT)


def _ticket_rows(booking: Booking) -> tuple[Row, ...]:
    slot = booking.slot
    first = [Button(_("📆 To my calendar"), Calendar(booking=booking.id).pack())]
    if slot.place and slot.place.has_pin:
        first.append(Button(_("📍 On the map"), ShowPlace(slot=slot.id).pack()))
    return (
        tuple(first),
        (
            Button(_("🔁 Other date"), OtherDates(booking=booking.id).pack()),
            Button(_("✖️ Can't come"), AskCancel(booking=booking.id, here=1).pack()),
        ),
        (Button(_("🎟 My bookings"), MyBookings().pack()), *home_row()),
    )


def _fitting(needed: Sequence[Html], wished: Sequence[Html], close: Html | None) -> str:
    """As much as a caption holds: what is needed first, then what is wished as far as there is room."""
    parts = [part for part in needed if part]
    for part in wished:
        if part and sum(len(one) + 2 for one in (*parts, part, close or "")) <= LONGEST_CAPTION:
            parts.append(part)
    if close and sum(len(one) + 2 for one in (*parts, close)) <= LONGEST_CAPTION:
        parts.append(close)
    return "\n\n".join(parts)


def _short(text: str, longest: int = _LONGEST_PART) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def booking_card(booking: Booking, house: House, now: Instant, intent: Intent) -> Screen:
    """A booking as it stands, with what can be done about it."""
    match booking.state:
        case BookingState.REQUESTED:
            return waiting_for_consent(booking, house)
        case BookingState.WAITLISTED:
            return place_in_line(booking, house)
        case BookingState.OFFERED:
            return offer(booking, intent)
        case BookingState.CONFIRMED:
            return _confirmed(booking, now)
        case _:
            return ended(booking)


def _summary(booking: Booking) -> Html:
    slot = booking.slot
    return fill(
        "{icon} <b>{title}</b>\n📅 {times}\n{where}",
        icon=KIND_ICONS[slot.event.kind],
        title=slot.event.title.to(language()),
        times=dates.times(slot),
        where=where(slot, ticket=booking.confirmed),
    )


def _confirmed(booking: Booking, now: Instant) -> Screen:
    rows: list[Row] = [(Button(_("🎟 Show the ticket"), ShowTicket(booking=booking.id).pack()),)]
    if booking.slot.starts_at > now:
        rows.append(
            (
                Button(_("🔁 Other date"), OtherDates(booking=booking.id).pack()),
                Button(_("✖️ Can't come"), AskCancel(booking=booking.id).pack()),
            )
        )
    text = fill(_("{summary}\n\n✅ {name} has a seat."), summary=_summary(booking), name=booking.pupil.first_name)
    return Screen(text=text, rows=(*rows, *_back()))


def waiting_for_consent(booking: Booking, house: House) -> Screen:
    """The seat is held; a parent has to say yes. With the link to forward."""
    link = _guardian_link(booking, house)
    until = dates.moment(booking.held_until or booking.slot.closes_at, booking.slot.zone)
    text = fill(
        _(
            "{summary}\n\n⏳ <b>Your seat is kept until {until}.</b>\n\nYou are younger than {age}, so a parent says "
            "yes first. Send them this link; they open it in their own Telegram. As soon as they agree, your ticket "
            "appears here by itself.\n\n{link}"
        ),
        summary=_summary(booking),
        until=until,
        age=house.consent_under,
        link=link,
    )
    share = Button(_("👪 Send to a parent"), url=share_link(link, _to_parent(booking)))
    return Screen(text=text, rows=((share,), _give_up(booking), *_back()))


def _guardian_link(booking: Booking, house: House) -> str:
    return deep_link(house.username, LinkTo.GUARDIAN, booking.consent_token or "")


def _to_parent(booking: Booking) -> str:
    return _("I'd like to go to “{title}”. Please open this link and say whether I may.").format(
        title=booking.slot.event.title.to(language())
    )


def _give_up(booking: Booking) -> Row:
    return (Button(_("✖️ Give it up"), AskCancel(booking=booking.id).pack()),)


def place_in_line(booking: Booking, house: House) -> Screen:
    """My place in the waiting list."""
    text = fill(
        _(
            "{summary}\n\n🙋 <b>No. {n} in the waiting list.</b>\n\nWhen a seat frees up, I write to you and keep it "
            "for you until a deadline. Seats go strictly in order."
        ),
        summary=_summary(booking),
        n=booking.position or 1,
    )
    rows: list[Row] = []
    if booking.pupil.needs_guardian and booking.consent_token:
        link = _guardian_link(booking, house)
        text = fill(
            _("{text}\n\nIf a parent says yes already now, the seat is yours at once when it is offered:\n{link}"),
            text=text,
            link=link,
        )
        rows.append((Button(_("👪 Send to a parent"), url=share_link(link, _to_parent(booking))),))
    return Screen(text=text, rows=(*rows, _give_up(booking), *_back()))


def offer(booking: Booking, intent: Intent) -> Screen:
    """A seat is held for you: yes or no?"""
    until = dates.moment(booking.held_until or booking.slot.closes_at, booking.slot.zone)
    text = fill(
        _("🎉 <b>A seat is free for {name}!</b>\n\n{summary}\n\nIt is kept for you until <b>{until}</b>."),
        name=booking.pupil.first_name,
        summary=_summary(booking),
        until=until,
    )
    answers = (
        Button(_("✅ Take the seat"), AnswerOffer(booking=booking.id, intent=intent, take=1).pack()),
        Button(_("No, thanks"), AnswerOffer(booking=booking.id, intent=intent, take=0).pack()),
    )
    return Screen(text=text, rows=(answers, *_back()))


def ended(booking: Booking) -> Screen:
    """A booking of which nothing more will come."""
    words = {
        BookingState.CANCELLED: _("This booking was cancelled."),
        BookingState.DECLINED: _("A parent said no to this booking."),
        BookingState.EXPIRED: _("The time to answer ran out, and the seat went on."),
    }
    return Screen(
        text=fill("{summary}\n\n{what}", summary=_summary(booking), what=words.get(booking.state, "")),
        rows=((Button(_("🗓 See it again"), SeeSlot(slot=booking.slot.id).pack()),), *_back()),
    )


def ask_cancel(booking: Booking, intent: Intent, *, here: bool) -> Screen:
    """Really? Asked once; no reason asked."""
    text = fill(
        _("<b>Give up this seat?</b>\n\n{summary}\n\nSomebody else can have it then. No reason is needed."),
        summary=_summary(booking),
    )
    keep = (
        ShowTicket(booking=booking.id, here=1).pack()
        if here and booking.confirmed
        else SeeBooking(booking=booking.id).pack()
    )
    rows = (
        (Button(_("Yes, give it up"), Cancel(booking=booking.id, intent=intent, here=int(here)).pack()),),
        (Button(_("No, keep it"), keep),),
    )
    return Screen(text=text, rows=rows, where=Where.ON_THE_SPOT if here else Where.LIVING)


def cancelled(booking: Booking, intent: Intent, *, here: bool) -> Screen:
    """Given up; it can be taken back while the seat is free."""
    rows: list[Row] = []
    if booking.ended_from is BookingState.CONFIRMED:
        rows.append((Button(_("↩️ I can come after all"), TakeBack(booking=booking.id, intent=intent).pack()),))
    text = fill(
        _("Done: <b>{title}</b>, {when}, is given up. Thank you for saying so; somebody else can go now."),
        title=booking.slot.event.title.to(language()),
        when=dates.moment(booking.slot.starts_at, booking.slot.zone),
    )
    return Screen(
        text=text,
        rows=(*rows, (Button(_("🗓 Upcoming"), Browse().pack()),), *_back()),
        where=Where.INSTEAD if here else Where.LIVING,
    )


def other_dates(booking: Booking, lines: Sequence[SlotLine], intents: Sequence[Intent]) -> Screen:
    """Which date instead? The old seat is kept until the new one is certain."""
    if not lines:
        text = fill(
            _("There is no other date for <b>{title}</b> just now."), title=booking.slot.event.title.to(language())
        )
        return Screen(text=text, rows=_back())
    rows = [
        (
            Button(
                f"📅 {dates.moment(line.starts_at, line.zone)} · {seats_left(line.free)}",
                ChangeDate(booking=booking.id, slot=line.id, intent=intent).pack(),
            ),
        )
        for line, intent in zip(lines, intents, strict=True)
    ]
    text = fill(
        _("<b>Which date instead?</b>\n\n{summary}\n\nYour seat stays yours until the new one is certain."),
        summary=_summary(booking),
    )
    return Screen(text=text, rows=(*rows, (Button(_("⬅️ Back"), SeeBooking(booking=booking.id).pack()),), home_row()))


def warned(warnings: Sequence[BookingWarning], register: Register) -> Screen:
    """What speaks against it; everybody decides for themselves."""
    lines = [_warning(one) for one in warnings]
    again = register.model_copy(update={"even_so": 1})
    return Screen(
        text="\n\n".join([*lines, "<b>" + _("Register all the same?") + "</b>"]),
        rows=(
            (Button(_("Yes, register"), again.pack()),),
            (Button(_("⬅️ Back"), SeeSlot(slot=register.slot).pack()),),
            home_row(),
        ),
    )


def _warning(one: BookingWarning) -> Html:
    match one:
        case Overlaps(line=other):
            return fill(
                _("⚠️ You already have <b>{title}</b> at that time: {when}."),
                title=other.slot.title.to(language()),
                when=dates.moment(other.slot.starts_at, other.slot.zone),
            )
        case OtherGrade():
            return fill(
                _("⚠️ This event is meant {audience}, and you are in grade {grade}."),
                audience=audience(Audience(grade_from=one.grade_from, grade_to=one.grade_to)),
                grade=one.grade,
            )


_STATE_ICONS: Final = {
    BookingState.REQUESTED: "👪",
    BookingState.CONFIRMED: "✅",
    BookingState.WAITLISTED: "🙋",
    BookingState.OFFERED: "🎉",
    BookingState.CANCELLED: "✖️",
    BookingState.DECLINED: "✖️",
    BookingState.EXPIRED: "⌛",
}


def my_bookings(page: BookingPage, *, past: bool, several: bool) -> Screen:
    """My bookings, coming or past. `several`: the reader has more than one child, so names are shown."""
    title = _("Past bookings") if past else _("My bookings")
    if not page.lines:
        text = _("Nothing here yet.") if past else _("You have no bookings yet. Shall we look what is coming?")
    else:
        text = plural(
            "{n} booking on this page. Press one to see more.",
            "{n} bookings on this page. Press one to see more.",
            len(page.lines),
        )
    rows: list[Row] = [
        (Button(_line(line, several=several), SeeBooking(booking=line.id).pack()),) for line in page.lines
    ]
    turning = []
    if page.page:
        turning.append(Button("⬅️", MyBookings(past=int(past), page=page.page - 1).pack()))
    if page.more:
        turning.append(Button("➡️", MyBookings(past=int(past), page=page.page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    other = (
        Button(_("⬅️ Coming ones"), MyBookings().pack()) if past else Button(_("🕰 Past ones"), MyBookings(past=1).pack())
    )
    rows.append((other, Button(_("🗓 Upcoming"), Browse().pack())))
    return Screen(text=fill("<b>{title}</b>\n\n{text}", title=title, text=text), rows=(*rows, home_row()))


def _line(line: BookingLine, *, several: bool) -> str:
    name = f"{line.pupil}: " if several else ""
    when = dates.moment(line.slot.starts_at, line.slot.zone)
    return f"{_STATE_ICONS[line.state]} {when} · {name}{line.slot.title.to(language())}"


def calendar_entry(booking: Booking, file: File) -> Screen:
    """The booking as a file for one's calendar."""
    text = fill(
        _("Open this file to put <b>{title}</b> into your calendar."), title=booking.slot.event.title.to(language())
    )
    return Screen(text=text, document=file, where=Where.BESIDE)


def strangers_ticket() -> Screen:
    """A ticket scanned by somebody who has no part in it: no name, nothing."""
    return Screen(text=_("This is somebody's ticket. It is checked at the entrance."), rows=(home_row(),))


def _back() -> tuple[Row, ...]:
    return ((Button(_("🎟 My bookings"), MyBookings().pack()), *home_row()),)
