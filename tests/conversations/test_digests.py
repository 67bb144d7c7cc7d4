"""An organizer's mornings: one message with the day's numbers, nothing where there is nothing, and a switch."""

from datetime import date, time

from tests.conversations.stage import BOT, Actor, Stage
from tests.conversations.test_questions import asks, organizer

FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)


def mornings(actor: Actor) -> list[str]:
    return [message["text"] for message in actor.from_bot() if "Your day" in str(message.get("text"))]


async def test_a_morning_tells_the_day_and_what_is_open(saturday: Stage) -> None:
    aidana = await organizer(saturday, "Aidana")
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Register")
    await saturday.is_day(FRIDAY, time(7, 59))
    assert not mornings(aidana), "days on which nothing happens are no news"
    await asks(timur)
    await saturday.is_day(FRIDAY, time(8, 1))
    assert len(mornings(aidana)) == 1
    assert "Tomorrow: 1 date, 1 seat taken" in mornings(aidana)[0]
    assert "1 request waits for you" in mornings(aidana)[0]
    await saturday.is_day(SATURDAY, time(8, 1))
    assert len(mornings(aidana)) == 2
    assert "15:30 · Secrets of weights" in mornings(aidana)[1]
    assert "1 of 10 seats" in mornings(aidana)[1]


async def test_the_mornings_can_be_silenced(saturday: Stage) -> None:
    aidana = await organizer(saturday, "Aidana")
    await aidana.opens(f"https://t.me/{BOT}?start=hello")
    await aidana.taps("Settings")
    await aidana.taps("My day")
    assert aidana.sees("Nothing takes place today")
    await aidana.taps("Not each morning")
    assert "☀️ Tell me each morning" in aidana.buttons()
    shown = len(mornings(aidana))
    await saturday.is_day(SATURDAY, time(9, 0))
    assert len(mornings(aidana)) == shown
