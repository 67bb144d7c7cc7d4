"""Announcements at work: recipients become rows of the outbox, cancelled ones' rows go, finished ones end."""

from typing import Final

from domain.identities import AnnouncementId
from domain.messages import LetterKind
from domain.moments import Instant
from storage.announcing import segments
from storage.engine import Row, Transaction

BEGIN: Final = """
    UPDATE announcements
       SET state = 'sending'
     WHERE state = 'queued' AND not_before <= :now AND ended_at IS NULL
"""

TO_EXPAND: Final = """
    SELECT id, partner, segment, expanded_to
      FROM announcements
     WHERE state = 'sending' AND expanded_at IS NULL AND ended_at IS NULL
     ORDER BY not_before, id
     LIMIT 1
"""

NEXT_PEOPLE: Final = """
    SELECT max(id) AS last, count(*) AS number
      FROM (SELECT id FROM people WHERE id > :after ORDER BY id LIMIT :size)
"""

QUEUE: Final = f"""
    INSERT INTO outbox (key, kind, priority, person, announcement, not_before, made_at)
    SELECT 'announcement:' || :announcement || ':' || person.id, :kind, :priority, person.id, :announcement, :now, :now
      FROM people AS person
     WHERE person.id > :after AND person.id <= :last AND {segments.WANTED}
     ORDER BY person.id
        ON CONFLICT (key) DO NOTHING
"""  # noqa: S608  made of constants alone

EXPANDED: Final = """
    UPDATE announcements
       SET expanded_to = :last, recipients = recipients + :queued,
           expanded_at = CASE WHEN :complete THEN :now END
     WHERE id = :announcement
"""

TO_DROP: Final = """
    SELECT id
      FROM announcements
     WHERE state = 'cancelled' AND ended_at IS NULL
     ORDER BY not_before, id
     LIMIT 1
"""

DROP: Final = """
    UPDATE outbox
       SET state = 'dropped', ended_at = :now, why = 'the announcement was cancelled'
     WHERE id IN (SELECT id FROM outbox
                   WHERE announcement = :announcement AND state = 'waiting'
                   ORDER BY not_before, id
                   LIMIT :size)
"""

END_CANCELLED: Final = """
    UPDATE announcements
       SET ended_at = :now
     WHERE id = :announcement AND state = 'cancelled' AND recipients = sent + blocked + uncertain + dropped
"""

END: Final = """
    UPDATE announcements
       SET state = 'done', ended_at = :now
     WHERE state = 'sending' AND ended_at IS NULL AND expanded_at IS NOT NULL
       AND recipients = sent + blocked + uncertain + dropped
"""

NEXT_QUEUED: Final = """
    SELECT not_before
      FROM announcements
     WHERE state = 'queued' AND ended_at IS NULL
     ORDER BY not_before
     LIMIT 1
"""

AT_WORK: Final = """
    SELECT 1
      FROM announcements
     WHERE state = 'sending' AND ended_at IS NULL
       AND (expanded_at IS NULL OR recipients = sent + blocked + uncertain + dropped)
     LIMIT 1
"""


def advance(tx: Transaction, *, chunk: int = 500) -> bool:
    """Begin what is due and end what is done; then look at the next people of one announcement, or drop a cancelled
    one's next rows, `chunk` at most. Whether there may be more to do now.

    Nobody is written to twice for one announcement, however often this runs, and wherever it was interrupted. Left out:
    who mutes announcements, cannot be reached, or was forgotten.
    """
    tx.run(BEGIN, now=tx.now)
    tx.run(END, now=tx.now)
    expanding = tx.one(TO_EXPAND)
    if expanding is not None:
        _expand(tx, expanding, chunk)
        return True
    cancelled = tx.value(TO_DROP)
    return cancelled is not None and _drop(tx, AnnouncementId(cancelled), chunk)


def next_due(tx: Transaction) -> Instant | None:
    """When the next announcement begins, or there is anything else for `advance` to do; None where neither comes."""
    if tx.one(AT_WORK) is not None or tx.one(TO_DROP) is not None:
        return tx.now
    queued = tx.value(NEXT_QUEUED)
    return None if queued is None else Instant(queued)


def _expand(tx: Transaction, expanding: Row, chunk: int) -> None:
    announcement, after = expanding["id"], expanding["expanded_to"]
    people = tx.one(NEXT_PEOPLE, after=after, size=chunk)
    if people is None:
        raise AssertionError("an aggregate always has a row")
    last = after if people["last"] is None else people["last"]
    queued = tx.run(
        QUEUE,
        announcement=announcement,
        kind=LetterKind.ANNOUNCEMENT,
        priority=LetterKind.ANNOUNCEMENT.priority,
        now=tx.now,
        after=after,
        last=last,
        **segments.params(segments.read(expanding["segment"]), expanding["partner"]),
    )
    tx.run(EXPANDED, announcement=announcement, last=last, queued=queued, complete=people["number"] < chunk, now=tx.now)


def _drop(tx: Transaction, announcement: AnnouncementId, chunk: int) -> bool:
    dropped = tx.run(DROP, announcement=announcement, size=chunk, now=tx.now)
    # What is being sent this moment ends by itself; the announcement ends with it.
    ended = tx.run(END_CANCELLED, announcement=announcement, now=tx.now)
    return dropped == chunk or ended > 0
