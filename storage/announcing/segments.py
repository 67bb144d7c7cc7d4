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

_FITS: Final = f"""
       {_AT_SCHOOL.format(school="pupil.school")}
       AND (:grades IS NULL OR pupil.grade IN (SELECT value FROM json_each(:grades)))
       AND (:present IS NULL
            OR EXISTS (SELECT 1
                         FROM bookings AS booking
                         JOIN slots AS slot ON slot.id = booking.slot
                        WHERE booking.pupil = pupil.id
                          AND booking.state IN (SELECT value FROM json_each(:present))
                          AND (:slot IS NULL OR booking.slot = :slot)
                          AND (:event IS NULL OR slot.event = :event)))
"""  # noqa: S608  made of constants alone

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
                             WHERE teacher.person = person.id AND teacher.state = 'approved'
                               {_AT_SCHOOL.format(school="teacher.school")})))
"""  # noqa: S608  made of constants alone
"""Whether `people AS person` is in the segment that `params` says, can be reached, and wants announcements."""

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


def recipients(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, segment: Segment) -> int:
    """How many would get an announcement now. It looks at everybody: ask as a report. Raises NotYours."""
    require(tx, actor=actor, partner=partner, segment=segment)
    return int(tx.value(RECIPIENTS, **params(segment)))


def require(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, segment: Segment) -> None:
    """Raises NotYours for whoever may not announce for the partner, or means another partner's visitors."""
    rights.require(tx, actor=actor, role=OrganizerRole.ANNOUNCEMENTS, partner=partner)
    if segment.attending is None:
        return
    host = tx.one(HOST, event=segment.attending.event, slot=segment.attending.slot)
    if host is None or (partner is not None and host["partner"] != partner):
        raise NotYours


def params(segment: Segment) -> dict[str, Value]:
    """What `WANTED` asks for."""
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
        "present": None if attending is None else json.dumps(_PRESENT[attending.presence]),
        "slot": None if attending is None else attending.slot,
        "event": None if attending is None else attending.event,
    }


def written(segment: Segment) -> str:
    """A segment as its column has it: what it names, and nothing else."""
    said: dict[str, Any] = {
        name: sorted(getattr(segment, name))
        for name in ("languages", "roles", "schools", "grades", "cities")
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
        attending=attending,
    )


def _listed(named: Collection[Any]) -> str | None:
    return json.dumps(sorted(named), ensure_ascii=False) if named else None
