"""Finding a pupil by first name, for an organizer whom they have come to because they lost their account."""

from typing import Final

from domain.handovers import FoundPupil
from domain.identities import PersonId, PupilId
from domain.moments import DAY, Instant
from domain.rights import OrganizerRole
from storage.engine import Transaction
from storage.people import rights
from storage.programme.columns import texts

MOST_LOOKED_AT: Final = 5_000
"""Pupils of the coming events, the next first: what one read may take."""

COMING: Final = """
    SELECT booking.pupil, pupil.first_name, pupil.grade, school.name AS school, event.partner, event.title,
           slot.starts_at, slot.zone
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
      JOIN bookings AS booking ON booking.slot = slot.id
       AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
      JOIN pupils AS pupil ON pupil.id = booking.pupil AND pupil.forgotten_at IS NULL
      JOIN schools AS school ON school.id = pupil.school
     WHERE slot.cancelled_at IS NULL AND slot.starts_at > :since AND slot.ends_at > :now
     ORDER BY slot.starts_at, booking.id
     LIMIT :size
"""


def find(tx: Transaction, *, actor: PersonId, name: str, most: int = 8) -> tuple[FoundPupil, ...]:
    """Pupils whose first name begins so, booked at the actor's own hosts for what is not over; the next first.

    Raises NotYours for whoever looks after no programme.
    """
    found = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    wanted = name.casefold()
    there: dict[PupilId, FoundPupil] = {}
    for row in tx.all(COMING, since=tx.now - DAY, now=tx.now, size=MOST_LOOKED_AT):
        pupil = PupilId(row["pupil"])
        known = pupil in there or not row["first_name"].casefold().startswith(wanted)
        if known or not found.may(OrganizerRole.PROGRAMME, row["partner"]):
            continue
        there[pupil] = FoundPupil(
            pupil=pupil,
            first_name=row["first_name"],
            grade=row["grade"],
            school=row["school"],
            title=texts(row["title"]),
            starts_at=Instant(row["starts_at"]),
            zone=row["zone"],
        )
        if len(there) == most:
            break
    return tuple(there.values())
