"""Parents register children who have no Telegram: who is it for, the seat, and their yes on the spot."""

from dataclasses import replace
from datetime import date

from domain.programme import Audience
from tests.conversations.stage import BOT, EXCURSION, SURNAME, Actor, Stage, a_slot


async def tells_of(parent: Actor, name: str, *, older: bool, grade: str = "2") -> Actor:
    """Answer the four questions about a child."""
    await parent.says(name)
    assert parent.sees(f"Which grade is {name} in?")
    await parent.taps(grade)
    assert parent.sees(f"How old is {name}?")
    await parent.taps("14 or older" if older else "Younger than 14")
    assert parent.sees(f"Which school does {name} go to?")
    await parent.says("239")
    return await parent.taps("keep “239”")


async def with_child(stage: Stage, name: str = "Timur", *, older: bool = True) -> Actor:
    """A parent whose child the bot knows, told of in the settings."""
    parent = await stage.comes("Sample parent")
    await parent.taps("Settings")
    await parent.taps("Add a child")
    await tells_of(parent, name, older=older)
    assert parent.sees(f"Your children: {name}")
    return parent


async def opens_card(parent: Actor, slot: int = 1) -> Actor:
    return await parent.opens(f"https://t.me/{BOT}?start=s_{slot}")


async def seats_taken(stage: Stage) -> int:
    taken: int = await stage.app.store.read(lambda tx: tx.value("SELECT seats_taken FROM slots WHERE id = 1"))
    return taken


async def test_a_stranger_registers_a_child_and_says_yes_on_the_spot(saturday: Stage) -> None:
    parent = await saturday.comes("Sample parent")
    await parent.starts_registering()
    await parent.taps("It is for my child")
    assert parent.sees("What is your child's first name?")
    await tells_of(parent, "Timur", older=False)

    assert parent.sees("May Timur come?")
    assert parent.sees("Sample desk, demo only")
    assert not parent.has("start=g_")
    await parent.taps("Yes, for this date")

    assert parent.has("Timur, your ticket")
    assert parent.sees("Thank you!")
    assert not parent.sees("has been told")
    shown = await saturday.app.store.read(lambda tx: tx.value("SELECT given || shown FROM consents"))
    assert shown == "1by_link"
    assert await seats_taken(saturday) == 1


