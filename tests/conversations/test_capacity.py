"""Who gets the seats, set by an organizer in the chat; whoever phones; and a form's answers."""

from dataclasses import replace
from datetime import date, time

from domain.languages import Texts
from domain.rights import OrganizerRole
from emulator.kept.files import Upload
from tests.conversations.stage import BOT, EXCURSION, SURNAME, Actor, Stage, a_slot
from tests.conversations.test_moving import organizer, registered
from tests.conversations.test_teachers import owner, teacher, with_class

LECTURE = replace(EXCURSION, key="lecture", title=Texts(ru="Лекция", kk="Дәріс", en="A lecture"))


async def opens(who: Actor, slot: int = 1) -> Actor:
    """The card of a slot."""
    return await who.opens(f"https://t.me/{BOT}?start=s_{slot}")


async def waiting(stage: Stage, name: str, slot: int = 1) -> Actor:
    """A pupil in the waiting list."""
    pupil = await stage.pupil(name)
    await opens(pupil, slot)
    await pupil.taps("Join the waiting list")
    return pupil


async def test_seats_are_kept_for_classes_and_released_by_themselves(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=3))
    olga = await organizer(stage)
    await olga.taps_data("ms:1")
    await olga.taps("Who gets the seats")
    assert olga.sees("Seats are kept for nobody")
    for label in ("Keep seats", "For classes"):
        await olga.taps(label)
    await olga.says("9")
    assert olga.sees("There are 3 seats")
    await olga.says("2")
    assert olga.sees("Until when")
    await olga.says("26.11 18:00")
    assert olga.sees("Kept for classes until Thu, 26 November, 18:00: 2, of which not booked yet: 2")

    alina = await registered(stage, "Alina")
    timur = await waiting(stage, "Timur")
    assert timur.sees("waiting list")
    await stage.is_day(date(2026, 11, 26), time(18, 1))
    assert timur.sees("A seat is free for Timur")
    assert alina.has("your ticket")
    await olga.taps_data("yc:1")
    assert olga.sees("Seats are kept for nobody")


async def test_released_by_hand_after_asking_once(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=2))
    olga = await organizer(stage)
    await olga.taps_data("yk:1:classes")
    await olga.taps("2")
    await olga.taps("As long as one can register")
    timur = await waiting(stage, "Timur")
    await olga.taps_data("yc:1")
    await olga.taps("Release the kept seats")
    assert olga.sees("Not booked yet: 2")
    await olga.taps("Yes, release them")
    assert timur.sees("A seat is free for Timur")


async def test_a_teacher_books_what_is_kept_for_classes(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=26))
    olga = await organizer(stage)
    await olga.taps_data("yk:1:classes")
    await olga.says("26")
    await olga.taps("As long as one can register")
    anna = await teacher(stage, invited_by=await owner(stage))
    await with_class(anna)
    await opens(anna)
    await anna.taps("Bring")
    assert anna.sees("There are seats for all of you")


async def test_of_one_school_so_many_and_the_next_is_told_kindly(saturday: Stage) -> None:
    olga = await organizer(saturday)
    await olga.taps_data("yc:1")
    await olga.taps("Limit for a school")
    await olga.says("1")
    await olga.taps("This date")
    assert olga.sees("From one school: 1 pupil at most")
    await registered(saturday, "Alina")
    timur = await waiting(saturday, "Timur")
    assert timur.sees("No more than 1 pupil from one school")
    other = await saturday.comes("Other")
    await other.introduces("Other", school="Lyceum 30")
    await opens(other)
    await other.taps("Register")
    assert other.sees("your ticket")


async def test_two_dates_share_the_hall(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=5), a_slot("talk", event="lecture", capacity=5), events=(EXCURSION, LECTURE))
    olga = await organizer(stage)
    await olga.taps_data("yc:1")
    await olga.taps("Share with another date")
    await olga.taps("A lecture")
    await olga.taps("These share")
    await olga.says("1")
    assert olga.sees("together 1, of which taken: 0")
    assert olga.sees("A lecture")
    alina = await registered(stage, "Alina")
    timur = await waiting(stage, "Timur", slot=2)
    await alina.taps("Can't come")
    await alina.taps("Yes")
    assert timur.sees("A seat is free for Timur")
    await olga.taps_data("yc:2")
    await olga.taps("Share no more")
    await olga.taps("Yes, share no more")
    assert olga.sees("shared with no other date")


