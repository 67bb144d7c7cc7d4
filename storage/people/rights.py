"""Rights, loaded in the transaction that acts; and who has them. Leaves coming by them to invites and teachers."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from domain.identities import AccountId, PartnerId, PersonId, SchoolId
from domain.moments import Instant
from domain.refusals import NotYours
from domain.rights import Action, AuditEntry, Organizer, OrganizerRole, Rights
from storage.engine import Row, Transaction
from storage.people import audit

RIGHTS: Final = """
    SELECT 'owner' AS kind, NULL AS partner, NULL AS role, NULL AS school
      FROM people AS person
      JOIN owners AS owner ON owner.account = person.account
     WHERE person.id = :person
     UNION ALL
    SELECT 'organizer', partner, role, NULL
      FROM organizers
     WHERE person = :person
     UNION ALL
    SELECT 'teacher', NULL, NULL, school
      FROM teachers
     WHERE person = :person AND state = 'approved'
"""

WITH_ROLE: Final = """
    SELECT person.id
      FROM people AS person
      JOIN owners AS owner ON owner.account = person.account
     UNION
    SELECT organizer.person
      FROM organizers AS organizer
      JOIN people AS person ON person.id = organizer.person AND person.account IS NOT NULL
     WHERE organizer.role = :role AND (:partner IS NULL OR organizer.partner = :partner)
     ORDER BY 1
"""

ORGANIZERS: Final = """
    SELECT organizer.person, organizer.partner, organizer.role, organizer.name, organizer.since
      FROM organizers AS organizer
      JOIN people AS person ON person.id = organizer.person AND person.account IS NOT NULL
     ORDER BY organizer.partner, organizer.person, organizer.role
"""

ORGANIZING: Final = """
    SELECT person, partner, role, name, since
      FROM organizers
     WHERE person = :person
     ORDER BY partner, role
"""

FORGET_SETTINGS: Final = """
    DELETE FROM owners
     WHERE named_by = 'settings'
"""

NAME: Final = """
    INSERT INTO owners (account, named_by, since)
    VALUES (:account, :named_by, :now)
        ON CONFLICT (account) DO NOTHING
"""

HAS_OWNER: Final = """
    SELECT 1
      FROM owners
     LIMIT 1
"""

APPOINT: Final = """
    INSERT INTO organizers (person, partner, role, name, since)
    VALUES (:person, :partner, :role, :name, :now)
        ON CONFLICT (person, partner, role) DO NOTHING
"""

REMOVE: Final = """
    DELETE FROM organizers
     WHERE person = :person AND partner = :partner
"""


def of(tx: Transaction, *, actor: PersonId) -> Rights:
    """What this person may do now."""
    organizes: defaultdict[PartnerId, set[OrganizerRole]] = defaultdict(set)
    schools: set[SchoolId] = set()
    owner = False
    for row in tx.all(RIGHTS, person=actor):
        match row["kind"]:
            case "owner":
                owner = True
            case "organizer":
                organizes[PartnerId(row["partner"])].add(OrganizerRole(row["role"]))
            case _:
                schools.add(SchoolId(row["school"]))
    return Rights(
        owner=owner,
        organizes={partner: frozenset(roles) for partner, roles in organizes.items()},
        teaches_at=frozenset(schools),
    )


def require(tx: Transaction, *, actor: PersonId, role: OrganizerRole, partner: PartnerId | None) -> Rights:
    """The actor's rights, which include this role at the partner; None: of the whole house. Raises NotYours."""
    rights = of(tx, actor=actor)
    if not rights.may(role, partner):
        raise NotYours
    return rights


def require_somewhere(tx: Transaction, *, actor: PersonId, role: OrganizerRole) -> Rights:
    """The actor's rights, which include this role at one partner at least. Raises NotYours."""
    rights = of(tx, actor=actor)
    if not rights.may_somewhere(role):
        raise NotYours
    return rights


def require_owner(tx: Transaction, *, actor: PersonId) -> None:
    """Raises NotYours for whoever does not own the installation."""
    if not of(tx, actor=actor).owner:
        raise NotYours


def log(tx: Transaction, *, actor: PersonId, page: int, size: int) -> tuple[AuditEntry, ...]:
    """A page of what was done, newest first: owners see all of it, organizers what was done at their first partner.

    Raises NotYours for whoever organizes nothing.
    """
    found = of(tx, actor=actor)
    if found.owner:
        return audit.latest(tx, partner=None, page=page, size=size)
    if not found.organizes:
        raise NotYours
    return audit.latest(tx, partner=min(found.organizes), page=page, size=size)


def with_role(tx: Transaction, *, role: OrganizerRole, partner: PartnerId | None) -> tuple[PersonId, ...]:
    """Everybody who has the role at this partner (None: at any), owners among them, if they can still be known."""
    return tuple(PersonId(row["id"]) for row in tx.all(WITH_ROLE, role=role, partner=partner))


def organizers(tx: Transaction, *, actor: PersonId) -> tuple[Organizer, ...]:
    """Everybody who organizes for a partner, for the owners. Raises NotYours."""
    require_owner(tx, actor=actor)
    return _organizers(tx.all(ORGANIZERS))


def organizing(tx: Transaction, *, person: PersonId) -> tuple[Organizer, ...]:
    """What this person is to partners: for themselves."""
    return _organizers(tx.all(ORGANIZING, person=person))


def _organizers(rows: list[Row]) -> tuple[Organizer, ...]:
    """Rows of roles, gathered by person and partner."""
    found: dict[tuple[PersonId, PartnerId], Organizer] = {}
    for row in rows:
        key = (PersonId(row["person"]), PartnerId(row["partner"]))
        role = frozenset({OrganizerRole(row["role"])})
        known = found.get(key)
        found[key] = Organizer(
            person=key[0],
            partner=key[1],
            name=row["name"],
            roles=role if known is None else known.roles | role,
            since=Instant(row["since"]) if known is None else min(known.since, Instant(row["since"])),
        )
    return tuple(found.values())


def name_owners(tx: Transaction, *, accounts: Collection[AccountId]) -> None:
    """At start: the owners that the settings name, instead of those they named before. Others stay what they are."""
    tx.run(FORGET_SETTINGS)
    tx.run_many(NAME, [{"account": account, "named_by": "settings", "now": tx.now} for account in accounts])


def has_owner(tx: Transaction) -> bool:
    """Whether anybody owns the installation."""
    return tx.one(HAS_OWNER) is not None


def become_owner(tx: Transaction, *, person: PersonId, account: AccountId) -> None:
    """Make an owner of whoever used the one-time link. Whether the link was good is the caller's to check."""
    if tx.run(NAME, account=account, named_by="link", now=tx.now):
        audit.write(tx, Action.OWNER_NAMED, actor=person)


def appoint(
    tx: Transaction, *, person: PersonId, name: str, partner: PartnerId, roles: Collection[OrganizerRole]
) -> None:
    """Make somebody an organizer of the partner with these roles, beside those they have."""
    for role in roles:
        tx.run(APPOINT, person=person, partner=partner, name=name, role=role, now=tx.now)
    audit.write(tx, Action.ORGANIZER_JOINED, actor=person, partner=partner, roles=" ".join(sorted(roles)))


def remove(tx: Transaction, *, actor: PersonId, person: PersonId, partner: PartnerId) -> None:
    """An owner takes all of somebody's roles at a partner. Raises NotYours."""
    require_owner(tx, actor=actor)
    if tx.run(REMOVE, person=person, partner=partner):
        audit.write(tx, Action.ORGANIZER_REMOVED, actor=actor, partner=partner, person=person)
