"""Seats that fill up, free up, and are changed for others: the waiting list, offers, cancelling, other dates."""

import asyncio
from datetime import date, time

from tests.conversations.stage import Stage, a_slot


async def test_the_last_seat_goes_to_one_of_two(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=1))
    timur, alina = await stage.pupil("Timur"), await stage.pupil("Alina")
    await timur.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")

    await timur.taps("Register")
    await alina.taps("Register")

    assert timur.sees("your ticket")
    assert alina.sees("No. 1 in the waiting list")


async def test_a_freed_seat_is_offered_and_taken(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=1))
    timur, alina = await stage.pupil("Timur"), await stage.pupil("Alina")
    for pupil in (timur, alina):
        await pupil.opens("https://t.me/etalon_test_bot?start=s_1")
        await pupil.taps("Register" if pupil is timur else "Join the waiting list")

    await timur.taps("Can't come")
    await timur.taps("Yes, give it up")
    assert alina.sees("A seat is free for Alina!")
    assert alina.sees("until Tue, 24 November, 12:00")
    await alina.taps("Take the seat")

    assert alina.sees("Alina, your ticket")


async def test_an_offer_nobody_takes_goes_on_to_the_next(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=1))
    timur, alina, dana = await stage.pupil("Timur"), await stage.pupil("Alina"), await stage.pupil("Dana")
    for pupil in (timur, alina, dana):
        await pupil.opens("https://t.me/etalon_test_bot?start=s_1")
        await pupil.taps("Register" if pupil is timur else "Join the waiting list")
    await timur.taps("Can't come")
    await timur.taps("Yes, give it up")

    await stage.is_day(date(2026, 11, 24), time(12, 1))

    assert alina.sees("went on to the next in line")
    assert dana.sees("A seat is free for Dana!")


async def test_cancelling_is_asked_once_and_can_be_taken_back(saturday: Stage) -> None:
    alina = await saturday.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")

    await alina.taps("Can't come")
    assert alina.sees("Give up this seat?")
    await alina.taps("No, keep it")
    assert alina.sees("Alina, your ticket")
    await alina.taps("Can't come")
    await alina.taps("Yes, give it up")
    assert alina.sees("is given up")
    assert not any("photo" in message for message in alina.from_bot())
    await alina.taps("I can come after all")

    assert alina.sees("Alina, your ticket")


async def test_taking_back_is_refused_when_the_seat_is_gone(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=1))
    alina, dana = await stage.pupil("Alina"), await stage.pupil("Dana")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    await alina.taps("Can't come")
    await alina.taps("Yes, give it up")
    await dana.opens("https://t.me/etalon_test_bot?start=s_1")
    await dana.taps("Register")

    await alina.taps("I can come after all")

    assert alina.sees("has been taken")


async def test_another_date_keeps_the_old_seat_until_the_new_one_is_certain(stage: Stage) -> None:
    await stage.offers(a_slot(), a_slot("full", on=date(2026, 12, 5), capacity=1))
    dana, alina = await stage.pupil("Dana"), await stage.pupil("Alina")
    await dana.opens("https://t.me/etalon_test_bot?start=s_2")
    await dana.taps("Register")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")

    await alina.taps("Other date")
    await alina.taps("5 December")
    assert alina.sees("No. 1 in the waiting list")
    assert await taken(stage) == [1, 1]
    await dana.taps("Can't come")
    await dana.taps("Yes, give it up")
    await alina.taps("Take the seat")

    assert alina.sees("Sat, 5 December")
    assert await taken(stage) == [0, 1]


async def test_one_seat_is_enough_for_one_person(saturday: Stage) -> None:
    alina = await saturday.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    register = next(
        button["callback_data"]
        for message in alina.from_bot()
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
        if button.get("callback_data", "").startswith("r:")
    )
    await alina.taps("Register")

    await alina.taps_data(register)
    assert alina.sees("Alina, your ticket")
    await alina.taps_data("r:1:AAAAAAAAAAA:0")

    assert alina.sees("registered for this date already")
    assert await taken(stage=saturday) == [1]


async def test_two_at_the_same_hour_is_warned_of_and_allowed(stage: Stage) -> None:
    await stage.offers(a_slot(), a_slot("same", at=time(16, 0)))
    alina = await stage.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    await alina.opens("https://t.me/etalon_test_bot?start=s_2")

    await alina.taps("Register")
    assert alina.sees("You already have Secrets of weights at that time")
    await alina.taps("Yes, register")

    assert alina.sees("16:00–18:00")
    assert await taken(stage) == [1, 1]


async def test_two_hundred_after_the_last_seat_one_ticket_and_199_honest_answers(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=1))
    crowd = await stage.crowd(200)

    queries = []
    for pupil in crowd:
        message, button = pupil._button("Register")
        queries.append(stage.world.person_taps(pupil.id, message["message_id"], button["callback_data"]))
    await asyncio.wait_for(stage.app.settle(), timeout=120)

    assert all(query.answer is not None for query in queries)
    assert sum(pupil.has("your ticket") for pupil in crowd) == 1
    places = sorted(
        int(pupil.reads().split("No. ")[1].split(" ")[0]) for pupil in crowd if "in the waiting list" in pupil.reads()
    )
    assert places == list(range(1, 200))
    assert await taken(stage) == [1]


async def taken(stage: Stage) -> list[int]:
    """The seats taken in each slot."""
    rows = await stage.app.store.read(lambda tx: tx.all("SELECT seats_taken FROM slots ORDER BY id"))
    return [row["seats_taken"] for row in rows]
