"""What organizers set about a slot's seats: kept for some, shared with other slots, so many of a school at most."""

from collections.abc import Sequence
from typing import Final

from domain.capacity import MOST_SCHOOLS, MOST_SHARING, Capacity, KeptFor, Sharing, Warn
from domain.identities import PartnerId, PersonId, PoolId, SchoolId, SlotId
from domain.moments import Instant
from domain.programme import Slot
from domain.refusals import (
    AlreadyStarted,
    NotAhead,
    NotYours,
    PoolTooSmall,
    SeatRulesChanged,
    SeatsSharedElsewhere,
    TooManySeats,
)
from domain.rights import Action, OrganizerRole
from storage.capacity import records
from storage.engine import Transaction
from storage.people import audit, rights, schools
from storage.programme import lines, slots
from storage.seats import offers

KEEP: Final = """
    UPDATE slots
       SET kept_seats = :seats, kept_for = :whom, kept_until = :until
     WHERE id = :slot
"""

FORGET_SCHOOLS: Final = """
    DELETE FROM kept_schools
     WHERE slot = :slot
"""

KEEP_FOR_SCHOOL: Final = """
    INSERT INTO kept_schools (slot, school)
    VALUES (:slot, :school)
"""

RELEASE: Final = """
    UPDATE slots
       SET kept_seats = NULL, kept_for = NULL, kept_until = NULL
     WHERE id = :slot AND kept_seats IS NOT NULL
"""

RELEASE_DUE: Final = """
    SELECT id
      FROM slots
     WHERE kept_until <= :now
     ORDER BY kept_until, id
     LIMIT :chunk
"""

NEXT_RELEASE: Final = """
    SELECT kept_until
      FROM slots
     WHERE kept_until IS NOT NULL
     ORDER BY kept_until
     LIMIT 1
"""

LIMIT_SCHOOLS: Final = """
    UPDATE slots
       SET school_limit = :most
     WHERE id = :slot
"""

# The organizer's wish may be for every date of the event that is still ahead.
DATES_AHEAD: Final = """
    SELECT slot.id
      FROM slots AS slot
     WHERE slot.event = :event AND slot.starts_at > :now AND slot.cancelled_at IS NULL
     ORDER BY slot.starts_at, slot.id
"""

COULD_SHARE: Final = f"""
    SELECT {lines.COLUMNS}, slot.capacity, slot.seats_taken, slot.pool
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
      LEFT JOIN cities AS city ON city.id = slot.city
     WHERE slot.starts_at > :now AND slot.starts_at < :ends_at AND slot.ends_at > :starts_at
       AND slot.cancelled_at IS NULL AND event.partner = :partner AND slot.id <> :slot
     ORDER BY slot.starts_at, slot.id
     LIMIT :size
"""  # noqa: S608  made of constants alone

MAKE_POOL: Final = """
    INSERT INTO pools (partner, capacity)
    VALUES (:partner, :capacity)
    RETURNING id
"""

RESIZE_POOL: Final = """
    UPDATE pools
       SET capacity = :capacity
     WHERE id = :pool
"""

JOIN_POOL: Final = """
    UPDATE slots
       SET pool = :pool
     WHERE id = :slot
"""

# Its line goes on where that of all of them stood.
LEAVE_POOL: Final = """
    UPDATE slots
       SET pool = NULL,
           line_numbers_given = max(line_numbers_given,
                                    (SELECT pools.line_numbers_given FROM pools WHERE pools.id = slots.pool))
     WHERE id = :slot AND pool IS NOT NULL
"""

TAKEN_OF_POOL: Final = """
    SELECT coalesce(sum(seats_taken), 0) AS taken, coalesce(max(line_numbers_given), 0) AS given, count(*) AS slots
      FROM slots
     WHERE pool = :pool
"""

WAITING_IN_POOL: Final = """
    SELECT party.id, party.slot, party.requested_at
      FROM bookings AS party
     WHERE party.slot IN (SELECT id FROM slots WHERE pool = :pool)
       AND (party.state = 'waitlisted' OR (party.state = 'offered' AND party.seats < party.whole))
     ORDER BY party.slot, party.line_number, party.id
"""

RENUMBER: Final = """
    UPDATE bookings
       SET line_number = :number
     WHERE id = :booking
"""

SET_NUMBERS_GIVEN: Final = """
    UPDATE pools
       SET line_numbers_given = :given
     WHERE id = :pool
"""

FORGET_POOL: Final = """
    DELETE FROM pools
     WHERE id = :pool AND NOT EXISTS (SELECT 1 FROM slots WHERE slots.pool = pools.id)
"""

SET_WARNING: Final = """
    UPDATE slots
       SET warn_below = :below, warn_at = :at, warned_at = NULL
     WHERE id = :slot
"""


def look(tx: Transaction, *, actor: PersonId, slot: SlotId) -> Capacity:
    """All that is set about a slot's seats. Raises NotYours, SlotGone."""
    return records.capacity(tx, slot=_of_organizer(tx, actor, slot))


