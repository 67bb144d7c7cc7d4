"""Bookings side by side: somebody's own, and what speaks against one more. Leaves reading one whole to `records`."""

from dataclasses import replace
from typing import Final

from domain.bookings import BookingLine, BookingPage, BookingState, BookingWarning, OtherGrade, Overlaps
from domain.identities import BookingId, PersonId, PupilId, SlotId
from storage.engine import Row, Transaction
from storage.people import pupils
from storage.programme import lines, slots
from storage.seats import permissions

_LINE: Final = f"""
    SELECT booking.id AS booking_id, booking.state, pupil.first_name, {lines.COLUMNS},
           EXISTS (SELECT 1 FROM attendances WHERE booking = booking.id AND state = 'present') AS was_there
      FROM bookings AS booking
      JOIN pupils AS pupil ON pupil.id = booking.pupil AND pupil.forgotten_at IS NULL
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
      LEFT JOIN cities AS city ON city.id = slot.city
"""  # noqa: S608  made of constants alone

_MINE: Final = """
     WHERE booking.id IN (SELECT own.id
                            FROM pupils AS me
                            JOIN bookings AS own ON own.pupil = me.id
                           WHERE me.person = :actor
                           UNION
                          SELECT child.id
                            FROM guardianships AS guardianship
                            JOIN bookings AS child ON child.pupil = guardianship.pupil
                           WHERE guardianship.person = :actor
                           UNION
                          SELECT made.id
                            FROM bookings AS made
                           WHERE made.booked_by = :actor
                             AND NOT EXISTS (SELECT 1 FROM by_hand WHERE by_hand.booking = made.id)
                             AND NOT EXISTS (SELECT 1 FROM attendances WHERE booking = made.id AND how = 'walk_in'))
"""

_IS_AHEAD: Final = "slot.ends_at > :now AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')"

# Each pupil of the actor's with each booking: their own, and those of classes that they joined, once these are certain.
_WITH_CLASSES: Final = f"""
    SELECT booking.id AS booking_id, booking.state, pupil.id AS pupil_id, pupil.first_name, class.name AS class_name,
           EXISTS (SELECT 1
                     FROM absences
                    WHERE absences.booking = booking.id AND absences.pupil = pupil.id) AS absent,
           EXISTS (SELECT 1
                     FROM attendances
                    WHERE attendances.booking = booking.id AND attendances.state = 'present'
                      AND NOT EXISTS (SELECT 1
                                        FROM class_absentees AS absentee
                                       WHERE absentee.booking = attendances.booking
                                         AND absentee.meeting = attendances.meeting
                                         AND absentee.pupil = pupil.id)) AS was_there,
           {lines.COLUMNS}
      FROM (SELECT own.id AS booking, own.pupil AS pupil
              FROM pupils AS me
              JOIN bookings AS own ON own.pupil = me.id
             WHERE me.person = :actor
             UNION
            SELECT child.id, child.pupil
              FROM guardianships AS guardianship
              JOIN bookings AS child ON child.pupil = guardianship.pupil
             WHERE guardianship.person = :actor
             UNION
            SELECT made.id, made.pupil
              FROM bookings AS made
             WHERE made.booked_by = :actor AND made.pupil IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM by_hand WHERE by_hand.booking = made.id)
               AND NOT EXISTS (SELECT 1
                                 FROM attendances
                                WHERE attendances.booking = made.id AND attendances.how = 'walk_in')
             UNION
            SELECT whole.id, joining.pupil
              FROM pupils AS me
              JOIN joinings AS joining ON joining.pupil = me.id AND joining.state = 'accepted'
              JOIN bookings AS whole ON whole.class = joining.class AND whole.state = 'confirmed'
             WHERE me.person = :actor
             UNION
            SELECT whole.id, joining.pupil
              FROM guardianships AS guardianship
              JOIN joinings AS joining ON joining.pupil = guardianship.pupil AND joining.state = 'accepted'
              JOIN bookings AS whole ON whole.class = joining.class AND whole.state = 'confirmed'
             WHERE guardianship.person = :actor) AS mine
      JOIN bookings AS booking ON booking.id = mine.booking
      JOIN pupils AS pupil ON pupil.id = mine.pupil AND pupil.forgotten_at IS NULL
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
      LEFT JOIN cities AS city ON city.id = slot.city
      LEFT JOIN classes AS class ON class.id = booking.class
"""  # noqa: S608  made of constants alone

