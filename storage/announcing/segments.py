"""Segments as they are kept, and who is in one: the question that counts recipients and the one that writes to them."""

import json
from collections.abc import Collection
from typing import Any, Final

from domain.bookings import BookingState
from domain.identities import PartnerId, PersonId
from domain.languages import Language
from domain.refusals import NotYours
from domain.rights import OrganizerRole
from domain.segments import Attending, Presence, Role, Segment
from storage.engine import Transaction, Value
from storage.people import rights

_PRESENT: Final = {
    Presence.CONFIRMED: (BookingState.CONFIRMED,),
    Presence.WAITING: (BookingState.WAITLISTED, BookingState.OFFERED),
}

_AT_SCHOOL: Final = """
       AND (:schools IS NULL OR {school} IN (SELECT value FROM json_each(:schools)))
       AND (:cities IS NULL
            OR EXISTS (SELECT 1
                         FROM schools
                        WHERE schools.id = {school}
                          AND schools.city IN (SELECT value FROM json_each(:cities))))
"""

# A booking of one's own, or of a class on whose list one stands; a teacher's classes' bookings.
_OF_PUPIL: Final = """(booking.pupil = pupil.id
                               OR booking.class IN (SELECT class
                                                      FROM class_entries AS entry
                                                     WHERE entry.pupil = pupil.id))
"""
_OF_TEACHER: Final = "booking.class IN (SELECT id FROM classes WHERE classes.teacher = teacher.id)"
_MISSED_BY_PUPIL: Final = """EXISTS (SELECT 1
                                                  FROM class_absentees AS missed
                                                 WHERE missed.booking = seen.booking AND missed.meeting = seen.meeting
                                                   AND missed.pupil = pupil.id)
"""

_STANDS: Final = """
       AND (:presence IS NULL
            OR EXISTS (SELECT 1
                         FROM bookings AS booking
                         CROSS JOIN slots AS slot ON slot.id = booking.slot
                        WHERE {whose}
                          AND (:slot IS NULL OR booking.slot = :slot)
                          AND (:event IS NULL OR slot.event = :event)
                          AND (CASE :presence
                               WHEN 'attended' THEN {came}
                               WHEN 'absent' THEN EXISTS (SELECT 1 FROM attendances WHERE booking = booking.id)
                               ELSE booking.state IN (SELECT value FROM json_each(:present)) END)))
       AND (:presence IS NOT 'absent'
            OR NOT EXISTS (SELECT 1
                             FROM bookings AS booking
                             CROSS JOIN slots AS slot ON slot.id = booking.slot
                            WHERE {whose}
                              AND (:slot IS NULL OR booking.slot = :slot)
                              AND (:event IS NULL OR slot.event = :event)
                              AND {came}))
"""

_CAME: Final = """EXISTS (SELECT 1
                            FROM attendances AS seen
                           WHERE seen.booking = booking.id AND seen.state = 'present' AND NOT {missed})
"""

_FITS: Final = f"""
       {_AT_SCHOOL.format(school="pupil.school")}
       AND (:grades IS NULL OR pupil.grade IN (SELECT value FROM json_each(:grades)))
       AND (:classes IS NULL
            OR EXISTS (SELECT 1
                         FROM class_entries AS entry
                        WHERE entry.pupil = pupil.id
                          AND entry.class IN (SELECT value FROM json_each(:classes))))
       {_STANDS.format(whose=_OF_PUPIL, came=_CAME.format(missed=_MISSED_BY_PUPIL))}
"""  # noqa: S608  made of constants alone

_TEACHES: Final = f"""
       {_AT_SCHOOL.format(school="teacher.school")}
       AND (:classes IS NULL
            OR EXISTS (SELECT 1
                         FROM classes AS class
                        WHERE class.teacher = teacher.id AND class.id IN (SELECT value FROM json_each(:classes))))
       {_STANDS.format(whose=_OF_TEACHER, came=_CAME.format(missed="0"))}
"""  # noqa: S608  made of constants alone

# Whoever has had to do with a partner: booked there for themselves, a child or a class, or is on such a class's list,
# whatever became of it; or follows the partner, or wants to hear of one of its events.
_KNOWS_PARTNER: Final = """
       EXISTS (SELECT 1
                 FROM bookings AS booking
                CROSS JOIN slots AS slot ON slot.id = booking.slot
                CROSS JOIN events AS event ON event.id = slot.event
                WHERE booking.booked_by = person.id AND event.partner = :partner)
       OR EXISTS (SELECT 1
                    FROM (SELECT id FROM pupils AS own WHERE own.person = person.id
                           UNION ALL
                          SELECT ward.pupil FROM guardianships AS ward WHERE ward.person = person.id) AS mine
                   CROSS JOIN bookings AS booking ON booking.pupil = mine.id
                   CROSS JOIN slots AS slot ON slot.id = booking.slot
                   CROSS JOIN events AS event ON event.id = slot.event
                   WHERE event.partner = :partner)
       OR EXISTS (SELECT 1
                    FROM (SELECT id FROM pupils AS own WHERE own.person = person.id
                           UNION ALL
                          SELECT ward.pupil FROM guardianships AS ward WHERE ward.person = person.id) AS mine
                   CROSS JOIN class_entries AS entry ON entry.pupil = mine.id
                   CROSS JOIN bookings AS booking ON booking.class = entry.class
                   CROSS JOIN slots AS slot ON slot.id = booking.slot
                   CROSS JOIN events AS event ON event.id = slot.event
                   WHERE event.partner = :partner)
       OR EXISTS (SELECT 1
                    FROM wishes AS wish
                   CROSS JOIN events AS event ON event.id = wish.event
                   WHERE wish.person = person.id AND event.partner = :partner)
       OR EXISTS (SELECT 1 FROM follows AS follow WHERE follow.person = person.id AND follow.partner = :partner)
"""

