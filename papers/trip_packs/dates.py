"""Dates as official papers write them: in full, with the year, in the zone of the trip."""

from datetime import date
from typing import Final

from babel.dates import format_date

from domain.languages import Language
from domain.moments import Instant, local
from domain.trips import TripMeeting, TripPack

MEETINGS_SHOWN: Final = 12

_IN_FULL: Final = {Language.ENGLISH: "EEEE, d MMMM y"}
_LONG: Final = {Language.ENGLISH: "d MMMM y"}
"""English alone writes another order than the registry of locales, which has the American one."""


def day(on: date, language: Language) -> str:
    """ "28 ноября 2026 г."."""
    return format_date(on, _LONG.get(language, "long"), locale=language.value)


def weekday_and_day(on: date, language: Language) -> str:
    """ "суббота, 28 ноября 2026 г."."""
    return format_date(on, _IN_FULL.get(language, "full"), locale=language.value)


def moment(at: Instant, zone: str, language: Language) -> str:
    """ "28 ноября 2026 г., 15:30"."""
    here = local(at, zone)
    return f"{day(here.date(), language)}, {here:%H:%M}"


def meetings(pack: TripPack) -> list[str]:
    """Each meeting of the trip; of a long course the first, and how many more there are."""
    shown = [meeting(one, pack.zone, pack.language) for one in pack.meetings[:MEETINGS_SHOWN]]
    more = len(pack.meetings) - MEETINGS_SHOWN
    return [*shown, f"… (+{more})"] if more > 0 else shown


def meeting(of: TripMeeting, zone: str, language: Language) -> str:
    """ "суббота, 28 ноября 2026 г., 15:30–17:00"."""
    begins, ends = local(of.starts_at, zone), local(of.ends_at, zone)
    until = f"{ends:%H:%M}" if ends.date() == begins.date() else moment(of.ends_at, zone, language)
    return f"{weekday_and_day(begins.date(), language)}, {begins:%H:%M}–{until}"
