"""The main job: a pupil who was never here finds an excursion, registers, and holds a ticket."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from tests.conversations.stage import EXCURSION, SURNAME, Stage, a_slot, app_in, new_world


async def test_a_stranger_is_greeted_and_asked_nothing(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")

    assert alina.sees("This is Etalon")
    assert any("Upcoming" in label for label in alina.buttons())


async def test_from_the_list_to_a_ticket_the_first_time(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")

    await alina.taps("Upcoming")
    assert alina.sees("Secrets of weights")
    assert alina.sees("10 seats left")
    await alina.taps("1")
    assert alina.sees("Museum of Metrology")
    await alina.taps("Register")
    assert alina.sees("What is your first name?")
    await alina.says("Alina")
    assert alina.sees("Which grade are you in?")
    await alina.taps("8")
    await alina.taps("14 or older")
    await alina.says("239")
    await alina.taps("239")

    assert alina.sees("Alina, your ticket")
    assert alina.sees("Sat, 28 November, 15:30–17:30")
    assert alina.sees("spare shoes")
    assert "photo" in alina.from_bot()[-1]


async def test_who_is_known_needs_two_taps_from_the_list(saturday: Stage) -> None:
    alina = await saturday.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=hello")
    await alina.taps("Upcoming")

    await alina.taps("1")
    await alina.taps("Register")

    assert alina.sees("Alina, your ticket")


@pytest.mark.parametrize(
    ("writing", "answer"),
    [
        ({"sticker": True}, "can't use stickers"),
        ({"text": "Alina", "forwarded_from": "Sample"}, "can't use stickers, pictures or forwarded messages"),
        ({"text": "А" * 4000}, "60 characters are the most"),
        ({"text": "12345"}, "Please use letters"),
        ({"text": "🙂🙂"}, "Please use letters"),
    ],
)
async def test_what_is_no_name_is_refused_kindly_and_asked_again(
    saturday: Stage, writing: dict[str, Any], answer: str
) -> None:
    alina = await saturday.comes("Alina")
    await alina.starts_registering()

    await alina.says(**writing)

    assert alina.sees(answer)
    assert alina.sees("What is your first name?")


async def test_a_grade_of_14_is_refused_and_the_name_is_kept(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")
    await alina.starts_registering()
    await alina.says("Alina")

    await alina.says("14")

    assert alina.sees("from 1 to 12")
    assert alina.sees("Nice to meet you, Alina!")
    await alina.says("8 «Б»")
    assert alina.sees("How old are you?")


async def test_every_step_goes_back_and_the_first_leads_out(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")
    await alina.starts_registering()
    await alina.says("Alina")
    await alina.taps("8")
    await alina.taps("14 or older")

    await alina.taps("Back")
    assert alina.sees("How old are you?")
    await alina.taps("Back")
    assert alina.sees("Which grade")
    await alina.taps("Back")
    assert alina.sees("first name?")
    assert any("Keep “Alina”" in label for label in alina.buttons())
    await alina.taps("Back")
    assert alina.sees("We show the standards.")


async def test_it_can_be_cancelled_and_leaves_nothing(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")
    await alina.starts_registering()
    await alina.says("Alina")

    await alina.says("/cancel")

    assert alina.sees("Nothing was registered")
    await alina.says("8")
    assert alina.sees("did not understand")


async def test_a_step_survives_a_restart_of_the_bot(tmp_path: Path) -> None:
    world = new_world()
    async with app_in(world, tmp_path / "etalon.db") as app:
        stage = Stage(app, world)
        await stage.offers(a_slot())
        alina = await stage.comes("Alina")
        await alina.starts_registering()
        await alina.says("Alina")

    async with app_in(world, tmp_path / "etalon.db") as app:
        await app.prepare()
        stage.app = app
        await alina.says("8")
        assert alina.sees("How old are you?")


async def test_a_button_of_a_step_long_answered_shows_the_step_one_is_at(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")
    await alina.starts_registering()
    await alina.says("Alina")
    await alina.says("8")

    await alina.taps_data("w:grade:11")

    assert alina.sees("How old are you?")


async def test_the_one_thing_more_is_asked_with_its_reason_each_time(stage: Stage) -> None:
    await stage.offers(a_slot(), events=(replace(EXCURSION, question=SURNAME),))
    alina = await stage.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=e_1")
    await alina.taps("28 November")

    await alina.taps("Register")
    assert alina.sees("Surname")
    assert alina.sees("for the pass at the gate")
    await alina.says("Sample")

    assert alina.sees("Alina, your ticket")


async def test_a_school_is_found_by_a_mistyped_name_or_kept_as_typed(saturday: Stage) -> None:
    from storage.people import schools  # noqa: PLC0415  only this play needs a list of schools

    listed = [("Президентский лицей № 239", "Санкт-Петербург", ""), ("Гимназия № 56", "Санкт-Петербург", "")]
    await saturday.app.store.write(schools.enlist, schools=listed)
    alina = await saturday.comes("Alina")
    await alina.taps_data("me")
    await alina.says("Alina")
    await alina.says("8")
    await alina.taps("14 or older")

    await alina.says("призидентский лицей 239")

    assert alina.sees("Is it one of these?")
    await alina.taps("Президентский лицей № 239, Санкт-Петербург")
    assert alina.sees("grade 8, Президентский лицей № 239")


async def test_where_nobody_needs_a_guardian_the_age_is_not_asked(tmp_path: Path) -> None:
    world = new_world()
    async with app_in(world, tmp_path / "etalon.db", guardian_consent_under=0) as app:
        alina = await Stage(app, world).comes("Alina")
        await alina.taps_data("me")
        assert alina.sees("Step 1 of 3")
        await alina.says("Alina")

        await alina.says("8")

        assert alina.sees("Step 3 of 3")
        assert alina.sees("Which school")
        await alina.taps("Back")
        assert alina.sees("Which grade")


async def test_registration_that_closed_while_one_was_answering_says_so_and_keeps_who_one_is(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")
    await alina.starts_registering()
    await alina.says("Alina")
    await alina.taps("8")
    await alina.taps("14 or older")
    await alina.says("239")
    await saturday.is_day(date(2026, 11, 28), time(15, 31))

    await alina.taps("239")

    assert alina.sees("Registration for this date closed Sat, 28 November, 15:30")
    await alina.taps("Home")
    assert alina.sees("Hello, Alina!")


async def test_a_press_in_a_group_is_answered_and_does_nothing(saturday: Stage) -> None:
    alina = await saturday.pupil("Alina")
    group = saturday.world.groups.make("8Б", [saturday.world.person(alina.id)], saturday.world.bot())
    await alina.says("/start@etalon_test_bot", chat=group["id"])
    said = next(
        one for one in reversed(alina.chat()) if one["chat"]["id"] == group["id"] and one["from"]["id"] != alina.id
    )

    query = saturday.world.person_taps(alina.id, said["message_id"], "my:0:0", chat=group["id"], force=True)
    await saturday.app.settle()

    assert query.answer is not None
    newest = [one for one in alina.chat() if one["chat"]["id"] == group["id"] and one["from"]["id"] != alina.id][-1]
    assert newest["message_id"] == said["message_id"]