async def test_of_too_few_an_organizer_is_asked_what_to_do(saturday: Stage) -> None:
    olga = await organizer(saturday)
    await olga.taps_data("yw:1:0")
    await olga.says("3")
    await olga.says("25.11 12:00")
    assert olga.sees("You are asked if fewer than 3 have registered by Wed, 25 November, 12:00")
    await registered(saturday, "Alina")
    await saturday.is_day(date(2026, 11, 25), time(12, 1))
    assert olga.sees("Few have registered yet")
    assert olga.sees("Taken: 1 of 10")
    assert any("Announce" in label for label in olga.buttons())
    assert any("Cancel this date" in label for label in olga.buttons())
    await olga.taps("It takes place all the same")
    assert olga.sees("It takes place")


async def test_two_organizers_at_once_overwrite_nothing(saturday: Stage) -> None:
    olga, vera = await organizer(saturday), await organizer(saturday, name="Vera")
    await olga.taps_data("yl:1")
    await vera.taps_data("yl:1")
    await vera.says("4")
    await vera.taps("This date")
    await olga.says("8")
    await olga.taps("This date")
    assert olga.sees("Somebody else has changed this meanwhile")
    assert olga.sees("From one school: 4 pupils at most")


async def test_whoever_only_checks_in_sees_none_of_it(saturday: Stage) -> None:
    vera = await organizer(saturday, OrganizerRole.CHECK_IN)
    await vera.taps_data("ms:1")
    assert not [label for label in vera.buttons() if "Who gets" in label or "By phone" in label or "Form" in label]
    for press in (
        "yc:1",
        "yk:1:classes",
        "yr:1:1",
        "yl:1",
        "ys:1",
        "yu:1:1",
        "yw:1:0",
        "ye:1",
        "yh:1:0",
        "ya:1:0",
        "yf:1",
    ):
        await vera.taps_data(press)
        assert vera.sees("nothing here that you can see"), press


# By phone


async def test_who_phones_gets_a_seat_and_a_code(saturday: Stage) -> None:
    olga = await organizer(saturday)
    await olga.taps_data("ms:1")
    await olga.taps("By phone")
    await olga.taps("A pupil")
    await olga.says("Alina")
    await olga.taps("Back")
    assert olga.sees("first name")
    await olga.says("Alina")
    await olga.taps("8")
    await olga.says("№ 239")
    await olga.taps("keep")
    await olga.taps("Younger")
    await olga.says("+7 999 123-45-67")
    assert olga.sees("Is this right?")
    assert olga.sees("parent's permission is needed")
    await olga.taps("Book it")
    assert olga.sees("The seat is theirs")
    assert olga.sees("The code to say on the phone")
    assert olga.sees("+79991234567")
    assert olga.sees("permission on paper is still missing")
    await olga.taps("The permission is here")
    assert olga.sees("The parent's permission is here")
    await olga.taps("By phone")
    assert any("Alina" in label for label in olga.buttons())
    await olga.taps("Alina")
    await olga.taps("They can't come")
    await olga.taps("Yes, they can't come")
    assert olga.sees("was cancelled")
    await olga.taps_data("ms:1")
    assert olga.sees("Seats taken: 0 of 10")


async def phoned(olga: Actor, name: str, slot: int = 1) -> Actor:
    """An older pupil of school 239, written down."""
    await olga.taps_data(f"ya:{slot}:0")
    await olga.says(name)
    await olga.taps("8")
    await olga.says("№ 239")
    await olga.taps("keep")
    await olga.taps("Older")
    await olga.taps("No number")
    await olga.taps("Book it")
    return olga


async def test_who_phones_waits_like_everybody_and_the_organizer_is_asked_to_call(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=1))
    olga, alina = await organizer(stage), await registered(stage, "Alina")
    await phoned(olga, "Timur")
    assert olga.sees("Their place in the waiting list: 1")
    await alina.taps("Can't come")
    await alina.taps("Yes")
    assert olga.sees("Please call: seats came free for Timur, № 239.")
    await olga.taps("tell me what they say")
    await olga.taps("They come")
    assert olga.sees("The seat is theirs")


async def test_an_organizers_own_bookings_and_reminders_are_not_theirs_who_phoned(saturday: Stage) -> None:
    olga = await organizer(saturday)
    await phoned(olga, "Timur")
    await saturday.is_day(date(2026, 11, 28), time(14, 0))
    assert not olga.has("soon:")
    await olga.taps_data("my:0:0")
    assert not olga.sees("Secrets of weights")


