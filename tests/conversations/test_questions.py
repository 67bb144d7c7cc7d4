"""Questions to a host: asked by anybody, on cards for organizers, seen to by one, answered by a reply or a button."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from domain.identities import AccountId, PartnerId
from domain.moments import DAY, Instant
from domain.programme import ClassPolicy, ForClasses
from domain.rights import OrganizerRole
from storage.people import persons, rights
from tests.conversations.stage import BOT, EXCURSION, MONDAY, Actor, Stage, a_slot
from tests.conversations.test_teachers import owner, teacher, with_class

QUESTION = "May I bring my little brother?"


async def organizer(stage: Stage, name: str) -> Actor:
    """Somebody who organizes for the museum."""
    actor = await stage.comes(name)
    person = (await stage.app.store.read(persons.visit, account=AccountId(actor.id))).person
    assert person is not None
    await stage.app.store.write(
        rights.appoint, person=person.id, name=name, partner=PartnerId(1), roles=tuple(OrganizerRole)
    )
    return actor


async def asks(actor: Actor, words: str = QUESTION) -> Actor:
    """From the card of the first date to a question that is sent."""
    await actor.opens(f"https://t.me/{BOT}?start=s_1")
    await actor.taps("Ask the host")
    await actor.says(words)
    return await actor.taps("Send")


def card(actor: Actor, words: str = QUESTION) -> dict[str, Any]:
    """The card of the question in an organizer's chat."""
    return next(one for one in actor.from_bot() if words in str(one.get("text")))


def labels(message: dict[str, Any]) -> list[str]:
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


async def test_a_pupil_asks_and_an_organizer_answers_by_a_reply(saturday: Stage) -> None:
    aidana = await organizer(saturday, "Aidana")
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Ask the host")
    assert timur.sees("Timur, grade 8, № 239")
    await timur.says(QUESTION)
    assert timur.sees("Shall I send this to Museum?")
    assert not aidana.has(QUESTION), "nothing is sent before a yes"
    await timur.taps("Send")
    assert timur.sees("Your question is sent")

    assert aidana.sees(QUESTION)
    assert aidana.sees("Timur, grade 8, № 239")
    await aidana.says("Of course!", reply_to=card(aidana)["message_id"])
    assert aidana.has("Answered.")
    assert timur.sees("Museum has answered you")
    assert timur.sees("Of course!")
    assert "✅ Answered (Aidana)" in card(aidana)["text"]
    await timur.taps("Ask on")
    assert timur.sees("Type your question")


async def test_whoever_says_it_is_theirs_keeps_it_from_the_others(saturday: Stage) -> None:
    aidana, dmitri = await organizer(saturday, "Aidana"), await organizer(saturday, "Dmitri")
    timur = await asks(await saturday.pupil("Timur"))

    await aidana.taps("I'll answer")
    assert aidana.has("You answer this")
    assert "Aidana sees to this" in card(dmitri)["text"]
    assert not [label for label in labels(card(dmitri)) if "answer" in label]
    await dmitri.says("Yes!", reply_to=card(dmitri)["message_id"])
    assert dmitri.has("Aidana sees to this already")
    assert dmitri.has("Yes!"), "what was typed is not lost"
    assert not timur.has("has answered you")

    await aidana.taps("Give it back")
    assert "✋ I'll answer" in labels(card(dmitri))
    await dmitri.taps("I'll answer")
    await dmitri.taps("Type the answer")
    await dmitri.says("Yes!")
    assert timur.sees("Yes!")
    assert "✅ Answered (Dmitri)" in card(aidana)["text"]


async def test_a_claim_that_nobody_follows_up_lapses_after_a_day(saturday: Stage) -> None:
    aidana, dmitri = await organizer(saturday, "Aidana"), await organizer(saturday, "Dmitri")
    await asks(await saturday.pupil("Timur"))
    await aidana.taps("I'll answer")
    assert "Aidana sees to this" in card(dmitri)["text"]
    await saturday.moves_to(Instant(MONDAY + DAY + 60))
    assert "sees to this" not in card(dmitri)["text"]
    assert "✋ I'll answer" in labels(card(dmitri))


async def test_a_question_can_stay_without_an_answer(saturday: Stage) -> None:
    aidana = await organizer(saturday, "Aidana")
    timur, alina = await saturday.pupil("Timur"), await saturday.comes("Alina")
    await asks(timur)
    await aidana.taps("Don't answer")
    await aidana.taps("Tell them kindly")
    assert timur.sees("can't answer your question")

    await asks(alina, "What about cats?")
    assert aidana.sees("a visitor")
    before = len(alina.from_bot())
    await aidana.taps("Don't answer")
    await aidana.taps("Say nothing")
    assert len(alina.from_bot()) == before


