"""Posts decided on: publishing, looking at them, and letting one go again. Leaves what becomes of each to `sending`."""

from typing import Final

from domain.identities import EventId, Intent, PersonId, SlotId, SourceId
from domain.languages import Language
from domain.moments import Instant
from domain.posts import PlaceId, Post, PostCard, PostDraft, PostId, PostState, standing
from domain.programme import Slot
from domain.refusals import CannotPost, NotYours, SlotGone
from domain.rights import Action, OrganizerRole
from domain.sources import SourceKind
from storage.engine import Row, Transaction
from storage.people import audit, intents, rights
from storage.posting import places
from storage.programme import slots, sources

DATES_SHOWN: Final = 8

COLUMNS: Final = f"""
           post.id, post.event, post.slot, post.source, post.language, post.made_by, post.made_at, post.state,
           post.message, post.with_picture, post.shown, {places.COLUMNS}
"""

_POST: Final = f"""
    SELECT {COLUMNS}
      FROM posts AS post
      JOIN post_places AS place ON place.id = post.place
"""  # noqa: S608  made of constants alone

POST: Final = f"{_POST} WHERE post.id = :post"

OF_PLACE: Final = f"{_POST} WHERE post.place = :place ORDER BY post.id DESC LIMIT :size OFFSET :skip"

NEWEST: Final = """
    SELECT max(id)
      FROM posts
     WHERE made_by = :actor
"""

PUBLISH: Final = """
    INSERT INTO posts (place, event, slot, source, language, made_by, made_at, changed_at)
    VALUES (:place, :event, :slot, :source, :language, :actor, :now, :now)
 RETURNING id
"""

AGAIN: Final = """
    UPDATE posts
       SET state = 'waiting', message = NULL, shown = '', changed_at = :now, why = ''
     WHERE id = :post AND state IN ('uncertain', 'refused', 'gone')
"""


def publish(tx: Transaction, *, actor: PersonId, draft: PostDraft, intent: Intent) -> Post:
    """Post an event, or one of its dates, into a place; whoever comes by it is counted. The same intent posts once.

    Raises NotYours for who announces for neither's partner, SlotGone for what nobody can see, CannotPost.
    """
    found = places.place(tx, actor=actor, place=draft.place)
    shown = slots.event(tx, event=draft.event)
    if found.partner is None:
        raise NotYours
    rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=found.partner)
    rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=shown.partner.id)
    if intents.acted(tx, actor=actor, intent=intent) is not None:
        return read(tx, post=PostId(tx.value(NEWEST, actor=actor)))
    if found.lost:
        raise CannotPost
    if draft.slot is not None:
        _of_event(tx, draft.slot, draft.event)
    intents.act(tx, actor=actor, intent=intent)
    source = sources.make(tx, event=draft.event, kind=SourceKind.POST, name=found.title, actor=actor)
    made = PostId(
        tx.value(
            PUBLISH,
            place=draft.place,
            event=draft.event,
            slot=draft.slot,
            source=source,
            language=draft.language.value,
            actor=actor,
            now=tx.now,
        )
    )
    audit.write(tx, Action.POSTED, actor=actor, partner=found.partner, post=made, event=draft.event)
    return read(tx, post=made)


def preview(tx: Transaction, *, actor: PersonId, draft: PostDraft) -> PostCard:
    """What a post would say, before there is one. Raises NotYours, SlotGone."""
    found = places.place(tx, actor=actor, place=draft.place)
    shown = slots.event(tx, event=draft.event)
    rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=shown.partner.id)
    post = Post(
        id=PostId(0),
        place=found,
        event=shown,
        slot=None if draft.slot is None else _of_event(tx, draft.slot, draft.event),
        source=None,
        language=draft.language,
        made_by=actor,
        made_at=tx.now,
        state=PostState.WAITING,
        message=None,
        with_picture=False,
        shown="",
    )
    return card(tx, post)


def post(tx: Transaction, *, actor: PersonId, post: PostId) -> Post:
    """One post, for whoever may post there. Raises NotYours."""
    found = read(tx, post=post)
    rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=found.place.partner)
    return found


def of_place(tx: Transaction, *, actor: PersonId, place: PlaceId, page: int = 0, size: int = 8) -> tuple[Post, ...]:
    """A page of what was posted there, newest first. Raises NotYours."""
    places.place(tx, actor=actor, place=place)
    return tuple(mapped(tx, row) for row in tx.all(OF_PLACE, place=place, size=size, skip=page * size))


def again(tx: Transaction, *, actor: PersonId, post: PostId) -> Post:
    """Post it anew, whoever has looked that it is not there. One that is on its way or there stays as it is.

    Raises NotYours, CannotPost.
    """
    found = read(tx, post=post)
    rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=found.place.partner)
    if found.place.lost:
        raise CannotPost
    if tx.run(AGAIN, post=post, now=tx.now):
        audit.write(tx, Action.POSTED, actor=actor, partner=found.place.partner, post=post, event=found.event.id)
    return read(tx, post=post)


def card(tx: Transaction, post: Post) -> PostCard:
    """What a post has to say now."""
    if post.slot is not None:
        return PostCard(post=post, stands=standing(post.slot, tx.now))
    return PostCard(post=post, stands=None, dates=slots.dates(tx, event=post.event.id, size=DATES_SHOWN))


def read(tx: Transaction, *, post: PostId) -> Post:
    """A post, whoever asks. Raises NotYours where there is none, or its event cannot be seen any more."""
    row = tx.one(POST, post=post)
    if row is None:
        raise NotYours
    return mapped(tx, row)


def mapped(tx: Transaction, row: Row) -> Post:
    """A row with COLUMNS as a post, with its event and slot as they stand. An event taken off the programme stays."""
    slot = None if row["slot"] is None else slots.recorded(tx, slot=SlotId(row["slot"]))
    return Post(
        id=PostId(row["id"]),
        place=places.mapped(row),
        event=slots.recorded_event(tx, event=EventId(row["event"])) if slot is None else slot.event,
        slot=slot,
        source=None if row["source"] is None else SourceId(row["source"]),
        language=Language(row["language"]),
        made_by=PersonId(row["made_by"]),
        made_at=Instant(row["made_at"]),
        state=PostState(row["state"]),
        message=row["message"],
        with_picture=bool(row["with_picture"]),
        shown=row["shown"],
    )


def _of_event(tx: Transaction, slot: SlotId, event: EventId) -> Slot:
    found = slots.slot(tx, slot=slot)
    if found.event.id != event:
        raise SlotGone
    return found
