"""Bookings that organizers write down, for whoever phones or answers a form: by anybody's rules and line.

Nobody can be written to about them but the host's organizers. A pupil has no account and no guardian here; a class's
teacher none either: they are known by what was said, for as short as the visit needs it.
"""

from dataclasses import dataclass
from typing import Final

from domain.bookings import Booking, BookingState
from domain.capacity import ByHand, Caller, ClassCaller, Comer, How, ListedByHand
from domain.classes import ClassBooking
from domain.consents import ConsentText
from domain.identities import BookingId, ClassId, Intent, PersonId, PupilId, SchoolId, SlotId
from domain.moments import DAY
from domain.programme import Slot
from domain.refusals import AlreadyStarted, AnswerMissing, NothingToCancel, NotYourGrade, NotYours, OfferOver, SlotGone
from domain.rights import Action, OrganizerRole
from storage.classes import bookings as class_bookings
from storage.engine import Row, Transaction
from storage.people import audit, intents, pupils, rights, schools
from storage.programme import slots
from storage.seats import (
    changes,
    class_records,
    consents,
    counts,
    entries,
    forgotten_classes,
    limits,
    offers,
    permissions,
    tickets,
)

KEPT_FOR: Final = 30 * DAY
"""How long after the event the names of those who were written down are kept, as of those who walked in."""
PHONES_KEPT_FOR: Final = 7 * DAY

ADD_PUPIL: Final = """
    INSERT INTO pupils (person, first_name, grade, age_line, school, introduced_at)
    VALUES (NULL, :first_name, :grade, :age_line, :school, :now)
    RETURNING id
"""

# Somebody without an account, and without anything else: the teacher of a class that was phoned in.
ADD_NOBODY: Final = """
    INSERT INTO people (account, language, met_at, forgotten_at)
    VALUES (NULL, 'ru', :now, :now)
    RETURNING id
"""

ADD_TEACHER: Final = """
    INSERT INTO teachers (person, school, name, state, asked_at, decided_by, decided_at, reason)
    VALUES (:person, :school, :name, 'declined', :now, :actor, :now, '')
    RETURNING id
"""

ADD_CLASS: Final = """
    INSERT INTO classes (teacher, name, grade, size, made_at, closed_at)
    VALUES (:teacher, :name, :grade, :size, :now, :now)
    RETURNING id
"""

NOTE: Final = """
    INSERT INTO by_hand (booking, how, phone, added_by, added_at)
    VALUES (:booking, :how, :phone, :actor, :now)
"""

OF_BOOKING: Final = """
    SELECT by_hand.how, by_hand.phone, event.partner, booking.class
      FROM by_hand
      JOIN bookings AS booking ON booking.id = by_hand.booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
     WHERE by_hand.booking = :booking
"""

OF_SLOT: Final = """
    SELECT booking.id, booking.state, booking.seats, coalesce(pupil.first_name, class.name) AS name,
           coalesce(school.name, '') AS school, booking.class IS NOT NULL AS is_class
      FROM bookings AS booking
      JOIN by_hand ON by_hand.booking = booking.id
      LEFT JOIN pupils AS pupil ON pupil.id = booking.pupil
      LEFT JOIN classes AS class ON class.id = booking.class
      LEFT JOIN teachers AS teacher ON teacher.id = class.teacher
      LEFT JOIN schools AS school ON school.id = coalesce(pupil.school, teacher.school)
     WHERE booking.slot = :slot AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     ORDER BY booking.id
     LIMIT :size OFFSET :skip
"""

NAMES: Final = """
    SELECT booking.id, pupil.first_name
      FROM bookings AS booking
      JOIN pupils AS pupil ON pupil.id = booking.pupil
     WHERE booking.slot = :slot AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
       AND pupil.grade = :grade AND pupil.school = :school
     ORDER BY booking.id
"""

