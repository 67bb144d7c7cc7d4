"""Slots moved, made larger or smaller, and cancelled by their organizers. What follows for those in it: publishing."""

from dataclasses import dataclass, replace
from typing import Final

from domain.drafts import ManagedEvent, ManagedSlot
from domain.identities import Intent, PersonId, SlotId
from domain.moments import Instant
from domain.moves import Audience, Proposal, Seated, Why, proposed, starts_at
from domain.programme import Place, SlotDraft
from domain.refusals import AlreadyStarted, ChangedMeanwhile, DecidedAlready, SeatsTaken, SlotGone
from domain.rights import Action
from storage.drafting import reading
from storage.engine import Transaction
from storage.people import audit, intents
from storage.programme.columns import texts
from storage.publishing import slots, tidings

# Places that the partner's slots were at, the one used last first.
PLACES: Final = """
    SELECT max(slot.id) AS slot, slot.place, slot.address, city.name AS city_name, slot.latitude, slot.longitude
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
      JOIN cities AS city ON city.id = slot.city
     WHERE event.partner = :partner AND slot.place IS NOT NULL
     GROUP BY slot.place, slot.address, slot.city
     ORDER BY 1 DESC
     LIMIT :size
"""

CHANGED_SINCE: Final = """
    SELECT changed.part,
           (SELECT name FROM organizers WHERE person = changed.changed_by LIMIT 1) AS name
      FROM slot_changes AS changed
     WHERE changed.slot = :slot AND changed.revision > :seen
     ORDER BY changed.revision DESC, changed.part
"""

SIGN: Final = """
    UPDATE slot_changes
       SET changed_by = :actor
     WHERE slot = :slot AND revision > :seen
"""

# Newest first: whoever came last is whom fewer seats would concern.
NEWEST: Final = """
    SELECT booking.seats, pupil.first_name, class.name AS class_name, teacher.name AS teacher,
           coalesce(school.name, school_of_class.name) AS school
      FROM bookings AS booking
      LEFT JOIN pupils AS pupil ON pupil.id = booking.pupil
      LEFT JOIN schools AS school ON school.id = pupil.school
      LEFT JOIN classes AS class ON class.id = booking.class
      LEFT JOIN teachers AS teacher ON teacher.id = class.teacher
      LEFT JOIN schools AS school_of_class ON school_of_class.id = teacher.school
     WHERE booking.slot = :slot AND booking.state IN ('requested', 'confirmed', 'offered')
     ORDER BY booking.requested_at DESC, booking.id DESC
     LIMIT :size
"""

_PLACES_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Movable:
    """A slot that an organizer is about to change: as it is, its event, and whom a change would concern."""

    event: ManagedEvent
    slot: ManagedSlot
    audience: Audience


def movable(tx: Transaction, *, actor: PersonId, slot: SlotId) -> Movable:
    """A slot for whoever may change it. Raises NotYours, SlotGone (it is cancelled or over)."""
    event = reading.of_slot(tx, actor=actor, slot=slot)
    known = _of(event, slot)
    if known is None or known.cancelled_at is not None or known.ends_at <= tx.now:
        raise SlotGone
    return Movable(event, known, tidings.audience(tx, slot=slot))


def places(tx: Transaction, *, actor: PersonId, slot: SlotId) -> tuple[tuple[SlotId, Place], ...]:
    """Where the partner's slots have been, each by a slot that was there; the latest first. Raises NotYours."""
    event = reading.of_slot(tx, actor=actor, slot=slot)
    return tuple(
        (
            SlotId(row["slot"]),
            Place(
                name=texts(row["place"]),
                address=texts(row["address"]),
                city=texts(row["city_name"]),
                latitude=row["latitude"],
                longitude=row["longitude"],
            ),
        )
        for row in tx.all(PLACES, partner=event.partner.id, size=_PLACES_SHOWN)
    )


