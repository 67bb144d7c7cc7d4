"""What teachers told their hosts on the day, read whole. Leaves telling and answering to the classes' use cases."""

from typing import Final

from domain.class_days import DayNote, HostAnswer, NoteAbout
from domain.identities import BookingId, NoteId
from domain.moments import Instant
from domain.refusals import NotYours
from storage.engine import Transaction

NOTE: Final = """
    SELECT note.id, note.booking, note.about, note.amount, note.was, note.told_at, note.answer, note.answered_by,
           (SELECT organizer.name
              FROM organizers AS organizer
             WHERE organizer.person = note.answered_by AND organizer.partner = event.partner
             LIMIT 1) AS answered_name
      FROM day_notes AS note
      JOIN bookings AS booking ON booking.id = note.booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
     WHERE note.id = :note
"""


def note(tx: Transaction, *, note: NoteId) -> DayNote:
    """What was told, whoever asks: for what the house itself does. Raises NotYours where there is none."""
    row = tx.one(NOTE, note=note)
    if row is None:
        raise NotYours
    return DayNote(
        id=NoteId(row["id"]),
        booking=BookingId(row["booking"]),
        about=NoteAbout(row["about"]),
        amount=row["amount"],
        was=row["was"],
        told_at=Instant(row["told_at"]),
        answer=None if row["answer"] is None else HostAnswer(row["answer"]),
        answered_by=row["answered_by"],
        answered_name=row["answered_name"] or "",
    )
