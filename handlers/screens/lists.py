"""Lists of what is coming: pages of slots, the filters that narrow them, and the month as a calendar."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from domain.classes import SchoolClass
from domain.listings import Filter, SlotPage
from domain.moments import Instant, local
from domain.people import City
from domain.programme import EventKind, SlotLine
from domain.typed import HIGHEST_GRADE, LOWEST_GRADE
from handlers.buttons import Browse, Month, Narrow, SeeSlot
from handlers.class_buttons import MyClasses
from handlers.following_buttons import FollowWhat
from handlers.screens import class_words, dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import KIND_ICONS, city, home_row, kind, seats
from handlers.texts import Html, _, fill, language, plural, zone

WEEK: Final = 7
WEEKS_AHEAD: Final = 6
_IN_A_ROW: Final = 6
_LONGEST_CITY_LIST: Final = 12


def upcoming(page: SlotPage, shown: Browse, now: Instant, cities: Sequence[City]) -> Screen:
    """A page of slots, grouped by day; each has a number, and a button with that number: titles would be cut short."""
    heading = Html("<b>" + _("Upcoming") + "</b>")
    if (chosen := _chosen(shown, cities)) != "":
        heading = fill("{heading}\n🔎 {chosen}", heading=heading, chosen=chosen)
    numbered = list(enumerate(page.lines, start=1))
    days = groupby(numbered, key=lambda entry: local(entry[1].starts_at, entry[1].zone).date())
    blocks = [
        "\n".join([f"📅 <b>{dates.day(on)}</b>", *(_line(number, line, now) for number, line in lines)])
        for on, lines in days
    ]
    wanted = shown.tucked()
    numbers = [Button(str(number), SeeSlot(slot=line.id, wanted=wanted).pack()) for number, line in numbered]
    return Screen(
        text="\n\n".join([heading, *blocks, Html(_("Press a number to see more."))]),
        rows=(*in_rows(numbers), *_turning(shown, page), *_narrowing(shown), *_following(shown), home_row()),
    )


def _line(number: int, line: SlotLine, now: Instant) -> Html:
    return fill(
        "{number}. <b>{title}</b>\n{icon} {time} · {city} · {seats}",
        icon=KIND_ICONS[line.kind],
        number=number,
        time=_time(line),
        title=line.title.to(language()),
        city=city(line),
        seats=seats(line, now),
    )


def _time(line: SlotLine) -> str:
    time = dates.clock(line.starts_at, line.zone)
    if line.meetings == 1:
        return time
    meetings = plural("{n} meeting", "{n} meetings", line.meetings)
    return f"{time} · {meetings}"


def _turning(shown: Browse, page: SlotPage) -> tuple[Row, ...]:
    row = []
    if shown.page:
        row.append(Button(_("⬅️ Earlier"), shown.model_copy(update={"page": shown.page - 1}).pack()))
    if page.more:
        row.append(Button(_("Later ➡️"), shown.model_copy(update={"page": shown.page + 1}).pack()))
    return (tuple(row),) if row else ()


def _narrowing(shown: Browse) -> tuple[Row, ...]:
    row = (
        Button(_("🔎 Filter"), Narrow(wanted=shown.tucked()).pack()),
        Button(_("🗓 Calendar"), Month(wanted=shown.tucked()).pack()),
    )
    return (row,)


def _following(shown: Browse) -> tuple[Row, ...]:
    """Where a list is narrowed down: tell me when there is more like this."""
    if shown.but(since=0, days=0, seats=0) == Browse():
        return ()
    return (_follow(shown),)


def _follow(shown: Browse) -> Row:
    return (Button(_("🔔 Tell me of new ones"), FollowWhat(wanted=shown.tucked()).pack()),)


def nothing_found(shown: Browse, cities: Sequence[City], looser: Sequence[Filter]) -> Screen:
    """No slot fits; `looser` are the filters each of which, dropped alone, would let something be found."""
    everything = Browse()
    if shown.but() == everything:
        return Screen(
            text=_("Nothing is planned just now. New dates appear here as soon as they are published."),
            rows=(_follow(shown), home_row()),
        )
    chosen = _each(shown, cities)
    rows = [
        (Button(_("Without: {filter}").format(filter=chosen[one]), shown.but(**_DROPPED[one]).pack()),)
        for one in looser
    ]
    return Screen(
        text=fill(
            _("<b>Nothing fits all of this:</b> {chosen}\n\nTry it with one wish less:"), chosen=_chosen(shown, cities)
        ),
        rows=(*rows, (Button(_("Show everything"), everything.pack()),), *_following(shown), home_row()),
    )


def _chosen(shown: Browse, cities: Sequence[City]) -> str:
    return " · ".join(words for words in _each(shown, cities).values() if words)


_DROPPED: Final[dict[Filter, dict[str, object]]] = {
    Filter.KIND: {"kind": None},
    Filter.GRADE: {"grade": 0},
    Filter.CITY: {"city": 0},
    Filter.ONLINE: {"online": 0},
    Filter.DATES: {"since": 0, "days": 0},
    Filter.SEATS: {"seats": 0},
}


def _each(shown: Browse, cities: Sequence[City]) -> dict[Filter, str]:
    """What is chosen, in words; empty for a filter that is not set."""
    return {
        Filter.KIND: kind(shown.kind) if shown.kind else "",
        Filter.GRADE: _("for grade {low}").format(low=shown.grade) if shown.grade else "",
        Filter.CITY: next((one.name.to(language()) for one in cities if one.id == shown.city), ""),
        Filter.ONLINE: _("online") if shown.online else "",
        Filter.DATES: _days(shown) if shown.since else "",
        Filter.SEATS: plural("for a class, {n} seat", "for a class, {n} seats", shown.seats) if shown.seats else "",
    }


def _days(shown: Browse) -> str:
    first = date.fromordinal(shown.since)
    if shown.days <= 1:
        return dates.day(first)
    return f"{dates.short_day(first)} – {dates.short_day(first + timedelta(days=shown.days - 1))}"


def filters(shown: Browse, cities: Sequence[City], own_grade: int | None, *, teaches: bool = False) -> Screen:
    """What the list can be narrowed down by, each with what is chosen now. `teaches`: the reader has classes."""
    wanted, chosen = shown.tucked(), _each(shown, cities)

    def choice(by: Filter, name: str) -> Button:
        words = f"{name}: {chosen[by]}" if chosen[by] else name
        return Button(words, Narrow(by=by, wanted=wanted).pack())

    grade_row: Row = (choice(Filter.GRADE, _("🎓 Grade")),)
    if own_grade and shown.grade != own_grade:
        grade_row = (Button(_("🎓 For my grade"), shown.but(grade=own_grade).pack()), *grade_row)
    rows: list[Row] = [
        (choice(Filter.KIND, _("🏷 Kind")),),
        grade_row,
        (choice(Filter.CITY, _("📍 City")), choice(Filter.DATES, _("📅 Week"))),
        (Button(("✅ " if shown.online else "") + _("💻 Online"), shown.but(online=1 - shown.online).pack()),),
    ]
    if teaches or shown.seats:
        rows.insert(0, (choice(Filter.SEATS, _("👥 Fits my class")),))
    if shown.but() != Browse():
        rows.append((Button(_("Clear all filters"), Browse().pack()),))
    rows.append(_follow(shown))
    rows.append((Button(_("⬅️ Back to the list"), shown.pack()),))
    return Screen(text="<b>" + _("What are you looking for?") + "</b>", rows=(*rows, home_row()))


def kinds(shown: Browse) -> Screen:
    """Choose one kind."""
    rows = [(Button(f"{KIND_ICONS[one]} {kind(one)}", shown.but(kind=one).pack()),) for one in EventKind]
    return _choosing(_("What kind of event?"), rows, shown, shown.but(kind=None))


def grades(shown: Browse) -> Screen:
    """Choose a grade."""
    buttons = [Button(str(one), shown.but(grade=one).pack()) for one in range(LOWEST_GRADE, HIGHEST_GRADE + 1)]
    return _choosing(_("For which grade?"), in_rows(buttons), shown, shown.but(grade=0))


def which_city(shown: Browse, cities: Sequence[City]) -> Screen:
    """Choose a city."""
    rows = [(Button(one.name.to(language()), shown.but(city=one.id).pack()),) for one in cities[:_LONGEST_CITY_LIST]]
    return _choosing(_("In which city?"), rows, shown, shown.but(city=0))


def which_class(shown: Browse, mine: Sequence[SchoolClass]) -> Screen:
    """Choose a class: all of it, and one adult, have to find seats at once."""
    rows: list[Row] = [
        (Button(f"👥 {short(one.name)} · {class_words.party(one.size, 1)}", shown.but(seats=one.size + 1).pack()),)
        for one in mine
    ]
    if not mine:
        rows.append((Button(_("👥 My classes"), MyClasses().pack()),))
    return _choosing(_("For which class?"), rows, shown, shown.but(seats=0))


def weeks(shown: Browse, now: Instant) -> Screen:
    """Choose one of the coming weeks."""
    today = local(now, zone()).date()
    monday = today - timedelta(days=today.weekday())
    firsts = [monday + timedelta(days=WEEK * ahead) for ahead in range(WEEKS_AHEAD)]
    rows = [(Button(_week(first, monday), shown.but(since=first.toordinal(), days=WEEK).pack()),) for first in firsts]
    return _choosing(_("In which week?"), rows, shown, shown.but(since=0, days=0))


def _week(first: date, this: date) -> str:
    span = f"{dates.short_day(first)} – {dates.short_day(first + timedelta(days=WEEK - 1))}"
    if first == this:
        return _("This week, {span}").format(span=span)
    if first == this + timedelta(days=WEEK):
        return _("Next week, {span}").format(span=span)
    return span


def _choosing(question: str, rows: Sequence[Row], shown: Browse, anything: Browse) -> Screen:
    return Screen(
        text=f"<b>{question}</b>",
        rows=(
            *rows,
            (Button(_("Any"), anything.pack()), Button(_("⬅️ Back"), Narrow(wanted=shown.tucked()).pack())),
            home_row(),
        ),
    )


def in_rows(buttons: Sequence[Button], width: int = _IN_A_ROW) -> list[Row]:
    """Buttons side by side, `width` in a row."""
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def calendar(first: date, counts: Mapping[date, int], shown: Browse, today: date) -> Screen:
    """A month as a calendar: each day that has something is a button."""
    tucked = shown.tucked()
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    start = first - timedelta(days=first.weekday())
    weeks_shown = (after - start).days // WEEK + bool((after - start).days % WEEK)
    here = _to_month(first, tucked)

    def cell(on: date) -> Button:
        if on.month != first.month:
            return Button("·", here)
        if not counts.get(on):
            return Button(f"({on.day})" if on == today else str(on.day), here)
        return Button(f"{on.day}•", shown.but(since=on.toordinal(), days=1).pack())

    names = tuple(Button(dates.weekday(start + timedelta(days=number)), here) for number in range(WEEK))
    rows: list[Row] = [names]
    rows += [
        tuple(cell(start + timedelta(days=week * WEEK + number)) for number in range(WEEK))
        for week in range(weeks_shown)
    ]
    turning = [Button(f"{dates.month(after)} ➡️", _to_month(after, tucked))]
    if first > today:
        before = (first - timedelta(days=1)).replace(day=1)
        turning.insert(0, Button(f"⬅️ {dates.month(before)}", _to_month(before, tucked)))
    total = sum(counts.values())
    return Screen(
        text=fill(
            "<b>{month}</b>\n{count}",
            month=dates.month(first),
            count=plural(
                "{n} date this month. Days with a dot have something.",
                "{n} dates this month. Days with a dot have something.",
                total,
            )
            if total
            else _("Nothing this month."),
        ),
        rows=(*rows, tuple(turning), (Button(_("⬅️ Back to the list"), shown.but(since=0, days=0).pack()),), home_row()),
    )


def _to_month(first: date, tucked: str) -> str:
    return Month(month=first.year * 12 + first.month - 1, wanted=tucked).pack()
