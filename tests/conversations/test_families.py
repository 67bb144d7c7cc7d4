"""Younger pupils: the seat is held, a parent says yes or no from their own account, and the ticket appears."""

from datetime import date, time

import pytest

from tests.conversations.stage import Actor, Stage, a_slot


@pytest.fixture
async def timur(saturday: Stage) -> Actor:
    """A pupil younger than 14, whose seat on Saturday is held."""
    timur = await saturday.pupil("Timur", older=False)
    await timur.opens("https://t.me/etalon_test_bot?start=s_1")
    await timur.taps("Register")
    return timur


async def test_the_seat_is_held_and_the_link_is_there(timur: Actor) -> None:
    assert timur.sees("Your seat is kept until Wed, 25 November, 12:00")
    assert timur.link("g")
    assert timur.url("Send to a parent").startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me")


async def test_a_parent_says_yes_and_the_ticket_appears_by_itself(saturday: Stage, timur: Actor) -> None:
    parent = await saturday.comes("Sample parent")

    await parent.opens(timur.link("g"))
    for shown in (
        "Timur",
        "Secrets of weights",
        "Sat, 28 November",
        "Moskovsky pr. 19",
        "Sample desk, demo only",
        "grade (8)",
    ):
        assert parent.sees(shown)
    await parent.taps("Yes, for this date")

    assert parent.sees("Thank you!")
    assert timur.sees("The seat is yours!")
    assert timur.sees("Timur, your ticket")
    assert "photo" in timur.from_bot()[-1]


async def test_a_parent_says_no_and_the_seat_goes_on(saturday: Stage, timur: Actor) -> None:
    parent = await saturday.comes("Sample parent")
    await parent.opens(timur.link("g"))

    await parent.taps("No")

    assert parent.sees("You said no")
    assert timur.sees("said no this time")
    assert await seats_taken(saturday) == 0


async def test_the_pupils_own_account_cannot_say_yes(timur: Actor) -> None:
    link = timur.link("g")

    await timur.opens(link)

    assert timur.sees("You can't say yes for yourself")


async def test_pressing_yes_twice_acts_once(saturday: Stage, timur: Actor) -> None:
    parent = await saturday.comes("Sample parent")
    await parent.opens(timur.link("g"))
    button = next(
        button["callback_data"]
        for message in parent.from_bot()
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
        if button.get("callback_data", "").startswith("c:") and ":e:" in button["callback_data"]
    )

    await parent.taps_data(button)
    await parent.taps_data(button)

    assert parent.sees("Thank you!")
    tickets = [message for message in timur.from_bot() if "your ticket" in message.get("caption", "")]
    assert len(tickets) == 1


async def test_a_yes_to_words_that_have_changed_meanwhile_is_asked_again(saturday: Stage, timur: Actor) -> None:
    parent = await saturday.comes("Sample parent")
    await parent.opens(timur.link("g"))
    await saturday.offers(a_slot(on=date(2026, 12, 5)))

    await parent.taps("Yes, for this date")
    assert parent.sees("Something has changed since you read this")
    assert parent.sees("Sat, 5 December")
    await parent.taps("Yes, for this date")

    assert parent.sees("Thank you!")


async def test_nobody_answers_and_the_seat_goes_on_after_48_hours(saturday: Stage, timur: Actor) -> None:
    await saturday.is_day(date(2026, 11, 25), time(12, 1))

    assert timur.sees("No parent answered in time")
    assert await seats_taken(saturday) == 0


async def test_a_yes_for_the_partner_covers_the_next_date_too(stage: Stage) -> None:
    await stage.offers(a_slot(), a_slot("next", on=date(2026, 12, 5)))
    timur = await stage.pupil("Timur", older=False)
    await timur.opens("https://t.me/etalon_test_bot?start=s_1")
    await timur.taps("Register")
    parent = await stage.comes("Sample parent")
    await parent.opens(timur.link("g"))
    await parent.taps("until 31 August")
    assert parent.sees("31 August")

    await timur.opens("https://t.me/etalon_test_bot?start=s_2")
    await timur.taps("Register")

    assert timur.sees("Timur, your ticket")


async def test_a_yes_for_one_date_does_not_cover_another(stage: Stage) -> None:
    await stage.offers(a_slot(), a_slot("next", on=date(2026, 12, 5)))
    timur = await stage.pupil("Timur", older=False)
    await timur.opens("https://t.me/etalon_test_bot?start=s_1")
    await timur.taps("Register")
    parent = await stage.comes("Sample parent")
    await parent.opens(timur.link("g"))
    await parent.taps("Yes, for this date")

    await timur.opens("https://t.me/etalon_test_bot?start=s_2")
    await timur.taps("Register")

    assert timur.sees("Your seat is kept until")


async def test_a_parent_sees_the_childs_bookings_and_can_cancel(saturday: Stage, timur: Actor) -> None:
    parent = await saturday.comes("Sample parent")
    await parent.opens(timur.link("g"))
    await parent.taps("Yes, for this date")

    await parent.taps("Bookings of my children")
    await parent.taps("Timur")
    await parent.taps("Can't come")
    await parent.taps("Yes, give it up")

    assert parent.sees("is given up")
    assert timur.sees("The booking of Timur was cancelled")
    assert await seats_taken(saturday) == 0


async def test_a_parent_takes_the_yes_back(saturday: Stage, timur: Actor) -> None:
    parent = await saturday.comes("Sample parent")
    await parent.opens(timur.link("g"))
    await parent.taps("Yes, for this date")

    await parent.taps("Take my yes back")
    await parent.taps("Yes, take it back")

    assert parent.sees("Your yes is taken back")
    assert timur.sees("The booking of Timur was cancelled")


async def test_a_second_parent_finds_the_link_answered(saturday: Stage, timur: Actor) -> None:
    first, second = await saturday.comes("Sample parent"), await saturday.comes("Second sample parent")
    link = timur.link("g")
    await first.opens(link)
    await first.taps("Yes, for this date")

    await second.opens(link)

    assert second.sees("This link no longer works")


async def seats_taken(stage: Stage) -> int:
    """How many seats of the first slot are taken."""
    taken: int = await stage.app.store.read(lambda tx: tx.value("SELECT seats_taken FROM slots WHERE id = 1"))
    return taken
