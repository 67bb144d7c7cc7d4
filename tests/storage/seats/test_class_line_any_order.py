"""Pupils and classes in one line, whatever they do in any order: seats add up, nobody overtakes, none is starved."""

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.classes import Needs, Party
from domain.identities import BookingId, ClassId, Intent, PersonId, PupilId, SlotId
from domain.line import SKIP_AHEAD_WITHIN, InLine, allot
from domain.moments import DAY, HOUR
from domain.refusals import Refusal
from storage.classes import bookings as class_bookings
from storage.classes import classes
from storage.engine import Transaction
from storage.seats import bookings, offers, waiting
from tests.storage import rows
from tests.storage.rows import StillClock
from tests.storage.seats.test_any_order import empty

PUPILS: Final = 5
CLASSES: Final = 4

SEATS = """
    SELECT slot.id, slot.capacity, slot.seats_taken, slot.closes_at, slot.starts_at,
           (SELECT coalesce(sum(seats), 0) FROM bookings
             WHERE slot = slot.id AND state IN ('requested', 'confirmed', 'offered')) AS held
      FROM slots AS slot
"""
LINE = """
    SELECT id, whole, adults, refused_part, CASE state WHEN 'offered' THEN seats ELSE 0 END AS held
      FROM bookings
     WHERE slot = :slot AND (state = 'waitlisted' OR (state = 'offered' AND seats < whole))
     ORDER BY line_number
"""
BOOKINGS = (
    "SELECT id, slot, state, seats, whole, adults, refused_part, line_number, changed_at FROM bookings ORDER BY id"
)
SKIPPED = "SELECT at, about FROM audit WHERE action = 'skipped_ahead'"
TOLD = "SELECT count(*) FROM outbox WHERE kind = 'skipped' AND booking = ? AND made_at = ?"

pick = st.integers(min_value=0, max_value=10**6)
sizes = st.tuples(st.integers(1, 8), st.integers(1, 2))


class House:
    """A store in memory, and people who act in it, one transaction each."""

    def __init__(self, image: bytes) -> None:
        self.clock = StillClock()
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.deserialize(image)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA foreign_keys = ON")
        self.intents = 0

    def do(self, function: Callable[..., Any], **kwargs: Any) -> Any:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            result = function(Transaction(self.connection, self.clock.now()), **kwargs)
        except Refusal:
            self.connection.execute("ROLLBACK")
            return None
        self.connection.execute("COMMIT")
        return result

    def intent(self) -> Intent:
        self.intents += 1
        return Intent(f"intent-{self.intents}")

    def a_pupil(self) -> tuple[PersonId, PupilId]:
        person = self.do(rows.a_person)
        return person, self.do(rows.a_pupil, person=person)

    def a_class(self) -> tuple[PersonId, ClassId]:
        person = self.do(rows.a_person)
        teacher = self.do(rows.a_teacher, person=person)
        made = self.do(classes.make, actor=person, teacher=teacher, name="8Б", grade=8, size=8, intent=self.intent())
        return person, made.id

    def book(self, who: tuple[PersonId, PupilId], slot: SlotId) -> Any:
        return self.do(bookings.book, actor=who[0], pupil=who[1], slot=slot, answer="", intent=self.intent())

    def book_class(self, who: tuple[PersonId, ClassId], slot: SlotId, party: Party) -> Any:
        return self.do(
            class_bookings.book,
            actor=who[0],
            school_class=who[1],
            dates=[slot],
            party=party,
            needs=Needs(),
            intent=self.intent(),
        )

    def give_back(self, booking: BookingId) -> Any:
        row = self.connection.execute("SELECT booked_by, class FROM bookings WHERE id = ?", (booking,)).fetchone()
        use_case = bookings.cancel if row["class"] is None else class_bookings.cancel
        return self.do(use_case, actor=row["booked_by"], booking=booking, intent=self.intent())

    def add_seats(self, slot: SlotId, seats: int) -> None:
        self.connection.execute("UPDATE slots SET capacity = capacity + ? WHERE id = ?", (seats, slot))
        self.do(offers.offer_freed_seats, slot=slot)

    def tick(self) -> None:
        """What the clockwork does every few seconds."""
        while self.do(waiting.expire, chunk=2):
            pass
        while self.do(waiting.skip_ahead):
            pass

    def line(self, slot: SlotId) -> list[InLine]:
        return [
            InLine(
                booking=row["id"],
                whole=row["whole"],
                adults=row["adults"],
                held=row["held"],
                refused_part=row["refused_part"],
            )
            for row in self.connection.execute(LINE, {"slot": slot})
        ]

    def seats_add_up(self) -> None:
        for slot in self.connection.execute(SEATS):
            assert slot["seats_taken"] == slot["held"] <= slot["capacity"]

    def still_to_deal(self, slot: SlotId, *, skipping: bool) -> bool:
        """Whether free seats lie about that somebody in the line should have been offered."""
        row = self.connection.execute(f"{SEATS} WHERE slot.id = ?", (slot,)).fetchone()
        if self.clock.now() >= row["closes_at"]:
            return False
        return bool(allot(self.line(slot), row["capacity"] - row["seats_taken"], skipping=skipping))


