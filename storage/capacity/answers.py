"""Form answers brought in: who of them is booked already, who would get a seat and who wait; then all, or none."""

from collections.abc import Collection, Sequence

from domain.bookings import BookingState
from domain.capacity import Alike, Caller, Comer, Preview
from domain.identities import Intent, PersonId, SchoolId, SlotId
from domain.programme import Slot
from domain.rights import OrganizerRole
from storage.capacity import by_hand, form_sheets
from storage.engine import Transaction
from storage.people import intents, rights, schools
from storage.programme import slots
from storage.seats import limits

Numbered = tuple[int, Caller]
"""A row's number in the file, and who answered in it."""


def preview(
    tx: Transaction,
    *,
    actor: PersonId,
    slot: SlotId,
    rows: Sequence[Numbered],
    skipped: Collection[int],
    kept: Collection[int],
) -> Preview:
    """What would come of these rows now; nothing is changed. Raises NotYours, SlotGone.

    `skipped`: rows of somebody booked already, which are left out; `kept`: rows like somebody booked, of another pupil.
    """
    of = slots.slot(tx, slot=slot)
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=of.event.partner.id)
    alike = _alike(tx, slot, rows, known={*skipped, *kept})
    unsettled = {one.row for one in alike}
    coming = [caller for number, caller in rows if number not in skipped and number not in unsettled]
    waiting = _who_waits(tx, of, coming)
    return Preview(
        seated=len(coming) - len(waiting), waiting=tuple(waiting), alike=tuple(alike), left_out=len(set(skipped))
    )


def bring_in(
    tx: Transaction,
    *,
    actor: PersonId,
    slot: SlotId,
    rows: Sequence[Numbered],
    kept: Collection[int],
    intent: Intent,
) -> tuple[BookingState, ...] | None:
    """Book all of these, in their order, and forget the sheet; what each came to. The same intent again does nothing.

    None, and nobody is booked, where a row is like a booking that was not there when it was looked at.
    Raises NotYours, SlotGone, AlreadyStarted, NotYourGrade, AnswerMissing: then nobody is booked either.
    """
    if intents.acted(tx, actor=actor, intent=intent) is not None:
        return ()
    if _alike(tx, slot, rows, known=kept):
        return None
    made = by_hand.bring_in(tx, actor=actor, slot=slot, callers=tuple(caller for _, caller in rows))
    intents.act(tx, actor=actor, intent=intent)
    form_sheets.forget(tx, actor=actor)
    return tuple(by_hand.look(tx, actor=actor, booking=booking).booking.state for booking in made)


def _alike(tx: Transaction, slot: SlotId, rows: Sequence[Numbered], known: Collection[int]) -> list[Alike]:
    """Rows like a booking that is there, or like a row above; never merged, only asked about."""
    found: list[Alike] = []
    seen: set[tuple[str, int, SchoolId | None, str]] = set()
    for number, caller in rows:
        key = (by_hand.folded(caller.first_name), caller.grade, caller.school, by_hand.folded(caller.school_name))
        twice = key in seen
        seen.add(key)
        if number not in known and (twice or by_hand.alike(tx, slot=slot, caller=caller) is not None):
            found.append(Alike(row=number, name=caller.first_name))
    return found


def _who_waits(tx: Transaction, of: Slot, coming: Sequence[Caller]) -> list[str]:
    """First names of those for whom there would be no seat, were they to come one after the other now."""
    if of.terms is None:
        return [caller.first_name for caller in coming[of.free :]]
    terms = limits.Terms(tx, of.id)
    room = limits.after(terms.line, terms.room())
    waiting: list[str] = []
    for caller in coming:
        school = caller.school or schools.named(tx, name=caller.school_name)
        last = terms.stands(tx, of.id, Comer(school=school))
        if not limits.takes(room, last, limit=of.terms.school_limit):
            waiting.append(caller.first_name)
    return waiting
