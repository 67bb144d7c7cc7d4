"""Slots moved and cancelled from the chat: told at once, answered, and whoever was not reached is phoned."""

from dataclasses import replace
from datetime import date, time

from domain.identities import AccountId, PartnerId
from domain.programme import Format, MeetingTime
from domain.rights import OrganizerRole
from storage.people import persons, rights
from tests.conversations.stage import BOT, EXCURSION, Actor, Stage, a_slot
from tests.conversations.test_teachers import owner, teacher, with_class


async def organizer(stage: Stage, *roles: OrganizerRole, name: str = "Olga") -> Actor:
    """Somebody who organizes for the museum."""
    someone = await stage.comes(name)
    visit = await stage.app.store.read(persons.visit, account=AccountId(someone.id))
    assert visit.person is not None
    await stage.app.store.write(
        rights.appoint, person=visit.person.id, name=name, partner=PartnerId(1), roles=roles or tuple(OrganizerRole)
    )
    return someone


async def registered(stage: Stage, name: str, slot: int = 1) -> Actor:
    """A pupil with a seat."""
    pupil = await stage.pupil(name)
    await pupil.opens(f"https://t.me/{BOT}?start=s_{slot}")
    await pupil.taps("Register")
    assert pupil.sees("your ticket")
    return pupil


async def test_a_slot_is_looked_at_by_its_organizers_alone(saturday: Stage) -> None:
    await registered(saturday, "Alina")
    olga, stranger = await organizer(saturday), await saturday.comes("Somebody")

    await olga.taps_data("ms:1")
    assert olga.sees("Seats taken: 1 of 10")
    assert olga.sees("Sample desk, demo only")
    assert olga.sees("Registration is open")
    await stranger.taps_data("ms:1")
    assert stranger.sees("nothing here that you can see")


async def test_whoever_only_checks_in_moves_nothing(saturday: Stage) -> None:
    vera = await organizer(saturday, OrganizerRole.CHECK_IN)

    await vera.taps_data("ms:1")
    assert vera.sees("Seats taken")
    assert not [label for label in vera.buttons() if "Move" in label or "Cancel" in label or "Seats" in label]
    for press in ("mv:1:0", "mx:1:1", "mn:1:5:1", "ml:1:0"):
        await vera.taps_data(press)
        assert vera.sees("nothing here that you can see"), press


async def test_a_move_is_told_at_once_and_answered(saturday: Stage) -> None:
    alina, olga = await registered(saturday, "Alina"), await organizer(saturday)
    await olga.taps_data("ms:1")
    await olga.taps("Move")
    assert olga.sees("Now: \n📅 Sat, 28 November, 15:30–17:30")
    await olga.taps("Day")
    await olga.taps("29")
    assert olga.sees("Then: \n📅 Sun, 29 November, 15:30–17:30")
    assert olga.sees("Told at once: 1 person, for 1 party")
    assert olga.sees("can't be unsaid")
    assert not alina.sees("has changed"), "nobody is told before it is decided"
    await olga.taps("Reason")
    await olga.taps("Somebody who was to receive you has fallen ill")
    await olga.taps("Move it and tell 1 person")

    assert alina.sees("Time or place has changed")
    assert alina.sees("Sun, 29 November, 15:30–17:30")
    assert alina.sees("fallen ill")
    await olga.taps("Look again")
    assert olga.sees("Told, no answer yet: 1")
    assert olga.sees("Alina, grade 8, № 239")
    await alina.taps("I keep it")
    assert alina.sees("You keep your seats")
    await olga.taps("Look again")
    assert olga.sees("Answered: 1")


