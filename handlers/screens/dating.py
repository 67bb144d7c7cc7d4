"""Picking dates: typed lines, a calendar, hours, seats, a weekly series, and all of it before it is added."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from babel.dates import format_date

from domain.drafts import ManagedEvent, ManagedSlot, Planned
from domain.typed_times import BadLine, Why
from handlers.programme_buttons import GoOn, PickDate, SeeDate, SetDate
from handlers.programme_states import AskingDates, Dating
from handlers.screens import dates
from handlers.screens.programme import seats_of, to_event
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row, place
from handlers.slot_buttons import ManageSlot
from handlers.texts import Html, _, fill, language, plural

WEEK: Final = 7
HOURS: Final = range(8, 22)
MINUTES: Final = (0, 15, 30, 45)
SEATS: Final = (10, 12, 15, 20, 25, 30, 40, 60)
LENGTHS: Final = (30, 45, 60, 90, 120, 180, 240)
WEEKS: Final = (4, 8, 12, 16)
_BAD_SHOWN: Final = 10
_DATES_SHOWN: Final = 30
_IN_A_ROW: Final = 4


def _pick(what: str, value: int = 0) -> str:
    return PickDate(what=what, value=value).pack()


def _in_rows(buttons: Sequence[Button], size: int = _IN_A_ROW) -> list[Row]:
    return [tuple(buttons[number : number + size]) for number in range(0, len(buttons), size)]


def asked(state: Dating, today: date) -> Screen:
    """The step that `state` is at."""
    if state.at in {AskingDates.DAYS, AskingDates.UNTIL}:
        return _calendar(state, today)
    return _ASKED[state.at](state)


def _typed(state: Dating) -> Screen:
    text = _(
        "<b>Dates</b>\n\nType them, one a line:\n<code>28.11 15:30 x25</code>\n<code>5.12 10:00-11:30 x30</code>\n\n"
        "x25 is the number of seats. Meetings of one course stand in one line, with ; between them. Or pick the days "
        "in a calendar."
    )
    rows: list[Row] = [(Button(_("📅 Pick in a calendar"), _pick("days")),)]
    if state.todo or not state.slot:
        rows.append((Button(_("⏭ Later"), GoOn().pack()),))
    return Screen(text=text, rows=(*rows, _back(state)))


def _back(state: Dating) -> Row:
    if state.slot:
        return (Button(_("⬅️ Back"), SeeDate(slot=state.slot).pack()), *home_row())
    return to_event(state.event_id)


def _calendar(state: Dating, today: date) -> Screen:
    number = max(state.month, today.year * 12 + today.month - 1)
    year, month = divmod(number, 12)
    first = date(year, month + 1, 1)
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    start = first - timedelta(days=first.weekday())
    weeks = -(-(after - start).days // WEEK)
    here = _pick("month", number)
    until = state.at is AskingDates.UNTIL

    def cell(on: date) -> Button:
        if on.month != first.month or on < today:
            return Button("·", here)
        if not until and on.toordinal() in state.days:
            return Button(f"✅{on.day}", _pick("day", on.toordinal()))
        return Button(str(on.day), _pick("until" if until else "day", on.toordinal()))

    rows: list[Row] = [tuple(Button(dates.weekday(start + timedelta(days=one)), here) for one in range(WEEK))]
    rows += [tuple(cell(start + timedelta(days=week * WEEK + one)) for one in range(WEEK)) for week in range(weeks)]
    turning = [Button(f"{dates.month(after)} ➡️", _pick("month", number + 1))]
    if first > today:
        turning.insert(0, Button(f"⬅️ {dates.month(first - timedelta(days=1))}", _pick("month", number - 1)))
    rows.append(tuple(turning))
    if until:
        rows += _in_rows([Button(_weeks(one), _pick("weeks", one)) for one in WEEKS], 2)
        hint = _("Until when every week? Tap the last day, or how many weeks; or type a day.")
    else:
        hint = _("Tap the days: one, or several.")
        if state.days:
            count = plural("Go on with {n} day", "Go on with {n} days", len(state.days))
            rows.append((Button(f"➡️ {count}", _pick("hours")),))
    text = fill("<b>{month}</b>\n\n{hint}", month=dates.month(first), hint=hint)
    back = Button(_("⬅️ Back"), _pick("review" if until else "typed"))
    return Screen(text=text, rows=(*rows, (back, *home_row())))


def _weeks(count: int) -> str:
    return plural("{n} week", "{n} weeks", count)


def _hours(state: Dating) -> Screen:
    days = ", ".join(dates.day(date.fromordinal(day)) for day in sorted(state.days)[:_IN_A_ROW])
    more = "…" if len(state.days) > _IN_A_ROW else ""
    rows = _in_rows([Button(f"{hour:02}:…", _pick("hour", hour)) for hour in HOURS])
    return Screen(
        text=fill(
            _("<b>{days}</b>\n\nWhen does it begin? Tap the hour, or type the time, for example: 15:30."),
            days=days + more,
        ),
        rows=(*rows, (Button(_("⬅️ Back"), _pick("days")), *home_row())),
    )


def _minutes(state: Dating) -> Screen:
    times = [Button(f"{state.hour:02}:{one:02}", _pick("minute", one + 1)) for one in MINUTES]
    return Screen(text=_("When exactly?"), rows=(tuple(times), (Button(_("⬅️ Back"), _pick("hours")), *home_row())))


def _seats(state: Dating) -> Screen:
    rows = _in_rows([Button(str(one), _pick("seats", one)) for one in SEATS])
    back = Button(_("⬅️ Back"), _pick("review" if state.planned else "hours"))
    return Screen(text=_("How many seats? Tap, or type a number."), rows=(*rows, (back, *home_row())))


def _lengths(state: Dating) -> Screen:
    del state
    rows = _in_rows([Button(length(one), _pick("length", one)) for one in LENGTHS])
    return Screen(
        text=_("How long does it last? Tap, or type the minutes."),
        rows=(*rows, (Button(_("⬅️ Back"), _pick("review")), *home_row())),
    )


def length(minutes: int) -> str:
    """ "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)


