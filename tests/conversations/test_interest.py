"""How interested are you in the profession? Before the visit, and the day after; and what of that is shown."""

from datetime import date, time

from tests.conversations.stage import BOT, Actor, Stage
from tests.conversations.test_reports import reporter

REMINDED_AT = (date(2026, 11, 27), time(18))
AFTERWARDS = (date(2026, 11, 29), time(13))


async def booked(stage: Stage, name: str = "Timur") -> Actor:
    pupil = await stage.pupil(name)
    await pupil.opens(f"https://t.me/{BOT}?start=s_1")
    await pupil.taps("Register")
    return pupil


async def was_there(stage: Stage, booking: int = 1, *, present: bool = True) -> None:
    await stage.app.store.write(
        lambda tx: tx.run(
            """
            INSERT INTO attendances (booking, meeting, state, pupils, how, noted_at, marked_at)
            VALUES (:booking, 1, :state, :pupils, 'by_list', :now, :now)
            """,
            booking=booking,
            state="present" if present else "absent",
            pupils=int(present),
            now=tx.now,
        )
    )


async def answers(stage: Stage) -> list[tuple[int, str, int | None]]:
    rows = await stage.app.store.read(lambda tx: tx.all("SELECT pupil, phase, answer FROM interest ORDER BY 1, 2 DESC"))
    return [tuple(row) for row in rows]


async def test_before_and_after_one_tap_each_and_never_twice(saturday: Stage) -> None:
    timur = await booked(saturday)
    await saturday.is_day(*REMINDED_AT)
    assert timur.sees("soon: Secrets of weights")
    assert timur.sees("How interested are you in a profession like those you see there?")
    await timur.taps("🙂")
    assert timur.toast == "Thank you!"
    assert timur.sees("soon: Secrets of weights"), "the reminder stays"
    assert not timur.sees("How interested")
    assert "🎟 Ticket" in timur.buttons()
    assert await answers(saturday) == [(1, "before", 2)]

    await saturday.is_day(date(2026, 11, 28), time(13, 35))
    assert timur.sees("soon: Secrets of weights")
    assert not timur.sees("How interested"), "the second reminder asks nothing"

    await saturday.is_day(date(2026, 11, 28), time(18))
    await was_there(saturday)
    await saturday.is_day(*AFTERWARDS)
    assert timur.sees("You have been to Secrets of weights")
    await timur.taps("🤩")
    assert timur.sees("make the next visits better")
    letter = max(int(row["id"]) for row in await saturday.app.store.read(lambda tx: tx.all("SELECT id FROM outbox")))
    await timur.taps_data(f"fi:{letter}:1")
    assert timur.sees("I have an answer of yours already")
    assert await answers(saturday) == [(1, "before", 2), (1, "after", 5)]
    await saturday.is_day(date(2026, 12, 3), time(13))
    assert len([one for one in timur.from_bot() if "You have been to" in one.get("text", "")]) <= 1


async def test_who_was_not_there_or_did_not_answer_is_not_asked_again(saturday: Stage) -> None:
    timur, alina, dana = [await booked(saturday, name) for name in ("Timur", "Alina", "Dana")]
    await saturday.is_day(*REMINDED_AT)
    await timur.taps("🙂")
    await dana.taps("🙂")
    await saturday.is_day(date(2026, 11, 28), time(18))
    await was_there(saturday, 1, present=False)
    await was_there(saturday, 2)
    await saturday.is_day(*AFTERWARDS)
    for pupil in (timur, alina, dana):
        assert not pupil.has("You have been to"), pupil.first_name


async def test_who_wants_no_reminders_is_not_asked(saturday: Stage) -> None:
    timur = await booked(saturday)
    await timur.says("/settings")
    await timur.taps("Turn reminders off")
    await saturday.is_day(*REMINDED_AT)
    assert not timur.has("How interested")
    assert await answers(saturday) == []


async def test_an_answer_before_is_given_before(saturday: Stage) -> None:
    timur = await booked(saturday)
    await saturday.is_day(date(2026, 11, 28), time(15, 31))
    asked = next(one for one in timur.from_bot() if "How interested" in one.get("text", ""))
    await timur.taps_data(asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"], asked["message_id"])
    assert timur.has("its time has passed")
    assert await answers(saturday) == [(1, "before", None)]


async def test_nobody_answers_for_somebody_else(saturday: Stage) -> None:
    timur = await booked(saturday)
    await saturday.is_day(*REMINDED_AT)
    letter = await saturday.app.store.read(lambda tx: tx.value("SELECT id FROM outbox WHERE kind = 'reminder'"))
    alina = await saturday.pupil("Alina")
    await alina.taps_data(f"fi:{letter}:5")
    assert alina.sees("nothing here that you can see or change")
    assert timur.has("How interested")
    assert await answers(saturday) == [(1, "before", None)]


async def test_a_partner_words_the_question(saturday: Stage) -> None:
    rita = await reporter(saturday)
    await rita.taps("Reports")
    await rita.taps("Interest")
    await rita.taps("What we ask about")
    assert rita.sees("Now it says: How interested are you in a profession like those you see there?")
    await rita.says("a profession with <measuring>")
    assert rita.sees("pupils are asked: How interested are you in a profession with <measuring>?")
    timur = await booked(saturday)
    await saturday.is_day(*REMINDED_AT)
    assert timur.sees("How interested are you in a profession with <measuring>?")


async def test_my_data_shows_answers_and_forgetting_deletes_them(saturday: Stage) -> None:
    timur = await booked(saturday)
    await saturday.is_day(*REMINDED_AT)
    await timur.taps("😃")
    await timur.says("/settings")
    await timur.taps("My data")
    assert timur.sees("1 answer about your interest in a profession")
    assert timur.sees("1 event that you looked at")
    await timur.taps("Delete my data")
    await timur.taps("Yes, delete everything")
    assert await answers(saturday) == []
    looked = await saturday.app.store.read(lambda tx: tx.value("SELECT count(*) FROM looks"))
    assert looked == 0
