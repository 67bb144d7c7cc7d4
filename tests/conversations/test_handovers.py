"""Classes handed over, and pupils who come to another account: as teachers, organizers and families do it."""

import re
from datetime import date, time
from pathlib import Path

from storage.engine import Transaction
from storage.people import persons
from tests.conversations.stage import BOT, Actor, Stage, a_slot, app_in, new_world
from tests.conversations.test_children import tells_of, with_child
from tests.conversations.test_teachers import owner, teacher, with_class


async def colleague(stage: Stage, boss: Actor, name: str = "Berik B.") -> Actor:
    """Another teacher of school 239, who came by an invite."""
    await boss.says("/organize")
    await boss.taps("People")
    await boss.taps("Invite a teacher")
    someone = await stage.comes(name.partition(" ")[0])
    await someone.opens(boss.link("i"))
    await someone.says(name)
    await someone.says("239")
    await someone.taps("keep “239”")
    assert someone.sees("You can bring classes of 239")
    return someone


async def booked(stage: Stage) -> tuple[Actor, Actor]:
    """An organizer, and a teacher whose class 8Б is booked for Saturday."""
    boss = await owner(stage)
    anna = await with_class(await teacher(stage, invited_by=boss))
    await anna.opens(f"https://t.me/{BOT}?start=s_1")
    await anna.taps("Bring a class")
    await anna.taps("Book it")
    assert anna.sees("The class can come")
    return boss, anna


async def test_a_teacher_offers_a_class_by_name_and_a_colleague_takes_it(saturday: Stage) -> None:
    boss, anna = await booked(saturday)
    berik = await colleague(saturday, boss)
    await anna.taps("My classes")
    await anna.taps("8Б · 5")
    await anna.taps("Hand it over")
    assert anna.sees("These are the teachers of 239")
    await anna.taps("Berik B.")
    assert anna.sees("Offer 8Б to Berik B.?")
    await anna.taps("Yes, offer it")
    assert anna.sees("8Б is offered to Berik B.")

    assert berik.sees("Anna T. offers you a class: 8Б")
    await anna.taps_data("kk")
    assert any("8Б" in label for label in anna.buttons()), "nothing changes before it is taken"
    await berik.taps("Take the class")
    assert berik.sees("8Б is yours now")
    assert anna.sees("Berik B. has taken 8Б over")
    assert boss.has("A class has changed what it needs")

    await anna.taps_data("kk")
    assert not any("8Б" in label for label in anna.buttons())
    await anna.taps_data("kb:1")
    assert anna.sees("I have nothing here")
    await berik.taps("My classes")
    await berik.taps("28 November")
    assert berik.sees("The class can come")
    await saturday.is_day(date(2026, 11, 28), time(9, 0))
    assert berik.has("8Б, soon")
    assert not anna.has("8Б, soon")


async def test_a_class_goes_by_a_link_to_a_colleague_alone_and_once(saturday: Stage) -> None:
    boss, anna = await booked(saturday)
    await anna.taps_data("h3:1")
    link = anna.link("h")

    stranger = await saturday.comes("Stranger")
    await stranger.opens(link)
    assert stranger.sees("This link is for a teacher of 239")
    assert not stranger.sees("8Б")

    berik, vera = await colleague(saturday, boss), await colleague(saturday, boss, "Vera V.")
    await berik.opens(link)
    await vera.opens(link)
    await berik.taps("Take the class")
    assert berik.sees("8Б is yours now")
    await vera.taps("Take the class")
    assert vera.sees("no longer offered")
    assert anna.sees("Berik B. has taken 8Б over")


async def test_a_colleague_says_no_and_an_offer_is_taken_back(saturday: Stage) -> None:
    boss, anna = await booked(saturday)
    berik = await colleague(saturday, boss)
    await anna.taps_data("h1:1:0")
    await anna.taps("Berik B.")
    await anna.taps("Yes, offer it")
    await berik.taps("No, thanks")
    assert anna.sees("Berik B. does not take 8Б over")
    await anna.taps("To somebody else")
    await anna.taps("Berik B.")
    await anna.taps("Yes, offer it")
    await anna.taps("Take the offer back")
    await berik.taps("Take the class")
    assert berik.sees("no longer offered")
    await anna.taps_data("kk")
    assert any("8Б" in label for label in anna.buttons())


