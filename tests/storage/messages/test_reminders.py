"""Which reminders go into the outbox when their time comes, for whom, and which never do."""

from datetime import UTC, date, datetime, time

import pytest

from domain.bookings import Booking
from domain.identities import SlotId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, Instant, instant
from domain.people import Person
from storage.messages import reminder_plans, reminders
from tests.storage import rows
from tests.storage.desk import Desk
from tests.storage.rows import StillClock

EVENING_AND_TWO_HOURS = "1d@18:00; 2h"


async def planned(desk: Desk, *, rules: str = EVENING_AND_TWO_HOURS, **wishes: object) -> SlotId:
    event = await desk.do(rows.an_event, rules=rules)
    slot = await desk.slot(event=event, capacity=50, **wishes)
    await desk.do(reminder_plans.plan, slot=slot)
    return slot


async def booked(desk: Desk, slot: SlotId) -> tuple[Person, Booking]:
    who = await desk.pupil()
    return who, await desk.book(who, slot)


async def expanded(desk: Desk, *, chunk: int = 500) -> int:
    """Expand until nothing is left; in how many steps."""
    steps = 0
    while await desk.do(reminders.expand, chunk=chunk):
        steps += 1
    return steps


async def states(desk: Desk) -> dict[str, str]:
    found = await desk.all("SELECT rule, version, state FROM reminders ORDER BY version, rule")
    return {f"{row['rule']} v{row['version']}": row["state"] for row in found}


async def waiting(desk: Desk) -> list[str]:
    """The keys of the reminders that wait in the outbox."""
    found = await desk.all("SELECT key FROM outbox WHERE state = 'waiting' AND kind = 'reminder' ORDER BY id")
    return [row["key"] for row in found]


def set_to(clock: StillClock, moment: int) -> None:
    clock.shows = Instant(moment)


async def starts_at(desk: Desk, slot: SlotId) -> Instant:
    return Instant(await desk.value("SELECT starts_at FROM slots WHERE id = :slot", slot=slot))


async def test_nothing_goes_out_before_its_time_and_one_message_at_it(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk)
    who, booking = await booked(desk, slot)
    due_at = await desk.do(reminders.next_due)
    assert due_at is not None

    set_to(clock, due_at - 1)
    assert await expanded(desk) == 0
    set_to(clock, due_at)
    await expanded(desk)
    await expanded(desk)

    assert await desk.letters(LetterKind.REMINDER) == [(LetterKind.REMINDER, who.id)]
    row = (await desk.all("SELECT * FROM outbox WHERE kind = 'reminder'"))[0]
    assert row["key"] == f"reminder:{row['meeting']}:1d@18:00:1:{booking.id}:{row['person']}"
    assert (row["booking"], row["version"], row["priority"]) == (booking.id, 1, 1)
    assert row["lapses_at"] == await starts_at(desk, slot)
    assert await states(desk) == {"1d@18:00 v1": "done", "2h v1": "waiting"}


async def test_down_over_its_time_it_is_sent_late_and_once(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk, rules="1d@18:00")
    await booked(desk, slot)
    set_to(clock, await starts_at(desk, slot) - 1)
    await expanded(desk)

    assert len(await waiting(desk)) == 1
    assert await states(desk) == {"1d@18:00 v1": "done"}


async def test_down_past_the_meeting_it_is_recorded_as_missed(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk)
    await booked(desk, slot)
    set_to(clock, await starts_at(desk, slot))
    await expanded(desk)

    assert await waiting(desk) == []
    assert await states(desk) == {"1d@18:00 v1": "missed", "2h v1": "missed"}


async def test_several_due_collapse_into_the_latest(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk)
    await booked(desk, slot)
    set_to(clock, await starts_at(desk, slot) - HOUR)
    await expanded(desk)

    assert [key.split(":")[2] for key in await waiting(desk)] == ["2h"]
    assert await states(desk) == {"1d@18:00 v1": "collapsed", "2h v1": "done"}


async def test_one_that_still_waits_in_the_outbox_collapses_too(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk)
    await booked(desk, slot)
    evening = await desk.do(reminders.next_due)
    assert evening is not None
    set_to(clock, evening)
    await expanded(desk)
    set_to(clock, await starts_at(desk, slot) - 2 * HOUR)
    await expanded(desk)

    assert [key.split(":")[2] for key in await waiting(desk)] == ["2h"]
    assert await states(desk) == {"1d@18:00 v1": "done", "2h v1": "done"}


async def test_meetings_of_one_course_are_reminded_of_apart(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk, rules="14d@09:00", meetings=2, starts_in=15 * DAY)
    await booked(desk, slot)
    set_to(clock, await starts_at(desk, slot) - HOUR)
    await expanded(desk)
    assert len(await waiting(desk)) == 2


async def test_a_moved_meeting_takes_its_reminders_with_it(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk, rules="2h")
    await booked(desk, slot)
    was = await starts_at(desk, slot)
    await desk.do(rows.move_slot, slot=slot, by=DAY)
    set_to(clock, was - HOUR)
    await expanded(desk)  # before anybody planned anew
    assert await waiting(desk) == []
    assert await states(desk) == {"2h v1": "dropped"}

    await desk.do(reminder_plans.plan, slot=slot)
    set_to(clock, was + DAY - 2 * HOUR)
    await expanded(desk)
    assert [key.split(":")[3] for key in await waiting(desk)] == ["2"]


