"""A trip pack as a whole: its papers in the order in which a school needs them. Heavy: make it in the pool."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Final

from domain.moments import local, utc
from domain.trips import TripPack
from papers.trip_packs import dates
from papers.trip_packs.briefings import add_briefing
from papers.trip_packs.consents import add_consents
from papers.trip_packs.document import Document
from papers.trip_packs.groups import add_gate_list, add_group_list
from papers.trip_packs.orders import add_order
from papers.trip_packs.words import TripPackWords

_WITHIN_NUMBER: Final = re.compile(r"(?<=\d) (?=\d)")


def make_trip_pack(pack: TripPack, words: TripPackWords) -> bytes:
    """One PDF: order, list of the group, briefing sheet, consent forms, pass list. A4, its pages numbered.

    The same pack and words make the same bytes.
    """
    with laid_out(pack, words) as document:
        return bytes(document.output())


@contextmanager
def laid_out(pack: TripPack, words: TripPackWords) -> Iterator[Document]:
    """The same as pages that are not yet written as bytes."""
    shared = words.shared
    made_on = dates.day(local(pack.made_at, pack.zone).date(), pack.language)
    document = Document(foot=shared.made_on.format(day=made_on), page=shared.page)
    document.set_title(document.writable(f"{shared.pack}: {pack.class_name}, {pack.event}"))
    document.set_lang(pack.language.value)
    document.set_creation_date(utc(pack.made_at))
    with closing(document):
        pack = _clean(pack, document)
        for add in (add_order, add_group_list, add_briefing, add_consents, add_gate_list):
            add(document, pack, words)
        yield document


def _clean(pack: TripPack, document: Document) -> TripPack:
    """The pack with its short texts as they can be written, and phone numbers that stay in one line."""

    def clean(text: str) -> str:
        return _WITHIN_NUMBER.sub("\u00a0", document.writable(text))

    return replace(
        pack,
        school=clean(pack.school),
        city=clean(pack.city),
        class_name=clean(pack.class_name),
        event=clean(pack.event),
        host=clean(pack.host),
        contact=clean(pack.contact),
        place=clean(pack.place),
        route=clean(pack.route),
        pupils=tuple(replace(pupil, name=clean(pupil.name)) for pupil in pack.pupils),
        adults=tuple(replace(adult, name=clean(adult.name), phone=clean(adult.phone)) for adult in pack.adults),
    )
