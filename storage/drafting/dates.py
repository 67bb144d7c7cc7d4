"""Dates of events: added, taken out of a draft, their registration. Moving what is booked is for storage/publishing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from domain.drafts import MOST_SLOTS_AT_ONCE, OURS, USUAL_SEATS, ManagedEvent, ManagedSlot, Planned, attended
from domain.identities import EventId, Intent, PersonId, SlotId
from domain.moments import Instant, exists, instant
from domain.programme import MeetingTime, SlotDraft
from domain.refusals import (
    ChangedMeanwhile,
    NotAhead,
    NotReady,
    NotYours,
    PublishedAlready,
    RegistrationUpsideDown,
    TimeSkipped,
    TooManyDates,
)
from domain.rights import Action
from storage.drafting import reading
from storage.engine import Transaction
from storage.messages import reminder_plans
from storage.people import audit
from storage.publishing import slots
from storage.seats import offers

SLOT_OF_KEY: Final = """
    SELECT id
      FROM slots
     WHERE key = :key
"""

CHANGED_SINCE: Final = """
    SELECT changed.part, organizer.name
      FROM slot_changes AS changed
      LEFT JOIN organizers AS organizer
        ON organizer.person = changed.changed_by AND organizer.partner = :partner AND organizer.role = 'programme'
     WHERE changed.slot = :slot AND changed.revision > :seen
     ORDER BY changed.revision DESC, changed.part
"""

SIGN: Final = """
    UPDATE slot_changes
       SET changed_by = :actor
     WHERE slot = :slot AND revision > :since
"""

SET_REGISTRATION: Final = """
    UPDATE slots
       SET opens_at = :opens_at, closes_at = coalesce(:closes_at, starts_at)
     WHERE id = :slot
"""

# Not deleted: much may refer to it. What was taken out before anybody saw it is read nowhere.
REMOVE: Final = """
    UPDATE slots
       SET cancelled_at = :now
     WHERE id = :slot
