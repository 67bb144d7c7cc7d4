"""Bookings, slots, audiences, consents, listings and letters: their rules, on objects alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.bookings import HOLDING, Booking, BookingState, held_until, overlap
from domain.consents import school_year_end
from domain.identities import (
    AccountId,
    BookingId,
    EventId,
    MeetingId,
    OutboxId,
    PartnerId,
    PersonId,
    PupilId,
    SchoolId,
    SlotId,
)
from domain.languages import Language, Texts
from domain.listings import Filter, without
from domain.messages import Letter, LetterKind, Priority
from domain.moments import DAY, HOUR, Instant, local
from domain.people import AgeLine, Person, Pupil, School
from domain.programme import Audience, Event, EventKind, Format, Meeting, Partner, Slot, Wanted
from domain.truth import makes_sense

NOW = Instant(int(datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()))
OVER = {BookingState.CANCELLED, BookingState.DECLINED, BookingState.EXPIRED}


def meeting(starts_in: int, lasts: int = HOUR, number: int = 1) -> Meeting:
    return Meeting(
        id=MeetingId(number), starts_at=Instant(NOW + starts_in), ends_at=Instant(NOW + starts_in + lasts), version=1
    )


def slot(*meetings: Meeting) -> Slot:
    partner = Partner(id=PartnerId(1), name=Texts(ru="Институт"), contact="")
    event = Event(
        id=EventId(1),
        partner=partner,
        kind=EventKind.EXCURSION,
        title=Texts(ru="Музей"),
        description=Texts(),
        audience=Audience(),
        format=Format.IN_PERSON,
        bring=Texts(),
        forbidden=Texts(),
        question=None,
    )
    held = meetings or (meeting(DAY),)
    return Slot(
        id=SlotId(1),
        event=event,
        place=None,
        online_link="",
        zone="Asia/Almaty",
        capacity=5,
        seats_taken=2,
        waiting=0,
        opens_at=None,
        closes_at=held[0].starts_at,
        cancelled_at=None,
        meetings=held,
    )


def booking(state: BookingState = BookingState.CONFIRMED, *, slot_of: Slot | None = None) -> Booking:
    school = School(id=SchoolId(1), name="Школа № 239", city="", listed=True)
    pupil = Pupil(id=PupilId(1), person=PersonId(1), first_name="Тимур", grade=8, age_line=AgeLine.OLDER, school=school)
    return Booking(
        id=BookingId(1),
        slot=slot() if slot_of is None else slot_of,
        pupil=pupil,
        state=state,
        booked_by=PersonId(1),
        held_until=Instant(NOW + HOUR) if state in {BookingState.REQUESTED, BookingState.OFFERED} else None,
        position=None,
        answer="",
        ticket_token="token",
        ticket_code="BCKM",
        consent_token=None,
    )


def letter(kind: LetterKind, about: Booking, **changes: object) -> Letter:
    person = Person(
        id=PersonId(1),
        account=AccountId(1),
        language=Language.RUSSIAN,
        language_chosen=False,
        reminders_muted=False,
        reachable=True,
        pupil=about.pupil,
    )
    made = Letter(
        id=OutboxId(1),
        kind=kind,
        to=person,
        booking=about,
        meeting=about.slot.meetings[0],
        slot=about.slot,
        event=about.slot.event,
        possible_repeat=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields of a letter, by name


@pytest.mark.parametrize("state", BookingState)
def test_a_booking_is_over_or_waits_or_holds_seats(state: BookingState) -> None:
    assert state.is_over == (state in OVER)
    assert state.holds_seats == (state in HOLDING)
    assert [state.is_over, state.holds_seats, state is BookingState.WAITLISTED].count(True) == 1
    assert booking(state).confirmed == (state is BookingState.CONFIRMED)


def test_seats_are_held_until_the_close_at_most() -> None:
    assert held_until(NOW, Instant(NOW + 3 * DAY), DAY) == NOW + DAY
    assert held_until(NOW, Instant(NOW + HOUR), DAY) == NOW + HOUR


def test_slots_overlap_when_some_of_their_meetings_do() -> None:
    course = slot(meeting(DAY), meeting(8 * DAY, number=2))
    assert overlap(course, slot(meeting(8 * DAY + HOUR // 2)))
    assert not overlap(course, slot(meeting(8 * DAY + HOUR)))
    assert not overlap(course, slot(meeting(4 * DAY)))


def test_what_a_slot_says_of_itself() -> None:
    course = slot(meeting(DAY), meeting(8 * DAY, number=2))
    assert (course.starts_at, course.ends_at) == (NOW + DAY, NOW + 8 * DAY + HOUR)
    assert course.next_meeting(NOW) == course.meetings[0]
    assert course.next_meeting(Instant(NOW + DAY + HOUR)) == course.meetings[1]
    assert course.next_meeting(Instant(NOW + 9 * DAY)) is None
    assert course.local_start() == local(Instant(NOW + DAY), "Asia/Almaty")
    assert (course.free, replace(course, waiting=1).free) == (3, 0)


def test_when_one_can_register() -> None:
    some = replace(slot(), opens_at=Instant(NOW + HOUR))
    assert not some.is_open(NOW)
    assert some.is_open(Instant(NOW + HOUR))
    assert not some.is_open(some.closes_at)
    assert not replace(slot(), cancelled_at=NOW).is_open(NOW)


def test_audiences() -> None:
    assert [grade for grade in range(1, 13) if Audience(grade_from=5, grade_to=7).admits(grade)] == [5, 6, 7]
    assert Audience(grade_from=9).admits(12)
    assert not Audience(grade_to=4).admits(5)
    assert all(Audience().admits(grade) for grade in range(1, 13))


def test_a_school_year_ends_on_31_august_there() -> None:
    for today, year in (("2026-11-23", 2027), ("2027-08-31", 2027), ("2027-09-01", 2028), ("2027-01-01", 2027)):
        now = Instant(int(datetime.fromisoformat(f"{today}T12:00+00:00").timestamp()))
        ends = local(school_year_end(now, "Asia/Almaty"), "Asia/Almaty")
        assert f"{ends:%Y-%m-%d %H:%M:%S}" == f"{year}-08-31 23:59:59"


def test_the_last_evening_of_august_is_by_clocks_there() -> None:
    """At 20:00 UTC on 31 August it is 1 September in Almaty already."""
    now = Instant(int(datetime(2027, 8, 31, 20, tzinfo=UTC).timestamp()))
    assert local(school_year_end(now, "Asia/Almaty"), "Asia/Almaty").year == 2028


@pytest.mark.parametrize("dropped", Filter)
def test_dropping_a_filter_drops_that_one_alone(dropped: Filter) -> None:
    full = Wanted(
        kind=EventKind.COURSE,
        grade=8,
        city=None,
        online=True,
        starts_from=NOW,
        starts_before=Instant(NOW + DAY),
        seats=26,
    )
    once = without(full, dropped)
    assert without(once, dropped) == once
    assert (once == full) == (dropped is Filter.CITY)
    for other in Filter:
        once = without(once, other)
    assert not once


@pytest.mark.parametrize("kind", LetterKind)
def test_reminders_go_after_notices(kind: LetterKind) -> None:
    assert (kind.priority is Priority.REMINDER) == (kind in {LetterKind.REMINDER, LetterKind.INTEREST, LetterKind.NEWS})
    assert (kind.priority is Priority.ANNOUNCEMENT) == (kind is LetterKind.ANNOUNCEMENT)


TRUE_FOR = {
    LetterKind.REMINDER: {BookingState.CONFIRMED},
    LetterKind.TICKET: {BookingState.CONFIRMED},
    LetterKind.CHILD_CONFIRMED: {BookingState.CONFIRMED},
    LetterKind.CHECKED_IN: {BookingState.CONFIRMED},
    LetterKind.DOOR_LIST: set(BookingState),
    LetterKind.OFFER: {BookingState.OFFERED},
    LetterKind.OFFER_EXPIRED: {BookingState.EXPIRED},
    LetterKind.HOLD_EXPIRED: {BookingState.EXPIRED},
    LetterKind.CONSENT_REFUSED: {BookingState.DECLINED},
    LetterKind.CANCELLED_FOR_YOU: {BookingState.CANCELLED},
    LetterKind.SLOT_MOVED: set(BookingState) - OVER,
    LetterKind.SLOT_CANCELLED: set(),
    LetterKind.MORE_DATES: set(BookingState),
    LetterKind.ANNOUNCEMENT: set(),
    LetterKind.SKIPPED: {BookingState.WAITLISTED},
    LetterKind.CLASS_DECLINED: {BookingState.DECLINED},
    LetterKind.CLASS_ASKS: {BookingState.REQUESTED},
    LetterKind.CLASS_CHANGED: {BookingState.CONFIRMED},
    LetterKind.CLASS_CANCELLED: {BookingState.CANCELLED},
    LetterKind.PERMISSION_WANTED: {BookingState.CONFIRMED},
    LetterKind.ABSENCE: {BookingState.CONFIRMED},
    LetterKind.STILL_COMING: {BookingState.CONFIRMED},
    LetterKind.SILENT_CLASS: {BookingState.CONFIRMED},
    LetterKind.LEAVE_NOW: {BookingState.CONFIRMED},
    LetterKind.DAY_NOTE: {BookingState.CONFIRMED},
    LetterKind.DAY_ANSWER: {BookingState.CONFIRMED},
    LetterKind.EVENT_PUBLISHED: set(BookingState),
    LetterKind.EVENT_NOT_PUBLISHED: set(BookingState),
    LetterKind.NEWS: set(),
    LetterKind.DIGEST: set(),
    LetterKind.CARD_CHANGED: set(),
    LetterKind.QUESTION_ASKED: set(),
    LetterKind.QUESTION_ANSWERED: set(),
    LetterKind.QUESTION_DECLINED: set(),
    LetterKind.APPLICATION_ASKS: set(),
    LetterKind.CONSIDERED: set(),
    LetterKind.APPLICATION_DECLINED: {BookingState.DECLINED},
    LetterKind.APPLICATION_EXPIRED: {BookingState.EXPIRED},
    LetterKind.JOINERS: set(),
    LetterKind.JOINED: set(),
    LetterKind.TOO_FEW: set(BookingState),
    LetterKind.INTEREST: set(),
    LetterKind.CLASSES_LEFT: set(),
    LetterKind.CLASS_OFFERED: set(),
    LetterKind.CLASS_TAKEN: set(),
    LetterKind.CLASS_NOT_TAKEN: set(),
    LetterKind.COMES_AFTER_ALL: {BookingState.CONFIRMED},
    LetterKind.PUPIL_MOVED: set(),
    LetterKind.PUPIL_MOVED_AWAY: set(),
    LetterKind.TEACHER_ASKS: set(),
    LetterKind.TEACHER_APPROVED: set(),
    LetterKind.TEACHER_DECLINED: set(),
    LetterKind.TEACHER_REVOKED: set(),
    LetterKind.ALBUM_READY: set(),
    LetterKind.PLACE_FOUND: set(),
    LetterKind.POST_TROUBLE: set(),
}


PUBLISHING = {LetterKind.EVENT_PUBLISHED, LetterKind.EVENT_NOT_PUBLISHED}


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("state", BookingState)
def test_a_letter_makes_sense_while_what_it_tells_is_so(kind: LetterKind, state: BookingState) -> None:
    some = letter(kind, booking(state))
    assert makes_sense(some, NOW) == (state in TRUE_FOR[kind])
    assert not makes_sense(replace(some, to=replace(some.to, reachable=False)), NOW)


@pytest.mark.parametrize("kind", LetterKind)
def test_letters_about_a_slot_that_is_called_off(kind: LetterKind) -> None:
    called_off = replace(slot(), cancelled_at=NOW)
    live = {state for state in BookingState if makes_sense(letter(kind, booking(state, slot_of=called_off)), NOW)}
    if kind in {LetterKind.SLOT_CANCELLED, LetterKind.MORE_DATES, *PUBLISHING}:
        assert live == set(BookingState)
    else:
        assert live <= OVER, "nothing is told of it as if it took place"


def test_reminders_are_of_what_is_ahead_and_for_those_who_want_them() -> None:
    reminder = letter(LetterKind.REMINDER, booking())
    assert not makes_sense(reminder, Instant(NOW + DAY))
    assert not makes_sense(replace(reminder, to=replace(reminder.to, reminders_muted=True)), NOW)
    assert makes_sense(letter(LetterKind.TICKET, booking(), to=replace(reminder.to, reminders_muted=True)), NOW)


def test_an_offer_makes_sense_until_its_deadline() -> None:
    offer = letter(LetterKind.OFFER, booking(BookingState.OFFERED))
    assert makes_sense(offer, Instant(NOW + HOUR - 1))
    assert not makes_sense(offer, Instant(NOW + HOUR))


def test_who_needs_a_guardian() -> None:
    pupil = booking().pupil
    assert not pupil.needs_guardian
    assert replace(pupil, age_line=AgeLine.YOUNGER).needs_guardian
