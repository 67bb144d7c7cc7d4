"""At the door: names tapped, codes said aloud, tickets scanned, classes counted, visitors who scan the door's code."""

from datetime import date, time

from domain.identities import MeetingId
from domain.rights import OrganizerRole
from storage.attending import visitors
from tests.conversations.stage import BOT, Actor, Stage, a_slot
from tests.conversations.test_class_days import organizer
from tests.conversations.test_teachers import owner, teacher, with_class

SATURDAY = date(2026, 11, 28)


async def booked(stage: Stage, *names: str, slot: int = 1) -> list[Actor]:
    """Pupils with a seat."""
    pupils = [await stage.pupil(name) for name in names]
    for pupil in pupils:
        await pupil.opens(f"https://t.me/{BOT}?start=s_{slot}")
        await pupil.taps("Register")
        assert pupil.has("Your ticket") or pupil.has("your ticket")
    return pupils


async def code_of(stage: Stage, name: str) -> str:
    """The code on somebody's ticket."""
    return str(
        await stage.app.store.read(
            lambda tx: tx.value(
                "SELECT ticket_code FROM bookings AS b JOIN pupils AS p ON p.id = b.pupil WHERE p.first_name = :name",
                name=name,
            )
        )
    )


async def ticket_of(stage: Stage, name: str) -> str:
    """The link in somebody's ticket."""
    token = await stage.app.store.read(
        lambda tx: tx.value(
            "SELECT ticket_token FROM bookings AS b JOIN pupils AS p ON p.id = b.pupil WHERE p.first_name = :name",
            name=name,
        )
    )
    return f"https://t.me/{BOT}?start=t_{token}"


async def at_the_door(stage: Stage, name: str = "Dina") -> Actor:
    """An organizer who checks in, at today's door."""
    dina = await organizer(stage, name, OrganizerRole.CHECK_IN)
    await dina.says("/organize")
    await dina.taps("Today & check-in")
    await dina.taps("15:30")
    assert dina.sees("Secrets of weights")
    return dina


async def test_a_tap_lets_in_and_another_takes_it_back(saturday: Stage) -> None:
    await booked(saturday, "Timur", "Alina")
    await saturday.is_day(SATURDAY, time(15, 0))
    dina = await at_the_door(saturday)
    assert dina.sees("Here: <b>0</b> of 2") or dina.sees("Here: 0 of 2")
    await dina.taps("Timur")
    assert dina.toast == "✅ Timur"
    assert dina.sees("Here: 1 of 2")
    assert "✅ Timur 8 🚫📷" in dina.buttons()
    await dina.taps("✅ Timur")
    assert dina.sees("Timur is in already, since 15:00, by you, from the list")
    await dina.taps("Take it back")
    assert dina.sees("Here: 0 of 2")
    assert "▫️ Timur 8 🚫📷" in dina.buttons()


async def test_who_has_no_right_to_the_door_sees_nothing(saturday: Stage) -> None:
    await booked(saturday, "Timur")
    await saturday.is_day(SATURDAY, time(15, 0))
    other = await organizer(saturday, "Olga", OrganizerRole.PROGRAMME)
    await other.says("/organize")
    assert "🚪 Today & check-in" not in other.buttons()
    stranger = await saturday.comes("Stranger")
    for data in (
        *("ci:0", "ci:1", "cd:1:0", "cs:1", "cm:1:1:0:abc", "cg:1:1:0", "cu:1:1:0:abc", "ce:1:0"),
        *("cq:1:1", "cq:1:0", "cp:1", "cwi:1", "cv:1:1:1:abc"),
    ):
        for somebody in (other, stranger):
            await somebody.taps_data(data)
            assert somebody.sees("nothing here that you can see or change"), data
    marked = await saturday.app.store.read(lambda tx: tx.value("SELECT count(*) FROM attendances"))
    assert marked == 0


async def test_a_code_said_aloud_and_a_list_of_codes(saturday: Stage) -> None:
    await booked(saturday, "Timur", "Alina", "Dana")
    await saturday.is_day(SATURDAY, time(15, 28))
    dina = await at_the_door(saturday)
    cyrillic = (await code_of(saturday, "Timur")).translate(str.maketrans("BCKMPTX", "ВСКМРТХ")).lower()
    await dina.says(cyrillic)
    assert dina.sees("🟢 Timur is in.")
    assert dina.sees("Here: 1 of 3")
    await dina.says(cyrillic)
    assert dina.sees("Timur is in already, since 15:28, by you, by code")
    await dina.says(f"{await code_of(saturday, 'Alina')}, {await code_of(saturday, 'Dana')} {cyrillic} 9999")
    assert dina.sees("✅ Came in: 2")
    assert dina.sees("In already: Timur")
    assert dina.sees("Not of this door: 9999")
    assert dina.sees("Here: 3 of 3")


