"""Nothing of a class is seen or changed by anybody but its teacher, while they are one."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.classes import Needs, Party
from domain.identities import PersonId, SchoolId
from domain.refusals import NotYours
from storage.classes import bookings, classes, joinings, lists, standing
from storage.people import persons, teachers
from storage.seats import class_records, consents
from tests.storage import rows
from tests.storage.classes.conftest import Room
from tests.storage.desk import WORDS, pupil_of

PARTY = Party(pupils=3, adults=1)

Doors = dict[str, tuple[Callable[..., Any], dict[str, Any]]]


async def doors(room: Room) -> Doors:
    """Every use case of a class, with what would make it work for its teacher."""
    desk, school_class = room.desk, room.known.id
    line = (await room.writes("А Тимур"))[0]
    asked = await room.asks(await desk.pupil())
    slot, full = await desk.slot(capacity=30), await desk.slot(capacity=6)
    booking = (await desk.book_class(room.known, slot)).id
    ticket = (await desk.look_at_class(await desk.book_class(room.known, full))).ticket_token
    new, intent = await desk.slot(capacity=30), desk.intent()
    of_class, of_booking = {"school_class": school_class}, {"booking": booking}
    return {
        "make": (
            classes.make,
            {"teacher": room.known.teacher, "name": "9А", "grade": 9, "size": 9, "intent": intent},
        ),
        "change": (classes.change, {**of_class, "name": "9Б"}),
        "close": (classes.close, of_class),
        "of_teacher": (classes.of_teacher, of_class),
        "open_link": (classes.open_link, of_class),
        "revoke_link": (classes.revoke_link, of_class),
        "add": (lists.add, {**of_class, "names": [("А", "А")], "intent": intent}),
        "strike": (lists.strike, {**of_class, "entry": line.id}),
        "entry_of": (lists.entry_of, {**of_class, "entry": line.id}),
        "roster": (joinings.roster, of_class),
        "accept": (joinings.accept, {"joining": asked.id}),
        "accept_all": (joinings.accept_all, of_class),
        "turn_away": (joinings.turn_away, {"joining": asked.id}),
        "joiner": (joinings.of_teacher, {"joining": asked.id}),
        "book": (
            bookings.book,
            {**of_class, "dates": [new], "party": PARTY, "needs": Needs(), "intent": intent},
        ),
        "booking": (bookings.booking, of_booking),
        "by_ticket": (class_records.of_teacher_by_ticket, {"token": ticket}),
        "change_booking": (bookings.change, {**of_booking, "party": PARTY}),
        "set_needs": (bookings.set_needs, {**of_booking, "needs": Needs(wheelchair=True)}),
        "accept_offer": (bookings.accept, {**of_booking, "intent": intent}),
        "cancel": (bookings.cancel, {**of_booking, "intent": intent}),
        "decline_offer": (bookings.decline, {**of_booking, "intent": intent}),
        "decide": (bookings.decide, {**of_booking, "welcome": True}),
        "standing": (standing.of_class, of_booking),
        "permissions": (standing.ask_for_permissions, of_booking),
        "on_paper": (
            standing.record_on_paper,
            {**of_booking, "pupil": line.pupil, "text": WORDS, "photos": None},
        ),
        "withdraw": (consents.withdraw_from_class, {**of_booking, "pupil": line.pupil}),
        "consent_link": (standing.consent_link, {**of_booking, "pupil": line.pupil}),
        "absence": (standing.tell_absence, {**of_booking, "pupil": line.pupil, "absent": True}),
    }


async def other_teacher(room: Room) -> PersonId:
    """Of the same school, with a class of their own."""
    number = await room.desk.do(rows.a_person)
    school = await room.desk.value("SELECT school FROM teachers WHERE id = :id", id=room.known.teacher)
    await room.desk.do(rows.a_teacher, person=number, school=SchoolId(school))
    return number


async def test_no_door_opens_for_anybody_else(room: Room) -> None:
    every = await doors(room)
    others = {
        "a stranger": (await room.desk.person()).id,
        "a pupil of the class": (await room.desk.pupil()).id,
        "another teacher": await other_teacher(room),
        "an organizer of another partner": (await room.desk.organizer(await room.desk.do(rows.a_partner))).id,
    }
    await room.joins(await room.desk.store.read(persons.person, id=others["a pupil of the class"]))
    before = await state(room)
    for who, person in others.items():
        for name, (use_case, arguments) in every.items():
            assert await is_shut(room, use_case, actor=person, **arguments), f"{name} opened for {who}"
        assert (await room.desk.do(classes.mine, actor=person)) == ()
        assert (await room.desk.do(bookings.ahead, actor=person)) == ()
    assert await state(room) == before


async def test_none_opens_for_a_teacher_whose_approval_was_taken_back(room: Room) -> None:
    every = await doors(room)
    owner = await room.desk.organizer()
    await room.desk.do(teachers.revoke, actor=owner.id, teacher=room.known.teacher)
    before = await state(room)
    for name, (use_case, arguments) in every.items():
        assert await is_shut(room, use_case, actor=room.known.teacher_person, **arguments), name
    with pytest.raises(NotYours):
        await room.asks(await room.desk.pupil())
    assert await state(room) == before


async def test_an_absence_is_not_told_to_a_teacher_who_is_none_any_more(room: Room) -> None:
    timur = await room.desk.pupil()
    await room.joins(timur)
    booking = await room.desk.book_class(room.known, await room.desk.slot(capacity=30))
    await room.desk.do(teachers.revoke, actor=(await room.desk.organizer()).id, teacher=room.known.teacher)
    await room.desk.do(standing.tell_absence, actor=timur.id, booking=booking.id, pupil=pupil_of(timur), absent=True)
    assert await room.desk.value("SELECT count(*) FROM outbox WHERE kind = 'absence'") == 0


async def test_a_guardian_looks_into_no_class_that_their_child_is_not_in(room: Room) -> None:
    timur = await room.desk.pupil()
    mother = await room.desk.guardian_of(timur)
    booking = await room.desk.book_class(room.known, await room.desk.slot(capacity=30))
    with pytest.raises(NotYours):
        await room.desk.do(consents.withdraw_from_class, actor=mother.id, booking=booking.id, pupil=pupil_of(timur))
    assert await room.desk.value("SELECT count(*) FROM absences") == 0


async def is_shut(room: Room, use_case: Callable[..., Any], **arguments: Any) -> bool:
    try:
        await room.desk.do(use_case, **arguments)
    except NotYours:
        return True
    return False


async def state(room: Room) -> list[tuple[Any, ...]]:
    """Everything that any of these doors could have changed."""
    tables = (
        "classes",
        "class_entries",
        "joinings",
        "bookings",
        "class_needs",
        "absences",
        "consents",
        "consent_links",
    )
    found = []
    for table in tables:
        found += [tuple(row) for row in await room.desk.all(f"SELECT * FROM {table}")]  # noqa: S608  ours
    return found
