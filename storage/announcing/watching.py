"""Watching announcements go out: one message that says how it gets on, for whoever let it go. Leaves sending to bot."""

from typing import Final

from domain.announcements import Watch
from domain.identities import AccountId, AnnouncementId, PersonId
from domain.languages import Language
from domain.moments import Instant
from storage.announcing import records
from storage.engine import Row, Transaction

EVERY: Final = 4
"""Seconds between two edits of one such message: Telegram allows one chat about one message a second."""
REST: Final = 15
"""Seconds until it is tried again to show what could not be shown."""

WATCH: Final = """
    INSERT INTO announcement_watches (announcement, person)
    VALUES (:announcement, :person)
        ON CONFLICT (announcement) DO UPDATE
       SET person = :person, message = NULL, shown = '', ended_at = NULL
"""

OPEN: Final = f"""
    SELECT {records.COLUMNS}, watch.person AS watcher, watch.message, watch.shown, watch.edited_at,
           watch.not_before AS not_shown_before,
           person.account AS watching_account, person.language AS watching_language
      FROM announcement_watches AS watch
      JOIN announcements AS announcement ON announcement.id = watch.announcement
      JOIN people AS person ON person.id = watch.person
     WHERE watch.ended_at IS NULL AND person.account IS NOT NULL AND person.unreachable_since IS NULL
     ORDER BY watch.announcement
"""  # noqa: S608  made of constants alone

SHOWN: Final = """
    UPDATE announcement_watches
       SET message = :message, shown = :shown, edited_at = :now,
           ended_at = (SELECT :now FROM announcements WHERE id = :announcement AND ended_at IS NOT NULL)
     WHERE announcement = :announcement
"""

PUT_OFF: Final = """
    UPDATE announcement_watches
       SET not_before = :not_before
     WHERE announcement = :announcement
"""

END: Final = """
    UPDATE announcement_watches
       SET ended_at = :now
     WHERE announcement = :announcement
"""

FORGET: Final = """
    DELETE FROM announcement_watches
     WHERE person = :person
"""


def watch(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId) -> None:
    """Show this person from now on how the announcement gets on. Who may: the caller's."""
    tx.run(WATCH, announcement=announcement, person=actor)


def due(tx: Transaction) -> tuple[Watch, ...]:
    """The messages that have something else to say by now: at once where the state has changed, else every 4 s."""
    return tuple(_mapped(row) for row in tx.all(OPEN) if (at := _due_at(row)) is not None and at <= tx.now)


def next_due(tx: Transaction) -> Instant | None:
    """When the next of them is; None where each says what it has to."""
    moments = (at for row in tx.all(OPEN) if (at := _due_at(row)) is not None)
    return min((max(at, tx.now) for at in moments), default=None)


def shown(tx: Transaction, *, watch: Watch, message: int) -> None:
    """The message says it. With the end of the announcement it has said all."""
    tx.run(SHOWN, announcement=watch.announcement.id, message=message, shown=watch.says, now=tx.now)


def put_off(tx: Transaction, *, announcement: AnnouncementId) -> None:
    """It could not be shown just now: it is tried again in a while."""
    tx.run(PUT_OFF, announcement=announcement, not_before=tx.now + REST)


def end(tx: Transaction, *, announcement: AnnouncementId) -> None:
    """Its reader cannot be shown anything."""
    tx.run(END, announcement=announcement, now=tx.now)


def forget(tx: Transaction, *, person: PersonId) -> None:
    """Somebody is forgotten, and the numbers of their messages with them."""
    tx.run(FORGET, person=person)


def _due_at(row: Row) -> Instant | None:
    found = _mapped(row)
    if found.stands_still:
        return None
    state_changed = found.shown.partition(":")[0] != found.announcement.state
    at_once = found.message is None or state_changed or found.news
    return Instant(max(row["not_shown_before"], 0 if at_once else row["edited_at"] + EVERY))


def _mapped(row: Row) -> Watch:
    return Watch(
        announcement=records.mapped(row),
        person=PersonId(row["watcher"]),
        account=AccountId(row["watching_account"]),
        language=Language(row["watching_language"]),
        message=row["message"],
        shown=row["shown"],
    )
