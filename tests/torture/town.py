"""The town that is tortured: its programme, its crowd, and an organizer who moves dates. Writes beside the running bot.

It uses the store's own use cases over a connection of its own, as `import` does, and holds it for a moment only.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Final

from domain.bookings import BookingState
from domain.identities import AccountId, Intent, SlotId
from domain.languages import Language, Texts
from domain.moments import HOUR, MINUTE, Clock, Instant, instant, local
from domain.people import AgeLine, Profile
from domain.programme import Audience, EventDraft, EventKind, Format, MeetingTime, PartnerDraft, SlotDraft
from domain.reminders import parse_rules
from storage.engine import Transaction
from storage.engine.connections import connect_writer
from storage.engine.schema import migrate
from storage.engine.transaction import Guard
from storage.people import persons, pupils
from storage.publishing import programmes, slots
from storage.seats import bookings

ZONE: Final = "Europe/Moscow"
NOON: Final = instant(date(2026, 11, 23), time(12, 0), ZONE)
"""When every play begins."""
FIRST_DAY: Final = date(2027, 2, 1)
"""Of what pupils register for: further ahead than any play lasts."""
PATIENCE: Final = 30.0

_NAMED: Final = re.compile(r"Torture (\d{3})")
_NOWHERE: Final = Texts(ru="", kk="", en="")

COMES_DUE: Final = """
    UPDATE reminders
       SET due_at = :due_at
     WHERE meeting IN (SELECT id FROM meetings WHERE slot = :slot)
"""
SLOT_OF_KEY: Final = "SELECT id FROM slots WHERE key = :key"


@contextmanager
def desk(database: Path, clock: Clock) -> Iterator[Transaction]:
    """One transaction of somebody beside the bot, committed where nothing is raised."""
    connection = connect_writer(database, Guard(), patience=PATIENCE)
    try:
        connection.execute("BEGIN IMMEDIATE")
        tx = Transaction(connection, clock.now())
        try:
            yield tx
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    finally:
        connection.close()


@dataclass
class Town:
    """What is offered, by slot numbers. The crowd is known to the bot and never says anything."""

    database: Path
    clock: Clock
    crowd: Sequence[int]
    slots: list[int] = field(default_factory=list)
    """Those that pupils fight over."""
    reminded: dict[int, int] = field(default_factory=dict)
    """Slots whose reminder comes due while the bot is killed, and how many are to get it."""
    _crowd_slot: SlotDraft | None = None
    _rounds: int = 0

    def migrate(self, migrations: Path) -> None:
        """Make the schema. Raises UnusableDatabase."""
        guard = Guard()
        connection = connect_writer(self.database, guard, patience=PATIENCE)
        try:
            migrate(connection, guard, self.clock, migrations)
        finally:
            connection.close()

    def found(self, *, small: int, large: int) -> None:
        """Publish `small` slots of three seats and `large` ones of twenty; register the whole crowd for one more."""
        with desk(self.database, self.clock) as tx:
            programmes.bring_partners(tx, partners=(PartnerDraft(key="museum", name=_said("Museum"), contact="desk"),))
            seats = [3] * small + [20] * large
            self.slots = [self._publish(tx, number, capacity=many) for number, many in enumerate(seats, start=1)]
            self._crowd_slot = _slot(900, capacity=max(len(self.crowd), 1), on=FIRST_DAY + timedelta(days=60))
            self._publish_draft(tx, self._crowd_slot, rules="-")
        for start in range(0, len(self.crowd), 500):
            with desk(self.database, self.clock) as tx:
                for account in self.crowd[start : start + 500]:
                    _introduce(tx, account)
                    _book(tx, account, self._number(tx, 900), "crowd")

    def move_the_crowd(self) -> None:
        """Put the crowd's slot an hour later, or earlier again: a notice for each of them."""
        assert self._crowd_slot is not None
        meeting = self._crowd_slot.meetings[0]
        hour = 15 if meeting.at.hour == 14 else 14
        self._crowd_slot = replace(self._crowd_slot, meetings=(replace(meeting, at=time(hour, 0)),))
        with desk(self.database, self.clock) as tx:
            slots.bring_slots(tx, slots=(self._crowd_slot,))

    def have_reminded(self, many: int, *, in_seconds: int = 2) -> None:
        """A slot for so many of the crowd whose reminder, two hours before, comes due in a moment."""
        self._rounds += 1
        number = 100 + self._rounds
        with desk(self.database, self.clock) as tx:
            at = local(Instant(tx.now + 2 * HOUR + MINUTE), ZONE)
            draft = _slot(number, capacity=many, on=at.date(), at=at.time().replace(second=0))
            slot = self._publish_draft(tx, draft, rules="2h")
            # Meetings begin at whole minutes; nobody waits for one here.
            tx.run(COMES_DUE, slot=slot, due_at=tx.now + in_seconds)
            for account in self.crowd[:many]:
                _book(tx, account, slot, f"reminded-{number}")
        self.reminded[slot] = min(many, len(self.crowd))

    def title(self, slot: int) -> str:
        """What a slot is called: each is an event of its own."""
        return f"Torture {self.slots.index(slot) + 1:03}"

    def slot_named_in(self, text: str) -> int | None:
        """The slot that a message is about, where it is one of those that pupils fight over."""
        found = _NAMED.search(text)
        number = int(found[1]) if found else 0
        return self.slots[number - 1] if 1 <= number <= len(self.slots) else None

    def _publish(self, tx: Transaction, number: int, *, capacity: int) -> int:
        draft = _slot(number, capacity=capacity, on=FIRST_DAY + timedelta(days=number))
        return self._publish_draft(tx, draft, rules="-")

    def _publish_draft(self, tx: Transaction, draft: SlotDraft, *, rules: str) -> int:
        programmes.bring_events(tx, events=(_event(draft.event, rules),))
        slots.bring_slots(tx, slots=(draft,))
        return int(tx.value(SLOT_OF_KEY, key=draft.key))

    def _number(self, tx: Transaction, number: int) -> int:
        return int(tx.value(SLOT_OF_KEY, key=f"slot-{number}"))


