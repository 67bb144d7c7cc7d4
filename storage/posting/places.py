"""Places to post into: channels and groups that the bot was let into, and whose they are. Leaves posts to `posts`."""

import json
from typing import Final

from domain.identities import PartnerId, PersonId
from domain.messages import LetterKind
from domain.posts import ChatId, PlaceId, PostPlace
from domain.refusals import NotYours
from domain.rights import Action, OrganizerRole, Rights
from storage.engine import Row, Transaction
from storage.messages import letters
from storage.people import audit, rights

LONGEST_TITLE: Final = 128

COLUMNS: Final = """
           place.id AS place_id, place.chat, place.title AS place_title, place.partner AS place_partner, place.added_by,
           place.lost_at
"""

FIND: Final = """
    INSERT INTO post_places (chat, title, added_by, added_at)
    VALUES (:chat, :title, :actor, :now)
        ON CONFLICT (chat) DO UPDATE
       SET title = excluded.title, lost_at = NULL, added_at = excluded.added_at,
           added_by = CASE WHEN partner IS NULL THEN excluded.added_by ELSE added_by END
 RETURNING id
"""

LOSE: Final = """
    UPDATE post_places
       SET lost_at = coalesce(lost_at, :now)
     WHERE chat = :chat
"""

MOVE: Final = """
    UPDATE post_places
       SET chat = :to
     WHERE chat = :chat AND NOT EXISTS (SELECT 1 FROM post_places WHERE chat = :to)
"""

PLACE: Final = f"""
    SELECT {COLUMNS}
      FROM post_places AS place
     WHERE place.id = :place
"""  # noqa: S608  made of constants alone

CLAIM: Final = """
    UPDATE post_places
       SET partner = :partner
     WHERE id = :place
"""

VISIBLE: Final = f"""
    SELECT {COLUMNS}
      FROM post_places AS place
     WHERE :owner OR place.partner IN (SELECT value FROM json_each(:partners))
        OR (place.partner IS NULL AND place.added_by = :actor)
     ORDER BY place.id DESC
     LIMIT :size OFFSET :skip
"""  # noqa: S608  made of constants alone

FORGET: Final = """
    UPDATE post_places
       SET lost_at = coalesce(lost_at, :now), title = ''
     WHERE added_by = :person AND partner IS NULL
"""


def found(tx: Transaction, *, actor: PersonId, chat: ChatId, title: str) -> PostPlace | None:
    """The bot was let into a channel or group by this person: they are asked whose it is, unless that is known.

    None, and nothing is kept, where they announce for nobody. Whether they lead that chat: the caller's to check.
    """
    if not rights.of(tx, actor=actor).may_somewhere(OrganizerRole.ANNOUNCEMENTS):
        return None
    number = PlaceId(tx.value(FIND, chat=chat, title=title[:LONGEST_TITLE], actor=actor, now=tx.now))
    place = read(tx, place=number)
    if place.partner is None:
        letters.write(
            tx, kind=LetterKind.PLACE_FOUND, key=f"place:{number}:{actor}:{tx.now}", person=actor, place=number
        )
    return place


def lost(tx: Transaction, *, chat: ChatId) -> None:
    """The bot was removed, or may not post there any more; a chat that is no place of ours is ignored."""
    tx.run(LOSE, chat=chat, now=tx.now)


def moved(tx: Transaction, *, chat: ChatId, to: ChatId) -> None:
    """The messenger gave a group another number."""
    tx.run(MOVE, chat=chat, to=to)


def claim(tx: Transaction, *, actor: PersonId, place: PlaceId, partner: PartnerId) -> PostPlace:
    """Say whose place it is: whoever let the bot in, for a partner they announce for; an owner any. Raises NotYours."""
    may = rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=partner)
    found = read(tx, place=place)
    if found.added_by != actor and not may.owner:
        raise NotYours
    if found.partner != partner:
        tx.run(CLAIM, place=place, partner=partner)
        audit.write(tx, Action.PLACE_CLAIMED, actor=actor, partner=partner, place=place)
    return read(tx, place=place)


def visible(tx: Transaction, *, actor: PersonId, page: int = 0, size: int = 8) -> tuple[PostPlace, ...]:
    """A page of the places one may post into, and of those one let the bot into and has not said whose they are.

    Newest first. Raises NotYours for who announces for nobody.
    """
    may = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS)
    partners = json.dumps(announcing_for(may))
    rows = tx.all(VISIBLE, owner=int(may.owner), partners=partners, actor=actor, size=size, skip=page * size)
    return tuple(map(mapped, rows))


def announcing_for(may: Rights) -> list[PartnerId]:
    """The partners that somebody with these rights announces for by name; owners besides for every other."""
    return [one for one in may.organizes if may.may(OrganizerRole.ANNOUNCEMENTS, one)]


def place(tx: Transaction, *, actor: PersonId, place: PlaceId) -> PostPlace:
    """A place that this person may post into, or has let the bot into. Raises NotYours."""
    found = read(tx, place=place)
    may = rights.of(tx, actor=actor)
    mine = found.partner is None and found.added_by == actor
    if not (mine or may.may(OrganizerRole.ANNOUNCEMENTS, found.partner)):
        raise NotYours
    return found


def read(tx: Transaction, *, place: PlaceId) -> PostPlace:
    """A place, whoever asks. Raises NotYours where there is none."""
    row = tx.one(PLACE, place=place)
    if row is None:
        raise NotYours
    return mapped(row)


def forget(tx: Transaction, *, person: PersonId) -> None:
    """Somebody is forgotten: places that are nobody else's lose their names."""
    tx.run(FORGET, person=person, now=tx.now)


def mapped(row: Row) -> PostPlace:
    """A row with COLUMNS as a place."""
    return PostPlace(
        id=PlaceId(row["place_id"]),
        chat=ChatId(row["chat"]),
        title=row["place_title"],
        partner=None if row["place_partner"] is None else PartnerId(row["place_partner"]),
        added_by=PersonId(row["added_by"]),
        lost=row["lost_at"] is not None,
    )
