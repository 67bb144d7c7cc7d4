"""The list to print: everybody on it, their marks, and room for whoever has no booking."""

from dataclasses import replace

import pytest

from domain.bookings import BookingState
from domain.check_in import ClassGuest, DoorList, Guest, ListedClass
from domain.identities import BookingId, EventId, MeetingId, PartnerId, PupilId, SlotId
from domain.languages import Language, Texts
from domain.moments import Instant
from domain.programme import Audience, Event, EventKind, Format, Meeting, Partner, Question, Slot
from handlers.screens.door_lists import door_list_words
from handlers.texts import Catalogues
from papers.door_lists import make_door_list
from papers.door_lists.making import laid_out
from tests.papers.pages import pages

NAMES = ("Әлия", "Іңкәр", "Ұлан", "Қуаныш", "Ғалым", "Өркен", "Һафиз", "Пётр")
STARTS = Instant(1_795_861_800)


def guest(number: int, name: str, **changes: object) -> Guest:
    made = Guest(
        booking=BookingId(number),
        state=BookingState.CONFIRMED,
        name=name,
        school="№ 239",
        grade=8,
        code=f"BK{number:02}",
        pupil=PupilId(number),
        pupils=1,
        adults=0,
        no_photos=0,
        permission_missing=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields of a guest, by name


def door_list(pupils: tuple[Guest, ...], classes: tuple[ListedClass, ...] = (), *, asks: bool = False) -> DoorList:
    meeting = Meeting(id=MeetingId(1), starts_at=STARTS, ends_at=Instant(STARTS + 7200), version=1)
    event = Event(
        id=EventId(1),
        partner=Partner(id=PartnerId(1), name=Texts(ru="Музей", kk="Мұражай", en="Museum"), contact=""),
        kind=EventKind.EXCURSION,
        title=Texts(ru="Гири", kk="Гірлер", en="Weights"),
        description=Texts(),
        audience=Audience(),
        format=Format.IN_PERSON,
        bring=Texts(),
        forbidden=Texts(),
        question=Question(asks=Texts(ru="Фамилия"), why=Texts(ru="для пропуска")) if asks else None,
    )
    slot = Slot(
        id=SlotId(1),
        event=event,
        place=None,
        online_link="",
        zone="Asia/Almaty",
        capacity=60,
        seats_taken=0,
        waiting=0,
        opens_at=None,
        closes_at=STARTS,
        cancelled_at=None,
        meetings=(meeting,),
    )
    return DoorList(slot=slot, meeting=meeting, made_at=Instant(STARTS - 77_400), pupils=pupils, classes=classes)


def read(of: DoorList, language: Language = Language.RUSSIAN) -> list[str]:
    """The texts of its pages."""
    with Catalogues().reader(language, "Asia/Almaty"):
        words = door_list_words()
    with laid_out(of, words, language, "Музей, Астана") as document:
        return [page.text for page in pages(document)]


@pytest.mark.parametrize("language", Language)
def test_every_name_and_letter_is_on_it(language: Language) -> None:
    (page,) = read(door_list(tuple(guest(number, name) for number, name in enumerate(NAMES, 1))), language)
    assert all(name in page for name in NAMES)
    assert all(f"BK{number:02}" in page for number in range(1, len(NAMES) + 1))
    assert "□" not in page


def test_marks_stand_by_the_name_and_are_counted() -> None:
    (page,) = read(
        door_list((guest(1, "Аня", no_photos=1), guest(2, "Боря", permission_missing=True), guest(3, "Вера")))
    )
    assert page.count("не снимать") == 1
    assert "Не снимать: 1" in page
    assert page.count("нет согласия") == 1


def test_a_class_has_its_names_needs_and_phone() -> None:
    member = ClassGuest(pupil=PupilId(7), name="Ұлан Ким", absent=True, no_photos=True, permission_missing=False)
    listed = ListedClass(
        guest=guest(9, "8Ә", pupil=None, pupils=22, adults=2, no_photos=1),
        teacher="Г. Ә.",
        phone="+7 701 123 45 67",
        wheelchair=True,
        note="аллергия",
        members=(member,),
    )
    page = " ".join(read(door_list((), (listed,))))
    for told in ("8Ә", "школьников — 22", "взрослых — 2", "+7 701", "коляске", "аллергия", "Ұлан Ким", "не придёт"):
        assert told in page, told


def test_what_the_event_asks_stands_beside_the_name() -> None:
    (page,) = read(door_list((guest(1, "Аня", answer="Иванова"),), asks=True))
    assert "Фамилия" in page
    assert "Иванова" in page


def test_sixty_names_break_over_pages_whole() -> None:
    found = read(door_list(tuple(guest(number, f"Имя{number:02}") for number in range(1, 61))))
    assert len(found) > 1
    assert all(sum(f"Имя{number:02}" in page for page in found) == 1 for number in range(1, 61))


def test_an_empty_one_says_so() -> None:
    (page,) = read(door_list(()))
    assert "Пока ни у кого нет места" in page


def test_the_same_list_is_the_same_bytes() -> None:
    with Catalogues().reader(Language.KAZAKH, "Asia/Almaty"):
        words = door_list_words()
    of = door_list((guest(1, "Әлия"),))
    assert make_door_list(of, words, Language.KAZAKH, "") == make_door_list(of, words, Language.KAZAKH, "")