async def test_an_organizer_who_revokes_a_teacher_hands_the_class_over(saturday: Stage) -> None:
    boss, anna = await booked(saturday)
    berik = await colleague(saturday, boss)
    await boss.says("/organize")
    await boss.taps("People")
    await boss.taps("🧑‍🏫 Teachers")
    await boss.taps("Anna T.")
    assert boss.sees("8Б · 5 pupils · 1 booking ahead")
    await boss.taps("Take it back")
    await boss.taps("Yes, take it back")
    assert boss.sees("What becomes of them?")
    await boss.taps("Hand 8Б over")
    await boss.taps("Berik B.")
    await boss.taps("Yes, offer it")
    assert berik.sees("An organizer offers you a class: 8Б")
    await berik.taps("Take the class")
    assert boss.sees("Berik B. has taken 8Б over")
    assert anna.sees("taken") or anna.sees("took back")
    await anna.taps_data("kb:1")
    assert anna.sees("I have nothing here")


async def test_an_organizer_gives_the_bookings_of_a_revoked_teacher_up(saturday: Stage) -> None:
    boss, _anna = await booked(saturday)
    await boss.taps_data("tr:1:1")
    await boss.taps("Give the bookings up")
    await boss.taps("Yes, give them up")
    assert boss.sees("1 booking was given up")
    taken = await saturday.app.store.read(lambda tx: tx.value("SELECT seats_taken FROM slots WHERE id = 1"))
    assert taken == 0


async def test_a_teacher_who_deletes_everything_leaves_a_booked_class_to_the_organizers(saturday: Stage) -> None:
    boss, anna = await booked(saturday)
    berik = await colleague(saturday, boss)
    await anna.taps_data("forget:1")
    assert boss.sees("A teacher of 239 is gone")
    await boss.taps("See the classes")
    assert boss.sees("(data deleted)")
    await boss.taps("Hand 8Б over")
    await boss.taps("Berik B.")
    await boss.taps("Yes, offer it")
    await berik.taps("Take the class")
    await berik.taps("My classes")
    await berik.taps("28 November")
    assert berik.sees("The class can come")


async def test_a_pupil_who_lost_an_account_comes_by_the_teachers_link(saturday: Stage) -> None:
    _boss, anna = await booked(saturday)
    await anna.taps_data("kq:1")
    class_link = re.findall(r"https://t\.me/\S+start=k_[\w-]+", anna.reads())[0]
    timur = await saturday.pupil("Timur")
    await timur.opens(class_link)
    await timur.taps("Me: Timur")
    await anna.taps("Who is it?")
    await anna.taps("Accept 1")
    await anna.taps("📋 List")
    await anna.taps("Timur")
    await anna.taps("Another account")
    assert anna.sees("Has Timur lost their account?")
    await anna.taps("Make the link")
    link = anna.link("m")

    new = await saturday.comes("New phone")
    await new.opens(link)
    assert new.sees("Are you Timur?")
    assert not new.sees("239")
    await new.taps("Yes, that is me")
    assert new.sees("Welcome, Timur!")
    assert anna.has("Timur has another Telegram account now")
    assert timur.sees("Timur is at another Telegram account now")
    await timur.taps_data("kx:1:1:1")
    assert timur.sees("I have nothing here")
    await new.taps_data("kx:1:1:1")
    assert new.sees("Timur does not come")


async def the_ticket(stage: Stage) -> tuple[str, str]:
    """The token and the code of the one booking there is."""
    [row] = await stage.app.store.read(lambda tx: tx.all("SELECT ticket_token, ticket_code FROM bookings"))
    return row["ticket_token"], row["ticket_code"]


async def test_tickets_and_bookings_follow_and_the_old_account_has_nothing(saturday: Stage) -> None:
    boss = await owner(saturday)
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Register")
    before = await the_ticket(saturday)
    await boss.says("/organize")
    await boss.taps("👥 People")
    await boss.taps("A pupil lost an account")
    await boss.says("tim")
    assert boss.sees("Timur, grade 8")
    await boss.taps("Timur, 8")
    await boss.taps("Make the link")

    new = await saturday.comes("New phone")
    await new.opens(boss.link("m"))
    await new.taps("Yes, that is me")
    await new.taps("My bookings")
    await new.taps("Secrets of weights")
    assert new.sees("Timur")
    after = await the_ticket(saturday)
    assert before[0] != after[0]
    assert before[1] != after[1]
    await timur.opens(f"https://t.me/{BOT}?start=t_{before[0]}")
    assert not timur.sees("Secrets of weights")
    await timur.taps_data("x:1:0")
    assert timur.sees("I have nothing here")
    another = await saturday.comes("Another")
    await another.opens(boss.link("m"))
    assert another.sees("no longer works")
    await saturday.is_day(date(2026, 11, 28), time(9, 0))
    assert new.has("Timur, soon")
    assert not timur.has("Timur, soon")


