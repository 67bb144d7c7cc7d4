"""Announcing from the chat: composed, tried out, aimed, let go, watched, stopped, muted."""

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from domain.identities import AccountId, PartnerId
from domain.languages import Language
from domain.moments import HOUR, Instant
from domain.rights import OrganizerRole
from emulator.clients import tell_bots
from emulator.kept.files import Upload
from storage.people import persons, rights
from tests.conversations.stage import BOT, MONDAY, Actor, Stage, app_in, new_world

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
BOLD = [{"type": "bold", "offset": 0, "length": 5}]


def later(seconds: int) -> Instant:
    """So long after every play begins."""
    return Instant(MONDAY + seconds)


def photo(name: str = "picture.png") -> Upload:
    return Upload(name, PICTURE)


@dataclass
class Announcer(Actor):
    """Somebody who announces."""

    async def announces(self, text: str = "Doors are open", **writing: object) -> "Announcer":
        """From the first screen to the draft."""
        await self.taps_data("ann:0")
        await self.taps("New announcement")
        if "Who announces it?" in self.reads():
            await self.taps("From all of us")
        assert self.sees("Send me the message")
        await self.says(text, **writing)
        return self

    async def sends(self) -> "Announcer":
        await self.taps("Send now")
        await self.taps("Yes, send it")
        return self


async def an_owner(stage: Stage, name: str = "Olga") -> Announcer:
    person = stage.world.add_person(name, "en")
    actor = Announcer(stage, person["id"], name)
    await actor.opens("https://t.me/etalon_test_bot?start=hello")
    await stage.app.store.write(rights.name_owners, accounts=[AccountId(actor.id)])
    return actor


async def an_organizer(stage: Stage, name: str = "Anna") -> Announcer:
    person = stage.world.add_person(name, "en")
    actor = Announcer(stage, person["id"], name)
    await actor.opens("https://t.me/etalon_test_bot?start=hello")
    known = await stage.app.store.write(persons.meet, account=AccountId(actor.id), language=Language.ENGLISH)
    await stage.app.store.write(
        rights.appoint, person=known.id, name=name, partner=PartnerId(1), roles=[OrganizerRole.ANNOUNCEMENTS]
    )
    return actor


def got(actor: Actor, text: str) -> int:
    """How many messages of the bot say exactly so."""
    return sum(text == (one.get("text") or one.get("caption") or "") for one in actor.from_bot())


def progress(actor: Actor) -> str:
    """The one message that lives."""
    found = [one for one in actor.from_bot() if "Sent:" in (one.get("text") or "")]
    assert len({one["message_id"] for one in found}) == 1
    return str(found[-1]["text"])


async def test_the_whole_way_from_the_first_screen(stage: Stage) -> None:
    timur = await stage.pupil("Timur")
    olga = await an_owner(stage)
    await olga.opens("https://t.me/etalon_test_bot?start=hello")
    await olga.taps("Organizing")
    await olga.taps("Announcements")
    await olga.taps("New announcement")
    await olga.taps("From all of us")
    await olga.says("Doors are open", entities=BOLD)
    assert olga.sees("Draft № 1")
    assert olga.sees("2 people get it")
    await olga.taps("Send it to me")
    assert got(olga, "Doors are open") == 1
    assert olga.sees("This is how it arrives")
    await olga.taps("Send now")
    assert olga.sees("Send № 1 to 2 people, now?")
    assert got(timur, "Doors are open") == 0
    await olga.taps("Yes, send it")
    assert got(timur, "Doors are open") == 1
    assert got(olga, "Doors are open") == 2
    bold = next(one for one in timur.from_bot() if one.get("text") == "Doors are open")
    assert [one["type"] for one in bold["entities"]] == ["bold"]
    assert "It is out" in progress(olga)
    assert "▓▓▓▓▓▓▓▓▓▓▓▓ 100 %" in progress(olga)
    assert "Sent: 2" in progress(olga)


async def test_a_picture_an_album_and_a_poll_arrive_as_they_were_sent(stage: Stage) -> None:
    timur = await stage.pupil("Timur")
    olga = await an_owner(stage)
    await olga.announces("Look", photo=photo())
    await olga.sends()
    (picture,) = [one for one in timur.from_bot() if "photo" in one]
    assert picture["caption"] == "Look"
    assert "Don't send me announcements" in str(picture["reply_markup"])

    await olga.announces("One", photo=photo(), media_group_id="g1")
    assert olga.sees("gathering its parts")
    await olga.says("", photo=photo(), media_group_id="g1")
    await olga.says("", photo=photo(), media_group_id="g1")
    assert not olga.has("Your album for № 2")
    await stage.moves_to(later(5))
    assert olga.has("Your album for № 2 is here")
    await olga.taps("Go on")
    assert olga.sees("an album of 3")
    await olga.sends()
    assert sum("photo" in one for one in timur.from_bot()) == 4


