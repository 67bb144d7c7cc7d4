"""The words of reports: periods, subjects, groups and numbers, as readers of each language write them."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from domain.reports import By, Group, Period, Scope, Subject
from handlers.texts import _, language, plural


def period(of: Period) -> str:
    """ "this school year"."""
    match of:
        case Period.MONTH:
            return _("the last 30 days")
        case Period.QUARTER:
            return _("the last 3 months")
        case Period.YEAR:
            return _("this school year")
        case Period.LAST_YEAR:
            return _("the last school year")
        case Period.ALL:
            return _("all the time")
        case Period.AHEAD:
            return _("the next 3 months")


def short_period(of: Period) -> str:
    """The same on a button."""
    match of:
        case Period.MONTH:
            return _("30 days")
        case Period.QUARTER:
            return _("3 months")
        case Period.YEAR:
            return _("This year")
        case Period.LAST_YEAR:
            return _("Last year")
        case Period.ALL:
            return _("All")
        case Period.AHEAD:
            return _("Ahead")


def subject(of: Subject) -> str:
    """What a report is about, on a button and over a chart."""
    match of:
        case Subject.FILLING:
            return _("Seats taken")
        case Subject.ATTENDANCE:
            return _("Who came")
        case Subject.FUNNEL:
            return _("From seen to attended")
        case Subject.WAITING:
            return _("Waiting lists")
        case Subject.INTEREST:
            return _("Interest in the profession")
        case Subject.SOURCES:
            return _("Posters and posts")


def taken_apart(by: By) -> str:
    """ "by school"."""
    match by:
        case By.MONTH:
            return _("by month")
        case By.EVENT:
            return _("by event")
        case By.PARTNER:
            return _("by partner")
        case By.CITY:
            return _("by city")
        case By.SCHOOL:
            return _("by school")
        case By.GRADE:
            return _("by grade")


def by_column(by: By) -> str:
    """The head of the column that says what a row is about."""
    match by:
        case By.MONTH:
            return _("Month")
        case By.EVENT:
            return _("Event")
        case By.PARTNER:
            return _("Partner")
        case By.CITY:
            return _("City")
        case By.SCHOOL:
            return _("School")
        case By.GRADE:
            return _("Grade")


def group(of: Group, by: By | None) -> str:
    """What a row is about."""
    if of.others:
        return plural("{n} small school together", "{n} small schools together", of.others)
    if of.key is None:
        return _("online") if by is By.CITY else _("not known any more")
    if by is By.MONTH:
        return month(str(of.key))
    if by is By.GRADE:
        return _("grade {grade}").format(grade=of.key)
    return of.name if isinstance(of.name, str) else of.name.to(language())


def month(of: str) -> str:
    """ "нояб. 2026" of "2026-11"."""
    return format_date(date.fromisoformat(f"{of}-01"), "LLL y", locale=language().value)


def short_month(of: str) -> str:
    """ "нояб." of "2026-11", with the year in every January."""
    first = date.fromisoformat(f"{of}-01")
    return format_date(first, "LLL\ny" if first.month == 1 else "LLL", locale=language().value)


def whose(scope: Scope) -> str:
    """Whose programme it is."""
    if scope.name is not None:
        return scope.name.to(language())
    return _("All partners")


def percent(share: float) -> str:
    """ "83 %"."""
    return _("{n}%").format(n=round(100 * share))


def percent_form() -> str:
    """The same with {} in the number's place."""
    return _("{n}%").replace("{n}", "{}")


def mean(value: float, *, sign: bool = False) -> str:
    """ "3,6"; with `sign`, "+0,7"."""
    written = str(format_decimal(abs(value), format="0.0", locale=language().value))
    if not sign:
        return written
    return f"−{written}" if value < 0 and written.strip("0.,") else f"+{written}"
