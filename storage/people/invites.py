"""Invites: codes that make an owner, an organizer or a teacher of whoever uses one. Kept as hashes, used once."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Final

from domain.identities import PersonId, SchoolId
from domain.moments import Instant
from domain.refusals import NotYours
from domain.rights import (
    CODE_LENGTH,
    CODE_LETTERS,
    INVITE_HOLDS_FOR,
    TRIES_OF_ALL,
    TRIES_OF_ONE,
    TRIES_WINDOW,
    Action,
    Invite,
    InviteTo,
    OrganizerRole,
)
from storage.engine import Transaction
from storage.people import audit, persons, rights

MAKE: Final = """
    INSERT INTO invites (code_sha256, to_become, partner, roles, school, made_by, made_at, expires_at)
    VALUES (:code, :to_become, :partner, :roles, :school, :made_by, :now, :expires_at)
"""

USE: Final = """
    UPDATE invites
       SET used_by = :person, used_at = :now
     WHERE code_sha256 = :code AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now
    RETURNING to_become, partner, roles, school, made_by
"""

USED_BY_ME: Final = """
    SELECT to_become, partner, roles, school, made_by
      FROM invites
     WHERE code_sha256 = :code AND used_by = :person
"""

# Good for one school, once: not against what an organizer decided afterwards, and nobody vouches for themselves.
SPEND: Final = """
    UPDATE invites
       SET school = :school
     WHERE code_sha256 = :code AND used_by = :person AND to_become = 'teacher' AND (school IS NULL OR school = :school)
       AND made_by IS NOT :person
       AND NOT EXISTS (SELECT 1
                         FROM teachers
                        WHERE teachers.person = :person AND teachers.school = :school
                          AND teachers.decided_at >= invites.used_at)
"""

TRIES: Final = """
    SELECT (SELECT count(*) FROM wrong_codes WHERE person = :person AND tried_at > :since) AS mine,
           (SELECT count(*) FROM (SELECT 1 FROM wrong_codes WHERE tried_at > :since LIMIT :most)) AS everybodys
"""

WRONG: Final = """
    INSERT INTO wrong_codes (person, tried_at)
    VALUES (:person, :now)
"""

REVOKE_OWNERS: Final = """
    UPDATE invites
       SET revoked_at = :now
     WHERE to_become = 'owner' AND used_at IS NULL AND revoked_at IS NULL
"""

FORGET_WRONG: Final = """
    DELETE FROM wrong_codes
     WHERE id IN (SELECT id FROM wrong_codes WHERE tried_at <= :before ORDER BY tried_at LIMIT :chunk)
"""


@dataclass(frozen=True, slots=True)
class Welcome:
    """A code that was good, and what it made of whoever used it. `invited_by`: None for the house itself."""

    invite: Invite
    invited_by: PersonId | None


@dataclass(frozen=True, slots=True)
class Unwelcome:
    """A code that opens nothing. `too_often`: it was not even looked at; come back in an hour."""

    too_often: bool


def make(tx: Transaction, *, actor: PersonId, invite: Invite) -> str:
    """A new code for this invite: told once, kept as a hash. Raises NotYours.

    Owners invite organizers; whoever looks after a programme invites teachers. Owners come by the house's own link.
    """
    match invite.to_become:
        case InviteTo.ORGANIZER:
            rights.require_owner(tx, actor=actor)
            action = Action.ORGANIZER_INVITED
        case InviteTo.TEACHER:
            rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
            action = Action.TEACHER_INVITED
        case InviteTo.OWNER:
            raise NotYours
    audit.write(tx, action, actor=actor, partner=invite.partner, roles=" ".join(sorted(invite.roles)))
    return _made(tx, invite, made_by=actor)


def make_for_owner(tx: Transaction) -> str:
    """The house's own invite for its first owner; one that was made before and not used is no longer good."""
    tx.run(REVOKE_OWNERS, now=tx.now)
    return _made(tx, Invite(to_become=InviteTo.OWNER), made_by=None)


def make_for_teacher(tx: Transaction) -> str:
    """The house's own invite for a teacher: for samples."""
    return _made(tx, Invite(to_become=InviteTo.TEACHER), made_by=None)


def use(tx: Transaction, *, actor: PersonId, name: str, code: str) -> Welcome | Unwelcome:
    """Use a code: the first who does becomes what it says, under this name; the same person again is welcomed again.

    A wrong code is counted, so it is an answer and no refusal, which would undo the counting. Owners and organizers
    have their rights at once; what a teacher still has to tell is asked by the caller. Raises NotYours.
    """
    account = persons.person(tx, id=actor).account
    if too_often(tx, person=actor):
        return Unwelcome(too_often=True)
    hashed = _hashed(code)
    row = tx.one(USE, person=actor, code=hashed, now=tx.now)
    first = row is not None
    if row is None:
        row = tx.one(USED_BY_ME, person=actor, code=hashed)
    if row is None:
        count_wrong(tx, person=actor)
        return Unwelcome(too_often=False)
    invite = Invite(
        to_become=InviteTo(row["to_become"]),
        partner=row["partner"],
        roles=frozenset(OrganizerRole(role) for role in json.loads(row["roles"])),
        school=row["school"],
    )
    if first and invite.to_become is InviteTo.OWNER:
        rights.become_owner(tx, person=actor, account=account)
    elif first and invite.partner is not None:
        rights.appoint(tx, person=actor, name=name, partner=invite.partner, roles=invite.roles)
    return Welcome(invite, row["made_by"])


def spend_on_school(tx: Transaction, *, actor: PersonId, code: str, school: SchoolId) -> bool:
    """Whether this person came by a teacher's invite that is good for this school; it is then good for no other.

    One that they made themselves is not, nor one used before an organizer last decided about them there.
    """
    return tx.run(SPEND, person=actor, code=_hashed(code), school=school) == 1


def too_often(tx: Transaction, *, person: PersonId) -> bool:
    """Whether so many wrong codes were tried, by this person or by all, that no more are looked at for an hour."""
    tries = tx.one(TRIES, person=person, since=tx.now - TRIES_WINDOW, most=TRIES_OF_ALL)
    return tries is not None and (tries["mine"] >= TRIES_OF_ONE or tries["everybodys"] >= TRIES_OF_ALL)


def count_wrong(tx: Transaction, *, person: PersonId) -> None:
    """Count one more wrong code; of other one-time links, too."""
    tx.run(WRONG, person=person, now=tx.now)


def forget_wrong_codes(tx: Transaction, *, chunk: int = 500) -> int:
    """Forget wrong codes that no longer count, at most `chunk`; how many there were."""
    return tx.run(FORGET_WRONG, before=Instant(tx.now - TRIES_WINDOW), chunk=chunk)


def _made(tx: Transaction, invite: Invite, *, made_by: PersonId | None) -> str:
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    tx.run(
        MAKE,
        code=_hashed(code),
        to_become=invite.to_become,
        partner=invite.partner,
        roles=json.dumps(sorted(invite.roles)),
        school=invite.school,
        made_by=made_by,
        now=tx.now,
        expires_at=tx.now + INVITE_HOLDS_FOR,
    )
    return code


def _hashed(code: str) -> str:
    """Codes are read aloud and typed: their case, and what stands between letters, do not matter."""
    letters = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    return hashlib.sha256(letters.encode()).hexdigest()
