"""Programme files in the chat: how to send one, its faults, what it would do, and the programme to take away."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from domain.identities import Intent, PartnerId
from domain.languages import Texts
from domain.programme_files import Became, Forbidden, NotTheirs, Preview, SlotPreview
from handlers.organizer_buttons import Organize
from handlers.screens import dates, faults
from handlers.screens.lengths import short, shown_length
from handlers.screens.screen import Button, File, Row, Screen, Where
from handlers.screens.words import home_row
from handlers.slot_buttons import BringFile, TakeProgramme
from handlers.texts import Html, _, fill, language, plural
from papers.programme_file.faults import Fault

ROOM: Final = 3_300
"""Characters that lines may take; what is more comes as a file."""
SHOWN: Final = 12
"""Slots that a preview names."""

_COUNTS: Final[dict[Became, Callable[[int], str]]] = {
    Became.NEW: lambda n: plural("🆕 {n} new date", "🆕 {n} new dates", n),
    Became.MOVED: lambda n: plural("↪️ {n} date moves", "↪️ {n} dates move", n),
    Became.CANCELLED: lambda n: plural("✖️ {n} date is cancelled", "✖️ {n} dates are cancelled", n),
    Became.BACK: lambda n: plural("↩️ {n} date takes place after all", "↩️ {n} dates take place after all", n),
    Became.CHANGED: lambda n: plural("✏️ {n} date changes otherwise", "✏️ {n} dates change otherwise", n),
    Became.SAME: lambda n: plural("➖ {n} date stays as it is", "➖ {n} dates stay as they are", n),
    Became.LEFT_OUT: lambda n: plural("➖ {n} cancelled date is left out", "➖ {n} cancelled dates are left out", n),
}
_SIGNS: Final = {
    Became.NEW: "🆕",
    Became.MOVED: "↪️",
    Became.CANCELLED: "✖️",
    Became.BACK: "↩️",
    Became.CHANGED: "✏️",
}


def programme_file(mine: Mapping[PartnerId, Texts]) -> Screen:
    """Take the programme away, or send a file: both from here."""
    text = _(
        "<b>The programme as a file</b>\n\n📥 Send me a file (.xlsx or .csv), and I show what it would change before "
        "anything happens.\n\n📤 Or take the programme away: it comes in again as it went out. Drafts are not in it."
    )
    rows: list[Row] = []
    if len(mine) > 1:
        rows.append(_forms(PartnerId(0), _("📤 All of mine")))
    rows += [_forms(partner, f"📤 {short(name.to(language()), 30)}") for partner, name in list(mine.items())[:20]]
    return Screen(text=text, rows=(*rows, _back()))


def _forms(partner: PartnerId, name: str) -> Row:
    return tuple(
        Button(f"{name} · .{form}", TakeProgramme(partner=partner, form=form).pack()) for form in ("xlsx", "csv")
    )


def taken(content: bytes, form: str, dates_: int) -> Screen:
    """The programme, to take away."""
    text = plural("📤 The programme: {n} date.", "📤 The programme: {n} dates.", dates_)
    return Screen(text=text, document=File(content, f"programme.{form}"), where=Where.BESIDE)


def too_large(megabytes: int) -> Screen:
    """More than is looked at."""
    text = _("This file is larger than {n} MB. Please split it, or take the pictures out of it.").format(n=megabytes)
    return Screen(text=text, rows=(_back(),))


def unreadable() -> Screen:
    """It could not be read in the time and room that it may take."""
    text = _("I could not read this file. Please save the table anew, alone, as .xlsx or .csv, and send it again.")
    return Screen(text=text, rows=(_back(),))


def faulty(name: str, found: Sequence[Fault]) -> tuple[Screen, ...]:
    """Every fault of a file; as a file of their own where they do not fit a message."""
    return _complaint(name, [faults.sentence(fault) for fault in found])


def refused(name: str, preview: Preview) -> tuple[Screen, ...]:
    """What of a file is not the sender's, and slots that would be too small."""
    lines = [_not_theirs(one) for one in preview.not_theirs]
    lines += [faults.too_few_seats(small.key, small.taken) for small in preview.too_few_seats]
    return _complaint(name, lines)


