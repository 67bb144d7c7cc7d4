"""My data, and deleting it."""

import pytest

from domain.bookings import BookingState
from domain.conversations import Conversation
from domain.languages import Language
from domain.messages import LetterKind
from domain.moments import DAY
from domain.refusals import LinkNoLongerValid, NotYours
from storage.messages import conversations
from storage.people import persons
from storage.programme import wishes
from storage.seats import bookings, consents, post, privacy, waiting
from tests.storage import rows
from tests.storage.desk import Desk


async def test_my_data_is_all_of_it(desk: Desk) -> None:
    event = await desk.do(rows.an_event, asks="Фамилия")
    child, parent = await desk.pupil(younger=True), await desk.person()
    booking = await desk.book(child, await desk.slot(event=event), answer="Ахметов")
    await desk.says(parent, booking.consent_token)
    await desk.do(wishes.wish, actor=child.id, event=event)
    mine = await desk.do(privacy.mine, actor=child.id)
    assert mine.person.pupil == booking.pupil
    assert [line.id for line in mine.bookings] == [booking.id]
    assert [wished.id for wished in mine.wishes] == [event]
    assert mine.answers == ("Ахметов",)
    assert [consent.guardian for consent in mine.consents] == [parent.id]
    parents = await desk.do(privacy.mine, actor=parent.id)
    assert parents.person.children == (booking.pupil,)
    assert parents.consents == mine.consents
    assert parents.answers == ("Ахметов",)


async def test_my_data_has_nobody_elses(desk: Desk) -> None:
    await desk.book(await desk.pupil(), await desk.slot())
    mine = await desk.do(privacy.mine, actor=(await desk.person()).id)
    assert (mine.bookings, mine.consents, mine.wishes, mine.answers) == ((), (), (), ())


