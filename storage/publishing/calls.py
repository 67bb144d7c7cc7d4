"""Calls: who knows of a slot's last change and who does not, and that somebody was told by phone."""

from typing import Final

from domain.bookings import Booking
from domain.classes import ClassBooking
from domain.identities import BookingId, ChangeId, PartnerId, PersonId, SlotId
from domain.moves import Call, CallList, CallState, ChangeKind, OpenCalls, ToldChange
from domain.refusals import NotYours
from domain.rights import Action, OrganizerRole
from storage.engine import Row, Transaction
from storage.people import audit, rights
from storage.programme import slots, told
from storage.seats import class_records, records

# `dealt_with`: they gave the seat up or took another date; `allowed`: a guardian has said yes to the new date.
PARTIES: Final = """
    SELECT party.booking, party.told_at, party.answered_at, party.phoned_at,
           booking.seats, booking.class,
           pupil.first_name, coalesce(pupil.grade, class.grade) AS grade,
           coalesce(school.name, school_of_class.name) AS school,
           class.name AS class_name, teacher.name AS teacher,
           coalesce(nullif(need.phone, ''), by_hand.phone, '') AS phone,
           (SELECT name FROM organizers WHERE person = party.phoned_by LIMIT 1) AS phoned_by,
           (change.kind = 'moved' AND booking.state IN ('cancelled', 'declined', 'expired'))
               OR EXISTS (SELECT 1
                            FROM bookings AS other
                            JOIN slots AS elsewhere ON elsewhere.id = other.slot
                           WHERE other.pupil = booking.pupil AND other.pupil IS NOT NULL
                             AND other.requested_at >= change.at AND other.id <> booking.id
                             AND elsewhere.event = slot.event)
               OR EXISTS (SELECT 1
                            FROM bookings AS other
                            JOIN slots AS elsewhere ON elsewhere.id = other.slot
                           WHERE other.class = booking.class AND other.class IS NOT NULL
                             AND other.requested_at >= change.at AND other.id <> booking.id
                             AND elsewhere.event = slot.event) AS dealt_with,
           EXISTS (SELECT 1
                     FROM consents
                    WHERE consents.booking = booking.id AND consents.at > change.at) AS allowed,
           EXISTS (SELECT 1
                     FROM outbox
                    WHERE outbox.booking = booking.id AND outbox.kind IN ('slot_moved', 'slot_cancelled')
                      AND outbox.state IN ('waiting', 'claimed')
                      AND json_extract(outbox.details, '$.change') = change.id) AS on_its_way,
           CASE WHEN booking.pupil IS NULL
                THEN NOT EXISTS (SELECT 1 FROM people WHERE people.id = teacher.person AND people.account IS NOT NULL)
                ELSE pupil.person IS NULL
                     AND NOT EXISTS (SELECT 1 FROM guardianships WHERE guardianships.pupil = booking.pupil)
            END AS nobody_to_write_to
      FROM told_parties AS party
      JOIN told_changes AS change ON change.id = party.change
      JOIN slots AS slot ON slot.id = change.slot
      JOIN bookings AS booking ON booking.id = party.booking
      LEFT JOIN pupils AS pupil ON pupil.id = booking.pupil
      LEFT JOIN schools AS school ON school.id = pupil.school
      LEFT JOIN classes AS class ON class.id = booking.class
      LEFT JOIN teachers AS teacher ON teacher.id = class.teacher
      LEFT JOIN schools AS school_of_class ON school_of_class.id = teacher.school
      LEFT JOIN class_needs AS need ON need.booking = booking.id
      LEFT JOIN by_hand ON by_hand.booking = booking.id
     WHERE party.change = :change AND (pupil.id IS NULL OR pupil.forgotten_at IS NULL)
     ORDER BY party.booking
"""

ANSWER: Final = """
    UPDATE told_parties
       SET answered_at = :now
     WHERE change = :change AND booking = :booking AND answered_at IS NULL
"""

PHONE: Final = """
    UPDATE told_parties
       SET phoned_at = :now, phoned_by = :actor
     WHERE change = :change AND booking = :booking AND phoned_at IS NULL
"""

NOT_PHONED: Final = """
    UPDATE told_parties
       SET phoned_at = NULL, phoned_by = NULL
     WHERE change = :change AND booking = :booking AND phoned_at IS NOT NULL
"""

