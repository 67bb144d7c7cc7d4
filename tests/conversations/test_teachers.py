"""Teachers: asking to be one, classes with their lists and links, and booking for a whole class."""

import re
from dataclasses import replace
from datetime import date

from domain.identities import AccountId
from domain.languages import Texts
from domain.programme import ClassPolicy, ForClasses
from storage.people import rights
from tests.conversations.stage import BOT, EXCURSION, Actor, Stage, a_slot


async def owner(stage: Stage) -> Actor:
    """Somebody who owns the installation."""
    someone = await stage.comes("Owner")
    await stage.app.store.write(rights.name_owners, accounts=(AccountId(someone.id),))
    await someone.opens(f"https://t.me/{BOT}?start=hello")
    return someone


async def teacher(stage: Stage, *, invited_by: Actor) -> Actor:
    """A teacher of school 239, who came by an invite."""
    await invited_by.says("/organize")
    await invited_by.taps("People")
    await invited_by.taps("Invite a teacher")
    anna = await stage.comes("Anna")
    await anna.opens(invited_by.link("i"))
    await anna.says("Anna T.")
    await anna.says("239")
    await anna.taps("keep “239”")
    assert anna.sees("You can bring classes of 239")
    return anna


async def with_class(anna: Actor, size: int = 5) -> Actor:
    """The same, with class 8Б."""
    await anna.taps("My classes")
    await anna.taps("New class")
    await anna.says("8Б")
    await anna.says(str(size))
    assert anna.sees("8Б")
    return anna


async def test_somebody_asks_to_be_a_teacher_and_an_organizer_approves(stage: Stage) -> None:
    boss = await owner(stage)
    anna = await stage.comes("Anna")
    await anna.taps("Help")
    await anna.taps("I am a teacher")
    await anna.says("Anna T.")
    await anna.says("239")
    await anna.taps("keep “239”")
    assert anna.sees("An organizer looks")

    assert boss.sees("Anna T. asks to bring classes of 239")
    await boss.taps("Approve")
    assert boss.has("approved")
    assert boss.sees("✅ Approved"), "the card says so as well"
    assert anna.sees("You can bring classes of 239 now")
    await anna.taps("My classes")
    assert anna.sees("Make your first class")


async def test_a_decline_tells_the_reason(stage: Stage) -> None:
    boss = await owner(stage)
    anna = await stage.comes("Anna")
    await anna.taps_data("bt")
    await anna.says("Anna T.")
    await anna.says("239")
    await anna.taps("keep “239”")

    await boss.taps("Decline")
    await boss.taps("school's office")
    assert anna.sees("ask through your school's office")


async def test_a_class_books_seats_as_a_whole(saturday: Stage) -> None:
    boss = await owner(saturday)
    anna = await with_class(await teacher(saturday, invited_by=boss))
    await anna.opens(f"https://t.me/{BOT}?start=s_1")
    await anna.taps("Bring a class")
    assert anna.sees("5 pupils + 1 adult")
    await anna.taps("Book it")
    assert anna.sees("The class can come")
    taken = await saturday.app.store.read(lambda tx: tx.value("SELECT seats_taken FROM slots WHERE id = 1"))
    assert taken == 6


async def test_a_class_that_does_not_fit_waits_whole_and_is_offered_a_part(saturday: Stage) -> None:
    boss = await owner(saturday)
    anna = await with_class(await teacher(saturday, invited_by=boss), size=9)
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Register")
    alina = await saturday.pupil("Alina")
    await alina.opens(f"https://t.me/{BOT}?start=s_1")
    await alina.taps("Register")

    await anna.opens(f"https://t.me/{BOT}?start=s_1")
    await anna.taps("Bring a class")
    await anna.taps("Book it")
    assert anna.has("Seats for 8 of 10"), "eight are free, and nobody waits before the class"

    await timur.opens(f"https://t.me/{BOT}?start=hello")
    await timur.taps("My bookings")
    await timur.taps("1")
    await timur.taps("Can't come")
    await timur.taps("Yes")
    assert anna.sees("9 of 10")
    await anna.taps("Take the seats")
    assert anna.sees("9 of you can come")