def keep(
    tx: Transaction,
    *,
    actor: PersonId,
    slot: SlotId,
    seen: str,
    seats: int,
    whom: KeptFor,
    until: Instant,
    of_schools: Sequence[SchoolId] = (),
) -> Capacity:
    """Keep seats for classes, or for pupils and classes of these schools, until then; instead of what was kept before.

    Nobody loses a seat: what those have booked counts as of these seats, and others get no more than what is left.
    `seen`: the mark of what the actor was shown. Raises NotYours, SlotGone, AlreadyStarted, SeatRulesChanged,
    TooManySeats, NotAhead (also for a time after registration closes).
    """
    of = _ahead(tx, actor, slot, seen)
    if not 1 <= seats <= of.capacity:
        raise TooManySeats(most=of.capacity)
    if not tx.now < until <= of.closes_at:
        raise NotAhead
    named = list(dict.fromkeys(of_schools))[:MOST_SCHOOLS] if whom is KeptFor.SCHOOLS else []
    if whom is KeptFor.SCHOOLS and not named:
        raise NotYours
    tx.run(KEEP, slot=slot, seats=seats, whom=whom, until=until)
    tx.run(FORGET_SCHOOLS, slot=slot)
    tx.run_many(KEEP_FOR_SCHOOL, [{"slot": slot, "school": schools.existing(tx, id=one)} for one in named])
    _log(tx, Action.SEATS_KEPT, actor, of, seats=seats)
    offers.offer_freed_seats(tx, slot=slot)
    return records.capacity(tx, slot=slots.recorded(tx, slot=slot))


def release(tx: Transaction, *, actor: PersonId, slot: SlotId) -> Capacity:
    """Keep seats for nobody any more; they go to the waiting list at once. Raises NotYours, SlotGone."""
    of = _of_organizer(tx, actor, slot)
    if _release(tx, slot):
        _log(tx, Action.SEATS_RELEASED, actor, of)
    return records.capacity(tx, slot=slots.recorded(tx, slot=slot))


def release_due(tx: Transaction, *, chunk: int = 20) -> int:
    """Release what was kept until now, at most in `chunk` slots; in how many."""
    due = tx.all(RELEASE_DUE, now=tx.now, chunk=chunk)
    for row in due:
        _release(tx, SlotId(row["id"]))
    return len(due)


def next_release(tx: Transaction) -> Instant | None:
    """When seats that are kept go to whoever comes; None where none are kept."""
    until = tx.value(NEXT_RELEASE)
    return None if until is None else Instant(until)


def limit_schools(
    tx: Transaction, *, actor: PersonId, slot: SlotId, seen: str, most: int | None, all_dates: bool = False
) -> Capacity:
    """So many pupils of one school at most, or any number; for `all_dates` of the event that are ahead, or this one.

    Nobody loses a seat. Who is more than that waits, and keeps nobody of another school waiting.
    Raises NotYours, SlotGone, AlreadyStarted, SeatRulesChanged, TooManySeats.
    """
    of = _ahead(tx, actor, slot, seen)
    if most is not None and not 1 <= most <= of.capacity:
        raise TooManySeats(most=of.capacity)
    rows = tx.all(DATES_AHEAD, event=of.event.id, now=tx.now) if all_dates else []
    dates = sorted({slot, *(SlotId(row["id"]) for row in rows)})
    for number in dates:
        tx.run(LIMIT_SCHOOLS, slot=number, most=most)
    for number in dates:  # once all of them are free of it: some may share seats
        offers.offer_freed_seats(tx, slot=number)
    _log(tx, Action.SCHOOLS_LIMITED, actor, of, seats=most or 0)
    return records.capacity(tx, slot=slots.recorded(tx, slot=slot))


def could_share(tx: Transaction, *, actor: PersonId, slot: SlotId) -> tuple[Sharing, ...]:
    """Slots of the same partner that are on at the same time. Raises NotYours, SlotGone."""
    of = _of_organizer(tx, actor, slot)
    rows = tx.all(
        COULD_SHARE,
        slot=slot,
        partner=of.event.partner.id,
        starts_at=of.starts_at,
        ends_at=of.ends_at,
        now=tx.now,
        size=MOST_SHARING,
    )
    return tuple(
        Sharing(line=lines.mapped(row), capacity=row["capacity"], seats_taken=row["seats_taken"], pool=row["pool"])
        for row in rows
    )