async def test_a_poll_is_one_poll_for_all_and_comes_from_the_bot(stage: Stage) -> None:
    timur, alina = await stage.pupil("Timur"), await stage.pupil("Alina")
    olga = await an_owner(stage)
    await olga.taps_data("anw:0:1")
    world = stage.world
    options = [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("Yes", "No")]
    asked = {"question": "Again?", "options": options, "type": "regular", "is_anonymous": True, "is_closed": False}
    asked |= {"total_voter_count": 0, "allows_multiple_answers": False, "allows_revoting": True, "members_only": False}
    poll = world.state.polls.make(0, asked)
    chat = world.chat_of(world.person(olga.id))
    tell_bots(world.state, chat, world.state.post(chat, world.person(olga.id).user(), {"poll": poll.shown}))
    await stage.app.settle()
    assert olga.sees("a poll")
    await olga.sends()
    for number, one in enumerate((timur, alina), start=1):
        (theirs,) = [message for message in one.from_bot() if "poll" in message]
        assert theirs["forward_origin"]["sender_user"]["username"] == BOT, "and not whose account it came from"
        world.person_votes(one.id, theirs["message_id"], [0])
        mine = [message for message in olga.from_bot() if "poll" in message]
        assert {message["poll"]["total_voter_count"] for message in mine} == {number}


async def test_a_restart_changes_nothing_and_the_same_message_goes_on(tmp_path: Path) -> None:
    world = new_world()
    async with app_in(world, tmp_path / "etalon.db") as app:
        await app.prepare()
        stage = Stage(app, world)
        timur = await stage.pupil("Timur")
        olga = await an_owner(stage)
        await olga.announces()
        await olga.taps("At a time")
        await olga.says("15:00")
        await olga.taps("Yes, send it")
        assert "Goes out" in progress(olga)
    async with app_in(world, tmp_path / "etalon.db", owner_ids=str(olga.id)) as app:
        await app.prepare()
        stage.app = app
        await stage.moves_to(later(3 * HOUR + 60))
        assert got(timur, "Doors are open") == 1
        assert "It is out" in progress(olga), "the one message, edited"


async def test_what_became_of_it_counts_who_cannot_be_reached_and_who_is_uncertain(stage: Stage) -> None:
    timur, alina = await stage.pupil("Timur"), await stage.pupil("Alina")
    olga = await an_owner(stage)
    await olga.announces()
    assert olga.sees("3 people get it")
    stage.world.person_blocks(timur.id)  # and nobody has told us by the time it goes
    await olga.taps("Send now")
    # Of the first two messages, which are how it gets on and one of its own, nobody learns whether they arrived.
    stage.world.faults.order({"method": "sendMessage", "kind": "error", "error_code": 500, "times": 2})
    await olga.taps("Yes, send it")
    assert stage.app.sender.resting, "Telegram has trouble, so everything waits a little"
    stage.app.sender._rest_until = float("-inf")
    await stage.moves_to(later(60))
    said = progress(olga)
    assert "Perhaps sent, I am not sure: 1" in said
    assert "It is out" in said
    assert got(alina, "Doors are open") <= 1


async def test_two_organizers_steer_one_and_each_sees_what_the_other_did(saturday: Stage) -> None:
    anna, boris = await an_organizer(saturday), await an_organizer(saturday, "Boris")
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=s_1")
    await timur.taps("Register")
    await anna.announces("Look", photo=photo())
    await boris.taps_data("ans:1")
    assert boris.sees("Draft № 1")
    await boris.taps("Text and languages")
    await boris.taps("➕ Русский")
    await boris.says("Смотрите", photo=photo())
    assert boris.sees("I can copy only what one of you sent")
    await boris.says("Смотрите")
    assert boris.sees("Русский: Смотрите")
    # Boris lets it go while Anna's screen still shows a draft: she is told, and nothing goes out twice.
    await anna.taps_data("ans:1")
    await boris.sends()
    await anna.taps("Send now")
    assert not anna.sees("Yes, send it")
    assert got(timur, "Look") == 1


