"""Questions to hosts: who may answer, what is told, what is kept and for how long, what is forgotten."""

from dataclasses import replace

import pytest

from domain.identities import EventId, Intent, PartnerId, QuestionId
from domain.messages import LetterKind
from domain.moments import DAY
from domain.people import Person
from domain.questions import QUESTIONS_A_DAY, QUESTIONS_KEPT_FOR, QuestionState, QuestionToHost
from domain.refusals import NotYours, QuestionsNotTaken, SeenToByAnother, SlotGone, TooManyQuestions
from domain.requests import CLAIM_HOLDS_FOR, Matter
from domain.rights import OrganizerRole
from storage.messages import cards
from storage.organizing import requests
from storage.people import claims, rights
from storage.questions import questions, records
from storage.seats import post, privacy
from tests.storage import rows
from tests.storage.desk import Desk
from tests.storage.rows import StillClock


async def an_event(desk: Desk) -> tuple[EventId, PartnerId]:
    partner = await desk.do(rows.a_partner)
    return await desk.do(rows.an_event, partner=partner), partner


async def ask(desk: Desk, who: Person, event: EventId, text: str = "Можно с братом?") -> QuestionId:
    asked = await desk.do(questions.ask, actor=who.id, event=event, slot=None, text=text, intent=desk.intent())
    assert asked is not None
    return asked.id


async def look(desk: Desk, question: QuestionId) -> QuestionToHost:
    return await desk.store.read(records.question, question=question)


async def test_only_the_hosts_programme_organizers_answer(desk: Desk) -> None:
    event, partner = await an_event(desk)
    question = await ask(desk, await desk.pupil(), event)
    elsewhere = await desk.organizer(await desk.do(rows.a_partner))
    at_the_door = await desk.person()
    roles = (OrganizerRole.CHECK_IN, OrganizerRole.ANNOUNCEMENTS, OrganizerRole.REPORTS)
    await desk.do(rights.appoint, person=at_the_door.id, name="В. Х.", partner=partner, roles=roles)
    matter = questions.matter_of(question)
    for nobody in (elsewhere, at_the_door, await desk.pupil()):
        with pytest.raises(NotYours):
            await desk.do(questions.answer, actor=nobody.id, question=question, text="Да")
        with pytest.raises(NotYours):
            await desk.do(questions.decline, actor=nobody.id, question=question, silently=True)
        with pytest.raises(NotYours):
            await desk.do(questions.block, actor=nobody.id, question=question)
        with pytest.raises(NotYours):
            await desk.do(requests.claim, actor=nobody.id, matter=matter)
        with pytest.raises(NotYours):
            await desk.do(requests.card, actor=nobody.id, matter=matter)
    mine = await desk.organizer(partner)
    answered = await desk.do(questions.answer, actor=mine.id, question=question, text="Да")
    assert (answered.state, answered.answer) == (QuestionState.ANSWERED, "Да")
    assert [row["action"] for row in await desk.all("SELECT action FROM audit ORDER BY id")][-1] == "question_answered"


async def test_an_answer_that_is_delivered_again_changes_nothing(desk: Desk) -> None:
    event, partner = await an_event(desk)
    who, mine = await desk.pupil(), await desk.organizer(partner)
    question = await ask(desk, who, event)
    for _ in range(2):
        await desk.do(questions.answer, actor=mine.id, question=question, text="Да")
    assert await desk.letters(LetterKind.QUESTION_ANSWERED) == [(LetterKind.QUESTION_ANSWERED, who.id)]


async def test_a_question_that_is_delivered_again_is_asked_once(desk: Desk) -> None:
    event, partner = await an_event(desk)
    who, mine = await desk.pupil(), await desk.organizer(partner)
    for _ in range(2):
        await desk.do(questions.ask, actor=who.id, event=event, slot=None, text="Когда?", intent=Intent("once"))
    assert await desk.letters(LetterKind.QUESTION_ASKED) == [(LetterKind.QUESTION_ASKED, mine.id)]