def share(
    tx: Transaction, *, actor: PersonId, slot: SlotId, seen: str, others: Sequence[SlotId], capacity: int
) -> Capacity:
    """Let slots share so many seats: together they take no more. Instead of what this slot shared before.

    Whoever waits for one of them stands in one line from now on, in the order in which they asked.
    Raises NotYours, SlotGone, AlreadyStarted, SeatRulesChanged, PoolTooSmall (more are taken already),
    SeatsSharedElsewhere (one of the others shares seats in another pool).
    """
    of = _ahead(tx, actor, slot, seen)
    possible = {one.line.id: one for one in could_share(tx, actor=actor, slot=slot)}
    members = list(dict.fromkeys(others))[: MOST_SHARING - 1]
    if not members or any(one not in possible for one in members):
        raise NotYours
    mine = records.pool_of(tx, slot=slot)
    if any(possible[one].pool not in {None, mine} for one in members):
        raise SeatsSharedElsewhere
    taken = of.seats_taken + sum(possible[one].seats_taken for one in members)
    if capacity < max(taken, 1):
        raise PoolTooSmall(taken=taken)
    if mine is not None:
        _dissolve(tx, mine)
    pool = PoolId(tx.value(MAKE_POOL, partner=of.event.partner.id, capacity=capacity))
    for member in (slot, *members):
        tx.run(JOIN_POOL, slot=member, pool=pool)
    _one_line(tx, pool)
    _log(tx, Action.SEATS_SHARED, actor, of, seats=capacity, slots=len(members) + 1)
    offers.offer_freed_seats(tx, slot=slot)
    return records.capacity(tx, slot=slots.recorded(tx, slot=slot))


def stop_sharing(tx: Transaction, *, actor: PersonId, slot: SlotId) -> Capacity:
    """Share no seats any more: each slot has its own again, and its own line. Raises NotYours, SlotGone."""
    of = _of_organizer(tx, actor, slot)
    pool = records.pool_of(tx, slot=slot)
    if pool is not None:
        freed = _dissolve(tx, pool)
        _log(tx, Action.SEATS_SHARED_NO_MORE, actor, of)
        for member in freed:
            offers.offer_freed_seats(tx, slot=member)
    return records.capacity(tx, slot=slots.recorded(tx, slot=slot))


def warn(tx: Transaction, *, actor: PersonId, slot: SlotId, seen: str, warning: Warn | None) -> Capacity:
    """Ask organizers what to do when too few have come by then; None: don't.

    Raises NotYours, SlotGone, AlreadyStarted, SeatRulesChanged, TooManySeats, NotAhead.
    """
    of = _ahead(tx, actor, slot, seen)
    if warning is not None and not 1 <= warning.below <= of.capacity:
        raise TooManySeats(most=of.capacity)
    if warning is not None and not tx.now < warning.at < of.starts_at:
        raise NotAhead
    tx.run(SET_WARNING, slot=slot, below=warning.below if warning else None, at=warning.at if warning else None)
    _log(tx, Action.WARNING_SET, actor, of, seats=warning.below if warning else 0)
    return records.capacity(tx, slot=slots.recorded(tx, slot=slot))


def _of_organizer(tx: Transaction, actor: PersonId, slot: SlotId) -> Slot:
    found = slots.recorded(tx, slot=slot)
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=found.event.partner.id)
    return found


def _ahead(tx: Transaction, actor: PersonId, slot: SlotId, seen: str) -> Slot:
    found = _of_organizer(tx, actor, slot)
    if found.cancelled_at is not None or found.starts_at <= tx.now:
        raise AlreadyStarted
    if records.capacity(tx, slot=found).mark != seen:
        raise SeatRulesChanged
    return found


def _release(tx: Transaction, slot: SlotId) -> bool:
    released = tx.run(RELEASE, slot=slot) == 1
    tx.run(FORGET_SCHOOLS, slot=slot)
    if released:
        offers.offer_freed_seats(tx, slot=slot)
    return released


def _dissolve(tx: Transaction, pool: PoolId) -> tuple[SlotId, ...]:
    members = records.slots_of_pool(tx, pool=pool)
    for member in members:
        tx.run(LEAVE_POOL, slot=member)
    tx.run(FORGET_POOL, pool=pool)
    return members


def _one_line(tx: Transaction, pool: PoolId) -> None:
    """Merge the lines of slots that share seats from now on: by when each asked, none before whom it stood behind."""
    standing = tx.one(TAKEN_OF_POOL, pool=pool)
    given = 0 if standing is None else int(standing["given"])
    asked: list[tuple[int, int, int, int]] = []
    latest: dict[int, int] = {}
    for place, row in enumerate(tx.all(WAITING_IN_POOL, pool=pool)):
        latest[row["slot"]] = max(latest.get(row["slot"], 0), row["requested_at"])
        asked.append((latest[row["slot"]], row["slot"], place, row["id"]))
    numbered = enumerate(sorted(asked), start=given + 1)
    tx.run_many(RENUMBER, [{"number": number, "booking": one[-1]} for number, one in numbered])
    tx.run(SET_NUMBERS_GIVEN, pool=pool, given=given + len(asked))


def _log(tx: Transaction, action: Action, actor: PersonId, of: Slot, **about: int) -> None:
    partner: PartnerId = of.event.partner.id
    audit.write(tx, action, actor=actor, partner=partner, slot=of.id, **about)