def review(state: Dating) -> Screen:
    """What is going to be added: each date can be left out by a tap."""
    every = state.all()
    kept = len(state.kept())
    rows: list[Row] = [
        (Button(f"{'⬜️' if number in state.out else '✅'} {planned_words(one)}", _pick("out", number + 1)),)
        for number, one in enumerate(every[:_DATES_SHOWN])
    ]
    rows.append((Button(_("🔁 Every week until…"), _pick("series")), Button(_("⏱ How long"), _pick("lengths"))))
    together = [Button(_("💺 Seats"), _pick("places"))]
    if len(every) > 1 and all(len(one.meetings) == 1 for one in every):
        together.append(Button(_("📚 One course of them"), _pick("course")))
    rows.append(tuple(together))
    if kept:
        rows.append((Button(plural("✅ Add {n} date", "✅ Add {n} dates", kept), _pick("add")),))
    rows.append((Button(_("➕ More days"), _pick("typed")), *to_event(state.event_id)))
    hint = _("Tap a date to leave it out. Nothing is added yet.")
    more = len(every) - _DATES_SHOWN
    if more > 0:
        hint += "\n" + plural("… and {n} more date", "… and {n} more dates", more)
    return Screen(text=fill("<b>{heading}</b>\n\n{hint}", heading=_("Dates to add"), hint=hint), rows=tuple(rows))


_ASKED: Final[dict[AskingDates, Callable[[Dating], Screen]]] = {
    AskingDates.TYPED: _typed,
    AskingDates.HOUR: _hours,
    AskingDates.MINUTE: _minutes,
    AskingDates.SEATS: _seats,
    AskingDates.LENGTH: _lengths,
    AskingDates.REVIEW: review,
}


def planned_words(one: Planned) -> str:
    """ "сб, 28 нояб., 15:30–17:00 · 25"; of a course how many meetings."""
    first = one.meetings[0]
    begins = datetime.combine(first.on, first.at)
    ends = begins + timedelta(minutes=first.minutes)
    day = format_date(first.on, "EEE, d MMM", locale=language().value)
    words = f"{day}, {begins:%H:%M}–{ends:%H:%M}"
    if len(one.meetings) > 1:
        words += " · " + plural("{n} meeting", "{n} meetings", len(one.meetings))
    return words + (f" · {one.seats}" if one.seats else "")


def faults(bad: Sequence[BadLine]) -> Html:
    """What could not be read, line by line, and what would be right. What was right is kept."""
    lines = [fill("✖️ <code>{line}</code>: {why}", line=one.text, why=why_words(one.why)) for one in bad[:_BAD_SHOWN]]
    if len(bad) > _BAD_SHOWN:
        lines.append(Html("…"))
    heading = Html(_("I could not read this; what was right is kept:"))
    return Html("\n".join([heading, *lines]))


def why_words(why: Why) -> str:
    """What is wrong with a line, and what would be right."""
    return _WHY[why]()


