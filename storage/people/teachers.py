"""Teachers: asking to be one, and what organizers decide. Leaves classes to storage/classes."""

from typing import Final

from domain.identities import Intent, PersonId, SchoolId, TeacherId
from domain.messages import LetterKind
from domain.moments import Instant
from domain.people import School
from domain.refusals import DecidedAlready, NotYours
from domain.requests import Matter, MatterKind
from domain.rights import Action, OrganizerRole
from domain.teachers import Teacher, TeacherState
from storage.engine import Row, Transaction
from storage.messages import letters
from storage.people import audit, claims, intents, invites, rights, schools

_TEACHER: Final = """
    SELECT teacher.id, teacher.person, teacher.name, teacher.state, teacher.asked_at, teacher.reason,
           school.id AS school_id, school.name AS school_name, school.city, school.listed, school.also
      FROM teachers AS teacher
      JOIN schools AS school ON school.id = teacher.school
"""

BY_ID: Final = f"{_TEACHER} WHERE teacher.id = :teacher"
OF_PERSON: Final = f"{_TEACHER} WHERE teacher.person = :person ORDER BY teacher.id"
AT_SCHOOL: Final = f"{_TEACHER} WHERE teacher.person = :person AND teacher.school = :school"
# Those, too, whose approval was taken back and whose classes are left.
APPROVED: Final = f"""
    {_TEACHER}
     WHERE teacher.state = 'approved'
        OR (teacher.state = 'revoked'
            AND EXISTS (SELECT 1 FROM classes WHERE classes.teacher = teacher.id AND classes.closed_at IS NULL))
     ORDER BY school.name, teacher.id
     LIMIT :size OFFSET :skip
"""  # noqa: S608  made of constants alone

# Partners that some class of the teacher is to come to, or waits to.
HOSTS: Final = """
    SELECT DISTINCT event.partner
      FROM classes AS class
      JOIN bookings AS booking ON booking.class = class.id
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
     WHERE class.teacher = :teacher AND class.closed_at IS NULL AND slot.starts_at > :now
       AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     ORDER BY event.partner
"""

# Whoever was declined may ask again; whoever is approved already stays so.
ASK: Final = """
    INSERT INTO teachers (person, school, name, state, asked_at)
    VALUES (:person, :school, :name, 'asked', :now)
        ON CONFLICT (person, school) DO UPDATE
       SET name = excluded.name, state = 'asked', decided_at = NULL, decided_by = NULL, reason = '',
           asked_at = CASE WHEN teachers.state = 'asked' THEN teachers.asked_at ELSE excluded.asked_at END
     WHERE teachers.state <> 'approved'
"""

DECIDE: Final = """
    UPDATE teachers
       SET state = :state, decided_by = :actor, decided_at = :now, reason = :reason
     WHERE id = :teacher AND state = :was
"""


def ask(
    tx: Transaction,
    *,
    actor: PersonId,
    name: str,
    school: SchoolId | None,
    school_name: str,
    code: str,
    intent: Intent,
) -> Teacher:
    """Ask to be a teacher of a school: one of the list, or `school_name` as typed where it is not on it.

    Organizers are told; whoever came by a teacher's invite (`code`, empty where they did not) is approved at once.
    The same intent again, and asking where one is approved already, change nothing; asking again before anybody has
    decided corrects the name. Raises NotYours.
    """
    at = schools.remembered(tx, name=school_name) if school is None else schools.existing(tx, id=school)
    if intents.acted(tx, actor=actor, intent=intent) is None:
        before = tx.one(AT_SCHOOL, person=actor, school=at)
        state = None if before is None else before["state"]
        invited = state != "approved" and bool(code) and invites.spend_on_school(tx, actor=actor, code=code, school=at)
        tx.run(ASK, person=actor, school=at, name=name, now=tx.now)
        teacher = _mapped(tx.one(AT_SCHOOL, person=actor, school=at))
        if invited:
            tx.run(DECIDE, teacher=teacher.id, was="asked", state="approved", actor=None, reason="", now=tx.now)
            audit.write(tx, Action.TEACHER_JOINED, actor=actor, teacher=teacher.id)
        elif state not in {"approved", "asked"}:
            _tell_organizers(tx, teacher)
        intents.act(tx, actor=actor, intent=intent)
    return _mapped(tx.one(AT_SCHOOL, person=actor, school=at))