async def test_an_organizer_hands_over_the_class_of_a_teacher_who_does_not_answer(saturday: Stage) -> None:
    boss, anna = await booked(saturday)
    berik = await colleague(saturday, boss)
    await saturday.is_day(date(2026, 11, 27), time(8, 30))
    assert boss.has("its teacher does not answer")
    await boss.taps("Hand it over")
    await boss.taps("Berik B.")
    await boss.taps("Yes, offer it")
    await berik.taps("Take the class")
    assert berik.sees("8Б is yours now")
    assert anna.sees("Berik B. has taken 8Б over")


async def test_an_account_with_a_pupil_already_is_asked_whether_both_are_one(saturday: Stage) -> None:
    boss = await owner(saturday)
    timur, again = await saturday.pupil("Timur"), await saturday.pupil("Timur")
    for who in (timur, again):
        await who.opens(f"https://t.me/{BOT}?start=s_1")
        await who.taps("Register")
    await boss.taps_data("h8:1:1")
    await again.opens(boss.link("m"))
    assert again.sees("you are Timur, grade 8")
    await again.taps("Yes, both are me")
    assert again.sees("Both are one now, Timur")
    taken = await saturday.app.store.read(lambda tx: tx.value("SELECT seats_taken FROM slots WHERE id = 1"))
    assert taken == 1, "one child, one seat"


async def test_a_parent_gives_a_child_their_own_telegram(saturday: Stage) -> None:
    parent = await with_child(saturday)
    await parent.taps("My children")
    await parent.taps("Timur")
    assert parent.sees("A link for Timur's own Telegram")
    await parent.taps("Make the link")
    link = parent.link("m")
    await parent.opens(link)
    assert parent.sees("for the pupil's own Telegram")
    timur = await saturday.comes("Timur")
    await timur.opens(link)
    await timur.taps("Yes, that is me")
    account = await saturday.app.store.read(
        lambda tx: persons.person(tx, id=tx.value("SELECT person FROM pupils WHERE first_name = 'Timur'")).account
    )
    assert account == timur.id


async def joined_by_timur(stage: Stage, anna: Actor, *, older: bool = True) -> Actor:
    """Timur has joined 8Б by its link."""
    await anna.taps_data("kq:1")
    link = re.findall(r"https://t\.me/\S+start=k_[\w-]+", anna.reads())[0]
    timur = await stage.pupil("Timur", older=older)
    await timur.opens(link)
    await timur.taps("Me: Timur")
    await anna.taps("Who is it?")
    await anna.taps("Accept 1")
    return timur


async def test_my_bookings_have_the_visits_of_my_class(saturday: Stage) -> None:
    _boss, anna = await booked(saturday)
    timur = await joined_by_timur(saturday, anna, older=False)
    await timur.taps_data("my:0:0")
    assert "👪 Sat, 28 November, 15:30 · with 8Б · Secrets of weights" in timur.buttons()
    await timur.taps("with 8Б")
    assert timur.sees("Timur still needs a parent's yes")
    await timur.taps("A parent's yes for Timur")
    parent = await saturday.comes("Sample parent")
    await parent.opens(timur.link("g"))
    await parent.taps("Yes, for this date")
    await timur.taps_data("my:0:0")
    await timur.taps("✅ Sat")
    assert timur.sees("Timur can come")
    await timur.taps("Timur can't come")
    await timur.taps_data("my:0:0")
    assert any(label.startswith("✖️ Sat") for label in timur.buttons())
    await parent.taps_data("my:0:0")
    assert any("with 8Б" in label for label in parent.buttons()), "guardians have it in their list as well"


async def test_late_and_number_stand_on_the_booking_on_the_day(saturday: Stage) -> None:
    _boss, anna = await booked(saturday)
    await anna.taps_data("kb:1")
    assert not any("late" in label for label in anna.buttons())
    await saturday.is_day(date(2026, 11, 28), time(9, 0))
    await anna.taps_data("kb:1")
    await anna.taps("We are late")
    assert anna.sees("By how many minutes")


