"""Event cards: one slot of an event with all that helps to decide, or an event with its dates."""

from collections.abc import Sequence

from domain.bookings import BookingState
from domain.cards import EventCard, SlotCard
from domain.identities import EventId, Intent
from domain.moments import Instant
from domain.programme import ClassPolicy, Event, PupilPolicy, Slot, SlotLine
from handlers.buttons import Browse, Register, SeeBooking, SeeEvent, SeeSlot, ShowPlace, ShowTicket, TellMe, TellOf
from handlers.class_buttons import BringClass
from handlers.following_buttons import FollowWhat
from handlers.house import House
from handlers.links import LinkTo, deep_link, share_link
from handlers.question_buttons import Ask
from handlers.screens import dates
from handlers.screens.lengths import LONGEST_CAPTION, ROOM_FOR_NOTES, shown_length, with_description
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import (
    KIND_ICONS,
    audience,
    bring_and_forbidden,
    home_row,
    how,
    kind,
    seats,
    seats_left,
    where,
)
from handlers.texts import Html, _, fill, language, plural


def slot_card(
    card: SlotCard,
    now: Instant,
    intent: Intent,
    wanted: str,
    house: House,
    *,
    teaches: bool = False,
    several: bool = False,
    may_add_child: bool = False,
) -> Screen:
    """One slot: what, who, for whom, where, when, how many seats; and the one button that matters now.

    `teaches`: the reader may bring a class. `several`: they register children, one after the other. `may_add_child`:
    they are known as a pupil alone, and may be a parent as well.
    """
    slot = card.slot
    event = slot.event
    after = [_facts(slot, now), bring_and_forbidden(event), _why_not(card, now)]
    text, photo = _with_poster(event, after)
    rows: list[Row] = []
    if act := _act(card, now, intent):
        rows.append((act,))
    if may_add_child and slot.is_open(now):
        child = Button(_("👧 For my child"), TellOf(slot=slot.id, child=1).pack())
        rows[-1:] = [(*rows[-1], child)] if rows else [(child,)]
    if several and card.mine and slot.is_open(now):
        rows.append((Button(_("➕ Register one more of us"), Register(slot=slot.id, intent=intent).pack()),))
    if teaches and slot.is_open(now) and event.for_classes.policy is not ClassPolicy.NEVER:
        rows.append((Button(_("👥 Bring a class"), BringClass(slot=slot.id).pack()),))
    if _no_seat_now(slot, now):
        rows += _dates(card.other_dates, wanted)
        rows.append((_tell_me(slot.event.id, wished=card.wished),))
    elif card.other_dates:
        rows.append((Button(_other_dates(len(card.other_dates)), SeeEvent(event=slot.event.id, wanted=wanted).pack()),))
    extras = [_share(slot.event, house)]
    if slot.place and slot.place.has_pin:
        extras.insert(0, Button(_("📍 On the map"), ShowPlace(slot=slot.id).pack()))
    rows += [tuple(extras), _ask_and_follow(event.id, slot=slot.id), _back(wanted)]
    return Screen(text=text, rows=tuple(rows), photo=photo)


def event_card(card: EventCard, now: Instant, wanted: str, house: House) -> Screen:
    """An event with its upcoming dates, each a button."""
    event = card.event
    when = Html(_("There are no dates ahead just now. Shall I tell you when there are?"))
    if card.dates:
        lines = [f"📅 {dates.moment(line.starts_at, line.zone)} · {seats(line, now)}" for line in card.dates]
        when = fill("<b>{dates}</b>\n{lines}", dates=_("Choose a date:"), lines="\n".join(lines))
    after = [_whose(event), bring_and_forbidden(event), when]
    text, photo = _with_poster(event, after)
    rows: list[Row] = list(_dates(card.dates, wanted))
    if not any(line.free > 0 for line in card.dates):
        rows.append((_tell_me(card.event.id, wished=card.wished),))
    rows += [(_share(event, house),), _ask_and_follow(event.id, slot=0), _back(wanted)]
    return Screen(text=text, rows=tuple(rows), photo=photo)


def wished(event: Event, *, on: bool) -> Screen:
    """I shall tell you, or no longer."""
    text = (
        _("I shall write to you as soon as <b>{title}</b> has seats or new dates.")
        if on
        else _("All right, I shall not write about <b>{title}</b>.")
    )
    return Screen(
        text=fill(text, title=event.title.to(language())),
        rows=((_tell_me(event.id, wished=on),), (Button(_("🗓 Upcoming"), Browse().pack()),), home_row()),
    )


