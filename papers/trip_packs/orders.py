"""The draft of the director's order: with blanks for what only the school knows."""

from typing import Final

from fpdf.enums import Align

from domain.trips import TripPack
from papers.trip_packs import dates
from papers.trip_packs.document import ROW, SMALL_SIZE, Document
from papers.trip_packs.groups import adults
from papers.trip_packs.words import OrderWords, TripPackWords

BLANK: Final = "_" * 24


def add_order(document: Document, pack: TripPack, words: TripPackWords) -> None:
    """The order, on a page of its own or two: who goes where and when, who is answerable, and for what."""
    own = words.order
    document.paper(f"{pack.school} · {pack.class_name}", own.draft)
    document.words(pack.school, bold=True, align=Align.C)
    document.words(pack.city, align=Align.C)
    document.ln(4)
    document.headline(own.title)
    document.words(own.date_blank)
    document.set_y(document.y - ROW * 0.6)
    document.words(own.number_blank, align=Align.R)
    document.ln(5)
    document.words(own.subject.format(class_name=pack.class_name), bold=True)
    document.ln(3)
    document.words(own.preamble)
    document.ln(2)
    for number, (item, parts) in enumerate(_items(pack, own), 1):
        document.numbered(f"{number}.", item)
        for part, text in enumerate(parts, 1):
            document.numbered(f"{number}.{part}.", text, indent=8)
    _signatures(document, pack, own)
    document.small(own.note)


def _items(pack: TripPack, own: OrderWords) -> list[tuple[str, tuple[str, ...]]]:
    leader, *others = (name or BLANK for _, name, _, _ in adults(pack)) if pack.adult_count else [BLANK]
    when = "; ".join(dates.meetings(pack))
    leaves, returns = (
        dates.moment(at, pack.zone, pack.language) if at else BLANK for at in (pack.leaves_at, pack.returns_at)
    )
    take = own.take.format(event=pack.event, class_name=pack.class_name, pupils=pack.headcount, adults=pack.adult_count)
    items: list[tuple[str, tuple[str, ...]]] = [
        (take, ()),
        (own.when_and_where.format(when=when, place=pack.place, host=pack.host), ()),
        (own.way.format(leaves=leaves, returns=returns, route=pack.route or BLANK), ()),
        (own.leader.format(name=leader), ()),
    ]
    if others:
        items.append((own.companions.format(names=", ".join(others)), ()))
    items.append((own.before, own.before_each))
    items.append((own.during, own.during_each))
    items.append((own.control.format(name=BLANK), ()))
    return items


def _signatures(document: Document, pack: TripPack, own: OrderWords) -> None:
    """The director's, and those of the adults, who have read it; each with its rule on one page."""
    document.ln(3)
    document.keep_together(2.5 * ROW)
    _signature(document, own.director, own.sign_here, own.name_here)
    document.ln(3)
    document.keep_together(3 * ROW)
    document.words(own.acquainted, bold=True)
    document.ln(1)
    for _, name, _, _ in adults(pack) or [("", "", False, "")]:
        document.keep_together(2 * ROW)
        _signature(document, name, own.sign_here, own.date_here)


def _signature(document: Document, who: str, *under: str) -> None:
    """A name, and rules beside it with small words under them."""
    third, y = document.epw / 3, document.y
    document.words(who, width=third)
    below = max(document.y, y + ROW)
    document.set_xy(document.l_margin + third, y)
    for _ in under:
        document.rule("", third)
    document.set_font_size(SMALL_SIZE - 1)
    for place, label in enumerate(under, 1):
        document.set_xy(document.l_margin + place * third, y + ROW - 2)
        document.cell(third, 4, document.writable(label), align=Align.C)
    document.set_xy(document.l_margin, below + 3)
