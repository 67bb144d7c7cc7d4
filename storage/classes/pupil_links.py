"""One-time links by which a pupil comes to another account, or to their first: made, opened, used. Kept as hashes.

Leaves what follows the pupil to `pupil_moves`, and two that turn out to be one to `pupil_merges`.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from domain.handovers import PUPIL_LINK_HOLDS_FOR, ForPupil
from domain.identities import PartnerId, PersonId, PupilId
from domain.people import Pupil
from domain.refusals import ForTheirOwnAccount, NotYours
from domain.rights import Action, OrganizerRole
from storage.classes import pupil_merges, pupil_moves
from storage.engine import Transaction
from storage.people import audit, invites, persons, pupils, rights
from storage.seats import tickets

# A guardian; the teacher of a class they are in; never the pupil's own account, which has no need of it.
MAY_MAKE: Final = """
    SELECT 1
     WHERE EXISTS (SELECT 1 FROM guardianships WHERE guardianships.person = :actor AND guardianships.pupil = :pupil)
        OR EXISTS (SELECT 1
                     FROM joinings AS joining
                     JOIN classes AS class ON class.id = joining.class AND class.closed_at IS NULL
                     JOIN teachers AS teacher ON teacher.id = class.teacher
                    WHERE joining.pupil = :pupil AND joining.state = 'accepted'
                      AND teacher.person = :actor AND teacher.state = 'approved')
        OR EXISTS (SELECT 1
                     FROM class_entries AS entry
                     JOIN classes AS class ON class.id = entry.class AND class.closed_at IS NULL
                     JOIN teachers AS teacher ON teacher.id = class.teacher
                    WHERE entry.pupil = :pupil AND teacher.person = :actor AND teacher.state = 'approved')
"""

# Hosts at which the pupil is booked, alone or with their class, for what is not over.
HOSTS: Final = """
    SELECT event.partner
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
     WHERE booking.pupil = :pupil AND slot.ends_at > :now
       AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     UNION
    SELECT event.partner
      FROM joinings AS joining
      JOIN bookings AS booking ON booking.class = joining.class
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
     WHERE joining.pupil = :pupil AND joining.state = 'accepted' AND slot.ends_at > :now
       AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
"""

# Whoever answers for a pupil, or has answered, is not the pupil.
ANSWERS_FOR: Final = """
    SELECT 1
     WHERE EXISTS (SELECT 1 FROM guardianships WHERE guardianships.person = :actor AND guardianships.pupil = :pupil)
        OR EXISTS (SELECT 1 FROM consents WHERE consents.guardian = :actor AND consents.pupil = :pupil)
"""

REVOKE: Final = """
    UPDATE pupil_links
       SET revoked_at = :now
     WHERE pupil = :pupil AND used_at IS NULL AND revoked_at IS NULL
"""

MAKE: Final = """
    INSERT INTO pupil_links (token_sha256, pupil, made_by, made_at, expires_at)
    VALUES (:token, :pupil, :actor, :now, :expires_at)
"""

OPEN: Final = """
    SELECT link.pupil, link.made_by
      FROM pupil_links AS link
      JOIN pupils AS pupil ON pupil.id = link.pupil AND pupil.forgotten_at IS NULL
     WHERE link.token_sha256 = :token AND link.used_at IS NULL AND link.revoked_at IS NULL AND link.expires_at > :now
"""

USE: Final = """
    UPDATE pupil_links
       SET used_by = :actor, used_at = :now
     WHERE token_sha256 = :token AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now
"""

USED_BY_ME: Final = """
    SELECT link.pupil
      FROM pupil_links AS link
      JOIN pupils AS pupil ON pupil.id = link.pupil AND pupil.person = link.used_by
     WHERE link.token_sha256 = :token AND link.used_by = :actor
"""

FORGET_OLD: Final = """
    DELETE FROM pupil_links
     WHERE token_sha256 IN (SELECT token_sha256 FROM pupil_links WHERE expires_at < :before LIMIT :chunk)
"""


@dataclass(frozen=True, slots=True)
class Unopened:
    """A link that leads nowhere. `too_often`: it was not even looked at; come back in an hour."""

    too_often: bool


@dataclass(frozen=True, slots=True)
class Arrived:
    """The pupil is this account's now. `merged`: with the one that it had before."""

    pupil: Pupil
    merged: bool = False


