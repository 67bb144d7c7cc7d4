"""Consent forms to print: one for each pupil whose guardian is still to sign, two a page with a line to cut along."""

from dataclasses import dataclass
from typing import Final

from fpdf.enums import Align

from domain.trips import TripPack
from papers.trip_packs import dates
from papers.trip_packs.document import PLAIN_SIZE, ROW, SMALL_SIZE, TITLE_SIZE, Document
from papers.trip_packs.words import TripPackWords

GAP: Final = 2.0
CUT: Final = 10.0
"""Height of the line to cut along, with the room around it."""
LINES_TO_FILL: Final = 5
TEXT_SIZE: Final = 9.0


@dataclass(frozen=True, slots=True)
class Form:
    """What one form says; the child's name is empty on one that is to be copied."""

    title: str
    facts: str
    text: str
    child_label: str
    child: str


def add_consents(document: Document, pack: TripPack, words: TripPackWords) -> None:
    """A form for each pupil without permission; for pupils whose names are not known, one page to be copied.

    Where everybody has permission, nothing is added.
    """
    missing = [_form(pack, words, pupil.name) for pupil in pack.without_permission]
    if missing:
        _add(document, pack, words, missing)
    if pack.unnamed:
        _add(document, pack, words, 2 * [_form(pack, words, "")], words.consent.copies.format(forms=pack.unnamed))


def _form(pack: TripPack, words: TripPackWords, child: str) -> Form:
    shared = words.shared
    when = "; ".join(dates.meetings(pack))
    facts = [
        (shared.school_and_class, f"{pack.school}, {pack.class_name}"),
        (shared.event, pack.event),
        (shared.when, when),
        (shared.place, pack.place),
        (shared.host, f"{pack.host}. {pack.contact}" if pack.contact else pack.host),
    ]
    return Form(
        title=words.consent.title,
        facts="\n".join(f"{label}: {value}" for label, value in facts),
        text=pack.consent_text.strip(),
        child_label=words.consent.child,
        child=child,
    )


def _add(document: Document, pack: TripPack, words: TripPackWords, forms: list[Form], remark: str = "") -> None:
    """Two a page where each fits its half, else one."""
    two_a_page = all(_height(document, form) <= (document.eph - CUT) / 2 for form in forms)
    head = f"{words.consent.title} · {remark}" if remark else words.consent.title
    for place, form in enumerate(forms):
        if two_a_page and place % 2:
            _cut(document, words.consent.cut)
        else:
            document.paper(f"{pack.school} · {pack.class_name}", head)
        _draw(document, form, words)


def _height(document: Document, form: Form) -> float:
    """Of one form as `_draw` draws it."""
    child = document.height_of(f"{form.child_label}: {form.child}") if form.child else ROW
    texts = document.height_of(form.title, size=TITLE_SIZE - 2, bold=True) + sum(
        document.height_of(text, size=TEXT_SIZE) for text in (form.facts, form.text)
    )
    return texts + child + LINES_TO_FILL * ROW + 4 * GAP


def _draw(document: Document, form: Form, words: TripPackWords) -> None:
    own, shared = words.consent, words.shared
    document.words(form.title, size=TITLE_SIZE - 2, bold=True, align=Align.C)
    document.ln(GAP)
    _rules(document, (own.guardian, document.epw))
    if form.child:
        document.words(f"{form.child_label}: {form.child}")
    else:
        _rules(document, (form.child_label, document.epw))
    document.ln(GAP)
    document.words(form.facts, size=TEXT_SIZE)
    document.ln(GAP)
    document.words(form.text, size=TEXT_SIZE)
    document.ln(GAP)
    document.keep_together((LINES_TO_FILL - 1) * ROW)
    for question in (own.taking_part, own.photographs):
        _choice(document, question, own.yes, own.no)
    _rules(document, (own.phone, document.epw))
    _rules(document, (shared.signature, document.epw * 0.6), (shared.date, document.epw * 0.4))


def _choice(document: Document, question: str, *answers: str) -> None:
    document.set_font_size(PLAIN_SIZE)
    document.cell(
        document.epw - sum(document.width_of_box(answer) for answer in answers), ROW, document.writable(question)
    )
    for answer in answers:
        document.box(answer)
    document.ln(ROW)


def _rules(document: Document, *labels: tuple[str, float]) -> None:
    for label, width in labels:
        document.rule(label, width)
    document.ln(ROW)


def _cut(document: Document, label: str) -> None:
    """A dashed line across the middle of the page; what follows stands below it."""
    middle = document.t_margin + document.eph / 2
    document.set_dash_pattern(dash=2, gap=2)
    document.line(0, middle, document.w, middle)
    document.set_dash_pattern()
    document.set_xy(document.l_margin, middle - 3.5)
    document.set_font_size(SMALL_SIZE - 1)
    document.cell(0, 3, document.writable(label), align=Align.R)
    document.set_xy(document.l_margin, middle + CUT / 2)
