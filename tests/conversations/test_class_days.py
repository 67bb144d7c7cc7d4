"""A class's day: are you still coming, time to leave, late or fewer, and the answer back."""

from datetime import date, time

from domain.class_days import SILENCE
from domain.identities import AccountId, PartnerId
from domain.languages import Language
from domain.moments import HOUR, Instant, instant
from domain.rights import OrganizerRole
from storage.people import persons, rights
from tests.conversations.stage import BOT, ZONE, Actor, Stage, a_slot
from tests.conversations.test_teachers import owner, teacher, with_class

SATURDAY = date(2026, 11, 28)
ASKED_AT = (date(2026, 11, 25), time(15, 30))
CLOSED_A_DAY_BEFORE = instant(date(2026, 11, 27), time(12), ZONE)


async def booked(stage: Stage, boss: Actor, *, slot: str = "s_1", size: int = 5) -> Actor:
    """A teacher whose class has seats."""
    anna = await with_class(await teacher(stage, invited_by=boss), size=size)
    await anna.opens(f"https://t.me/{BOT}?start={slot}")
    await anna.taps("Bring a class")
    await anna.taps("Book it")
    assert anna.sees("The class can come")
    return anna


async def organizer(stage: Stage, name: str, role: OrganizerRole) -> Actor:
    """Somebody who organizes for the museum."""
    someone = await stage.comes(name)
    person = await stage.app.store.write(persons.meet, account=AccountId(someone.id), language=Language.ENGLISH)
    await stage.app.store.write(rights.appoint, person=person.id, name=name, partner=PartnerId(1), roles=(role,))
    return someone


async def test_a_teacher_is_asked_once_and_says_yes(saturday: Stage) -> None:
    boss = await owner(saturday)
    anna = await booked(saturday, boss)
    await saturday.is_day(date(2026, 11, 25), time(15, 29))
    assert not anna.has("Are you still coming?")
    await saturday.is_day(*ASKED_AT)
    assert anna.sees("Are you still coming?")
    assert anna.buttons() == ["✅ Yes, we come", "✏️ Change the number", "✖️ We can't come"]
    await anna.taps("Yes, we come")
    assert anna.sees("see you there")
    await saturday.is_day(date(2026, 11, 27), time(20))
    assert not boss.has("does not answer")
    asked = [message for message in anna.from_bot() if "Are you still coming?" in message.get("text", "")]
    assert len(asked) == 1, "it is asked once"


async def test_we_cant_come_gives_the_seats_up(saturday: Stage) -> None:
    boss = await owner(saturday)
    anna = await booked(saturday, boss)
    await saturday.is_day(*ASKED_AT)
    await anna.taps("We can't come")
    await anna.taps("Yes, give it up")
    assert boss.sees("does not come after all")


async def test_silence_goes_to_the_host_who_releases_the_seats(saturday: Stage) -> None:
    boss = await owner(saturday)
    second = await organizer(saturday, "Boris", OrganizerRole.PROGRAMME)
    anna = await booked(saturday, boss, size=9)
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("waiting list")
    await saturday.is_day(*ASKED_AT)
    await saturday.moves_to(Instant(instant(*ASKED_AT, ZONE) + SILENCE + 8 * HOUR))  # it was night

    for one in (boss, second):
        assert one.has("its teacher does not answer")
        assert one.has("Anna T.")
        assert one.has("239")
    await boss.taps("Release")
    assert boss.sees("released")
    assert anna.sees("was cancelled")
    assert timur.has("A seat is free for Timur")
    await second.taps("Keep the seats")
    assert second.sees("Somebody else has decided this meanwhile")


async def test_the_host_keeps_the_seats_of_a_silent_class(saturday: Stage) -> None:
    boss = await owner(saturday)
    await booked(saturday, boss)
    await saturday.is_day(date(2026, 11, 27), time(9))
    await boss.taps("Keep the seats")
    assert boss.sees("The seats of 8Б are kept")