"""


def add(
    tx: Transaction, *, actor: PersonId, event: EventId, planned: Sequence[Planned], zone: str, intent: Intent
) -> ManagedEvent:
    """Add dates to an event; the same intent adds the same ones, and what is there already is not added again.

    Where they are, and what they do not say, is as usual with this event; `zone`: by whose clocks, where nobody has
    said. Raises NotReady where a published event would have dates nowhere, NotAhead, TimeSkipped, TooManyDates,
    NotYours.
    """
    known = reading.event(tx, actor=actor, event=event)
    if len(planned) > MOST_SLOTS_AT_ONCE:
        raise TooManyDates(MOST_SLOTS_AT_ONCE)
    usual = known.usually(zone)
    where = attended(known.sheet.format, usual)
    there = {slot.meetings for slot in known.slots if slot.cancelled_at is None}
    new = []
    for number, one in enumerate(planned):
        key = f"{OURS}{intent}-{number}"
        if one.meetings in there or tx.one(SLOT_OF_KEY, key=key) is not None:
            continue
        _stands(tx, one.meetings, where.zone)
        new.append(
            SlotDraft(
                key=key,
                event=known.key,
                place=where.place,
                online_link=where.online_link,
                zone=where.zone,
                capacity=one.seats or usual.seats or USUAL_SEATS,
                meetings=one.meetings,
                opens_at=None,
                closes_at=None,
            )
        )
    if not new:
        return known
    slots.bring_slots(tx, slots=new)
    made = reading.read(tx, event=event)
    if not made.is_draft and made.lacks():
        raise NotReady(tuple(made.lacks()))
    audit.write(tx, Action.DATES_ADDED, actor=actor, partner=made.partner.id, event=event, dates=len(new))
    return made


def _stands(tx: Transaction, meetings: Sequence[MeetingTime], zone: str) -> None:
    for meeting in meetings:
        if not exists(meeting.on, meeting.at, zone):
            raise TimeSkipped
    if instant(meetings[0].on, meetings[0].at, zone) <= tx.now:
        raise NotAhead


def follow(tx: Transaction, draft: ManagedEvent) -> None:
    """Let all dates of a draft be where the draft is. Nobody is told: nobody has seen them."""
    where = attended(draft.sheet.format, draft.sheet.where)
    slots.bring_slots(
        tx,
        slots=[
            replace(
                slot.draft(draft.key), place=where.place, online_link=where.online_link, zone=where.zone or slot.zone
            )
            for slot in draft.slots
        ],
    )


def rewrite(tx: Transaction, *, actor: PersonId, slot: SlotId, seen: int, planned: Planned) -> ManagedEvent:
    """Another time, or other seats (0: as they are), for a date of a draft.

    Raises PublishedAlready (what people may have seen is moved, and they are told), ChangedMeanwhile, NotAhead,
    TimeSkipped, NotYours.
    """
    known, one = _of_draft(tx, actor=actor, slot=slot, seen=seen)
    _stands(tx, planned.meetings, one.zone)
    changed = replace(one.draft(known.key), meetings=planned.meetings, capacity=planned.seats or one.capacity)
    if one.closes_at is not None and one.closes_at > instant(planned.meetings[0].on, planned.meetings[0].at, one.zone):
        changed = replace(changed, closes_at=None)
    if changed.opens_at is not None and changed.opens_at >= instant(
        planned.meetings[0].on, planned.meetings[0].at, one.zone
    ):
        changed = replace(changed, opens_at=None)
    slots.bring_slots(tx, slots=(changed,))
    return _changed(tx, known, one, actor)


def set_registration(
    tx: Transaction, *, actor: PersonId, slot: SlotId, seen: int, opens_at: Instant | None, closes_at: Instant | None
) -> ManagedEvent:
    """When one can register for a date: from `opens_at` (None: at once) to `closes_at` (None: until it begins).

    Raises RegistrationUpsideDown, ChangedMeanwhile, NotYours.
    """
    known, one = _known(tx, actor=actor, slot=slot)
    if (one.opens_at, one.closes_at) == (opens_at, closes_at):
        return known
    check(tx, known, one, seen=seen)
    closes = one.starts_at if closes_at is None else closes_at
    if closes > one.starts_at or (opens_at is not None and opens_at >= closes):
        raise RegistrationUpsideDown
    tx.run(SET_REGISTRATION, slot=slot, opens_at=opens_at, closes_at=closes_at)
    offers.offer_freed_seats(tx, slot=slot)
    return _changed(tx, known, one, actor)


def remove(tx: Transaction, *, actor: PersonId, slot: SlotId, seen: int) -> ManagedEvent:
    """Take a date out of a draft. Raises PublishedAlready, ChangedMeanwhile, NotYours."""
    known, _one = _of_draft(tx, actor=actor, slot=slot, seen=seen)
    tx.run(REMOVE, slot=slot, now=tx.now)
    reminder_plans.plan(tx, slot=slot)
    audit.write(tx, Action.DATE_REMOVED, actor=actor, partner=known.partner.id, event=known.id, slot=slot)
    return reading.read(tx, event=known.id)


def check(tx: Transaction, known: ManagedEvent, slot: ManagedSlot, *, seen: int) -> None:
    """Raises ChangedMeanwhile where the date is another than the one that was shown."""
    if slot.revision == seen:
        return
    rows = tx.all(CHANGED_SINCE, slot=slot.id, partner=known.partner.id, seen=seen)
    raise ChangedMeanwhile(
        revision=slot.revision,
        parts=tuple(row["part"] for row in rows),
        by=tuple(dict.fromkeys(row["name"] for row in rows if row["name"])),
    )


def _of_draft(tx: Transaction, *, actor: PersonId, slot: SlotId, seen: int) -> tuple[ManagedEvent, ManagedSlot]:
    known, one = _known(tx, actor=actor, slot=slot)
    if not known.is_draft:
        raise PublishedAlready
    check(tx, known, one, seen=seen)
    return known, one


def _known(tx: Transaction, *, actor: PersonId, slot: SlotId) -> tuple[ManagedEvent, ManagedSlot]:
    known = reading.of_slot(tx, actor=actor, slot=slot)
    one = next((each for each in known.slots if each.id == slot), None)
    if one is None:
        raise NotYours
    return known, one


def _changed(tx: Transaction, known: ManagedEvent, slot: ManagedSlot, actor: PersonId) -> ManagedEvent:
    tx.run(SIGN, slot=slot.id, since=slot.revision, actor=actor)
    audit.write(tx, Action.DATE_CHANGED, actor=actor, partner=known.partner.id, event=known.id, slot=slot.id)
    return reading.read(tx, event=known.id)
