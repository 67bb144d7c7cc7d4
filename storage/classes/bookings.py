"""Bookings of whole classes: booked, answered, changed, given back. Each takes all its seats or none."""

from collections.abc import Sequence
from typing import Final

from domain.bookings import BookingState, held_until
from domain.capacity import Comer
from domain.classes import (
    DECISION_WITHIN,
    LARGEST_CLASS,
    MOST_ADULTS,
    OTHER_DATES,
    ClassBooking,
    Needs,
    Party,
    adults_needed,
)
from domain.identities import BookingId, ClassId, Intent, PersonId, SlotId
from domain.messages import LetterKind
from domain.moments import Instant
from domain.programme import ClassPolicy, Slot
from domain.refusals import (
    AlreadyBooked,
    AlreadyStarted,
    ClassesNotTaken,
    DecidedAlready,
    NothingToCancel,
    NotSoManyLeft,
    NotYourGrade,
    OfferOver,
    PartyTooLarge,
    RegistrationClosed,
    RegistrationNotOpen,
    SlotGone,
    TooFewAdults,
    TooManyOfOneSchool,
)
from domain.requests import Matter, MatterKind
from domain.rights import Action, OrganizerRole
from storage.classes import classes, joinings
from storage.engine import Transaction
from storage.people import audit, claims, intents, rights
from storage.programme import slots
from storage.seats import changes, class_records, counts, entries, limits, notices, offers, tickets

LIVE: Final = """
    SELECT id
      FROM bookings
     WHERE slot = :slot AND class = :school_class AND state IN ('requested', 'confirmed', 'waitlisted', 'offered')
"""

NAME_OTHER_DATE: Final = """
    INSERT INTO other_dates (booking, slot, rank)
    VALUES (:booking, :slot, :rank)
"""

SET_NEEDS: Final = """
    INSERT INTO class_needs (booking, wheelchair, note, phone)
    VALUES (:booking, :wheelchair, :note, :phone)
        ON CONFLICT (booking) DO UPDATE
       SET wheelchair = excluded.wheelchair, note = excluded.note, phone = excluded.phone
"""

RESIZE: Final = """
    UPDATE bookings
       SET seats = :seats, whole = :seats, adults = :adults, refused_part = min(refused_part, :seats - 1),
           line_number = coalesce(:line_number, line_number), changed_at = :now
     WHERE id = :booking AND state IN ('requested', 'confirmed', 'waitlisted') AND seats = whole
"""

HOLD_FOR_DECISION: Final = """
    UPDATE bookings
       SET state = 'requested', whole = seats, held_until = :held_until, changed_at = :now
     WHERE id = :booking AND state = 'offered'
"""

# A part that is offered at once stands on the screen that answers: no letter needs to say it as well.
SHOWN_AT_ONCE: Final = """
    UPDATE outbox
       SET state = 'dropped', ended_at = :now, why = 'it was shown at once'
     WHERE booking = :booking AND person = :person AND kind = 'offer' AND state = 'waiting'
"""


