"""Doors: those of today, one with the names it awaits, and names that were looked for. Leaves answers to `door`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from domain.bookings import BookingState
from domain.check_in import CodesEntered, Door, DoorLine, Guest, Phase
from domain.identities import Intent
from handlers.check_in_buttons import (
    AddWalkIn,
    AllExcept,
    Except,
    LetAllIn,
    LetIn,
    PrintList,
    SeeDoor,
    SeeDoors,
    SeeGuest,
    ShowDoorCode,
)
from handlers.organizer_buttons import Organize
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language

PAGE: Final = 12
"""Names on one screen, two in a row: what a thumb reaches."""
_IN_A_ROW: Final = 2
_TABS: Final = 4
_MOST_TABS: Final = 8
"""More pages than these are turned, not chosen."""
_LONGEST_NAME: Final = 24
_NAMED: Final = 20
"""So many are named in a note."""


def doors(today: Sequence[DoorLine], coming: Sequence[DoorLine], *, past: int) -> Screen:
    """Today's doors; where there is none, those of the next days."""
    rows: list[Row] = [(Button(_door_line(line), SeeDoor(meeting=line.meeting.id).pack()),) for line in today]
    if today:
        text = _("<b>Today & check-in</b>\n\nWhich door are you at?")
    elif coming:
        text = _("<b>Today & check-in</b>\n\nNothing is on today. These come next; their lists can be printed already.")
    else:
        text = _("<b>Today & check-in</b>\n\nNothing is on today, or in the next days.")
    rows += [(Button(_coming_line(line), SeeDoor(meeting=line.meeting.id).pack()),) for line in coming[:_MOST_TABS]]
    if past:
        rows.append((Button(_("🕰 Enter earlier days: {n}").format(n=past), SeeDoors(past=1).pack()),))
    return Screen(text=text, rows=(*rows, _to_organizing()))


def past_doors(found: Sequence[DoorLine]) -> Screen:
    """Doors of the last two weeks, whose attendance can be entered."""
    rows: list[Row] = [(Button(_coming_line(line), SeeDoor(meeting=line.meeting.id).pack()),) for line in found[:30]]
    text = (
        _(
            "<b>Enter afterwards</b>\n\nWas there no network, or no time? For two weeks you can still enter who was "
            "there: by taps, or by sending me the list of codes."
        )
        if found
        else _("<b>Enter afterwards</b>\n\nThere is nothing of the last two weeks to enter.")
    )
    return Screen(text=text, rows=(*rows, (Button(_("⬅️ Back"), SeeDoors().pack()), *home_row())))


def _door_line(line: DoorLine) -> str:
    when = dates.clock(line.meeting.starts_at, line.slot.zone)
    title = short(line.slot.event.title.to(language()), 40)
    return f"{when} · {title} · {line.here}/{line.expected}"


def _coming_line(line: DoorLine) -> str:
    when = dates.moment(line.meeting.starts_at, line.slot.zone)
    return f"{when} · {short(line.slot.event.title.to(language()), 40)} · {line.here}/{line.expected}"


def _to_organizing() -> Row:
    return (Button(_("🛠 Organizing"), Organize().pack()), *home_row())


def door(of: Door, *, page: int, intents: Sequence[Intent]) -> Screen:
    """One page of whom a door awaits, a tap each; `intents`: one for each name on it."""
    pages = paged(of.guests)
    page = min(page, len(pages) - 1)
    rows = _names(of, pages[page], page, intents)
    rows += _tabs(of, pages, page)
    meeting = of.meeting.id
    if of.phase.lets_in:
        walk_in = Button(_("➕ No booking"), AddWalkIn(meeting=meeting).pack())
        all_of_them = Button(_("☑️ All except…"), AllExcept(meeting=meeting).pack())
        rows.append((all_of_them, walk_in) if any(_unmarked(guest) for guest in of.guests) else (walk_in,))
    tools = [Button(_("🖨 List"), PrintList(meeting=meeting).pack())]
    if of.phase is Phase.TODAY:
        tools.insert(0, Button(_("📱 Code for the door"), ShowDoorCode(meeting=meeting, on=1).pack()))
    rows.append(tuple(tools))
    again = Button(_("🔄 Anew"), SeeDoor(meeting=meeting, page=page).pack())
    rows.append((again, Button(_("📋 Doors"), SeeDoors().pack()), *home_row()))
    return Screen(text=f"{head(of)}\n\n{_hint(of)}", rows=tuple(rows))


