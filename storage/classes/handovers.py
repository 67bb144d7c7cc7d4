"""A class goes to another teacher of its school: offered by its teacher or an organizer, and taken. Never by itself.

What is left of a teacher who is gone is `left_classes`' affair.
"""

import hashlib
from typing import Final

from domain.classes import SchoolClass
from domain.handovers import HANDOVER_HOLDS_FOR, Handover
from domain.identities import ClassId, HandoverId, PersonId, TeacherId
from domain.messages import LetterKind
from domain.people import School
from domain.refusals import HandoverOver, NotOfThisSchool, NotYours, TooManyClasses
from domain.rights import Action, OrganizerRole
from domain.teachers import Teacher
from storage.classes import passing_on
from storage.classes.classes import MOST_CLASSES
from storage.engine import Transaction
from storage.messages import letters
from storage.people import audit, rights, teachers
from storage.seats import class_records, handover_records, tickets

IS_OPEN: Final = """
    SELECT 1
      FROM classes
     WHERE id = :school_class AND closed_at IS NULL
"""

# Others of the school who are approved there: whoever has the class cannot take it.
COLLEAGUES: Final = """
    SELECT colleague.id
      FROM classes AS class
      JOIN teachers AS teacher ON teacher.id = class.teacher
      JOIN teachers AS colleague ON colleague.school = teacher.school
      JOIN people AS person ON person.id = colleague.person AND person.account IS NOT NULL
     WHERE class.id = :school_class AND colleague.state = 'approved' AND colleague.person <> teacher.person
     ORDER BY colleague.name, colleague.id
     LIMIT :size OFFSET :skip
"""

COLLEAGUE: Final = """
    SELECT id
      FROM teachers
     WHERE person = :person AND school = :school AND state = 'approved' AND person <> :not_person
"""

CLASSES_OF: Final = """
    SELECT count(*)
      FROM classes
     WHERE teacher = :teacher AND closed_at IS NULL
"""

END_OPEN: Final = """
    UPDATE handovers
       SET ended_at = :now
     WHERE class = :school_class AND ended_at IS NULL
"""

OFFER: Final = """
    INSERT INTO handovers (class, from_teacher, to_teacher, token_sha256, made_by, made_at, expires_at)
    VALUES (:school_class, :of, :to, :token, :actor, :now, :expires_at)
 RETURNING id
"""

TAKE: Final = """
    UPDATE handovers
       SET to_teacher = :to, taken_at = :now, ended_at = :now
     WHERE id = :handover AND ended_at IS NULL AND expires_at > :now
"""

DECLINE: Final = """
    UPDATE handovers
       SET ended_at = :now
     WHERE id = :handover AND ended_at IS NULL
"""


def colleagues(
    tx: Transaction, *, actor: PersonId, school_class: ClassId, page: int, size: int = 8
) -> tuple[SchoolClass, tuple[Teacher, ...]]:
    """The class, and a page of those who could take it, by name: for its teacher and organizers. Raises NotYours."""
    known = _of_actor(tx, actor, school_class)
    rows = tx.all(COLLEAGUES, school_class=school_class, size=size, skip=page * size)
    return known, tuple(teachers.by_id(tx, teacher=TeacherId(row["id"])) for row in rows)


def waiting(tx: Transaction, *, actor: PersonId, school_class: ClassId) -> Handover | None:
    """The offer that the class waits for; None where there is none. Raises NotYours."""
    _of_actor(tx, actor, school_class)
    return handover_records.open_of_class(tx, school_class=school_class)


def offer(tx: Transaction, *, actor: PersonId, school_class: ClassId, to: TeacherId) -> Handover:
    """Offer a class to a colleague of the same school, instead of whomever it was offered to before; they are told.

    For its teacher, and for organizers, of whoever's class it is. The same offer again changes nothing. Raises
    NotYours, NotOfThisSchool.
    """
    known = _of_actor(tx, actor, school_class)
    colleague = teachers.by_id(tx, teacher=to)
    if not colleague.approved or colleague.school.id != known.school.id or colleague.person == known.teacher_person:
        raise NotOfThisSchool
    there = handover_records.open_of_class(tx, school_class=school_class)
    if there is not None and there.to is not None and there.to.id == to:
        return there
    made = _offered(tx, actor, known, to=to, token=None)
    _tell(tx, LetterKind.CLASS_OFFERED, made, colleague.person)
    return made


def offer_by_link(tx: Transaction, *, actor: PersonId, school_class: ClassId) -> tuple[SchoolClass, str]:
    """The token of a link by which one colleague of the same school can take the class; told once, kept as a hash.

    It takes the place of any offer before. Raises NotYours.
    """
    known = _of_actor(tx, actor, school_class)
    token = tickets.new_token()
    _offered(tx, actor, known, to=None, token=_hashed(token))
    return known, token


def take_back(tx: Transaction, *, actor: PersonId, school_class: ClassId) -> SchoolClass:
    """Offer the class to nobody any more. Raises NotYours."""
    known = _of_actor(tx, actor, school_class)
    tx.run(END_OPEN, school_class=school_class, now=tx.now)
    return known


