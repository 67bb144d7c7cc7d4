"""Inline mode: an event's card into any chat, with one button that opens the bot, and nothing of anybody."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from domain.languages import Texts
from domain.programme import EventKind
from tests.conversations.stage import BOT, EXCURSION, Actor, Stage, a_slot

LECTURE = replace(
    EXCURSION, key="second", kind=EventKind.LECTURE, title=Texts(ru="Секунда", kk="Секунд", en="How exact is a second")
)


async def two_events(stage: Stage) -> None:
    """An excursion on two dates, and a lecture after them."""
    await stage.offers(
        a_slot(),
        a_slot("next", on=date(2026, 12, 5)),
        a_slot("lecture", on=date(2026, 12, 9), event="second"),
        events=(EXCURSION, LECTURE),
    )


async def asks(actor: Actor, words: str, **where: Any) -> tuple[str, dict[str, Any]]:
    """Type words behind the bot's name: the query's number, and its answer."""
    query = actor.stage.world.person_asks(actor.id, words, **where)
    await actor.stage.app.settle()
    assert query.answer is not None, f"nobody answered {words!r}"
    return query.id, query.answer


async def titles(actor: Actor, words: str) -> list[str]:
    return [result["title"] for result in (await asks(actor, words))[1]["results"]]


async def test_without_words_it_is_what_comes_next_each_event_once(stage: Stage) -> None:
    await two_events(stage)
    alina = await stage.comes("Alina")
    _number, answer = await asks(alina, "")

    assert [one["title"] for one in answer["results"]] == ["Secrets of weights", "How exact is a second"]
    assert answer["results"][0]["description"] == "Excursion · Sat, 28 November, 15:30 · St Petersburg"


async def test_words_are_looked_for_in_title_kind_and_city_in_any_language(stage: Stage) -> None:
    await two_events(stage)
    alina = await stage.comes("Alina")

    assert await titles(alina, "WEIGHTS") == ["Secrets of weights"]
    assert await titles(alina, "секунд") == ["How exact is a second"]
    assert await titles(alina, "lecture petersburg") == ["How exact is a second"]
    assert await titles(alina, "lecture astana") == []


async def test_the_card_in_a_group_opens_the_event_and_names_nobody(stage: Stage) -> None:
    await two_events(stage)
    alina = await stage.pupil("Alina")
    timur = await stage.comes("Timur")
    people = [stage.world.person(one.id) for one in (alina, timur)]
    group = stage.world.groups.make("8Б", people, stage.world.bot())
    number, answer = await asks(alina, "weights", chat=group["id"])
    stage.world.person_chooses(alina.id, number, answer["results"][0]["id"], chat=group["id"])
    await stage.app.settle()

    card = [message for message in timur.chat() if message["chat"]["id"] == group["id"] and "via_bot" in message][-1]
    assert "Secrets of weights" in card["text"]
    assert "We show the standards." in card["text"]
    assert "Alina" not in card["text"]
    (row,) = card["reply_markup"]["inline_keyboard"]
    assert [(button["text"], button["url"]) for button in row] == [
        ("🗓 Dates and seats", f"https://t.me/{BOT}?start=e_1")
    ]
    await timur.opens(row[0]["url"])
    assert timur.sees("Choose a date")


async def test_it_speaks_the_askers_language_and_knows_nobody(stage: Stage) -> None:
    await two_events(stage)
    person = stage.world.add_person("Айгүл", "kk")
    known = await people_known(stage)

    assert await titles(Actor(stage, person["id"], "Айгүл"), "") == ["Гірлердің құпиясы", "Секунд"]
    assert await people_known(stage) == known


async def test_the_answer_may_be_kept_and_is_nobodys_own(stage: Stage) -> None:
    await two_events(stage)
    alina = await stage.comes("Alina")
    await asks(alina, "weights")

    asked = [call for call in stage.world.calls_after(0) if call["method"] == "answerInlineQuery"][-1]["params"]
    assert (asked["cache_time"], asked["is_personal"]) == (60, False)


async def test_no_more_than_twenty(stage: Stage) -> None:
    events = tuple(replace(EXCURSION, key=f"e{n}", title=Texts(en=f"Event {n}")) for n in range(22))
    slots = (a_slot(f"s{n}", on=date(2026, 12, 1) + timedelta(days=n), event=f"e{n}") for n in range(22))
    await stage.offers(*slots, events=events)
    alina = await stage.comes("Alina")

    assert await titles(alina, "event") == [f"Event {n}" for n in range(20)]


async def people_known(stage: Stage) -> int:
    known: int = await stage.app.store.read(lambda tx: tx.value("SELECT count(*) FROM people"))
    return known