async def test_a_time_is_typed_as_people_write_it(saturday: Stage) -> None:
    olga = await organizer(saturday)
    await olga.taps_data("mv:1:0")
    await olga.says("5.12 16:00")
    assert olga.sees("Then: \n📅 Sat, 5 December, 16:00–18:00")
    await olga.says("17:15")
    assert olga.sees("Then: \n📅 Sat, 5 December, 17:15–19:15")
    await olga.taps("Length")
    await olga.says("45")
    assert olga.sees("17:15–18:00")
    await olga.says("nonsense")
    assert olga.sees("like 28.11 15:30")
    assert olga.sees("17:15–18:00"), "nothing typed before is lost"
    await olga.says("1.10.2026 12:00")
    assert olga.sees("over already")


async def test_another_place_and_nothing_at_all(saturday: Stage) -> None:
    alina, olga = await registered(saturday, "Alina"), await organizer(saturday)
    await olga.taps_data("mv:1:0")
    assert not [label for label in olga.buttons() if "Move it" in label], "there is nothing to tell yet"
    await olga.taps("Place")
    await olga.says("House of Measures\nNevsky pr. 1")
    assert olga.sees("House of Measures, Nevsky pr. 1, St Petersburg")
    await olga.taps("Move it")
    assert alina.sees("House of Measures, Nevsky pr. 1, St Petersburg")


async def test_another_date_and_giving_up_count_as_answers(saturday: Stage) -> None:
    await saturday.offers(a_slot(), a_slot("next", on=date(2026, 12, 5)))
    alina, dana, olga = (
        await registered(saturday, "Alina"),
        await registered(saturday, "Dana"),
        await organizer(saturday),
    )
    await olga.taps_data("mv:1:0")
    await olga.says("29.11 10:00")
    await olga.taps("Move it")
    await alina.taps("Other dates")
    await alina.taps("5 December")
    await dana.taps("Can't come")
    await dana.taps("Yes, give it up")

    await olga.taps("Look again")
    assert olga.sees("Answered: 2")


async def test_a_cancellation_says_why_and_offers_other_dates(saturday: Stage) -> None:
    await saturday.offers(a_slot(), a_slot("next", on=date(2026, 12, 5)))
    alina, dana, olga = (
        await registered(saturday, "Alina"),
        await registered(saturday, "Dana"),
        await organizer(saturday),
    )
    await olga.taps_data("ms:1")
    await olga.taps("Cancel this date")
    await olga.says("The boiler has burst <b>again</b>.")
    assert olga.sees("Told at once: 2 people, for 2 parties")
    await olga.taps("Cancel it and tell 2 people")

    assert olga.sees("Cancelled, told")
    assert alina.sees("does not take place")
    assert alina.sees("The boiler has burst <b>again</b>.")
    await alina.taps("5 December")
    assert alina.sees("Alina, your ticket")
    await dana.taps("I know")
    assert dana.sees("The host sees that you know")
    await olga.taps("Look again")
    assert olga.sees("Answered: 2")
    taken = await saturday.app.store.read(lambda tx: tx.all("SELECT seats_taken FROM slots ORDER BY id"))
    assert [row["seats_taken"] for row in taken] == [0, 1]


async def test_whoever_was_not_reached_is_phoned(saturday: Stage) -> None:
    alina, olga = await registered(saturday, "Alina"), await organizer(saturday)
    saturday.world.person_blocks(alina.id, blocked=True)
    await olga.taps_data("mx:1:3")
    await olga.taps("Cancel it and tell 1 person")
    await olga.taps("Look again")
    assert olga.sees("Not reached: 1")
    assert olga.sees("school's office"), "no phone of a pupil, no account"

    await olga.taps("Alina: told by phone")
    assert olga.sees("Told by phone: 1")
    assert olga.sees("told by phone by Olga")
    await olga.taps("not told after all")
    assert olga.sees("Not reached: 1")


