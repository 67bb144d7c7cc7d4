"""What becomes of posts: claimed one by one, sent or not, and those that have something else to say by now.

Never sent twice by itself: one of which nobody knows whether it arrived stays uncertain, and whoever made it is told.
"""

from typing import Final

from domain.messages import LetterKind
from domain.moments import DAY, Instant
from domain.posts import PostCard, PostId, PostState
from storage.engine import Transaction
from storage.messages import letters
from storage.posting import posts

LONGEST_WHY: Final = 200
KEPT_TRUE_FOR: Final = 60 * DAY
"""How long a post about all dates of an event is kept true after its last change: by then nobody reads it any more."""

NEXT: Final = f"""
    SELECT {posts.COLUMNS}
      FROM posts AS post
      JOIN post_places AS place ON place.id = post.place
     WHERE post.state = 'waiting' AND post.state IN ('waiting', 'sending') AND post.changed_at <= :now
     ORDER BY post.id
     LIMIT 1
"""  # noqa: S608  made of constants alone

CLAIM: Final = """
    UPDATE posts
       SET state = 'sending', with_picture = :with_picture
     WHERE id = :post AND state = 'waiting'
"""

STANDS: Final = """
    UPDATE posts
       SET state = 'standing', message = :message, shown = :shown, changed_at = :now
     WHERE id = :post AND state = 'sending'
"""

EARLIEST: Final = """
    SELECT min(changed_at)
      FROM posts
     WHERE state = 'waiting' AND state IN ('waiting', 'sending')
"""

PUT_OFF: Final = """
    UPDATE posts
       SET state = 'waiting', changed_at = :until
     WHERE id = :post AND state = 'sending'
"""

FAILED: Final = """
    UPDATE posts
       SET state = :state, why = :why, changed_at = :now
     WHERE id = :post AND state IN ('waiting', 'sending', 'standing')
"""

CHANGED: Final = """
    UPDATE posts
       SET shown = :shown, changed_at = :now, state = CASE WHEN :over THEN 'over' ELSE state END
     WHERE id = :post AND state = 'standing'
"""

INTERRUPTED: Final = """
    SELECT id
      FROM posts
     WHERE state = 'sending' AND state IN ('waiting', 'sending')
     ORDER BY id
"""

STANDING: Final = f"""
    SELECT {posts.COLUMNS}
      FROM posts AS post
      JOIN post_places AS place ON place.id = post.place
     WHERE post.state = 'standing' AND place.lost_at IS NULL
       AND (post.slot IS NOT NULL OR post.changed_at > :since)
     ORDER BY post.id
"""  # noqa: S608  made of constants alone


def claim(tx: Transaction) -> PostCard | None:
    """Take up the next post that is due to be sent; None where none is."""
    row = tx.one(NEXT, now=tx.now)
    if row is None:
        return None
    found = posts.card(tx, posts.mapped(tx, row))
    tx.run(CLAIM, post=found.post.id, with_picture=int(found.post.event.poster is not None))
    return posts.card(tx, posts.read(tx, post=found.post.id))


def stands(tx: Transaction, *, card: PostCard, message: int) -> None:
    """It is there, under this number, and says what the card says."""
    tx.run(STANDS, post=card.post.id, message=message, shown=card.fingerprint, now=tx.now)


def put_off(tx: Transaction, *, post: PostId, seconds: int) -> None:
    """It surely did not leave: it waits again, so long at least."""
    tx.run(PUT_OFF, post=post, until=tx.now + max(seconds, 1))


def failed(tx: Transaction, *, post: PostId, state: PostState, why: str) -> None:
    """It went wrong; whoever made it is told once. `why` is the messenger's word, without anybody's name."""
    if not tx.run(FAILED, post=post, state=state.value, why=why[:LONGEST_WHY], now=tx.now):
        return
    found = posts.read(tx, post=post)
    letters.write(
        tx,
        kind=LetterKind.POST_TROUBLE,
        key=f"post:{post}:{state.value}:{tx.now}",
        person=found.made_by,
        post=post,
    )


def recover(tx: Transaction) -> int:
    """At start: posts that were being sent when the program ended may be there. How many."""
    interrupted = [PostId(row["id"]) for row in tx.all(INTERRUPTED)]
    for post in interrupted:
        failed(tx, post=post, state=PostState.UNCERTAIN, why="the program ended while it was being posted")
    return len(interrupted)


def outdated(tx: Transaction) -> tuple[PostCard, ...]:
    """Posts that say what is not so any more, with what they should say."""
    cards = (posts.card(tx, posts.mapped(tx, row)) for row in tx.all(STANDING, since=tx.now - KEPT_TRUE_FOR))
    return tuple(card for card in cards if card.fingerprint != card.post.shown)


def changed(tx: Transaction, *, card: PostCard) -> None:
    """It says now what the card says; where that is its last word, it is looked after no longer."""
    tx.run(CHANGED, post=card.post.id, shown=card.fingerprint, over=int(card.is_over), now=tx.now)


def next_due(tx: Transaction) -> Instant | None:
    """When the next post is to be sent; None where none waits."""
    earliest = tx.value(EARLIEST)
    return None if earliest is None else Instant(earliest)