LONG_AGO: Final = """
    SELECT by_hand.booking, booking.pupil, class.teacher
      FROM by_hand
      JOIN bookings AS booking ON booking.id = by_hand.booking
      JOIN slots AS slot ON slot.id = booking.slot
      LEFT JOIN pupils AS pupil ON pupil.id = booking.pupil
      LEFT JOIN classes AS class ON class.id = booking.class
      LEFT JOIN teachers AS teacher ON teacher.id = class.teacher
     WHERE slot.ends_at < :before
       AND ((pupil.person IS NULL AND pupil.forgotten_at IS NULL AND pupil.id IS NOT NULL) OR teacher.name <> '')
     LIMIT :chunk
"""

FORGET_TEACHER: Final = """
    UPDATE teachers
       SET name = ''
     WHERE id = :teacher
"""

FORGET_PHONES: Final = """
    UPDATE by_hand
       SET phone = ''
     WHERE phone <> '' AND booking IN (SELECT booking.id
                                         FROM by_hand AS written
                                         JOIN bookings AS booking ON booking.id = written.booking
                                         JOIN slots AS slot ON slot.id = booking.slot
                                        WHERE written.phone <> '' AND slot.ends_at < :before
                                        LIMIT :chunk)
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a slot's bookings that were written down."""

    lines: tuple[ListedByHand, ...]
    page: int
    more: bool


def add_pupil(
    tx: Transaction,
    *,
    actor: PersonId,
    slot: SlotId,
    caller: Caller,
    intent: Intent,
    how: How = How.PHONE,
) -> ByHand:
    """Write a pupil down: a seat, or a place at the end of the line, by the rules of everybody.

    A younger pupil's seat is certain without a guardian's yes, which is brought on paper: it is marked as missing until
    then. The same intent again gives the booking that it made. Raises NotYours, SlotGone, AlreadyStarted, NotYourGrade,
    AnswerMissing.
    """
    of = _ahead(tx, actor, slot)
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None and acted.booking is not None:
        return look(tx, actor=actor, booking=acted.booking)
    booking = _write_pupil(tx, actor, of, caller, how)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    _log(tx, Action.ADDED_BY_HAND, actor, of, booking=booking)
    return look(tx, actor=actor, booking=booking)


def add_class(tx: Transaction, *, actor: PersonId, slot: SlotId, caller: ClassCaller, intent: Intent) -> ByHand:
    """Write a class down whose teacher has phoned: all its seats, or a place in the line.

    Where an organizer decides about classes, they have by this. Raises NotYours, SlotGone, AlreadyStarted,
    NotYourGrade, and what `check_party` of classes refuses.
    """
    of = _ahead(tx, actor, slot)
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None and acted.booking is not None:
        return look(tx, actor=actor, booking=acted.booking)
    _check_grade(of, caller.grade)
    class_bookings.check_party(of, caller.party)
    school = _school(tx, caller.school, caller.school_name)
    nobody = tx.value(ADD_NOBODY, now=tx.now)
    teacher = tx.value(ADD_TEACHER, person=nobody, school=school, name=caller.teacher, actor=actor, now=tx.now)
    number = ClassId(
        tx.value(
            ADD_CLASS,
            teacher=teacher,
            name=caller.name,
            grade=caller.grade,
            size=caller.party.pupils,
            now=tx.now,
        )
    )
    comer = Comer(school=school, is_class=True, adults=caller.party.adults, whole=caller.party.seats)
    booking = _enter(tx, actor, of, comer, school_class=number)
    tx.run(NOTE, booking=booking, how=How.PHONE, phone=caller.phone, actor=actor, now=tx.now)
    intents.act(tx, actor=actor, intent=intent, booking=booking)
    _log(tx, Action.ADDED_BY_HAND, actor, of, booking=booking, seats=caller.party.seats)
    offers.offer_freed_seats(tx, slot=slot)  # who is first in line is offered a part at once, as any class
    return look(tx, actor=actor, booking=booking)


def bring_in(tx: Transaction, *, actor: PersonId, slot: SlotId, callers: tuple[Caller, ...]) -> tuple[BookingId, ...]:
    """Write many pupils down, in their order, all of them or none. Raises what `add_pupil` raises."""
    of = _ahead(tx, actor, slot)
    made = tuple(_write_pupil(tx, actor, of, caller, How.FORM) for caller in callers)
    _log(tx, Action.ANSWERS_BROUGHT_IN, actor, of, parties=len(made))
    return made


