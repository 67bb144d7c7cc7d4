"""An organizer's day: the morning's message, and the same on demand."""

from typing import Final

from domain.digest import DaySlot, Digest
from handlers.following_buttons import MuteDigest
from handlers.organizer_buttons import Organize
from handlers.question_buttons import SeeRequests
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.lists import in_rows
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.slot_buttons import ManageSlot
from handlers.texts import Html, _, fill, language, plural

_MOST_SHOWN: Final = 20
_LONGEST_TITLE: Final = 60


def morning(day: Digest, *, muted: bool) -> Screen:
    """Today's slots with their numbers, tomorrow in a line, and what is open."""
    head = fill(_("☀️ <b>Your day, {day}</b>"), day=dates.day(day.on))
    today = [_slot(number, one) for number, one in enumerate(day.today[:_MOST_SHOWN], start=1)] or [
        Html(_("Nothing takes place today."))
    ]
    if more := len(day.today) - _MOST_SHOWN:
        today += [Html(plural("… and {n} more", "… and {n} more", more))] if more > 0 else []
    parts = [head, Html("\n\n".join(today)), _tomorrow(day), _open(day)]
    numbers = [
        Button(str(number), ManageSlot(slot=one.slot).pack())
        for number, one in enumerate(day.today[:_MOST_SHOWN], start=1)
    ]
    rows: list[Row] = in_rows(numbers)
    if day.open_requests:
        rows.append((Button(_("📋 All that waits"), SeeRequests().pack()),))
    switch = (
        Button(_("☀️ Tell me each morning"), MuteDigest(muted=0).pack())
        if muted
        else Button(_("🔕 Not each morning"), MuteDigest(muted=1).pack())
    )
    rows += [(switch,), (Button(_("🛠 Organizing"), Organize().pack()), *home_row())]
    return Screen(text="\n\n".join(part for part in parts if part), rows=tuple(rows))


def _slot(number: int, one: DaySlot) -> Html:
    extras = []
    if one.classes:
        extras.append(plural("{n} class", "{n} classes", one.classes))
    if one.waiting:
        extras.append(plural("{n} waits", "{n} wait", one.waiting))
    return fill(
        "{number}. {time} · <b>{title}</b>\n💺 {taken}{extras}",
        number=number,
        time=dates.clock(one.starts_at, one.zone),
        title=short(one.title.to(language()), _LONGEST_TITLE),
        taken=_("{n} of {whole} seats").format(n=one.seats_taken, whole=one.capacity),
        extras="".join(f" · {extra}" for extra in extras),
    )


def _tomorrow(day: Digest) -> Html:
    if not day.tomorrow_slots:
        return Html("")
    return fill(
        _("➡️ Tomorrow: {slots}, {seats}"),
        slots=plural("{n} date", "{n} dates", day.tomorrow_slots),
        seats=plural("{n} seat taken", "{n} seats taken", day.tomorrow_seats),
    )


def _open(day: Digest) -> Html:
    lines = []
    if day.open_requests:
        lines.append(plural("📋 {n} request waits for you", "📋 {n} requests wait for you", day.open_requests))
    if day.silent_classes:
        lines.append(plural("🔕 {n} class does not answer", "🔕 {n} classes do not answer", day.silent_classes))
    if day.calls:
        lines.append(plural("📞 {n} call to make", "📞 {n} calls to make", day.calls))
    return Html("\n".join(lines))