AHEAD: Final = f"""
    {_WITH_CLASSES} WHERE {_IS_AHEAD}
     ORDER BY slot.starts_at, booking.id, pupil.id
     LIMIT :size OFFSET :skip
"""

PAST: Final = f"""
    {_WITH_CLASSES} WHERE NOT ({_IS_AHEAD})
     ORDER BY slot.starts_at DESC, booking.id DESC, pupil.id
     LIMIT :size OFFSET :skip
"""

ALL: Final = f"""
    {_LINE} {_MINE}
     ORDER BY slot.starts_at DESC, booking.id DESC
"""

IN_SLOT: Final = f"""
    {_LINE} {_MINE} AND booking.slot = :slot
       AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     ORDER BY pupil.person IS NOT :actor, booking.id
     LIMIT 1
"""

OVERLAPPING: Final = f"""
    {_LINE}
     WHERE booking.pupil = :pupil AND booking.slot <> :slot AND booking.id IS NOT :but
       AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
       AND slot.ends_at > :now AND slot.cancelled_at IS NULL
       AND EXISTS (SELECT 1
                     FROM meetings AS wanted
                     JOIN meetings AS other ON other.slot = slot.id
                    WHERE wanted.slot = :slot
                      AND wanted.starts_at < other.ends_at AND other.starts_at < wanted.ends_at)
     ORDER BY slot.starts_at, booking.id
"""  # noqa: S608  made of constants alone


def mine(tx: Transaction, *, actor: PersonId, past: bool, page: int, size: int = 8) -> BookingPage:
    """One page of the bookings of oneself, of one's children, and of those that one booked for; pages count from 0.

    With them stand the certain visits of classes that oneself or a child has joined. What is live and not over yet,
    soonest first; or (`past`) all the rest, latest first.
    """
    page = max(page, 0)
    rows = tx.all(PAST if past else AHEAD, actor=actor, now=tx.now, size=size + 1, skip=page * size)
    found = tuple(_listed(tx, row, past=past) for row in rows[:size])
    return BookingPage(lines=found, page=page, more=len(rows) > size)


def everything(tx: Transaction, *, actor: PersonId) -> tuple[BookingLine, ...]:
    """All of them, whatever became of them, latest first."""
    return tuple(_mapped(row) for row in tx.all(ALL, actor=actor))


def in_slot(tx: Transaction, *, actor: PersonId, slot: SlotId) -> BookingLine | None:
    """The live booking that the person has in this slot, their own before their child's."""
    row = tx.one(IN_SLOT, actor=actor, slot=slot)
    return None if row is None else _mapped(row)


def warnings(
    tx: Transaction, *, actor: PersonId, pupil: PupilId, slot: SlotId, but: BookingId | None = None
) -> tuple[BookingWarning, ...]:
    """What the actor should know before booking this slot for the pupil; none of it forbids.

    `but` is the booking that is to be changed to this date. Raises NotYours, SlotGone.
    """
    who = pupils.in_care_of(tx, actor=actor, pupil=pupil)
    audience = slots.slot(tx, slot=slot).event.audience
    found: list[BookingWarning] = []
    if not audience.strict and not audience.admits(who.grade):
        found.append(OtherGrade(grade=who.grade, grade_from=audience.grade_from, grade_to=audience.grade_to))
    found.extend(
        Overlaps(line=_mapped(row)) for row in tx.all(OVERLAPPING, pupil=pupil, slot=slot, but=but, now=tx.now)
    )
    return tuple(found)


def _listed(tx: Transaction, row: Row, *, past: bool) -> BookingLine:
    line = _mapped(row)
    if row["class_name"] is None:
        return line
    missing = not past and permissions.missing_for(
        tx, pupil=pupils.by_id(tx, pupil=PupilId(row["pupil_id"])), slot=slots.recorded(tx, slot=line.slot.id)
    )
    return replace(line, with_class=row["class_name"], absent=bool(row["absent"]), permission_missing=missing)


def _mapped(row: Row) -> BookingLine:
    return BookingLine(
        id=BookingId(row["booking_id"]),
        state=BookingState(row["state"]),
        pupil=row["first_name"],
        slot=lines.mapped(row),
        was_there=bool(row["was_there"]),
    )
