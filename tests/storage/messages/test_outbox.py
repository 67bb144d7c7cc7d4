"""What is claimed in which order, and what becomes of a row for each outcome of an attempt."""

import pytest

from domain.identities import OutboxId
from domain.messages import LetterKind, Outcome, Priority
from domain.moments import DAY, HOUR, Instant
from storage.engine import Store, Transaction
from storage.messages import letters, outbox
from storage.messages.outbox import Ending
from tests.storage import rows
from tests.storage.desk import Desk
from tests.storage.rows import StillClock


def row(
    tx: Transaction, key: str, *, kind: LetterKind = LetterKind.MORE_DATES, not_before: Instant | None = None
) -> OutboxId:
    person = rows.a_person(tx)
    assert letters.write(tx, kind=kind, key=key, person=person, not_before=not_before)
    return OutboxId(tx.value("SELECT id FROM outbox WHERE key = :key", key=key))


def announcement(tx: Transaction, key: str) -> OutboxId:
    """The row of the one reader of an announcement that is being sent."""
    number = row(tx, key)
    made = tx.value(
        """
        INSERT INTO announcements (author, contents, segment, not_before, state, made_at, expanded_at, recipients)
        SELECT person, '{}', '{}', :now, 'sending', :now, :now, 1 FROM outbox WHERE id = :id
        RETURNING id
        """,
        id=number,
        now=tx.now,
    )
    tx.run(
        "UPDATE outbox SET priority = :priority, announcement = :made WHERE id = :id",
        priority=Priority.ANNOUNCEMENT.value,
        made=made,
        id=number,
    )
    return number


async def stands(desk: Desk, number: OutboxId) -> tuple[str, int, bool, str | None]:
    """Its state, tries, whether it may be a repeat, and why it ended so."""
    found = (await desk.all("SELECT state, tries, possible_repeat, why FROM outbox WHERE id = :id", id=number))[0]
    return found["state"], found["tries"], bool(found["possible_repeat"]), found["why"]


async def claimed(desk: Desk, key: str = "a") -> OutboxId:
    number = await desk.do(row, key)
    assert await desk.do(outbox.claim, size=1) == (number,)
    return number


async def test_notices_go_before_reminders_and_these_before_announcements(desk: Desk, clock: StillClock) -> None:
    announced = await desk.do(announcement, "announcement")
    reminder = await desk.do(row, "reminder", kind=LetterKind.REMINDER)
    late = await desk.do(row, "late notice")
    early = await desk.do(row, "early notice", not_before=Instant(clock.now() - HOUR))

    assert await desk.do(outbox.claim, size=3) == (early, late, reminder)
    assert await desk.do(outbox.claim, size=3) == (announced,)
    assert await desk.do(outbox.claim, size=3) == ()


async def test_nothing_is_claimed_before_its_time(desk: Desk, clock: StillClock) -> None:
    number = await desk.do(row, "tomorrow", not_before=Instant(clock.now() + DAY))
    assert await desk.do(outbox.claim, size=10) == ()
    assert await desk.do(outbox.next_due) == clock.now() + DAY

    clock.forward(DAY)
    assert await desk.do(outbox.claim, size=10) == (number,)
    assert await desk.do(outbox.next_due) is None


@pytest.mark.parametrize(
    ("ending", "state", "tries", "repeat", "why"),
    [
        (Ending(Outcome.SENT), "sent", 1, False, None),
        (Ending(Outcome.NOT_SENT), "waiting", 0, False, None),
        (Ending(Outcome.MOVED), "waiting", 0, False, None),
        (Ending(Outcome.NEVER, "bot was blocked by the user"), "dead", 1, False, "bot was blocked by the user"),
        (Ending(Outcome.UNKNOWN, "time-out"), "waiting", 1, True, None),
    ],
)
async def test_what_becomes_of_a_notice(
    desk: Desk, ending: Ending, state: str, tries: int, *, repeat: bool, why: str | None
) -> None:
    number = await claimed(desk)
    await desk.do(outbox.settle, id=number, ending=ending)
    assert await stands(desk, number) == (state, tries, repeat, why)


async def test_an_unknown_outcome_is_tried_once_more_and_then_left_uncertain(desk: Desk) -> None:
    number = await claimed(desk)
    await desk.do(outbox.settle, id=number, ending=Ending(Outcome.UNKNOWN, "time-out"))
    assert await desk.do(outbox.claim, size=1) == (number,)
    await desk.do(outbox.settle, id=number, ending=Ending(Outcome.UNKNOWN, "time-out"))

    assert await stands(desk, number) == ("uncertain", 2, True, "time-out")
    assert await desk.do(outbox.claim, size=1) == ()


