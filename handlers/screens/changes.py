"""Giving a seat up, taking another date, and what should be thought about before registering."""

from collections.abc import Sequence

from domain.bookings import Booking, BookingState, BookingWarning, OtherGrade, Overlaps
from domain.identities import Intent
from domain.programme import Audience, SlotLine
from handlers.buttons import (
    Browse,
    Cancel,
    ChangeDate,
    Register,
    RegisterFor,
    SeeBooking,
    SeeSlot,
    ShowTicket,
    TakeBack,
)
from handlers.screens import dates
from handlers.screens.bookings import summary, to_my_bookings
from handlers.screens.screen import Button, Row, Screen, Where
from handlers.screens.words import audience, home_row, seats_left
from handlers.texts import Html, _, fill, language


def ask_cancel(booking: Booking, intent: Intent, *, here: bool) -> Screen:
    """Really? Asked once; no reason asked."""
    text = fill(
        _("<b>Give up this seat?</b>\n\n{summary}\n\nSomebody else can have it then. No reason is needed."),
        summary=summary(booking),
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
        rows=(*rows, (Button(_("🗓 Upcoming"), Browse().pack()),), *to_my_bookings()),
        where=Where.INSTEAD if here else Where.LIVING,
    )


def other_dates(booking: Booking, lines: Sequence[SlotLine], intents: Sequence[Intent]) -> Screen:
    """Which date instead? The old seat is kept until the new one is certain."""
    if not lines:
        text = fill(
            _("There is no other date for <b>{title}</b> just now."), title=booking.slot.event.title.to(language())
        )
        return Screen(text=text, rows=to_my_bookings())
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
        summary=summary(booking),
    )
    return Screen(text=text, rows=(*rows, (Button(_("⬅️ Back"), SeeBooking(booking=booking.id).pack()),), home_row()))


def warned(warnings: Sequence[BookingWarning], register: Register | RegisterFor, *, child: str = "") -> Screen:
    """What speaks against it; everybody decides for themselves. `child`: whose name it is about, if not the reader."""
    lines = [_about_child(one, child) if child else _warning(one) for one in warnings]
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


def _about_child(one: BookingWarning, name: str) -> Html:
    match one:
        case Overlaps(line=other):
            return fill(
                _("⚠️ {name} already has <b>{title}</b> at that time: {when}."),
                name=name,
                title=other.slot.title.to(language()),
                when=dates.moment(other.slot.starts_at, other.slot.zone),
            )
        case OtherGrade():
            return fill(
                _("⚠️ This event is meant {audience}, and {name} is in grade {grade}."),
                audience=audience(Audience(grade_from=one.grade_from, grade_to=one.grade_to)),
                name=name,
                grade=one.grade,
            )
