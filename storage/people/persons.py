"""Persons: who writes to us, in which language, and whether we can still write to them."""

from typing import Final

from domain.conversations import Conversation, Visit
from domain.identities import AccountId, PersonId
from domain.languages import Language
from domain.people import Person
from domain.refusals import NotYours
from storage.engine import Row, Transaction
from storage.people import pupils

PERSON_COLUMNS: Final = f"""
       person.id AS person_id, person.account, person.language, person.language_chosen, person.reminders_muted,
       person.announcements_muted, person.unreachable_since, {pupils.COLUMNS},
       EXISTS (SELECT 1 FROM guardianships WHERE guardianships.person = person.id) AS has_children,
       EXISTS (SELECT 1 FROM teachers WHERE teachers.person = person.id AND teachers.state = 'approved') AS teaches,
       (EXISTS (SELECT 1 FROM owners WHERE owners.account = person.account)
        OR EXISTS (SELECT 1 FROM organizers WHERE organizers.person = person.id)) AS organizes
"""  # noqa: S608  made of constants alone

VISIT: Final = f"""
    SELECT {PERSON_COLUMNS},
           conversation.state, conversation.data, conversation.screen
      FROM (SELECT :account AS account) AS visitor
      LEFT JOIN people AS person ON person.account = visitor.account
      LEFT JOIN conversations AS conversation ON conversation.account = visitor.account
      LEFT JOIN pupils AS pupil ON pupil.person = person.id
      LEFT JOIN schools AS school ON school.id = pupil.school
"""  # noqa: S608  made of constants alone

PERSON: Final = f"""
    SELECT {PERSON_COLUMNS}
      FROM people AS person
      LEFT JOIN pupils AS pupil ON pupil.person = person.id
      LEFT JOIN schools AS school ON school.id = pupil.school
     WHERE person.id = :person AND person.account IS NOT NULL
"""  # noqa: S608  made of constants alone

MEET: Final = """
    INSERT INTO people (account, language, met_at)
    VALUES (:account, :language, :now)
    ON CONFLICT (account) DO UPDATE
       SET unreachable_since = NULL,
           language = CASE WHEN language_chosen THEN language ELSE excluded.language END
    RETURNING id
"""

CHOOSE_LANGUAGE: Final = """
    UPDATE people
       SET language = :language, language_chosen = 1
     WHERE id = :person AND account IS NOT NULL
"""

MUTE_REMINDERS: Final = """
    UPDATE people
       SET reminders_muted = :muted
     WHERE id = :person AND account IS NOT NULL
"""

MUTE_ANNOUNCEMENTS: Final = """
    UPDATE people
       SET announcements_muted = :muted
     WHERE id = :person AND account IS NOT NULL
"""

UNREACHABLE: Final = """
    UPDATE people
       SET unreachable_since = coalesce(unreachable_since, :now)
     WHERE account = :account
"""

MOVED: Final = """
    UPDATE people
       SET account = :account
     WHERE id = :person AND NOT EXISTS (SELECT 1 FROM people WHERE account = :account)
"""


def visit(tx: Transaction, *, account: AccountId) -> Visit:
    """Who writes from this account and what they are in the middle of: the one read that every update needs."""
    row = tx.one(VISIT, account=account)
    if row is None:
        raise AssertionError("a SELECT from one constant row has one row")
    return Visit(
        person=None if row["person_id"] is None else mapped(tx, row),
        conversation=Conversation(account=account, state=row["state"], data=row["data"], screen=row["screen"]),
    )


def meet(tx: Transaction, *, account: AccountId, language: Language) -> Person:
    """Get to know somebody, or meet them again: they can be reached from now on.

    A language they chose stays; one that was only guessed follows `language`.
    """
    return person(tx, id=PersonId(tx.value(MEET, account=account, language=language, now=tx.now)))


def choose_language(tx: Transaction, *, actor: PersonId, language: Language) -> Person:
    """Speak this language with the person from now on, whatever Telegram says. Raises NotYours."""
    tx.run(CHOOSE_LANGUAGE, person=actor, language=language)
    return person(tx, id=actor)


def mute_reminders(tx: Transaction, *, actor: PersonId, muted: bool) -> Person:
    """Stop reminders, or let them come again. Notices come all the same. Raises NotYours."""
    tx.run(MUTE_REMINDERS, person=actor, muted=int(muted))
    return person(tx, id=actor)


def mute_announcements(tx: Transaction, *, actor: PersonId, muted: bool) -> Person:
    """Stop announcements, or let them come again: those that wait to be sent, too. Raises NotYours."""
    tx.run(MUTE_ANNOUNCEMENTS, person=actor, muted=int(muted))
    return person(tx, id=actor)


def unreachable(tx: Transaction, *, account: AccountId) -> None:
    """Remember that this account cannot be written to, until it writes to us; an account we never met is ignored."""
    tx.run(UNREACHABLE, account=account, now=tx.now)


def moved(tx: Transaction, *, id: PersonId, account: AccountId) -> bool:  # noqa: A002  as below
    """The messenger gave this person's chat another number; False where that one is somebody's already."""
    return tx.run(MOVED, person=id, account=account) == 1


def person(tx: Transaction, *, id: PersonId) -> Person:  # noqa: A002  the word that every identity here has
    """Somebody we know. Raises NotYours for whoever is not there, or was forgotten."""
    row = tx.one(PERSON, person=id)
    if row is None:
        raise NotYours
    return mapped(tx, row)


def mapped(tx: Transaction, row: Row) -> Person:
    """A row with PERSON_COLUMNS as a person."""
    return Person(
        id=PersonId(row["person_id"]),
        account=AccountId(row["account"]),
        language=Language(row["language"]),
        language_chosen=bool(row["language_chosen"]),
        reminders_muted=bool(row["reminders_muted"]),
        announcements_muted=bool(row["announcements_muted"]),
        reachable=row["unreachable_since"] is None,
        pupil=None if row["pupil_id"] is None else pupils.mapped(row),
        teaches=bool(row["teaches"]),
        organizes=bool(row["organizes"]),
        children=pupils.children(tx, person=row["person_id"]) if row["has_children"] else (),
    )