def _complaint(name: str, lines: Sequence[str]) -> tuple[Screen, ...]:
    shown: list[Html] = []
    for line in lines:
        wording = fill("• {line}", line=line)
        if shown_length("\n".join([*shown, wording])) > ROOM:
            break
        shown.append(wording)
    count = plural("{n} fault found; nothing was imported.", "{n} faults found; nothing was imported.", len(lines))
    text = fill(
        _("<b>{name}</b>\n{count}\n\n{lines}\n\nCorrect them, and send the file again."),
        name=short(name, 80),
        count=count,
        lines=Html("\n".join(shown)),
    )
    screen = Screen(text=text, rows=(_back(),))
    if len(shown) == len(lines):
        return (screen,)
    everything = File("\n".join(lines).encode("utf-8-sig"), "faults.txt")
    all_of_them = Screen(text=_("All of them, line by line:"), document=everything, where=Where.BESIDE)
    return (all_of_them, screen)


def _not_theirs(one: NotTheirs) -> str:
    words = {
        Forbidden.PARTNER: _("Partner “{key}” is {owner}'s, whose programme you don't make; take its rows out."),
        Forbidden.EVENT: _("Event “{key}” is {owner}'s, whose programme you don't make; take its rows out."),
        Forbidden.SLOT: _("Slot “{key}” is {owner}'s, whose programme you don't make; take its row out."),
    }
    if not one.owner:
        return _("Partner “{key}” is not known yet; an owner has to add it first.").format(key=one.key)
    return words[one.what].format(key=one.key, owner=one.owner.to(language()))


def preview(name: str, found: Preview, intent: Intent) -> Screen:
    """What the file would do, and whether that is wanted."""
    if found.changes_nothing:
        text = fill(
            _("<b>{name}</b>\n\nThe programme is like this already: nothing would change."), name=short(name, 80)
        )
        return Screen(text=text, rows=(_back(),))
    counts = found.counts
    lines = [words(counts[became]) for became, words in _COUNTS.items() if counts[became]]
    lines += _of_events(found)
    named = [slot for became in Became if became in _SIGNS for slot in found.of(became)]
    more = len(named) - SHOWN
    told = (
        plural(
            "📣 {n} person is told at once. That can't be unsaid.",
            "📣 {n} people are told at once. That can't be unsaid.",
            found.people,
        )
        if found.people
        else _("Nobody has to be told.")
    )
    parts = [
        fill(_("<b>{name}</b>\n\nThis is what it would do:"), name=short(name, 80)),
        fill("{lines}", lines="\n".join(lines)),
        Html("\n".join(_named(slot) for slot in named[:SHOWN])),
        Html(plural("… and {n} more", "… and {n} more", more)) if more > 0 else None,
        Html(told),
    ]
    rows: tuple[Row, ...] = ((Button(_bring(found.people), BringFile(intent=intent).pack()),), _back())
    return Screen(text="\n\n".join(part for part in parts if part), rows=rows)


def _bring(people: int) -> str:
    if not people:
        return _("✅ Bring it in")
    return plural("✅ Bring it in and tell {n} person", "✅ Bring it in and tell {n} people", people)


def _of_events(found: Preview) -> list[str]:
    lines = []
    if found.events_new:
        lines.append(plural("🆕 {n} new event", "🆕 {n} new events", found.events_new))
    said = _("✏️ What “{title}” says changes")
    lines += [said.format(title=short(title.to(language()), 60)) for title in found.events_changed[:SHOWN]]
    if len(found.events_changed) > SHOWN:
        more = len(found.events_changed) - SHOWN
        lines.append(plural("… and {n} more", "… and {n} more", more))
    said = _("✏️ Name or contact of “{name}” changes")
    return lines + [said.format(name=short(name.to(language()), 60)) for name in found.partners_changed]


def _named(slot: SlotPreview) -> Html:
    told = plural("{n} person", "{n} people", slot.people) if slot.people else ""
    return fill(
        "{sign} {title}, {when}{told}",
        sign=_SIGNS[slot.became],
        title=short(slot.title.to(language()), 60),
        when=dates.moment(slot.starts_at, slot.zone),
        told=f" · {told}" if told else "",
    )


def brought_in(new: int, known: int, moved: int) -> Screen:
    """All of it is in."""
    text = fill(
        _("✅ <b>The file is in.</b>\n\nNew dates: {new}\nDates that were known: {known}\nOf these moved: {moved}"),
        new=new,
        known=known,
        moved=moved,
    )
    return Screen(text=text, rows=(_back(),))


def _back() -> Row:
    return (
        Button(_("📄 Programme as a file"), TakeProgramme().pack()),
        Button(_("🛠 Organizing"), Organize().pack()),
        *home_row(),
    )