def head(of: Door) -> Html:
    """What and when it is, and how many are here."""
    lines = [
        fill("🚪 <b>{title}</b>", title=short(of.slot.event.title.to(language()))),
        fill("📅 {when}", when=dates.span(of.meeting.starts_at, of.meeting.ends_at, of.slot.zone)),
        fill(_("✅ Here: <b>{here}</b> of {expected}"), here=of.here, expected=of.expected),
    ]
    if of.no_photos:
        lines.append(fill(_("🚫📷 No photos: <b>{n}</b>"), n=of.no_photos))
    if of.slot.cancelled_at is not None:
        lines.append(fill("❗ {words}", words=_("It does not take place.")))
    return Html("\n".join(lines))


def _hint(of: Door) -> str:
    if not of.guests:
        return _("Nobody has a seat yet.")
    match of.phase:
        case Phase.TODAY:
            return _("Tap whoever is here. Or type a code, or the beginning of a name; or scan a ticket.")
        case Phase.AFTERWARDS:
            return _("It is over. Tap whoever was there, or send me their codes, as many as you like in one message.")
        case Phase.AHEAD:
            return _("People are let in on the day itself. The list can be printed already.")
        case Phase.CLOSED:
            return _("It is more than two weeks ago: this can only be looked at.")


def paged(guests: Sequence[Guest]) -> list[Sequence[Guest]]:
    """Pages of names; one without any where there is nobody."""
    return [guests[at : at + PAGE] for at in range(0, len(guests), PAGE)] or [()]


def page_of(of: Door, typed: str) -> int | None:
    """The page on which names begin with this letter; None where none does."""
    for number, guests in enumerate(paged(of.guests)):
        if any(guest.name.casefold().startswith(typed.casefold()) for guest in guests):
            return number
    return None


def _names(of: Door, guests: Sequence[Guest], page: int, intents: Sequence[Intent]) -> list[Row]:
    rows: list[Row] = []
    line: list[Button] = []
    named = Counter((guest.name, guest.grade) for guest in of.guests if not guest.is_class)
    twins = {who for who, times in named.items() if times > 1}
    for guest, intent in zip(guests, intents, strict=False):
        button = Button(label(guest, twin=(guest.name, guest.grade) in twins), _tap(of, guest, page, intent))
        if guest.is_class:
            rows.append((button,))
            continue
        line.append(button)
        if len(line) == _IN_A_ROW:
            rows.append(tuple(line))
            line = []
    return [*rows, tuple(line)] if line else rows


def _tap(of: Door, guest: Guest, page: int, intent: Intent) -> str:
    at_once = of.phase.lets_in and not guest.is_class and not guest.present
    if at_once and guest.state is BookingState.CONFIRMED and of.slot.cancelled_at is None:
        return LetIn(meeting=of.meeting.id, booking=guest.booking, page=page, intent=intent).pack()
    return SeeGuest(meeting=of.meeting.id, booking=guest.booking, page=page).pack()


def label(guest: Guest, *, twin: bool = False) -> str:
    """A party on its button; `twin`: another of that name and grade is awaited, so its code tells them apart."""
    sign = "✅" if guest.present else "✖️" if guest.mark is not None else "▫️"
    name = short(guest.name or "—", _LONGEST_NAME)
    if guest.is_class:
        count = f"{guest.mark.heads}/{guest.heads}" if guest.mark is not None else f"{guest.pupils}+{guest.adults}"
        return f"{sign} 👥 {name} · {short(guest.school, _LONGEST_NAME)} · {count}"
    marks = ("🚫📷" if guest.no_photos else "") + ("⚠️" if guest.permission_missing else "")
    code = f" {guest.code}" if twin else ""
    return f"{sign} {name} {guest.grade}{code} {marks}".rstrip()


def _tabs(of: Door, pages: Sequence[Sequence[Guest]], page: int) -> list[Row]:
    """The way to other pages, each called by its first and last letter."""
    if len(pages) < _IN_A_ROW:
        return []

    def tab(number: int, sign: str = "") -> Button:
        here = "• " if number == page and not sign else ""
        return Button(f"{sign}{here}{_letters(pages[number])}", SeeDoor(meeting=of.meeting.id, page=number).pack())

    if len(pages) <= _MOST_TABS:
        tabs = [tab(number) for number in range(len(pages))]
        return [tuple(tabs[at : at + _TABS]) for at in range(0, len(tabs), _TABS)]
    row = [tab(page, f"{page + 1}/{len(pages)} · ")]
    if page:
        row.insert(0, tab(page - 1, "⬅️ "))
    if page + 1 < len(pages):
        row.append(tab(page + 1, "➡️ "))
    return [tuple(row)]