async def test_a_pupil_joins_by_the_link_and_the_teacher_matches_them(saturday: Stage) -> None:
    boss = await owner(saturday)
    anna = await with_class(await teacher(saturday, invited_by=boss))
    await anna.taps("Add names")
    await anna.says("1. Иванов Тимур\n2. Ахметова Алина")
    assert anna.sees("2 names added")
    await anna.taps("Link for the class")
    link = re.findall(r"https://t\.me/\S+start=k_[\w-]+", anna.reads())[0]

    timur = await saturday.pupil("Тимур")
    await timur.opens(link)
    assert timur.sees("8Б")
    assert not timur.sees("Алина")
    await timur.taps("Me: Тимур")
    assert timur.sees("The teacher looks at it")

    assert anna.sees("Somebody asks to join 8Б")
    await anna.taps("Who is it?")
    await anna.taps("Тимур")
    assert anna.buttons()[0] == "📋 Иванов Тимур"
    await anna.taps("Иванов Тимур")
    assert timur.sees("You are in 8Б now")
    assert anna.sees("Joined here: 1 of 5")


async def test_an_event_that_asks_lets_the_organizer_decide(stage: Stage) -> None:
    event = replace(EXCURSION, for_classes=ForClasses(policy=ClassPolicy.ASKED, pupils_per_adult=3))
    await stage.offers(a_slot(), events=(event,))
    boss = await owner(stage)
    anna = await with_class(await teacher(stage, invited_by=boss))
    await anna.opens(f"https://t.me/{BOT}?start=s_1")
    await anna.taps("Bring a class")
    assert anna.sees("5 pupils + 2 adults")
    await anna.taps("Adults")
    await anna.says("1")
    assert anna.sees("2 adults have to come along")
    await anna.taps("Book it")
    assert anna.sees("2 adults have to come along")
    await anna.taps("Adults")
    await anna.says("2")
    await anna.taps("Book it")
    assert anna.sees("The host looks at it")

    assert boss.sees("A class would like to come")
    await boss.taps("Welcome")
    assert anna.sees("The class can come!")


async def test_a_younger_pupil_of_a_class_needs_a_yes_of_their_own(saturday: Stage) -> None:
    boss = await owner(saturday)
    anna = await with_class(await teacher(saturday, invited_by=boss))
    await anna.opens(f"https://t.me/{BOT}?start=s_1")
    await anna.taps("Bring a class")
    await anna.taps("Book it")
    await anna.taps("My classes")
    await anna.taps("8Б · 5")
    await anna.taps("Link for the class")
    link = re.findall(r"https://t\.me/\S+start=k_[\w-]+", anna.reads())[0]
    timur = await saturday.pupil("Timur", older=False)
    await timur.opens(link)
    await timur.taps("Me: Timur")
    await anna.taps("Who is it?")
    await anna.taps("Accept 1")
    await anna.taps_data("kb:1")
    assert anna.sees("Permissions: 0 of 5")
    await anna.taps("Permissions")
    await anna.taps("Write to 1 who joined")
    assert timur.sees("still needs a parent's yes")
    await timur.taps("Ask a parent")
    parent = await saturday.comes("Sample parent")
    await parent.opens(timur.link("g"))
    assert parent.sees("Timur")
    await parent.taps("Yes, for this date")
    assert parent.sees("Thank you!")
    await anna.taps_data("kb:1")
    assert anna.sees("Permissions: 1 of 5")


async def asked_for_a_phone(stage: Stage) -> Actor:
    """A teacher who books for a class and is asked for a number."""
    anna = await with_class(await teacher(stage, invited_by=await owner(stage)))
    await anna.opens(f"https://t.me/{BOT}?start=s_1")
    await anna.taps("Bring a class")
    await anna.taps("Phone for the day")
    assert anna.has("Under which number can the host reach you")
    return anna


def reply_buttons(actor: Actor) -> list[str]:
    """What stands in the place of the letters."""
    shown = actor.stage.world.person_header(actor.id)["reply_keyboard"]
    return [button["text"] for row in shown["keyboard"] for button in row] if shown else []