# The last change of each slot that is not over.
COMING: Final = """
    SELECT slot.id
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
     WHERE slot.starts_at > :since AND slot.ends_at > :now AND event.partner = :partner
       AND EXISTS (SELECT 1 FROM told_changes WHERE told_changes.slot = slot.id)
     ORDER BY slot.starts_at, slot.id
"""


def calls(tx: Transaction, *, actor: PersonId, slot: SlotId) -> CallList | None:
    """Everybody a slot's last change concerns, for its organizers; None where nothing was told. Raises NotYours."""
    known = slots.recorded(tx, slot=slot)
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=known.event.partner.id)
    change = told.last(tx, slot=slot)
    if change is None:
        return None
    found = sorted(_calls(tx, change), key=lambda call: list(CallState).index(call.state))
    return CallList(slot=known, change=change, calls=tuple(found))


def answer(tx: Transaction, *, actor: PersonId, change: ChangeId, booking: BookingId) -> Booking | ClassBooking:
    """They know, and where it moved they keep their seats: said for whoever may see the booking, as it is.

    Those are pupil, guardian, the class's teacher. Saying it again changes nothing. Raises NotYours.
    """
    known: Booking | ClassBooking
    try:
        known = records.of_actor(tx, actor=actor, booking=booking)
    except NotYours:
        known = class_records.of_teacher(tx, actor=actor, booking=booking)
    tx.run(ANSWER, change=change, booking=booking, now=tx.now)
    return known


def phoned(tx: Transaction, *, actor: PersonId, slot: SlotId, booking: BookingId, undo: bool = False) -> CallList:
    """Somebody has told them by phone, or has not after all. Raises NotYours, also where nothing was to be told."""
    found = calls(tx, actor=actor, slot=slot)
    if found is None or all(call.booking != booking for call in found.calls):
        raise NotYours
    given = {"change": found.change.id, "booking": booking}
    changed = tx.run(NOT_PHONED, **given) if undo else tx.run(PHONE, **given, actor=actor, now=tx.now)
    if changed:
        action = Action.NOT_TOLD_BY_PHONE if undo else Action.TOLD_BY_PHONE
        audit.write(tx, action, actor=actor, partner=found.slot.event.partner.id, slot=slot, booking=booking)
    return calls(tx, actor=actor, slot=slot) or found


def open_calls(tx: Transaction, *, partner: PartnerId) -> tuple[OpenCalls, ...]:
    """Slots of a partner that are not over, and of whose last change somebody may not know; the soonest first.

    For the digest; whoever shows it has the right to. A slot has no meeting later than a year after its first.
    """
    found = []
    for row in tx.all(COMING, partner=partner, now=tx.now, since=tx.now - _LONGEST_COURSE):
        change = told.last(tx, slot=SlotId(row["id"]))
        states = [call.state for call in _calls(tx, change)] if change else []
        if change is not None and any(state.is_open for state in states):
            slot = slots.recorded(tx, slot=SlotId(row["id"]))
            found.append(
                OpenCalls(
                    slot=slot.id,
                    title=slot.event.title,
                    starts_at=slot.starts_at,
                    zone=slot.zone,
                    kind=change.kind,
                    not_reached=states.count(CallState.NOT_REACHED),
                    silent=states.count(CallState.TOLD),
                )
            )
    return tuple(found)


_LONGEST_COURSE: Final = 366 * 24 * 3600


def _calls(tx: Transaction, change: ToldChange) -> list[Call]:
    return [_call(row, change) for row in tx.all(PARTIES, change=change.id)]


def _call(row: Row, change: ToldChange) -> Call:
    return Call(
        booking=BookingId(row["booking"]),
        name=row["class_name"] or row["first_name"],
        grade=row["grade"],
        school=row["school"],
        teacher=row["teacher"] or "",
        phone=row["phone"],
        seats=row["seats"],
        by_hand=bool(row["nobody_to_write_to"]),
        state=_state(row, change),
        phoned_by=row["phoned_by"] or "",
        phoned_at=row["phoned_at"],
    )


def _state(row: Row, change: ToldChange) -> CallState:
    allowed = change.kind is ChangeKind.MOVED and row["allowed"]
    if row["answered_at"] is not None or row["dealt_with"] or allowed:
        return CallState.ANSWERED
    if row["phoned_at"] is not None:
        return CallState.PHONED
    if row["told_at"] is not None:
        return CallState.TOLD
    return CallState.ON_ITS_WAY if row["on_its_way"] else CallState.NOT_REACHED
