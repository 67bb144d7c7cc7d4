"""A door list as one PDF: pupils by the alphabet, then each class with its names, then room for who has no booking.

Heavy: make it in the pool.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Final

from domain.bookings import BookingState
from domain.check_in import DoorList, Guest, ListedClass
from domain.languages import Language
from domain.moments import utc
from domain.trips import TripMeeting
from papers.door_lists.words import DoorListWords
from papers.trip_packs import dates
from papers.trip_packs.document import LOW_ROW, ROW, Column, Document

BLANK_ROWS: Final = 6
"""For those who come without a booking."""


def make_door_list(of: DoorList, words: DoorListWords, language: Language, place: str) -> bytes:
    """One PDF, A4, its pages numbered. The same list and words make the same bytes."""
    with laid_out(of, words, language, place) as document:
        return bytes(document.output())


@contextmanager
def laid_out(of: DoorList, words: DoorListWords, language: Language, place: str) -> Iterator[Document]:
    """The same as pages that are not yet written as bytes."""
    title = of.slot.event.title.to(language)
    as_of = words.as_of.format(when=dates.moment(of.made_at, of.slot.zone, language))
    document = Document(foot=as_of, page=words.page)
    document.set_title(document.writable(f"{words.title}: {title}"))
    document.set_lang(language.value)
    document.set_creation_date(utc(of.made_at))
    with closing(document):
        document.paper(of.slot.event.partner.name.to(language), f"{words.title} · {title}")
        _head(document, of, words, language, place)
        if not of.pupils and not of.classes:
            document.words(words.nobody)
        _pupils(document, of, words, language)
        for school_class in of.classes:
            _class(document, school_class, words)
        _without_booking(document, words)
        document.small(words.footnote)
        yield document


def _head(document: Document, of: DoorList, words: DoorListWords, language: Language, place: str) -> None:
    document.headline(words.title, words.counts.format(heads=of.heads, no_photos=of.no_photos))
    meeting = TripMeeting(starts_at=of.meeting.starts_at, ends_at=of.meeting.ends_at)
    rows = [
        (words.event, of.slot.event.title.to(language)),
        (words.when, dates.meeting(meeting, of.slot.zone, language)),
        (words.place, place),
        (words.host, of.slot.event.partner.name.to(language)),
    ]
    document.fields([(label, value) for label, value in rows if value])


def _pupils(document: Document, of: DoorList, words: DoorListWords, language: Language) -> None:
    if not of.pupils:
        return
    document.heading(words.pupils)
    question = of.slot.event.question
    columns = [Column(words.number, 6, centred=True), Column(words.name, 25 if question is None else 20)]
    if question is not None:
        columns.append(Column(question.asks.to(language), 23))
    columns += [
        Column(words.grade, 10, centred=True),
        Column(words.school, 23),
        Column(words.code, 11, centred=True),
        Column(words.marks, 17),
        Column(words.here, 9, centred=True),
    ]
    rows: list[Sequence[str]] = []
    for number, guest in enumerate(of.pupils, 1):
        answer = [guest.answer] if question is not None else []
        told = [str(number), guest.name or "—", *answer, str(guest.grade), guest.school, guest.code]
        rows.append((*told, _marks(guest, words), ""))
    document.listing(columns, rows, LOW_ROW)


def _marks(guest: Guest, words: DoorListWords) -> str:
    waits = guest.permission_missing or guest.state is BookingState.REQUESTED
    return ", ".join(
        word for word, holds in ((words.no_photos, guest.no_photos), (words.no_permission, waits)) if holds
    )


def _class(document: Document, of: ListedClass, words: DoorListWords) -> None:
    guest = of.guest
    document.heading(words.school_class.format(name=guest.name, school=guest.school), 4 * ROW)
    document.words(
        words.class_counts.format(pupils=guest.pupils, adults=guest.adults, no_photos=guest.no_photos)
        + f" {words.code}: {guest.code}"
    )
    lines = [words.teacher.format(teacher=of.teacher)]
    if of.phone:
        lines.append(words.phone.format(phone=of.phone))
    if of.wheelchair:
        lines.append(words.wheelchair)
    if of.note:
        lines.append(words.needs.format(note=of.note))
    document.words("\n".join(lines))
    document.words(words.came)
    document.ln(1)
    if not of.members:
        return
    rows = [
        (
            str(number),
            one.name,
            ", ".join(
                word
                for word, holds in (
                    (words.no_photos, one.no_photos),
                    (words.no_permission, one.permission_missing),
                    (words.said_no, one.absent),
                )
                if holds
            ),
            "",
        )
        for number, one in enumerate(of.members, 1)
    ]
    document.listing(
        (
            Column(words.number, 7, centred=True),
            Column(words.name, 45),
            Column(words.marks, 36),
            Column(words.here, 12, centred=True),
        ),
        rows,
        LOW_ROW,
    )


def _without_booking(document: Document, words: DoorListWords) -> None:
    document.heading(words.without_booking, BLANK_ROWS * ROW)
    document.listing(
        (
            Column(words.number, 7, centred=True),
            Column(words.name, 33),
            Column(words.grade, 9, centred=True),
            Column(words.school, 39),
            Column(words.here, 12, centred=True),
        ),
        [(str(number), "", "", "", "") for number in range(1, BLANK_ROWS + 1)],
        ROW,
    )
