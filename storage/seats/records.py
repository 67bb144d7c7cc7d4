"""Bookings read whole, by number or by ticket; and who may see and change one."""

from typing import Final

from domain.bookings import Application, ApplicationState, Booking, BookingState
from domain.identities import BookingId, PersonId, SlotId
from domain.refusals import NotYours
from storage.engine import Row, Transaction
from storage.people import pupils
from storage.programme import slots
from storage.seats import limits

_RECORD: Final = f"""
    SELECT booking.id, booking.slot, booking.state, booking.booked_by, booking.seats, booking.held_until,
           booking.answer, booking.ticket_token, booking.ticket_code, booking.replaces, booking.ended_from,
           EXISTS (SELECT 1 FROM by_hand WHERE by_hand.booking = booking.id) AS by_hand,
           EXISTS (SELECT 1 FROM attendances WHERE booking = booking.id AND attendances.state = 'present') AS was_there,
           application.state AS application, application.reason, {pupils.COLUMNS},
           CASE WHEN booking.state = 'waitlisted' THEN
                (SELECT count(*)
                   FROM bookings AS ahead
                  WHERE ahead.slot = booking.slot
                    AND (ahead.state = 'waitlisted' OR (ahead.state = 'offered' AND ahead.seats < ahead.whole))
                    AND ahead.line_number <= booking.line_number)
            END AS position,
           (SELECT link.token
              FROM consent_links AS link
             WHERE link.booking = booking.id AND link.pupil = booking.pupil AND link.revoked_at IS NULL
               AND link.answered_at IS NULL AND booking.state IN ('requested', 'waitlisted', 'offered')
           ) AS consent_token
      FROM bookings AS booking
      JOIN pupils AS pupil ON pupil.id = booking.pupil
      JOIN schools AS school ON school.id = pupil.school
      LEFT JOIN applications AS application ON application.booking = booking.id
"""  # noqa: S608  made of constants alone

# Whoever the seat is for, whoever booked it, and guardians of the pupil: nobody else sees or changes a booking. What an
# organizer wrote down for somebody who phoned is the host's: storage/capacity.
_OF_ACTOR: Final = """
       AND (pupil.person = :actor
            OR (booking.booked_by = :actor
                AND NOT EXISTS (SELECT 1 FROM by_hand WHERE by_hand.booking = booking.id))
            OR EXISTS (SELECT 1 FROM guardianships WHERE person = :actor AND pupil = booking.pupil))
"""

RECORDED: Final = f"{_RECORD} WHERE booking.id = :booking"
OF_ACTOR: Final = f"{_RECORD} WHERE booking.id = :booking {_OF_ACTOR}"
OF_ACTOR_BY_TICKET: Final = f"{_RECORD} WHERE booking.ticket_token = :token {_OF_ACTOR}"


def recorded(tx: Transaction, *, booking: BookingId) -> Booking:
    """A booking, whoever asks: for what the house itself does. Raises NotYours where it, or its pupil, is gone."""
    return _mapped(tx, tx.one(RECORDED, booking=booking))


def of_actor(tx: Transaction, *, actor: PersonId, booking: BookingId) -> Booking:
    """A booking for somebody who may see and change it. Raises NotYours."""
    return _mapped(tx, tx.one(OF_ACTOR, actor=actor, booking=booking))


def of_actor_by_ticket(tx: Transaction, *, actor: PersonId, token: str) -> Booking:
    """The same by what a ticket's QR code says. Raises NotYours, which tells a stranger nothing."""
    return _mapped(tx, tx.one(OF_ACTOR_BY_TICKET, actor=actor, token=token))


def _mapped(tx: Transaction, row: Row | None) -> Booking:
    if row is None:
        raise NotYours
    slot, pupil = slots.recorded(tx, slot=SlotId(row["slot"])), pupils.mapped(row)
    waits = row["state"] == BookingState.WAITLISTED
    return Booking(
        id=BookingId(row["id"]),
        slot=slot,
        pupil=pupil,
        school_limit=limits.keeps_back(tx, slot=slot, school=pupil.school.id) if waits else None,
        state=BookingState(row["state"]),
        booked_by=PersonId(row["booked_by"]),
        held_until=row["held_until"],
        position=row["position"],
        answer=row["answer"],
        ticket_token=row["ticket_token"],
        by_hand=bool(row["by_hand"]),
        ticket_code=row["ticket_code"],
        consent_token=row["consent_token"],
        replaces=row["replaces"],
        seats=row["seats"],
        was_there=bool(row["was_there"]),
        ended_from=None if row["ended_from"] is None else BookingState(row["ended_from"]),
        application=(
            None if row["application"] is None else Application(ApplicationState(row["application"]), row["reason"])
        ),
    )
