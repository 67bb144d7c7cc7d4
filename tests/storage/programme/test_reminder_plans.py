"""Which reminders wait for a slot, whatever becomes of it."""

from domain.identities import SlotId
from domain.moments import DAY, HOUR, local
from storage.messages import reminder_plans
from tests.storage import rows
from tests.storage.desk import Desk


async def waiting(desk: Desk) -> list[tuple[str, int, str]]:
    found = await desk.all("SELECT rule, version, due_at FROM reminders WHERE state = 'waiting' ORDER BY due_at")
    return [(row["rule"], row["version"], f"{local(row['due_at'], rows.ALMATY):%d %H:%M}") for row in found]


async def states(desk: Desk) -> set[tuple[str, int, str]]:
    found = await desk.all("SELECT rule, version, state FROM reminders")
    return {(row["rule"], row["version"], row["state"]) for row in found}


async def planned(desk: Desk, *, rules: str = "1d@18:00; 2h", starts_in: int = 7 * DAY, meetings: int = 1) -> SlotId:
    slot = await desk.slot(event=await desk.do(rows.an_event, rules=rules), starts_in=starts_in, meetings=meetings)
    await desk.do(reminder_plans.plan, slot=slot)
    return slot


async def test_the_evening_before_and_two_hours_before(desk: Desk) -> None:
    await planned(desk)
    assert await waiting(desk) == [("1d@18:00", 1, "29 18:00"), ("2h", 1, "30 12:00")]


async def test_the_usual_ones_where_the_event_says_nothing_and_none_where_it_says_so(desk: Desk) -> None:
    await planned(desk, rules="")
    assert [rule for rule, _, _ in await waiting(desk)] == ["1d@18:00", "2h"]
    await desk.run("DELETE FROM reminders")
    await planned(desk, rules="-")
    assert await waiting(desk) == []


async def test_every_meeting_of_a_course(desk: Desk) -> None:
    await planned(desk, rules="2h", meetings=8)
    assert len(await waiting(desk)) == 8


async def test_planning_again_changes_nothing_even_when_overdue(desk: Desk) -> None:
    slot = await planned(desk)
    before = await waiting(desk)
    desk.clock.forward(6 * DAY + 6 * HOUR)
    await desk.do(reminder_plans.plan, slot=slot)
    assert await waiting(desk) == before, "the evening's reminder is late, and still has to go"


async def test_what_was_missed_is_left_to_be_recorded_as_missed(desk: Desk) -> None:
    slot = await planned(desk)
    before = await waiting(desk)
    desk.clock.forward(8 * DAY)
    await desk.do(reminder_plans.plan, slot=slot)
    assert await waiting(desk) == before


async def test_a_rule_that_comes_after_the_beginning_tells_nobody(desk: Desk) -> None:
    await planned(desk, rules="0d@18:00; 0d@08:00")
    assert [rule for rule, _, _ in await waiting(desk)] == ["0d@08:00"]


async def test_what_was_sent_is_not_planned_again(desk: Desk) -> None:
    slot = await planned(desk)
    await desk.run("UPDATE reminders SET state = 'done' WHERE rule = '1d@18:00'")
    await desk.do(reminder_plans.plan, slot=slot)
    assert [rule for rule, _, _ in await waiting(desk)] == ["2h"]


async def test_a_moved_meeting_drops_what_waited_for_the_old_time(desk: Desk) -> None:
    slot = await planned(desk)
    await desk.do(rows.move_slot, slot=slot, by=DAY)
    await desk.do(reminder_plans.plan, slot=slot)
    assert await waiting(desk) == [("1d@18:00", 2, "30 18:00"), ("2h", 2, "01 12:00")]
    assert {("1d@18:00", 1, "dropped"), ("2h", 1, "dropped")} <= await states(desk)


async def test_a_time_that_is_past_when_planned_is_not_planned(desk: Desk) -> None:
    await planned(desk, starts_in=3 * HOUR)
    assert [rule for rule, _, _ in await waiting(desk)] == ["2h"]


async def test_a_cancelled_slot_takes_its_reminders_with_it_and_back(desk: Desk) -> None:
    slot = await planned(desk)
    before = await waiting(desk)
    await desk.run("UPDATE slots SET cancelled_at = 1")
    await desk.do(reminder_plans.plan, slot=slot)
    assert await waiting(desk) == []
    await desk.run("UPDATE slots SET cancelled_at = NULL")
    await desk.do(reminder_plans.plan, slot=slot)
    assert await waiting(desk) == before


async def test_changed_rules(desk: Desk) -> None:
    slot = await planned(desk)
    await desk.run("UPDATE events SET reminder_rules = '3h; 2h'")
    await desk.do(reminder_plans.plan, slot=slot)
    assert [rule for rule, _, _ in await waiting(desk)] == ["3h", "2h"]


async def test_meetings_that_have_begun_are_left_out(desk: Desk) -> None:
    slot = await desk.slot(event=await desk.do(rows.an_event, rules="2h"), starts_in=HOUR, meetings=2)
    desk.clock.forward(2 * HOUR)
    await desk.do(reminder_plans.plan, slot=slot)
    await desk.do(reminder_plans.plan, slot=SlotId(99))
    assert len(await waiting(desk)) == 1
