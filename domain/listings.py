"""Listings: pages of slots, and the filters somebody can set and drop. storage/programme looks up what they find."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from domain.programme import SlotLine, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPage:
    """One page of upcoming slots, soonest first; pages count from 0."""

    lines: tuple[SlotLine, ...]
    page: int
    more: bool
    """Whether a next page has something."""


class Filter(StrEnum):
    """One thing that narrows a list of slots."""

    KIND = "kind"
    GRADE = "grade"
    CITY = "city"
    ONLINE = "online"
    DATES = "dates"
    SEATS = "seats"


def without(wanted: Wanted, dropped: Filter) -> Wanted:
    """The same wish with one filter dropped; the very same where it was not set."""
    match dropped:
        case Filter.KIND:
            return replace(wanted, kind=None)
        case Filter.GRADE:
            return replace(wanted, grade=None)
        case Filter.CITY:
            return replace(wanted, city=None)
        case Filter.ONLINE:
            return replace(wanted, online=False)
        case Filter.DATES:
            return replace(wanted, starts_from=None, starts_before=None)
        case Filter.SEATS:
            return replace(wanted, seats=None)
        case _:
            assert_never(dropped)
