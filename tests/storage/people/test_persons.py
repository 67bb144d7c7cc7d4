"""Persons, and the one read that every update needs."""

import pytest

from domain.conversations import Conversation
from domain.identities import AccountId, PersonId
from domain.languages import Language
from domain.refusals import NotYours
from storage.messages import conversations
from storage.people import persons
from tests.storage.desk import Desk, pupil_of

TIMUR = AccountId(4711)


async def test_a_stranger_has_no_person_and_an_empty_conversation(desk: Desk) -> None:
    visit = await desk.store.read(persons.visit, account=TIMUR)
    assert visit.person is None
    assert visit.conversation == Conversation(account=TIMUR)


async def test_meeting_somebody(desk: Desk) -> None:
    met = await desk.do(persons.meet, account=TIMUR, language=Language.KAZAKH)
    assert (met.language, met.language_chosen, met.reachable, met.pupil) == (Language.KAZAKH, False, True, None)
    again = await desk.do(persons.meet, account=TIMUR, language=Language.ENGLISH)
    assert (again.id, again.language) == (met.id, Language.ENGLISH), "a guess follows Telegram"


async def test_a_chosen_language_stays(desk: Desk) -> None:
    met = await desk.do(persons.meet, account=TIMUR, language=Language.KAZAKH)
    await desk.do(persons.choose_language, actor=met.id, language=Language.RUSSIAN)
    again = await desk.do(persons.meet, account=TIMUR, language=Language.ENGLISH)
    assert (again.language, again.language_chosen) == (Language.RUSSIAN, True)


async def test_a_visit_says_who_where_and_for_whom(desk: Desk) -> None:
    timur, child = await desk.pupil(), await desk.pupil(younger=True)
    await desk.run(
        "INSERT INTO guardianships (person, pupil, since) VALUES (:person, :pupil, 0)",
        person=timur.id,
        pupil=pupil_of(child),
    )
    kept = Conversation(account=timur.account, state="asking", data="{}", screen=7)
    await desk.do(conversations.keep, kept)
    visit = await desk.store.read(persons.visit, account=timur.account)
    assert visit.person is not None
    assert (visit.person.id, visit.person.pupil) == (timur.id, timur.pupil)
    assert visit.person.children == (child.pupil,)
    assert visit.conversation == kept
    assert visit.person == await desk.do(persons.person, id=timur.id)


async def test_unreachable_until_they_write_again(desk: Desk) -> None:
    met = await desk.do(persons.meet, account=TIMUR, language=Language.RUSSIAN)
    await desk.do(persons.unreachable, account=TIMUR)
    since = desk.clock.shows
    desk.clock.forward(60)
    await desk.do(persons.unreachable, account=TIMUR)
    assert await desk.value("SELECT unreachable_since FROM people") == since
    assert not (await desk.do(persons.person, id=met.id)).reachable
    assert (await desk.do(persons.meet, account=TIMUR, language=Language.RUSSIAN)).reachable
    await desk.do(persons.unreachable, account=AccountId(1))


async def test_muting(desk: Desk) -> None:
    met = await desk.do(persons.meet, account=TIMUR, language=Language.RUSSIAN)
    assert (await desk.do(persons.mute_reminders, actor=met.id, muted=True)).reminders_muted
    assert not (await desk.do(persons.mute_reminders, actor=met.id, muted=False)).reminders_muted


async def test_nobody_acts_as_somebody_who_is_not_there(desk: Desk) -> None:
    for use_case in (persons.choose_language, persons.mute_reminders):
        wish = {"language": Language.RUSSIAN} if use_case is persons.choose_language else {"muted": True}
        with pytest.raises(NotYours):
            await desk.do(use_case, actor=PersonId(99), **wish)  # type: ignore[arg-type]  # the one that it takes
