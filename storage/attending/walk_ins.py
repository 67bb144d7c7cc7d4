"""Seats at the door: for whoever waits, has no permission yet, or comes without a booking.

The rule: until it begins, a seat at the door is given only where nobody waits for one, or to whoever waits first. Once
it has begun, whoever stands at the door takes a seat that is left: those who wait and are not there have not come.
"""

from typing import Final

from domain.bookings import Booking, BookingState
from domain.capacity import Comer
from domain.check_in import WALK_INS_KEPT_FOR, Answer, How, Verdict, WalkIn, phase
from domain.consents import ConsentText
from domain.identities import BookingId, Intent, MeetingId, PersonId, PupilId
from domain.people import AgeLine, Pupil
from domain.programme import Meeting, Slot
from domain.refusals import AlreadyBooked, DoorFull, NotYourGrade, NotYours, SheetWanted, SlotGone
from domain.rights import Action
from storage.attending import arrivals, doors, marks
from storage.engine import Transaction
from storage.people import audit, intents, pupils, schools
from storage.seats import consents, counts, entries, limits, permissions, records, tickets

WALK_IN: Final = """
    INSERT INTO pupils (person, first_name, grade, age_line, school, introduced_at)
    VALUES (NULL, :first_name, :grade, :age_line, :school, :now)
    RETURNING id
"""

# Whose seat is held, or who waits, has it for certain.
SEAT: Final = """
    UPDATE bookings
       SET state = 'confirmed', whole = seats, held_until = NULL, changed_at = :now
     WHERE id = :booking AND state IN ('requested', 'waitlisted', 'offered')
"""

# Those whom nobody can ask to be forgotten: no account, no guardian, no line of a class.
KEPT_LONG_ENOUGH: Final = """
    SELECT pupil.id
      FROM meetings AS meeting
      JOIN attendances AS mark ON mark.meeting = meeting.id AND mark.state = 'present' AND mark.how = 'walk_in'
      JOIN bookings AS booking ON booking.id = mark.booking
      JOIN pupils AS pupil ON pupil.id = booking.pupil AND pupil.person IS NULL AND pupil.forgotten_at IS NULL
     WHERE meeting.ends_at < :before
       AND NOT EXISTS (SELECT 1 FROM guardianships WHERE guardianships.pupil = pupil.id)
       AND NOT EXISTS (SELECT 1 FROM class_entries WHERE class_entries.pupil = pupil.id)
     LIMIT :size
"""

FORGET_NAME: Final = """
    UPDATE pupils
       SET first_name = '', school = NULL, forgotten_at = :now
     WHERE id = :pupil
"""

UNNAMED_SCHOOL: Final = "—"
"""Stands for a school that nobody asked after."""


def add(
    tx: Transaction,
    *,
    actor: PersonId,
    meeting: MeetingId,
    guest: WalkIn,
    sheet: ConsentText | None,
    photos: bool,
    intent: Intent,
) -> Answer:
    """Let in somebody without a booking or an account, while there is a seat. `sheet`: what a guardian has signed.

    The same intent again lets nobody else in. Raises NotYours, NotOnThisDay, SlotGone, DoorFull, SheetWanted.
    """
    slot, of_meeting = arrivals.opened(tx, actor=actor, meeting=meeting)
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None and acted.booking is not None:
        return arrivals.repeated(tx, meeting=meeting, booking=acted.booking)
    if guest.age_line is AgeLine.YOUNGER and sheet is None:
        raise SheetWanted
    pupil = pupils.by_id(
        tx,
        pupil=PupilId(
            tx.value(
                WALK_IN,
                first_name=guest.first_name,
                grade=guest.grade,
                age_line=guest.age_line,
                school=schools.remembered(tx, name=guest.school or UNNAMED_SCHOOL),
                now=tx.now,
            )
        ),
    )
    booking = _new_seat(tx, actor, slot, pupil)
    if sheet is not None:
        _record(tx, actor, booking, sheet, photos=photos)
    return _in(tx, actor, slot, of_meeting, booking, How.WALK_IN, Action.WALKED_IN, intent)


def add_known(tx: Transaction, *, actor: PersonId, meeting: MeetingId, pupil: PupilId, intent: Intent) -> Answer:
    """The same for a pupil whom the actor acts for. Whether they have scanned a good code is the caller's to check.

    Raises NotYours, SlotGone, AlreadyBooked, NotYourGrade, DoorFull, SheetWanted.
    """
    who = pupils.in_care_of(tx, actor=actor, pupil=pupil)
    slot, of_meeting = doors.recorded(tx, meeting=meeting)
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None and acted.booking is not None:
        return arrivals.repeated(tx, meeting=meeting, booking=acted.booking)
    check_known(tx, slot, who)
    booking = _new_seat(tx, actor, slot, who)
    return _in(tx, actor, slot, of_meeting, booking, How.WALK_IN, Action.WALKED_IN, intent)


