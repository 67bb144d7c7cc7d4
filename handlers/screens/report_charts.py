"""What is drawn for each report: its numbers with the reader's words. Leaves the drawing to papers/charts."""

from collections.abc import Sequence
from typing import Final

from domain.interest import Moved
from domain.reports import SMALL, Attendance, By, Demand, Filling, Funnel, Group, SourceCount, months_between
from handlers.screens import report_words as words
from handlers.texts import _
from papers.charts import Bars, Chart, Faces, Series, Steps, Stripes
from papers.charts.kinds import Ink

SHOWN: Final = 12
"""Groups in one picture; the others are in the file."""
LATEST_MONTHS: Final = 18


def filling(rows: Sequence[Filling], by: By, under: str) -> Chart:
    """Seats taken of those offered: columns by month, else lines."""
    offered, taken, seats = _("Offered"), _("Taken"), _("Seats")
    title = _title(_("Seats taken"), by)
    foot = _("Dates that were cancelled are not counted.")
    if by is By.MONTH:
        found = {str(row.group.key): row for row in rows}
        months = months_between(found)[-LATEST_MONTHS:]
        nothing = Filling(group=Group(None), slots=0, seats=0, taken=0)
        lines = [found.get(month, nothing) for month in months]
        drawn: Bars | Stripes = Bars(
            labels=tuple(words.short_month(month) for month in months),
            whole=Series(offered, tuple(row.seats for row in lines), Ink.PALE),
            part=Series(taken, tuple(row.taken for row in lines), Ink.MAIN),
            axis=seats,
        )
    else:
        lines = sorted(rows, key=lambda row: -row.seats)[:SHOWN]
        drawn = Stripes(
            labels=tuple(words.group(row.group, by) for row in lines),
            series=(
                Series(taken, tuple(row.taken for row in lines), Ink.MAIN),
                Series(offered, tuple(row.seats for row in lines), Ink.PALE),
            ),
            ends=tuple(words.percent(row.share) for row in lines),
            axis=seats,
            within=True,
        )
    return Chart(title=title, under=under, foot=foot, drawn=drawn, percent=words.percent_form())


def attendance(rows: Sequence[Attendance], by: By, under: str) -> Chart:
    """Who came, who did not, and of whom nobody has said."""
    lines = _in_order(rows, by)
    drawn = Stripes(
        labels=tuple(words.group(row.group, by) for row in lines),
        series=(
            Series(_("Came"), tuple(row.came for row in lines), Ink.MAIN),
            Series(_("Did not come"), tuple(row.absent for row in lines), Ink.AGAINST),
            Series(_("Not known"), tuple(row.unknown for row in lines), Ink.PALE),
        ),
        ends=tuple(words.percent(row.share) if row.came + row.absent else "—" for row in lines),
        axis=_("Pupils"),
    )
    foot = _("At the end of each line: how many came, of those of whom it is known.")
    return Chart(title=_title(_("Who came"), by), under=under, foot=foot, drawn=drawn)


def waiting(rows: Sequence[Demand], by: By, under: str) -> Chart:
    """Seats that were waited for, and what became of that."""
    lines = sorted(rows, key=lambda row: str(row.group.key))[-SHOWN:] if by is By.MONTH else list(rows)
    if by is not By.MONTH:
        lines = sorted(lines, key=lambda row: -row.asked)[:SHOWN]
    drawn = Stripes(
        labels=tuple(words.group(row.group, by) for row in lines),
        series=(
            Series(_("Got a seat"), tuple(row.got for row in lines), Ink.MAIN),
            Series(_("Still waiting"), tuple(row.waiting for row in lines), Ink.OPEN),
            Series(_("Went without"), tuple(row.without for row in lines), Ink.AGAINST),
        ),
        ends=tuple(str(row.asked) for row in lines),
        axis=_("Seats"),
    )
    foot = _("Seats that were asked for when there were none left.")
    return Chart(title=_title(_("Waiting lists"), by), under=under, foot=foot, drawn=drawn)


def funnel(found: Funnel, under: str) -> Chart:
    """How far people got, of those who saw an event."""
    values = (found.seen, found.asked, found.seated, found.came)
    drawn = Steps(
        labels=(_("Saw the event"), _("Asked for a seat"), _("Had a seat"), _("Were there")),
        values=values,
        ends=tuple(
            str(value) if not nth else f"{value} · {words.percent(value / (found.seen or 1))}"
            for nth, value in enumerate(values)
        ),
    )
    foot = _("People who first opened an event's card in this time. A teacher with a class is one.")
    return Chart(title=_("From seen to attended"), under=under, foot=foot, drawn=drawn)


def sources(rows: Sequence[SourceCount], names: Sequence[str], under: str) -> Chart:
    """What posters and posts brought."""
    lines = rows[:SHOWN]
    drawn = Stripes(
        labels=tuple(names[:SHOWN]),
        series=(
            Series(_("Registered"), tuple(row.registered for row in lines), Ink.MAIN),
            Series(_("Opened it"), tuple(row.came for row in lines), Ink.PALE),
        ),
        ends=tuple(f"{row.registered}/{row.came}" for row in lines),
        axis=_("People"),
        within=True,
    )
    foot = _("People who came by the link of a poster or post, each once.")
    return Chart(title=_("Posters and posts"), under=under, foot=foot, drawn=drawn)


def interest(found: Moved, under: str) -> Chart:
    """Answers before and after, of those who gave both."""
    drawn = Faces(
        labels=(_("1\nnot at all"), "2", "3", "4", _("5\nvery much")),
        before=Series(_("Before the visit"), tuple(count / found.pairs for count in found.before), Ink.PALE),
        after=Series(_("After it"), tuple(count / found.pairs for count in found.after), Ink.MAIN),
        axis=_("Share of answers"),
    )
    foot = _("{n} pupils who answered both times. Mean: {before} → {after} ({shift}).").format(
        n=found.pairs,
        before=words.mean(found.mean_before),
        after=words.mean(found.mean_after),
        shift=words.mean(found.shift, sign=True),
    )
    return Chart(
        title=_("Interest in the profession"), under=under, foot=foot, drawn=drawn, percent=words.percent_form()
    )


def shifts(rows: Sequence[Moved], by: By, under: str) -> Chart:
    """Mean answers of each group, before and after."""
    lines = rows[:SHOWN]
    drawn = Stripes(
        labels=tuple(words.group(row.group, by) for row in lines),
        series=(
            Series(_("After it"), tuple(row.mean_after for row in lines), Ink.MAIN),
            Series(_("Before the visit"), tuple(row.mean_before for row in lines), Ink.PALE),
        ),
        ends=tuple(words.mean(row.shift, sign=True) for row in lines),
        axis=_("Mean answer, from 1 to 5"),
        within=True,
    )
    foot = _("Pupils who answered both times; groups of fewer than {n} are left out.").format(n=SMALL)
    return Chart(title=_title(_("Interest in the profession"), by), under=under, foot=foot, drawn=drawn)


def _in_order(rows: Sequence[Attendance], by: By) -> list[Attendance]:
    """Months and grades as they follow each other, others the largest first; folded schools last."""
    match by:
        case By.MONTH:
            return sorted(rows, key=lambda row: str(row.group.key))[-SHOWN:]
        case By.GRADE:
            return sorted(rows, key=lambda row: int(row.group.key or 0))[:SHOWN]
    ordered = sorted(rows, key=lambda row: (row.group.others > 0, -row.expected))
    return ordered[:SHOWN]


def _title(subject: str, by: By) -> str:
    return _("{subject}: {by}").format(subject=subject, by=words.taken_apart(by))