def book(
    tx: Transaction,
    *,
    actor: PersonId,
    school_class: ClassId,
    dates: Sequence[SlotId],
    party: Party,
    needs: Needs,
    intent: Intent,
) -> ClassBooking:
    """Seats for a class on the first of these dates of one event that has enough, or a place in line for the first.

    At most two other dates beside the preferred one. Who is first in line is offered a part at once, where there are
    seats for one. Where the event asks for it, the seats are held until an
    organizer has decided. The same intent again gives the booking that it made. Raises NotYours, ClassesNotTaken,
    TooFewAdults, PartyTooLarge, AlreadyBooked, SlotGone, RegistrationNotOpen, RegistrationClosed, NotYourGrade.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None and acted.booking is not None:
        return class_records.of_teacher(tx, actor=actor, booking=acted.booking)
    known = classes.of_teacher(tx, actor=actor, school_class=school_class)
    wanted = [slots.slot(tx, slot=date) for date in dict.fromkeys(dates)][: OTHER_DATES + 1]
    if not wanted or any(slot.event.id != wanted[0].event.id for slot in wanted):
        raise SlotGone
    for slot in wanted:
        _check_date(tx, school_class, slot, grade=known.grade, name=known.name)
    check_party(wanted[0], party)
    comer = Comer(school=known.school.id, is_class=True, adults=party.adults, whole=party.seats)
    found = next((slot for slot in wanted if limits.take_in_turn(tx, slot=slot, comer=comer)), None)
    booking = _enter(tx, found or wanted[0], school_class, party, actor=actor, seated=found is not None)
    others = [slot for slot in wanted if slot.id != (found or wanted[0]).id]
    tx.run_many(
        NAME_OTHER_DATE,
        [{"booking": booking, "slot": slot.id, "rank": rank} for rank, slot in enumerate(others, start=1)],
    )
    _set_needs(tx, booking, needs)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    if found is None:
        offers.offer_freed_seats(tx, slot=wanted[0].id)
        tx.run(SHOWN_AT_ONCE, booking=booking, person=actor, now=tx.now)
    made = class_records.recorded(tx, booking=booking)
    if made.confirmed:
        joinings.one_seat_each(tx, school_class=school_class, by=actor)
    elif made.state is BookingState.REQUESTED:
        notices.tell_hosts(tx, made, LetterKind.CLASS_ASKS)
    return made


def booking(tx: Transaction, *, actor: PersonId, booking: BookingId) -> ClassBooking:
    """One of one's own classes' bookings. Raises NotYours."""
    return class_records.of_teacher(tx, actor=actor, booking=booking)


def ahead(tx: Transaction, *, actor: PersonId) -> tuple[ClassBooking, ...]:
    """What one's classes are booked for or wait for, the next first."""
    return class_records.ahead(tx, actor=actor)


def change(
    tx: Transaction, *, actor: PersonId, booking: BookingId, party: Party, tell_host: bool = True
) -> ClassBooking:
    """Come with more or fewer, until registration closes. Fewer free seats at once; more need seats that are free.

    A class that waits keeps its place with fewer, and goes to the end of the line with more. The host is told where
    the class comes for certain, unless the caller does that (`tell_host`). Raises NotYours,
    NothingToCancel (it has ended, or is offered a part that has to be answered first), RegistrationClosed,
    TooFewAdults, PartyTooLarge, NotSoManyLeft.
    """
    return resize(tx, class_records.of_teacher(tx, actor=actor, booking=booking), party, tell_host=tell_host)


def resize(tx: Transaction, was: ClassBooking, party: Party, *, tell_host: bool) -> ClassBooking:
    """The same of a booking that was read, whoever asks: for what the house itself does. Raises what `change` does."""
    booking = was.id
    if was.state not in {BookingState.REQUESTED, BookingState.CONFIRMED, BookingState.WAITLISTED}:
        raise NothingToCancel
    if was.slot.closes_at <= tx.now:
        raise RegistrationClosed(closed_at=was.slot.closes_at, zone=was.slot.zone)
    check_party(was.slot, party)
    more = party.seats - was.seats
    line_number = None
    if was.state is BookingState.WAITLISTED:
        line_number = counts.next_line_number(tx, slot=was.slot.id) if more > 0 else None
    elif more > 0 and not limits.take_in_turn(tx, slot=was.slot, comer=_more(was, party)):
        raise NotSoManyLeft(left=was.slot.free_for_classes)
    elif more < 0:
        counts.free(tx, slot=was.slot.id, seats=-more)
    tx.run(RESIZE, booking=booking, seats=party.seats, adults=party.adults, line_number=line_number, now=tx.now)
    offers.offer_freed_seats(tx, slot=was.slot.id)
    if tell_host and was.confirmed and party != was.party:
        notices.tell_hosts(tx, was, LetterKind.CLASS_CHANGED)
    return class_records.recorded(tx, booking=booking)


