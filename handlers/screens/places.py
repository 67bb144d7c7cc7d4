"""Places: a pin on the map, with the way there."""

from domain.programme import Place, Slot
from handlers.screens.screen import Button, Pin, Screen, Where
from handlers.screens.words import place as spoken
from handlers.texts import _, fill, language


def place_on_map(slot: Slot, place: Place) -> Screen:
    """The place as a pin that map programs open; its address in words where there are no coordinates."""
    reader = language()
    if place.latitude is None or place.longitude is None:
        return Screen(text=fill("📍 {place}", place=spoken(place)), where=Where.BESIDE)
    target = f"{place.latitude},{place.longitude}"
    route = f"https://www.openstreetmap.org/directions?to={target}"
    return Screen(
        text="",
        pin=Pin(
            place.latitude,
            place.longitude,
            title=place.name.to(reader) or slot.event.title.to(reader),
            address=", ".join(part for part in (place.address.to(reader), place.city.to(reader)) if part) or target,
        ),
        rows=((Button(_("🗺 Plan the way there"), url=route),),),
        where=Where.BESIDE,
    )
