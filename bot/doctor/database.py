"""What is in the database: whole, of this program's schema, counted right, nothing stuck. Mends nothing."""

import sqlite3
import time
from collections.abc import Iterator
from typing import Final

from bot.config import Config
from bot.doctor.finding import DAY, MINUTE, Finding, lasting, listed
from domain.messages import Priority
from domain.moments import Clock, Instant
from storage.engine import Onlooker, StoreUnavailable, UnusableDatabase, look_into, presence
from storage.messages import backlog
from storage.seats import audits

LOOKED_BACK: Final = 7 * DAY
LONGEST_WAIT: Final = 5 * MINUTE
"""How long an update, a due message or a due reminder may wait, beyond what a long queue explains."""
LONGEST_LETTER_WAIT: Final = 30 * MINUTE
GLANCE_SECONDS: Final = 3.0
"""A message that is on its way is on its way for less, as a rule."""

_GONE: Final = ("forbidden", "not found", "peer_id_invalid", "deactivated", "its chat has moved")
"""In what Telegram says of somebody who has blocked the bot or is not there any more: everyday."""
_RESTORE: Final = "restore a backup: python -m bot restore FILE."
_RUNS: Final = "start the bot; where it runs, look into its log."


def findings(config: Config, clock: Clock) -> list[Finding]:
    """Everything about the database, on the thread that calls."""
    path = config.database
    what = f"database {path} (SQLite {sqlite3.sqlite_version})"
    found: list[Finding] = []
    try:
        presence.expect(path, backups=config.backup_dir)
        if not path.exists() or not path.stat().st_size:
            return [Finding(f"{what}: none yet, the first start makes it")]
        with look_into(path, clock=clock) as onlooker:
            if onlooker.schema < onlooker.known:
                return [Finding(f"{what}: schema {onlooker.schema}; the next start brings it to {onlooker.known}")]
            found.append(Finding(f"{what}: schema {onlooker.schema}"))
            found.extend(_inside(onlooker))
            found.extend(_stuck(onlooker, clock.now()))
    except (UnusableDatabase, StoreUnavailable) as error:
        # What this program says of a database it will not take says what to do; what SQLite says does not.
        damaged = isinstance(error.__cause__, sqlite3.Error)
        found.append(Finding(what, f"{error} To do: {_RESTORE}" if damaged else str(error)))
    return found


def _inside(onlooker: Onlooker) -> Iterator[Finding]:
    faults = onlooker.read(audits.integrity)
    yield Finding("database integrity", listed(faults, _RESTORE))
    miscounted = onlooker.read(audits.miscounted_slots)
    numbers = [f"slot {slot.slot} says {slot.said}, has {slot.booked}" for slot in miscounted]
    shared = onlooker.read(audits.miscounted_pools)
    numbers += [f"pool {pool} says {said}, its slots have {taken}" for pool, said, taken in shared]
    yield Finding("seats equal bookings", listed(numbers, "please report this: it is a mistake in the program."))


def _stuck(onlooker: Onlooker, now: Instant) -> Iterator[Finding]:
    since = Instant(now - LOOKED_BACK)
    waiting = onlooker.read(backlog.backlog)
    yield _updates(waiting.updates)
    aside = [f"{times} × {reason}" for reason, times in onlooker.read(backlog.set_aside, since=since).items()]
    yield Finding(
        "updates set aside in a week",
        listed(aside, "look for them in the log; please report what “failed”, it is a mistake in the program."),
    )
    yield _letters(waiting)
    yield _on_their_way(onlooker, now)
    yield from _unsent(onlooker, since)
    overdue = onlooker.read(backlog.overdue_reminders, before=Instant(now - LONGEST_WAIT))
    yield Finding("reminders on time", f"{overdue} are due and not in the outbox: {_RUNS}" if overdue else None)


def _updates(pile: backlog.Pile) -> Finding:
    if pile.oldest_seconds > LONGEST_WAIT:
        return Finding("updates", f"{pile.waiting} wait, the first for {lasting(pile.oldest_seconds)}: {_RUNS}")
    return Finding(f"updates: {pile.waiting} wait")


def _letters(waiting: backlog.Backlog) -> Finding:
    """Announcements may take long for being many; notices and reminders go before them."""
    urgent = [pile for priority, pile in waiting.letters.items() if priority is not Priority.ANNOUNCEMENT]
    oldest = max((pile.oldest_seconds for pile in urgent), default=0)
    if oldest > LONGEST_LETTER_WAIT:
        due = sum(pile.due for pile in urgent)
        return Finding("messages", f"{due} are due, the first for {lasting(oldest)}: {_RUNS}")
    return Finding(f"messages: {sum(pile.due for pile in waiting.letters.values())} are due")


def _on_their_way(onlooker: Onlooker, now: Instant) -> Finding:
    before = Instant(now - LONGEST_WAIT)
    stuck = onlooker.read(backlog.long_claimed, before=before)
    if stuck:
        # One that waited long and is being sent just now looks the same. It will have gone by the next look.
        time.sleep(GLANCE_SECONDS)
        stuck &= onlooker.read(backlog.long_claimed, before=before)
    if not stuck:
        return Finding("messages on their way")
    return Finding(
        "messages on their way",
        f"{len(stuck)} were begun and not ended, such as number {min(stuck)}: start the bot anew, which sends notices "
        "and reminders once more, marked as a possible repeat.",
    )


def _unsent(onlooker: Onlooker, since: Instant) -> Iterator[Finding]:
    unsent = onlooker.read(backlog.not_sent, since=since)
    unsure = sum(one.times for one in unsent if one.uncertain)
    yield Finding(
        "messages surely sent or not in a week",
        f"{unsure} may not have arrived; nothing is lost by it but they. Whoever is answerable can say it again."
        if unsure
        else None,
    )
    given_up = [one for one in unsent if not one.uncertain]
    reasons = [f"{one.times} × {one.why}" for one in given_up if not _gone(one)]
    gone = sum(one.times for one in given_up if _gone(one))
    yield Finding(
        f"messages given up in a week ({gone} to people who have blocked the bot or are gone)",
        listed(reasons, "please report this with the lines of the log: Telegram should take what the bot says."),
    )


def _gone(one: backlog.Unsent) -> bool:
    return any(words in one.why.lower() for words in _GONE)