async def test_a_teacher_shares_the_number_by_a_button_that_goes_again(saturday: Stage) -> None:
    anna = await asked_for_a_phone(saturday)
    assert reply_buttons(anna) == ["📞 Share my number", "Without a phone number"]

    await anna.says(contact={})

    assert re.search(r"📞 \+?\d{6,}", anna.reads())
    assert reply_buttons(anna) == []
    await anna.taps("Book it")
    assert anna.sees("The class can come")


async def test_somebody_elses_contact_is_not_taken(saturday: Stage) -> None:
    anna = await asked_for_a_phone(saturday)
    stranger = await saturday.comes("Stranger")

    await anna.says(contact={"phone_number": "+77019999999", "first_name": "Stranger", "user_id": stranger.id})

    assert anna.has("This is somebody else's contact")
    assert reply_buttons(anna) == ["📞 Share my number", "Without a phone number"]
    await anna.says("+7 701 123 45 67")
    assert anna.sees("📞 +77011234567")
    assert reply_buttons(anna) == []


async def test_without_a_number_or_with_cancel_the_button_goes_too(saturday: Stage) -> None:
    anna = await asked_for_a_phone(saturday)
    await anna.says("Without a phone number")
    assert anna.sees("5 pupils + 1 adult")
    assert reply_buttons(anna) == []

    await anna.taps("Phone for the day")
    assert reply_buttons(anna)
    await anna.says("/cancel")
    assert anna.sees("Nothing was registered")
    assert reply_buttons(anna) == []


async def test_a_teacher_looks_for_dates_that_fit_a_class(stage: Stage) -> None:
    never = replace(
        EXCURSION, key="never", title=Texts(en="One by one"), for_classes=ForClasses(policy=ClassPolicy.NEVER)
    )
    await stage.offers(
        a_slot(capacity=5),
        a_slot("roomy", on=date(2026, 12, 5), capacity=6),
        a_slot("never", on=date(2026, 12, 6), event="never"),
        events=(EXCURSION, never),
    )
    anna = await with_class(await teacher(stage, invited_by=await owner(stage)))
    await anna.taps("Home")
    await anna.taps("Upcoming")
    await anna.taps("Filter")
    await anna.taps("Fits my class")
    assert "👥 8Б · 5 pupils + 1 adult" in anna.buttons()
    await anna.taps("8Б")

    assert anna.sees("for a class, 6 seats")
    assert anna.sees("5 December")
    assert not anna.sees("28 November")
    assert not anna.sees("One by one")
    timur = await stage.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_2")
    await timur.taps("Register")
    await anna.taps("Home")
    await anna.taps_data("u:0::0:0:0:0:0:6")
    assert anna.sees("Nothing fits all of this")
    await anna.taps("Without: for a class, 6 seats")
    assert anna.sees("28 November")


async def test_pupils_are_not_offered_the_filter_for_classes(saturday: Stage) -> None:
    timur = await saturday.pupil("Timur")
    await timur.taps("Home")
    await timur.taps("Upcoming")
    await timur.taps("Filter")
    assert not [label for label in timur.buttons() if "class" in label]


async def test_who_comes_with_the_class_needs_no_seat_of_their_own(saturday: Stage) -> None:
    boss = await owner(saturday)
    anna = await with_class(await teacher(saturday, invited_by=boss))
    await anna.taps("Link for the class")
    link = re.findall(r"https://t\.me/\S+start=k_[\w-]+", anna.reads())[0]
    timur = await saturday.pupil("Timur")
    await timur.opens(link)
    await timur.taps("Me: Timur")
    await anna.taps("Who is it?")
    await anna.taps("Accept 1")
    await anna.opens(f"https://t.me/{BOT}?start=s_1")
    await anna.taps("Bring a class")
    await anna.taps("Book it")

    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Register")
    assert timur.sees("registered for this date already")
    await timur.taps("See my booking")
    assert timur.sees("With the class")
    await timur.taps("Timur can't come")
    assert timur.sees("nobody asks why")
    assert anna.sees("Timur can't come")
