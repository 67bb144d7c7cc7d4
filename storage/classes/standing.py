"""How a booked class stands: who of it joined, needs a yes still, can't come; asking those who joined for their yes."""

from typing import Final

from domain.class_days import ON_THE_DAY
from domain.classes import ClassBooking, Member, OfMine, Standing
from domain.consents import ConsentText
from domain.identities import BookingId, PersonId, PupilId
from domain.messages import LetterKind
from domain.moments import DAY
from domain.people import AgeLine
from domain.refusals import LinkNoLongerValid, NotYours
from storage.classes import day_notes, joinings
from storage.engine import Row, Transaction
from storage.messages import letters
from storage.people import persons, pupils
from storage.seats import absences, class_records, consents, permissions

# Everybody of a class: the lines of its list, and those who joined and are on no line.
MEMBERS: Final = """
    SELECT entry.pupil, entry.name, pupil.age_line, joining.asked_by
      FROM class_entries AS entry
      JOIN pupils AS pupil ON pupil.id = entry.pupil
      LEFT JOIN joinings AS joining
             ON joining.class = entry.class AND joining.pupil = entry.pupil AND joining.state = 'accepted'
     WHERE entry.class = :school_class
     UNION ALL
    SELECT joining.pupil, pupil.first_name, pupil.age_line, joining.asked_by
      FROM joinings AS joining
      JOIN pupils AS pupil ON pupil.id = joining.pupil AND pupil.forgotten_at IS NULL
     WHERE joining.class = :school_class AND joining.state = 'accepted'
       AND NOT EXISTS (SELECT 1 FROM class_entries WHERE class = joining.class AND pupil = joining.pupil)
     ORDER BY 2, 1
"""

# Whom the name of an absent child may be told: a teacher whose approval was taken back is nobody to the class.
TEACHES: Final = """
    SELECT 1
      FROM teachers
     WHERE id = :teacher AND state = 'approved'
"""


def of_class(tx: Transaction, *, actor: PersonId, booking: BookingId) -> Standing:
    """How a class stands for what it is booked for, for its teacher. Raises NotYours."""
    return as_recorded(tx, class_records.of_teacher(tx, actor=actor, booking=booking))


def as_recorded(tx: Transaction, record: ClassBooking) -> Standing:
    """The same of a booking that was read, whoever asks: for what the house itself does."""
    absent = frozenset(absences.absent(tx, booking=record.id))
    rows = tx.all(MEMBERS, school_class=record.school_class.id)
    coming = record.slot.next_meeting(tx.now)
    return Standing(
        booking=record,
        members=tuple(_member(tx, record, row, absent) for row in rows),
        today=coming is not None and coming.starts_at - tx.now <= ON_THE_DAY,
    )


def ask_for_permissions(tx: Transaction, *, actor: PersonId, booking: BookingId) -> int:
    """Write to everybody who joined and needs a yes still; how many letters, one a day for each pupil at most.

    Nobody is asked before the class comes for certain. Raises NotYours.
    """
    standing = of_class(tx, actor=actor, booking=booking)
    if not standing.booking.confirmed:
        return 0
    asked = 0
    for member in standing.members:
        if member.permitted or member.absent or member.joined_by is None:
            continue
        asked += letters.write(
            tx,
            kind=LetterKind.PERMISSION_WANTED,
            key=f"{LetterKind.PERMISSION_WANTED}:{booking}:{member.pupil}:{tx.now // DAY}",
            person=member.joined_by,
            booking=booking,
            pupil=member.pupil,
            lapses_at=standing.booking.slot.starts_at,
        )
    return asked


def consent_link(tx: Transaction, *, actor: PersonId, booking: BookingId, pupil: PupilId) -> str:
    """The token of the link by which a guardian says yes for this pupil of the class.

    For the pupil, and for whoever looks after them. The one by which somebody said yes stays theirs. Raises NotYours,
    LinkNoLongerValid (the booking is over).
    """
    pupils.in_care_of(tx, actor=actor, pupil=pupil)
    record = class_records.of_member(tx, booking=booking, pupil=pupil)
    if record.state.is_over or record.slot.starts_at <= tx.now:
        raise LinkNoLongerValid
    answered = permissions.link(tx, booking=booking, pupil=pupil)
    if answered is not None and permissions.holds_for(tx, pupil=pupil, slot=record.slot):
        return answered
    return permissions.make_link(tx, booking=booking, pupil=pupil)