def _heading(event: Event) -> Html:
    return fill(
        "{icon} <b>{title}</b>\n<i>{kind} · {how}</i>",
        icon=KIND_ICONS[event.kind],
        title=event.title.to(language()),
        kind=kind(event.kind),
        how=how(event.format),
    )


def _with_poster(event: Event, after: Sequence[Html | None]) -> tuple[str, str]:
    """The card's text and its poster; none where what has to be said is more than a picture's caption holds."""
    heading, description = _heading(event), event.description.to(language())
    if event.poster:
        caption = with_description(heading, description, after, LONGEST_CAPTION)
        if shown_length(caption) <= LONGEST_CAPTION - ROOM_FOR_NOTES:
            return caption, event.poster
    return with_description(heading, description, after), ""


def _whose(event: Event) -> Html:
    return fill(
        _("🏢 Your host: {host}\n🎓 {audience}"),
        host=event.partner.name.to(language()),
        audience=audience(event.audience),
    )


def _facts(slot: Slot, now: Instant) -> Html:
    lines = [_whose(slot.event), where(slot)]
    if len(slot.meetings) > 1:
        count = plural("{n} meeting:", "{n} meetings:", len(slot.meetings))
        lines.append(fill("📅 {count}\n{times}", count=count, times=dates.times(slot)))
    else:
        lines.append(fill("📅 {times}", times=dates.times(slot)))
    if slot.is_open(now):
        lines.append(fill("💺 {seats}", seats=seats_left(slot.free)))
        lines.append(fill(_("⏳ Register until {until}"), until=dates.moment(slot.closes_at, slot.zone)))
        if slot.event.for_pupils is PupilPolicy.ASKED:
            lines.append(Html(_("🧭 The host decides about each who registers")))
    return Html("\n".join(line for line in lines if line))


def _why_not(card: SlotCard, now: Instant) -> Html | None:
    """Why one cannot simply register; None where one can, or has."""
    slot = card.slot
    note: Html | None = None
    if slot.cancelled_at is not None:
        note = Html(_("<b>This date was cancelled.</b>"))
    elif slot.ends_at <= now:
        note = Html(_("<b>This date is over.</b>"))
    elif slot.opens_at is not None and now < slot.opens_at:
        note = fill(_("<b>Registration opens {day}.</b>"), day=dates.moment(slot.opens_at, slot.zone))
    elif now >= slot.closes_at:
        note = Html(_("<b>Registration for this date is closed.</b>"))
    elif not slot.free:
        note = Html(_("<b>All seats are taken.</b> Join the waiting list: a seat that frees up is offered in order."))
    return None if card.mine else note


def _no_seat_now(slot: Slot, now: Instant) -> bool:
    return not slot.is_open(now) or not slot.free


def _act(card: SlotCard, now: Instant, intent: Intent) -> Button | None:
    if card.mine:
        if card.mine.state is BookingState.CONFIRMED:
            return Button(_("🎟 My ticket"), ShowTicket(booking=card.mine.id).pack())
        return Button(_("🎟 My booking"), SeeBooking(booking=card.mine.id).pack())
    if not card.slot.is_open(now):
        return None
    words = _("✅ Register") if card.slot.free else _("🙋 Join the waiting list")
    return Button(words, Register(slot=card.slot.id, intent=intent).pack())


def _dates(lines: tuple[SlotLine, ...], wanted: str) -> list[Row]:
    return [
        (Button(f"📅 {dates.moment(line.starts_at, line.zone)}", SeeSlot(slot=line.id, wanted=wanted).pack()),)
        for line in lines
    ]


def _other_dates(count: int) -> str:
    return plural("📅 {n} other date", "📅 {n} other dates", count)


def _tell_me(event: EventId, *, wished: bool) -> Button:
    words = _("🔕 No need to tell me") if wished else _("🔔 Tell me when there are more")
    return Button(words, TellMe(event=event, on=int(not wished)).pack())


def _share(event: Event, house: House) -> Button:
    link = deep_link(house.username, LinkTo.EVENT, event.id)
    return Button(_("↗️ Share"), url=share_link(link, event.title.to(language())))


def _ask_and_follow(event: EventId, *, slot: int) -> Row:
    return (
        Button(_("❓ Ask the host"), Ask(event=event, slot=slot).pack()),
        Button(_("🔔 Follow"), FollowWhat(event=event).pack()),
    )


def _back(wanted: str) -> Row:
    return (Button(_("⬅️ Back to the list"), Browse.untucked(wanted).pack()), *home_row())
