"""What one row's cells say together: its meetings, when one can register, and where it is."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Final

from domain.moments import MINUTE, Instant, instant
from domain.programme import Format, MeetingTime, Place, SlotDraft
from papers.programme_file.columns import Column, Family
from papers.programme_file.faults import Fault, FaultKind
from papers.programme_file.rows import Journal, Row
from papers.tables import plain

MOST_MEETINGS: Final = 100

_ALWAYS: Final = (
    Column.SLOT,
    Column.EVENT,
    Column.DATE,
    Column.TIME,
    Column.MINUTES,
    Column.ZONE,
    Column.CAPACITY,
)
_PLACE_FAMILIES: Final = (Family.CITY, Family.PLACE, Family.ADDRESS)
_COORDINATES: Final = (Column.LATITUDE, Column.LONGITUDE)


def slot_of(row: Row, format_: Format | None, journal: Journal) -> SlotDraft | None:
    """The slot that a row describes; None where faults (all reported) leave it incomplete.

    `format_` is its event's, None where that is unknown.
    """
    for column in _ALWAYS:
        if column not in row.shown:
            journal.missing(row.number, column)
    meetings = _meetings(row, journal)
    zone, capacity = row.one(Column.ZONE, str), row.one(Column.CAPACITY, int)
    _check_window(row, meetings, journal)
    place = _place(row, format_, journal)
    if format_ is not None and format_.attended_online and Column.ONLINE_LINK not in row.shown:
        # Said even where the file has no such column: files without online events need none.
        journal.add(row.number, Column.ONLINE_LINK, Fault(kind=FaultKind.MISSING_LINK))
    if not (meetings and zone and capacity):
        return None
    return SlotDraft(
        key=row.text(Column.SLOT),
        event=row.text(Column.EVENT),
        place=place,
        online_link=row.text(Column.ONLINE_LINK),
        zone=zone,
        capacity=capacity,
        meetings=meetings,
        opens_at=_moment(row, Column.OPENS, zone),
        closes_at=_moment(row, Column.CLOSES, zone),
        cancelled=row.one(Column.CANCELLED, bool) or False,
    )


def _meetings(row: Row, journal: Journal) -> tuple[MeetingTime, ...]:
    """Its meetings, in order of time; none where one of their cells is empty or faulty."""
    on: Sequence[date] = row.one(Column.DATE, tuple) or ()
    at: Sequence[time] = row.one(Column.TIME, tuple) or ()
    minutes: Sequence[int] = row.one(Column.MINUTES, tuple) or ()
    if len(on) > MOST_MEETINGS:
        fault = Fault(kind=FaultKind.TOO_MANY_MEETINGS, given=len(on), highest=MOST_MEETINGS)
        journal.add(row.number, Column.DATE, fault)
        return ()
    if on and len(at) > 1 and len(at) != len(on):
        fault = Fault(
            kind=FaultKind.TIMES_DO_NOT_MATCH_DATES, value=row.shown[Column.TIME], given=len(at), expected=len(on)
        )
        journal.add(row.number, Column.TIME, fault)
        return ()
    if on and len(minutes) > 1 and len(minutes) != len(on):
        fault = Fault(
            kind=FaultKind.MINUTES_DO_NOT_MATCH_DATES,
            value=row.shown[Column.MINUTES],
            given=len(minutes),
            expected=len(on),
        )
        journal.add(row.number, Column.MINUTES, fault)
        return ()
    if not on or not at or not minutes:
        return ()
    times = at if len(at) > 1 else [at[0]] * len(on)
    lengths = minutes if len(minutes) > 1 else [minutes[0]] * len(on)
    meetings = tuple(
        MeetingTime(on=day, at=clock, minutes=lasts) for day, clock, lasts in zip(on, times, lengths, strict=True)
    )
    _check_order(row, meetings, journal)
    return meetings


def _check_order(row: Row, meetings: Sequence[MeetingTime], journal: Journal) -> None:
    zone = row.one(Column.ZONE, str) or "UTC"  # an unknown zone is no reason to pass over what no zone makes right
    for earlier, later in pairwise(meetings):
        began, begins = (instant(one.on, one.at, zone) for one in (earlier, later))
        value, other = _shown(later), _shown(earlier)
        if begins < began:
            fault = Fault(kind=FaultKind.MEETINGS_OUT_OF_ORDER, value=value, other=other)
            journal.add(row.number, Column.DATE, fault)
        elif begins < began + earlier.minutes * MINUTE:
            journal.add(row.number, Column.DATE, Fault(kind=FaultKind.MEETINGS_OVERLAP, value=value, other=other))


def _shown(meeting: MeetingTime) -> str:
    return plain(datetime.combine(meeting.on, meeting.at))


def _check_window(row: Row, meetings: Sequence[MeetingTime], journal: Journal) -> None:
    """Registration opens, closes, and then the first meeting begins. All are local, so they compare as they read."""
    opens, closes = row.one(Column.OPENS, datetime), row.one(Column.CLOSES, datetime)
    start = datetime.combine(meetings[0].on, meetings[0].at) if meetings else None
    if opens and closes and closes <= opens:
        fault = Fault(kind=FaultKind.CLOSES_BEFORE_OPENS, value=plain(closes), other=plain(opens))
        journal.add(row.number, Column.CLOSES, fault)
    if closes and start and closes > start:
        fault = Fault(kind=FaultKind.CLOSES_AFTER_START, value=plain(closes), other=plain(start))
        journal.add(row.number, Column.CLOSES, fault)
    if opens and start and opens >= start:
        fault = Fault(kind=FaultKind.OPENS_AFTER_START, value=plain(opens), other=plain(start))
        journal.add(row.number, Column.OPENS, fault)


def _moment(row: Row, column: Column, zone: str) -> Instant | None:
    moment = row.one(column, datetime)
    return instant(moment.date(), moment.time(), zone) if moment else None


def _place(row: Row, format_: Format | None, journal: Journal) -> Place | None:
    """Where it is; None where nothing is said of a place, and none is needed."""
    for column, other in (_COORDINATES, _COORDINATES[::-1]):
        if column not in row.shown and other in row.shown:
            journal.add(
                row.number, column, Fault(kind=FaultKind.HALF_COORDINATES, other=journal.names.get(other, other))
            )
    begun = any(column in row.shown for family in _PLACE_FAMILIES for column in family.columns)
    begun = begun or any(column in row.shown for column in _COORDINATES)
    if not begun and format_ in {None, Format.ONLINE}:
        return None
    for family in (Family.CITY, Family.PLACE):
        if not row.texts(family) and not row.unreadable(family.columns):
            journal.add(row.number, journal.any_of(family), Fault(kind=FaultKind.MISSING_PLACE))
    return Place(
        name=row.texts(Family.PLACE),
        address=row.texts(Family.ADDRESS),
        city=row.texts(Family.CITY),
        latitude=row.one(Column.LATITUDE, float),
        longitude=row.one(Column.LONGITUDE, float),
    )
