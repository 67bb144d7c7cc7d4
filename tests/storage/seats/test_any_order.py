"""Whatever people do, in whatever order: seats add up, nobody is passed over, and nobody comes without permission."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.bookings import Booking
from domain.consents import ConsentScope
from domain.identities import BookingId, Intent, PersonId, PupilId, SlotId
from domain.moments import DAY, HOUR
from domain.people import AgeLine
from domain.refusals import Refusal
from storage.engine import Transaction
from storage.engine.schema import migrate
from storage.engine.transaction import Guard
from storage.seats import bookings, consents, offers, permissions, records, waiting
from tests.storage import rows
from tests.storage.desk import WORDS
from tests.storage.rows import StillClock

PUPILS: Final = 6
SLOTS: Final = 3

SEATS = """
    SELECT slot.id, slot.capacity, slot.seats_taken, slot.closes_at,
           (SELECT coalesce(sum(seats), 0) FROM bookings
             WHERE slot = slot.id AND state IN ('requested', 'confirmed', 'offered')) AS held,
           (SELECT count(*) FROM bookings WHERE slot = slot.id AND state = 'waitlisted') AS waiting
      FROM slots AS slot
"""
TWICE = """
    SELECT 1
      FROM bookings
     WHERE state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     GROUP BY slot, pupil
    HAVING count(*) > 1
"""
LINE = "SELECT id, slot, state, line_number FROM bookings"
CONFIRMED = "SELECT id FROM bookings WHERE state = 'confirmed'"
LINKS = "SELECT token FROM consent_links ORDER BY rowid"

pick = st.integers(min_value=0, max_value=10**6)


@cache
def empty() -> bytes:
    """A migrated database, as bytes: made once, opened anew for each run."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, Guard(), StillClock())
    return connection.serialize()


