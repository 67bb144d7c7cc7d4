"""A class's list: lines that the teacher wrote, each of them a pupil. Leaves who joined to `joinings`."""

from collections.abc import Sequence
from typing import Final

from domain.classes import LARGEST_CLASS, Entry
from domain.identities import ClassId, EntryId, Intent, PersonId, PupilId, SchoolId
from domain.people import AgeLine
from domain.refusals import ListTooLong, NotYours
from storage.classes import classes
from storage.engine import Row, Transaction
from storage.people import intents
from storage.seats import forgotten_classes

ListedName = tuple[str, str]
"""A name as the teacher wrote it, and the part of it by which the child is called."""

ENTRIES: Final = """
    SELECT entry.id, entry.name, entry.pupil,
           EXISTS (SELECT 1
                     FROM joinings AS joining
                    WHERE joining.class = entry.class AND joining.pupil = entry.pupil AND joining.state = 'accepted'
                  ) AS joined
      FROM class_entries AS entry
     WHERE entry.class = :school_class
     ORDER BY entry.name, entry.id
"""

ENTRY: Final = """
    SELECT entry.id, entry.name, entry.pupil, pupil.person IS NULL AND pupil.forgotten_at IS NULL AS nobodys,
           EXISTS (SELECT 1
                     FROM joinings AS joining
                    WHERE joining.class = entry.class AND joining.pupil = entry.pupil AND joining.state = 'accepted'
                  ) AS joined
      FROM class_entries AS entry
      JOIN pupils AS pupil ON pupil.id = entry.pupil
     WHERE entry.class = :school_class AND entry.id = :entry
"""

ADD_PUPIL: Final = """
    INSERT INTO pupils (person, first_name, grade, age_line, school, introduced_at)
    VALUES (NULL, :name, :grade, :age_line, :school, :now)
    RETURNING id
"""

ADD_ENTRY: Final = """
    INSERT INTO class_entries (class, name, pupil)
    VALUES (:school_class, :name, :pupil)
"""

STRIKE: Final = """
    DELETE FROM class_entries
     WHERE id = :entry
"""

LINE_BEFORE: Final = """
    SELECT before.id
      FROM class_entries AS before
      JOIN class_entries AS entry ON entry.class = before.class
     WHERE before.pupil = :pupil AND before.id <> :entry AND entry.id = :entry
"""

HAND_OVER_PERMISSIONS: Final = """
    UPDATE consents
       SET pupil = :to
     WHERE pupil = :of AND shown = 'on_paper'
"""

# Sheets were handed in for the line, whoever it was taken for meanwhile.
TAKE_PERMISSIONS_BACK: Final = """
    UPDATE consents
       SET pupil = :to
     WHERE pupil = :of AND shown = 'on_paper' AND booking IN (SELECT id FROM bookings WHERE class = :school_class)
"""

CLASS_OF_ENTRY: Final = """
    SELECT entry.name, entry.pupil, entry.class, class.grade, teacher.school
      FROM class_entries AS entry
      JOIN classes AS class ON class.id = entry.class
      JOIN teachers AS teacher ON teacher.id = class.teacher
     WHERE entry.id = :entry
"""

BE: Final = """
    UPDATE class_entries
       SET pupil = :pupil
     WHERE id = :entry
"""

ENTRY_OF_PUPIL: Final = """
    SELECT id
      FROM class_entries
     WHERE class = :school_class AND pupil = :pupil
"""

GROW: Final = """
    UPDATE classes
       SET size = :size
     WHERE id = :school_class AND size < :size
"""


def entries(tx: Transaction, *, school_class: ClassId) -> tuple[Entry, ...]:
    """The list, by name. Whose it is to read: the caller's to check."""
    return tuple(_mapped(row) for row in tx.all(ENTRIES, school_class=school_class))


