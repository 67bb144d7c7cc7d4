"""A reply on a bad day: it arrives, or its update says why not; and what the person did counts once."""

import pytest

from tests.conversations.stage import TOKEN, Actor
from tests.faults.telegram.bad_days import HTML, PERHAPS_AGAIN, BadDay, texts

START = "https://t.me/etalon_test_bot?start=s_1"


async def card(day: BadDay, name: str = "Alina") -> Actor:
    """A pupil in front of the slot's card."""
    return await (await day.pupil(name)).opens(START)


async def bookings(day: BadDay) -> int:
    return int(await day.app.store.read(lambda tx: tx.value("SELECT count(*) FROM bookings")))


def bold(actor: Actor) -> bool:
    """Whether something is bold in what somebody sees."""
    return any(entity["type"] == "bold" for entity in actor.shown()[-1].get("entities", ()))


async def test_too_many_requests_delay_the_answer_and_nothing_else(day: BadDay) -> None:
    alina = await card(day)
    day.suffers("sendPhoto", error_code=429, retry_after=7, times=2)
    await alina.taps("Register")
    assert day.hours.slept.count(7) == 2
    assert len(texts(alina, "your ticket")) == 1
    assert await bookings(day) == 1
    assert await day.all_is_done()


async def test_a_pause_longer_than_a_reply_waits_for_is_kept_too(day: BadDay) -> None:
    alina = await card(day)
    day.suffers("sendPhoto", error_code=429, retry_after=300)
    await alina.taps("Register")
    assert 300 in day.hours.slept
    assert len(texts(alina, "your ticket")) == 1
    assert await bookings(day) == 1
    assert await day.all_is_done()


