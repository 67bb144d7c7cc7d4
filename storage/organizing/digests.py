"""Organizers' mornings: whom to tell of their day, when, and what is open for them beside it."""

from typing import Final

from domain.class_days import ASKED_BEFORE
from domain.digest import TOLD_AT, Digest
from domain.following import next_at
from domain.identities import PersonId
from domain.messages import LetterKind
from domain.moments import HOUR, Instant
from domain.refusals import NotYours
from domain.rights import OrganizerRole
from storage.engine import Transaction
from storage.messages import letters
from storage.organizing import requests
from storage.people import rights
from storage.programme import partners
from storage.publishing import calls
from storage.seats import days_ahead

WORTH_TELLING_FOR: Final = 10 * HOUR
"""A morning that the program slept through is told until the evening."""

# Whoever organizes anything; owners, too.
NEWCOMERS: Final = """
    SELECT organizer.person
      FROM organizers AS organizer
      JOIN people AS person ON person.id = organizer.person AND person.account IS NOT NULL
     WHERE NOT EXISTS (SELECT 1 FROM digests WHERE digests.person = organizer.person)
     UNION
    SELECT person.id
      FROM owners AS owner
      JOIN people AS person ON person.account = owner.account
     WHERE NOT EXISTS (SELECT 1 FROM digests WHERE digests.person = person.id)
"""

BEGIN: Final = """
    INSERT INTO digests (person, looks_at)
    VALUES (:person, :looks_at)
        ON CONFLICT (person) DO NOTHING
"""

TO_TELL: Final = """
    SELECT digest.person, digest.looks_at
      FROM digests AS digest
     WHERE digest.muted = 0 AND digest.looks_at <= :now
     ORDER BY digest.looks_at
     LIMIT :size
"""

TOLD: Final = """
    UPDATE digests
       SET looks_at = :looks_at
     WHERE person = :person
"""

NO_MORE: Final = """
    DELETE FROM digests
     WHERE person = :person
"""

MUTE: Final = """
    UPDATE digests
       SET muted = :muted, looks_at = :looks_at
     WHERE person = :person
"""

IS_MUTED: Final = """
    SELECT muted
      FROM digests
     WHERE person = :person
"""

NEXT: Final = """
    SELECT looks_at
      FROM digests
     WHERE muted = 0
     ORDER BY looks_at
     LIMIT 1
"""

# What begins within the days for which classes are asked.
SILENT: Final = """
    SELECT count(DISTINCT asked.booking) AS classes, event.partner
      FROM slots AS slot
     CROSS JOIN bookings AS booking ON booking.slot = slot.id AND booking.state = 'confirmed'
     CROSS JOIN still_coming AS asked ON asked.booking = booking.id
      JOIN meetings AS meeting ON meeting.id = asked.meeting AND meeting.version = asked.version
      JOIN events AS event ON event.id = slot.event
     WHERE slot.cancelled_at IS NULL AND slot.starts_at > :now AND slot.starts_at < :near
       AND booking.class IS NOT NULL AND asked.answer IS NULL AND asked.host_asked_at IS NOT NULL
     GROUP BY event.partner
"""


def tell(tx: Transaction, *, zone: str, chunk: int = 20) -> int:
    """One message for each organizer whose morning has come and who has something to hear; how many were looked at.

    `zone`: of whoever's partners have no dates. Whoever organizes nothing any more is asked after no more.
    """
    begun = _begin(tx, zone)
    rows = tx.all(TO_TELL, now=tx.now, size=chunk)
    for row in rows:
        person = PersonId(row["person"])
        if not rights.of(tx, actor=person).organizer:
            tx.run(NO_MORE, person=person)
            continue
        figures = _figures(tx, person)
        is_fresh = row["looks_at"] + WORTH_TELLING_FOR > tx.now
        if is_fresh and days_ahead.day(tx, actor=person, zone=zone, figures=figures):
            letters.write(
                tx,
                kind=LetterKind.DIGEST,
                key=f"{LetterKind.DIGEST}:{person}:{tx.now}",
                person=person,
                figures=figures,
                lapses_at=Instant(row["looks_at"] + WORTH_TELLING_FOR),
            )
        tx.run(TOLD, person=person, looks_at=_next(tx, person, zone))
    return begun + len(rows)


def next_due(tx: Transaction) -> Instant | None:
    """When the next organizer is told of their day, or is to be taken up among those who are; None where nobody is."""
    if tx.one(NEWCOMERS) is not None:
        return tx.now
    at = tx.value(NEXT)
    return None if at is None else Instant(at)


def day(tx: Transaction, *, actor: PersonId, zone: str) -> tuple[Digest, bool]:
    """This organizer's day now, and whether they have silenced the mornings. Raises NotYours."""
    if not rights.of(tx, actor=actor).organizer:
        raise NotYours
    return days_ahead.day(tx, actor=actor, zone=zone, figures=_figures(tx, actor)), bool(
        tx.value(IS_MUTED, person=actor)
    )


def mute(tx: Transaction, *, actor: PersonId, muted: bool, zone: str) -> None:
    """No digest in the morning, or again from the next one on. Raises NotYours."""
    if not rights.of(tx, actor=actor).organizer:
        raise NotYours
    tx.run(BEGIN, person=actor, looks_at=_next(tx, actor, zone))
    tx.run(MUTE, person=actor, muted=int(muted), looks_at=_next(tx, actor, zone))


def _begin(tx: Transaction, zone: str) -> int:
    found = [PersonId(row["person"]) for row in tx.all(NEWCOMERS)]
    for person in found:
        tx.run(BEGIN, person=person, looks_at=_next(tx, person, zone))
    return len(found)


def _next(tx: Transaction, person: PersonId, zone: str) -> Instant:
    here = days_ahead.zone_of(tx, partners=days_ahead.partners_of(tx, person=person), otherwise=zone)
    return next_at(TOLD_AT, tx.now, here)


def _figures(tx: Transaction, person: PersonId) -> dict[str, int]:
    """What is open for them: only what they may see to."""
    may = rights.of(tx, actor=person)
    if not may.may_somewhere(OrganizerRole.PROGRAMME):
        return {}
    silent = sum(
        row["classes"]
        for row in tx.all(SILENT, now=tx.now, near=tx.now + ASKED_BEFORE)
        if may.may(OrganizerRole.PROGRAMME, row["partner"])
    )
    mine = [partner for partner in partners.named(tx) if may.may(OrganizerRole.PROGRAMME, partner)]
    to_call = [one for partner in mine for one in calls.open_calls(tx, partner=partner)]
    return {
        "requests": requests.how_many_wait(tx, actor=person),
        "silent": silent,
        "calls": sum(one.not_reached + one.silent for one in to_call),
    }