async def test_a_name_is_looked_for(saturday: Stage) -> None:
    await booked(saturday, "Әлия", "Timur")
    await saturday.is_day(SATURDAY, time(15, 0))
    dina = await at_the_door(saturday)
    await dina.says("али")
    assert dina.sees("Found for “али”")
    await dina.taps("Әлия")
    assert dina.sees("Here: 1 of 2")
    await dina.says("Zzz")
    assert dina.sees("no name here begins with “Zzz”")
    await dina.taps("To the door")
    await dina.says("<b>")
    assert dina.sees("I can't read that") or dina.sees("begins with")


async def test_two_of_one_name_are_told_apart_by_their_codes(saturday: Stage) -> None:
    await booked(saturday, "Timur", "Timur")
    await saturday.is_day(SATURDAY, time(15, 0))
    dina = await at_the_door(saturday)
    codes = await saturday.app.store.read(lambda tx: [row[0] for row in tx.all("SELECT ticket_code FROM bookings")])
    for code in codes:
        await dina.taps(f"▫️ Timur 8 {code}")
    assert dina.sees("Here: 2 of 2")


async def test_a_ticket_is_scanned_once_and_shown_twice(saturday: Stage) -> None:
    await booked(saturday, "Timur")
    link = await ticket_of(saturday, "Timur")
    await saturday.is_day(SATURDAY, time(15, 28))
    dina = await organizer(saturday, "Dina", OrganizerRole.CHECK_IN)
    boris = await organizer(saturday, "Boris", OrganizerRole.CHECK_IN)
    await dina.opens(link)
    assert dina.sees("🟢 Timur is in.")
    assert dina.sees("No photos")
    assert dina.sees("Here now: 1 of 1")
    await boris.opens(link)
    assert boris.sees("Timur is in already, since 15:28, by Dina, by ticket")
    await boris.taps("To the door")
    assert boris.sees("Here: 1 of 1")
    stranger = await saturday.comes("Stranger")
    await stranger.opens(link)
    assert stranger.sees("This is somebody's ticket")


async def test_a_ticket_for_another_day_or_another_door(stage: Stage) -> None:
    await stage.offers(a_slot(), a_slot("sat2", at=time(18, 0)), a_slot("sun", on=date(2026, 11, 29)))
    await booked(stage, "Timur", slot=3)
    await booked(stage, "Alina", slot=2)
    await stage.is_day(SATURDAY, time(15, 0))
    dina = await at_the_door(stage)
    await dina.opens(await ticket_of(stage, "Timur"))
    assert dina.sees("Timur: this ticket is for another door")
    assert dina.sees("29 November")
    await dina.opens(await ticket_of(stage, "Alina"))
    assert dina.sees("Alina: this ticket is for another door")
    assert dina.sees("18:00")
    await dina.taps("To the door")
    assert dina.sees("Here: 0 of 1")
    await dina.opens(await ticket_of(stage, "Alina"))
    assert dina.sees("🟢 Alina is in.")


async def test_all_except(saturday: Stage) -> None:
    await booked(saturday, "Timur", "Alina", "Dana")
    await saturday.is_day(SATURDAY, time(15, 0))
    dina = await at_the_door(saturday)
    await dina.taps("All except…")
    await dina.taps("Alina")
    assert "✅ Let in: 2" in dina.buttons()
    await dina.taps("Let in: 2")
    assert dina.sees("Here: 2 of 3")
    assert "✖️ Alina 8 🚫📷" in dina.buttons()
    await dina.taps("✖️ Alina")
    assert dina.sees("Here: 3 of 3"), "she came late"


async def test_afterwards_it_can_be_entered_for_two_weeks(saturday: Stage) -> None:
    await booked(saturday, "Timur", "Alina")
    await saturday.is_day(date(2026, 12, 1), time(10, 0))
    dina = await organizer(saturday, "Dina", OrganizerRole.CHECK_IN)
    await dina.taps_data("ci:0")
    assert dina.sees("Nothing is on today")
    await dina.taps("Enter earlier days: 1")
    await dina.taps("Secrets of weights")
    await dina.says(f"{await code_of(saturday, 'Timur')} {await code_of(saturday, 'Alina')}")
    assert dina.sees("Came in: 2")
    await dina.taps("✅ Timur")
    assert dina.sees("entered afterwards by you")
    await saturday.is_day(date(2026, 12, 20), time(10, 0))
    await dina.taps_data("ci:1")
    assert dina.sees("nothing of the last two weeks")


