"""Announcements read, for those who may steer them; and how contents are kept."""

import json
from functools import lru_cache
from typing import Final

from domain.announcements import (
    Announcement,
    AnnouncementState,
    Contents,
    Copied,
    Original,
    PausedBecause,
    Progress,
    Written,
)
from domain.identities import AnnouncementId, PartnerId, PersonId
from domain.languages import Language
from domain.moments import Instant
from domain.refusals import NotYours
from domain.rights import OrganizerRole
from storage.announcing import segments
from storage.engine import Row, Transaction
from storage.people import rights

COLUMNS: Final = """
           announcement.id, announcement.author, announcement.partner, announcement.contents, announcement.segment,
           announcement.not_before, announcement.state, announcement.paused_because, announcement.made_at,
           announcement.expanded_at, announcement.ended_at, announcement.recipients, announcement.sent,
           announcement.blocked, announcement.uncertain, announcement.dropped
"""

_RECORD: Final = f"""
    SELECT {COLUMNS}
      FROM announcements AS announcement
"""  # noqa: S608  made of constants alone

RECORDED: Final = f"{_RECORD} WHERE id = :announcement"

OF_PARTNER: Final = f"""
    {_RECORD}
     WHERE partner = :partner
     ORDER BY id DESC
     LIMIT :size OFFSET :skip
"""

OF_HOUSE: Final = f"""
    {_RECORD}
     WHERE partner IS NULL
     ORDER BY id DESC
     LIMIT :size OFFSET :skip
"""


LATEST: Final = f"""
    {_RECORD}
     WHERE (:owner OR announcement.partner IN (SELECT value FROM json_each(:partners)))
       AND (announcement.state <> 'cancelled'
            OR EXISTS (SELECT 1 FROM announcement_watches AS watch WHERE watch.announcement = announcement.id))
     ORDER BY announcement.id DESC
     LIMIT :size OFFSET :skip
"""  # noqa: S608  made of constants alone


def announcement(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId) -> Announcement:
    """An announcement with its progress, for whoever may announce for its partner. Raises NotYours."""
    row = tx.one(RECORDED, announcement=announcement)
    if row is None:
        raise NotYours
    rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=row["partner"])
    return mapped(row)


def announcements(
    tx: Transaction, *, actor: PersonId, partner: PartnerId | None, page: int = 0, size: int = 8
) -> tuple[Announcement, ...]:
    """A page of a partner's announcements (None: the house's own), newest first. Raises NotYours."""
    rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=partner)
    rows = (
        tx.all(OF_HOUSE, size=size, skip=page * size)
        if partner is None
        else tx.all(OF_PARTNER, partner=partner, size=size, skip=page * size)
    )
    return tuple(map(mapped, rows))


def latest(tx: Transaction, *, actor: PersonId, page: int = 0, size: int = 8) -> tuple[Announcement, ...]:
    """A page of all announcements that the actor may steer, newest first; without drafts that were thrown away.

    Raises NotYours for who may steer none.
    """
    may = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS)
    rows = tx.all(
        LATEST,
        owner=int(may.owner),
        partners=json.dumps([one for one in may.organizes if may.may(OrganizerRole.ANNOUNCEMENTS, one)]),
        size=size,
        skip=page * size,
    )
    return tuple(map(mapped, rows))


def written(contents: Contents) -> str:
    """Contents as their column has them."""
    said = {
        language: {"html": content.html} if isinstance(content, Written) else {"original": content.original}
        for language, content in contents.by_language.items()
    }
    return json.dumps(said, ensure_ascii=False)


@lru_cache(maxsize=64)
def read(column: str) -> Contents:
    """The contents that a column says: the same for each of a hundred thousand readers."""
    return Contents(
        {
            Language(language): Written(said["html"]) if "html" in said else Copied(Original(said["original"]))
            for language, said in json.loads(column).items()
        }
    )


def mapped(row: Row) -> Announcement:
    """A row with COLUMNS as an announcement."""
    return Announcement(
        id=AnnouncementId(row["id"]),
        author=PersonId(row["author"]),
        partner=None if row["partner"] is None else PartnerId(row["partner"]),
        contents=read(row["contents"]),
        segment=segments.read(row["segment"]),
        not_before=Instant(row["not_before"]),
        state=AnnouncementState(row["state"]),
        paused_because=None if row["paused_because"] is None else PausedBecause(row["paused_because"]),
        progress=Progress(
            recipients=row["recipients"],
            sent=row["sent"],
            blocked=row["blocked"],
            uncertain=row["uncertain"],
            dropped=row["dropped"],
            complete=row["expanded_at"] is not None,
        ),
        made_at=Instant(row["made_at"]),
        ended_at=None if row["ended_at"] is None else Instant(row["ended_at"]),
    )