WANTED: Final = f"""
       person.account IS NOT NULL AND person.unreachable_since IS NULL AND person.announcements_muted = 0
       AND (:languages IS NULL OR person.language IN (SELECT value FROM json_each(:languages)))
       AND (:anybody
            OR (:pupils
                AND EXISTS (SELECT 1 FROM pupils AS pupil WHERE pupil.person = person.id {_FITS}))
            OR (:guardians
                AND EXISTS (SELECT 1
                              FROM guardianships AS guardianship
                              JOIN pupils AS pupil ON pupil.id = guardianship.pupil
                             WHERE guardianship.person = person.id {_FITS}))
            OR (:teachers
                AND EXISTS (SELECT 1
                              FROM teachers AS teacher
                             WHERE teacher.person = person.id AND teacher.state = 'approved' {_TEACHES})))
       AND (:partner IS NULL OR {_KNOWS_PARTNER})
"""  # noqa: S608  made of constants alone
"""Whether `people AS person` is in the segment that `params` says, can be reached, wants announcements, and has had to
do with the partner that makes it (NULL: the house, which may write to everybody)."""

RECIPIENTS: Final = f"""
    SELECT count(*)
      FROM people AS person
     WHERE {WANTED}
"""  # noqa: S608  made of constants alone

HOST: Final = """
    SELECT partner
      FROM events
     WHERE id = coalesce(:event, (SELECT event FROM slots WHERE id = :slot))
"""


CLASSES_AT: Final = """
    SELECT count(DISTINCT booking.class)
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
     WHERE booking.class IN (SELECT value FROM json_each(:classes)) AND event.partner = :partner
"""


def recipients(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, segment: Segment) -> int:
    """How many would get an announcement now. It looks at everybody: ask as a report. Raises NotYours."""
    require(tx, actor=actor, partner=partner, segment=segment)
    return int(tx.value(RECIPIENTS, **params(segment, partner)))


def require(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, segment: Segment) -> None:
    """Raises NotYours for whoever may not announce for the partner, or means another partner's visitors or classes."""
    rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=partner)
    if partner is not None and segment.classes:
        theirs = tx.value(CLASSES_AT, partner=partner, classes=_listed(segment.classes))
        if theirs != len(segment.classes):
            raise NotYours
    if segment.attending is None:
        return
    host = tx.one(HOST, event=segment.attending.event, slot=segment.attending.slot)
    if host is None or (partner is not None and host["partner"] != partner):
        raise NotYours


def params(segment: Segment, partner: PartnerId | None) -> dict[str, Value]:
    """What `WANTED` asks for, of an announcement that this partner makes."""
    attending = segment.attending
    return {
        "languages": _listed(segment.languages),
        "anybody": int(segment.anybody),
        "pupils": int(segment.takes(Role.PUPIL)),
        "guardians": int(segment.takes(Role.GUARDIAN)),
        "teachers": int(segment.takes(Role.TEACHER)),
        "schools": _listed(segment.schools),
        "grades": _listed(segment.grades),
        "cities": _listed(segment.cities),
        "classes": _listed(segment.classes),
        "partner": partner,
        "presence": None if attending is None else attending.presence.value,
        "present": None if attending is None else json.dumps(_PRESENT.get(attending.presence, ())),
        "slot": None if attending is None else attending.slot,
        "event": None if attending is None else attending.event,
    }


def written(segment: Segment) -> str:
    """A segment as its column has it: what it names, and nothing else."""
    said: dict[str, Any] = {
        name: sorted(getattr(segment, name))
        for name in ("languages", "roles", "schools", "grades", "cities", "classes")
        if getattr(segment, name)
    }
    if segment.attending is not None:
        said["presence"] = segment.attending.presence
        said |= {"slot": segment.attending.slot, "event": segment.attending.event}
    return json.dumps(said, ensure_ascii=False)


def read(column: str) -> Segment:
    """The segment that a column says."""
    said = json.loads(column)
    attending = None
    if "presence" in said:
        attending = Attending(presence=Presence(said["presence"]), slot=said["slot"], event=said["event"])
    return Segment(
        languages=frozenset(map(Language, said.get("languages", ()))),
        roles=frozenset(map(Role, said.get("roles", ()))),
        schools=frozenset(said.get("schools", ())),
        grades=frozenset(said.get("grades", ())),
        cities=frozenset(said.get("cities", ())),
        classes=frozenset(said.get("classes", ())),
        attending=attending,
    )


def _listed(named: Collection[Any]) -> str | None:
    return json.dumps(sorted(named), ensure_ascii=False) if named else None