def set_needs(tx: Transaction, *, actor: PersonId, booking: BookingId, needs: Needs) -> ClassBooking:
    """What the host should know; told to the organizers where the class comes for certain.

    Raises NotYours, NothingToCancel (it is over).
    """
    was = class_records.of_teacher(tx, actor=actor, booking=booking)
    if was.state.is_over:
        raise NothingToCancel
    _set_needs(tx, booking, needs)
    if was.confirmed and needs != was.needs:
        notices.tell_hosts(tx, was, LetterKind.CLASS_CHANGED)
    return class_records.recorded(tx, booking=booking)


def accept(tx: Transaction, *, actor: PersonId, booking: BookingId, intent: Intent) -> ClassBooking:
    """Take the offered seats, the whole or the part: certain, or held for the organizer's decision.

    Whoever takes a part waits for the rest no more, and may book it on another date. What was accepted before is
    returned as it is. Raises NotYours, OfferOver.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    offered = class_records.of_teacher(tx, actor=actor, booking=booking)
    if acted is not None or offered.state in {BookingState.CONFIRMED, BookingState.REQUESTED}:
        return offered
    if offered.state is not BookingState.OFFERED or offered.held_until is None or offered.held_until <= tx.now:
        raise OfferOver
    if offered.slot.event.for_classes.policy is ClassPolicy.ASKED:
        until = held_until(tx.now, offered.slot.closes_at, DECISION_WITHIN)
        tx.run(HOLD_FOR_DECISION, booking=booking, held_until=until, now=tx.now)
        notices.tell_hosts(tx, offered, LetterKind.CLASS_ASKS)
    else:
        changes.confirm(tx, offered, by=actor)
        joinings.one_seat_each(tx, school_class=offered.school_class.id, by=actor)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    return class_records.recorded(tx, booking=booking)


def decline(tx: Transaction, *, actor: PersonId, booking: BookingId, intent: Intent) -> ClassBooking:
    """Let the offered seats go: a part, and the class waits for the whole where it stood; the whole, and it is over.

    Raises NotYours, NothingToCancel.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    offered = class_records.of_teacher(tx, actor=actor, booking=booking)
    if acted is not None:
        return offered
    if offered.state is not BookingState.OFFERED:
        raise NothingToCancel
    if offered.is_part:
        changes.let_part_go(tx, offered)
    else:
        changes.end(tx, offered, BookingState.CANCELLED, by=actor)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    return class_records.recorded(tx, booking=booking)