async def test_a_class_keeps_its_seats_and_its_teacher_is_phoned_at_the_number_given(saturday: Stage) -> None:
    boss, olga = await owner(saturday), await organizer(saturday)
    anna = await with_class(await teacher(saturday, invited_by=boss))
    await anna.opens(f"https://t.me/{BOT}?start=s_1")
    await anna.taps("Bring a class")
    await anna.taps("Book it")
    await saturday.app.store.write(lambda tx: tx.run("UPDATE class_needs SET phone = '+77011234567'"))
    await olga.taps_data("mv:1:0")
    await olga.says("29.11 10:00")
    await olga.taps("Move it and tell 1 person")
    assert anna.sees("Time or place has changed")
    await olga.taps("Look again")
    assert olga.sees("8Б, Anna T.")
    assert olga.sees("+77011234567")

    await anna.taps("We keep it")
    assert anna.sees("You keep your seats")
    await olga.taps("Look again")
    assert olga.sees("Answered: 1")
    assert not olga.sees("+77011234567"), "there is nobody to phone any more"


async def test_two_organizers_move_at_once_and_the_second_sees_it(saturday: Stage) -> None:
    alina = await registered(saturday, "Alina")
    olga, vera = await organizer(saturday), await organizer(saturday, name="Vera")
    for one in (olga, vera):
        await one.taps_data("mv:1:0")
    await olga.says("29.11 10:00")
    await vera.says("30.11 11:00")
    await olga.taps("Move it")
    await vera.taps("Move it")

    assert vera.sees("Olga has changed this meanwhile: the time.")
    assert vera.sees("Now: \n📅 Sun, 29 November, 10:00–12:00")
    assert vera.sees("Then: \n📅 Mon, 30 November, 11:00–13:00"), "what she typed is kept"
    assert alina.sees("Sun, 29 November")
    await vera.taps("Move it")
    assert alina.sees("Mon, 30 November")


async def test_two_organizers_cancel_at_once_and_it_is_told_once(saturday: Stage) -> None:
    alina = await registered(saturday, "Alina")
    olga, vera = await organizer(saturday), await organizer(saturday, name="Vera")
    for one in (olga, vera):
        await one.taps_data("mx:1:9")
    await olga.taps("Cancel it")
    await vera.taps("Cancel it")

    assert vera.sees("Somebody else has decided this meanwhile")
    assert sum("does not take place" in str(message.get("text")) for message in alina.from_bot()) == 1


async def test_seats_go_up_to_the_waiting_list_and_never_below_what_is_taken(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=2))
    alina, dana = await registered(stage, "Alina"), await registered(stage, "Dana")
    timur, olga = await stage.pupil("Timur"), await organizer(stage)
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Join the waiting list")

    await olga.taps_data("ms:1")
    await olga.taps("Seats")
    await olga.says("1")
    assert olga.sees("2 seats are taken")
    assert olga.reads().index("Dana") < olga.reads().index("Alina"), "the newest first"
    await olga.taps("Back")
    await olga.taps("Seats")
    await olga.taps("3")
    assert olga.sees("of 3")
    assert timur.sees("A seat is free for Timur!")
    for pupil in (alina, dana):
        assert not pupil.sees("cancelled")
    await olga.taps("Seats")
    await olga.says("2")
    assert olga.sees("3 seats are taken"), "an offered seat is taken, too"


async def test_of_a_course_one_meeting_is_moved_and_they_stay_in_order(stage: Stage) -> None:
    days = (date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15))
    meetings = tuple(MeetingTime(on=on, at=time(15, 30), minutes=60) for on in days)
    await stage.offers(a_slot(meetings=meetings))
    alina, olga = await registered(stage, "Alina"), await organizer(stage)
    await olga.taps_data("ms:1")
    await olga.taps("Move")
    assert olga.sees("Which meeting")
    await olga.taps("2. Tue, 8 December")
    await olga.says("16.12 15:30")
    assert olga.sees("stay in their order")
    assert not [label for label in olga.buttons() if "Move it" in label]
    await olga.says("9.12 16:00")
    await olga.taps("Move it")
    assert alina.sees("Wed, 9 December, 16:00–17:00")
    assert alina.sees("Tue, 1 December, 15:30–16:30")


