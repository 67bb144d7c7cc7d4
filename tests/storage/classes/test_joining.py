"""Joining a class: asked once, decided by its teacher, matched to one line; one child, one seat."""

import pytest

from domain.bookings import BookingState
from domain.classes import JoiningState
from domain.messages import LetterKind
from domain.refusals import AlreadyBooked, ListTooLong, NotYours, PartyTooLarge
from storage.classes import classes, joinings, lists, standing
from tests.storage import rows
from tests.storage.classes.conftest import Room
from tests.storage.desk import WORDS, pupil_of


async def test_who_asks_is_asked_of_the_teacher_once_and_is_in_nothing_yet(room: Room) -> None:
    timur = await room.desk.pupil()
    asked, again = await room.asks(timur), await room.asks(timur)
    assert asked == again
    assert asked.state is JoiningState.ASKED
    assert await room.desk.letters() == [(LetterKind.JOINERS, room.known.teacher_person)]
    booking = await room.desk.book_class(room.known, await room.desk.slot(capacity=30))
    with pytest.raises(NotYours):
        await room.desk.do(standing.consent_link, actor=timur.id, booking=booking.id, pupil=pupil_of(timur))
    with pytest.raises(NotYours):
        await room.desk.do(
            standing.tell_absence, actor=timur.id, booking=booking.id, pupil=pupil_of(timur), absent=True
        )


async def test_whom_the_teacher_turned_away_cannot_ask_again_and_who_left_can(room: Room) -> None:
    stranger, timur = await room.desk.pupil(), await room.desk.pupil()
    asked = await room.asks(stranger)
    await room.desk.do(joinings.turn_away, actor=room.known.teacher_person, joining=asked.id)
    assert (await room.asks(stranger)).state is JoiningState.DECLINED
    joined = await room.joins(timur)
    await room.desk.do(joinings.leave, actor=timur.id, joining=joined.id)
    assert (await room.asks(timur)).state is JoiningState.ASKED
    joined = await room.joins(timur)
    await room.desk.do(joinings.turn_away, actor=room.known.teacher_person, joining=joined.id)
    assert (await room.asks(timur)).state is JoiningState.REMOVED


async def test_a_revoked_link_leads_nowhere_and_who_joined_stays(room: Room) -> None:
    timur = await room.desk.pupil()
    await room.joins(timur)
    await room.desk.do(classes.revoke_link, actor=room.known.teacher_person, school_class=room.known.id)
    with pytest.raises(NotYours):
        await room.asks(await room.desk.pupil())
    roster = await room.desk.do(joinings.roster, actor=room.known.teacher_person, school_class=room.known.id)
    assert [one.pupil.id for one in roster.joined] == [pupil_of(timur)]


async def test_a_parent_joins_for_a_child_and_nobody_elses(room: Room) -> None:
    desk = room.desk
    mother, stranger = await desk.person(), await desk.person()
    child = await desk.do(rows.a_pupil, person=None, first_name="Алия")
    await desk.do(rows.guardianship, person=mother.id, pupil=child)
    with pytest.raises(NotYours):
        await desk.do(joinings.ask, actor=stranger.id, token=room.token, pupil=child)
    asked = await desk.do(joinings.ask, actor=mother.id, token=room.token, pupil=child)
    assert asked.by_parent
    await desk.do(joinings.accept_all, actor=room.known.teacher_person, school_class=room.known.id)
    assert (LetterKind.JOINED, mother.id) in await desk.letters()
    with pytest.raises(NotYours):
        await desk.do(joinings.leave, actor=stranger.id, joining=asked.id)


async def test_a_match_carries_the_sheet_over_and_forgets_the_nameless_child(room: Room) -> None:
    desk, [line] = room.desk, await room.writes("Ахметов Тимур")
    timur = await desk.pupil(younger=True)
    booking = await desk.book_class(room.known, await desk.slot(capacity=30))
    await desk.do(
        standing.record_on_paper,
        actor=room.known.teacher_person,
        booking=booking.id,
        pupil=line.pupil,
        text=WORDS,
        photos=None,
    )
    await room.joins(timur, line)
    [member] = (await desk.do(standing.of_class, actor=room.known.teacher_person, booking=booking.id)).members
    assert (member.pupil, member.permitted, member.on_paper) == (pupil_of(timur), True, True)
    assert await desk.value("SELECT first_name FROM pupils WHERE id = :id", id=line.pupil) == ""


async def test_a_wrong_match_is_corrected_and_the_sheet_stays_with_its_line(room: Room) -> None:
    """Otherwise whoever was taken for that child would come by another family's signature."""
    desk, [one, other] = room.desk, await room.writes("А Тимур", "Б Тимур")
    timur = await desk.pupil(younger=True)
    booking = await desk.book_class(room.known, await desk.slot(capacity=30))
    teacher = room.known.teacher_person
    await desk.do(standing.record_on_paper, actor=teacher, booking=booking.id, pupil=one.pupil, text=WORDS, photos=None)
    joined = await room.joins(timur, one)
    await desk.do(joinings.accept, actor=teacher, joining=joined.id, entry=other.id)
    first, second = (await desk.do(standing.of_class, actor=teacher, booking=booking.id)).members
    assert (first.name, first.joined_by, first.on_paper) == ("А Тимур", None, True)
    assert (second.name, second.pupil, second.permitted) == ("Б Тимур", pupil_of(timur), False)


