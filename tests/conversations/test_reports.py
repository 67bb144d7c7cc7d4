"""Reports: numbers and pictures in the chat, files to take away, for those whose numbers they are."""

from datetime import date, time

from domain.identities import AccountId, PartnerId
from domain.languages import Language
from domain.rights import OrganizerRole
from storage.people import persons, rights
from tests.conversations.stage import BOT, Actor, Stage
from tests.conversations.test_teachers import owner


async def reporter(stage: Stage, name: str = "Rita", role: OrganizerRole = OrganizerRole.REPORTS) -> Actor:
    """Somebody with one role at the museum, who may see its organizing screen."""
    someone = await stage.comes(name)
    person = await stage.app.store.write(persons.meet, account=AccountId(someone.id), language=Language.ENGLISH)
    await stage.app.store.write(rights.appoint, person=person.id, name=name, partner=PartnerId(1), roles=(role,))
    await someone.says("/organize")
    return someone


async def visited(stage: Stage) -> None:
    """Two pupils had seats on Saturday; one came, and of the other nobody has said."""
    for name in ("Timur", "Alina"):
        pupil = await stage.pupil(name)
        await pupil.opens(f"https://t.me/{BOT}?start=s_1")
        await pupil.taps("Register")
    await stage.is_day(date(2026, 11, 29), time(12))
    await stage.app.store.write(
        lambda tx: tx.run(
            """
            INSERT INTO attendances (booking, meeting, state, pupils, how, noted_at, marked_at)
            VALUES (1, 1, 'present', 1, 'by_list', :now, :now)
            """,
            now=tx.now,
        )
    )


def pictures(actor: Actor) -> list[dict[str, object]]:
    return [message for message in actor.from_bot() if "photo" in message]


async def test_numbers_pictures_and_files(saturday: Stage) -> None:
    await visited(saturday)
    rita = await reporter(saturday)
    await rita.taps("Reports")
    assert rita.sees("1 date, 10 seats; taken: 2 (20%)")
    assert rita.sees("Came: 1, did not: 0. Not marked: 1")
    assert rita.sees("Saw an event: 2, asked for a seat: 2, were there: 1")

    await rita.taps("Seats taken")
    assert rita.sees("Seats taken: by month")
    assert rita.sees("2 of 10 seats (20%), 1 date")
    assert "by partner" in rita.buttons()
    await rita.taps("by event")
    assert rita.sees("Secrets of weights: 2 of 10 (20%)")
    assert len(pictures(rita)) == 1, "one picture at a time"

    await rita.taps("⬇️ .csv")
    assert rita.from_bot()[-1]["document"]["file_name"] == "etalon-2026-11-29.csv"
    await rita.taps_data("rp:y:0")
    await rita.taps("All of it .xlsx")
    assert rita.from_bot()[-1]["document"]["file_name"].endswith(".xlsx")
    boss = await owner(saturday)
    await boss.says("/organize")
    await boss.taps("What was done")
    assert boss.sees("Rita: took a report away")


async def test_an_empty_time_says_so_kindly(saturday: Stage) -> None:
    rita = await reporter(saturday)
    await rita.taps("Reports")
    await rita.taps("Waiting lists")
    assert rita.sees("Nobody had to wait for a seat")
    assert not pictures(rita)
    assert "⬇️ .csv" not in rita.buttons()
    await rita.taps("📊 Reports")
    await rita.taps("Interest")
    assert rita.sees("once 5 of them have answered")
    await rita.taps("Last year")
    await rita.taps("📊 Reports")
    assert rita.sees("Nothing took place in this time")


async def test_only_those_with_the_role_and_only_their_partner(saturday: Stage) -> None:
    stranger = await saturday.comes("Stranger")
    door = await reporter(saturday, "Dina", OrganizerRole.CHECK_IN)
    assert not [label for label in door.buttons() if "Reports" in label]
    rita = await reporter(saturday)
    for someone in (stranger, door):
        for data in ("rp:y:0", "rp:y:1", "rq:y", "rs:f:m:y:0", "rx:x:::y:0", "rx:c:f:m:y:1", "wq:1"):
            await someone.taps_data(data)
            assert someone.sees("nothing here that you can see or change"), data
    for data in ("rp:y:2", "rs:a:s:y:2", "rx:c:::y:2"):
        await rita.taps_data(data)
        assert rita.sees("nothing here that you can see or change"), data
    await stranger.taps_data("lx:c")
    assert stranger.sees("nothing here that you can see or change")


async def test_the_log_is_taken_away(saturday: Stage) -> None:
    boss = await owner(saturday)
    await boss.says("/organize")
    await boss.taps("People")
    await boss.taps("Invite an organizer")
    await boss.says("/organize")
    await boss.taps("What was done")
    assert boss.sees("Nothing yet")
    await reporter(saturday)
    await boss.taps_data("log:0")
    await boss.taps("⬇️ .xlsx")
    assert boss.from_bot()[-1]["document"]["file_name"].endswith(".xlsx")
    await boss.taps_data("log:0")
    assert boss.sees("took this log away")
