"""A teacher's classes: made, changed, closed, and the link by which pupils ask to join. Leaves the list to `lists`."""

from typing import Final

from domain.classes import LARGEST_CLASS, SchoolClass
from domain.identities import ClassId, Intent, PersonId, TeacherId
from domain.refusals import NotYours, PartyTooLarge, TooManyClasses
from storage.engine import Transaction
from storage.people import intents
from storage.seats import tickets
from storage.seats.class_records import CLASS_COLUMNS, class_mapped

MOST_CLASSES: Final = 30

_CLASS: Final = f"""
    SELECT {CLASS_COLUMNS}
      FROM classes AS class
      JOIN teachers AS teacher ON teacher.id = class.teacher
      JOIN schools AS school ON school.id = teacher.school
     WHERE class.closed_at IS NULL AND teacher.state = 'approved'
"""  # noqa: S608  made of constants alone

MINE: Final = f"{_CLASS} AND teacher.person = :actor ORDER BY class.grade, class.name, class.id"
OF_TEACHER: Final = f"{_CLASS} AND teacher.person = :actor AND class.id = :school_class"
BY_LINK: Final = f"{_CLASS} AND class.link_token = :token"

MAY_TEACH: Final = """
    SELECT (SELECT count(*) FROM classes WHERE teacher = :teacher AND closed_at IS NULL) AS classes
      FROM teachers
     WHERE id = :teacher AND person = :actor AND state = 'approved'
"""

MAKE: Final = """
    INSERT INTO classes (teacher, name, grade, size, made_at)
    VALUES (:teacher, :name, :grade, :size, :now)
    RETURNING id
"""

CHANGE: Final = """
    UPDATE classes
       SET name = :name, grade = :grade,
           size = max(:size, (SELECT count(*) FROM class_entries WHERE class = :school_class))
     WHERE id = :school_class
"""

CLOSE: Final = """
    UPDATE classes
       SET closed_at = :now, link_token = NULL
     WHERE id = :school_class
"""

END_HANDOVERS: Final = """
    UPDATE handovers
       SET ended_at = :now
     WHERE class = :school_class AND ended_at IS NULL
"""

SET_LINK: Final = """
    UPDATE classes
       SET link_token = :token
     WHERE id = :school_class
"""


def make(
    tx: Transaction, *, actor: PersonId, teacher: TeacherId, name: str, grade: int, size: int, intent: Intent
) -> SchoolClass:
    """A new class of the school at which the actor is this teacher; the same intent again gives the one it made.

    Raises NotYours, TooManyClasses, PartyTooLarge.
    """
    row = tx.one(MAY_TEACH, teacher=teacher, actor=actor)
    if row is None:
        raise NotYours
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None:
        if acted.school_class is None:
            raise NotYours
        return of_teacher(tx, actor=actor, school_class=acted.school_class)
    if row["classes"] >= MOST_CLASSES:
        raise TooManyClasses(most=MOST_CLASSES)
    _check_size(size)
    made = ClassId(tx.value(MAKE, teacher=teacher, name=name, grade=grade, size=size, now=tx.now))
    intents.act(tx, actor=actor, intent=intent, school_class=made)
    return of_teacher(tx, actor=actor, school_class=made)


def change(
    tx: Transaction,
    *,
    actor: PersonId,
    school_class: ClassId,
    name: str | None = None,
    grade: int | None = None,
    size: int | None = None,
) -> SchoolClass:
    """Change what is given; a class is at least as large as its list. Raises NotYours, PartyTooLarge."""
    was = of_teacher(tx, actor=actor, school_class=school_class)
    if size is not None:
        _check_size(size)
    tx.run(
        CHANGE,
        school_class=school_class,
        name=was.name if name is None else name,
        grade=was.grade if grade is None else grade,
        size=was.size if size is None else size,
    )
    return of_teacher(tx, actor=actor, school_class=school_class)


def close(tx: Transaction, *, actor: PersonId, school_class: ClassId) -> None:
    """The class is over, at the end of a school year, say: it is listed no more and its link is dead.

    Its bookings stay as they are. Raises NotYours.
    """
    of_teacher(tx, actor=actor, school_class=school_class)
    tx.run(CLOSE, school_class=school_class, now=tx.now)
    tx.run(END_HANDOVERS, school_class=school_class, now=tx.now)


def mine(tx: Transaction, *, actor: PersonId) -> tuple[SchoolClass, ...]:
    """The classes of every school at which the actor is an approved teacher, by grade and name."""
    return tuple(class_mapped(row) for row in tx.all(MINE, actor=actor))


def of_teacher(tx: Transaction, *, actor: PersonId, school_class: ClassId) -> SchoolClass:
    """One of the actor's classes. Raises NotYours, which tells nobody whether it is there."""
    row = tx.one(OF_TEACHER, actor=actor, school_class=school_class)
    if row is None:
        raise NotYours
    return class_mapped(row)


def by_link(tx: Transaction, *, token: str) -> SchoolClass:
    """The class that a link leads to. Raises NotYours where the link is none, or was taken back."""
    row = tx.one(BY_LINK, token=token)
    if row is None:
        raise NotYours
    return class_mapped(row)


def open_link(tx: Transaction, *, actor: PersonId, school_class: ClassId) -> SchoolClass:
    """Have a link by which pupils and parents ask to join; the one that is out stays good. Raises NotYours."""
    known = of_teacher(tx, actor=actor, school_class=school_class)
    if known.link_token is None:
        tx.run(SET_LINK, school_class=school_class, token=tickets.new_token())
    return of_teacher(tx, actor=actor, school_class=school_class)


def revoke_link(tx: Transaction, *, actor: PersonId, school_class: ClassId) -> SchoolClass:
    """Whoever opens the link from now on gets nowhere; who has joined stays. Raises NotYours."""
    of_teacher(tx, actor=actor, school_class=school_class)
    tx.run(SET_LINK, school_class=school_class, token=None)
    return of_teacher(tx, actor=actor, school_class=school_class)


def _check_size(size: int) -> None:
    if not 1 <= size <= LARGEST_CLASS:
        raise PartyTooLarge(most=LARGEST_CLASS)