class Anything(RuleBasedStateMachine):
    """Five pupils and four classes; two dates, one of which comes near."""

    def __init__(self) -> None:
        super().__init__()
        self.house = House(empty())
        self.before: dict[int, tuple[str, int]] = {}
        self.ticked = False

    @initialize(capacities=st.lists(st.integers(5, 14), min_size=2, max_size=2))
    def open(self, capacities: list[int]) -> None:
        house = self.house
        event = house.do(rows.an_event)
        self.pupils = [house.a_pupil() for _ in range(PUPILS)]
        self.classes = [house.a_class() for _ in range(CLASSES)]
        self.slots: list[SlotId] = [
            house.do(rows.a_slot, event=event, capacity=seats, starts_in=(4 + 6 * nth) * DAY, closes_before=HOUR)
            for nth, seats in enumerate(capacities)
        ]

    def some(self, pick: int, *, of_class: bool | None = None) -> tuple[PersonId, BookingId, bool] | None:
        """Some live booking, whose it is, and whether it is a class's."""
        made = self.house.connection.execute(
            """SELECT id, booked_by, class FROM bookings
                WHERE state IN ('requested', 'confirmed', 'waitlisted', 'offered') ORDER BY state = 'offered', id"""
        ).fetchall()
        made = [row for row in made if of_class is None or (row["class"] is not None) is of_class]
        if not made:
            return None
        row = made[-1 - pick % len(made)]
        return row["booked_by"], row["id"], row["class"] is not None

    @rule(who=pick, where=pick)
    def book(self, who: int, where: int) -> None:
        self.house.book(self.pupils[who % PUPILS], self.slots[where % 2])

    @rule(who=pick, where=pick, size=sizes)
    def book_class(self, who: int, where: int, size: tuple[int, int]) -> None:
        self.house.book_class(self.classes[who % CLASSES], self.slots[where % 2], Party(pupils=size[0], adults=size[1]))

    @rule(which=pick)
    def cancel(self, which: int) -> None:
        if (found := self.some(which)) is not None:
            self.house.give_back(found[1])

    @rule(which=pick, size=sizes)
    def change(self, which: int, size: tuple[int, int]) -> None:
        if (found := self.some(which, of_class=True)) is not None:
            party = Party(pupils=size[0], adults=size[1])
            self.house.do(class_bookings.change, actor=found[0], booking=found[1], party=party)

    @rule(which=pick)
    def accept(self, which: int) -> None:
        if (found := self.some(which)) is not None:
            use_case = class_bookings.accept if found[2] else waiting.accept
            self.house.do(use_case, actor=found[0], booking=found[1], intent=self.house.intent())

    @rule(which=pick)
    def decline(self, which: int) -> None:
        if (found := self.some(which)) is not None:
            use_case = class_bookings.decline if found[2] else waiting.decline
            self.house.do(use_case, actor=found[0], booking=found[1], intent=self.house.intent())

    @rule(where=pick, seats=st.integers(1, 3))
    def more_seats(self, where: int, seats: int) -> None:
        self.house.add_seats(self.slots[where % 2], seats)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.house.clock.forward(hours * HOUR)
        self.house.tick()
        self.ticked = True
        for slot in self.house.connection.execute(SEATS).fetchall():
            if self.near(slot):
                assert not self.house.still_to_deal(slot["id"], skipping=True), "a seat is idle that fits somebody"

    def near(self, slot: sqlite3.Row) -> bool:
        return self.house.clock.now() >= int(slot["starts_at"]) - SKIP_AHEAD_WITHIN

    @invariant()
    def seats_add_up(self) -> None:
        self.house.seats_add_up()

    @invariant()
    def whoever_is_first_has_what_fits(self) -> None:
        for slot in self.house.connection.execute(SEATS).fetchall():
            assert not self.house.still_to_deal(slot["id"], skipping=False)

    @invariant()
    def nobody_is_overtaken_before_the_cut_off(self) -> None:
        far = [slot["id"] for slot in self.house.connection.execute(SEATS).fetchall() if not self.near(slot)]
        found = self.house.connection.execute(BOOKINGS).fetchall()
        for row in found:
            was = self.before.get(row["id"], ("", 0))
            offered = row["state"] == "offered" and was != ("offered", row["seats"])
            if offered and row["slot"] in far:
                ahead = [one.booking for one in self.house.line(row["slot"]) if one.booking != row["id"]]
                numbers = {one["id"]: one["line_number"] for one in found}
                assert all(numbers[one] > row["line_number"] for one in ahead)
        self.before = {row["id"]: (row["state"], row["seats"]) for row in found}

    @invariant()
    def a_standing_offer_only_grows_and_is_worth_answering(self) -> None:
        for row in self.house.connection.execute(BOOKINGS):
            if row["state"] == "offered" and row["seats"] < row["whole"]:
                assert 2 * (row["seats"] - row["adults"]) >= row["whole"] - row["adults"]
                assert row["seats"] > row["refused_part"]

    @invariant()
    def whoever_is_skipped_is_told_once_each_time(self) -> None:
        for entry in self.house.connection.execute(SKIPPED).fetchall():
            for booking in json.loads(json.loads(entry["about"])["overtook"]):
                assert self.house.connection.execute(TOLD, (booking, entry["at"])).fetchone()[0] == 1

    def teardown(self) -> None:
        self.house.connection.close()