def alike(tx: Transaction, *, slot: SlotId, caller: Caller) -> BookingId | None:
    """A live booking in the slot of the same first name, school and grade: perhaps the same pupil, perhaps not.

    Who may ask is the caller's to check.
    """
    school = caller.school or schools.named(tx, name=caller.school_name)
    if school is None:
        return None
    wanted = folded(caller.first_name)
    rows = tx.all(NAMES, slot=slot, grade=caller.grade, school=school)
    return next((BookingId(row["id"]) for row in rows if folded(row["first_name"]) == wanted), None)


def folded(name: str) -> str:
    """A name as names are compared here: small letters, ё as е, single spaces."""
    return " ".join(name.casefold().replace("ё", "е").split())


def look(tx: Transaction, *, actor: PersonId, booking: BookingId) -> ByHand:
    """One booking that was written down, for whoever makes its host's programme. Raises NotYours."""
    row = _of_organizer(tx, actor, booking)
    found = class_records.of_any_party(tx, booking=booking)
    on_paper = None
    if isinstance(found, Booking) and found.pupil.needs_guardian:
        on_paper = permissions.holds_for(tx, pupil=found.pupil.id, slot=found.slot)
    return ByHand(booking=found, how=How(row["how"]), phone=row["phone"], on_paper=on_paper)


def of_slot(tx: Transaction, *, actor: PersonId, slot: SlotId, page: int = 0, size: int = 8) -> Page:
    """A page of a slot's live bookings that were written down. Raises NotYours, SlotGone."""
    of = slots.recorded(tx, slot=slot)
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=of.event.partner.id)
    rows = tx.all(OF_SLOT, slot=slot, size=size + 1, skip=page * size)
    lines = tuple(
        ListedByHand(
            booking=BookingId(row["id"]),
            name=row["name"],
            school=row["school"],
            state=BookingState(row["state"]),
            seats=row["seats"],
            is_class=bool(row["is_class"]),
        )
        for row in rows[:size]
    )
    return Page(lines, page, len(rows) > size)


def answer_offer(tx: Transaction, *, actor: PersonId, booking: BookingId, take: bool, intent: Intent) -> ByHand:
    """They were phoned about the seats that came free: they take them, or they don't.

    Of a part that a class does not take it waits for the whole again. Raises NotYours, OfferOver.
    """
    known = look(tx, actor=actor, booking=booking).booking
    if intents.acted(tx, actor=actor, intent=intent) is None and not (take and known.confirmed):
        if known.state is not BookingState.OFFERED or (known.held_until or 0) <= tx.now:
            raise OfferOver
        if take:
            changes.confirm(tx, known, by=actor)
        elif isinstance(known, ClassBooking) and known.is_part:
            changes.let_part_go(tx, known)
        else:
            changes.end(tx, known, BookingState.CANCELLED, by=actor)
        intents.act(tx, actor=actor, intent=intent, booking=booking)
    return look(tx, actor=actor, booking=booking)


def cancel(tx: Transaction, *, actor: PersonId, booking: BookingId) -> ByHand:
    """They have phoned that they don't come; seats go to the waiting list at once.

    Raises NotYours, NothingToCancel, AlreadyStarted.
    """
    known = look(tx, actor=actor, booking=booking).booking
    if known.state.is_over:
        raise NothingToCancel
    if known.slot.starts_at <= tx.now:
        raise AlreadyStarted
    changes.end(tx, known, BookingState.CANCELLED, by=actor)
    _log(tx, Action.CANCELLED_BY_HAND, actor, known.slot, booking=booking)
    return look(tx, actor=actor, booking=booking)