async def test_so_many_a_day(desk: Desk, clock: StillClock) -> None:
    event, _ = await an_event(desk)
    who = await desk.pupil()
    for _ in range(QUESTIONS_A_DAY):
        await ask(desk, who, event)
    with pytest.raises(TooManyQuestions):
        await ask(desk, who, event)
    await ask(desk, await desk.pupil(), event)
    clock.forward(DAY)
    await ask(desk, who, event)


async def test_a_draft_is_not_asked_about(desk: Desk) -> None:
    draft = await desk.do(rows.an_event, published=False)
    with pytest.raises(SlotGone):
        await ask(desk, await desk.pupil(), draft)


async def test_who_is_blocked_asks_that_partner_no_more(desk: Desk) -> None:
    event, partner = await an_event(desk)
    elsewhere, _ = await an_event(desk)
    who, mine, owner = await desk.pupil(), await desk.organizer(partner), await desk.organizer()
    question = await ask(desk, who, event)
    await desk.do(questions.block, actor=mine.id, question=question)
    assert (await look(desk, question)).state is QuestionState.DECLINED
    assert not await desk.letters(LetterKind.QUESTION_DECLINED)
    with pytest.raises(QuestionsNotTaken):
        await ask(desk, who, event)
    await ask(desk, who, elsewhere)
    with pytest.raises(NotYours):
        await desk.do(questions.unblock, actor=mine.id, person=who.id, partner=partner)
    assert [one.person for one in await desk.do(questions.blocked, actor=owner.id)] == [who.id]
    await desk.do(questions.unblock, actor=owner.id, person=who.id, partner=partner)
    await ask(desk, who, event)


async def test_a_claim_holds_for_a_day_and_owners_take_over(desk: Desk, clock: StillClock) -> None:
    event, partner = await an_event(desk)
    matter = questions.matter_of(await ask(desk, await desk.pupil(), event))
    one, other, owner = await desk.organizer(partner), await desk.organizer(partner), await desk.organizer()
    await desk.do(requests.claim, actor=one.id, matter=matter)
    clock.forward(CLAIM_HOLDS_FOR - 1)
    with pytest.raises(SeenToByAnother) as refusal:
        await desk.do(requests.claim, actor=other.id, matter=matter, over=True)
    assert refusal.value.name == "А. О."
    clock.forward(1)
    await desk.do(requests.claim, actor=other.id, matter=matter)
    await desk.do(requests.claim, actor=owner.id, matter=matter, over=True)
    await desk.do(requests.give_back, actor=other.id, matter=matter)
    with pytest.raises(SeenToByAnother):
        await desk.do(requests.claim, actor=other.id, matter=matter)


async def test_lapsed_claims_are_freed_and_the_cards_say_so(desk: Desk, clock: StillClock) -> None:
    event, partner = await an_event(desk)
    matter = questions.matter_of(await ask(desk, await desk.pupil(), event))
    one = await desk.organizer(partner)
    await desk.do(cards.keep, person=one.id, matter=matter, message=7)
    await desk.do(requests.claim, actor=one.id, matter=matter)
    assert await desk.store.read(claims.next_due) == clock.now() + CLAIM_HOLDS_FOR
    assert not await desk.do(claims.lapse)
    clock.forward(CLAIM_HOLDS_FOR)
    before = len(await desk.letters(LetterKind.CARD_CHANGED))
    assert await desk.do(claims.lapse) == 1
    assert len(await desk.letters(LetterKind.CARD_CHANGED)) == before + 1
    assert await desk.store.read(claims.next_due) is None


async def test_a_card_that_arrives_late_is_brought_up_to_date(desk: Desk) -> None:
    event, partner = await an_event(desk)
    matter = questions.matter_of(await ask(desk, await desk.pupil(), event))
    one, other = await desk.organizer(partner), await desk.organizer(partner)
    await desk.do(requests.claim, actor=one.id, matter=matter)
    await desk.do(cards.keep, person=other.id, matter=matter, message=8)
    assert await desk.letters(LetterKind.CARD_CHANGED) == [(LetterKind.CARD_CHANGED, other.id)]
    assert await desk.store.read(cards.replied_to, person=other.id, message=8) == matter
    assert await desk.store.read(cards.replied_to, person=one.id, message=8) is None


