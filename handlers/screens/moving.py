"""Moving a slot: what is to be otherwise, why, and whom it concerns, before anybody is told."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Final

from domain.drafts import ManagedSlot
from domain.identities import SlotId
from domain.moments import MINUTE, Instant
from domain.moves import Audience, UsualReason, starts_at
from domain.programme import MeetingTime, Place, SlotDraft
from domain.refusals import ChangedMeanwhile
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.lists import in_rows
from handlers.screens.managing_slots import REASONS, reason
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.screens.words import place as spoken
from handlers.slot_buttons import AskMove, ManageSlot, Move, MoveSlot
from handlers.slot_states import Moving
from handlers.texts import Html, _, fill, plural

WEEK: Final = 7
FIRST_TIME: Final = 8 * 60
LAST_TIME: Final = 19 * 60 + 30
LENGTHS: Final = (30, 45, 60, 90, 120, 150, 180, 240)


def which_meeting(slot: ManagedSlot, title: str, now: Instant) -> Screen:
    """A course: which of its meetings that are ahead is to be moved?"""
    rows = [
        (
            Button(
                f"{number}. {dates.moment(starts_at(meeting, slot.zone), slot.zone)}",
                MoveSlot(slot=slot.id, meeting=number).pack(),
            ),
        )
        for number, meeting in enumerate(slot.meetings, start=1)
        if starts_at(meeting, slot.zone) > now
    ]
    text = fill(_("<b>{title}</b>\n\nWhich meeting would you like to move?"), title=title)
    return Screen(text=text, rows=(*rows[:40], to_slot(slot.id)))


def review(state: Moving, slot: ManagedSlot, wanted: SlotDraft | None, title: str, audience: Audience) -> Screen:
    """What it is, what it is to be, and whom that concerns; `wanted` None: nothing is otherwise yet."""
    meeting = slot.meetings[state.meeting - 1]
    parts: list[Html | None] = [
        fill("<b>{title}</b>", title=title),
        fill(_("Now: {what}"), what=_so(meeting, slot.place, slot.online_link, slot.zone)),
    ]
    if wanted is None:
        parts.append(Html(_("What is to be different? Tap, or type the new time, for example: 28.11 15:30")))
    else:
        then = _so(wanted.meetings[state.meeting - 1], wanted.place, wanted.online_link, wanted.zone)
        parts.append(fill(_("<b>Then: {what}</b>"), what=then))
        parts.append(fill(_("Reason: {why}"), why=reason(state.why)) if state.why else None)
        parts.append(concerned(audience))
    return Screen(text="\n\n".join(part for part in parts if part), rows=_review_rows(state, slot, wanted, audience))


def _review_rows(state: Moving, slot: ManagedSlot, wanted: SlotDraft | None, audience: Audience) -> tuple[Row, ...]:
    rows: list[Row] = [
        (Button(_("📅 Day"), AskMove(what="date").pack()), Button(_("🕒 Time"), AskMove(what="time").pack())),
        (Button(_("⏱ Length"), AskMove(what="minutes").pack()),),
    ]
    if slot.place:
        rows[1] = (*rows[1], Button(_("📍 Place"), AskMove(what="place").pack()))
    if slot.online_link:
        rows[1] = (*rows[1], Button(_("💻 Link"), AskMove(what="link").pack()))
    if wanted is not None:
        rows.append(
            (
                Button(_("💬 Reason"), AskMove(what="why").pack()),
                Button(_("↩️ As before"), AskMove(what="back").pack()),
            )
        )
        rows.append((Button(_move_words(audience.people), Move(intent=state.intent).pack()),))
    return (*rows, to_slot(slot.id))


def _move_words(people: int) -> str:
    if not people:
        return _("✅ Move it")
    return plural("✅ Move it and tell {n} person", "✅ Move it and tell {n} people", people)


def _so(meeting: MeetingTime, place: Place | None, link: str, zone: str) -> str:
    begins = starts_at(meeting, zone)
    when = dates.span(begins, type(begins)(begins + meeting.minutes * MINUTE), zone)
    parts = [f"📅 {when}", f"📍 {spoken(place)}" if place else "", f"💻 {link}" if link else ""]
    return "\n" + "\n".join(part for part in parts if part)


def concerned(audience: Audience) -> Html:
    """How many are told, before they are: it cannot be unsaid."""
    if not audience.parties:
        return Html(_("Nobody is registered or waits, so nobody is written to."))
    lines = [
        fill(
            _("📣 Told at once: {people}, for {parties} booked or waiting. That can't be unsaid."),
            people=plural("{n} person", "{n} people", audience.people),
            parties=plural("{n} party", "{n} parties", audience.parties),
        )
    ]
    if audience.by_hand:
        by_phone = plural(
            "☎️ {n} was written down by hand and can't be written to: phone them.",
            "☎️ {n} were written down by hand and can't be written to: phone them.",
            audience.by_hand,
        )
        lines.append(Html(by_phone))
    return Html("\n".join(lines))


def ask_day(state: Moving, first: date, today: date, chosen: date) -> Screen:
    """Which day? A month at a time; typing is as good."""
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    start = first - timedelta(days=first.weekday())
    here = _month(first)

    def cell(on: date) -> Button:
        if on.month != first.month or on < today:
            return Button("·", here)
        words = f"({on.day})" if on == chosen else str(on.day)
        return Button(words, AskMove(what="date", value=on.toordinal()).pack())

    names = tuple(Button(dates.weekday(start + timedelta(days=number)), here) for number in range(WEEK))
    days = [cell(start + timedelta(days=number)) for number in range(-(-(after - start).days // WEEK) * WEEK)]
    turning = [Button(f"{dates.month(after)} ➡️", _month(after))]
    if first > today:
        before = (first - timedelta(days=1)).replace(day=1)
        turning.insert(0, Button(f"⬅️ {dates.month(before)}", _month(before)))
    text = fill(
        _("<b>Which day?</b>\n\n{month}. Choose, or type it with the time, for example: 28.11 15:30"),
        month=dates.month(first),
    )
    return Screen(text=text, rows=(names, *in_rows(days, WEEK), tuple(turning), _to_review(state)))


def ask_time(state: Moving, chosen: time) -> Screen:
    """At what time?"""
    buttons = []
    for minutes in range(FIRST_TIME, LAST_TIME + 1, 30):
        at = time(minutes // 60, minutes % 60)
        words = f"({at:%H:%M})" if at == chosen else f"{at:%H:%M}"
        buttons.append(Button(words, AskMove(what="time", value=minutes + 1).pack()))
    return Screen(
        text=_("<b>At what time does it begin?</b>\n\nChoose, or type it, for example: 15:45"),
        rows=(*in_rows(buttons, 4), _to_review(state)),
    )


def ask_minutes(state: Moving, chosen: int) -> Screen:
    """How long does it last?"""
    buttons = [
        Button(f"({minutes})" if minutes == chosen else str(minutes), AskMove(what="minutes", value=minutes).pack())
        for minutes in LENGTHS
    ]
    return Screen(
        text=_("<b>How many minutes does it last?</b>\n\nChoose, or type a number."),
        rows=(*in_rows(buttons, 4), _to_review(state)),
    )


def ask_place(state: Moving, known: Sequence[tuple[SlotId, Place]]) -> Screen:
    """Where?"""
    rows = [
        (Button(f"📍 {short(spoken(place), 60)}", AskMove(what="place", value=slot).pack()),) for slot, place in known
    ]
    return Screen(
        text=_(
            "<b>Where does it take place?</b>\n\nChoose a place you have used, or type a new one in the same city: its "
            "name in the first line, its address in the second."
        ),
        rows=(*rows, _to_review(state)),
    )


def ask_link(state: Moving) -> Screen:
    """Which link?"""
    return Screen(
        text=_("<b>Where do people join online?</b>\n\nSend the whole link, beginning with https://."),
        rows=(_to_review(state),),
    )


def ask_why(state: Moving) -> Screen:
    """Why is it moved?"""
    rows = [
        (Button(capital(words()), AskMove(what="why", value=number).pack()),)
        for number, words in enumerate(REASONS.values(), start=1)
    ]
    return Screen(
        text=_("<b>Why is it moved?</b>\n\nIt is told to everybody who is registered. Choose, or type a sentence."),
        rows=(*rows, _to_review(state)),
    )


def meanwhile(refusal: ChangedMeanwhile) -> Html:
    """What another organizer has changed since this was shown; nothing of theirs is lost."""
    named = {"when": _("the time"), "where": _("the place"), "seats": _("the seats")}
    if "when" not in refusal.parts:  # registration moves along with the time
        named["registration"] = _("registration")
    parts = ", ".join(named[part] for part in refusal.parts if part in named) or _("something")
    who = ", ".join(refusal.by) or _("Somebody else")
    return fill(
        _("⚠️ <b>{who} has changed this meanwhile: {parts}.</b> Nothing was overwritten. Look at it again, please."),
        who=who,
        parts=parts,
    )


def usual(number: int) -> UsualReason | None:
    """The usual reason behind a button; None for none."""
    known = list(REASONS)
    return known[number - 1] if 1 <= number <= len(known) else None


def capital(words: str) -> str:
    """A reason as a button says it."""
    return words[:1].upper() + words[1:]


def _month(first: date) -> str:
    return AskMove(what="date", value=first.year * 12 + first.month - 1).pack()


def _to_review(state: Moving) -> Row:
    return (Button(_("⬅️ Back"), MoveSlot(slot=state.slot, meeting=state.meeting).pack()), *home_row())


def to_slot(slot: SlotId) -> Row:
    """The way back to the slot, and home."""
    return (Button(_("⬅️ Back"), ManageSlot(slot=slot).pack()), *home_row())