def move(
    tx: Transaction, *, actor: PersonId, slot: SlotId, proposal: Proposal, why: Why, seen: int, intent: Intent
) -> None:
    """Make a slot what is proposed, and tell everybody who is booked, at once. The same intent again does nothing.

    Raises NotYours, SlotGone, AlreadyStarted (that meeting has begun), ChangedMeanwhile, NothingToMove, NotAhead,
    TimeSkipped, MeetingsOverlap.
    """
    if intents.acted(tx, actor=actor, intent=intent) is not None:
        return
    found = movable(tx, actor=actor, slot=slot)
    check(tx, found.slot, seen=seen)
    draft = found.slot.draft(found.event.key)
    wanted = proposed(draft, proposal, tx.now)
    if _has_begun(draft, wanted, tx.now):
        raise AlreadyStarted
    slots.bring_slots(tx, slots=(wanted,), by=actor, why=why)
    tx.run(SIGN, slot=slot, seen=seen, actor=actor)
    intents.act(tx, actor=actor, intent=intent)
    told = found.audience.parties
    audit.write(tx, Action.SLOT_MOVED, actor=actor, partner=found.event.partner.id, slot=slot, told=told)


def call_off(tx: Transaction, *, actor: PersonId, slot: SlotId, why: Why, seen: int, intent: Intent) -> None:
    """Cancel a slot for that reason, and tell everybody who is booked. The same intent again does nothing.

    Raises NotYours, SlotGone (over), DecidedAlready (somebody else has cancelled it), ChangedMeanwhile.
    """
    if intents.acted(tx, actor=actor, intent=intent) is not None:
        return
    event = reading.of_slot(tx, actor=actor, slot=slot)
    known = _of(event, slot)
    if known is None or known.cancelled_at is not None:
        raise DecidedAlready
    if known.ends_at <= tx.now:
        raise SlotGone
    check(tx, known, seen=seen)
    told = tidings.audience(tx, slot=slot).parties
    if not slots.call_off(tx, slot=slot, by=actor, why=why):
        raise DecidedAlready
    tx.run(SIGN, slot=slot, seen=seen, actor=actor)
    intents.act(tx, actor=actor, intent=intent)
    audit.write(tx, Action.SLOT_CANCELLED, actor=actor, partner=event.partner.id, slot=slot, told=told)


def set_seats(tx: Transaction, *, actor: PersonId, slot: SlotId, seats: int, seen: int) -> None:
    """Another number of seats; new ones go to the waiting list at once.

    Raises NotYours, SlotGone, ChangedMeanwhile, SeatsTaken (so many are taken: nobody is thrown out by a number).
    """
    found = movable(tx, actor=actor, slot=slot)
    if found.slot.capacity == seats:
        return
    check(tx, found.slot, seen=seen)
    if seats < found.slot.seats_taken:
        raise SeatsTaken(taken=found.slot.seats_taken)
    draft = found.slot.draft(found.event.key)
    slots.bring_slots(tx, slots=(replace(draft, capacity=seats),), by=actor)
    tx.run(SIGN, slot=slot, seen=seen, actor=actor)
    audit.write(
        tx,
        Action.SEATS_CHANGED,
        actor=actor,
        partner=found.event.partner.id,
        slot=slot,
        seats=seats,
        were=found.slot.capacity,
    )


def newest(tx: Transaction, *, actor: PersonId, slot: SlotId, size: int = 10) -> tuple[Seated, ...]:
    """Who holds seats in a slot, those who came last first. Raises NotYours."""
    reading.of_slot(tx, actor=actor, slot=slot)
    return tuple(
        Seated(
            name=row["class_name"] or row["first_name"] or "",
            teacher=row["teacher"] or "",
            school=row["school"] or "",
            seats=row["seats"],
        )
        for row in tx.all(NEWEST, slot=slot, size=size)
    )


def check(tx: Transaction, known: ManagedSlot, *, seen: int) -> None:
    """Whether the slot is still as it was shown. Raises ChangedMeanwhile."""
    if known.revision != seen:
        rows = tx.all(CHANGED_SINCE, slot=known.id, seen=seen)
        raise ChangedMeanwhile(
            revision=known.revision,
            parts=tuple(dict.fromkeys(row["part"] for row in rows)),
            by=tuple(dict.fromkeys(row["name"] for row in rows if row["name"])),
        )


def _of(event: ManagedEvent, slot: SlotId) -> ManagedSlot | None:
    """The date of an event; None for one that is taken out of its draft."""
    return next((one for one in event.slots if one.id == slot), None)


def _has_begun(draft: SlotDraft, wanted: SlotDraft, now: Instant) -> bool:
    """Whether a meeting that has begun would be another."""
    meetings = zip(draft.meetings, wanted.meetings, strict=True)
    return any(was != is_to_be and starts_at(was, draft.zone) <= now for was, is_to_be in meetings)
