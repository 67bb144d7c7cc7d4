"""Whom a door awaits, read whole: parties with their marks, no-photos and missing permissions; a class's list."""

from typing import Final

from domain.bookings import BookingState
from domain.check_in import ClassGuest, Guest, How, Mark, in_order
from domain.identities import BookingId, MeetingId, PupilId
from domain.moments import Instant
from domain.programme import Meeting, Slot
from storage.classes import day_notes
from storage.engine import Row, Transaction
from storage.seats import permissions

# As `permissions.photos_allowed` says it of one: somebody said yes, and nobody no.
_NO_PHOTOS: Final = """
           (NOT EXISTS (SELECT 1
                          FROM consents AS consent
                          JOIN bookings AS given ON given.id = consent.booking
                         WHERE consent.pupil = pupil.id AND consent.partner = :partner AND consent.about = 'photos'
                           AND consent.given = 1 AND consent.withdrawn_at IS NULL
                           AND ((consent.scope = 'event' AND given.slot = :slot AND consent.for_date = :for_date)
                                OR (consent.scope = 'partner' AND consent.until >= :ends_at)))
            OR EXISTS (SELECT 1
                         FROM consents AS consent
                         JOIN bookings AS refused ON refused.id = consent.booking
                        WHERE consent.pupil = pupil.id AND consent.partner = :partner AND consent.about = 'photos'
                          AND consent.given = 0 AND consent.withdrawn_at IS NULL AND refused.slot = :slot))
"""

_NO_PERMISSION: Final = """
           (pupil.age_line = 'younger'
            AND NOT EXISTS (SELECT 1
                              FROM consents AS consent
                              JOIN bookings AS given ON given.id = consent.booking
                             WHERE consent.pupil = pupil.id AND consent.partner = :partner
                               AND consent.about = 'taking_part' AND consent.given = 1 AND consent.withdrawn_at IS NULL
                               AND ((consent.scope = 'event' AND given.slot = :slot AND consent.for_date = :for_date)
                                    OR (consent.scope = 'partner' AND consent.until >= :ends_at))))
"""

_GUEST: Final = f"""
    SELECT booking.id, booking.state, booking.seats, booking.adults, booking.ticket_code, booking.answer,
           booking.pupil, pupil.first_name, pupil.grade AS pupil_grade, school.name AS pupil_school,
           class.name AS class_name, class.grade AS class_grade, home.name AS class_school,
           mark.state AS mark, mark.pupils AS mark_pupils, mark.adults AS mark_adults, mark.how, mark.marked_by,
           mark.noted_at, mark.marked_at,
           (SELECT organizer.name FROM organizers AS organizer WHERE organizer.person = mark.marked_by LIMIT 1) AS name,
           {_NO_PHOTOS} AS no_photos, {_NO_PERMISSION} AS no_permission
      FROM bookings AS booking
      LEFT JOIN pupils AS pupil ON pupil.id = booking.pupil
      LEFT JOIN schools AS school ON school.id = pupil.school
      LEFT JOIN classes AS class ON class.id = booking.class
      LEFT JOIN teachers AS teacher ON teacher.id = class.teacher
      LEFT JOIN schools AS home ON home.id = teacher.school
      LEFT JOIN attendances AS mark ON mark.booking = booking.id AND mark.meeting = :meeting
"""  # noqa: S608  made of constants alone

# Whose seat waits for a parent's yes is on the list: they come to the door, perhaps with a signed sheet.
AWAITED: Final = f"""
    {_GUEST}
     WHERE booking.slot = :slot
       AND (booking.state = 'confirmed' OR (booking.state = 'requested' AND booking.pupil IS NOT NULL)
            OR mark.state = 'present')
"""

ONE: Final = f"{_GUEST} WHERE booking.id = :booking AND booking.slot = :slot"

# Everybody of a class: the lines of its list, and those who joined and are on no line.
MEMBERS: Final = f"""
    SELECT pupil.id, entry.name, {_NO_PHOTOS} AS no_photos, {_NO_PERMISSION} AS no_permission
      FROM bookings AS booking
      JOIN class_entries AS entry ON entry.class = booking.class
      JOIN pupils AS pupil ON pupil.id = entry.pupil
     WHERE booking.id = :booking
     UNION ALL
    SELECT pupil.id, pupil.first_name, {_NO_PHOTOS} AS no_photos, {_NO_PERMISSION} AS no_permission
      FROM bookings AS booking
      JOIN joinings AS joining ON joining.class = booking.class AND joining.state = 'accepted'
      JOIN pupils AS pupil ON pupil.id = joining.pupil AND pupil.forgotten_at IS NULL
     WHERE booking.id = :booking
       AND NOT EXISTS (SELECT 1 FROM class_entries WHERE class = joining.class AND pupil = joining.pupil)
"""  # noqa: S608  made of constants alone

