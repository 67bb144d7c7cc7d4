"""Posters: of which event, where they hang, what each has brought, and in which languages to print."""

from collections.abc import Sequence
from typing import Final

from domain.identities import EventId, Intent
from domain.languages import Language, Texts
from domain.programme import Event, SlotLine
from domain.sources import LONGEST_NAME, Source, SourceKind
from handlers.organizer_buttons import Organize
from handlers.report_buttons import ChoosePosterEvent, GetPoster, MakePoster, SeePosters, SkipPlace
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, File, Row, Screen, Where
from handlers.screens.settings import LANGUAGE_NAMES
from handlers.screens.words import audience, home_row, kind
from handlers.texts import Html, _, fill, language, plural
from papers.posters import PosterWords

PAGE: Final = 8
DATES: Final = 4
"""Dates on a poster: more, and nobody reads them from two metres."""
MOST_LANGUAGES: Final = 2
_SHOWN: Final = 20
"""Posters of one event, the newest."""


def which_event(found: Sequence[tuple[EventId, Texts]], page: int) -> Screen:
    """A poster for which event?"""
    rows: list[Row] = [
        (Button(short(title.to(language()), 50), SeePosters(event=number).pack()),) for number, title in found
    ]
    turning = []
    if page:
        turning.append(Button("⬅️", ChoosePosterEvent(page=page - 1).pack()))
    if len(found) == PAGE:
        turning.append(Button("➡️", ChoosePosterEvent(page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    text = (
        _("🖼 <b>Posters</b>\n\nA sheet of A4 with a QR code that leads to the event. For which one?")
        if found
        else _("🖼 <b>Posters</b>\n\nThere is no published event to invite to yet.")
    )
    return Screen(text=text, rows=(*rows, (Button(_("🛠 Organizing"), Organize().pack()), *home_row())))


def posters(event: Event, found: Sequence[Source]) -> Screen:
    """An event's posters and posts, and how many people each has brought."""
    lines = [
        fill(
            _("{source}: {came}, registered: {registered}"),
            source=source_name(one),
            came=plural("{n} person came", "{n} people came", one.came),
            registered=one.registered,
        )
        for one in found[-_SHOWN:]
    ]
    empty = _("None yet. Each place gets a poster of its own, so that you see which one works.")
    text = fill(
        _("🖼 <b>Posters: {title}</b>\n\n{lines}"),
        title=event.title.to(language()),
        lines=Html("\n".join(lines) or empty),
    )
    rows: list[Row] = [(Button(_("➕ New poster"), MakePoster(event=event.id).pack()),)]
    rows += [
        (Button(f"🖨 {source_name(one)}", GetPoster(source=one.id).pack()),)
        for one in found[-_SHOWN:]
        if one.kind is SourceKind.POSTER
    ]
    return Screen(text=text, rows=(*rows, _back()))


def ask_place(event: Event, intent: Intent) -> Screen:
    """Where will it hang?"""
    text = fill(
        _(
            "🖼 <b>{title}</b>\n\nWhere will the poster hang? Type a few words, for example: school 239, 2nd floor. "
            "Only you and your colleagues see that."
        ),
        title=event.title.to(language()),
    )
    rows: tuple[Row, ...] = (
        (Button(_("Never mind where"), SkipPlace(event=event.id, intent=intent).pack()),),
        (Button(_("⬅️ Back"), SeePosters(event=event.id).pack()), *home_row()),
    )
    return Screen(text=text, rows=rows)


def which_languages(of: Source, event: Event, chosen: int) -> Screen:
    """In one language, or two?"""
    text = fill(
        _("🖨 <b>{source}</b>\n{title}\n\nIn which language? Two fit on one sheet."),
        source=source_name(of),
        title=event.title.to(language()),
    )
    toggles = tuple(
        Button(
            f"✅ {LANGUAGE_NAMES[one]}" if chosen & bit else LANGUAGE_NAMES[one],
            GetPoster(source=of.id, languages=_toggled(chosen, bit)).pack(),
        )
        for one, bit in bits().items()
    )
    rows: list[Row] = [toggles]
    if chosen:
        rows.append((Button(_("🖨 Make the PDF"), GetPoster(source=of.id, languages=chosen, make=1).pack()),))
    return Screen(text=text, rows=(*rows, (Button(_("⬅️ Back"), SeePosters(event=of.event).pack()), *home_row())))


def poster(file: File, of: Source) -> Screen:
    """The sheet to print."""
    text = fill(
        _("🖨 {source}. Print it on A4; who comes by its code is counted."),
        source=source_name(of),
    )
    return Screen(text=text, document=file, where=Where.BESIDE, toast=_("Here it is"))


def poster_words(event: Event, coming: Sequence[SlotLine], place: str) -> PosterWords:
    """What a poster says, in the language that is being rendered in."""
    reader = language()
    when = "\n".join(dates.moment(line.starts_at, line.zone) for line in coming[:DATES])
    if (more := len(coming) - DATES) > 0:
        when += "\n" + plural("and {n} more date", "and {n} more dates", more)
    return PosterWords(
        kind=kind(event.kind),
        title=event.title.to(reader),
        about=event.description.to(reader),
        facts=tuple(part for part in (when or _("Dates are in the bot"), place, audience(event.audience)) if part),
        scan=_("Point your camera and register"),
        or_type=_("or open"),
        host=event.partner.name.to(reader),
    )


def bits() -> dict[Language, int]:
    """The bit of each language in a button."""
    return {one: 1 << nth for nth, one in enumerate(Language)}


def source_name(of: Source) -> str:
    """ "Poster, school 239"."""
    kind_of = _("Poster") if of.kind is SourceKind.POSTER else _("Post")
    return short(f"{kind_of}, {of.name}" if of.name else f"{kind_of} № {of.id}", LONGEST_NAME)


def _toggled(chosen: int, bit: int) -> int:
    """With the bit the other way round; a third language begins anew."""
    toggled = chosen ^ bit
    return toggled if toggled.bit_count() <= MOST_LANGUAGES else bit


def _back() -> Row:
    return (Button(_("🖼 Posters"), ChoosePosterEvent().pack()), *home_row())