def decide(tx: Transaction, *, actor: PersonId, teacher: TeacherId, approved: bool, reason: str = "") -> Teacher:
    """Approve or decline who asks; they are told. Raises NotYours, SeenToByAnother, DecidedAlready."""
    rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    matter = Matter(MatterKind.TEACHER, teacher)
    asking = by_id(tx, teacher=teacher)
    state = TeacherState.APPROVED if approved else TeacherState.DECLINED
    if asking.person == actor and not rights.of(tx, actor=actor).owner:
        raise NotYours
    claims.require(tx, actor=actor, matter=matter)
    if not tx.run(DECIDE, teacher=teacher, was="asked", state=state, actor=actor, reason=reason, now=tx.now):
        raise DecidedAlready
    claims.decided(tx, actor=actor, matter=matter)
    audit.write(tx, Action.TEACHER_APPROVED if approved else Action.TEACHER_DECLINED, actor=actor, teacher=teacher)
    _tell(tx, asking, LetterKind.TEACHER_APPROVED if approved else LetterKind.TEACHER_DECLINED)
    return by_id(tx, teacher=teacher)


def revoke(tx: Transaction, *, actor: PersonId, teacher: TeacherId, reason: str = "") -> Teacher:
    """Take an approval back: their classes stay, but they no longer see or bring them.

    Organizers of hosts that a class of theirs is booked at are asked what becomes of it. Raises NotYours.
    """
    rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    approved = by_id(tx, teacher=teacher)
    if tx.run(DECIDE, teacher=teacher, was="approved", state="revoked", actor=actor, reason=reason, now=tx.now):
        audit.write(tx, Action.TEACHER_REVOKED, actor=actor, teacher=teacher)
        _tell(tx, approved, LetterKind.TEACHER_REVOKED)
        tell_of_classes_left(tx, teacher=teacher, but=actor)
    return by_id(tx, teacher=teacher)


def tell_of_classes_left(tx: Transaction, *, teacher: TeacherId, but: PersonId | None) -> None:
    """Ask the organizers of hosts that this teacher's classes are booked at what becomes of them; not `but`."""
    asked = {
        person
        for row in tx.all(HOSTS, teacher=teacher, now=tx.now)
        for person in rights.with_role(tx, role=OrganizerRole.PROGRAMME, partner=row["partner"])
    }
    for person in sorted(asked - {but}):
        key = f"{LetterKind.CLASSES_LEFT}:{teacher}:{person}:{tx.now}"
        letters.write(tx, kind=LetterKind.CLASSES_LEFT, key=key, person=person, teacher=teacher)


def by_id(tx: Transaction, *, teacher: TeacherId) -> Teacher:
    """A teacher, whoever asks: for what the house itself does, and after rights were checked. Raises NotYours."""
    return _mapped(tx.one(BY_ID, teacher=teacher))


def of_person(tx: Transaction, *, actor: PersonId) -> tuple[Teacher, ...]:
    """All that this person asked to be, is, or was, one for each school."""
    return tuple(_mapped(row) for row in tx.all(OF_PERSON, person=actor))


def approved(tx: Transaction, *, actor: PersonId, page: int, size: int = 8) -> tuple[Teacher, ...]:
    """A page of the approved ones, and of those whose classes are left without them, by school. Raises NotYours."""
    rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    return tuple(_mapped(row) for row in tx.all(APPROVED, size=size, skip=page * size))


def for_organizer(tx: Transaction, *, actor: PersonId, teacher: TeacherId) -> Teacher:
    """A teacher, for whoever decides about them. Raises NotYours."""
    rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    return by_id(tx, teacher=teacher)


def _tell_organizers(tx: Transaction, teacher: Teacher) -> None:
    for person in rights.with_role(tx, role=OrganizerRole.PROGRAMME, partner=None):
        key = f"{LetterKind.TEACHER_ASKS}:{teacher.id}:{person}:{tx.now}"
        letters.write(tx, kind=LetterKind.TEACHER_ASKS, key=key, person=person, teacher=teacher.id)


def _tell(tx: Transaction, teacher: Teacher, kind: LetterKind) -> None:
    key = f"{kind}:{teacher.id}:{tx.now}"
    letters.write(tx, kind=kind, key=key, person=teacher.person, teacher=teacher.id)


def _mapped(row: Row | None) -> Teacher:
    if row is None:
        raise NotYours
    return Teacher(
        id=TeacherId(row["id"]),
        person=PersonId(row["person"]),
        school=School(
            id=SchoolId(row["school_id"]),
            name=row["school_name"],
            city=row["city"],
            listed=bool(row["listed"]),
            also=row["also"],
        ),
        name=row["name"],
        state=TeacherState(row["state"]),
        asked_at=Instant(row["asked_at"]),
        reason=row["reason"],
    )
