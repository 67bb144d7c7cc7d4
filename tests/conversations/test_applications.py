"""Pupils who apply: the seat is held, a guardian says yes first, and an organizer decides about each."""

from dataclasses import replace
from datetime import date, time

from domain.programme import EventKind, PupilPolicy
from tests.conversations.stage import BOT, EXCURSION, Actor, Stage, a_slot
from tests.conversations.test_questions import organizer

INTERNSHIP = replace(EXCURSION, kind=EventKind.INTERNSHIP, for_pupils=PupilPolicy.ASKED)


async def offered(stage: Stage, capacity: int = 1) -> Actor:
    """An internship on Saturday, and who organizes it."""
    await stage.offers(a_slot(capacity=capacity), events=(INTERNSHIP,))
    return await organizer(stage, "Aidana")


async def applies(actor: Actor) -> Actor:
    await actor.opens(f"https://t.me/{BOT}?start=s_1")
    return await actor.taps("Register" if "✅ Register" in actor.buttons() else "Join the waiting list")


async def test_a_pupil_applies_and_is_welcome(stage: Stage) -> None:
    aidana = await offered(stage)
    timur = await applies(await stage.pupil("Timur"))
    assert timur.sees("The host looks at it now")
    assert aidana.sees("A pupil would like to take part")
    assert aidana.sees("Timur, grade 8, № 239")
    alina = await applies(await stage.pupil("Alina"))
    assert alina.sees("waiting list"), "the seat is held for whoever came first"
    await aidana.taps("Welcome")
    assert aidana.has("Timur is welcome")
    assert aidana.has("✅ Welcome (Aidana)")
    assert timur.has("The seat is yours!")


async def test_not_this_time_tells_the_reason_and_the_seat_goes_on(stage: Stage) -> None:
    aidana = await offered(stage)
    timur, alina = await applies(await stage.pupil("Timur")), await applies(await stage.pupil("Alina"))
    await aidana.taps("Not this time")
    assert aidana.sees("Why can Timur not come?")
    await aidana.taps("So many applied")
    assert timur.sees("can't take Timur this time")
    assert timur.sees("So many applied")
    assert alina.sees("A seat is free for Alina")
    await alina.taps("Take the seat")
    assert alina.sees("The host looks at it now"), "who comes from the line is decided about as well"
    await aidana.taps("Welcome")
    assert alina.has("The seat is yours!")


async def test_a_guardian_says_yes_before_anybody_decides(stage: Stage) -> None:
    aidana = await offered(stage)
    timur = await applies(await stage.pupil("Timur", older=False))
    assert timur.sees("a parent says yes first")
    assert not aidana.has("would like to take part")
    parent = await stage.comes("Sample parent")
    await parent.opens(timur.link("g"))
    await parent.taps("Yes, for this date")
    assert parent.sees("as soon as the host says yes")
    assert timur.sees("The host looks at it now")
    assert aidana.sees("A pupil would like to take part")
    await aidana.taps("Welcome")
    assert timur.has("The seat is yours!")
    assert parent.has("Timur has a seat")


async def test_nobody_decides_in_time(stage: Stage) -> None:
    aidana = await offered(stage)
    timur = await applies(await stage.pupil("Timur"))
    await stage.is_day(date(2026, 11, 26), time(12, 1))
    assert timur.has("did not decide in time")
    assert aidana.has("Nobody need see to this any more")
    await aidana.says("/organize")
    await aidana.taps("Requests: 0")
    assert aidana.sees("Nobody is waiting for you")


async def test_a_pupil_thinks_better_of_it_and_applies_again(stage: Stage) -> None:
    aidana = await offered(stage)
    timur = await applies(await stage.pupil("Timur"))
    assert timur.has("The host decides about each") is False, "the card gave way to the booking"
    await timur.taps("Give it up")
    await timur.taps("Yes")
    assert aidana.has("Nobody need see to this any more")
    await applies(timur)
    assert timur.sees("The host looks at it now")
    await aidana.taps("Welcome")
    assert timur.has("The seat is yours!")


async def test_who_was_welcome_once_need_not_ask_again(stage: Stage) -> None:
    aidana = await offered(stage)
    timur = await applies(await stage.pupil("Timur"))
    await aidana.taps("Welcome")
    await timur.taps("Can't come")
    await timur.taps("Yes")
    await timur.taps("after all")
    assert timur.has("Show at the entrance") or timur.sees("ticket")
    await aidana.says("/organize")
    assert "📋 Requests: 0" in aidana.buttons()
