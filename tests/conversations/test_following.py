"""Following: new events that fit, in one message a day at most; and what never is told."""

from dataclasses import replace
from datetime import date, time

from domain.languages import Texts
from domain.programme import Audience, EventDraft, EventKind
from tests.conversations.stage import BOT, EXCURSION, Actor, Stage, a_slot

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def an_event(number: int, kind: EventKind = EventKind.LECTURE, **changes: object) -> EventDraft:
    """One more event of the museum."""
    title = Texts(ru=f"Лекция {number}", kk=f"Дәріс {number}", en=f"Lecture {number}")
    return replace(EXCURSION, key=f"more-{number}", kind=kind, title=title, **changes)  # type: ignore[arg-type]  # fields by name


async def comes_out(stage: Stage, *events: EventDraft) -> None:
    """The host publishes them, each with a date on Saturday."""
    slots = [a_slot(key=f"slot-{event.key}", event=event.key) for event in events]
    await stage.offers(*slots, events=events)


def told(actor: Actor) -> list[str]:
    return [message["text"] for message in actor.from_bot() if "New, and perhaps for you" in str(message.get("text"))]


async def follows_the_museum(stage: Stage) -> Actor:
    timur = await stage.pupil("Timur")
    await stage.is_day(MONDAY, time(12, 5))
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Follow")
    await timur.taps("🏢 Museum")
    assert timur.sees("1. Museum")
    return timur


async def test_a_follower_is_told_once_a_day_in_the_afternoon(saturday: Stage) -> None:
    timur = await follows_the_museum(saturday)
    await comes_out(saturday, an_event(1))
    await saturday.is_day(MONDAY, time(16, 59))
    assert not told(timur)
    await comes_out(saturday, an_event(2))
    await saturday.is_day(MONDAY, time(17, 1))
    assert len(told(timur)) == 1
    assert "Lecture 1" in told(timur)[0]
    assert "Lecture 2" in told(timur)[0]
    await comes_out(saturday, an_event(3))
    await saturday.is_day(TUESDAY, time(16, 59))
    assert len(told(timur)) == 1
    await saturday.is_day(TUESDAY, time(17, 1))
    assert len(told(timur)) == 2
    assert "Lecture 1" not in told(timur)[1]
    await timur.taps("1")
    assert timur.sees("Lecture 3")


async def test_a_large_import_is_one_message_and_a_second_one_none(saturday: Stage) -> None:
    timur = await follows_the_museum(saturday)
    events = tuple(an_event(number) for number in range(1, 31))
    await comes_out(saturday, *events)
    await saturday.is_day(MONDAY, time(17, 1))
    assert len(told(timur)) == 1
    assert "Lecture 8" in told(timur)[0]
    assert "Lecture 9" not in told(timur)[0]
    await timur.taps("… and 22 more")
    assert timur.sees("Lecture 9")
    assert timur.sees("Lecture 16")
    await comes_out(saturday, *events)
    await saturday.is_day(TUESDAY, time(18, 0))
    assert len(told(timur)) == 1


async def test_only_what_fits_is_told(saturday: Stage) -> None:
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=hello")
    await timur.taps("Upcoming")
    await timur.taps("Filter")
    await timur.taps("For my grade")
    await timur.taps("Tell me of new ones")
    await timur.taps("🔎 for my grade")
    assert timur.sees("1. for my grade")
    younger, fits = Audience(grade_from=1, grade_to=4), Audience(grade_from=7, grade_to=9)
    await comes_out(saturday, an_event(1, audience=younger), an_event(2, audience=fits))
    await saturday.is_day(MONDAY, time(17, 1))
    assert "Lecture 2" in told(timur)[0]
    assert "Lecture 1" not in told(timur)[0]


async def test_what_one_is_booked_in_already_is_no_news(saturday: Stage) -> None:
    timur = await follows_the_museum(saturday)
    await comes_out(saturday, an_event(1))
    await timur.opens(f"https://t.me/{BOT}?start=s_2")
    await timur.taps("Register")
    await saturday.is_day(MONDAY, time(17, 1))
    assert not told(timur)


async def test_what_becomes_new_without_a_date_is_told_when_it_has_one(saturday: Stage) -> None:
    timur = await follows_the_museum(saturday)
    event = an_event(1)
    await saturday.offers(events=(event,))
    await saturday.is_day(MONDAY, time(18, 0))
    assert not told(timur)
    await comes_out(saturday, event)
    await saturday.is_day(TUESDAY, time(17, 1))
    assert len(told(timur)) == 1


async def test_whoever_wished_for_dates_is_not_told_twice(saturday: Stage) -> None:
    timur = await follows_the_museum(saturday)
    event = an_event(1)
    await saturday.offers(events=(event,))
    await timur.opens(f"https://t.me/{BOT}?start=e_2")
    await timur.taps("Tell me when there are more")
    await comes_out(saturday, event)
    assert timur.sees("has seats again")
    await saturday.is_day(TUESDAY, time(17, 1))
    assert not told(timur)


async def test_one_can_hear_nothing_for_a_while_and_let_go(saturday: Stage) -> None:
    timur = await follows_the_museum(saturday)
    await timur.taps("Settings")
    await timur.taps("What I follow")
    await timur.taps("Not for now")
    assert timur.sees("You hear nothing of it for now")
    await comes_out(saturday, an_event(1))
    await saturday.is_day(MONDAY, time(17, 1))
    assert not told(timur)
    await timur.taps("Tell me again")
    await saturday.is_day(TUESDAY, time(17, 1))
    assert not told(timur), "what was new meanwhile is no news any more"
    await comes_out(saturday, an_event(2))
    await saturday.is_day(date(2026, 11, 25), time(17, 1))
    assert len(told(timur)) == 1

    await timur.taps("What I follow")
    await timur.taps("✖️ Museum")
    assert timur.sees("Nothing yet")
    await comes_out(saturday, an_event(3))
    await saturday.is_day(date(2026, 11, 26), time(17, 1))
    assert len(told(timur)) == 1


async def test_a_kind_and_a_city_can_be_chosen_without_an_event(saturday: Stage) -> None:
    timur = await saturday.comes("Timur")
    await timur.taps("Settings")
    await timur.taps("What I follow")
    await timur.taps("Follow more")
    await timur.taps("A kind of event")
    await timur.taps("Lecture")
    await timur.taps("Follow more")
    await timur.taps("A city")
    await timur.taps("St Petersburg")
    assert timur.sees("1. Lecture")
    assert timur.sees("2. St Petersburg")
    await timur.taps("All off")
    await timur.taps("Yes, all off")
    assert timur.sees("Nothing yet")