async def test_a_class_is_written_down_with_its_teacher(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=30))
    olga = await organizer(stage)
    await olga.taps_data("ya:1:1")
    for words in ("Anna Ivanovna", "№ 239"):
        await olga.says(words)
    await olga.taps("keep")
    for words in ("8Б", "25", "2", "+7 999 123-45-67"):
        await olga.says(words)
    assert olga.sees("Pupils: 25, adults: 2")
    await olga.taps("Book it")
    assert olga.sees("The seat is theirs")
    assert olga.sees("8Б, № 239, Anna Ivanovna")
    await olga.taps_data("ms:1")
    assert olga.sees("Seats taken: 27 of 30")


# A form's answers


SHEET = "Отметка времени;Ваше имя;В каком классе вы учитесь?;Школа;Возраст\n"


async def sends(olga: Actor, text: str, name: str = "answers.csv") -> Actor:
    await olga.taps_data("yf:1")
    return await olga.says(document=Upload(name, text.encode()))


async def test_a_sheet_is_read_looked_through_and_brought_in(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=2))
    olga = await organizer(stage)
    await registered(stage, "Алина")
    await sends(olga, SHEET + "1;Алина;8;№ 239;14\n2;Тимур;9Б;Лицей 30;15\n3;Дана;9;Лицей 30;15\n")
    assert olga.sees("rows read: 3")
    assert any("First name: Ваше имя" in label for label in olga.buttons())
    assert any("Grade: В каком классе" in label for label in olga.buttons())
    await olga.taps("Check the rows")
    assert olga.sees("Row 2: Алина of this school and grade is booked already")
    assert not any("Bring" in label for label in olga.buttons()), "first it is said who that is"
    await olga.taps("the same")
    assert olga.sees("Get a seat: 1")
    assert olga.sees("Wait: 1")
    assert olga.sees("Those who wait: Дана")
    assert olga.sees("Left out, booked already: 1")
    await olga.taps("Bring 2 pupils in")
    assert olga.sees("Brought in: 2")
    assert olga.sees("Have a seat: 1")
    await olga.taps_data("ms:1")
    assert olga.sees("Seats taken: 2 of 2")


async def test_faulty_rows_are_listed_and_nothing_is_brought_in_by_half(saturday: Stage) -> None:
    olga = await organizer(saturday)
    await sends(olga, SHEET + "1;Алина;восьмой;№ 239;14\n2;;9;Лицей 30;15\n3;Дана;9;Лицей 30;15\n")
    await olga.taps("Check the rows")
    assert olga.sees("Row 2: “восьмой” is no grade")
    assert olga.sees("Row 3: there is no first name")
    assert not any("Bring" in label for label in olga.buttons())
    await olga.taps_data("ms:1")
    assert olga.sees("Seats taken: 0 of 10")


async def test_columns_that_cannot_be_told_are_chosen(saturday: Stage) -> None:
    olga = await organizer(saturday)
    await sends(olga, "а;б;в\nАлина;8;№ 239\n")
    assert olga.sees("Some columns I can't tell")
    for what, column in (("First name", "а (Алина)"), ("Grade", "б (8)"), ("School", "в (№ 239)")):
        await olga.taps(what)
        await olga.taps(column)
    await olga.taps("Check the rows")
    await olga.taps("Bring 1 pupil in")
    assert olga.sees("Have a seat: 1")


async def test_what_the_event_asks_has_to_be_in_the_sheet(stage: Stage) -> None:
    await stage.offers(a_slot(), events=(replace(EXCURSION, question=SURNAME),))
    olga = await organizer(stage)
    await sends(olga, "Имя;Класс;Школа;Фамилия\nАлина;8;№ 239;Серикова\n")
    assert olga.sees("Some columns I can't tell")
    await olga.taps("What the event asks")
    await olga.taps("Фамилия (Серикова)")
    await olga.taps("Check the rows")
    await olga.taps("Bring 1 pupil in")
    assert olga.sees("Brought in: 1")


async def test_what_is_no_sheet_is_said_so(saturday: Stage) -> None:
    olga = await organizer(saturday)
    await olga.taps_data("yf:1")
    await olga.says(document=Upload("poster.pdf", b"%PDF-1.4"))
    assert olga.sees("not a table that can be read")
    await olga.says("what?")
    assert olga.sees("Send me the sheet")