async def test_a_stranger_decides_nothing(saturday: Stage) -> None:
    boss = await owner(saturday)
    await booked(saturday, boss)
    stranger = await saturday.comes("Stranger")
    await saturday.is_day(date(2026, 11, 27), time(9))
    for data in ("ku:1:0", "kf:1:1", "kg:1:20:abc", "kg:1:0:", "kh:1:3:abc", "kh:1:0:", "ki:1:1"):
        await stranger.taps_data(data)
        assert stranger.sees("nothing here that you can see or change"), data
    taken = await saturday.app.store.read(lambda tx: tx.value("SELECT seats_taken FROM slots WHERE id = 1"))
    assert taken == 6


async def test_on_the_day_late_and_the_answer_back(saturday: Stage) -> None:
    boss = await owner(saturday)
    door = await organizer(saturday, "Dina", OrganizerRole.CHECK_IN)
    anna = await booked(saturday, boss)
    await saturday.is_day(SATURDAY, time(12, 30))
    assert anna.sees("Today with 8Б: Secrets of weights")
    assert anna.sees("Museum of Metrology")
    assert anna.sees("You are met by: Museum, Sample desk")
    assert anna.sees("Bring: spare shoes")
    assert anna.sees("5 permissions are still missing")

    await anna.taps("We are late")
    await anna.taps("20")
    assert anna.sees("The host is told: 20 minutes late")
    for one in (boss, door):
        assert one.sees("8Б, 239: 20 minutes late")
    await door.taps("We wait")
    assert door.sees("You answered: we wait")
    assert anna.sees("The host waits for you")
    assert boss.sees("Answered by Dina: we wait")
    await boss.taps_data("ky:1:cannot")
    assert boss.sees("Answered by Dina: we wait")
    assert not anna.has("can't wait that long")


async def test_twice_pressed_tells_once(saturday: Stage) -> None:
    boss = await owner(saturday)
    anna = await booked(saturday, boss)
    await saturday.is_day(SATURDAY, time(12, 30))
    await anna.taps("We are late")
    _message, button = anna._button("30")
    for _ in range(2):
        await anna.taps_data(button["callback_data"])
    assert len([message for message in boss.from_bot() if "30 minutes late" in message.get("text", "")]) == 1
    await boss.taps("Please call us")
    assert anna.sees("Sample desk")


async def test_twenty_three_not_twenty_five(stage: Stage) -> None:
    await stage.offers(a_slot(capacity=30, closes_at=CLOSED_A_DAY_BEFORE))
    boss = await owner(stage)
    anna = await booked(stage, boss, size=25)
    await stage.is_day(SATURDAY, time(12, 30))
    await anna.taps("We are fewer or more")
    assert anna.sees("The host counts on 25 pupils")
    await anna.says("many")
    assert anna.sees("type a number")
    await anna.says("23")
    assert anna.sees("The host is told: 23 pupils now")
    assert boss.sees("8Б, 239: 23, not 25")
    await boss.taps("Noted")
    assert anna.sees("noted how many you are")
    taken = await stage.app.store.read(lambda tx: tx.value("SELECT seats_taken FROM slots WHERE id = 1"))
    assert taken == 26, "registration is over: no seat comes free any more"


async def test_one_who_cannot_come_is_passed_on_in_one_tap(saturday: Stage) -> None:
    boss = await owner(saturday)
    anna = await booked(saturday, boss)
    await anna.taps("My classes")
    await anna.taps("8Б · 5")
    await anna.taps("Link for the class")
    timur = await saturday.pupil("Timur")
    await timur.opens(anna.link("k"))
    await timur.taps("Me: Timur")
    await anna.taps("Who is it?")
    await anna.taps("Accept 1")
    pupil = await saturday.app.store.read(lambda tx: tx.value("SELECT pupil FROM joinings"))
    await timur.taps_data(f"kx:1:{pupil}:1")
    assert anna.sees("Timur can't come")
    for _ in range(2):
        await anna.taps_data(f"ki:1:{pupil}")
        assert anna.sees("The host is told: 4 pupils now")
    taken = await saturday.app.store.read(lambda tx: tx.value("SELECT seats_taken FROM slots WHERE id = 1"))
    assert taken == 5