class Anything(RuleBasedStateMachine):
    """Six pupils, two of them younger, each with a guardian; three dates of one event, with few seats."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = StillClock()
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.deserialize(empty())
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA foreign_keys = ON")
        self.intents = 0
        self.before: dict[int, str] = {}

    def do(self, function: Callable[..., Any], **kwargs: Any) -> Any:
        """One transaction: kept whole, or, where it was refused, not at all."""
        self.connection.execute("BEGIN IMMEDIATE")
        tx = Transaction(self.connection, self.clock.now())
        try:
            result = function(tx, **kwargs)
        except Refusal:
            self.connection.execute("ROLLBACK")
            return None
        self.connection.execute("COMMIT")
        return result

    def intent(self) -> Intent:
        self.intents += 1
        return Intent(f"intent-{self.intents}")

    @initialize(capacities=st.lists(st.integers(1, 2), min_size=SLOTS, max_size=SLOTS))
    def open(self, capacities: list[int]) -> None:
        self.people: list[tuple[PersonId, PupilId]] = []
        event = self.do(rows.an_event)
        for number in range(PUPILS):
            person = self.do(rows.a_person)
            age_line = AgeLine.YOUNGER if number % 3 == 0 else AgeLine.OLDER
            self.people.append((person, self.do(rows.a_pupil, person=person, age_line=age_line)))
        self.guardian = self.do(rows.a_person)
        self.slots: list[SlotId] = [
            self.do(rows.a_slot, event=event, capacity=seats, starts_in=(3 + 2 * nth) * DAY, closes_before=DAY)
            for nth, seats in enumerate(capacities)
        ]

    def a_booking(self, pick: int) -> tuple[PersonId, BookingId] | None:
        """Some booking, and whose it is."""
        made = self.connection.execute("SELECT id, booked_by FROM bookings ORDER BY id").fetchall()
        if not made:
            return None
        row = made[pick % len(made)]
        return row["booked_by"], row["id"]

    @rule(who=pick, where=pick)
    def book(self, who: int, where: int) -> None:
        person, pupil = self.people[who % PUPILS]
        slot = self.slots[where % SLOTS]
        self.do(bookings.book, actor=person, pupil=pupil, slot=slot, answer="", intent=self.intent())

    @rule(which=pick)
    def cancel(self, which: int) -> None:
        if (found := self.a_booking(which)) is not None:
            self.do(bookings.cancel, actor=found[0], booking=found[1], intent=self.intent())

    @rule(which=pick)
    def take_back(self, which: int) -> None:
        if (found := self.a_booking(which)) is not None:
            self.do(bookings.take_back, actor=found[0], booking=found[1], intent=self.intent())

    @rule(which=pick)
    def accept(self, which: int) -> None:
        if (found := self.a_booking(which)) is not None:
            self.do(waiting.accept, actor=found[0], booking=found[1], intent=self.intent())

    @rule(which=pick)
    def decline(self, which: int) -> None:
        if (found := self.a_booking(which)) is not None:
            self.do(waiting.decline, actor=found[0], booking=found[1], intent=self.intent())

    @rule(which=pick, where=pick)
    def change_date(self, which: int, where: int) -> None:
        if (found := self.a_booking(which)) is not None:
            self.do(
                bookings.change_date,
                actor=found[0],
                booking=found[1],
                slot=self.slots[where % SLOTS],
                intent=self.intent(),
            )

    @rule(which=pick, given=st.booleans(), scope=st.sampled_from(ConsentScope))
    def guardian_answers(self, which: int, given: bool, scope: ConsentScope) -> None:
        links = self.connection.execute(LINKS).fetchall()
        if links:
            self.do(
                consents.answer,
                actor=self.guardian,
                token=links[which % len(links)]["token"],
                given=given,
                scope=scope,
                text=WORDS,
                intent=self.intent(),
            )

    @rule(which=pick)
    def guardian_withdraws(self, which: int) -> None:
        if (found := self.a_booking(which)) is not None:
            self.do(consents.withdraw, actor=self.guardian, booking=found[1])

    @rule(which=pick)
    def guardian_cancels(self, which: int) -> None:
        if (found := self.a_booking(which)) is not None:
            self.do(bookings.cancel, actor=self.guardian, booking=found[1], intent=self.intent())

    @rule(where=pick)
    def one_more_seat(self, where: int) -> None:
        slot = self.slots[where % SLOTS]
        self.connection.execute("UPDATE slots SET capacity = capacity + 1 WHERE id = ?", (slot,))
        self.do(offers.offer_freed_seats, slot=slot)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.clock.forward(hours * HOUR)
        while self.do(waiting.expire, chunk=2):
            pass

    @invariant()
    def seats_add_up(self) -> None:
        for slot in self.connection.execute(SEATS):
            assert slot["seats_taken"] == slot["held"] <= slot["capacity"]
            if self.clock.now() < slot["closes_at"]:
                assert not (slot["waiting"] and slot["seats_taken"] < slot["capacity"]), "somebody was passed over"

    @invariant()
    def nobody_is_in_a_slot_twice(self) -> None:
        assert self.connection.execute(TWICE).fetchone() is None

    @invariant()
    def seats_were_offered_in_the_order_of_the_line(self) -> None:
        line = self.connection.execute(LINE).fetchall()
        for offered in line:
            if offered["state"] == "offered" and self.before.get(offered["id"]) != "offered":
                behind = [row["line_number"] for row in line if _waits_for(row, offered["slot"])]
                assert all(number > offered["line_number"] for number in behind)
        self.before = {row["id"]: row["state"] for row in line}

    @invariant()
    def nobody_comes_without_permission(self) -> None:
        for row in self.connection.execute(CONFIRMED).fetchall():
            booking: Booking = self.do(records.recorded, booking=row["id"])
            assert not self.do(permissions.missing_for, pupil=booking.pupil, slot=booking.slot)

    def teardown(self) -> None:
        self.connection.close()


def _waits_for(row: sqlite3.Row, slot: int) -> bool:
    return (row["slot"], row["state"]) == (slot, "waitlisted")


TestAnything = Anything.TestCase
TestAnything.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=timedelta(seconds=10),
    suppress_health_check=[HealthCheck.too_slow],
)