_WHY: Final[dict[Why, Callable[[], str]]] = {
    Why.NO_DAY: lambda: _("the day is missing, for example: 28.11"),
    Why.NO_TIME: lambda: _("the time is missing, for example: 15:30"),
    Why.NOT_A_DAY: lambda: _("the calendar has no such day"),
    Why.NOT_A_TIME: lambda: _("there is no such time; it is written like 15:30"),
    Why.OVER: lambda: _("that is over already; for next year, add the year"),
    Why.TOO_FAR: lambda: _("that is more than two years ahead; is the year right?"),
    Why.SKIPPED: lambda: _("clocks jump over that time on that day, so it does not exist"),
    Why.SEATS: lambda: _("seats are a number from 1 to 10,000, written like x25"),
    Why.LENGTH: lambda: _("a date lasts from 5 minutes to 24 hours"),
    Why.UNCLEAR: lambda: _("I don't understand all of it; it is written like 28.11 15:30 x25"),
}


def skipped() -> str:
    """Some of the days do not have that time."""
    return _("Clocks jump over that time on one of these days, so that day is left out.")


def added(count: int) -> str:
    """So many are in."""
    return plural("✅ {n} date is added.", "✅ {n} dates are added.", count)


def one_date(known: ManagedEvent, slot: ManagedSlot) -> Screen:
    """A date for its organizers: of a draft all of it can be changed, of what is published its registration."""
    first = slot.meetings[0]
    lines = [
        fill("<b>{title}</b>", title=known.sheet.title.to(language()) or _("Without a title")),
        fill("📅 {when} · {length}", when=dates.moment(slot.starts_at, slot.zone), length=length(first.minutes)),
    ]
    if len(slot.meetings) > 1:
        lines.append(Html(plural("📚 {n} meeting", "📚 {n} meetings", len(slot.meetings))))
    lines.append(fill("💺 {seats}", seats=seats_of(slot.capacity)))
    if slot.place:
        lines.append(fill("📍 {place}", place=place(slot.place)))
    opens = dates.moment(slot.opens_at, slot.zone) if slot.opens_at is not None else _("at once")
    closes = dates.moment(slot.closes_at, slot.zone) if slot.closes_at is not None else _("when it begins")
    lines.append(fill(_("🔓 Registration opens: {when}"), when=opens))
    lines.append(fill(_("🔒 Registration closes: {when}"), when=closes))

    def button(words: str, what: str) -> Button:
        return Button(words, SetDate(slot=slot.id, what=what, seen=slot.revision).pack())

    rows: list[Row] = []
    if known.is_draft:
        rows.append((button(_("🕓 Another time or seats"), "when"), button(_("🗑 Take it out"), "out")))
    rows.append((button(_("🔓 Opens…"), "opens"), button(_("🔒 Closes…"), "closes")))
    if slot.opens_at is not None:
        rows.append((button(_("🔓 Open at once"), "open"),))
    if slot.closes_at is not None:
        rows.append((button(_("🔒 Open until it begins"), "close"),))
    rows.append((Button(_("🛠 More about this date"), ManageSlot(slot=slot.id).pack()),))
    return Screen(text="\n".join(lines), rows=(*rows, to_event(known.id)))


def ask_moment(known: ManagedEvent, slot: ManagedSlot, what: str) -> Screen:
    """When registration opens, or closes, by typing."""
    words = (
        _("When does registration open? Type it, for example: 20.11 10:00.")
        if what == "opens"
        else _("When does registration close? Type it, for example: 27.11 18:00. At the latest when the date begins.")
    )
    del known
    return Screen(text=words, rows=((Button(_("⬅️ Back"), SeeDate(slot=slot.id).pack()), *home_row()),))


def ask_another_time(slot: ManagedSlot) -> Screen:
    """Another time for a date of a draft, by typing."""
    words = _("Now: {when}.\n\nType another time, and the seats if they change, for example: 28.11 15:30 x25.")
    return Screen(
        text=fill(words, when=dates.moment(slot.starts_at, slot.zone)),
        rows=((Button(_("⬅️ Back"), SeeDate(slot=slot.id).pack()), *home_row()),),
    )


def date_conflict(slot: ManagedSlot, parts: Sequence[str], by: Sequence[str]) -> Html:
    """Somebody else has changed this date since it was shown."""
    names = {
        "when": _("time"),
        "where": _("place"),
        "seats": _("seats"),
        "registration": _("registration"),
        "cancelled": _("cancelled"),
    }
    del slot
    return fill(
        _(
            "⚠️ <b>{who} has changed this date meanwhile</b> ({what}). Nothing was overwritten; this is how it stands "
            "now:"
        ),
        who=", ".join(by) or _("Somebody else"),
        what=", ".join(names.get(part, part) for part in parts) or "…",
    )