async def test_a_class_is_counted_with_absentees(saturday: Stage) -> None:
    boss = await owner(saturday)
    anna = await with_class(await teacher(saturday, invited_by=boss))
    await anna.opens(f"https://t.me/{BOT}?start=s_1")
    await anna.taps("Bring a class")
    await anna.taps("Book it")
    await anna.taps_data("home")
    await anna.taps("My classes")
    await anna.taps("8Б · 5")
    await anna.taps("Add names")
    await anna.says("Аня Ким\nБорис Ли\nВера Цой")
    await saturday.is_day(SATURDAY, time(15, 0))
    dina = await at_the_door(saturday)
    await dina.taps("👥 8Б")
    assert dina.sees("How many pupils are here?")
    await dina.taps("Борис Ли")
    assert "✅ Let in: 4 + 1" in dina.buttons()
    await dina.says("3")
    assert "✅ Let in: 3 + 1" in dina.buttons()
    await dina.taps("Let in: 3 + 1")
    assert dina.sees("8Б is in: 3 + 1")
    boris = await at_the_door(saturday, "Boris")
    await boris.taps("👥 8Б")
    assert boris.sees("Counted: 4, since 15:00, by Dina")
    await boris.taps("Take it back")
    assert boris.sees("Here: 0 of 6")


async def test_somebody_without_a_booking(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=3))
    await booked(stage, "Timur")
    await stage.is_day(SATURDAY, time(15, 0))
    dina = await at_the_door(stage)
    await dina.taps("No booking")
    await dina.says("8")
    assert dina.sees("I can't read that as a name")
    await dina.says("Dana 8Б № 239")
    await dina.taps("14 already")
    assert dina.sees("🟢 Dana is in.")
    assert dina.sees("grade 8 · № 239")
    await dina.taps("To the door")
    await dina.taps("No booking")
    await dina.says("Ali 5")
    await dina.taps("Not 14 yet")
    await dina.taps("It allows photos, too")
    assert dina.sees("🟢 Ali is in.")
    assert not dina.sees("No photos\n")
    await dina.taps("To the door")
    assert "✅ Ali 5" in dina.buttons()
    await dina.taps("No booking")
    await dina.says("Late 9")
    await dina.taps("14 already")
    assert dina.sees("All seats are taken")
    await dina.taps("✅ Dana")
    await dina.taps("Take it back")
    taken = await stage.app.store.read(lambda tx: tx.value("SELECT seats_taken FROM slots WHERE id = 1"))
    assert taken == 2, "the seat of a walk-in goes back"
    await dina.taps_data("my:0:0")
    assert not dina.sees("Ali")


async def test_a_missing_permission_is_said_and_a_sheet_lets_in(saturday: Stage) -> None:
    timur = await saturday.pupil("Timur", older=False)
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await saturday.is_day(SATURDAY, time(9, 0))
    await timur.taps("Register")
    dina = await at_the_door(saturday)
    await dina.taps("▫️ Timur 8 🚫📷⚠️")
    assert dina.sees("Timur: no parent has said yes yet")
    await dina.taps("The signed sheet is here")
    assert dina.has("🟢 Timur is in.")
    on_paper = await saturday.app.store.read(lambda tx: tx.value("SELECT shown FROM consents"))
    assert on_paper == "on_paper"


async def test_who_waits_gets_what_is_left_once_it_has_begun(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=1))
    await booked(stage, "Timur")
    for name in ("Alina", "Dana"):
        waits = await stage.pupil(name)
        await waits.opens(f"https://t.me/{BOT}?start=s_1")
        await waits.taps("waiting list")
    await stage.is_day(SATURDAY, time(15, 0))
    dina = await at_the_door(stage)
    await dina.opens(await ticket_of(stage, "Dana"))
    assert dina.sees("Dana has no seat, only place 2 in the waiting list")
    await dina.taps("Let in all the same")
    assert dina.sees("All seats are taken")


async def test_the_list_comes_by_itself_the_evening_before(saturday: Stage) -> None:
    await booked(saturday, "Timur")
    dina = await organizer(saturday, "Dina", OrganizerRole.CHECK_IN)
    olga = await organizer(saturday, "Olga", OrganizerRole.REPORTS)
    await saturday.is_day(date(2026, 11, 27), time(17, 59))
    assert not dina.has("Whom you await")
    await saturday.is_day(date(2026, 11, 27), time(18, 0))
    listed = [one for one in dina.from_bot() if "Whom you await" in one.get("caption", "")]
    assert len(listed) == 1
    assert listed[0]["document"]["file_name"] == "door-1.pdf"
    assert not olga.has("Whom you await")
    await saturday.is_day(date(2026, 11, 27), time(21, 0))
    assert len([one for one in dina.from_bot() if "Whom you await" in one.get("caption", "")]) == 1, "once"
    await dina.taps("To the door")
    assert dina.sees("The list can be printed already")
    await dina.taps("🖨 List")
    assert dina.sees("as of now")