TestAnything = Anything.TestCase
TestAnything.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=timedelta(seconds=20),
    suppress_health_check=[HealthCheck.too_slow],
)

Free = Callable[[House], Any]


@given(
    holders=st.lists(st.sampled_from(["pupil", 3, 5, 7]), min_size=2, max_size=5),
    waits=st.lists(st.sampled_from(["pupil", 2, 4, 6, 9]), min_size=1, max_size=4),
    leave=st.lists(st.sampled_from(["cancel", "shrink", "stay"]), min_size=5, max_size=5),
    more=st.lists(st.integers(1, 4), max_size=2),
    near=st.booleans(),
    order=st.randoms(use_true_random=False),
)
@settings(max_examples=20, deadline=timedelta(seconds=20), suppress_health_check=[HealthCheck.too_slow])
def test_the_order_in_which_seats_come_free_does_not_matter(
    holders: list[str | int], waits: list[str | int], leave: list[str], more: list[int], near: bool, order: Any
) -> None:
    """The same freeing transactions between two ticks, in any order: the same parties hold the same seats."""
    house = House(empty())
    capacity = sum(1 if size == "pupil" else int(size) + 1 for size in holders)
    slot: SlotId = house.do(rows.a_slot, capacity=max(capacity, 10), starts_in=5 * DAY)
    made: list[tuple[PersonId, BookingId, int]] = []

    def enter(size: str | int) -> tuple[PersonId, BookingId, int]:
        if size == "pupil":
            pupil = house.a_pupil()
            return pupil[0], house.book(pupil, slot).id, 1
        school_class = house.a_class()
        return (
            school_class[0],
            house.book_class(school_class, slot, Party(pupils=int(size), adults=1)).id,
            int(size) + 1,
        )

    made = [enter(size) for size in holders]
    if capacity < 10:
        made.append(enter("pupil" if capacity == 9 else 9 - capacity))
    for size in waits:
        enter(size)
    if near:
        house.clock.forward(4 * DAY)
        house.tick()

    def freeing(what: str, holder: tuple[PersonId, BookingId, int]) -> Free:
        person, booking, seats = holder
        if what == "shrink" and seats > 3:
            return lambda at: at.do(
                class_bookings.change, actor=person, booking=booking, party=Party(pupils=1, adults=1)
            )
        return lambda at: at.give_back(booking)

    frees: list[Free] = [freeing(what, holder) for what, holder in zip(leave, made, strict=False) if what != "stay"]
    frees += [partial(House.add_seats, slot=slot, seats=seats) for seats in more]
    image = house.connection.serialize()
    house.connection.close()

    def outcome(these: list[Free]) -> list[tuple[Any, ...]]:
        twin = House(image)
        twin.clock.shows, twin.intents = house.clock.shows, 10_000
        for free in these:
            free(twin)
        twin.tick()
        twin.seats_add_up()
        ended = [tuple(row) for row in twin.connection.execute(BOOKINGS)]
        twin.connection.close()
        return ended

    shuffled = list(frees)
    order.shuffle(shuffled)
    assert outcome(frees) == outcome(shuffled)
