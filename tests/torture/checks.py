"""The invariants: what a database must be like after a death, and what must have come of everything at the end."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tests.torture.figures import Figures
from tests.torture.looks import damages
from tests.torture.pupils import Pupil
from tests.torture.telegram import Telegram
from tests.torture.town import Town

CLAIMED: Final = "SELECT id FROM outbox WHERE state = 'claimed'"
HANDLED: Final = "SELECT update_id FROM inbox WHERE done_at IS NOT NULL"
DEAD: Final = "SELECT update_id, dead_reason FROM inbox WHERE dead_at IS NOT NULL"
LEFT: Final = "SELECT payload FROM inbox WHERE done_at IS NULL AND dead_at IS NULL"
INTENTS: Final = "SELECT intent FROM intents"
LETTERS: Final = "SELECT id, state, kind, priority, possible_repeat, why FROM outbox"
MISCOUNTED: Final = """
    SELECT slot.id, slot.capacity, slot.seats_taken, coalesce(sum(booking.seats), 0) AS held
      FROM slots AS slot
      LEFT JOIN bookings AS booking
        ON booking.slot = slot.id AND booking.state IN ('requested', 'confirmed', 'offered')
     GROUP BY slot.id
    HAVING slot.seats_taken <> held OR held > slot.capacity
"""
MISCOUNTED_POOLS: Final = """
    SELECT pool.id, pool.capacity, pool.seats_taken, coalesce(sum(slot.seats_taken), 0) AS held
      FROM pools AS pool
      LEFT JOIN slots AS slot ON slot.pool = pool.id
     GROUP BY pool.id
    HAVING pool.seats_taken <> held OR held > pool.capacity
"""
REMINDED: Final = """
    SELECT booking.id AS booking, letter.id AS letter
      FROM bookings AS booking
      LEFT JOIN outbox AS letter ON letter.booking = booking.id AND letter.kind = 'reminder'
     WHERE booking.slot = ? AND booking.state = 'confirmed'
"""
BOOKINGS: Final = """
    SELECT booking.slot, booking.state, person.account
      FROM bookings AS booking
      JOIN pupils AS pupil ON pupil.id = booking.pupil
      JOIN people AS person ON person.id = pupil.person
     ORDER BY booking.id
