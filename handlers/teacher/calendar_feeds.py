"""What a calendar program gets that follows a teacher's link. Leaves HTTP to bot/web."""

import hashlib
from dataclasses import dataclass

from domain.moments import Instant
from domain.refusals import NotYours
from handlers.house import House
from handlers.screens import trips
from handlers.texts import Catalogues
from papers.calendars import feed
from storage.classes import calendar_links
from storage.engine import Store


@dataclass(frozen=True, slots=True)
class Served:
    """The calendar, its fingerprint, and since when it is what it is."""

    content: bytes
    sha256: str
    changed_at: Instant


async def calendar_of(token: str, store: Store, catalogues: Catalogues, house: House) -> Served | None:
    """The trips of the teacher whose link it is, in their language; None where there is no such link (any more)."""
    try:
        found = await store.read(calendar_links.opened, token=token)
        with catalogues.reader(found.person.language, house.zone):
            entries = [entry for one in found.trips for entry in trips.entries(one, house.username)]
            content = feed(entries, name=trips.calendar_name())
        sha256 = hashlib.sha256(content).hexdigest()
        changed_at = found.changed_at
        if sha256 != found.sha256:
            changed_at = await store.write(calendar_links.served, token=token, sha256=sha256)
    except NotYours:
        return None
    return Served(content, sha256, changed_at)