def permitted(tx: Transaction, *, actor: PersonId, booking: BookingId, text: ConsentText) -> ByHand:
    """The organizer holds a guardian's signed sheet for this pupil. Raises NotYours."""
    known = look(tx, actor=actor, booking=booking).booking
    if isinstance(known, ClassBooking):
        raise NotYours
    if known.pupil.needs_guardian:
        consents.record_on_paper(tx, actor=actor, booking=known, pupil=known.pupil.id, text=text)
        _log(tx, Action.PAPER_BY_HAND, actor, known.slot, booking=booking)
    return look(tx, actor=actor, booking=booking)


def forget_long_ago(tx: Transaction, *, chunk: int = 200) -> int:
    """Forget the names of those whose visit is long over, and sooner their phones; how many rows, at most `chunk`."""
    rows = tx.all(LONG_AGO, before=tx.now - KEPT_FOR, chunk=chunk)
    for row in rows:
        if row["pupil"] is not None:
            forgotten_classes.forget_unknown(tx, pupil=PupilId(row["pupil"]))
        else:
            tx.run(FORGET_TEACHER, teacher=row["teacher"])
    return len(rows) + tx.run(FORGET_PHONES, before=tx.now - PHONES_KEPT_FOR, chunk=chunk)


def _write_pupil(tx: Transaction, actor: PersonId, of: Slot, caller: Caller, how: How) -> BookingId:
    _check_grade(of, caller.grade)
    if of.event.question and not caller.answer.strip():
        raise AnswerMissing(slot=of.id)
    school = _school(tx, caller.school, caller.school_name)
    number = PupilId(
        tx.value(
            ADD_PUPIL,
            first_name=caller.first_name,
            grade=caller.grade,
            age_line=caller.age_line,
            school=school,
            now=tx.now,
        )
    )
    pupil = pupils.by_id(tx, pupil=number)
    booking = _enter(tx, actor, of, Comer(school=school), pupil=pupil.id, answer=caller.answer)
    tx.run(NOTE, booking=booking, how=how, phone=caller.phone, actor=actor, now=tx.now)
    return booking


def _enter(
    tx: Transaction,
    actor: PersonId,
    of: Slot,
    comer: Comer,
    *,
    pupil: PupilId | None = None,
    school_class: ClassId | None = None,
    answer: str = "",
) -> BookingId:
    seated = limits.take_in_turn(tx, slot=of, comer=comer)
    entry = entries.Entry(
        state=BookingState.CONFIRMED if seated else BookingState.WAITLISTED,
        held_until=None,
        line_number=None if seated else counts.next_line_number(tx, slot=of.id),
        answer=answer if of.event.question else "",
        ticket_token=tickets.new_token(),
        seats=comer.whole,
        adults=comer.adults,
    )
    number, _ = entries.insert(tx, entry, slot=of.id, pupil=pupil, school_class=school_class, actor=actor)
    return number


def _ahead(tx: Transaction, actor: PersonId, slot: SlotId) -> Slot:
    """The slot, which has not begun; organizers may add before registration opens, and once it has closed."""
    of = slots.slot(tx, slot=slot)
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=of.event.partner.id)
    if of.cancelled_at is not None:
        raise SlotGone
    if of.starts_at <= tx.now:
        raise AlreadyStarted
    return of


def _check_grade(of: Slot, grade: int) -> None:
    audience = of.event.audience
    if audience.strict and not audience.admits(grade):
        raise NotYourGrade(grade=grade, grade_from=audience.grade_from, grade_to=audience.grade_to)


def _school(tx: Transaction, school: SchoolId | None, name: str) -> SchoolId:
    return schools.remembered(tx, name=name) if school is None else schools.existing(tx, id=school)


def _of_organizer(tx: Transaction, actor: PersonId, booking: BookingId) -> Row:
    row = tx.one(OF_BOOKING, booking=booking)
    if row is None or not rights.of(tx, actor=actor).may(OrganizerRole.PROGRAMME, row["partner"]):
        raise NotYours
    return row


def _log(tx: Transaction, action: Action, actor: PersonId, of: Slot, **about: int) -> None:
    audit.write(tx, action, actor=actor, partner=of.event.partner.id, slot=of.id, **about)