async def test_a_stranger_who_taps_child_by_mistake_goes_back_to_themselves(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")
    await alina.starts_registering()
    await alina.taps("It is for my child")
    await alina.taps("It is for myself")
    assert alina.sees("What is your first name?")
    await alina.says("Alina")
    assert alina.sees("Nice to meet you, Alina!")


async def test_a_parent_says_no_and_the_seat_goes_on(saturday: Stage) -> None:
    parent = await with_child(saturday, older=False)
    await opens_card(parent)
    await parent.taps("Register")
    await parent.taps("My child: Timur")
    assert await seats_taken(saturday) == 1

    await parent.taps("No")

    assert parent.sees("You said no. Timur does not come")
    assert await seats_taken(saturday) == 0


async def test_what_waits_for_the_yes_is_asked_again_from_my_bookings(saturday: Stage) -> None:
    parent = await with_child(saturday, older=False)
    await opens_card(parent)
    await parent.taps("Register")
    await parent.taps("My child: Timur")

    await parent.taps("Home")
    await parent.taps("My bookings")
    await parent.taps("Timur: Secrets of weights")

    assert parent.sees("May Timur come?")
    await parent.taps("Yes, for this date")
    assert parent.has("Timur, your ticket")


async def test_twins_get_a_seat_each_in_one_slot(saturday: Stage) -> None:
    parent = await with_child(saturday, "Timur")
    await opens_card(parent)
    await parent.taps("Register")
    assert parent.sees("Who is it for?")
    await parent.taps("My child: Timur")
    assert parent.sees("Timur, your ticket")

    await opens_card(parent)
    await parent.taps("Register one more of us")
    await parent.taps("Another child")
    await tells_of(parent, "Alina", older=True)

    assert parent.sees("Alina, your ticket")
    assert await seats_taken(saturday) == 2
    await parent.taps("My bookings")
    assert [label for label in parent.buttons() if "Secrets of weights" in label] == [
        "✅ Sat, 28 November, 15:30 · Timur: Secrets of weights",
        "✅ Sat, 28 November, 15:30 · Alina: Secrets of weights",
    ]


async def test_two_children_chosen_on_one_screen_get_a_seat_each(saturday: Stage) -> None:
    parent = await with_child(saturday)
    await parent.taps("Add a child")
    await tells_of(parent, "Alina", older=True)
    await opens_card(parent)
    await parent.taps("Register")
    rows = parent.shown()[-1]["reply_markup"]["inline_keyboard"]

    for button in [button for row in rows for button in row if button["callback_data"].startswith("rf:")]:
        await parent.taps_data(button["callback_data"])

    assert await seats_taken(saturday) == 2


async def test_the_same_child_twice_is_one_seat(saturday: Stage) -> None:
    parent = await with_child(saturday)
    for label in ("Register", "Register one more of us"):
        await opens_card(parent)
        await parent.taps(label)
        await parent.taps("My child: Timur")

    assert parent.sees("registered for this date already")
    assert await seats_taken(saturday) == 1


async def test_a_parent_who_comes_too_registers_themselves(saturday: Stage) -> None:
    parent = await with_child(saturday)
    await opens_card(parent)
    await parent.taps("Register")
    await parent.taps("It is for myself")
    assert parent.sees("What is your first name?")
    await parent.says("Aigul")
    await parent.taps("11")
    await parent.taps("14 or older")
    await parent.says("239")
    await parent.taps("keep “239”")
    assert parent.sees("Aigul, your ticket")

    await opens_card(parent)
    await parent.taps("Register one more of us")
    assert "🙋 Me: Aigul" in parent.buttons()


async def test_the_events_question_is_asked_about_the_child(stage: Stage) -> None:
    await stage.offers(a_slot(), events=(replace(EXCURSION, question=SURNAME),))
    parent = await with_child(stage, older=False)
    await opens_card(parent)
    await parent.taps("Register")
    await parent.taps("My child: Timur")
    assert parent.sees("Surname")
    await parent.says("Sample")

    assert parent.sees("May Timur come?")
    assert parent.sees("Surname (Sample)")
    assert await stage.app.store.read(lambda tx: tx.value("SELECT answer FROM bookings")) == "Sample"


async def test_warnings_speak_of_the_child(stage: Stage) -> None:
    older = replace(EXCURSION, audience=Audience(grade_from=10, grade_to=11))
    await stage.offers(a_slot(), a_slot("same", on=date(2026, 11, 28)), events=(older,))
    parent = await with_child(stage)
    await opens_card(parent)
    await parent.taps("Register")
    await parent.taps("My child: Timur")
    assert parent.sees("meant for grades 10–11, and Timur is in grade 2")
    await parent.taps("Yes, register")
    assert parent.sees("Timur, your ticket")

    await opens_card(parent, 2)
    await parent.taps("Register")
    await parent.taps("My child: Timur")
    assert parent.sees("Timur already has Secrets of weights at that time")


async def test_a_child_in_the_waiting_list_is_answered_for_here(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=1))
    alina = await stage.pupil("Alina")
    await opens_card(alina)
    await alina.taps("Register")
    parent = await with_child(stage, older=False)
    await opens_card(parent)
    await parent.taps("Join the waiting list")
    await parent.taps("My child: Timur")
    assert parent.sees("No. 1 in the waiting list")
    assert parent.sees("If you say yes already now, the seat is Timur's at once")
    await parent.opens(parent.url("Answer"))
    await parent.taps("Yes, for this date")
    assert parent.sees("as soon as there is a seat")

    await alina.taps("Can't come")
    await alina.taps("Yes, give it up")

    await parent.taps("Take the seat")
    assert parent.sees("Timur, your ticket")


async def test_nobody_registers_another_parents_child(saturday: Stage) -> None:
    await with_child(saturday)
    stranger = await with_child(saturday, "Alina")

    await stranger.taps_data("rf:1:AAAAAAAAAAA:1:0")

    assert stranger.sees("Perhaps it belongs to somebody else")
    assert await seats_taken(saturday) == 0