async def test_a_teachers_trips_past_and_coming(saturday: Stage) -> None:
    _boss, anna = await booked(saturday)
    await anna.taps_data("kk")
    await anna.taps("My trips")
    assert any("28 November" in label and "8Б" in label for label in anna.buttons())
    await anna.taps("In my calendar")
    assert anna.sees("Your trips")
    assert anna.from_bot()[-1]["document"]["file_name"] == "trips.ics"
    await saturday.is_day(date(2026, 11, 30), time(9, 0))
    await anna.taps_data("hc:0:0")
    assert anna.sees("Nothing is booked just now")
    await anna.taps("Past ones")
    assert any("28 November" in label for label in anna.buttons())


async def test_who_was_where_as_a_table_to_take_away(saturday: Stage) -> None:
    _boss, anna = await booked(saturday)
    await anna.taps_data("k:1")
    await anna.taps("Add names")
    await anna.says("=Иванов Тимур\nАхметова Алина".replace("=", ""))
    await anna.taps_data("he:1:x")
    assert anna.sees("has been nowhere yet")
    await saturday.is_day(date(2026, 11, 29), time(9, 0))

    def there(tx: Transaction) -> None:
        tx.run(
            "INSERT INTO attendances (booking, meeting, state, pupils, adults, how, noted_at, marked_at)"
            " VALUES (1, 1, 'present', 1, 1, 'by_list', :now, :now)",
            now=tx.now,
        )
        tx.run(
            "INSERT INTO class_absentees (booking, meeting, pupil)"
            " SELECT 1, 1, pupil FROM class_entries WHERE name LIKE '%Алина'"
        )

    await saturday.app.store.write(there)
    await anna.taps_data("k:1")
    await anna.taps("Attendance")
    await anna.taps("CSV")
    content = document(anna)
    assert "Иванов Тимур,yes" in content
    assert "Ахметова Алина,no" in content
    assert "Pupils who came,1" in content
    await anna.taps("Excel")
    assert anna.from_bot()[-1]["document"]["file_name"] == "attendance.xlsx"


def document(actor: Actor) -> str:
    """The text of the file that came last."""
    file_id = actor.from_bot()[-1]["document"]["file_id"]
    return actor.stage.world.person_file(actor.id, file_id).content.decode("utf-8-sig")


async def test_a_calendar_link_is_had_renewed_and_ended(tmp_path: Path) -> None:
    world = new_world()
    address = {"public_url": "https://bot.example.org", "listen": "127.0.0.1:0"}
    async with app_in(world, tmp_path / "etalon.db", **address) as app:
        await app.prepare()
        stage = Stage(app, world)
        await stage.offers(a_slot())
        _boss, anna = await booked(stage)
        await anna.taps_data("hc:0:0")
        await anna.taps("In my calendar")
        first = calendar_link(anna)
        await anna.taps_data("hd:")
        assert calendar_link(anna) == first, "it stays the same until another is wanted"
        await anna.taps("Another link")
        assert calendar_link(anna) != first
        await anna.taps("As a file")
        assert anna.from_bot()[-1]["document"]["file_name"] == "trips.ics"
        await anna.taps("No link")
        assert anna.sees("The link no longer works")
        assert await app.store.read(lambda tx: tx.value("SELECT count(*) FROM calendar_links")) == 0


def calendar_link(actor: Actor) -> str:
    """The link that is shown."""
    [found] = re.findall(r"https://bot\.example\.org/calendar/[\w-]{22}\.ics", actor.reads())
    return str(found)


async def test_somebody_known_as_a_pupil_registers_a_child_on_the_card(saturday: Stage) -> None:
    parent = await saturday.pupil("Sample parent")
    await parent.opens(f"https://t.me/{BOT}?start=s_1")
    await parent.taps("For my child")
    await tells_of(parent, "Timur", older=True)
    assert parent.sees("Timur, your ticket")
    await parent.opens(f"https://t.me/{BOT}?start=s_1")
    assert not any("For my child" in label for label in parent.buttons())
    await parent.taps("Register one more of us")
    await parent.taps("My child: Timur")
    assert parent.sees("Timur is registered for this date already")