async def test_a_refused_connection_is_waited_for(day: BadDay, monkeypatch: pytest.MonkeyPatch) -> None:
    alina = await card(day)
    before, waits = day.line.attempts, len(day.hours.slept)
    call = type(day.line).call

    async def out_of_order(*args: object, **kwargs: object) -> object:
        day.line.cut = len(day.hours.slept) < waits + 12 and args[1:3] == (TOKEN, "sendPhoto")
        return await call(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(type(day.line), "call", out_of_order)
    await alina.taps("Register")
    assert day.line.attempts > before + 8
    assert len(texts(alina, "your ticket")) == 1
    assert await bookings(day) == 1
    assert await day.all_is_done()


@pytest.mark.parametrize("fault", [{"kind": "drop_after"}, {"status": 502, "body": HTML}, {"kind": "cut"}])
async def test_an_answer_that_may_have_arrived_is_repeated_and_the_booking_is_not(
    day: BadDay, fault: dict[str, object]
) -> None:
    alina = await card(day)
    day.suffers("sendPhoto", **fault)
    await alina.taps("Register")
    assert len(texts(alina, "your ticket")) == (2 if fault == {"kind": "drop_after"} else 1)
    assert await bookings(day) == 1
    assert await day.all_is_done()


async def test_an_edit_that_arrived_and_is_repeated_shows_once(day: BadDay) -> None:
    alina = await day.comes("Alina")
    shown = len(alina.from_bot())
    day.suffers("editMessageText", kind="drop_after")
    await alina.taps("Upcoming")
    assert alina.sees("Secrets of weights")
    assert len(alina.from_bot()) == shown
    assert await day.all_is_done()


async def test_an_answer_that_never_arrives_is_given_up_after_three_and_recorded(day: BadDay) -> None:
    alina = await card(day)
    day.suffers("sendPhoto", kind="cut", times=3)
    await alina.taps("Register")
    assert await day.dead() == ["its reply does not arrive: TelegramNetworkError"]
    assert await day.undone() == 0
    # What was done stands, and the next press shows it.
    await alina.taps("Register")
    assert alina.sees("your ticket") or alina.has("your ticket")
    assert await bookings(day) == 1


async def test_whoever_blocks_the_bot_while_it_answers_is_unreachable_until_they_come_again(day: BadDay) -> None:
    alina = await card(day)
    day.suffers("sendPhoto", error_code=403, description="Forbidden: bot was blocked by the user")
    await alina.taps("Register")
    assert not await day.reachable(alina)
    assert await bookings(day) == 1
    assert await day.all_is_done()
    await alina.says("/start")
    assert await day.reachable(alina)
    assert alina.sees("Hello")


async def test_an_account_that_is_gone_is_nobodys_mistake(day: BadDay) -> None:
    alina = await card(day)
    day.suffers("sendMessage", error_code=400, description="Bad Request: chat not found")
    await alina.says("hello?")
    assert not await day.reachable(alina)
    assert await day.all_is_done()


async def test_not_modified_is_an_answer(day: BadDay) -> None:
    alina = await day.comes("Alina")
    await alina.taps("Upcoming")
    shown = len(alina.from_bot())
    day.suffers("editMessageText", error_code=400, description="Bad Request: message is not modified: …")
    await alina.taps("1")
    assert len(alina.from_bot()) == shown
    assert await day.all_is_done()


async def test_a_message_that_is_gone_is_sent_anew(day: BadDay) -> None:
    alina = await day.comes("Alina")
    shown = len(alina.from_bot())
    day.suffers("editMessageText", error_code=400, description="Bad Request: message to edit not found")
    await alina.taps("Upcoming")
    assert alina.sees("Secrets of weights")
    assert len(alina.from_bot()) == shown + 1
    assert await day.all_is_done()


async def test_a_press_too_old_to_answer_still_changes_the_screen(day: BadDay) -> None:
    alina = await day.comes("Alina")
    message, button = alina._button("Upcoming")
    day.suffers(
        "answerCallbackQuery",
        error_code=400,
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    day.world.person_taps(alina.id, message["message_id"], button["callback_data"])
    await day.app.settle()
    assert alina.sees("Secrets of weights")
    assert await day.all_is_done()


async def test_a_group_that_became_a_supergroup_is_answered_where_it_is_now(day: BadDay) -> None:
    alina = await day.comes("Alina")
    person, bot = day.world.person(alina.id), day.world.bot()
    group = day.world.groups.make("8Б", [person], bot)
    day.world.person_writes(alina.id, "/start", chat=group["id"])
    new = day.world.groups.upgrade(day.world.groups.group(group["id"]))
    await day.app.settle()
    said = [one for one in alina.from_bot() if one["chat"]["id"] == new["id"] and "in private" in one.get("text", "")]
    assert len(said) == 1
    assert await day.all_is_done()


async def test_a_group_that_put_the_bot_out_meanwhile_is_left_alone(day: BadDay) -> None:
    alina = await day.comes("Alina")
    group = day.world.groups.make("8Б", [day.world.person(alina.id)], day.world.bot())
    day.world.person_writes(alina.id, "/start", chat=group["id"])
    day.suffers("sendMessage", error_code=403, description="Forbidden: bot was kicked from the group chat")
    await day.app.settle()
    assert await day.all_is_done()
    assert await day.reachable(alina)


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_a_text_whose_formatting_telegram_refuses_is_shown_plain(day: BadDay, method: str) -> None:
    alina = await day.comes("Alina")
    day.suffers(method, error_code=400, description="Bad Request: can't parse entities: Unsupported start tag")
    await (alina.taps("Help") if method == "editMessageText" else alina.says("/help"))
    assert alina.sees("How it works")
    assert "<b>" not in alina.reads()
    assert not bold(alina)
    assert await day.all_is_done()
    await alina.taps("Home")
    assert bold(alina)  # only that one was plain


async def test_a_reply_is_never_called_a_possible_repeat(day: BadDay) -> None:
    alina = await card(day)
    day.suffers("sendPhoto", kind="drop_after")
    await alina.taps("Register")
    assert not alina.has(PERHAPS_AGAIN)
