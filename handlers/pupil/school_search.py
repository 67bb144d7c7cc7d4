"""Finding a school by what was typed. The index is made once and again when the list has changed."""

from domain.people import School
from papers.schools import KnownSchool, SchoolIndex
from storage.engine import Store
from storage.people import schools


class SchoolSearch:
    """Searches the listed schools, typing errors and "№ 239" forgiven."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: tuple[School, ...] = ()
        self._index = SchoolIndex(())

    async def name(self, school: int) -> str:
        """What a listed school is called; empty for any other number."""
        known = await self._store.read(schools.known)
        return next((one.name for one in known if one.id == school), "")

    async def find(self, typed: str, limit: int = 5) -> list[School]:
        """Schools that sound like what was typed, the likeliest first; empty where none does."""
        known = await self._store.read(schools.known)
        if known != self._known:
            self._known = known
            self._index = SchoolIndex(
                [
                    KnownSchool(id=one.id, name=one.name, city=one.city, also=tuple(filter(None, one.also.split(";"))))
                    for one in known
                ]
            )
        by_id = {one.id: one for one in known}
        return [by_id[found.id] for found in self._index.search(typed, limit) if found.id in by_id]
