"""A booking as it stands: a seat, a place in line, an offer, the wait for a parent, or ended."""

from domain.bookings import Booking, BookingState
from domain.identities import Intent
from domain.moments import Instant
from handlers.buttons import (
    AnswerOffer,
    AskCancel,
    MyBookings,
    OtherDates,
    SeeSlot,
    ShowTicket,
)
from handlers.house import House
from handlers.links import LinkTo, deep_link, share_link
from handlers.question_buttons import Ask
from handlers.screens import dates
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import KIND_ICONS, home_row, where
from handlers.texts import Html, _, fill, language, plural


def booking_card(booking: Booking, house: House, now: Instant, intent: Intent, *, own: bool = True) -> Screen:
    """A booking as it stands, with what can be done about it. `own`: the reader is the pupil, not a parent."""
    match booking.state:
        case BookingState.REQUESTED if booking.considered:
            return considered(booking)
        case BookingState.REQUESTED:
            return waiting_for_consent(booking, house)
        case BookingState.WAITLISTED:
            return place_in_line(booking, house, own=own)
        case BookingState.OFFERED:
            return offer(booking, intent)
        case BookingState.CONFIRMED:
            return _confirmed(booking, now)
        case _:
            return ended(booking)


def summary(booking: Booking) -> Html:
    """What, when and where, in three lines."""
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
    rows.append((Button(_("❓ Ask the host"), Ask(event=booking.slot.event.id, slot=booking.slot.id).pack()),))
    said = _("{summary}\n\n👋 {name} was there.") if booking.was_there else _("{summary}\n\n✅ {name} has a seat.")
    text = fill(said, summary=summary(booking), name=booking.pupil.first_name)
    return Screen(text=text, rows=(*rows, *to_my_bookings()))


def considered(booking: Booking) -> Screen:
    """The seat is held; the host decides about each who registers."""
    ask = Button(_("❓ Ask the host"), Ask(event=booking.slot.event.id, slot=booking.slot.id).pack())
    return Screen(text=considered_words(booking), rows=((ask,), _give_up(booking), *to_my_bookings()))


def considered_words(booking: Booking) -> Html:
    """That the host looks at it, and until when the seat is kept."""
    until = dates.moment(booking.held_until or booking.slot.closes_at, booking.slot.zone)
    return fill(
        _(
            "{summary}\n\n🧭 <b>The host looks at it now.</b> They decide about each who registers. The seat is kept "
            "for "
            "{name} until {until}, and I write to you as soon as there is an answer."
        ),
        summary=summary(booking),
        name=booking.pupil.first_name,
        until=until,
    )


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
        summary=summary(booking),
        until=until,
        age=house.consent_under,
        link=link,
    )
    share = Button(_("👪 Send to a parent"), url=share_link(link, _to_parent(booking)))
    return Screen(text=text, rows=((share,), _give_up(booking), *to_my_bookings()))


def _guardian_link(booking: Booking, house: House) -> str:
    return deep_link(house.username, LinkTo.GUARDIAN, booking.consent_token or "")


def _to_parent(booking: Booking) -> str:
    return _("I'd like to go to “{title}”. Please open this link and say whether I may.").format(
        title=booking.slot.event.title.to(language())
    )


def _give_up(booking: Booking) -> Row:
    return (Button(_("✖️ Give it up"), AskCancel(booking=booking.id).pack()),)


def place_in_line(booking: Booking, house: House, *, own: bool) -> Screen:
    """My place in the waiting list, or my child's."""
    text = fill(
        _(
            "{summary}\n\n🙋 <b>No. {n} in the waiting list.</b>\n\nWhen a seat frees up, I write to you and keep it "
            "for you until a deadline. Seats go strictly in order."
        ),
        summary=summary(booking),
        n=booking.position or 1,
    )
    if booking.school_limit is not None:
        text = fill("{text}\n\n{why}", text=text, why=_school_is_full(booking.school_limit))
    rows: list[Row] = []
    if booking.pupil.needs_guardian and booking.consent_token and not own:
        text = fill(
            _("{text}\n\nIf you say yes already now, the seat is {name}'s at once when it is offered."),
            text=text,
            name=booking.pupil.first_name,
        )
        rows.append((Button(_("👪 Answer"), url=_guardian_link(booking, house)),))
    elif booking.pupil.needs_guardian and booking.consent_token:
        link = _guardian_link(booking, house)
        text = fill(
            _("{text}\n\nIf a parent says yes already now, the seat is yours at once when it is offered:\n{link}"),
            text=text,
            link=link,
        )
        rows.append((Button(_("👪 Send to a parent"), url=share_link(link, _to_parent(booking))),))
    return Screen(text=text, rows=(*rows, _give_up(booking), *to_my_bookings()))


def _school_is_full(limit: int) -> Html:
    """Why one waits although there are seats."""
    return Html(
        plural(
            "🏫 No more than {n} pupil from one school can come, so that others find a seat, too. When a place of "
            "your school comes free, it is offered to you.",
            "🏫 No more than {n} pupils from one school can come, so that others find a seat, too. When a place of "
            "your school comes free, it is offered to you.",
            limit,
        )
    )


def offer(booking: Booking, intent: Intent) -> Screen:
    """A seat is held for you: yes or no?"""
    until = dates.moment(booking.held_until or booking.slot.closes_at, booking.slot.zone)
    text = fill(
        _("🎉 <b>A seat is free for {name}!</b>\n\n{summary}\n\nIt is kept for you until <b>{until}</b>."),
        name=booking.pupil.first_name,
        summary=summary(booking),
        until=until,
    )
    answers = (
        Button(_("✅ Take the seat"), AnswerOffer(booking=booking.id, intent=intent, take=1).pack()),
        Button(_("No, thanks"), AnswerOffer(booking=booking.id, intent=intent, take=0).pack()),
    )
    return Screen(text=text, rows=(answers, *to_my_bookings()))


def ended(booking: Booking) -> Screen:
    """A booking of which nothing more will come."""
    words = {
        BookingState.CANCELLED: _("This booking was cancelled."),
        BookingState.DECLINED: (
            _("The host could not take you this time.")
            if booking.application
            else _("A parent said no to this booking.")
        ),
        BookingState.EXPIRED: _("The time to answer ran out, and the seat went on."),
    }
    return Screen(
        text=fill("{summary}\n\n{what}", summary=summary(booking), what=words.get(booking.state, "")),
        rows=((Button(_("🗓 See it again"), SeeSlot(slot=booking.slot.id).pack()),), *to_my_bookings()),
    )


def to_my_bookings() -> tuple[Row, ...]:
    """The way to all my bookings, and home."""
    return ((Button(_("🎟 My bookings"), MyBookings().pack()), *home_row()),)
