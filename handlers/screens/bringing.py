"""Booking for a class: one screen with all of it, and the few questions behind its parts."""

from collections.abc import Sequence

from domain.classes import SchoolClass, adults_needed
from domain.programme import ClassPolicy, Slot, SlotLine
from handlers.buttons import SeeSlot, StopRegistering
from handlers.class_buttons import BookClass, BringClass, PickDate, SeeClassBooking, SetParty
from handlers.class_states import AskingParty, Bringing
from handlers.screens import class_words, dates
from handlers.screens.class_words import party
from handlers.screens.lengths import short
from handlers.screens.screen import Button, ReplyKeyboard, Row, Screen, Where
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language, plural


def which_class(mine: Sequence[SchoolClass], slot: Slot) -> Screen:
    """Which of my classes?"""
    rows: list[Row] = [
        (Button(short(f"👥 {one.name}"), BringClass(slot=slot.id, school_class=one.id).pack()),) for one in mine
    ]
    text = fill(_("Which class comes to <b>{title}</b>?"), title=slot.event.title.to(language()))
    return Screen(text=text, rows=(*rows, (Button(_("⬅️ Back"), SeeSlot(slot=slot.id).pack()), *home_row())))


def review(state: Bringing, known: SchoolClass, wanted: Sequence[Slot]) -> Screen:
    """All of it, each part to be changed by a tap."""
    slot = wanted[0]
    changing = bool(state.booking)
    lines = [
        fill(
            "👥 <b>{school_class}</b> → <b>{title}</b>", school_class=known.name, title=slot.event.title.to(language())
        ),
        fill("📅 {times}", times=dates.times(slot)),
        *(fill(_("↪️ or {when}"), when=dates.moment(other.starts_at, other.zone)) for other in wanted[1:]),
        fill("🧮 {party}", party=party(state.pupils, state.adults)),
        _adults(state, slot),
        *_needs(state),
        Html("" if changing else _seats(state, slot)),
    ]
    wheelchair = _("♿️ Wheelchair")
    rows: list[Row] = [
        (
            Button(_("✏️ Pupils"), SetParty(what="p").pack()),
            Button(_("✏️ Adults"), SetParty(what="a").pack()),
        ),
        (
            Button(_("📝 Note to the host"), SetParty(what="n").pack()),
            Button(_("📞 Phone for the day"), SetParty(what="f").pack()),
        ),
        (Button(f"{'☑️' if state.wheelchair else '⬜️'} {wheelchair}", SetParty(what="w").pack()),),
    ]
    if not changing:
        rows.append((Button(_("📅 Other dates that would do"), SetParty(what="d").pack()),))
    rows.append((Button(_("💾 Save") if changing else _("✅ Book it"), BookClass(intent=state.intent).pack()),))
    back = SeeClassBooking(booking=state.booking).pack() if changing else SeeSlot(slot=slot.id).pack()
    rows.append((Button(_("⬅️ Back"), back), *home_row()))
    return Screen(text="\n".join(line for line in lines if line), rows=tuple(rows))


def _adults(state: Bringing, slot: Slot) -> Html:
    needed = adults_needed(state.pupils, slot.event.for_classes.pupils_per_adult)
    if state.adults >= needed:
        return Html("")
    words = plural("⚠️ {n} adult has to come along.", "⚠️ {n} adults have to come along.", needed)
    return Html(words)


def _needs(state: Bringing) -> list[Html]:
    lines = []
    if state.wheelchair:
        lines.append(Html(_("♿️ Somebody comes in a wheelchair")))
    if state.note:
        lines.append(fill("📝 {note}", note=state.note))
    if state.phone:
        lines.append(fill("📞 {phone}", phone=state.phone))
    return lines


def _seats(state: Bringing, slot: Slot) -> str:
    seats = state.pupils + state.adults
    if slot.event.for_classes.policy is ClassPolicy.ASKED:
        return _("🕓 The host decides about each class; the seats are kept for you meanwhile.")
    if slot.free_for_classes >= seats:
        return _("💺 There are seats for all of you.")
    return _("🙋 There are not enough seats just now: the class gets a place in the waiting list, whole or not at all.")


def ask(at: AskingParty, state: Bringing) -> Screen:
    """One part of it, to be typed."""
    texts = {
        AskingParty.PUPILS: _("How many pupils come? Type a number."),
        AskingParty.ADULTS: _("How many adults accompany them? Type a number."),
        AskingParty.NOTE: _(
            "What should the host know, allergies for example? No names, please. Only the host reads it, and it is "
            "deleted "
            "after the visit."
        ),
        AskingParty.PHONE: _(
            "Under which number can the host reach you on the day? Share yours by the button below, or type it. It is "
            "deleted after the visit."
        ),
    }
    del state
    if at is AskingParty.PHONE:
        words = ReplyKeyboard(contact=_("📞 Share my number"), words=(no_phone(),))
        return Screen(text=texts[at], reply_keyboard=words, where=Where.KEPT)
    return Screen(text=texts[at], rows=((Button(_("✖️ Cancel"), StopRegistering().pack()),),))


def no_phone() -> str:
    """What is tapped, and so said, by whoever would rather give no number."""
    return _("Without a phone number")


def not_your_number() -> Html:
    """The note when somebody shares another person's contact."""
    return Html(_("This is somebody else's contact. Please share your own, or type the number."))


def other_dates(state: Bringing, others: Sequence[SlotLine]) -> Screen:
    """Up to two other dates that would do as well."""
    rows: list[Row] = [
        (
            Button(
                f"{'☑️' if line.id in state.dates[1:] else '⬜️'} {dates.moment(line.starts_at, line.zone)}"
                f" · {class_words.free_seats(line.free)}",
                PickDate(slot=line.id).pack(),
            ),
        )
        for line in others
    ]
    text = (
        _("Choose up to two other dates. If the first one is full, the class gets the next that has seats for all.")
        if others
        else _("There are no other dates.")
    )
    return Screen(text=text, rows=(*rows, (Button(_("⬅️ Back"), PickDate(slot=0).pack()), *home_row())))