def cancel(tx: Transaction, *, actor: PersonId, booking: BookingId, intent: Intent) -> ClassBooking:
    """Give the class's seats, or its place in line, back; seats go to the waiting list at once.

    Raises NotYours, NothingToCancel, AlreadyStarted.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    given_back = class_records.of_teacher(tx, actor=actor, booking=booking)
    if acted is not None:
        return given_back
    if given_back.state.is_over:
        raise NothingToCancel
    if given_back.slot.starts_at <= tx.now:
        raise AlreadyStarted
    changes.end(tx, given_back, BookingState.CANCELLED, by=actor)
    if given_back.confirmed:
        notices.tell_hosts(tx, given_back, LetterKind.CLASS_CANCELLED)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    return class_records.recorded(tx, booking=booking)


def decide(tx: Transaction, *, actor: PersonId, booking: BookingId, welcome: bool) -> ClassBooking:
    """An organizer of the host lets the class come, or not; its teacher is told.

    Raises NotYours, SeenToByAnother, and DecidedAlready where another came first or the teacher thought better of it.
    """
    asked = class_records.recorded(tx, booking=booking)
    partner = asked.slot.event.partner.id
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=partner)
    if asked.state is not BookingState.REQUESTED or (asked.held_until or 0) <= tx.now:
        raise DecidedAlready
    claims.require(tx, actor=actor, matter=Matter(MatterKind.CLASS, booking))
    if welcome:
        changes.confirm(tx, asked, by=actor)
        joinings.one_seat_each(tx, school_class=asked.school_class.id, by=actor)
    else:
        changes.end(tx, asked, BookingState.DECLINED, by=actor)
    claims.decided(tx, actor=actor, matter=Matter(MatterKind.CLASS, booking))
    audit.write(tx, Action.CLASS_DECIDED, actor=actor, partner=partner, booking=booking, welcome=int(welcome))
    return class_records.recorded(tx, booking=booking)


def check_party(slot: Slot, party: Party) -> None:
    """Whether so many can come to this slot at all.

    Raises ClassesNotTaken, TooFewAdults, PartyTooLarge, TooManyOfOneSchool.
    """
    terms = slot.event.for_classes
    if terms.policy is ClassPolicy.NEVER:
        raise ClassesNotTaken
    if party.pupils < 1 or party.pupils > LARGEST_CLASS or party.adults > MOST_ADULTS:
        raise PartyTooLarge(most=LARGEST_CLASS)
    needed = adults_needed(party.pupils, terms.pupils_per_adult)
    if party.adults < needed:
        raise TooFewAdults(pupils=party.pupils, needed=needed)
    if party.seats > slot.capacity:
        raise PartyTooLarge(most=slot.capacity)
    if slot.terms is not None and slot.terms.school_limit is not None and party.pupils > slot.terms.school_limit:
        raise TooManyOfOneSchool(most=slot.terms.school_limit)


def _check_date(tx: Transaction, school_class: ClassId, slot: Slot, *, grade: int, name: str) -> None:
    live = tx.value(LIVE, slot=slot.id, school_class=school_class)
    if live is not None:
        raise AlreadyBooked(booking=BookingId(live), of=name)
    if slot.cancelled_at is not None or slot.ends_at <= tx.now:
        raise SlotGone
    if slot.closes_at <= tx.now:
        raise RegistrationClosed(closed_at=slot.closes_at, zone=slot.zone)
    if slot.opens_at is not None and slot.opens_at > tx.now:
        raise RegistrationNotOpen(opens_at=slot.opens_at, zone=slot.zone)
    audience = slot.event.audience
    if audience.strict and not audience.admits(grade):
        raise NotYourGrade(grade=grade, grade_from=audience.grade_from, grade_to=audience.grade_to, of=name)


def _enter(
    tx: Transaction, slot: Slot, school_class: ClassId, party: Party, *, actor: PersonId, seated: bool
) -> BookingId:
    until: Instant | None = None
    if not seated:
        state = BookingState.WAITLISTED
    elif slot.event.for_classes.policy is ClassPolicy.ASKED:
        state, until = BookingState.REQUESTED, held_until(tx.now, slot.closes_at, DECISION_WITHIN)
    else:
        state = BookingState.CONFIRMED
    entry = entries.Entry(
        state=state,
        held_until=until,
        line_number=None if seated else counts.next_line_number(tx, slot=slot.id),
        answer="",
        ticket_token=tickets.new_token(),
        seats=party.seats,
        adults=party.adults,
    )
    number, _ = entries.insert(tx, entry, slot=slot.id, pupil=None, school_class=school_class, actor=actor)
    return number


def _more(was: ClassBooking, party: Party) -> Comer:
    """What a class that comes with more needs besides. Adults are of no school, and may become fewer."""
    return Comer(
        school=was.school_class.school.id,
        is_class=True,
        adults=max(party.adults - was.adults, 0),
        whole=party.seats - was.seats,
    )


def _set_needs(tx: Transaction, booking: BookingId, needs: Needs) -> None:
    tx.run(SET_NEEDS, booking=booking, wheelchair=int(needs.wheelchair), note=needs.note, phone=needs.phone)
