"""Albums: they come as several messages. Each part is kept as it comes, and a while after the last its author is told.

Leaves what a part is to whoever copies it, and asking for albums to the handlers.
"""

from collections.abc import Callable
from typing import Final

from domain.announcements import Copied, Original
from domain.identities import AnnouncementId, PersonId
from domain.languages import Language
from domain.messages import LetterKind
from domain.moments import DAY, Instant
from storage.announcing import records, steering
from storage.engine import Row, Transaction
from storage.messages import letters

CLOSES_AFTER: Final = 2
"""Seconds without another part: Telegram hands all of an album over within one."""
KEPT_FOR: Final = DAY

BEGIN: Final = """
    INSERT INTO albums (person, media_group, announcement, language, parts, last_at)
    VALUES (:person, :media_group, :announcement, :language, 1, :now)
        ON CONFLICT (person, media_group) DO NOTHING
"""

KNOWN: Final = """
    SELECT announcement, language
      FROM albums
     WHERE person = :person AND media_group = :media_group
"""

GREW: Final = """
    UPDATE albums
       SET parts = parts + 1, last_at = :now, told = 0
     WHERE person = :person AND media_group = :media_group
"""

OPEN: Final = """
    SELECT person, media_group, announcement, parts
      FROM albums
     WHERE told = 0 AND last_at <= :before
     ORDER BY last_at
"""

TOLD: Final = """
    UPDATE albums
       SET told = 1
     WHERE person = :person AND media_group = :media_group
"""

NEXT: Final = """
    SELECT last_at
      FROM albums
     WHERE told = 0
     ORDER BY last_at
     LIMIT 1
"""

OLD: Final = """
    DELETE FROM albums
     WHERE told = 1 AND last_at < :before
"""

FORGET: Final = """
    DELETE FROM albums
     WHERE person = :person
"""


def begin(
    tx: Transaction, *, actor: PersonId, media_group: str, announcement: AnnouncementId, language: Language
) -> None:
    """The first part of an album is what the announcement says in this language; the others will follow."""
    tx.run(BEGIN, person=actor, media_group=media_group, announcement=announcement, language=language.value, now=tx.now)


def is_known(tx: Transaction, *, actor: PersonId, media_group: str) -> bool:
    """Whether a part of this album has come before."""
    return _known(tx, actor, media_group) is not None


def add(tx: Transaction, *, actor: PersonId, media_group: str, grown: Callable[[Original], Original]) -> None:
    """Another part of an album that is known. Where the announcement is on its way by now, it is left out.

    `grown` is the reference with the part in it; a part that is in it already changes nothing. Raises NotYours.
    """
    row = _known(tx, actor, media_group)
    if row is None:
        return
    number, language = AnnouncementId(row["announcement"]), Language(row["language"])
    found = records.announcement(tx, actor=actor, announcement=number)
    said = found.contents.by_language.get(language)
    if not isinstance(said, Copied) or not found.can_be_said_anew:
        return
    original = grown(said.original)
    if original == said.original:
        return
    steering.say(tx, actor=actor, announcement=number, language=language, content=Copied(original))
    tx.run(GREW, person=actor, media_group=media_group, now=tx.now)


def close(tx: Transaction) -> int:
    """Tell the authors of albums to which nothing has been added for a while that they are here; how many."""
    ready = tx.all(OPEN, before=tx.now - CLOSES_AFTER)
    for row in ready:
        person, group = row["person"], row["media_group"]
        tx.run(TOLD, person=person, media_group=group)
        letters.write(
            tx,
            kind=LetterKind.ALBUM_READY,
            key=f"album:{person}:{group}:{row['parts']}",
            person=PersonId(person),
            announcement=AnnouncementId(row["announcement"]),
        )
    return len(ready)


def next_due(tx: Transaction) -> Instant | None:
    """When the next album is whole; None where none is under way."""
    last = tx.value(NEXT)
    return None if last is None else Instant(last + CLOSES_AFTER)


def purge(tx: Transaction) -> int:
    """Forget which albums came: no part of them comes a day later."""
    return tx.run(OLD, before=tx.now - KEPT_FOR)


def forget(tx: Transaction, *, person: PersonId) -> None:
    """Somebody is forgotten."""
    tx.run(FORGET, person=person)


def _known(tx: Transaction, actor: PersonId, media_group: str) -> Row | None:
    return tx.one(KNOWN, person=actor, media_group=media_group)