def _said(words: str) -> Texts:
    return Texts(ru=words, kk=words, en=words)


def _event(key: str, rules: str) -> EventDraft:
    return EventDraft(
        key=key,
        partner="museum",
        kind=EventKind.LECTURE,
        title=_said(f"Torture {key.removeprefix('event-')}"),
        description=_said("What holds when everything is torn."),
        audience=Audience(),
        format=Format.ONLINE,
        bring=_NOWHERE,
        forbidden=_NOWHERE,
        question=None,
        reminder_rules=parse_rules(rules),
    )


def _slot(number: int, *, capacity: int, on: date, at: time = time(14, 0)) -> SlotDraft:
    return SlotDraft(
        key=f"slot-{number}",
        event=f"event-{number:03}",
        place=None,
        online_link="https://example.org/room",
        zone=ZONE,
        capacity=capacity,
        meetings=(MeetingTime(on=on, at=at, minutes=90),),
        opens_at=None,
        closes_at=None,
    )


def _introduce(tx: Transaction, account: int) -> None:
    person = persons.meet(tx, account=AccountId(account), language=Language.ENGLISH)
    profile = Profile(first_name="Pupil", grade=8, age_line=AgeLine.OLDER, school=None, school_name="№ 239")
    pupils.introduce(tx, actor=person.id, profile=profile, intent=Intent(f"introduced-{account}"))


def _book(tx: Transaction, account: int, slot: int, intent: str) -> None:
    person = persons.meet(tx, account=AccountId(account), language=Language.ENGLISH)
    assert person.pupil is not None
    made = bookings.book(
        tx,
        actor=person.id,
        pupil=person.pupil.id,
        slot=SlotId(slot),
        answer="",
        intent=Intent(f"{intent}-{account}"),
    )
    assert made.state is BookingState.CONFIRMED
