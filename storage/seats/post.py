"""Letters opened: a row of the outbox read with all that its words need, or found to make no sense any more."""

import json
from typing import Final

from domain.bookings import Booking
from domain.identities import BookingId, EventId, OutboxId, PersonId, SlotId
from domain.messages import Letter, LetterKind
from domain.people import Person
from domain.programme import Event, Meeting, Slot
from domain.refusals import Refusal
from storage.engine import Row, Transaction
from storage.people import persons
from storage.programme import slots
from storage.seats import records

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
    row = tx.one(LETTER, id=id)
    if row is None or (row["lapses_at"] is not None and row["lapses_at"] <= tx.now):
        return None
    try:
        letter = _opened(tx, row)
    except Refusal:  # a person, pupil, booking or event it is about is not there any more
        return None
    return letter if letter is not None and letter.makes_sense(tx.now) else None


def _opened(tx: Transaction, row: Row) -> Letter | None:
    to: Person = persons.person(tx, id=PersonId(row["person"]))
    booking: Booking | None = None
    if row["booking"] is not None:
        booking = records.recorded(tx, booking=BookingId(row["booking"]))
    slot, event = _about(tx, booking, json.loads(row["details"]))
    if row["kind"] == LetterKind.MORE_DATES and (event is None or not slots.dates(tx, event=event.id, size=1)):
        return None
    meeting: Meeting | None = None
    if row["meeting"] is not None:
        meeting = next((one for one in slot.meetings if one.id == row["meeting"]), None) if slot else None
        if meeting is None or meeting.version != row["version"]:
            return None
    return Letter(
        id=OutboxId(row["id"]),
        kind=LetterKind(row["kind"]),
        to=to,
        booking=booking,
        meeting=meeting,
        slot=slot,
        event=event,
        possible_repeat=bool(row["possible_repeat"]),
    )


def _about(tx: Transaction, booking: Booking | None, details: dict[str, int]) -> tuple[Slot | None, Event | None]:
    """What slot and event it is about: the booking's, else those that its details name."""
    if booking is not None:
        return booking.slot, booking.slot.event
    if "slot" in details:
        slot = slots.slot(tx, slot=SlotId(details["slot"]))
        return slot, slot.event
    if "event" in details:
        return None, slots.event(tx, event=EventId(details["event"]))
    return None, None
