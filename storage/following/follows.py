"""What people follow: kept, let go of, silenced. Leaves finding what is new to news, and telling it to telling."""

from typing import Final

from domain.following import MOST_FOLLOWS, TOLD_AT, Follow, Following, Wish, next_at
from domain.identities import CityId, FollowId, PartnerId, PersonId
from domain.moments import Instant
from domain.programme import EventKind
from domain.refusals import NotYours, TooManyFollows
from storage.engine import Row, Transaction
from storage.programme.columns import texts

FOLLOW: Final = """
    INSERT INTO follows (person, kind, partner, city, grade, own_grade, online, since)
    VALUES (:person, :kind, :partner, :city, :grade, :own_grade, :online, :now)
        ON CONFLICT DO NOTHING
"""

BEGIN: Final = """
    INSERT INTO followers (person, told_to, looks_at)
    VALUES (:person, :now, :looks_at)
        ON CONFLICT (person) DO UPDATE
       SET muted = 0
"""

IS_THERE: Final = """
    SELECT (:partner IS NULL OR EXISTS (SELECT 1 FROM partners WHERE id = :partner))
       AND (:city IS NULL OR EXISTS (SELECT 1 FROM cities WHERE id = :city))
"""

MINE: Final = """
    SELECT follow.id, follow.kind, follow.partner, follow.city, follow.grade, follow.own_grade, follow.online,
           follow.since, partner.name AS partner_name, city.name AS city_name
      FROM follows AS follow
      LEFT JOIN partners AS partner ON partner.id = follow.partner
      LEFT JOIN cities AS city ON city.id = follow.city
     WHERE follow.person = :person
     ORDER BY follow.id
"""

IS_MUTED: Final = """
    SELECT muted
      FROM followers
     WHERE person = :person
"""

LET_GO: Final = """
    DELETE FROM follows
     WHERE id = :follow AND person = :person
"""

LET_ALL_GO: Final = """
    DELETE FROM follows
     WHERE person = :person
"""

STOP: Final = """
    DELETE FROM followers
     WHERE person = :person AND NOT EXISTS (SELECT 1 FROM follows WHERE follows.person = :person)
"""

# What became new while somebody wanted to hear nothing is not told afterwards.
MUTE: Final = """
    UPDATE followers
       SET muted = :muted, told_to = :now, looks_at = :looks_at
     WHERE person = :person
"""

GRADES: Final = """
    SELECT grade
      FROM pupils
     WHERE person = :person
     UNION
    SELECT pupil.grade
      FROM guardianships AS guardianship
      JOIN pupils AS pupil ON pupil.id = guardianship.pupil
     WHERE guardianship.person = :person
"""


def follow(tx: Transaction, *, actor: PersonId, wish: Wish, zone: str) -> Following:
    """Tell this person of new events that fit, from now on; asking twice is asking once.

    `zone`: theirs, as far as is known. Raises NotYours for a wish for anything, or for what is not there, and
    TooManyFollows.
    """
    if not wish or not tx.value(IS_THERE, partner=wish.partner, city=wish.city):
        raise NotYours
    kept = tx.all(MINE, person=actor)
    if len(kept) >= MOST_FOLLOWS and all(_wish(row) != wish for row in kept):
        raise TooManyFollows(most=MOST_FOLLOWS)
    tx.run(
        FOLLOW,
        person=actor,
        kind=wish.kind,
        partner=wish.partner,
        city=wish.city,
        grade=wish.grade,
        own_grade=int(wish.own_grade),
        online=int(wish.online),
        now=tx.now,
    )
    tx.run(BEGIN, person=actor, now=tx.now, looks_at=next_at(TOLD_AT, tx.now, zone))
    return mine(tx, actor=actor)


def let_go(tx: Transaction, *, actor: PersonId, follow: FollowId | None) -> Following:
    """Follow this no more; None: nothing at all. What is not followed any more changes nothing."""
    if follow is None:
        tx.run(LET_ALL_GO, person=actor)
    else:
        tx.run(LET_GO, follow=follow, person=actor)
    tx.run(STOP, person=actor)
    return mine(tx, actor=actor)


def mute(tx: Transaction, *, actor: PersonId, muted: bool, zone: str) -> Following:
    """Hear nothing of it for now, or again: of what is new from now on."""
    tx.run(MUTE, person=actor, muted=int(muted), now=tx.now, looks_at=next_at(TOLD_AT, tx.now, zone))
    return mine(tx, actor=actor)


def mine(tx: Transaction, *, actor: PersonId) -> Following:
    """All that this person follows, and whether they hear of it."""
    return Following(
        follows=tuple(
            Follow(
                id=FollowId(row["id"]),
                wish=_wish(row),
                partner=None if row["partner_name"] is None else texts(row["partner_name"]),
                city=None if row["city_name"] is None else texts(row["city_name"]),
            )
            for row in tx.all(MINE, person=actor)
        ),
        muted=bool(tx.value(IS_MUTED, person=actor)),
    )


def with_since(tx: Transaction, *, person: PersonId) -> tuple[tuple[Wish, Instant], ...]:
    """What this person follows, and since when."""
    return tuple((_wish(row), Instant(row["since"])) for row in tx.all(MINE, person=person))


def grades(tx: Transaction, *, person: PersonId) -> frozenset[int]:
    """The grades of this person's own pupil, and of their children."""
    return frozenset(row["grade"] for row in tx.all(GRADES, person=person))


def forget(tx: Transaction, *, person: PersonId) -> None:
    """Somebody is gone: they follow nothing."""
    let_go(tx, actor=person, follow=None)


def _wish(row: Row) -> Wish:
    return Wish(
        kind=None if row["kind"] is None else EventKind(row["kind"]),
        partner=None if row["partner"] is None else PartnerId(row["partner"]),
        city=None if row["city"] is None else CityId(row["city"]),
        grade=row["grade"],
        own_grade=bool(row["own_grade"]),
        online=bool(row["online"]),
    )