def asked(tx: Transaction, *, actor: PersonId, handover: HandoverId) -> Handover:
    """An offer, for the teacher it is made to, or who took it. Raises NotYours, HandoverOver."""
    found = handover_records.recorded(tx, handover=handover)
    if found.to is None or found.to.person != actor:
        raise NotYours
    if not found.taken and not found.is_open(tx.now):
        raise HandoverOver
    return found


def asked_by_link(tx: Transaction, *, actor: PersonId, token: str) -> Handover:
    """The same by a link, for a colleague of the same school. Raises NotYours, HandoverOver, NotOfThisSchool."""
    found = handover_records.by_token(tx, hashed=_hashed(token))
    if found.taken and found.to is not None and found.to.person == actor:
        return found
    if not found.is_open(tx.now):
        raise HandoverOver
    _colleague(tx, found, actor)
    return found


def school_of_link(tx: Transaction, *, token: str) -> School:
    """The school whose teachers a link is for: all that a stranger learns. Raises NotYours, HandoverOver."""
    found = handover_records.by_token(tx, hashed=_hashed(token))
    if not found.is_open(tx.now):
        raise HandoverOver
    return found.school_class.school


def take(tx: Transaction, *, actor: PersonId, handover: HandoverId) -> Handover:
    """Take a class that is offered to the actor: its list, who joined, and its bookings ahead come along.

    Its former teacher sees and gets nothing of it any more; they, and whoever offered it, are told, as are the hosts
    of its visits. Taken twice by the same teacher, it is theirs once. Raises NotYours, HandoverOver, NotOfThisSchool,
    TooManyClasses.
    """
    return _take(tx, actor, asked(tx, actor=actor, handover=handover))


def take_by_link(tx: Transaction, *, actor: PersonId, token: str) -> Handover:
    """The same by a link: the first colleague who does. Raises what `take` does."""
    return _take(tx, actor, asked_by_link(tx, actor=actor, token=token))


def decline(tx: Transaction, *, actor: PersonId, handover: HandoverId) -> None:
    """Not take it: whoever offered it is told. Raises NotYours."""
    found = handover_records.recorded(tx, handover=handover)
    if found.to is None or found.to.person != actor:
        raise NotYours
    if tx.run(DECLINE, handover=handover, now=tx.now):
        _tell(tx, LetterKind.CLASS_NOT_TAKEN, found, found.made_by)


def _take(tx: Transaction, actor: PersonId, found: Handover) -> Handover:
    if found.taken:
        return found
    to = _colleague(tx, found, actor)
    if int(tx.value(CLASSES_OF, teacher=to)) >= MOST_CLASSES:
        raise TooManyClasses(most=MOST_CLASSES)
    if not tx.run(TAKE, handover=found.id, to=to, now=tx.now):
        raise HandoverOver
    passing_on.pass_on(tx, found.school_class, handover=found.id, to=to, person=actor)
    audit.write(
        tx,
        Action.CLASS_TAKEN,
        actor=actor,
        school_class=found.school_class.id,
        of_teacher=found.by.id,
        to_teacher=to,
    )
    for person in {found.by.person, found.made_by} - {actor}:
        _tell(tx, LetterKind.CLASS_TAKEN, found, person)
    return handover_records.recorded(tx, handover=found.id)


def _of_actor(tx: Transaction, actor: PersonId, school_class: ClassId) -> SchoolClass:
    """A class that the actor may hand over: its teacher, or an organizer. Raises NotYours."""
    known = class_records.school_class(tx, school_class=school_class)
    may = known.is_led_by(actor) or rights.of(tx, actor=actor).may_somewhere(OrganizerRole.PROGRAMME)
    if not may or tx.one(IS_OPEN, school_class=school_class) is None:
        raise NotYours
    return known


def _colleague(tx: Transaction, found: Handover, actor: PersonId) -> TeacherId:
    """As which teacher the actor can take it. Raises NotOfThisSchool."""
    known = found.school_class
    row = tx.one(COLLEAGUE, person=actor, school=known.school.id, not_person=known.teacher_person)
    if row is None:
        raise NotOfThisSchool
    return TeacherId(row["id"])


def _offered(
    tx: Transaction, actor: PersonId, known: SchoolClass, *, to: TeacherId | None, token: str | None
) -> Handover:
    tx.run(END_OPEN, school_class=known.id, now=tx.now)
    made = tx.value(
        OFFER,
        school_class=known.id,
        of=known.teacher,
        to=to,
        token=token,
        actor=actor,
        now=tx.now,
        expires_at=tx.now + HANDOVER_HOLDS_FOR,
    )
    audit.write(tx, Action.CLASS_OFFERED, actor=actor, school_class=known.id, of_teacher=known.teacher)
    return handover_records.recorded(tx, handover=HandoverId(made))


def _tell(tx: Transaction, kind: LetterKind, about: Handover, person: PersonId) -> None:
    letters.write(
        tx,
        kind=kind,
        key=f"{kind}:{about.id}:{person}",
        person=person,
        school_class=about.school_class.id,
        handover=about.id,
        lapses_at=about.expires_at if kind is LetterKind.CLASS_OFFERED else None,
    )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
