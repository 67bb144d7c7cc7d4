"""An event as a card that anybody may send into any chat. Nothing personal, nothing that is wrong an hour later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.languages import Texts
from domain.programme import Event, SlotLine
from handlers.house import House
from handlers.links import LinkTo, deep_link
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.words import KIND_ICONS, audience, city, how, kind
from handlers.texts import Html, _, fill, language

LONGEST_DESCRIPTION: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One result of an inline query: how it is listed, and the message it sends, with one button that opens us."""

    id: str
    title: str
    description: str
    text: Html
    button: str
    url: str


def fitting_lines(lines: Sequence[SlotLine], words: str) -> list[SlotLine]:
    """The next date of each event in whose title, kind or city all the words stand, in whatever language."""
    wanted = words.casefold().split()
    found: dict[int, SlotLine] = {}
    for line in lines:
        if line.event not in found and _says(line, wanted):
            found[line.event] = line
    return list(found.values())


def _says(line: SlotLine, wanted: Sequence[str]) -> bool:
    said = " ".join([*_all(line.title), kind(line.kind), *_all(line.city), city(line)]).casefold()
    return all(word in said for word in wanted)


def _all(texts: Texts) -> tuple[str, str, str]:
    return texts.ru, texts.kk, texts.en


def card(event: Event, line: SlotLine, house: House) -> Article:
    """What is listed while somebody chooses, and what they send."""
    title = event.title.to(language())
    when = dates.moment(line.starts_at, line.zone)
    text = fill(
        "{icon} <b>{title}</b>\n<i>{kind} · {how} · {audience}</i>\n\n{description}\n\n🏢 {host}\n📅 {when} · {city}",
        icon=KIND_ICONS[event.kind],
        title=title,
        kind=kind(event.kind),
        how=how(event.format),
        audience=audience(event.audience),
        description=short(event.description.to(language()), LONGEST_DESCRIPTION),
        host=event.partner.name.to(language()),
        when=when,
        city=city(line),
    )
    return Article(
        id=f"e{event.id}",
        title=title,
        description=f"{kind(event.kind)} · {when} · {city(line)}",
        text=text,
        button=_("🗓 Dates and seats"),
        url=deep_link(house.username, LinkTo.EVENT, event.id),
    )