async def test_somebody_who_abuses_it_asks_no_more_until_an_owner_says_so(saturday: Stage) -> None:
    aidana, boss = await organizer(saturday, "Aidana"), await owner(saturday)
    timur = await asks(await saturday.pupil("Timur"), "You smell")
    await aidana.taps("Don't answer")
    await aidana.taps("Take no more questions")
    assert aidana.sees("An owner can undo this")
    await aidana.taps("Yes, no more questions")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Ask the host")
    assert timur.sees("doesn't take questions from you")

    await boss.says("/organize")
    await boss.taps("Requests")
    await boss.taps("Whose questions are not taken")
    assert boss.sees("Timur, grade 8")
    await boss.taps("Let No. 1 ask again")
    assert boss.sees("Everybody may ask")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Ask the host")
    assert timur.sees("Type your question")


async def test_five_questions_a_day_are_enough(saturday: Stage) -> None:
    timur = await saturday.pupil("Timur")
    for number in range(5):
        await asks(timur, f"Question {number}?")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Ask the host")
    assert timur.sees("5 questions a day")
    await saturday.is_day(date(2026, 11, 24), time(12, 1))
    await asks(timur, "One more?")
    assert timur.sees("Your question is sent")


async def test_what_is_too_long_or_no_text_is_said_kindly(saturday: Stage) -> None:
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Ask the host")
    await timur.says("x" * 501)
    assert timur.sees("500 characters are the most")
    await timur.says("???")
    assert timur.sees("can't read that as a question")
    await timur.says(QUESTION)
    await timur.taps("Write it anew")
    assert timur.sees("Type your question")


async def test_all_that_waits_is_one_list_the_oldest_first(saturday: Stage) -> None:
    aidana, dmitri = await organizer(saturday, "Aidana"), await organizer(saturday, "Dmitri")
    await asks(await saturday.pupil("Timur"), "First?")
    await saturday.moves_to(Instant(MONDAY + 60))
    anna = await saturday.comes("Anna")
    await anna.taps_data("bt")
    await anna.says("Anna T.")
    await anna.says("239")
    await anna.taps("keep “239”")
    await dmitri.says("/organize")
    await dmitri.taps("Requests: 2")
    assert dmitri.reads().index("First?") < dmitri.reads().index("Anna T.")
    await dmitri.taps("2")
    await dmitri.taps("I'll see to it")
    await aidana.says("/organize")
    await aidana.taps("Requests: 2")
    assert aidana.sees("✋ Dmitri")
    await aidana.taps("2")
    assert aidana.sees("Dmitri sees to this")
    await aidana.taps_data("td:1:1:0")
    assert aidana.has("Dmitri sees to this already"), "an old button decides nothing either"
    assert not anna.has("You can bring classes")
    await dmitri.taps("Approve")
    assert aidana.has("✅ Approved (Dmitri)"), "the card of whoever was slower says what was decided, by whom"
    assert anna.sees("You can bring classes")


async def test_a_class_is_seen_to_by_one_and_decided_once(stage: Stage) -> None:
    event = replace(EXCURSION, for_classes=ForClasses(policy=ClassPolicy.ASKED))
    await stage.offers(a_slot(), events=(event,))
    boss = await owner(stage)
    aidana, dmitri = await organizer(stage, "Aidana"), await organizer(stage, "Dmitri")
    anna = await with_class(await teacher(stage, invited_by=boss))
    await anna.opens(f"https://t.me/{BOT}?start=s_1")
    await anna.taps("Bring a class")
    await anna.taps("Book it")
    asks_for = "A class would like to come"
    await aidana.taps("I'll see to it")
    assert "Aidana sees to this" in card(dmitri, asks_for)["text"]
    await dmitri.taps_data("kd:1:0")
    assert dmitri.has("Aidana sees to this already"), "an old button decides nothing either"

    await boss.says("/organize")
    await boss.taps("Requests: 1")
    await boss.taps("1")
    await boss.taps("Take it over")
    assert "An owner sees to this" in card(aidana, asks_for)["text"]
    await boss.taps("Welcome")
    assert anna.has("The class can come!")
    assert "✅ Welcome (An owner)" in card(dmitri, asks_for)["text"]
    assert "✅ Welcome (An owner)" in card(aidana, asks_for)["text"]


async def test_a_command_is_never_somebodys_words(saturday: Stage) -> None:
    aidana = await organizer(saturday, "Aidana")
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Ask the host")
    await timur.says("/settings")
    assert timur.sees("Settings")
    await asks(timur)
    await aidana.taps("I'll answer")
    await aidana.taps("Type the answer")
    await aidana.says("/organize")
    assert aidana.sees("What would you like to do?")
    assert not timur.has("has answered you")


async def test_whoever_looks_elsewhere_types_no_answer_any_more(saturday: Stage) -> None:
    aidana = await organizer(saturday, "Aidana")
    timur = await asks(await saturday.pupil("Timur"))
    await aidana.taps("I'll answer")
    await aidana.taps("Type the answer")
    await aidana.taps("⬅️ Back")
    await aidana.says("Note to myself")
    assert not timur.has("Note to myself")
    assert aidana.sees("did not understand")