def add(
    tx: Transaction, *, actor: PersonId, school_class: ClassId, names: Sequence[ListedName], intent: Intent
) -> tuple[Entry, ...]:
    """Write names on the list, all of them or none; the list as it is then. Equal names are different pupils.

    The class is at least as large as its list. The same intent again changes nothing. Raises NotYours, ListTooLong.
    """
    known = classes.of_teacher(tx, actor=actor, school_class=school_class)
    if intents.acted(tx, actor=actor, intent=intent) is None:
        length = len(entries(tx, school_class=school_class)) + len(names)
        if length > LARGEST_CLASS:
            raise ListTooLong(most=LARGEST_CLASS)
        for whole, first in names:
            pupil = _new_pupil(tx, first, grade=known.grade, school=known.school.id)
            tx.run(ADD_ENTRY, school_class=school_class, name=whole, pupil=pupil)
        tx.run(GROW, school_class=school_class, size=length)
        intents.act(tx, actor=actor, intent=intent)
    return entries(tx, school_class=school_class)


def strike(tx: Transaction, *, actor: PersonId, school_class: ClassId, entry: EntryId) -> tuple[Entry, ...]:
    """Take a line off the list; whom nobody else knows is forgotten. The list as it is then. Raises NotYours."""
    line = entry_of(tx, actor=actor, school_class=school_class, entry=entry)
    tx.run(STRIKE, entry=entry)
    forgotten_classes.forget_unknown(tx, pupil=line.pupil)
    return entries(tx, school_class=school_class)


def entry_of(tx: Transaction, *, actor: PersonId, school_class: ClassId, entry: EntryId) -> Entry:
    """One line of one's own class. Raises NotYours."""
    classes.of_teacher(tx, actor=actor, school_class=school_class)
    row = tx.one(ENTRY, school_class=school_class, entry=entry)
    if row is None:
        raise NotYours
    return _mapped(row)


def become(tx: Transaction, *, entry: Entry, pupil: PupilId) -> None:
    """A line is this pupil from now on, whom it takes from any other line of the class.

    What was recorded of the child that it stood for, such as a permission on paper, is the pupil's; that child itself
    is forgotten.
    """
    before = tx.one(LINE_BEFORE, entry=entry.id, pupil=pupil)
    if before is not None:
        free(tx, entry=EntryId(before["id"]))
    tx.run(BE, entry=entry.id, pupil=pupil)
    tx.run(HAND_OVER_PERMISSIONS, to=pupil, of=entry.pupil)
    forgotten_classes.forget_unknown(tx, pupil=entry.pupil)


def free(tx: Transaction, *, entry: EntryId) -> None:
    """A line is nobody's account any more: it stands for a child of that name again.

    Permissions on paper for the class's visits stay with the line: whoever was taken for that child has none by them.
    """
    known = tx.one(CLASS_OF_ENTRY, entry=entry)
    if known is not None:
        pupil = _new_pupil(tx, known["name"], grade=known["grade"], school=known["school"])
        tx.run(BE, entry=entry, pupil=pupil)
        tx.run(TAKE_PERMISSIONS_BACK, to=pupil, of=known["pupil"], school_class=known["class"])


def entry_of_pupil(tx: Transaction, *, school_class: ClassId, pupil: PupilId) -> EntryId | None:
    """The line that this pupil is; None where no line was matched."""
    found = tx.value(ENTRY_OF_PUPIL, school_class=school_class, pupil=pupil)
    return None if found is None else EntryId(found)


def _new_pupil(tx: Transaction, name: str, *, grade: int, school: SchoolId) -> PupilId:
    # Nobody asked for the child's age: as long as nobody has, a guardian's yes is needed.
    made = tx.value(ADD_PUPIL, name=name, grade=grade, age_line=AgeLine.YOUNGER, school=school, now=tx.now)
    return PupilId(made)


def _mapped(row: Row) -> Entry:
    return Entry(id=EntryId(row["id"]), name=row["name"], pupil=PupilId(row["pupil"]), joined=bool(row["joined"]))