def check_known(tx: Transaction, slot: Slot, pupil: Pupil) -> None:
    """Whether a pupil may come in without a booking. Raises AlreadyBooked, NotYourGrade, SheetWanted, DoorFull."""
    live = entries.live_booking(tx, pupil=pupil.id, slot=slot.id)
    if live is not None:
        raise AlreadyBooked(booking=live)
    audience = slot.event.audience
    if audience.strict and not audience.admits(pupil.grade):
        raise NotYourGrade(grade=pupil.grade, grade_from=audience.grade_from, grade_to=audience.grade_to)
    if permissions.missing_for(tx, pupil=pupil, slot=slot):
        raise SheetWanted
    if slot.seats_taken >= slot.capacity or (slot.waiting and slot.starts_at > tx.now):
        raise DoorFull(waiting=slot.waiting if slot.seats_taken < slot.capacity else 0)


def admit(
    tx: Transaction,
    *,
    actor: PersonId,
    meeting: MeetingId,
    booking: BookingId,
    sheet: ConsentText | None,
    photos: bool,
    intent: Intent,
) -> Answer:
    """Let in a pupil whose booking alone does not: who waits, whose permission is missing, whose booking has ended.

    The same intent again says what it said. Raises NotYours, NotOnThisDay, SlotGone, DoorFull, SheetWanted.
    """
    slot, of_meeting = arrivals.opened(tx, actor=actor, meeting=meeting)
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None and acted.booking is not None:
        return arrivals.repeated(tx, meeting=meeting, booking=acted.booking)
    asked = records.recorded(tx, booking=booking)
    if asked.slot.id != slot.id:
        raise NotYours
    live = entries.live_booking(tx, pupil=asked.pupil.id, slot=slot.id)
    if asked.state.is_over and live is not None:
        asked = records.recorded(tx, booking=live)
    if permissions.missing_for(tx, pupil=asked.pupil, slot=slot) and sheet is None:
        raise SheetWanted
    how = How.BY_LIST
    if asked.state.is_over:
        asked, how = _new_seat(tx, actor, slot, asked.pupil), How.WALK_IN
    elif asked.state is not BookingState.CONFIRMED:
        _seat(tx, slot, asked)
    if sheet is not None:
        _record(tx, actor, asked, sheet, photos=photos)
    return _in(tx, actor, slot, of_meeting, asked, how, Action.ADMITTED, intent)


def forget_names(tx: Transaction, *, chunk: int = 200) -> int:
    """Forget those who walked in long ago and whom nobody can ask to be forgotten, `chunk` at most; how many."""
    old = tx.all(KEPT_LONG_ENOUGH, before=tx.now - WALK_INS_KEPT_FOR, size=chunk)
    tx.run_many(FORGET_NAME, [{"pupil": number, "now": tx.now} for number in {row["id"] for row in old}])
    return len(old)


def _seat(tx: Transaction, slot: Slot, booking: Booking) -> None:
    """A certain seat for who waits or is held one."""
    if slot.cancelled_at is not None:
        raise SlotGone
    if booking.state is BookingState.WAITLISTED:
        in_turn = slot.starts_at <= tx.now or booking.position == 1
        if not in_turn or not counts.take(tx, slot=slot.id, seats=booking.seats):
            full = slot.seats_taken + booking.seats > slot.capacity
            raise DoorFull(waiting=0 if full else max((booking.position or 1) - 1, 1))
    tx.run(SEAT, booking=booking.id, now=tx.now)


def _new_seat(tx: Transaction, actor: PersonId, slot: Slot, pupil: Pupil) -> Booking:
    if slot.cancelled_at is not None:
        raise SlotGone
    taken = (
        counts.take(tx, slot=slot.id, seats=1)
        if slot.starts_at <= tx.now
        else limits.take_in_turn(tx, slot=slot, comer=Comer(school=pupil.school.id))
    )
    if not taken:
        raise DoorFull(waiting=slot.waiting if slot.seats_taken < slot.capacity else 0)
    entry = entries.Entry(
        state=BookingState.CONFIRMED, held_until=None, line_number=None, answer="", ticket_token=tickets.new_token()
    )
    number, _ = entries.insert(tx, entry, slot=slot.id, pupil=pupil.id, actor=actor)
    return records.recorded(tx, booking=number)


def _record(tx: Transaction, actor: PersonId, booking: Booking, sheet: ConsentText, *, photos: bool) -> None:
    consents.record_on_paper(
        tx, actor=actor, booking=booking, pupil=booking.pupil.id, text=sheet, photos=True if photos else None
    )


def _in(
    tx: Transaction,
    actor: PersonId,
    slot: Slot,
    meeting: Meeting,
    booking: Booking,
    how: How,
    action: Action,
    intent: Intent,
) -> Answer:
    now = phase(meeting, slot.zone, tx.now)
    marks.arrive(tx, booking=booking.id, meeting=meeting, phase=now, how=how, actor=actor)
    intents.act(tx, actor=actor, intent=intent, booking=booking.id)
    audit.write(tx, action, actor=actor, partner=slot.event.partner.id, meeting=meeting.id, booking=booking.id)
    marks.tell_guardians(tx, meeting=meeting, but=actor)
    return arrivals.answer(tx, Verdict.LET_IN, slot, meeting, booking.id)