def for_member(tx: Transaction, *, actor: PersonId, booking: BookingId) -> tuple[ClassBooking, tuple[OfMine, ...]]:
    """What a class is booked for, for a pupil of it or whoever looks after some; and who of it that is.

    Raises NotYours for whoever is, and looks after, nobody in the class.
    """
    person = persons.person(tx, id=actor)
    own = () if person.pupil is None else (person.pupil,)
    members = [
        pupil for pupil in (*own, *person.children) if class_records.is_member(tx, booking=booking, pupil=pupil.id)
    ]
    if not members:
        raise NotYours
    record, absent = class_records.recorded(tx, booking=booking), absences.absent(tx, booking=booking)
    return record, tuple(
        OfMine(
            pupil=pupil,
            absent=pupil.id in absent,
            permission_missing=permissions.missing_for(tx, pupil=pupil, slot=record.slot),
        )
        for pupil in members
    )


def tell_absence(tx: Transaction, *, actor: PersonId, booking: BookingId, pupil: PupilId, absent: bool) -> ClassBooking:
    """A pupil, or whoever looks after them, says that they can't come, or can after all; no reason is asked.

    The teacher sees it in the list, and is told once. Who can after all gives up a seat booked alone meanwhile; a host
    that knew of one fewer is told of one more.
    Raises NotYours.
    """
    pupils.in_care_of(tx, actor=actor, pupil=pupil)
    record = class_records.of_member(tx, booking=booking, pupil=pupil)
    if not absent:
        taken_back = absences.take_back(tx, booking=booking, pupil=pupil)
        if taken_back is not None:
            joinings.one_seat(tx, school_class=record.school_class.id, pupil=pupil, by=actor)
            if taken_back.host_knew:
                day_notes.tell_one_more(tx, actor=actor, booking=booking, pupil=pupil)
        return class_records.recorded(tx, booking=booking)
    known = absences.tell(tx, actor=actor, booking=booking, pupil=pupil)
    if known and not record.state.is_over and tx.one(TEACHES, teacher=record.school_class.teacher) is not None:
        letters.write(
            tx,
            kind=LetterKind.ABSENCE,
            key=f"{LetterKind.ABSENCE}:{booking}:{pupil}:{tx.now}",
            person=record.booked_by,
            booking=booking,
            pupil=pupil,
            lapses_at=record.slot.ends_at,
        )
    return record


def record_on_paper(
    tx: Transaction, *, actor: PersonId, booking: BookingId, pupil: PupilId, text: ConsentText, photos: bool | None
) -> Standing:
    """The class's teacher holds a guardian's signed sheet for this pupil. Raises NotYours."""
    record = class_records.of_teacher(tx, actor=actor, booking=booking)
    class_records.of_member(tx, booking=booking, pupil=pupil)
    consents.record_on_paper(tx, actor=actor, booking=record, pupil=pupil, text=text, photos=photos)
    return of_class(tx, actor=actor, booking=booking)


def _member(tx: Transaction, record: ClassBooking, row: Row, absent: frozenset[PupilId]) -> Member:
    pupil, slot = PupilId(row["pupil"]), record.slot
    older = row["age_line"] == AgeLine.OLDER
    held = older or consents.holds_for(tx, pupil=pupil, slot=slot)
    return Member(
        pupil=pupil,
        name=row["name"],
        joined_by=row["asked_by"],
        older=older,
        permitted=held,
        on_paper=held and not older and consents.is_on_paper(tx, pupil=pupil, booking=record.id),
        absent=pupil in absent,
        no_photos=not permissions.photos_allowed(tx, pupil=pupil, slot=slot),
    )