# Before the class is counted: those who have said that they can't come. Afterwards: those who were not there.
AWAY: Final = """
    SELECT absence.pupil
      FROM absences AS absence
     WHERE absence.booking = :booking
       AND NOT EXISTS (SELECT 1 FROM attendances WHERE booking = :booking AND meeting = :meeting)
     UNION
    SELECT absentee.pupil
      FROM class_absentees AS absentee
     WHERE absentee.booking = :booking AND absentee.meeting = :meeting
"""


def awaited(tx: Transaction, *, slot: Slot, meeting: Meeting) -> tuple[Guest, ...]:
    """Everybody whom this meeting's door awaits, and whoever is in, by the alphabet. Who asks is the caller's."""
    found = (_mapped(tx, row, slot, meeting) for row in tx.all(AWAITED, **_about(slot, meeting)))
    return tuple(sorted(found, key=lambda guest: (not guest.is_class, in_order(guest.name), guest.booking)))


def one(tx: Transaction, *, slot: Slot, meeting: Meeting, booking: BookingId) -> Guest | None:
    """One party of this slot, whatever became of its booking; None for any other, which is not this door's."""
    row = tx.one(ONE, booking=booking, **_about(slot, meeting))
    return None if row is None else _mapped(tx, row, slot, meeting)


def members(tx: Transaction, *, slot: Slot, meeting: Meeting, booking: BookingId) -> tuple[ClassGuest, ...]:
    """Everybody of a booked class as far as names are known, by the alphabet."""
    away = {row["pupil"] for row in tx.all(AWAY, booking=booking, meeting=meeting.id)}
    rows = tx.all(MEMBERS, booking=booking, **_about(slot, meeting))
    found = (
        ClassGuest(
            pupil=PupilId(row["id"]),
            name=row["name"],
            absent=row["id"] in away,
            no_photos=bool(row["no_photos"]),
            permission_missing=bool(row["no_permission"]),
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda member: (in_order(member.name), member.pupil)))


def _about(slot: Slot, meeting: Meeting) -> dict[str, int | str]:
    return {
        "slot": slot.id,
        "meeting": meeting.id,
        "partner": slot.event.partner.id,
        "for_date": permissions.for_date(slot),
        "ends_at": slot.ends_at,
    }


def _mapped(tx: Transaction, row: Row, slot: Slot, meeting: Meeting) -> Guest:
    booking, is_class = BookingId(row["id"]), row["pupil"] is None
    no_photos = int(row["no_photos"])
    pupils = 1
    if is_class:
        pupils = day_notes.expected(tx, booking=booking)
        of_class = members(tx, slot=slot, meeting=meeting, booking=booking)
        no_photos = sum(member.no_photos and not member.absent for member in of_class)
    return Guest(
        booking=booking,
        state=BookingState(row["state"]),
        name=(row["class_name"] if is_class else row["first_name"]) or "",
        school=(row["class_school"] if is_class else row["pupil_school"]) or "",
        grade=(row["class_grade"] if is_class else row["pupil_grade"]) or 0,
        code=row["ticket_code"],
        pupil=None if is_class else PupilId(row["pupil"]),
        pupils=pupils,
        adults=row["adults"],
        no_photos=no_photos,
        permission_missing=not is_class and bool(row["no_permission"]),
        answer=row["answer"],
        mark=None if row["mark"] is None else _mark(row),
    )


def _mark(row: Row) -> Mark:
    return Mark(
        present=row["mark"] == "present",
        pupils=row["mark_pupils"],
        adults=row["mark_adults"],
        how=How(row["how"]),
        by=row["marked_by"],
        by_name=row["name"] or "",
        noted_at=Instant(row["noted_at"]),
        marked_at=Instant(row["marked_at"]),
    )


def meeting_of(slot: Slot, meeting: MeetingId) -> Meeting | None:
    """The meeting of a slot with this number."""
    return next((one for one in slot.meetings if one.id == meeting), None)