async def test_late_at_night_what_an_organizer_does_is_answered_at_once(stage: Stage) -> None:
    olga = await an_owner(stage)
    await stage.is_day(date(2026, 11, 23), time(23, 30))
    await olga.announces("One", photo=photo(), media_group_id="g1")
    await stage.is_day(date(2026, 11, 23), time(23, 31))
    assert olga.has("Your album for № 1 is here")


async def test_a_part_that_comes_late_is_not_lost(stage: Stage) -> None:
    olga = await an_owner(stage)
    await olga.announces("One", photo=photo(), media_group_id="g1")
    await stage.moves_to(later(5))
    await olga.says("", photo=photo(), media_group_id="g1")
    await stage.moves_to(later(10))
    assert sum("Your album for № 1" in (one.get("text") or "") for one in olga.from_bot()) == 2
    await olga.taps("Go on")
    assert olga.sees("an album of 2")


async def test_what_nobody_can_copy_is_told_and_nothing_is_lost(stage: Stage) -> None:
    olga = await an_owner(stage)
    await olga.announces("Hello")
    await olga.taps("Text and languages")
    await olga.taps("Русский")
    stage.world.faults.order(
        {
            "method": "copyMessage",
            "kind": "error",
            "error_code": 400,
            "description": "Bad Request: message can't be copied",
        }
    )
    await olga.says("", sticker=True)
    await olga.taps("Back") if "Back" in olga.buttons() else None
    assert olga.sees("Draft № 1")
    assert olga.sees("Hello")
    await olga.taps("Send it to me")
    assert olga.sees("Telegram would not take that message")


async def test_each_reads_it_in_their_language(stage: Stage) -> None:
    timur = await stage.pupil("Timur", language="ru")
    alina = await stage.pupil("Alina", language="kk")
    olga = await an_owner(stage)
    await olga.announces("Hello")
    await olga.taps("Text and languages")
    await olga.taps("➕ Русский")
    await olga.says("Привет")
    assert olga.sees("Русский: Привет")
    assert olga.sees("English: Hello")
    await olga.sends()
    assert got(timur, "Привет") == 1
    assert got(alina, "Привет") == 1
    assert got(olga, "Hello") >= 1
    # Taken out again where there is another one.
    await olga.announces("One more")
    await olga.taps("Text and languages")
    await olga.taps("➕ Русский")
    await olga.says("Ещё")
    await olga.taps("Text and languages")
    await olga.taps("✖️ Take out")
    assert not olga.sees("Ещё")


async def test_aimed_by_taps_with_the_number_at_each(saturday: Stage) -> None:
    stage = saturday
    timur = await stage.pupil("Timur")
    alina = await stage.pupil("Alina")
    olga = await an_owner(stage)
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    await olga.announces("See you on Saturday")
    assert olga.sees("3 people get it")
    await olga.taps("Who gets it")
    await olga.taps("As whom")
    await olga.taps("pupils")
    assert "☑️ pupils" in olga.buttons()
    await olga.taps("Back")
    assert olga.sees("2 people get it")
    await olga.taps("By event")
    await olga.taps("Secrets of weights")
    await olga.taps("registered")
    assert olga.sees("1 person gets it")
    assert olga.sees("registered: «Secrets of weights»")
    await olga.taps("registered: ")
    await olga.taps("Doesn't matter")
    await olga.taps("Grade")
    await olga.taps("11")
    await olga.taps("Back")
    assert olga.sees("0 people get it")
    await olga.taps("grades 11")
    await olga.taps("11")
    await olga.taps("Back")
    await olga.taps("By event")
    await olga.taps("Secrets of weights")
    await olga.taps("📅 Sat, 28 November")
    await olga.taps("registered")
    await olga.taps("That's it")
    await olga.sends()
    assert got(alina, "See you on Saturday") == 1
    assert got(timur, "See you on Saturday") == 0


async def test_a_partners_organizer_reaches_those_who_have_to_do_with_it(saturday: Stage) -> None:
    stage = saturday
    timur = await stage.pupil("Timur")
    alina = await stage.pupil("Alina")
    anna = await an_organizer(stage)
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    await anna.announces("We have news")
    assert anna.sees("Everybody who has had to do with you")
    assert anna.sees("1 person gets it")
    await anna.sends()
    assert got(alina, "We have news") == 1
    assert got(timur, "We have news") == 0


