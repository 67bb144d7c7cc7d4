"""Who came: pupils at meetings that are over, from what was marked at the door or afterwards. No names are read."""

from typing import Final

from domain.identities import PartnerId, PersonId
from domain.languages import Texts
from domain.reports import Attendance, By, Group, Span, folded
from storage.engine import Transaction
from storage.programme.columns import texts
from storage.reporting.scopes import IN_SCOPE, allowed

_GROUPED: Final = {
    By.MONTH: "substr(meeting.local_date, 1, 7) AS group_key, NULL AS group_name",
    By.EVENT: "event.id AS group_key, event.title AS group_name",
    By.PARTNER: "event.partner AS group_key, partner.name AS group_name",
    By.CITY: "slot.city AS group_key, city.name AS group_name",
    By.SCHOOL: "coalesce(pupil.school, teacher.school) AS group_key, school.name AS group_name",
    By.GRADE: "coalesce(pupil.grade, class.grade) AS group_key, NULL AS group_name",
}

# A class that brings more than it said is not absent the less.
COUNTED: Final = """
           sum(booking.seats - booking.adults) AS expected,
           sum(coalesce(attendance.pupils, 0)) AS came,
           sum(CASE WHEN attendance.state IS NULL THEN 0
                    ELSE max(booking.seats - booking.adults - attendance.pupils, 0) END) AS absent,
           sum(CASE WHEN attendance.state IS NULL THEN booking.seats - booking.adults ELSE 0 END) AS unknown
"""

ATTENDANCE: Final = {
    by: f"""
    SELECT {group}, {COUNTED}
      FROM meetings AS meeting
      JOIN slots AS slot ON slot.id = meeting.slot AND slot.cancelled_at IS NULL
      JOIN events AS event ON event.id = slot.event
      JOIN partners AS partner ON partner.id = event.partner
      JOIN bookings AS booking ON booking.slot = slot.id AND booking.state = 'confirmed'
      LEFT JOIN attendances AS attendance ON attendance.booking = booking.id AND attendance.meeting = meeting.id
      LEFT JOIN cities AS city ON city.id = slot.city
      LEFT JOIN pupils AS pupil ON pupil.id = booking.pupil
      LEFT JOIN classes AS class ON class.id = booking.class
      LEFT JOIN teachers AS teacher ON teacher.id = class.teacher
      LEFT JOIN schools AS school ON school.id = coalesce(pupil.school, teacher.school)
     WHERE meeting.starts_at >= :since AND meeting.starts_at < :before AND meeting.ends_at <= :now AND {IN_SCOPE}
     GROUP BY group_key
     ORDER BY group_key
"""  # noqa: S608  made of constants alone
    for by, group in _GROUPED.items()
}


def attendance(
    tx: Transaction, *, actor: PersonId, partner: PartnerId | None, over: Span, by: By
) -> tuple[Attendance, ...]:
    """Pupils expected at the span's meetings that are over: came, absent, not known. Raises NotYours.

    Small schools are folded into one row, so that no pupil can be told from the numbers.
    """
    partners = allowed(tx, actor=actor, partner=partner)
    found = tuple(
        Attendance(
            group=Group(row["group_key"], _name(by, row["group_name"])),
            expected=row["expected"],
            came=row["came"],
            absent=row["absent"],
            unknown=row["unknown"],
        )
        for row in tx.all(ATTENDANCE[by], partners=partners, since=over.since, before=over.before, now=tx.now)
    )
    return folded(found) if by is By.SCHOOL else found


def _name(by: By, column: str | None) -> Texts | str:
    return column or "" if by is By.SCHOOL else texts(column)