async def test_an_announcement_of_unknown_outcome_is_left_uncertain_at_once(desk: Desk) -> None:
    number = await desk.do(announcement, "a")
    await desk.do(outbox.claim, size=1)
    await desk.do(outbox.settle, id=number, ending=Ending(Outcome.UNKNOWN, "time-out"))
    assert await stands(desk, number) == ("uncertain", 1, False, "time-out")


async def test_what_was_being_sent_at_a_crash_goes_once_more_as_a_possible_repeat(desk: Desk) -> None:
    number, waiting = await claimed(desk), await desk.do(row, "waits")
    announced = await desk.do(announcement, "b")
    await desk.do(outbox.claim, size=2)
    await desk.do(outbox.hold_back, id=waiting, until=Instant(0))

    assert await desk.do(outbox.recover) == 2
    assert await desk.do(outbox.recover) == 0
    assert (await stands(desk, number))[::2] == ("waiting", True)
    assert (await stands(desk, waiting))[::2] == ("waiting", False)
    assert (await stands(desk, announced))[0] == "uncertain"


async def test_what_is_in_flight_at_one_crash_after_another_goes_again_later_and_later(
    desk: Desk, clock: StillClock
) -> None:
    number = await desk.do(row, "a")
    for pause in outbox.PAUSES_AFTER_CRASHES:
        assert await desk.do(outbox.claim, size=1) == (number,)
        assert await desk.do(outbox.recover) == 1
        assert (await stands(desk, number))[::2] == ("waiting", True)
        if pause:
            clock.forward(pause - 1)
            assert await desk.do(outbox.claim, size=1) == ()
            clock.forward(1)
    await desk.do(outbox.claim, size=1)
    assert await desk.do(outbox.recover) == 1

    assert (await stands(desk, number))[0] == "uncertain"


async def test_what_telegram_did_not_take_is_no_crash(desk: Desk) -> None:
    number = await desk.do(row, "a")
    for _ in range(10):
        await desk.do(outbox.claim, size=1)
        await desk.do(outbox.settle, id=number, ending=Ending(Outcome.NOT_SENT))
    await desk.do(outbox.claim, size=1)
    await desk.do(outbox.recover)

    assert await desk.do(outbox.claim, size=1) == (number,)


async def test_what_is_held_back_waits_until_then_and_counts_as_no_attempt(desk: Desk, clock: StillClock) -> None:
    number = await claimed(desk)
    morning = Instant(clock.now() + 8 * HOUR)
    await desk.do(outbox.hold_back, id=number, until=morning)

    assert await stands(desk, number) == ("waiting", 0, False, None)
    assert await desk.do(outbox.next_due) == morning


async def test_what_makes_no_sense_any_more_is_dropped(desk: Desk) -> None:
    number = await claimed(desk)
    await desk.do(outbox.drop, id=number, why="the meeting was moved")
    assert await stands(desk, number) == ("dropped", 1, False, "the meeting was moved")


async def test_only_a_claimed_row_is_settled(desk: Desk) -> None:
    number = await desk.do(row, "waits")
    await desk.do(outbox.settle, id=number, ending=Ending(Outcome.SENT))
    assert (await stands(desk, number))[0] == "waiting"


async def test_the_purge_forgets_what_ended_thirty_days_ago(store: Store, desk: Desk, clock: StillClock) -> None:
    ended = await claimed(desk)
    await desk.do(outbox.settle, id=ended, ending=Ending(Outcome.SENT))
    waits = await desk.do(row, "waits")
    clock.forward(outbox.KEPT_FOR + 1)

    assert not await store.write(outbox.purge)
    assert await desk.letter_ids() == [waits]


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (outbox.DUE, "outbox_to_send"),
        (outbox.EARLIEST, "outbox_to_send"),
        (outbox.CLAIMED, "outbox_claimed"),
        (outbox.OLD, "outbox_ended"),
    ],
)
async def test_lists_of_the_outbox_use_an_index(desk: Desk, question: str, index: str) -> None:
    plan = await desk.all(f"EXPLAIN QUERY PLAN {question}", priority=0, now=0, size=1, before=0)
    assert index in " ".join(step["detail"] for step in plan)
    assert "TEMP B-TREE" not in " ".join(step["detail"] for step in plan)
