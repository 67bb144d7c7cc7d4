"""What is kept no longer than it is needed."""

from dataclasses import replace
from datetime import date, time

from tests.conversations.stage import EXCURSION, SURNAME, Stage, a_slot


async def test_what_an_event_asked_besides_is_forgotten_30_days_after_it(stage: Stage) -> None:
    await stage.offers(a_slot(), events=(replace(EXCURSION, question=SURNAME),))
    alina = await stage.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    await alina.says("Sample")

    await stage.is_day(date(2026, 12, 28), time(12, 0))
    assert await answer(stage) == "Sample"
    for day in (29, 30):
        await stage.is_day(date(2026, 12, day), time(12, 0))

    assert await answer(stage) == ""


async def answer(stage: Stage) -> str:
    """What the only booking keeps as its answer."""
    kept: str = await stage.app.store.read(lambda tx: tx.value("SELECT answer FROM bookings"))
    return kept