def _letters(guests: Sequence[Guest]) -> str:
    first, last = (next(iter(guest.name.upper()), "—") for guest in (guests[0], guests[-1]))
    return first if first == last else f"{first}–{last}"


def all_except(of: Door, missing: frozenset[int], *, page: int, intent: Intent) -> Screen:
    """Tap those who are missing; everybody else is here."""
    open_ones = [guest for guest in of.guests if _unmarked(guest)]
    pages = paged(open_ones)
    page = min(page, len(pages) - 1)
    buttons = [
        Button(
            f"{'✖️' if guest.booking in missing else '☑️'} {short(guest.name or '—', _LONGEST_NAME)} {guest.grade}",
            Except(booking=guest.booking, missing=int(guest.booking not in missing)).pack(),
        )
        for guest in pages[page]
    ]
    rows: list[Row] = [tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW)]
    if len(pages) > 1:
        tabs = [
            Button(
                f"{'• ' if number == page else ''}{_letters(one)}", AllExcept(meeting=of.meeting.id, page=number).pack()
            )
            for number, one in enumerate(pages)
        ]
        near = tabs if len(tabs) <= _MOST_TABS else tabs[max(page - 3, 0) : page + 5]
        rows += [tuple(near[at : at + _TABS]) for at in range(0, len(near), _TABS)]
    coming = sum(guest.booking not in missing for guest in open_ones)
    here = _("✅ Let in: {n}").format(n=coming)
    rows.append((Button(here, LetAllIn(meeting=of.meeting.id, intent=intent).pack()),))
    rows.append((Button(_("⬅️ Back"), SeeDoor(meeting=of.meeting.id).pack()), *home_row()))
    text = fill(
        _(
            "{head}\n\nTap those who are <b>missing</b>. Everybody else who is not marked yet is let in at "
            "once.{classes}"
        ),
        head=head(of),
        classes=Html("\n" + _("Classes are counted one by one.")) if any(one.is_class for one in of.guests) else "",
    )
    return Screen(text=text, rows=tuple(rows))


def _unmarked(guest: Guest) -> bool:
    return not guest.is_class and guest.mark is None and guest.state is BookingState.CONFIRMED


def found(of: Door, typed: str, guests: Sequence[Guest], intents: Sequence[Intent]) -> Screen:
    """Names that begin with what was typed: a tap each."""
    shown = guests[:PAGE]
    back = (Button(_("🚪 To the door"), SeeDoor(meeting=of.meeting.id).pack()), *home_row())
    if not shown:
        text = fill(
            _("{head}\n\nNo code and no name here begins with “{typed}”. Perhaps they have no booking?"),
            head=head(of),
            typed=short(typed, _LONGEST_NAME),
        )
        walk_in: tuple[Row, ...] = ()
        if of.phase.lets_in:
            walk_in = ((Button(_("➕ No booking"), AddWalkIn(meeting=of.meeting.id).pack()),),)
        return Screen(text=text, rows=(*walk_in, back))
    text = fill(_("{head}\n\nFound for “{typed}”:"), head=head(of), typed=short(typed, _LONGEST_NAME))
    return Screen(text=text, rows=(*_names(of, shown, 0, intents), back))


def codes_entered(said: CodesEntered) -> Html:
    """What became of a list of codes: a note above the door."""
    lines = [_("✅ Came in: {n}").format(n=len(said.let_in))]
    if said.already_in:
        lines.append(_("↩️ In already: {names}").format(names=_some(guest.name for guest in said.already_in)))
    if said.not_let_in:
        lines.append(_("❗ Not let in, tap to see why: {names}").format(names=_some(g.name for g in said.not_let_in)))
    if said.unknown:
        lines.append(_("❓ Not of this door: {codes}").format(codes=_some(said.unknown)))
    return fill("{lines}", lines="\n".join(lines))


def _some(words: Iterable[str]) -> str:
    listed = [word or "—" for word in words]
    return ", ".join(listed[:_NAMED]) + (" …" if len(listed) > _NAMED else "")