"""
MUTED: Final = "SELECT account, reminders_muted FROM people"
LIVE: Final = frozenset({"requested", "confirmed", "waitlisted", "offered"})


@dataclass
class Examiner:
    """Looks at one lane's database after each kill and at its end, and keeps what has to be remembered between."""

    telegram: Telegram
    town: Town
    pupils: Sequence[Pupil]
    figures: Figures
    handled: set[int] = field(default_factory=set)
    """Updates seen to be done: they are forgotten after a week, and a play moves the clock by days."""
    claimed_at: dict[int, int] = field(default_factory=dict)
    """For each row, at how many kills it was being sent."""

    def after_death(self, connection: sqlite3.Connection, how: str) -> None:
        """What must hold however the program died."""
        for damage in damages(connection):
            self.figures.find("the database is damaged", f"{how}: {damage}")
        self._seats(connection, how)
        self._handled(connection)
        for (row,) in connection.execute(CLAIMED):
            self.claimed_at[row] = self.claimed_at.get(row, 0) + 1
            self.figures.in_flight += 1
        self._told_is_kept(connection, how)

    def after_stop(self, connection: sqlite3.Connection) -> None:
        """What must hold besides after a graceful stop: nothing is half done."""
        claimed = connection.execute(CLAIMED).fetchall()
        if claimed:
            self.figures.find("a graceful stop left letters half sent", f"{len(claimed)} rows")
        for (payload,) in connection.execute(LEFT):
            query = json.loads(payload).get("callback_query", {}).get("id")
            if self.telegram.answers.get(query):
                self.figures.find("a graceful stop left a press half done", f"query {query}")

    def at_the_end(self, connection: sqlite3.Connection) -> None:
        """What must have come of everything, once all is quiet."""
        self._handled(connection)
        delivered = self.telegram.pushed
        for number in delivered:
            if number not in self.handled:
                self.figures.lost += 1
                self.figures.find("an update was lost", f"update {number}")
        self.figures.updates += len(delivered)
        self.figures.actions += sum(pupil.actions for pupil in self.pupils)
        self.figures.replies_repeated += sum(times - 1 for times in self.telegram.answers.values())
        self._letters(connection)
        self._reminders(connection)
        self._bookings(connection)
        for pupil in self.pupils:
            if pupil.waits_for:
                self.figures.lost += 1
                self.figures.find("an update was lost", f"nothing comes of {pupil.waits_for!r}")
            for complaint in pupil.complaints:
                self.figures.find("a pupil complains", complaint)

    def _seats(self, connection: sqlite3.Connection, how: str) -> None:
        for row in connection.execute(MISCOUNTED):
            self.figures.overbooked += 1
            said = f"slot {row['id']} of {row['capacity']} seats says {row['seats_taken']}, {row['held']} are held"
            self.figures.find("a slot is overbooked or miscounted", f"{how}: {said}")
        for row in connection.execute(MISCOUNTED_POOLS):
            self.figures.overbooked += 1
            said = f"pool {row['id']} of {row['capacity']} seats says {row['seats_taken']}, {row['held']} are held"
            self.figures.find("a slot is overbooked or miscounted", f"{how}: {said}")

    def _handled(self, connection: sqlite3.Connection) -> None:
        self.handled.update(row[0] for row in connection.execute(HANDLED))
        for row in connection.execute(DEAD):
            if row["update_id"] not in self.handled:
                self.handled.add(row["update_id"])
                self.figures.lost += 1
                self.figures.find("an update was set aside", f"update {row['update_id']}: {row['dead_reason']}")

    def _told_is_kept(self, connection: sqlite3.Connection, how: str) -> None:
        kept = {row[0] for row in connection.execute(INTENTS)}
        for pupil in self.pupils:
            for acted in pupil.acted:
                if acted.intent not in kept:
                    self.figures.lost += 1
                    self.figures.find("somebody was told what is not so", f"{how}: slot {acted.slot}")

    def _letters(self, connection: sqlite3.Connection) -> None:
        for row in connection.execute(LETTERS):
            arrivals = self.telegram.letters.get(row["id"], [])
            self.figures.letters += bool(arrivals)
            if row["state"] in {"sent", "uncertain"} and not arrivals:
                self.figures.unsent += 1
                self.figures.find("a letter was never sent", f"{row['kind']} {row['id']} is {row['state']}")
            if row["state"] in {"waiting", "claimed", "dead"}:
                self.figures.unsent += not arrivals
                self.figures.find("a letter is left", f"{row['kind']} {row['id']} is {row['state']}: {row['why']}")
            self._repeats(row, arrivals)

    def _repeats(self, row: sqlite3.Row, arrivals: list[bool]) -> None:
        repeats = len(arrivals) - 1
        if repeats <= 0:
            return
        self.figures.repeats += repeats
        self.figures.marked += sum(arrivals[1:])
        unmarked = repeats - sum(arrivals[1:])
        if unmarked:
            self.figures.unmarked += unmarked
            self.figures.find("a repeat was not marked", f"{row['kind']} {row['id']} arrived {repeats + 1} times")
        if repeats > self.claimed_at.get(row["id"], 0):
            times = self.claimed_at.get(row["id"], 0)
            said = f"{row['kind']} {row['id']} arrived {repeats + 1} times, in flight at {times} kills"
            self.figures.find("a letter was repeated without need", said)

    def _reminders(self, connection: sqlite3.Connection) -> None:
        for slot, many in self.town.reminded.items():
            rows = connection.execute(REMINDED, (slot,)).fetchall()
            reached = sum(bool(self.telegram.letters.get(row["letter"])) for row in rows)
            self.figures.reminders += many
            if reached != many:
                self.figures.unsent += many - reached
                self.figures.find("reminders were never sent", f"slot {slot}: {reached} of {many}")

    def _bookings(self, connection: sqlite3.Connection) -> None:
        found: dict[tuple[int, int], list[str]] = {}
        for row in connection.execute(BOOKINGS):
            found.setdefault((row["account"], row["slot"]), []).append(row["state"])
        muted: dict[int, Any] = dict(connection.execute(MUTED).fetchall())
        for pupil in self.pupils:
            for slot in self.town.slots:
                states = found.get((pupil.id, slot), [])
                self._booking(pupil, slot, states)
            if pupil.muted is not None and bool(muted.get(pupil.id)) != pupil.muted:
                self.figures.find("a setting is not what was answered", f"reminders of {pupil.id}")

    def _booking(self, pupil: Pupil, slot: int, states: list[str]) -> None:
        live = [state for state in states if state in LIVE]
        holds = pupil.holds.get(slot, False)
        # What was held or offered may have run out since.
        if holds and not live and "expired" not in states:
            self.figures.find("a seat is not there that was promised", f"slot {slot}: {states}")
        if not holds and live:
            self.figures.find("a seat is kept that was given up", f"slot {slot}: {states}")
        if len(states) != pupil.registered[slot]:
            said = f"slot {slot}: {len(states)} bookings, {pupil.registered[slot]} registrations"
            self.figures.find("a button acted more or less than once", said)
