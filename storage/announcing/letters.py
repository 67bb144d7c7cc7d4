"""Letters of announcements, opened many at a time: there are a hundred thousand of them. Leaves all others to seats."""

import json
from collections.abc import Sequence
from typing import Final

from domain.announcements import Announced, AnnouncementState
from domain.identities import AccountId, AnnouncementId, OutboxId, PersonId
from domain.languages import Language
from domain.messages import Letter, LetterKind
from storage.announcing import records
from storage.engine import Row, Transaction
from storage.people import persons

OPENED: Final = f"""
    SELECT letter.id, letter.announcement, letter.possible_repeat, {persons.PERSON_COLUMNS},
           announcement.state, announcement.contents, author.account AS author_account
      FROM outbox AS letter
      JOIN announcements AS announcement ON announcement.id = letter.announcement
      JOIN people AS author ON author.id = announcement.author
      JOIN people AS person ON person.id = letter.person AND person.account IS NOT NULL
      LEFT JOIN pupils AS pupil ON pupil.person = person.id
      LEFT JOIN schools AS school ON school.id = pupil.school
     WHERE letter.id IN (SELECT value FROM json_each(:ids))
"""  # noqa: S608  made of constants alone

ACCOUNT: Final = """
    SELECT account
      FROM people
     WHERE id = :person
"""


def opened(tx: Transaction, *, ids: Sequence[OutboxId]) -> dict[OutboxId, Letter]:
    """Those of these rows that are of announcements, as they would be worded now; none to whoever is forgotten."""
    return {OutboxId(row["id"]): _mapped(tx, row) for row in tx.all(OPENED, ids=json.dumps(ids))}


def _mapped(tx: Transaction, row: Row) -> Letter:
    to = persons.mapped(tx, row)
    account = row["author_account"]
    return Letter(
        id=OutboxId(row["id"]),
        kind=LetterKind.ANNOUNCEMENT,
        to=to,
        booking=None,
        meeting=None,
        slot=None,
        event=None,
        announcement=Announced(
            id=AnnouncementId(row["announcement"]),
            state=AnnouncementState(row["state"]),
            content=records.read(row["contents"]).to(to.language),
            account=None if account is None else AccountId(account),
        ),
        possible_repeat=bool(row["possible_repeat"]),
    )


def specimens(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId) -> dict[Language, Announced]:
    """What readers of each language that it is said in would get now, for who may steer it. Raises NotYours."""
    found = records.announcement(tx, actor=actor, announcement=announcement)
    account = tx.value(ACCOUNT, person=found.author)
    return {
        language: Announced(
            id=found.id,
            state=found.state,
            content=content,
            account=None if account is None else AccountId(account),
        )
        for language, content in found.contents.by_language.items()
    }
