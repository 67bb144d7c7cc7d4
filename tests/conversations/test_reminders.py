"""Reminders: the evening before and two hours before, unless muted, cancelled, moved, or too late."""

from datetime import date, time

from tests.conversations.stage import Actor, Stage, a_slot


async def booked(stage: Stage, name: str = "Alina") -> Actor:
    """A pupil with a ticket for Saturday."""
    pupil = await stage.pupil(name)
    await pupil.opens("https://t.me/etalon_test_bot?start=s_1")
    await pupil.taps("Register")
    return pupil


def reminders(actor: Actor) -> int:
    """How many reminders are in the chat."""
    return sum("soon:" in message.get("text", "") for message in actor.from_bot())


async def test_the_day_before_at_18_and_two_hours_before(saturday: Stage) -> None:
    alina = await booked(saturday)

    await saturday.is_day(date(2026, 11, 27), time(17, 59))
    assert reminders(alina) == 0
    await saturday.is_day(date(2026, 11, 27), time(18, 0))
    assert reminders(alina) == 1
    assert alina.sees("Alina, soon: Secrets of weights")
    await saturday.is_day(date(2026, 11, 28), time(13, 30))
    assert reminders(alina) == 2
    await saturday.is_day(date(2026, 12, 28), time(12, 0))
    assert reminders(alina) == 2


async def test_a_reminder_leads_to_ticket_route_and_cancelling(saturday: Stage) -> None:
    alina = await booked(saturday)
    await saturday.is_day(date(2026, 11, 27), time(18, 0))

    await alina.taps("Ticket")
    assert alina.sees("Alina, your ticket")
    await alina.taps("Route")
    assert "venue" in alina.from_bot()[-1]
    await alina.taps_data("x:1:0")
    assert alina.sees("Give up this seat?")
    await alina.taps("Yes, give it up")
    assert alina.sees("is given up")

    await saturday.is_day(date(2026, 11, 28), time(15, 0))
    assert reminders(alina) == 1


async def test_whoever_muted_reminders_gets_none(saturday: Stage) -> None:
    alina = await booked(saturday)
    await alina.taps("Home")
    await alina.taps("Settings")
    await alina.taps("Turn reminders off")
    assert alina.sees("Reminders: off")

    await saturday.is_day(date(2026, 11, 28), time(15, 0))

    assert reminders(alina) == 0


async def test_a_moved_slot_tells_at_once_and_takes_its_reminders_along(saturday: Stage) -> None:
    alina = await booked(saturday)

    await saturday.offers(a_slot(on=date(2026, 12, 5)))
    assert alina.sees("Time or place has changed")
    assert alina.sees("Sat, 5 December")
    await saturday.is_day(date(2026, 11, 28), time(16, 0))
    assert reminders(alina) == 0
    await saturday.is_day(date(2026, 12, 4), time(18, 0))

    assert reminders(alina) == 1


async def test_down_over_its_time_it_comes_late_once_and_only_the_latest(saturday: Stage) -> None:
    alina = await booked(saturday)

    saturday.world.clock.move_to(saturday.world.clock.now() + 5 * 24 * 3600 + 2 * 3600)  # Saturday, 14:00, in one jump
    await saturday.app.settle()

    assert reminders(alina) == 1


async def test_down_past_the_meeting_nothing_is_sent(saturday: Stage) -> None:
    alina = await booked(saturday)

    saturday.world.clock.move_to(saturday.world.clock.now() + 10 * 24 * 3600)
    await saturday.app.settle()

    assert reminders(alina) == 0


async def test_an_early_rule_waits_for_the_morning(stage: Stage) -> None:
    from dataclasses import replace  # noqa: PLC0415  only here

    from domain.reminders import parse_rules  # noqa: PLC0415  only here
    from tests.conversations.stage import EXCURSION  # noqa: PLC0415  only here

    await stage.offers(a_slot(), events=(replace(EXCURSION, reminder_rules=parse_rules("2d@23:00")),))
    alina = await booked(stage)

    await stage.is_day(date(2026, 11, 26), time(23, 30))
    assert reminders(alina) == 0
    await stage.is_day(date(2026, 11, 27), time(8, 0))

    assert reminders(alina) == 1


async def test_a_cancelled_slot_tells_whoever_is_booked_and_sends_no_reminder(saturday: Stage) -> None:
    alina = await booked(saturday)

    await saturday.offers(a_slot(cancelled=True))
    assert alina.sees("This does not take place")
    assert alina.sees("Secrets of weights")
    await saturday.is_day(date(2026, 11, 28), time(15, 0))

    assert reminders(alina) == 0
    await alina.taps_data("undo:1:AAAAAAAAAAA")
    assert alina.sees("no longer there")
