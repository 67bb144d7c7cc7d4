"""Languages, privacy, one's own data, groups, and buttons from another time."""

from tests.conversations.stage import Stage


async def test_the_language_follows_telegram_and_can_be_chosen(saturday: Stage) -> None:
    alina = await saturday.comes("Alina", "ru-RU")
    assert alina.sees("Это «Эталон»")
    dana = await saturday.comes("Dana", "kk")
    assert not dana.sees("Это «Эталон»")
    assert not dana.sees("This is Etalon")
    zoe = await saturday.comes("Zoe", "fr")
    assert zoe.sees("This is Etalon")

    await zoe.says("/language")
    await zoe.taps("Русский")
    assert zoe.sees("Настройки")
    await zoe.opens("https://t.me/etalon_test_bot?start=hello")

    assert zoe.sees("Это «Эталон»")


async def test_the_menu_speaks_each_language(saturday: Stage) -> None:
    alina = await saturday.comes("Alina", "ru")

    header = saturday.world.person_header(alina.id)

    assert [one["command"] for one in header["commands"]] == [
        "start", "help", "cancel", "settings", "language", "privacy",
    ]  # fmt: skip
    assert "Язык" in " ".join(one["description"] for one in header["commands"]).title()


async def test_my_data_is_shown_and_deleted(saturday: Stage) -> None:
    alina = await saturday.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    await alina.says("/privacy")
    await alina.taps("My data")
    assert alina.sees("First name: Alina")

    await alina.taps("Delete my data")
    await alina.taps("Yes, delete everything")

    assert alina.sees("Your data is deleted")
    rows = await saturday.app.store.read(
        lambda tx: tx.all(
            "SELECT seats_taken, (SELECT count(*) FROM people WHERE account IS NOT NULL) AS known FROM slots"
        )
    )
    assert [tuple(row) for row in rows] == [(0, 0)]
    kept = await saturday.app.store.read(lambda tx: tx.value("SELECT count(*) FROM conversations"))
    assert kept == 0


async def test_in_a_group_nothing_personal_is_said(saturday: Stage) -> None:
    alina = await saturday.pupil("Alina")
    group = saturday.world.groups.make("8Б", [saturday.world.person(alina.id)], saturday.world.bot())

    await alina.says("/start@etalon_test_bot", chat=group["id"])

    said = [
        message
        for message in alina.chat()
        if message["chat"]["id"] == group["id"] and message["from"]["id"] != alina.id
    ]
    assert [message["text"] for message in said[-1:]] == ["Registration is personal, so let us talk in private."]


async def test_a_button_from_another_time_says_so_and_offers_the_way_home(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")

    for data in ("nonsense", "u:99999999999999999999:::", "s:-1:", "r:1", "home:1", ""):
        await alina.taps_data(data or "x")
        assert alina.sees("no longer works")
        assert any("Upcoming" in label for label in alina.buttons())


async def test_somebody_elses_booking_cannot_be_seen_or_cancelled(saturday: Stage) -> None:
    alina, timur = await saturday.pupil("Alina"), await saturday.pupil("Timur")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")

    for data in ("b:1", "t:1:0", "ics:1", "x:1:0", "xx:1:AAAAAAAAAAA:0", "undo:1:AAAAAAAAAAB", "d:1", "cw:1:1", "b:77"):
        await timur.taps_data(data)
        assert timur.sees("nothing here that you can see")
        assert not timur.has("Alina")


async def test_a_ticket_scanned_by_a_stranger_reveals_no_name(saturday: Stage) -> None:
    alina, timur = await saturday.pupil("Alina"), await saturday.pupil("Timur")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    token = await saturday.app.store.read(lambda tx: tx.value("SELECT ticket_token FROM bookings"))

    await timur.opens(f"https://t.me/etalon_test_bot?start=t_{token}")
    assert timur.sees("somebody's ticket")
    assert not timur.has("Alina")
    await alina.opens(f"https://t.me/etalon_test_bot?start=t_{token}")

    assert alina.sees("Alina, your ticket")


async def test_whoever_blocks_the_bot_is_not_written_to_until_they_return(saturday: Stage) -> None:
    alina = await saturday.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")

    saturday.world.person_blocks(alina.id)
    await saturday.app.settle()

    unreachable = await saturday.app.store.read(lambda tx: tx.value("SELECT unreachable_since FROM people"))
    assert unreachable is not None
    await alina.opens("https://t.me/etalon_test_bot?start=hello")
    unreachable = await saturday.app.store.read(lambda tx: tx.value("SELECT unreachable_since FROM people"))
    assert unreachable is None
