"""Reports as tables to take away, with heads in the reader's language. Leaves formats to papers/spreadsheets."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.interest import FACES, Everything, Moved
from domain.reports import Attendance, By, Demand, Filling, Funnel, Group, SlotRow, SourceCount, Subject
from domain.sources import SourceKind
from handlers.screens import report_words as words
from handlers.texts import _, language
from papers.spreadsheets import Cell, Column, Kind, Table

_WHOLE: Final = Kind.WHOLE


def everything(found: Everything, note: str) -> tuple[Table, ...]:
    """A sheet for each report, taken apart in each way; those without a row are left out, but for the dates."""
    tables = [dates(found.dates, note)]
    tables += [filling(rows, by, note) for by, rows in found.filling.items()]
    tables += [attendance(rows, by, note) for by, rows in found.attendance.items()]
    tables += [waiting(rows, by, note) for by, rows in found.demand.items()]
    tables.append(funnel(found.funnel, note))
    tables += [interest(rows, by, note) for by, rows in found.interest.items()]
    tables.append(sources(found.sources, note))
    return tuple(table for nth, table in enumerate(tables) if table.rows or not nth)


def dates(rows: Sequence[SlotRow], note: str) -> Table:
    """One row for each date of the programme."""
    reader = language()
    columns = (
        Column(_("Day"), Kind.DAY),
        Column(_("Time"), Kind.TIME),
        Column(_("Event")),
        Column(_("Partner")),
        Column(_("City")),
        Column(_("Cancelled")),
        *(
            Column(name, _WHOLE)
            for name in (_("Seats"), _("Taken"), _("Waited in vain"), _("Expected"), _("Came"), _("Did not come"))
        ),
        Column(_("Not marked"), _WHOLE),
    )
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row.starts_on,
            row.starts_at,
            row.event.to(reader),
            row.partner.to(reader),
            row.city.to(reader) if row.city else _("online"),
            _("yes") if row.cancelled else "",
            *(row.seats, row.taken, row.asked_in_vain, row.expected, row.came, row.absent, row.unknown),
        )
        for row in rows
    )
    return Table(_("Dates"), columns, cells, note)


def filling(rows: Sequence[Filling], by: By, note: str) -> Table:
    """Seats taken of those offered."""
    columns = (
        _first(by),
        Column(_("Dates"), _WHOLE),
        Column(_("Seats"), _WHOLE),
        Column(_("Taken"), _WHOLE),
        Column(_("Share"), Kind.SHARE),
    )
    cells = tuple((_group(row.group, by), row.slots, row.seats, row.taken, row.share) for row in rows)
    return Table(_title(Subject.FILLING, by), columns, cells, note, _sheet(Subject.FILLING, by))


def attendance(rows: Sequence[Attendance], by: By, note: str) -> Table:
    """Who came; the share is of those of whom it is known."""
    columns = (
        _first(by),
        Column(_("Expected"), _WHOLE),
        Column(_("Came"), _WHOLE),
        Column(_("Did not come"), _WHOLE),
        Column(_("Not marked"), _WHOLE),
        Column(_("Share"), Kind.SHARE),
    )
    cells = tuple(
        (
            _group(row.group, by),
            row.expected,
            row.came,
            row.absent,
            row.unknown,
            row.share if row.came + row.absent else None,
        )
        for row in rows
    )
    return Table(_title(Subject.ATTENDANCE, by), columns, cells, note, _sheet(Subject.ATTENDANCE, by))


def waiting(rows: Sequence[Demand], by: By, note: str) -> Table:
    """Seats that were waited for."""
    columns = (
        _first(by),
        Column(_("Waited for"), _WHOLE),
        Column(_("Got a seat"), _WHOLE),
        Column(_("Still waiting"), _WHOLE),
        Column(_("Went without"), _WHOLE),
    )
    cells = tuple((_group(row.group, by), row.asked, row.got, row.waiting, row.without) for row in rows)
    return Table(_title(Subject.WAITING, by), columns, cells, note, _sheet(Subject.WAITING, by))


def funnel(found: Funnel, note: str) -> Table:
    """How far people got."""
    steps = (
        (_("Saw the event"), found.seen),
        (_("Asked for a seat"), found.asked),
        (_("Had a seat"), found.seated),
        (_("Were there"), found.came),
    )
    columns = (Column(_("Step")), Column(_("People"), _WHOLE), Column(_("Share"), Kind.SHARE))
    cells = tuple((name, count, count / found.seen) for name, count in steps) if found.seen else ()
    return Table(words.subject(Subject.FUNNEL), columns, cells, note)


def interest(rows: Sequence[Moved], by: By | None, note: str) -> Table:
    """How answers moved, of groups that are large enough."""
    columns = (
        _first(by) if by else Column(_("Whose")),
        Column(_("Pupils"), _WHOLE),
        Column(_("Mean before"), Kind.MEAN),
        Column(_("Mean after"), Kind.MEAN),
        Column(_("Shift"), Kind.MEAN),
        *(Column(_("Before: {face}").format(face=face), _WHOLE) for face in range(1, FACES + 1)),
        *(Column(_("After: {face}").format(face=face), _WHOLE) for face in range(1, FACES + 1)),
    )
    cells = tuple(
        (
            _group(row.group, by) if by else _("All"),
            row.pairs,
            row.mean_before,
            row.mean_after,
            row.shift,
            *row.before,
            *row.after,
        )
        for row in rows
    )
    title = _title(Subject.INTEREST, by) if by else words.subject(Subject.INTEREST)
    return Table(title, columns, cells, note, _sheet(Subject.INTEREST, by))


def sources(rows: Sequence[SourceCount], note: str) -> Table:
    """What each poster and post brought."""
    columns = (
        Column(_("Event")),
        Column(_("Kind")),
        Column(_("Where")),
        Column(_("Opened it"), _WHOLE),
        Column(_("Registered"), _WHOLE),
    )
    cells = tuple(
        (
            row.event.to(language()),
            _("Poster") if row.kind == SourceKind.POSTER else _("Post"),
            row.name,
            row.came,
            row.registered,
        )
        for row in rows
    )
    return Table(words.subject(Subject.SOURCES), columns, cells, note)


def _first(by: By) -> Column:
    kind = {By.MONTH: Kind.DAY, By.GRADE: Kind.WHOLE}.get(by, Kind.TEXT)
    return Column(words.by_column(by), kind)


def _group(of: Group, by: By | None) -> Cell:
    """Months as their first day and grades as numbers: so that a spreadsheet can sort them."""
    if by is By.MONTH:
        return date.fromisoformat(f"{of.key}-01")
    if by is By.GRADE:
        return None if of.key is None else int(of.key)
    return words.group(of, by)


def _title(subject: Subject, by: By) -> str:
    return _("{subject}: {by}").format(subject=words.subject(subject), by=words.taken_apart(by))


def _sheet(subject: Subject, by: By | None) -> str:
    """A name that fits a sheet, which has 31 letters: by what it is taken apart comes first."""
    about = _("Interest") if subject is Subject.INTEREST else words.subject(subject)
    return f"{words.by_column(by)} · {about}" if by else about