async def test_a_cancelled_slot_takes_its_reminders_with_it(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk, rules="2h")
    await booked(desk, slot)
    await desk.run("UPDATE slots SET cancelled_at = :now WHERE id = :slot", now=clock.now(), slot=slot)
    set_to(clock, await starts_at(desk, slot) - HOUR)
    await expanded(desk)

    assert await waiting(desk) == []
    assert await states(desk) == {"2h v1": "dropped"}


async def test_only_certain_seats_are_reminded(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk, rules="2h")
    who, _ = await booked(desk, slot)
    younger = await desk.pupil(younger=True)
    await desk.book(younger, slot)  # a guardian has not said yes
    gone, given_back = await booked(desk, slot)
    await desk.cancel(gone, given_back)
    set_to(clock, await starts_at(desk, slot) - 2 * HOUR)
    await expanded(desk)

    assert await desk.letters(LetterKind.REMINDER) == [(LetterKind.REMINDER, who.id)]


async def test_a_child_without_an_account_is_reminded_through_whoever_registered_them(
    desk: Desk, clock: StillClock
) -> None:
    slot = await planned(desk, rules="2h")
    parent = await desk.person()
    child = await desk.do(rows.a_pupil, person=None)
    await desk.do(rows.guardianship, person=parent.id, pupil=child)
    await desk.book(parent, slot, pupil=child)
    set_to(clock, await starts_at(desk, slot) - 2 * HOUR)
    await expanded(desk)

    assert await desk.letters(LetterKind.REMINDER) == [(LetterKind.REMINDER, parent.id)]


async def test_large_slots_are_expanded_in_chunks_and_resumed(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk, rules="2h")
    everybody = [await booked(desk, slot) for _ in range(7)]
    set_to(clock, await starts_at(desk, slot) - 2 * HOUR)

    await desk.do(reminders.expand, chunk=3)
    assert len(await waiting(desk)) == 3
    assert await states(desk) == {"2h v1": "waiting"}
    assert await expanded(desk, chunk=3) == 2
    assert [key.split(":")[4] for key in await waiting(desk)] == [str(booking.id) for _, booking in everybody]
    assert await states(desk) == {"2h v1": "done"}


@pytest.mark.parametrize(
    ("zone", "meets", "due"),
    [
        # Clocks in Berlin went forward on 29 March 2026, between the evening before and the meeting.
        ("Europe/Berlin", (date(2026, 3, 29), time(10, 0)), datetime(2026, 3, 28, 17, tzinfo=UTC)),
        # … and back on 25 October.
        ("Europe/Berlin", (date(2026, 10, 25), time(10, 0)), datetime(2026, 10, 24, 16, tzinfo=UTC)),
        # Almaty is UTC+5 since 1 March 2024, and was UTC+6 before.
        ("Asia/Almaty", (date(2024, 3, 1), time(10, 0)), datetime(2024, 2, 29, 12, tzinfo=UTC)),
        ("Asia/Almaty", (date(2024, 3, 2), time(10, 0)), datetime(2024, 3, 1, 13, tzinfo=UTC)),
    ],
)
async def test_the_evening_before_stays_18_by_local_clocks(
    desk: Desk, clock: StillClock, zone: str, meets: tuple[date, time], due: datetime
) -> None:
    day, at = meets
    begins = instant(day, at, zone)
    set_to(clock, begins - 10 * DAY)
    slot = await planned(desk, rules="1d@18:00", starts_in=10 * DAY, zone=zone)
    await booked(desk, slot)

    assert await desk.do(reminders.next_due) == int(due.timestamp())


async def test_the_next_reminder_is_one_that_somebody_gets(desk: Desk, clock: StillClock) -> None:
    await planned(desk, rules="2h", starts_in=2 * DAY)
    assert await desk.do(reminders.next_for_somebody) is None

    later = await planned(desk, rules="2h", starts_in=3 * DAY)
    await booked(desk, later)
    assert await desk.do(reminders.next_for_somebody) == await starts_at(desk, later) - 2 * HOUR


async def test_whoever_was_forgotten_gets_none(desk: Desk, clock: StillClock) -> None:
    slot = await planned(desk, rules="2h")
    who, _ = await booked(desk, slot)
    await desk.run("UPDATE people SET account = NULL, forgotten_at = :now WHERE id = :id", now=clock.now(), id=who.id)
    set_to(clock, await starts_at(desk, slot) - 2 * HOUR)
    await expanded(desk)
    assert await waiting(desk) == []


async def test_a_tick_over_many_bookings_of_other_slots_reads_an_index(desk: Desk) -> None:
    due = {"now": 0, "meeting": 1, "version": 1, "rule": "2h", "due_at": 0}
    who = {"slot": 1, "after": 0, "size": 500}
    for question, index, params in (
        (reminders.FIRST_DUE, "reminders_due", {"now": 0}),
        (reminders.NEXT_DUE, "reminders_due", {}),
        (reminders.LATER_DUE, "PRIMARY KEY", due),
        (reminders.WHO, "bookings_of_slot", who),
    ):
        plan = " ".join(row["detail"] for row in await desk.all(f"EXPLAIN QUERY PLAN {question}", **params))
        assert index in plan
        assert "SCAN booking" not in plan
