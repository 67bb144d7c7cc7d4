"""Organizers make events in the chat: in few taps, out of a post, part by part, two at once; and publish them."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from domain.identities import AccountId, PartnerId
from domain.languages import Language, Texts
from domain.moments import instant
from domain.rights import OrganizerRole
from emulator.kept.files import Upload
from storage.people import persons, rights
from storage.publishing import programmes
from tests.conversations.stage import BOT, PARTNER, Actor, Stage
from tests.conversations.test_teachers import owner
from tests.emulator.stand import png


async def organizer(stage: Stage, name: str = "Boris", role: OrganizerRole = OrganizerRole.PROGRAMME) -> Actor:
    """Somebody who organizes for the museum."""
    someone = await stage.comes(name)
    person = await stage.app.store.write(persons.meet, account=AccountId(someone.id), language=Language.ENGLISH)
    await stage.app.store.write(rights.appoint, person=person.id, name=name, partner=PartnerId(1), roles=(role,))
    return someone


async def value(stage: Stage, sql: str) -> Any:
    return await stage.app.store.read(lambda tx: tx.value(sql))


async def only(stage: Stage, sql: str) -> Any:
    """The one row."""
    return (await stage.app.store.read(lambda tx: tx.all(sql)))[0]


async def test_a_simple_event_in_six_taps_and_two_messages(saturday: Stage) -> None:
    boris = await organizer(saturday)
    await boris.says("/organize")
    await boris.taps("Programme")
    await boris.taps("New event")
    await boris.taps("Excursion")
    assert boris.sees("Title and description")
    await boris.says("Clocks and time\nHow a second is made.")
    assert boris.sees("For which grades")
    await boris.taps("8–11")
    assert boris.sees("Where is it?")
    await boris.taps("Museum of Metrology")
    assert boris.sees("Type them, one a line")
    await boris.says("5.12 10:00 x25\n12.12 10:00-11:00 x12")
    assert boris.sees("2 dates are added")
    assert boris.sees("nobody sees it")
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=hello")
    await timur.taps("Upcoming")
    assert not timur.sees("Clocks and time")
    await boris.taps("Publish now")
    assert boris.sees("Published.")

    await timur.opens(f"https://t.me/{BOT}?start=hello")
    await timur.taps("Upcoming")
    assert timur.sees("Clocks and time")
    await timur.taps("2")
    assert timur.sees("How a second is made.")
    assert timur.sees("for grades 8–11")
    assert timur.sees("Moskovsky pr. 19")
    assert timur.sees("25 seats left")
    await timur.taps("Register")
    assert timur.sees("Code"), timur.reads()


PICTURE = Upload("poster.png", png(4, 4))
MOSCOW = "Europe/Moscow"


async def a_draft(boris: Actor, *, title: str = "Clocks and time") -> Actor:
    """An excursion in the museum on 5 December, a draft."""
    await boris.says("/organize")
    for label in ("Programme", "New event", "Excursion"):
        await boris.taps(label)
    await boris.says(f"{title}\nHow a second is made.")
    for label in ("8–11", "Museum of Metrology"):
        await boris.taps(label)
    await boris.says("5.12 10:00 x25")
    assert boris.sees("Draft: nobody sees it")
    return boris


async def test_a_forwarded_post_becomes_a_draft_with_its_picture(saturday: Stage) -> None:
    boris = await organizer(saturday)
    await boris.says("Мастер-класс «Весы»\n\nВзвесим всё.", photo=PICTURE, forwarded_from="Канал музея")
    assert boris.sees("The post is a draft now.")
    assert boris.sees("For which grades")
    await boris.says("8-9")
    await boris.says("5.12 10:00 x25")
    assert boris.sees("Master class")
    assert boris.sees("Museum of Metrology")
    await boris.taps("Preview")
    assert boris.sees("This is how pupils see it")
    assert boris.from_bot()[-1]["photo"]
    await boris.taps("Publish now")
    assert "photo" not in boris.from_bot()[-1]

    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=e_2")
    await timur.taps("5 December")
    card = timur.from_bot()[-1]
    assert card["photo"]
    assert "Взвесим всё." in card["caption"]
    assert "for grades 8–9" in card["caption"]
    await timur.taps("Back to the list")
    assert timur.sees("Press a number to see more")
    assert not any(message.get("photo") for message in timur.from_bot()), "the card went with its picture"


async def test_the_same_words_again_are_another_post(saturday: Stage) -> None:
    boris = await organizer(saturday)
    await boris.says("Лекция о метре", forwarded_from="Канал")
    await boris.opens(f"https://t.me/{BOT}?start=hello")
    await boris.says("Лекция о метре", forwarded_from="Канал")
    assert await value(saturday, "SELECT count(*) FROM events WHERE published_at IS NULL") == 2
    assert await value(saturday, "SELECT count(DISTINCT key) FROM events") == 3


async def test_a_stranger_and_another_role_make_nothing(saturday: Stage) -> None:
    stranger = await saturday.comes("Stranger")
    door = await organizer(saturday, "Dina", OrganizerRole.CHECK_IN)
    await a_draft(await organizer(saturday))
    for someone in (stranger, door):
        await someone.says("A post\nWith text", forwarded_from="Channel")
        assert someone.sees("I have nothing here") or someone.sees("did not understand")
        for data in (
            "gg:0",
            "gm:2",
            "ge:2:",
            "gv:2:kind:lecture:1",
            "gb:2:1",
            "gn:abc:1:lecture",
            "gd:2",
            "gy:2::0",
            "gc:2:abc",
            "gx:2:1:0",
            "gt:2:1:0:0:0",
            "ga:2",
            "gu:2:out:2",
            "gh:2:1:1",
        ):
            await someone.taps_data(data)
            assert not someone.sees("Clocks"), data
            assert someone.sees("nothing here that you can see or change") or someone.toast, data
    assert await value(saturday, "SELECT count(*) FROM events") == 2
    assert await value(saturday, "SELECT published_at FROM events WHERE id = 2") is None


async def test_of_two_organizers_the_second_sees_what_the_first_changed(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    vera = await organizer(saturday, "Vera")
    await vera.says("/organize")
    await vera.taps("Programme")
    await vera.taps("Clocks and time")
    await vera.taps("Change")
    await vera.taps("Title")
    await boris.taps("Change")
    await boris.taps("Title")
    await boris.says("The second")
    assert boris.sees("The second")
    await vera.says("The minute")
    assert vera.sees("Boris has changed this event meanwhile")
    assert vera.sees("Title: The second")
    assert vera.sees("The minute")
    assert await value(saturday, "SELECT title FROM events WHERE id = 2") == '{"en": "The second"}'
    await vera.taps("Put mine in all the same")
    assert await value(saturday, "SELECT title FROM events WHERE id = 2") == '{"en": "The minute"}'


async def test_looking_again_keeps_the_others_words(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    vera = await organizer(saturday, "Vera")
    await vera.taps_data("ge:2:audience")
    await boris.taps("Change")
    await boris.taps("What to bring")
    await boris.says("a notebook")
    await vera.taps("5–7")
    assert vera.sees("What to bring: a notebook")
    assert vera.sees("for grades 5–7")
    await vera.taps("Look again")
    assert vera.sees("a notebook")
    assert vera.sees("for grades 8–11")


async def test_a_third_change_is_seen_before_one_is_overwritten(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    vera = await organizer(saturday, "Vera")
    await vera.taps_data("ge:2:title")
    await boris.taps_data("gv:2:kind:lecture:2")
    assert boris.toast != "Saved"
    revision = await value(saturday, "SELECT revision FROM events WHERE id = 2")
    await boris.taps_data(f"gv:2:kind:lecture:{revision}")
    await vera.says("Mine")
    await boris.taps_data(f"gv:2:kind:meeting:{revision + 1}")
    await vera.taps("Put mine in all the same")
    assert vera.sees("has changed this event meanwhile")
    assert vera.sees("Kind: Meeting")
    await vera.taps("Put mine in all the same")
    assert vera.toast == "Saved"


async def test_every_part_can_be_edited(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps("Change")
    for label, said in (
        ("What to bring", "a notebook"),
        ("What is not allowed", "photographs"),
        ("One thing to ask", "Surname"),
    ):
        await boris.taps(label)
        await boris.says(said)
        assert boris.sees(said)
    await boris.taps_data("gm:2")
    assert boris.sees("why it asks what it asks")
    await boris.taps("Publish now")
    assert boris.sees("Before it can be published, this is missing: why it asks what it asks")
    await boris.taps_data("ge:2:why")
    await boris.says("for the pass")
    for part, tap in (
        ("kind", "Lecture"),
        ("classes", "Classes ask, and you decide"),
        ("classes", "an adult for 10 pupils"),
        ("pupils", "You decide about each"),
        ("reminders", "none"),
        ("audience", "Refuse other grades"),
    ):
        await boris.taps_data(f"ge:2:{part}")
        await boris.taps(tap)
        assert boris.toast == "Saved", tap
    await boris.taps_data("ge:2:reminders")
    await boris.says("3d@09:00; 1h")
    assert boris.sees("3 days before (09:00) · 1 hour before")
    await boris.taps_data("ge:2:title")
    await boris.taps("Қазақша")
    await boris.says("Сағаттар")
    await boris.taps_data("gy:2:kk:0")
    assert boris.sees("Сағаттар")
    row = await only(saturday, "SELECT * FROM events WHERE id = 2")
    assert (row["kind"], row["classes"], row["pupils_per_adult"], row["pupils"]) == ("lecture", "asked", 10, "asked")
    assert (row["strict_grades"], row["grade_from"], row["grade_to"]) == (1, 8, 11)
    assert row["title"] == '{"kk": "Сағаттар", "en": "Clocks and time"}'
    assert row["reminder_rules"] == "3d@09:00; 1h"
    await boris.taps("Publish now")
    assert boris.sees("Published.")


async def test_what_cannot_be_meant_is_told_and_what_was_typed_stays(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    for part, said, told in (
        ("title", "x" * 121, "120 characters are the most"),
        ("title", "!!!", "Please type it in your own words"),
        ("audience", "13", "grade from 1 to 12"),
        ("classes", "many", "Please type a number"),
        ("reminders", "soon", "Please type it in your own words"),
        ("poster", "a picture", "Please type it"),
    ):
        await boris.taps_data(f"ge:2:{part}")
        await boris.says(said)
        assert boris.sees(told), part
    await boris.taps_data("gm:2")
    assert boris.sees("Clocks and time")


async def test_faults_are_told_line_by_line_and_what_was_right_is_kept(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps("Dates")
    await boris.says("12.12 10:00 x20\n31.02 10:00\n19.12\n26.12 11:00 x30\nsoon")
    assert boris.sees("2 dates are added")
    assert boris.sees("31.02 10:00: the calendar has no such day")
    assert boris.sees("19.12: the time is missing")
    assert boris.sees("soon: the day is missing")
    await boris.says("19.12 10:00")
    assert boris.sees("1 date is added")
    rows = await saturday.app.store.read(lambda tx: tx.all("SELECT capacity FROM slots WHERE event = 2 ORDER BY id"))
    assert [row["capacity"] for row in rows] == [25, 20, 30, 30], "what is not said is as the last one"


async def test_days_are_picked_in_a_calendar_and_repeated_every_week(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps("Dates")
    await boris.taps("Pick in a calendar")
    await boris.taps("December")
    await boris.taps("14")
    await boris.taps("Go on with 1 day")
    await boris.taps("15:…")
    await boris.taps("15:30")
    await boris.taps("20")
    assert boris.sees("Nothing is added yet")
    await boris.taps("Every week until")
    await boris.taps("4 weeks")
    dates = [label for label in boris.buttons() if label.startswith("✅ ") and "Add" not in label]
    assert dates == [
        "✅ Mon, 14 Dec, 15:30–17:00 · 20",
        "✅ Mon, 21 Dec, 15:30–17:00 · 20",
        "✅ Mon, 28 Dec, 15:30–17:00 · 20",
        "✅ Mon, 4 Jan, 15:30–17:00 · 20",
    ]
    await boris.taps("28 Dec")
    await boris.taps("Add 3 dates")
    assert boris.sees("3 dates are added")
    days = await saturday.app.store.read(
        lambda tx: tx.all("SELECT local_date FROM meetings AS m JOIN slots AS s ON s.id = m.slot WHERE s.event = 2")
    )
    assert [row["local_date"] for row in days] == ["2026-12-05", "2026-12-14", "2026-12-21", "2027-01-04"]


async def test_a_course_of_several_meetings(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps("Dates")
    await boris.says("14.01 16:00; 21.01; 28.01 x12")
    assert boris.sees("1 date is added")
    assert await value(saturday, "SELECT count(*) FROM meetings WHERE slot = (SELECT max(id) FROM slots)") == 3


async def test_dates_of_a_published_event_are_looked_over_first_and_wishers_are_told(saturday: Stage) -> None:
    boris = await organizer(saturday)
    timur = await saturday.pupil("Timur")
    await timur.taps_data("wish:1:1")
    await boris.taps_data("gd:1")
    await boris.says("12.12 10:00")
    assert boris.sees("Nothing is added yet")
    assert await value(saturday, "SELECT count(*) FROM slots") == 1
    await boris.taps("Add 1 date")
    assert boris.sees("1 date is added")
    assert timur.has("has seats again")
    assert await value(saturday, "SELECT capacity FROM slots WHERE id = 2") == 10


async def test_a_new_place_by_name_city_and_clocks(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps_data("ge:2:where")
    await boris.taps("Another place")
    await boris.says("Standards centre\nMangilik El 11")
    await boris.says("Astana")
    await boris.says("Astana")
    assert boris.sees("Did you mean Asia/Almaty?")
    await boris.taps("Asia/Almaty")
    await boris.says(location={"latitude": 51.09, "longitude": 71.4})
    assert boris.sees("Standards centre, Mangilik El 11, Astana")
    row = await only(saturday, "SELECT zone, latitude, starts_at FROM slots WHERE event = 2")
    assert (row["zone"], row["latitude"]) == ("Asia/Almaty", 51.09)
    assert row["starts_at"] == instant(date(2026, 12, 5), time(10), "Asia/Almaty"), "10:00 stays 10:00 there"


async def test_online_and_both(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps_data("ge:2:where")
    await boris.taps("💻 Online")
    await boris.says("meet.example.org")
    assert boris.sees("That is no whole link")
    await boris.says("https://meet.example.org/1")
    row = await only(saturday, "SELECT place, online_link FROM slots WHERE event = 2")
    assert (row["place"], row["online_link"]) == (None, "https://meet.example.org/1")
    await boris.taps_data("ge:2:where")
    await boris.taps("In person and online")
    await boris.taps("Museum of Metrology")
    await boris.says("https://meet.example.org/2")
    row = await only(saturday, "SELECT place, online_link FROM slots WHERE event = 2")
    assert "Museum" in row["place"]
    assert row["online_link"] == "https://meet.example.org/2"


async def test_a_copy_asks_for_its_dates_alone(saturday: Stage) -> None:
    boris = await organizer(saturday)
    await boris.taps_data("gm:1")
    await boris.taps("Copy")
    assert boris.sees("This is a copy")
    await boris.says("12.12 10:00")
    assert boris.sees("Secrets of weights")
    await boris.taps("Publish now")
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_2")
    assert timur.sees("Moskovsky pr. 19")
    assert timur.sees("Bring: spare shoes")
    assert timur.sees("10 seats left")


async def test_it_publishes_itself_at_its_time(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps("Publish later")
    await boris.says("24.11 10:00")
    assert boris.sees("Publishes itself Tue, 24 November, 10:00")
    timur = await saturday.pupil("Timur")
    await timur.taps_data("u:0::0:0:0:0:0:0")
    assert not timur.sees("Clocks")
    await saturday.is_day(date(2026, 11, 24), time(10, 0))
    assert boris.sees("is published, as planned")
    await timur.taps_data("u:0::0:0:0:0:0:0")
    assert timur.sees("Clocks")


async def test_what_is_unfit_at_its_time_stays_a_draft_and_that_is_told(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps("Publish later")
    await boris.taps("24 November, 09:00")
    await boris.taps_data("ge:2:asks")
    await boris.says("Surname")
    await saturday.is_day(date(2026, 11, 24), time(9, 0))
    assert boris.sees("something is missing")
    await boris.taps("See it")
    assert boris.sees("Draft: nobody sees it")


async def test_a_draft_is_thrown_away_and_had_back(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps("Throw away")
    assert boris.sees("Thrown away")
    await boris.taps_data("gg:0")
    assert not any("Clocks" in label for label in boris.buttons())
    await boris.taps_data("gm:2")
    await boris.taps("Have it back")
    assert boris.sees("Draft: nobody sees it")


async def test_a_date_of_a_draft_gets_another_time_or_goes(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps("5 December")
    await boris.taps("Another time or seats")
    await boris.says("6.12 11:00 x30")
    assert boris.sees("Sun, 6 December, 11:00")
    assert boris.sees("30 seats")
    await boris.taps("Closes")
    await boris.says("7.12 11:00")
    assert boris.sees("Registration opens before it closes")
    await boris.taps("Closes")
    await boris.says("4.12 18:00")
    assert boris.sees("Registration closes: Fri, 4 December, 18:00")
    await boris.taps("Open until it begins")
    assert boris.sees("Registration closes: when it begins")
    await boris.taps("Take it out")
    assert boris.sees("No dates yet")
    await boris.taps_data("ga:2")
    assert boris.sees("This date is no longer there")


async def test_registration_of_a_published_date_opens_later(saturday: Stage) -> None:
    boris = await organizer(saturday)
    await boris.taps_data("ga:1")
    await boris.taps("Opens")
    await boris.says("25.11 10:00")
    assert boris.sees("Registration opens: Wed, 25 November, 10:00")
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    assert timur.sees("Registration opens Wed, 25 November, 10:00")


async def test_an_owner_of_several_partners_is_asked_whose_it_is(saturday: Stage) -> None:
    await saturday.app.store.write(
        programmes.bring_partners, partners=(replace(PARTNER, key="college", name=Texts(en="College")),)
    )
    boss = await owner(saturday)
    await boss.says("A lecture about the metre\nCome!", forwarded_from="Channel")
    assert boss.sees("Who hosts it?")
    await boss.taps("College")
    await boss.taps("Everybody")
    await boss.taps("Later")
    assert boss.sees("🏢 College")
    await boss.taps_data("gg:0")
    await boss.taps("New event")
    assert boss.sees("Who hosts it?")
    await boss.taps("Museum")
    assert boss.sees("What is it?")


async def test_what_was_done_is_in_the_log(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps("Publish now")
    await boris.taps_data("log:0")
    for done in ("made an event", "changed an event", "added dates", "published an event"):
        assert boris.sees(done), done


async def test_the_other_pictures_of_an_album_change_nothing(saturday: Stage) -> None:
    boris = await organizer(saturday)
    await boris.says("A lecture\nCome!", photo=PICTURE, forwarded_from="Channel", media_group_id="7")
    await boris.says(photo=PICTURE, forwarded_from="Channel", media_group_id="7")
    assert boris.sees("For which grades")
    assert await value(saturday, "SELECT count(*) FROM events") == 2


async def test_in_the_middle_of_something_a_forwarded_post_is_no_draft(saturday: Stage) -> None:
    boris = await organizer(saturday)
    await boris.taps_data("ge:1:title")
    await boris.says("A lecture", forwarded_from="Channel")
    assert boris.sees("Please type it in your own words")
    await saturday.app.store.write(lambda tx: tx.run("UPDATE conversations SET state = 'something:else'"))
    await boris.says("A lecture", forwarded_from="Channel")
    assert boris.sees("I lost the thread")
    assert await value(saturday, "SELECT count(*) FROM events") == 1


async def test_a_picture_of_another_bot_leaves_the_words(saturday: Stage) -> None:
    await saturday.app.store.write(lambda tx: tx.run("UPDATE events SET poster = 'AgAC-of-another-bot' WHERE id = 1"))
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    assert timur.sees("Secrets of weights")
    assert "photo" not in timur.from_bot()[-1]


async def test_a_card_too_long_for_a_caption_goes_without_its_picture(saturday: Stage) -> None:
    boris = await organizer(saturday)
    await boris.taps_data("ge:1:poster")
    await boris.says(photo=PICTURE)
    assert boris.toast is None or boris.sees("Picture")
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    assert timur.from_bot()[-1]["photo"]
    for part in ("bring", "forbidden"):
        await boris.taps_data(f"ge:1:{part}")
        await boris.says("a " + "long " * 58)
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    shown = timur.from_bot()[-1]
    assert len(shown.get("caption") or shown["text"]) > 600
    await boris.taps_data("ge:1:poster")
    await boris.taps("Without a picture")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    assert "photo" not in timur.from_bot()[-1]


async def test_many_dates_have_pages(saturday: Stage) -> None:
    boris = await a_draft(await organizer(saturday))
    await boris.taps("Dates")
    await boris.says("\n".join(f"{day}.01.2027 10:00" for day in range(1, 20)))
    assert boris.sees("19 dates are added")
    await boris.taps("All dates: 20")
    assert len([label for label in boris.buttons() if label.startswith("📅")]) == 8
    await boris.taps("➡️")
    await boris.taps("➡️")
    assert len([label for label in boris.buttons() if label.startswith("📅")]) == 4
    await boris.taps("To the event")
    assert boris.sees("20 dates")


async def test_whoever_types_no_seats_is_asked_once(saturday: Stage) -> None:
    boris = await organizer(saturday)
    await boris.says("/organize")
    for label in ("Programme", "New event", "Lecture"):
        await boris.taps(label)
    await boris.says("Time")
    await boris.taps("Everybody")
    await boris.taps("Museum of Metrology")
    await boris.says("5.12 10:00\n6.12 10:00")
    assert boris.sees("How many seats?")
    await boris.says("30")
    assert boris.sees("2 dates are added")
    row = await saturday.app.store.read(lambda tx: tx.all("SELECT capacity FROM slots WHERE event = 2"))
    assert [one["capacity"] for one in row] == [30, 30]
    assert await value(saturday, "SELECT max(minutes) FROM meetings WHERE slot > 1") == 60, "a lecture's usual hour"
