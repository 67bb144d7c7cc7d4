"""Organizers' mornings: one message each, over all their partners, by clocks where these are."""

from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.rights import OrganizerRole
from storage.organizing import digests
from storage.people import rights
from storage.questions import questions
from storage.seats import post, privacy
from tests.storage import rows
from tests.storage.desk import Desk
from tests.storage.rows import ALMATY, MONDAY, StillClock

TO_EIGHT = 18 * HOUR
"""MONDAY is 14:00 in Almaty."""


async def test_several_partners_are_one_message(desk: Desk, clock: StillClock) -> None:
    mine = await desk.person()
    for _ in range(2):
        partner = await desk.do(rows.a_partner)
        await desk.do(rights.appoint, person=mine.id, name="А. О.", partner=partner, roles=tuple(OrganizerRole))
        await desk.slot(event=await desk.do(rows.an_event, partner=partner), starts_in=DAY)
    await desk.slot(starts_in=DAY)
    assert await desk.store.read(digests.next_due) == MONDAY
    while await desk.do(digests.tell, zone=ALMATY):
        pass
    assert await desk.store.read(digests.next_due) == MONDAY + TO_EIGHT
    clock.forward(TO_EIGHT)
    while await desk.do(digests.tell, zone=ALMATY):
        pass
    assert await desk.letters(LetterKind.DIGEST) == [(LetterKind.DIGEST, mine.id)]
    letter = await desk.store.read(post.open_letter, id=(await desk.letter_ids())[-1])
    assert letter is not None
    assert letter.enclosed.digest is not None
    assert len(letter.enclosed.digest.today) == 2, "other partners' dates are theirs"


async def test_nothing_is_said_where_nothing_is(desk: Desk, clock: StillClock) -> None:
    await desk.organizer(await desk.do(rows.a_partner))
    await desk.do(digests.tell, zone=ALMATY)
    clock.forward(TO_EIGHT)
    await desk.do(digests.tell, zone=ALMATY)
    assert not await desk.letters(LetterKind.DIGEST)


async def test_who_only_checks_in_hears_of_no_requests(desk: Desk) -> None:
    partner = await desk.do(rows.a_partner)
    event = await desk.do(rows.an_event, partner=partner)
    doorman, mine = await desk.person(), await desk.organizer(partner)
    await desk.do(rights.appoint, person=doorman.id, name="В. Х.", partner=partner, roles=(OrganizerRole.CHECK_IN,))
    await desk.do(
        questions.ask, actor=(await desk.pupil()).id, event=event, slot=None, text="Когда?", intent=desk.intent()
    )
    shown = [(await desk.store.read(digests.day, actor=one.id, zone=ALMATY))[0] for one in (doorman, mine)]
    assert [day.open_requests for day in shown] == [0, 1]


async def test_who_organizes_no_more_or_has_it_silenced_is_left_alone(desk: Desk, clock: StillClock) -> None:
    partner, owner = await desk.do(rows.a_partner), await desk.organizer()
    gone, silent, forgotten = [await desk.organizer(partner) for _ in range(3)]
    await desk.slot(event=await desk.do(rows.an_event, partner=partner), starts_in=DAY)
    await desk.do(digests.tell, zone=ALMATY)
    await desk.do(rights.remove, actor=owner.id, person=gone.id, partner=partner)
    await desk.do(digests.mute, actor=silent.id, muted=True, zone=ALMATY)
    await desk.do(privacy.forget, actor=forgotten.id)
    clock.forward(TO_EIGHT)
    while await desk.do(digests.tell, zone=ALMATY):
        pass
    assert await desk.letters(LetterKind.DIGEST) == [(LetterKind.DIGEST, owner.id)]
    assert not await desk.all("SELECT 1 FROM digests WHERE person = :person", person=gone.id), "and asked after no more"


async def test_a_morning_slept_through_is_told_late_but_not_the_next_day(desk: Desk, clock: StillClock) -> None:
    partner = await desk.do(rows.a_partner)
    await desk.organizer(partner)
    event = await desk.do(rows.an_event, partner=partner)
    for days in (1, 2, 3):
        await desk.slot(event=event, starts_in=days * DAY)
    await desk.do(digests.tell, zone=ALMATY)
    clock.forward(TO_EIGHT + 5 * HOUR)
    await desk.do(digests.tell, zone=ALMATY)
    assert len(await desk.letters(LetterKind.DIGEST)) == 1
    clock.forward(DAY + 10 * HOUR)
    await desk.do(digests.tell, zone=ALMATY)
    assert len(await desk.letters(LetterKind.DIGEST)) == 1