async def test_at_a_time_typed_or_tapped_and_quiet_hours_are_told(stage: Stage) -> None:
    timur = await stage.pupil("Timur")
    olga = await an_owner(stage)
    await olga.announces()
    await olga.taps("At a time")
    await olga.says("tomorrow, perhaps")
    assert olga.sees("I can't read that as a time ahead")
    await olga.says("23:30")
    assert olga.sees("It is quiet then: it will arrive from 08:00 on")
    await olga.taps("No, not yet")
    await olga.taps("At a time")
    await olga.taps("Today")
    await olga.taps("15:00")
    await olga.taps("Yes, send it")
    assert "Goes out Mon, 23 November, 15:00" in progress(olga)
    await stage.moves_to(later(2 * 3600))
    assert got(timur, "Doors are open") == 0
    await stage.moves_to(later(3 * 3600 + 60))
    assert got(timur, "Doors are open") == 1
    assert "It is out" in progress(olga)


async def test_paused_resumed_and_stopped_from_the_message_that_lives(stage: Stage) -> None:
    timur = await stage.pupil("Timur")
    olga = await an_owner(stage)
    await olga.announces()
    await olga.taps("At a time")
    await olga.says("15:00")
    await olga.taps("Yes, send it")
    await olga.taps("⏸ Pause")
    assert "⏸ Paused" in progress(olga)
    await stage.moves_to(later(4 * 3600))
    assert got(timur, "Doors are open") == 0
    await olga.taps("▶️ Go on")
    assert got(timur, "Doors are open") == 1
    await olga.announces("Never mind")
    await olga.taps("At a time")
    await olga.says("18:00")
    await olga.taps("Yes, send it")
    await olga.taps("⏹ Stop")
    await olga.taps("Yes, stop it")
    await stage.moves_to(later(8 * 3600))
    assert got(timur, "Never mind") == 0
    await olga.taps_data("ann:0")
    assert any("⏹ № 2" in one for one in olga.buttons())


async def test_who_wants_none_gets_none_and_can_take_that_back(stage: Stage) -> None:
    timur = await stage.pupil("Timur")
    olga = await an_owner(stage)
    await (await olga.announces("First")).sends()
    await timur.taps("Don't send me announcements")
    assert timur.has("I send you no more announcements")
    assert got(timur, "First") == 1
    await olga.announces("Second")
    assert olga.sees("1 person gets it")
    await olga.sends()
    assert got(timur, "Second") == 0
    await timur.taps("I do want them")
    assert timur.sees("Announcements come to you again")
    await (await olga.announces("Third")).sends()
    assert got(timur, "Third") == 1
    await timur.opens("https://t.me/etalon_test_bot?start=hello")
    await timur.taps("Settings")
    await timur.taps("Turn announcements off")
    assert timur.sees("Announcements: off")
    await timur.taps("My data")
    assert timur.sees("You get no announcements")
    await (await olga.announces("Fourth")).sends()
    assert got(timur, "Fourth") == 0


async def test_a_draft_that_is_thrown_away_is_gone(stage: Stage) -> None:
    olga = await an_owner(stage)
    await olga.announces()
    await olga.taps("Throw away")
    assert olga.sees("Throw № 1 away?")
    await olga.taps("Yes, throw it away")
    assert not any("№ 1" in one for one in olga.buttons())


async def test_without_the_role_nothing_is_shown_or_done(stage: Stage) -> None:
    timur = await stage.pupil("Timur")
    olga = await an_owner(stage)
    await olga.announces()
    for data in ("ann:0", "anw:0:1", "ans:1", "anl:1:ru:0", "ant:1:", "anq:1:0:1", "anp:1:c:0:1", "ang:1::0", "ppl:0"):
        await timur.taps_data(data)
        assert timur.sees("I have nothing here that you can see or change"), data
    assert got(timur, "Doors are open") == 0


async def test_what_is_gone_stops_it_and_its_author_is_told_anew(stage: Stage) -> None:
    timur = await stage.pupil("Timur")
    olga = await an_owner(stage)
    await olga.announces("Look", photo=photo())
    picture = next(one for one in olga.chat() if "photo" in one and one["from"]["id"] == olga.id)
    await olga.taps("At a time")
    await olga.says("15:00")
    await olga.taps("Yes, send it")
    stage.world.state.remove(stage.world.chat_of(stage.world.person(olga.id)), picture["message_id"])
    await stage.moves_to(later(3 * 3600 + 60))
    assert "Stopped by itself" in olga.reads()
    await olga.taps("Send it anew")
    await olga.taps("English")
    await olga.says("Words instead")
    await olga.taps("Go on")
    assert got(timur, "Words instead") == 1
