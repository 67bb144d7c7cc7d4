"""Whether a guardian's yes covers a pupil in a slot, and the link by which one is asked for."""

from typing import Final

from domain.bookings import BookingState
from domain.consents import ConsentAbout
from domain.identities import BookingId, PartnerId, PupilId
from domain.people import Pupil
from domain.programme import Slot
from storage.engine import Transaction
from storage.seats import tickets

# A yes for one event holds for the slot and date that it was given for; a yes for a partner's events until it ends.
HOLDS_FOR: Final = """
    SELECT 1
      FROM consents AS consent
      JOIN bookings AS booking ON booking.id = consent.booking
     WHERE consent.pupil = :pupil AND consent.partner = :partner AND consent.about = :about AND consent.given = 1
       AND consent.withdrawn_at IS NULL
       AND ((consent.scope = 'event' AND booking.slot = :slot AND consent.for_date = :for_date)
            OR (consent.scope = 'partner' AND consent.until >= :ends_at))
     LIMIT 1
"""

# One guardian's no to photographs outweighs another's yes.
PHOTOS_REFUSED: Final = """
    SELECT 1
      FROM consents AS consent
      JOIN bookings AS booking ON booking.id = consent.booking
     WHERE consent.pupil = :pupil AND consent.partner = :partner AND consent.about = 'photos' AND consent.given = 0
       AND consent.withdrawn_at IS NULL AND booking.slot = :slot
     LIMIT 1
"""

# A link that was forwarded and not answered stays good.
MAKE_LINK: Final = """
    INSERT INTO consent_links (token, booking, pupil, made_at)
    VALUES (:token, :booking, :pupil, :now)
        ON CONFLICT (booking, pupil) DO UPDATE
       SET token = excluded.token, made_at = excluded.made_at, answered_at = NULL, revoked_at = NULL
     WHERE consent_links.answered_at IS NOT NULL OR consent_links.revoked_at IS NOT NULL
"""

LINK: Final = """
    SELECT token
      FROM consent_links
     WHERE booking = :booking AND pupil = :pupil AND revoked_at IS NULL
"""

WITH_PARTNER: Final = """
    SELECT booking.id
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
     WHERE booking.pupil = :pupil AND booking.state = :state AND event.partner = :partner AND slot.starts_at > :now
     ORDER BY booking.id
"""


def missing_for(tx: Transaction, *, pupil: Pupil, slot: Slot) -> bool:
    """Whether somebody has to say yes before this pupil may come to this slot."""
    return pupil.needs_guardian and not holds_for(tx, pupil=pupil.id, slot=slot)


def holds_for(tx: Transaction, *, pupil: PupilId, slot: Slot, about: ConsentAbout = ConsentAbout.TAKING_PART) -> bool:
    """Whether a yes that was not taken back covers the pupil in this slot, on the date it has now."""
    row = tx.one(
        HOLDS_FOR,
        about=about,
        pupil=pupil,
        partner=slot.event.partner.id,
        slot=slot.id,
        for_date=for_date(slot),
        ends_at=slot.ends_at,
    )
    return row is not None


def photos_allowed(tx: Transaction, *, pupil: PupilId, slot: Slot) -> bool:
    """Whether photographs may be taken of the pupil in this slot: somebody said yes, and nobody no."""
    refused = tx.one(PHOTOS_REFUSED, pupil=pupil, partner=slot.event.partner.id, slot=slot.id)
    return refused is None and holds_for(tx, pupil=pupil, slot=slot, about=ConsentAbout.PHOTOS)


def of_pupil_with_partner(
    tx: Transaction, *, pupil: PupilId, partner: PartnerId, state: BookingState
) -> tuple[BookingId, ...]:
    """The pupil's bookings in that state for which a yes for all of the partner's events may matter: those ahead."""
    rows = tx.all(WITH_PARTNER, pupil=pupil, partner=partner, state=state, now=tx.now)
    return tuple(BookingId(row["id"]) for row in rows)


def for_date(slot: Slot) -> str:
    """The date a yes is for: that of the slot's first meeting, as clocks there show it."""
    return slot.local_start().date().isoformat()


def link(tx: Transaction, *, booking: BookingId, pupil: PupilId) -> str | None:
    """The token of the link that there is, answered or not; None where there is none that is good."""
    token = tx.value(LINK, booking=booking, pupil=pupil)
    return None if token is None else str(token)


def make_link(tx: Transaction, *, booking: BookingId, pupil: PupilId) -> str:
    """The token of the link that a guardian answers by: the one that was made before, or a new one once answered."""
    tx.run(MAKE_LINK, token=tickets.new_token(), booking=booking, pupil=pupil, now=tx.now)
    return str(tx.value(LINK, booking=booking, pupil=pupil))