async def test_the_link_of_an_online_event_is_changed(stage: Stage) -> None:
    event = replace(EXCURSION, format=Format.ONLINE)
    await stage.offers(a_slot(place=None, online_link="https://meet.example.org/1"), events=(event,))
    alina, olga = await registered(stage, "Alina"), await organizer(stage)
    await olga.taps_data("mv:1:0")
    assert not [label for label in olga.buttons() if "Place" in label]
    await olga.taps("Link")
    await olga.says("meet.example.org")
    assert olga.sees("beginning with https://")
    await olga.says("https://meet.example.org/2")
    await olga.taps("Move it")
    assert alina.sees("Time or place has changed")


async def test_a_younger_pupils_guardian_is_told_and_has_to_say_yes_anew(saturday: Stage) -> None:
    alina = await saturday.pupil("Alina", older=False)
    await alina.opens(f"https://t.me/{BOT}?start=s_1")
    await alina.taps("Register")
    mother = await saturday.comes("Mother")
    await mother.opens(alina.link("g"))
    await mother.taps("Yes")
    olga = await organizer(saturday)
    await olga.taps_data("mv:1:0")
    await olga.says("29.11 10:00")
    await olga.taps("Move it and tell 2 people")

    assert mother.sees("Time or place has changed")
    assert "👍 I keep it" not in mother.buttons(), "a yes is needed first"
    await olga.taps("Look again")
    assert olga.sees("Told, no answer yet: 1")


async def test_a_card_tells_that_a_date_is_cancelled_and_nobody_moves_it(saturday: Stage) -> None:
    await saturday.is_day(date(2026, 11, 23), time(12, 5))
    olga = await organizer(saturday)
    await olga.taps_data("mx:1:1")
    await olga.taps("Cancel it")
    await olga.taps_data("ms:1")
    assert olga.sees("Cancelled, told Mon, 23 November, 12:05: somebody who was to receive you has fallen ill")
    assert not [label for label in olga.buttons() if "Move" in label or "Cancel" in label]
    for press in ("mv:1:0", "mn:1:5:1"):
        await olga.taps_data(press)
        assert olga.sees("no longer there"), press


async def test_a_pressed_button_without_its_question_says_so(saturday: Stage) -> None:
    olga = await organizer(saturday)
    for press in ("mw:date:0", "mm:AAAAAAAAAAA", "mz:AAAAAAAAAAA", "mf:AAAAAAAAAAA"):
        await olga.taps_data(press)
        assert olga.sees("earlier time"), press


async def test_a_move_across_a_spring_change_is_refused_in_words(stage: Stage) -> None:
    await stage.offers(a_slot(on=date(2027, 3, 27), at=time(15, 30), zone="Europe/Berlin"))
    olga = await organizer(stage)
    await olga.taps_data("mv:1:0")
    await olga.says("28.03.2027 02:30")
    assert olga.sees("Clocks jump over that time")


async def test_a_parent_says_yes_to_the_new_date_from_the_letter(saturday: Stage) -> None:
    timur, parent = await saturday.pupil("Timur", older=False), await saturday.comes("Lena")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Register")
    await parent.opens(timur.link("g"))
    await parent.taps("Yes, for this date")
    await saturday.is_day(date(2026, 11, 24), time(12, 0))
    olga = await organizer(saturday)
    await olga.taps_data("ms:1")
    await olga.taps("Move")
    await olga.taps("Day")
    await olga.taps("29")
    await olga.taps("Move it and tell 2 people")

    assert timur.sees("they have to say yes anew")
    assert parent.sees("they have to say yes anew")
    await parent.taps("Answer")
    assert parent.sees("Sun, 29 November")
    await parent.taps("Yes, for this date")
    assert parent.sees("Thank you!")
    assert timur.sees("Sun, 29 November, 15:30")
    assert timur.sees("Timur, your ticket")
