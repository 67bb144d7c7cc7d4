"""Who is told what happened to a booking: the pupil or whoever booked for them, and guardians; never whoever did it."""

from typing import Final

from domain.bookings import ApplicationState, Booking, BookingState
from domain.classes import ClassBooking
from domain.identities import BookingId, PartnerId, PersonId, PupilId
from domain.messages import LetterKind
from domain.moments import Instant
from domain.rights import OrganizerRole
from storage.engine import Transaction
from storage.messages import letters
from storage.people import rights

# The pupil's own account, else whoever booked, as a class's teacher; one that can be written to before one that cannot.
RECIPIENT: Final = """
    SELECT person.id
      FROM bookings AS booking
      LEFT JOIN pupils AS pupil ON pupil.id = booking.pupil
      JOIN people AS person
        ON person.id = pupil.person
        OR (person.id = booking.booked_by
            AND NOT EXISTS (SELECT 1 FROM by_hand WHERE by_hand.booking = booking.id))
     WHERE booking.id = :booking AND person.account IS NOT NULL
     ORDER BY person.unreachable_since IS NOT NULL, person.id IS NOT pupil.person
     LIMIT 1
"""

# Who has to be phoned about a booking that an organizer wrote down; no row for any other, and once an account has it.
HOST_OF_BY_HAND: Final = """
    SELECT event.partner
      FROM by_hand
      JOIN bookings AS booking ON booking.id = by_hand.booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
      LEFT JOIN pupils AS pupil ON pupil.id = booking.pupil
     WHERE by_hand.booking = :booking AND pupil.person IS NULL
"""

GUARDIANS: Final = """
    SELECT person.id
      FROM guardianships AS guardianship
      JOIN people AS person ON person.id = guardianship.person
     WHERE guardianship.pupil = :pupil AND person.account IS NOT NULL
     ORDER BY person.id
"""


# Those of a class who joined it, and their guardians: its visits are theirs.
OF_CLASS: Final = """
    SELECT person.id
      FROM joinings AS joining
      JOIN people AS person ON person.id = joining.asked_by AND person.account IS NOT NULL
     WHERE joining.class = :school_class AND joining.state = 'accepted'
     UNION
    SELECT person.id
      FROM joinings AS joining
      JOIN guardianships AS guardianship ON guardianship.pupil = joining.pupil
      JOIN people AS person ON person.id = guardianship.person AND person.account IS NOT NULL
     WHERE joining.class = :school_class AND joining.state = 'accepted'
     ORDER BY 1
"""


def confirmed(tx: Transaction, booking: Booking, *, by: PersonId) -> None:
    """The seat is certain: a ticket for the pupil, and word to the guardians."""
    lapses_at = booking.slot.ends_at
    by_pupil = booking.pupil.person == by
    told = by if by_pupil else _tell_pupil(tx, LetterKind.TICKET, booking.id, by=by, lapses_at=lapses_at)
    _tell_guardians(tx, LetterKind.CHILD_CONFIRMED, booking.id, booking.pupil.id, but={by, told}, lapses_at=lapses_at)


def ended(tx: Transaction, booking: Booking, state: BookingState, *, by: PersonId | None) -> None:
    """The booking has ended so; `by` is None where time ended it."""
    lapses_at = booking.slot.ends_at
    match state:
        case BookingState.DECLINED if _declined_by_host(booking):
            _tell_of_application(tx, LetterKind.APPLICATION_DECLINED, booking, by=by)
        case BookingState.EXPIRED if booking.considered:
            _tell_of_application(tx, LetterKind.APPLICATION_EXPIRED, booking, by=by)
        case BookingState.DECLINED:
            _tell_pupil(tx, LetterKind.CONSENT_REFUSED, booking.id, by=by, lapses_at=lapses_at)
        case BookingState.EXPIRED:
            offered = booking.state is BookingState.OFFERED
            kind = LetterKind.OFFER_EXPIRED if offered else LetterKind.HOLD_EXPIRED
            _tell_pupil(tx, kind, booking.id, by=by, lapses_at=lapses_at)
        case _:
            kind = LetterKind.CANCELLED_FOR_YOU
            told = _tell_pupil(tx, kind, booking.id, by=by, lapses_at=lapses_at)
            _tell_guardians(tx, kind, booking.id, booking.pupil.id, but={by, told}, lapses_at=lapses_at)


def considered(tx: Transaction, booking: Booking, *, by: PersonId) -> None:
    """The guardian has said yes, or the pupil takes an offered seat: now the host decides."""
    _tell_pupil(tx, LetterKind.CONSIDERED, booking.id, by=by, lapses_at=booking.slot.closes_at)


def _declined_by_host(booking: Booking) -> bool:
    return booking.application is not None and booking.application.state is ApplicationState.DECLINED