def make(tx: Transaction, *, actor: PersonId, pupil: PupilId) -> tuple[Pupil, str]:
    """The pupil, and the token of a link by which they come to another account: told once, kept as a hash.

    For a guardian, the teacher of a class they are in, and organizers of a host at which they are booked for something
    that is not over. It takes the place of any link before. Raises NotYours.
    """
    who, partner = _for_maker(tx, actor, pupil)
    token = tickets.new_token()
    tx.run(REVOKE, pupil=pupil, now=tx.now)
    tx.run(MAKE, token=_hashed(token), pupil=pupil, actor=actor, now=tx.now, expires_at=tx.now + PUPIL_LINK_HOLDS_FOR)
    audit.write(tx, Action.PUPIL_LINK_MADE, actor=actor, partner=partner, pupil=pupil)
    return who, token


def maker_of(tx: Transaction, *, actor: PersonId, pupil: PupilId) -> Pupil:
    """The pupil, for whoever may make a link for them. Raises NotYours."""
    return _for_maker(tx, actor, pupil)[0]


def opened(tx: Transaction, *, actor: PersonId, token: str) -> ForPupil | Arrived | Unopened:
    """What a link says to whoever opens it: a first name, no more; or that they used it already.

    A wrong one is counted as a wrong invite is, so it is an answer and no refusal, which would undo the counting.
    Raises ForTheirOwnAccount for whoever made it, or answers for the pupil.
    """
    if invites.too_often(tx, person=actor):
        return Unopened(too_often=True)
    used = tx.value(USED_BY_ME, actor=actor, token=_hashed(token))
    if used is not None:
        return Arrived(pupils.by_id(tx, pupil=PupilId(used)))
    row = tx.one(OPEN, token=_hashed(token), now=tx.now)
    if row is None:
        invites.count_wrong(tx, person=actor)
        return Unopened(too_often=False)
    pupil = PupilId(row["pupil"])
    if row["made_by"] == actor or tx.one(ANSWERS_FOR, actor=actor, pupil=pupil) is not None:
        raise ForTheirOwnAccount
    who, own = pupils.by_id(tx, pupil=pupil), persons.person(tx, id=actor).pupil
    if own is not None and own.id == pupil:
        return Arrived(own)
    return ForPupil(pupil=pupil, first_name=who.first_name, own=own)


def use(tx: Transaction, *, actor: PersonId, token: str, same: bool) -> Arrived | ForPupil | Unopened:
    """The pupil comes to this account, with bookings, permissions and classes; what they had before ends.

    The first who confirms does it, once. Where the account has a pupil already, the two become one only where its owner
    says that they are the `same`; else the link stays good, and what it asked is the answer. Guardians, the teachers of
    their classes and the former account are told. Raises ForTheirOwnAccount.
    """
    found = opened(tx, actor=actor, token=token)
    if not isinstance(found, ForPupil) or (found.own is not None and not same):
        return found
    if not tx.run(USE, token=_hashed(token), actor=actor, now=tx.now):
        raise AssertionError("a link that was open in this transaction was used in it")
    former = pupils.by_id(tx, pupil=found.pupil).person
    if found.own is not None:
        pupil_merges.merge(tx, kept=found.pupil, gone=found.own)
    pupil_moves.move(tx, pupil=found.pupil, former=former, to=actor)
    audit.write(
        tx, Action.PUPIL_MOVED, actor=actor, pupil=found.pupil, merged="" if found.own is None else found.own.id
    )
    return Arrived(pupils.by_id(tx, pupil=found.pupil), merged=found.own is not None)


def forget_old(tx: Transaction, *, chunk: int = 500) -> int:
    """Forget links that were too old a fortnight ago, at most `chunk`; how many there were."""
    return tx.run(FORGET_OLD, before=tx.now - PUPIL_LINK_HOLDS_FOR, chunk=chunk)


def _for_maker(tx: Transaction, actor: PersonId, pupil: PupilId) -> tuple[Pupil, PartnerId | None]:
    """The pupil, and the host for whom the actor acts where they do so as an organizer. Raises NotYours."""
    who = pupils.by_id(tx, pupil=pupil)
    if tx.one(MAY_MAKE, actor=actor, pupil=pupil) is not None:
        return who, None
    found = rights.of(tx, actor=actor)
    for row in tx.all(HOSTS, pupil=pupil, now=tx.now):
        if found.may(OrganizerRole.PROGRAMME, row["partner"]):
            return who, PartnerId(row["partner"])
    raise NotYours


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