async def test_words_are_kept_for_thirty_days(desk: Desk, clock: StillClock) -> None:
    event, partner = await an_event(desk)
    who, mine = await desk.pupil(), await desk.organizer(partner)
    answered, silent = await ask(desk, who, event), await ask(desk, who, event)
    await desk.do(questions.answer, actor=mine.id, question=answered, text="Да")
    clock.forward(QUESTIONS_KEPT_FOR)
    assert await desk.do(questions.forget_words) == 0
    clock.forward(1)
    assert await desk.do(questions.forget_words) == 2
    assert await desk.do(questions.forget_words) == 0
    for question, state in ((answered, QuestionState.ANSWERED), (silent, QuestionState.DECLINED)):
        kept = await look(desk, question)
        assert (kept.text, kept.answer, kept.state) == ("", "", state)
    assert await desk.letters(LetterKind.QUESTION_DECLINED) == [(LetterKind.QUESTION_DECLINED, who.id)]


async def test_my_data_shows_what_i_asked_and_forgetting_takes_it_off_the_cards(desk: Desk) -> None:
    event, partner = await an_event(desk)
    who, mine = await desk.pupil(), await desk.organizer(partner)
    question = await ask(desk, who, event)
    await desk.do(cards.keep, person=mine.id, matter=questions.matter_of(question), message=9)
    assert [one.text for one in (await desk.do(privacy.mine, actor=who.id)).questions] == ["Можно с братом?"]
    await desk.do(privacy.forget, actor=who.id)
    kept = await look(desk, question)
    assert (kept.text, kept.state, kept.pupil) == ("", QuestionState.WITHDRAWN, None)
    assert await desk.letters(LetterKind.CARD_CHANGED) == [(LetterKind.CARD_CHANGED, mine.id)]
    letter = await desk.store.read(post.open_letter, id=(await desk.letter_ids())[-1])
    assert letter is not None
    assert letter.enclosed.card is not None
    assert not letter.enclosed.card.open
    assert await desk.do(requests.waiting, actor=mine.id) == ()


async def test_an_organizer_who_is_gone_keeps_nothing_from_the_others(desk: Desk) -> None:
    event, partner = await an_event(desk)
    matter = questions.matter_of(await ask(desk, await desk.pupil(), event))
    gone, stays = await desk.organizer(partner), await desk.organizer(partner)
    await desk.do(requests.claim, actor=gone.id, matter=matter)
    await desk.do(privacy.forget, actor=gone.id)
    shown = await desk.do(requests.claim, actor=stays.id, matter=matter)
    assert shown.claimed is not None
    assert shown.claimed.by == stays.id


async def test_the_list_holds_what_one_may_see_to_the_oldest_first(desk: Desk, clock: StillClock) -> None:
    event, partner = await an_event(desk)
    elsewhere, _ = await an_event(desk)
    mine, owner = await desk.organizer(partner), await desk.organizer()
    first = await ask(desk, await desk.pupil(), event, "Раз?")
    clock.forward(60)
    await ask(desk, await desk.pupil(), elsewhere, "Два?")
    clock.forward(60)
    third = await ask(desk, await desk.pupil(), event, "Три?")
    assert [one.what for one in await desk.do(requests.waiting, actor=mine.id)] == ["Раз?", "Три?"]
    assert [one.what for one in await desk.do(requests.waiting, actor=owner.id)] == ["Раз?", "Два?", "Три?"]
    await desk.do(requests.claim, actor=mine.id, matter=questions.matter_of(first))
    (claimed, free) = await desk.do(requests.waiting, actor=mine.id)
    assert (claimed.claimed_by, claimed.claimer, free.claimed_by) == (mine.id, "А. О.", None)
    assert free.matter == replace(Matter(free.matter.kind, 0), number=third)
    with pytest.raises(NotYours):
        await desk.do(requests.waiting, actor=(await desk.pupil()).id)
