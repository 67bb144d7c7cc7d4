"""Letters opened: a row of the outbox read with all that its words need, or found to make no sense any more."""

import json
from collections.abc import Sequence
from typing import Any, Final

from domain.bookings import Booking
from domain.classes import ClassBooking
from domain.identities import (
    AnnouncementId,
    BookingId,
    ClassId,
    EventId,
    HandoverId,
    NoteId,
    OutboxId,
    PersonId,
    PupilId,
    SlotId,
    TeacherId,
)
from domain.interest import InterestQuestion, Phase
from domain.messages import Letter, LetterKind
from domain.people import Person
from domain.posts import PlaceId, PostId
from domain.programme import Event, Meeting, Slot
from domain.refusals import NotYours, Refusal
from domain.truth import makes_sense
from storage.announcing import letters as announced
from storage.engine import Row, Transaction
from storage.messages import interest
from storage.people import persons, pupils, teachers
from storage.posting import places, posts
from storage.programme import slots
from storage.seats import class_records, day_records, door_letters, enclosures, handover_records

LETTER: Final = """
    SELECT outbox.id, outbox.kind, outbox.person, outbox.booking, outbox.meeting, outbox.version, outbox.details,
           outbox.lapses_at, outbox.possible_repeat
      FROM outbox
     WHERE outbox.id = :id
"""


def open_letter(tx: Transaction, *, id: OutboxId) -> Letter | None:  # noqa: A002  the row's own name for it
    """The letter as it would be worded now; None where it makes no sense any more and is to be dropped.

    It makes none once it has lapsed, its meeting has moved again, what it tells is not so any more, or its reader is
    gone, cannot be reached, or wants no reminders.
    """
    return open_letters(tx, ids=[id])[0]


def open_letters(tx: Transaction, *, ids: Sequence[OutboxId]) -> tuple[Letter | None, ...]:
    """The same for several, in their order."""
    of_announcements = announced.opened(tx, ids=ids)
    letters = (of_announcements.get(number) or _open(tx, number) for number in ids)
    return tuple(letter if letter is not None and makes_sense(letter, tx.now) else None for letter in letters)


def reopened(tx: Transaction, *, actor: PersonId, id: OutboxId) -> Letter | None:  # noqa: A002  as above
    """A letter that was sent, as it would be worded now; None where what it is about is gone. Raises NotYours."""
    row = tx.one(LETTER, id=id)
    if row is None or row["person"] != actor:
        raise NotYours
    try:
        return _opened(tx, row)
    except Refusal:
        return None


def _open(tx: Transaction, number: OutboxId) -> Letter | None:
    row = tx.one(LETTER, id=number)
    if row is None or (row["lapses_at"] is not None and row["lapses_at"] <= tx.now):
        return None
    try:
        return _opened(tx, row)
    except Refusal:  # a person, pupil, booking or event it is about is not there any more
        return None


def _opened(tx: Transaction, row: Row) -> Letter | None:
    to: Person = persons.person(tx, id=PersonId(row["person"]))
    booking: Booking | ClassBooking | None = None
    if row["booking"] is not None:
        booking = class_records.of_any_party(tx, booking=BookingId(row["booking"]))
    details = json.loads(row["details"])
    slot, event = _about(tx, booking, details)
    if row["kind"] == LetterKind.EVENT_NOT_PUBLISHED:
        event = slots.drafted(tx, event=EventId(details["draft"]))
    if row["kind"] == LetterKind.MORE_DATES and (event is None or not slots.dates(tx, event=event.id, size=1)):
        return None
    meeting: Meeting | None = None
    if row["meeting"] is not None:
        meeting = next((one for one in slot.meetings if one.id == row["meeting"]), None) if slot else None
        if meeting is None or meeting.version != row["version"]:
            return None
    if not door_letters.still_true(
        tx,
        kind=LetterKind(row["kind"]),
        to=to.id,
        slot=slot,
        booking=row["booking"],
        meeting=row["meeting"],
        pupil=details.get("pupil"),
    ):
        return None
    return Letter(
        id=OutboxId(row["id"]),
        kind=LetterKind(row["kind"]),
        to=to,
        booking=booking,
        meeting=meeting,
        slot=slot,
        event=event,
        school_class=(
            class_records.school_class(tx, school_class=ClassId(details["school_class"]))
            if "school_class" in details
            else None
        ),
        pupil=pupils.by_id(tx, pupil=PupilId(details["pupil"])) if "pupil" in details else None,
        teacher=teachers.by_id(tx, teacher=TeacherId(details["teacher"])) if "teacher" in details else None,
        note=day_records.note(tx, note=NoteId(details["note"])) if "note" in details else None,
        handover=(
            handover_records.recorded(tx, handover=HandoverId(details["handover"])) if "handover" in details else None
        ),
        missing=details.get("missing"),
        asks=_asks(tx, to, event, details),
        enclosed=enclosures.of(tx, kind=LetterKind(row["kind"]), to=to, booking=booking, details=details),
        drafted=AnnouncementId(details["announcement"]) if "announcement" in details else None,
        place=places.read(tx, place=PlaceId(details["place"])) if "place" in details else None,
        post=posts.read(tx, post=PostId(details["post"])) if "post" in details else None,
        possible_repeat=bool(row["possible_repeat"]),
    )


def _asks(tx: Transaction, to: Person, event: Event | None, details: dict[str, Any]) -> InterestQuestion | None:
    """How interested the reader is, where this letter asks it and they have not answered."""
    if event is None or "interest" not in details:
        return None
    return interest.question(tx, person=to.id, event=event.id, phase=Phase(details["interest"]))


def _about(
    tx: Transaction, booking: Booking | ClassBooking | None, details: dict[str, int]
) -> tuple[Slot | None, Event | None]:
    """What slot and event it is about: the booking's, else those that its details name."""
    if booking is not None:
        return booking.slot, booking.slot.event
    if "slot" in details:
        slot = slots.slot(tx, slot=SlotId(details["slot"]))
        return slot, slot.event
    if "event" in details:
        return None, slots.event(tx, event=EventId(details["event"]))
    return None, None