async def test_forgetting_gives_the_seat_to_the_next(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    await desk.book(timur, slot)
    waits = await desk.book(alina, slot)
    await desk.do(privacy.forget, actor=timur.id)
    assert (await desk.look(alina, waits)).state is BookingState.OFFERED
    assert await desk.seats_taken(slot) == 1


async def test_nothing_says_who_it_was(desk: Desk) -> None:
    event = await desk.do(rows.an_event, asks="Фамилия")
    child, parent = await desk.pupil(younger=True, first_name="Алия"), await desk.person()
    came, comes = await desk.slot(event=event, starts_in=DAY), await desk.slot(event=event, starts_in=9 * DAY)
    for slot in (came, comes):
        booking = await desk.book(child, slot, answer="Ахметова")
        await desk.says(parent, booking.consent_token)
    for wished in (event, await desk.do(rows.an_event)):
        await desk.do(wishes.wish, actor=child.id, event=wished)
    await desk.do(conversations.keep, Conversation(account=child.account, state="asking", data='"Алия"'))
    desk.clock.forward(2 * DAY)
    await desk.do(privacy.forget, actor=child.id)

    with pytest.raises(NotYours):
        await desk.do(persons.person, id=child.id)
    dump = "\n".join(await everything(desk))
    assert "Алия" not in dump
    assert "Ахметова" not in dump
    assert str(child.account) not in await accounts(desk)
    states = [row["state"] for row in await desk.all("SELECT state FROM bookings ORDER BY id")]
    assert states == ["confirmed", "cancelled"], "that somebody came is kept"
    assert await desk.value("SELECT count(*) FROM consents WHERE given = 1") == 2, "evidence, of nobody by name"
    assert await desk.value("SELECT count(*) FROM outbox WHERE person = :id AND state = 'waiting'", id=child.id) == 0
    assert await desk.value("SELECT count(*) FROM outbox WHERE person = :id", id=child.id) == 2, "two tickets, no news"
    assert await desk.value("SELECT count(*) FROM wishes") == 0
    assert (await desk.do(bookings.mine, actor=parent.id, past=True, page=0)).lines == ()


async def test_whoever_was_forgotten_comes_back_as_a_stranger(desk: Desk) -> None:
    timur = await desk.pupil()
    await desk.do(privacy.forget, actor=timur.id)
    again = await desk.do(persons.meet, account=timur.account, language=Language.RUSSIAN)
    assert again.id != timur.id
    assert again.pupil is None
    with pytest.raises(NotYours):
        await desk.do(privacy.forget, actor=timur.id)


async def test_guardians_hear_that_the_booking_is_gone(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    mother = await desk.guardian_of(timur)
    await desk.book(timur, slot)
    await desk.do(privacy.forget, actor=timur.id)
    assert (LetterKind.CANCELLED_FOR_YOU, mother.id) in await desk.letters()
    for letter in await desk.letter_ids():
        assert await desk.do(post.open_letter, id=letter) is None, "there is no name left to word it with"


async def test_a_guardian_goes_and_the_child_with_an_account_stays(desk: Desk) -> None:
    child, parent, slot = await desk.pupil(younger=True), await desk.person(), await desk.slot()
    booking = await desk.book(child, slot)
    await desk.says(parent, booking.consent_token)
    await desk.do(privacy.forget, actor=parent.id)
    assert (await desk.look(child, booking)).confirmed
    assert await desk.value("SELECT count(*) FROM guardianships") == 0


async def test_a_child_nobody_else_acts_for_goes_with_the_guardian(desk: Desk) -> None:
    parent, slot = await desk.person(), await desk.slot()
    child = await desk.do(rows.a_pupil, person=None, first_name="Алия")
    await desk.do(rows.guardianship, person=parent.id, pupil=child)
    await desk.book(parent, slot, pupil=child)
    await desk.do(privacy.forget, actor=parent.id)
    assert await desk.seats_taken(slot) == 0
    assert await desk.value("SELECT first_name FROM pupils WHERE id = :child", child=child) == ""


async def test_a_child_somebody_else_acts_for_stays(desk: Desk) -> None:
    mother, father, slot = await desk.person(), await desk.person(), await desk.slot()
    child = await desk.do(rows.a_pupil, person=None, first_name="Алия")
    for parent in (mother, father):
        await desk.do(rows.guardianship, person=parent.id, pupil=child)
    booking = await desk.book(mother, slot, pupil=child)
    await desk.do(privacy.forget, actor=mother.id)
    assert (await desk.look(father, booking)).confirmed


async def test_what_was_held_and_overdue_stops_no_later_tick(desk: Desk) -> None:
    child, slot = await desk.pupil(younger=True), await desk.slot(starts_in=DAY)
    await desk.book(child, slot)
    desk.clock.forward(2 * DAY)
    await desk.do(privacy.forget, actor=child.id)
    assert await desk.do(waiting.expire) == 0
    assert await desk.seats_taken(slot) == 0


async def test_the_link_of_a_forgotten_pupil_is_dead(desk: Desk) -> None:
    child, parent = await desk.pupil(younger=True), await desk.person()
    booking = await desk.book(child, await desk.slot())
    await desk.do(privacy.forget, actor=child.id)
    assert await desk.value("SELECT count(*) FROM consent_links WHERE revoked_at IS NULL") == 0
    with pytest.raises(LinkNoLongerValid):
        await desk.do(consents.asked, actor=parent.id, token=booking.consent_token or "")


async def everything(desk: Desk) -> list[str]:
    """Every row of every table, as text."""
    tables = [row["name"] for row in await desk.all("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found: list[str] = []
    for table in tables:
        found.extend(str(tuple(row)) for row in await desk.all(f"SELECT * FROM {table}"))  # noqa: S608  our own tables
    return found


async def accounts(desk: Desk) -> set[str]:
    kept = await desk.all("SELECT account FROM people UNION SELECT account FROM conversations")
    return {str(row["account"]) for row in kept}
