"""Lists to print: sent once, the evening before, to who checks in there, while they do."""

import pytest

from domain.identities import OutboxId
from domain.messages import LetterKind
from domain.moments import HOUR, local
from domain.refusals import NotYours
from domain.rights import OrganizerRole
from storage.attending import door_lists
from storage.people import rights
from storage.seats import post
from tests.storage.attending.conftest import Entrance, entrance_of
from tests.storage.desk import Desk
from tests.storage.rows import ALMATY, move_slot


async def evening(entrance: Entrance) -> None:
    """18:00 of the day before."""
    due = await entrance.desk.store.read(door_lists.next_due)
    assert due is not None
    assert local(due, ALMATY).hour == 18
    entrance.desk.clock.forward(due - entrance.desk.clock.now())


async def test_it_is_sent_once_to_who_checks_in(desk: Desk, entrance: Entrance) -> None:
    await desk.book(await desk.pupil(), entrance.slot)
    other = await desk.person()
    await desk.do(rights.appoint, person=other.id, name="О.", partner=entrance.partner, roles=(OrganizerRole.REPORTS,))
    assert await desk.do(door_lists.send) == 0, "not before its evening"
    await evening(entrance)
    desk.clock.forward(-1)
    assert await desk.do(door_lists.send) == 0, "nor a second before"
    desk.clock.forward(1)
    assert await desk.do(door_lists.send) == 1
    assert await desk.do(door_lists.send) == 0
    assert await desk.letters(LetterKind.DOOR_LIST) == [(LetterKind.DOOR_LIST, entrance.dina.id)]


async def test_nobody_is_awaited_nothing_is_sent(desk: Desk, entrance: Entrance) -> None:
    assert await desk.store.read(door_lists.next_due) is None
    await entrance.opens()
    desk.clock.forward(-6 * HOUR)
    assert await desk.do(door_lists.send) == 0


async def test_a_moved_meeting_has_a_new_list_and_the_old_letter_goes(desk: Desk, entrance: Entrance) -> None:
    await desk.book(await desk.pupil(), entrance.slot)
    await evening(entrance)
    await desk.do(door_lists.send)
    await desk.do(move_slot, slot=entrance.slot, by=HOUR)
    assert await desk.do(door_lists.send) == 1
    opened = await desk.store.read(post.open_letters, ids=await _lists(desk))
    assert [letter is not None for letter in opened] == [False, True]


async def test_who_lost_the_role_gets_no_names(desk: Desk, entrance: Entrance) -> None:
    await desk.book(await desk.pupil(), entrance.slot)
    await evening(entrance)
    await desk.do(door_lists.send)
    (letter,) = await _lists(desk)
    assert await desk.store.read(post.open_letter, id=letter) is not None
    await desk.run("DELETE FROM organizers WHERE person = :person", person=entrance.dina.id)
    assert await desk.store.read(post.open_letter, id=letter) is None
    with pytest.raises(NotYours):
        await desk.store.read(door_lists.contents, actor=entrance.dina.id, meeting=entrance.meeting)


async def test_the_list_names_pupils_and_classes(desk: Desk) -> None:
    entrance = await entrance_of(desk, capacity=30)
    await desk.book(await desk.pupil(first_name="Яна"), entrance.slot)
    await desk.book(await desk.pupil(first_name="Әлия"), entrance.slot)
    await desk.book_class(await desk.school_class(size=5), entrance.slot)
    found = await desk.store.read(door_lists.contents, actor=entrance.dina.id, meeting=entrance.meeting)
    assert [guest.name for guest in found.pupils] == ["Әлия", "Яна"]
    assert [one.guest.name for one in found.classes] == ["8Б"]
    assert found.heads == 8
    assert found.no_photos == 2, "nobody has said yes"


async def _lists(desk: Desk) -> list[OutboxId]:
    rows = await desk.all("SELECT id FROM outbox WHERE kind = 'door_list' ORDER BY id")
    return [OutboxId(row["id"]) for row in rows]
