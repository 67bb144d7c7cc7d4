"""How a pupil enters a slot: the rules of registering, then a seat, a held seat, or a place in the waiting list."""

from dataclasses import dataclass, replace
from typing import Final

from domain.bookings import CONSENT_HELD_FOR, Application, ApplicationState, Booking, BookingState, held_until
from domain.capacity import Comer
from domain.classes import DECISION_WITHIN
from domain.identities import BookingId, ClassId, PersonId, PupilId, SlotId
from domain.moments import Instant
from domain.people import Pupil
from domain.programme import PupilPolicy, Slot
from domain.refusals import (
    AlreadyBooked,
    AnswerMissing,
    NotYourGrade,
    RegistrationClosed,
    RegistrationNotOpen,
    SlotGone,
)
from storage.engine import Transaction
from storage.seats import applications, changes, counts, limits, permissions, tickets

LIVE: Final = """
    SELECT id
      FROM bookings
     WHERE slot = :slot AND pupil = :pupil AND state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     UNION ALL
    SELECT whole.id
      FROM joinings AS joining
      JOIN bookings AS whole ON whole.class = joining.class AND whole.slot = :slot AND whole.state = 'confirmed'
     WHERE joining.pupil = :pupil AND joining.state = 'accepted'
       AND NOT EXISTS (SELECT 1 FROM absences WHERE absences.booking = whole.id AND absences.pupil = :pupil)
     LIMIT 1
"""

# A code that was dealt in this slot before is not dealt again; any other conflict is a fault and raises.
ENTER: Final = """
    INSERT INTO bookings (slot, pupil, class, booked_by, state, seats, whole, adults, line_number, held_until, answer,
                          ticket_token, ticket_code, replaces, requested_at, changed_at)
    VALUES (:slot, :pupil, :school_class, :booked_by, :state, :seats, :seats, :adults, :line_number, :held_until,
            :answer, :ticket_token, :ticket_code, :replaces, :now, :now)
        ON CONFLICT (slot, ticket_code) DO NOTHING
    RETURNING id
"""

_DEALS: Final = 1000
"""Codes tried before giving up: with half of a slot's 38,416 dealt, a chance of 1 in 2^1000 to fail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was decided for a party that enters."""

    state: BookingState
    held_until: Instant | None
    line_number: int | None
    answer: str
    ticket_token: str
    seats: int = 1
    adults: int = 0


def enter(
    tx: Transaction, *, actor: PersonId, pupil: Pupil, slot: Slot, answer: str, replaces: BookingId | None = None
) -> Booking:
    """Take a seat for the pupil, or a place in the line. Whether the actor may is the caller's to check.

    Raises AlreadyBooked, SlotGone, RegistrationNotOpen, RegistrationClosed, NotYourGrade, AnswerMissing.
    """
    check(tx, pupil=pupil, slot=slot, answer=answer, actor=actor)
    consent_missing = permissions.missing_for(tx, pupil=pupil, slot=slot)
    if not limits.take_in_turn(tx, slot=slot, comer=Comer(school=pupil.school.id)):
        state = BookingState.WAITLISTED
    else:
        asks = consent_missing or slot.event.for_pupils is PupilPolicy.ASKED
        state = BookingState.REQUESTED if asks else BookingState.CONFIRMED
    considered = state is BookingState.REQUESTED and not consent_missing
    longest = DECISION_WITHIN if considered else CONSENT_HELD_FOR
    entry = Entry(
        state=state,
        held_until=held_until(tx.now, slot.closes_at, longest) if state is BookingState.REQUESTED else None,
        line_number=counts.next_line_number(tx, slot=slot.id) if state is BookingState.WAITLISTED else None,
        answer=answer if slot.event.question else "",
        ticket_token=tickets.new_token(),
    )
    number, code = insert(tx, entry, slot=slot.id, pupil=pupil.id, actor=actor, replaces=replaces)
    waits = state is BookingState.WAITLISTED
    booking = Booking(
        id=number,
        slot=replace(slot, waiting=slot.waiting + 1) if waits else replace(slot, seats_taken=slot.seats_taken + 1),
        pupil=pupil,
        state=state,
        booked_by=actor,
        held_until=entry.held_until,
        position=slot.waiting + 1 if waits else None,
        answer=entry.answer,
        ticket_token=entry.ticket_token,
        ticket_code=code,
        consent_token=permissions.make_link(tx, booking=number, pupil=pupil.id) if consent_missing else None,
        replaces=replaces,
        school_limit=limits.keeps_back(tx, slot=slot, school=pupil.school.id) if waits else None,
        application=Application(ApplicationState.ASKED) if considered else None,
    )
    if booking.confirmed:
        changes.follow_up(tx, booking, by=actor)
    if considered:
        applications.ask(tx, booking=number, slot=slot)
    return booking


def check(tx: Transaction, *, pupil: Pupil, slot: Slot, answer: str, actor: PersonId) -> None:
    """The rules of registering, the most helpful refusal first; whether there is a seat is none of them."""
    whose = "" if pupil.person == actor else pupil.first_name
    live = live_booking(tx, pupil=pupil.id, slot=slot.id)
    if live is not None:
        raise AlreadyBooked(booking=live, of=whose)
    if slot.cancelled_at is not None or slot.ends_at <= tx.now:
        raise SlotGone
    if slot.closes_at <= tx.now:
        raise RegistrationClosed(closed_at=slot.closes_at, zone=slot.zone)
    if slot.opens_at is not None and slot.opens_at > tx.now:
        raise RegistrationNotOpen(opens_at=slot.opens_at, zone=slot.zone)
    audience = slot.event.audience
    if audience.strict and not audience.admits(pupil.grade):
        raise NotYourGrade(grade=pupil.grade, grade_from=audience.grade_from, grade_to=audience.grade_to, of=whose)
    if slot.event.question and not answer.strip():
        raise AnswerMissing(slot=slot.id)


def live_booking(tx: Transaction, *, pupil: PupilId, slot: SlotId) -> BookingId | None:
    """The booking by which the pupil is in the slot or waits for it: their own, or their class's that is certain.

    Who said that they can't come with the class may come alone.
    """
    row = tx.one(LIVE, pupil=pupil, slot=slot)
    return None if row is None else BookingId(row["id"])


def insert(
    tx: Transaction,
    entry: Entry,
    *,
    slot: SlotId,
    pupil: PupilId | None,
    actor: PersonId,
    school_class: ClassId | None = None,
    replaces: BookingId | None = None,
) -> tuple[BookingId, str]:
    """Write the booking of a pupil or a class down: its number, and the code that was dealt to it."""
    for _ in range(_DEALS):
        code = tickets.new_code()
        row = tx.one(
            ENTER,
            slot=slot,
            pupil=pupil,
            school_class=school_class,
            booked_by=actor,
            state=entry.state,
            seats=entry.seats,
            adults=entry.adults,
            line_number=entry.line_number,
            held_until=entry.held_until,
            answer=entry.answer,
            ticket_token=entry.ticket_token,
            ticket_code=code,
            replaces=replaces,
            now=tx.now,
        )
        if row is not None:
            return BookingId(row["id"]), code
    raise RuntimeError(f"slot {slot} has hardly a ticket code left")
