"""Where an event's next dates usually are: one column of JSON, written and read."""

import json
from dataclasses import asdict
from typing import Any

from domain.drafts import Whereabouts
from domain.languages import Texts
from domain.programme import Place


def written(where: Whereabouts) -> str:
    """As the column keeps it."""
    said = asdict(where)
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, sort_keys=True)


def read(column: str) -> Whereabouts:
    """What such a column says."""
    said: dict[str, Any] = json.loads(column)
    place = said.pop("place", None)
    return Whereabouts(**said, place=None if place is None else _place(place))


def _place(said: dict[str, Any]) -> Place:
    return Place(
        name=Texts(**said["name"]),
        address=Texts(**said["address"]),
        city=Texts(**said["city"]),
        latitude=said["latitude"],
        longitude=said["longitude"],
    )
