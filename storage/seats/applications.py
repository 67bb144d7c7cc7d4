"""Applications: where an event's organizers decide about each pupil, the seat is held until they have.

A guardian's yes comes first, where one is needed: nobody is considered whose parents do not know of it, and no
organizer decides in vain. Leaves deciding to organizing/decisions.
"""

from typing import Final

from domain.bookings import ApplicationState, held_until
from domain.classes import DECISION_WITHIN
from domain.identities import BookingId
from domain.messages import LetterKind
from domain.moments import Instant
from domain.programme import Slot
from domain.rights import OrganizerRole
from storage.engine import Transaction
from storage.messages import letters
from storage.people import rights

HOLD: Final = """
    UPDATE bookings
       SET state = 'requested', held_until = :held_until, changed_at = :now
     WHERE id = :booking AND state IN ('requested', 'offered')
"""

ASK: Final = """
    INSERT INTO applications (booking, state, asked_at)
    VALUES (:booking, 'asked', :now)
        ON CONFLICT (booking) DO UPDATE
       SET state = 'asked', reason = '', asked_at = excluded.asked_at
"""

DECIDE: Final = """
    UPDATE applications
       SET state = :state, reason = :reason
     WHERE booking = :booking AND state = 'asked'
"""


def until(slot: Slot, now: Instant) -> Instant:
    """Until when a seat is held for organizers to decide."""
    return held_until(now, slot.closes_at, DECISION_WITHIN)


def hold(tx: Transaction, *, booking: BookingId, slot: Slot) -> None:
    """Hold the seat that this booking has, or is offered, until an organizer has decided; they are asked."""
    tx.run(HOLD, booking=booking, held_until=until(slot, tx.now), now=tx.now)
    ask(tx, booking=booking, slot=slot)


def ask(tx: Transaction, *, booking: BookingId, slot: Slot) -> None:
    """Ask whoever looks after the host's programme. That the seat is held is the caller's to see to."""
    tx.run(ASK, booking=booking, now=tx.now)
    for person in rights.with_role(tx, role=OrganizerRole.PROGRAMME, partner=slot.event.partner.id):
        key = f"{LetterKind.APPLICATION_ASKS}:{booking}:{person}:{tx.now}"
        letters.write(
            tx,
            kind=LetterKind.APPLICATION_ASKS,
            key=key,
            person=person,
            booking=booking,
            lapses_at=until(slot, tx.now),
        )


def decide(tx: Transaction, *, booking: BookingId, welcome: bool, reason: str) -> bool:
    """Record what was decided, once; False where it was decided before. The seat is the caller's to see to."""
    state = ApplicationState.WELCOME if welcome else ApplicationState.DECLINED
    return bool(tx.run(DECIDE, booking=booking, state=state, reason=reason))