def _tell_of_application(tx: Transaction, kind: LetterKind, booking: Booking, *, by: PersonId | None) -> None:
    """Word to the pupil, and to the guardians who allowed it."""
    lapses_at = booking.slot.ends_at
    told = _tell_pupil(tx, kind, booking.id, by=by, lapses_at=lapses_at)
    _tell_guardians(tx, kind, booking.id, booking.pupil.id, but={by, told}, lapses_at=lapses_at)


def given_up(tx: Transaction, booking: Booking, *, by: PersonId) -> None:
    """The booking was given up for another date: who asked for that knows, guardians may not."""
    _tell_guardians(
        tx, LetterKind.CANCELLED_FOR_YOU, booking.id, booking.pupil.id, but={by}, lapses_at=booking.slot.ends_at
    )


def offered(tx: Transaction, booking: BookingId, *, seats: int, held_until: Instant) -> None:
    """So many freed seats are held for this party until then; told anew as often as the offer grows."""
    recipient: PersonId | None = tx.value(RECIPIENT, booking=booking)
    for person in _to_phone(tx, booking) if recipient is None else (recipient,):
        key = f"{LetterKind.OFFER}:{booking}:{person}:{tx.now}:{seats}"
        letters.write(tx, kind=LetterKind.OFFER, key=key, person=person, booking=booking, lapses_at=held_until)


def _to_phone(tx: Transaction, booking: BookingId) -> tuple[PersonId, ...]:
    """Organizers who phone whoever has no account here; nobody for any other booking."""
    host = tx.value(HOST_OF_BY_HAND, booking=booking)
    return () if host is None else rights.with_role(tx, role=OrganizerRole.PROGRAMME, partner=PartnerId(host))


def skipped(tx: Transaction, booking: BookingId) -> None:
    """Seats that did not fit this party went to one behind it."""
    _tell_pupil(tx, LetterKind.SKIPPED, booking, by=None, lapses_at=None)


def class_confirmed(tx: Transaction, booking: ClassBooking, *, by: PersonId) -> None:
    """The class may come: word to its teacher, unless it was they who made it so."""
    if booking.booked_by != by:
        _tell_pupil(tx, LetterKind.TICKET, booking.id, by=by, lapses_at=booking.slot.ends_at)


def class_ended(tx: Transaction, booking: ClassBooking, state: BookingState, *, by: PersonId | None) -> None:
    """The class's booking has ended so; `by` is None where time ended it.

    Of a visit that was certain everybody hears who joined the class, and their guardians.
    """
    match state:
        case BookingState.EXPIRED:
            offered = booking.state is BookingState.OFFERED
            kind = LetterKind.OFFER_EXPIRED if offered else LetterKind.HOLD_EXPIRED
        case BookingState.DECLINED:
            kind = LetterKind.CLASS_DECLINED
        case _:
            kind = LetterKind.CANCELLED_FOR_YOU
    told = _tell_pupil(tx, kind, booking.id, by=by, lapses_at=booking.slot.ends_at)
    if booking.confirmed:
        for row in tx.all(OF_CLASS, school_class=booking.school_class.id):
            if row["id"] not in {by, told}:
                _write(tx, kind, booking.id, row["id"], booking.slot.ends_at)


def tell_hosts(tx: Transaction, booking: ClassBooking, kind: LetterKind) -> None:
    """Word to whoever looks after the host's programme."""
    for person in rights.with_role(tx, role=OrganizerRole.PROGRAMME, partner=booking.slot.event.partner.id):
        _write(tx, kind, booking.id, person, booking.slot.ends_at)


def _tell_pupil(
    tx: Transaction, kind: LetterKind, booking: BookingId, *, by: PersonId | None, lapses_at: Instant | None
) -> PersonId | None:
    """Who answers for the pupil, told unless it was they who did it; None where nobody is left to tell."""
    recipient: PersonId | None = tx.value(RECIPIENT, booking=booking)
    if recipient is not None and recipient != by:
        _write(tx, kind, booking, recipient, lapses_at)
    if recipient is None and kind is LetterKind.OFFER_EXPIRED:
        for person in _to_phone(tx, booking):
            _write(tx, kind, booking, person, lapses_at)
    return recipient


def _tell_guardians(
    tx: Transaction,
    kind: LetterKind,
    booking: BookingId,
    pupil: PupilId,
    *,
    but: set[PersonId | None],
    lapses_at: Instant,
) -> None:
    for row in tx.all(GUARDIANS, pupil=pupil):
        if row["id"] not in but:
            _write(tx, kind, booking, row["id"], lapses_at)


def _write(tx: Transaction, kind: LetterKind, booking: BookingId, person: PersonId, lapses_at: Instant | None) -> None:
    # A booking can be cancelled, taken back and cancelled again: the moment tells one time from the next.
    key = f"{kind}:{booking}:{person}:{tx.now}"
    letters.write(tx, kind=kind, key=key, person=person, booking=booking, lapses_at=lapses_at)
