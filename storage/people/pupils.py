"""Pupils: how one introduces oneself, and how a pupil is read. Children without an account come in with classes."""

from typing import Final

from domain.identities import Intent, PersonId, PupilId, SchoolId
from domain.people import AgeLine, Profile, Pupil, School
from domain.refusals import NotYours, TooManyChildren
from storage.engine import Row, Transaction
from storage.people import intents, schools

MOST_CHILDREN: Final = 12

COLUMNS: Final = """
       pupil.id AS pupil_id, pupil.person AS pupil_person, pupil.first_name, pupil.grade, pupil.age_line,
       school.id AS school_id, school.name AS school_name, school.city AS school_city, school.listed, school.also
"""
"""What `mapped` needs, from `pupils AS pupil` and its `schools AS school`. A forgotten pupil has no school."""

OF_PERSON: Final = f"""
    SELECT {COLUMNS}
      FROM pupils AS pupil
      JOIN schools AS school ON school.id = pupil.school
     WHERE pupil.person = :person
"""  # noqa: S608  made of constants alone

CHILDREN: Final = f"""
    SELECT {COLUMNS}
      FROM guardianships AS guardianship
      JOIN pupils AS pupil ON pupil.id = guardianship.pupil
      JOIN schools AS school ON school.id = pupil.school
     WHERE guardianship.person = :person
     ORDER BY pupil.id
"""  # noqa: S608  made of constants alone

IN_CARE_OF: Final = f"""
    SELECT {COLUMNS}
      FROM pupils AS pupil
      JOIN schools AS school ON school.id = pupil.school
     WHERE pupil.id = :pupil
       AND (pupil.person = :actor
            OR EXISTS (SELECT 1 FROM guardianships WHERE person = :actor AND pupil = :pupil))
"""  # noqa: S608  made of constants alone

BY_ID: Final = f"""
    SELECT {COLUMNS}
      FROM pupils AS pupil
      JOIN schools AS school ON school.id = pupil.school
     WHERE pupil.id = :pupil
"""  # noqa: S608  made of constants alone

ADD_CHILD: Final = """
    INSERT INTO pupils (person, first_name, grade, age_line, school, introduced_at)
    VALUES (NULL, :first_name, :grade, :age_line, :school, :now)
    RETURNING id
"""

LOOK_AFTER: Final = """
    INSERT INTO guardianships (person, pupil, since)
    VALUES (:person, :pupil, :now)
        ON CONFLICT (person, pupil) DO NOTHING
"""

INTRODUCE: Final = """
    INSERT INTO pupils (person, first_name, grade, age_line, school, introduced_at)
    VALUES (:person, :first_name, :grade, :age_line, :school, :now)
    ON CONFLICT (person) DO UPDATE
       SET first_name = excluded.first_name, grade = excluded.grade,
           age_line = excluded.age_line, school = excluded.school
"""


def introduce(tx: Transaction, *, actor: PersonId, profile: Profile, intent: Intent) -> Pupil:
    """Remember who this person is as a pupil, or what has changed about them; the same intent again changes nothing.

    Raises NotYours for a school that is not there, and for somebody else's intent.
    """
    if intents.acted(tx, actor=actor, intent=intent) is None:
        school = profile.school
        school = schools.remembered(tx, name=profile.school_name) if school is None else schools.existing(tx, id=school)
        tx.run(
            INTRODUCE,
            person=actor,
            first_name=profile.first_name,
            grade=profile.grade,
            age_line=profile.age_line,
            school=school,
            now=tx.now,
        )
        intents.act(tx, actor=actor, intent=intent)
    return mapped(tx.one(OF_PERSON, person=actor))


def add_child(tx: Transaction, *, actor: PersonId, profile: Profile, intent: Intent) -> Pupil:
    """Remember a child of this person who has no account here, and that they look after it.

    Two children of one name are two; the same intent again, however late, gives the child it made. Raises NotYours for
    a school that is not there, and TooManyChildren.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None:
        if acted.pupil is None:
            raise NotYours
        return in_care_of(tx, actor=actor, pupil=acted.pupil)
    if len(children(tx, person=actor)) >= MOST_CHILDREN:
        raise TooManyChildren(most=MOST_CHILDREN)
    school = profile.school
    school = schools.remembered(tx, name=profile.school_name) if school is None else schools.existing(tx, id=school)
    made = tx.value(
        ADD_CHILD,
        first_name=profile.first_name,
        grade=profile.grade,
        age_line=profile.age_line,
        school=school,
        now=tx.now,
    )
    pupil = PupilId(made)
    tx.run(LOOK_AFTER, person=actor, pupil=pupil, now=tx.now)
    intents.act(tx, actor=actor, intent=intent, pupil=pupil)
    return in_care_of(tx, actor=actor, pupil=pupil)


def children(tx: Transaction, *, person: PersonId) -> tuple[Pupil, ...]:
    """The pupils that this person is guardian of."""
    return tuple(mapped(row) for row in tx.all(CHILDREN, person=person))


def in_care_of(tx: Transaction, *, actor: PersonId, pupil: PupilId) -> Pupil:
    """The pupil, where the actor is that pupil or a guardian of theirs. Raises NotYours."""
    return mapped(tx.one(IN_CARE_OF, actor=actor, pupil=pupil))


def by_id(tx: Transaction, *, pupil: PupilId) -> Pupil:
    """A pupil, whoever asks: for what the house itself does. Raises NotYours where they are forgotten."""
    return mapped(tx.one(BY_ID, pupil=pupil))


def mapped(row: Row | None) -> Pupil:
    """A row with COLUMNS as a pupil. Raises NotYours where there is none."""
    if row is None:
        raise NotYours
    return Pupil(
        id=PupilId(row["pupil_id"]),
        person=row["pupil_person"],
        first_name=row["first_name"],
        grade=row["grade"],
        age_line=AgeLine(row["age_line"]),
        school=School(
            id=SchoolId(row["school_id"]),
            name=row["school_name"],
            city=row["school_city"],
            listed=bool(row["listed"]),
            also=row["also"],
        ),
    )