def shown_code(actor: Actor) -> list[dict[str, object]]:
    """The messages in which a door's code hangs."""
    return [one for one in actor.from_bot() if "Point your phone's camera" in str(one.get("caption", ""))]


async def link_of_door(stage: Stage) -> str:
    """What the code that hangs there says now."""
    code = await stage.app.store.write(visitors.code, meeting=MeetingId(1))
    return f"https://t.me/{BOT}?start=d_{code.carried}"


async def test_the_code_at_the_door_changes_every_minute(saturday: Stage) -> None:
    await booked(saturday, "Timur")
    await saturday.is_day(SATURDAY, time(15, 0))
    dina = await at_the_door(saturday)
    await dina.taps("Code for the door")
    first = shown_code(dina)
    assert len(first) == 1
    await saturday.is_day(SATURDAY, time(15, 1))
    second = shown_code(dina)
    assert [one["message_id"] for one in second] == [one["message_id"] for one in first], "one living message"
    assert second[0]["photo"] != first[0]["photo"]

    boris = await at_the_door(saturday, "Boris")
    await boris.taps("Code for the door")
    assert len(shown_code(boris)) == 1
    assert not shown_code(dina), "a door has one code"
    await boris.taps("Take the code down")
    assert not shown_code(boris)
    await boris.taps("Code for the door")
    await saturday.is_day(SATURDAY, time(18, 1))
    assert not shown_code(boris), "it goes by itself"


async def test_a_visitor_scans_the_code_and_is_in(saturday: Stage) -> None:
    (timur,) = await booked(saturday, "Timur")
    await saturday.is_day(SATURDAY, time(15, 28))
    link = await link_of_door(saturday)
    await timur.opens(link)
    assert timur.sees("Welcome, Timur!")
    await timur.opens(link)
    assert timur.sees("Timur: in already, since 15:28")
    await saturday.is_day(SATURDAY, time(15, 30))
    await timur.opens(link)
    assert timur.sees("This code is too old")
    await timur.opens(link[:-1] + ("A" if link[-1] != "A" else "B"))
    assert timur.sees("This code is too old")
    await timur.taps_data("my:1:0")
    dina = await at_the_door(saturday)
    await dina.taps("✅ Timur")
    assert dina.sees("since 15:28, by the code at the door")


async def test_visitors_without_a_booking(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=1))
    alina = await stage.pupil("Alina")
    young = await stage.pupil("Young", older=False)
    nobody = await stage.comes("Nobody")
    await stage.is_day(SATURDAY, time(15, 28))
    link = await link_of_door(stage)
    await nobody.opens(link)
    assert nobody.sees("You have no booking here")
    await young.opens(link)
    assert young.sees("Young: no booking here. Please see the host")
    await alina.opens(link)
    assert alina.sees("but there is a seat. Take it now?")
    await alina.taps("A seat for Alina")
    assert alina.sees("in already") or alina.sees("Welcome")
    late = await stage.pupil("Late")
    await late.opens(link)
    assert late.sees("Late: no booking here. Please see the host")


async def test_a_parent_is_told_who_has_arrived_if_they_wish(saturday: Stage) -> None:
    mother = await saturday.comes("Mother")
    await mother.opens(f"https://t.me/{BOT}?start=s_1")
    await mother.taps_data("rn:1:1")
    await mother.says("Dana")
    await mother.says("7")
    await mother.taps_data("w:age_line:older")
    await mother.says("№ 239")
    await mother.taps_data("w:which_school:0")
    await mother.says("/settings")
    await mother.taps("What I am told")
    await mother.taps("Has arrived")
    assert mother.sees("“has arrived” on")
    await saturday.is_day(SATURDAY, time(15, 28))
    dina = await at_the_door(saturday)
    await dina.taps("Dana")
    await dina.taps("✅ Dana")
    await dina.taps("Take it back")
    await saturday.is_day(SATURDAY, time(15, 29))
    assert not mother.has("Dana has arrived"), "a wrong tap is told to nobody"
    await dina.taps("Dana")
    await saturday.is_day(SATURDAY, time(15, 30))
    assert mother.sees("Dana has arrived: Secrets of weights")
    await mother.taps("What I am told")
    await mother.taps("Has arrived")
    assert mother.sees("“has arrived” off")
    await saturday.is_day(SATURDAY, time(19, 0))
    await mother.taps_data("my:1:0")
    assert any(label.startswith("👋") for label in mother.buttons())
