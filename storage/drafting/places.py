"""Places that were used before: chosen again by one tap, with their city and its clocks."""

from typing import Final

from domain.drafts import Whereabouts
from domain.identities import CityId, PartnerId, PersonId, SlotId
from domain.people import City
from domain.programme import Place
from domain.refusals import NotYours
from domain.rights import OrganizerRole
from storage.engine import Row, Transaction
from storage.people import rights
from storage.programme.columns import texts

_WHERE: Final = """
       slot.id, slot.place, slot.address, city.name AS city_name, slot.latitude, slot.longitude, slot.zone
"""

USED: Final = f"""
    SELECT max(slot.id) AS latest, {_WHERE}
      FROM events AS event
      JOIN slots AS slot ON slot.event = event.id
      JOIN cities AS city ON city.id = slot.city
     WHERE event.partner = :partner
     GROUP BY slot.city, slot.place, slot.address, slot.zone
     ORDER BY latest DESC
     LIMIT :size
"""  # noqa: S608  made of constants alone

PLACE_OF_SLOT: Final = f"""
    SELECT {_WHERE}, event.partner
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
      JOIN cities AS city ON city.id = slot.city
     WHERE slot.id = :slot
"""  # noqa: S608  made of constants alone

EVERY_CITY: Final = """
    SELECT id, name
      FROM cities
     ORDER BY id
"""

ZONE: Final = """
    SELECT zone
      FROM slots
     WHERE city = :city AND cancelled_at IS NULL
     ORDER BY starts_at DESC
     LIMIT 1
"""


def used(tx: Transaction, *, partner: PartnerId, size: int = 5) -> tuple[tuple[SlotId, Whereabouts], ...]:
    """Where this partner's dates were, the latest first, each with a date that was there."""
    return tuple((SlotId(row["id"]), _mapped(row)) for row in tx.all(USED, partner=partner, size=size))


def of_slot(tx: Transaction, *, actor: PersonId, slot: SlotId) -> Whereabouts:
    """Where that date is. Raises NotYours for another partner's."""
    row = tx.one(PLACE_OF_SLOT, slot=slot)
    if row is None:
        raise NotYours
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=PartnerId(row["partner"]))
    return _mapped(row)


def cities(tx: Transaction) -> tuple[City, ...]:
    """Every city that anything was ever in."""
    return tuple(City(id=CityId(row["id"]), name=texts(row["name"])) for row in tx.all(EVERY_CITY))


def zone(tx: Transaction, *, city: CityId) -> str | None:
    """What clocks in that city show, as its last date says."""
    found = tx.value(ZONE, city=city)
    return None if found is None else str(found)


def _mapped(row: Row) -> Whereabouts:
    place = Place(
        name=texts(row["place"]),
        address=texts(row["address"]),
        city=texts(row["city_name"]),
        latitude=row["latitude"],
        longitude=row["longitude"],
    )
    return Whereabouts(place=place, zone=row["zone"])