@pytest.mark.parametrize("how", ["turn_away", "leave"])
async def test_who_is_gone_is_no_line_of_the_list(room: Room, how: str) -> None:
    desk, [line] = room.desk, await room.writes("А Тимур")
    timur = await desk.pupil(younger=True)
    joined = await room.joins(timur, line)
    booking = await desk.book_class(room.known, await desk.slot(capacity=30))
    await desk.do(standing.consent_link, actor=timur.id, booking=booking.id, pupil=pupil_of(timur))
    if how == "leave":
        await desk.do(joinings.leave, actor=timur.id, joining=joined.id)
    else:
        await desk.do(joinings.turn_away, actor=room.known.teacher_person, joining=joined.id)
    [after] = await room.list()
    assert after.id == line.id
    assert after.pupil != pupil_of(timur)
    assert not after.joined
    assert await desk.value("SELECT count(*) FROM consent_links WHERE revoked_at IS NULL") == 0


async def test_a_line_that_somebody_is_cannot_be_anybody_elses(room: Room) -> None:
    [line] = await room.writes("А Тимур")
    await room.joins(await room.desk.pupil(), line)
    with pytest.raises(NotYours):
        await room.joins(await room.desk.pupil(), line)


async def test_equal_names_never_merge_by_themselves(room: Room) -> None:
    lines = await room.writes("А Тимур", "А Тимур")
    assert len({line.pupil for line in lines}) == 2
    for _ in range(2):
        await room.asks(await room.desk.pupil(first_name="Тимур"))
    roster = await room.desk.do(joinings.accept_all, actor=room.known.teacher_person, school_class=room.known.id)
    assert [one.entry for one in roster.joined] == [None, None]
    assert not any(line.joined for line in roster.entries)


async def test_a_list_is_written_whole_or_not_at_all_and_the_class_grows_with_it(room: Room) -> None:
    desk, teacher = room.desk, room.known.teacher_person
    intent = desk.intent()
    names = [(f"Ученик {number}", "Ученик") for number in range(40)]
    for _ in range(2):
        await desk.do(lists.add, actor=teacher, school_class=room.known.id, names=names, intent=intent)
    assert len(await room.list()) == 40
    assert (await desk.do(classes.of_teacher, actor=teacher, school_class=room.known.id)).size == 40
    with pytest.raises(ListTooLong):
        await room.writes(*[f"Ещё {number}" for number in range(21)])
    assert len(await room.list()) == 40
    smaller = await desk.do(classes.change, actor=teacher, school_class=room.known.id, size=10)
    assert smaller.size == 40, "a class is at least as large as its list"
    with pytest.raises(PartyTooLarge):
        await desk.do(classes.change, actor=teacher, school_class=room.known.id, size=0)


async def test_a_struck_child_is_forgotten_unless_somebody_knows_them(room: Room) -> None:
    desk, [one, other] = room.desk, await room.writes("А Тимур", "Б Алия")
    timur = await desk.pupil()
    await room.joins(timur, one)
    for line in (one, other):
        await desk.do(lists.strike, actor=room.known.teacher_person, school_class=room.known.id, entry=line.id)
    assert await desk.value("SELECT first_name FROM pupils WHERE id = :id", id=other.pupil) == ""
    assert await desk.value("SELECT first_name FROM pupils WHERE id = :id", id=pupil_of(timur)) == "Тимур"


async def test_one_child_has_one_seat_once_the_class_comes_for_certain(room: Room) -> None:
    desk = room.desk
    slot, timur, sick = await desk.slot(capacity=10), await desk.pupil(), await desk.pupil()
    own = await desk.book(timur, slot)
    await room.joins(timur)
    assert (await desk.look(timur, own)).confirmed, "the class does not come yet"
    booking = await desk.book_class(room.known, slot)
    assert (await desk.look(timur, own)).state is BookingState.CANCELLED
    assert await desk.seats_taken(slot) == 6
    with pytest.raises(AlreadyBooked):
        await desk.book(timur, slot)
    await room.joins(sick)
    await desk.do(standing.tell_absence, actor=sick.id, booking=booking.id, pupil=pupil_of(sick), absent=True)
    alone = await desk.book(sick, slot)
    await desk.do(standing.tell_absence, actor=sick.id, booking=booking.id, pupil=pupil_of(sick), absent=False)
    assert (await desk.look(sick, alone)).state is BookingState.CANCELLED


async def test_a_class_that_only_waits_takes_nobodys_seat(room: Room) -> None:
    desk = room.desk
    slot, timur = await desk.slot(capacity=7), await desk.pupil()
    own = await desk.book(timur, slot)
    for _ in range(5):
        await desk.book(await desk.pupil(), slot)
    await room.joins(timur)
    assert (await desk.book_class(room.known, slot)).state is BookingState.WAITLISTED
    assert (await desk.look(timur, own)).confirmed
