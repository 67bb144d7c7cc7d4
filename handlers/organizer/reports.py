"""Reports: the numbers, a picture for each question, and files to take away. Leaves what they look like to screens."""

from dataclasses import dataclass
from typing import Final

from aiogram import Bot
from aiogram.types import CallbackQuery

from domain.conversations import Conversation
from domain.identities import PartnerId
from domain.moments import Clock, local
from domain.people import Person
from domain.reports import TAKEN_APART, By, Scope, Span, Subject, span
from handlers import states
from handlers.house import House
from handlers.presses import Presses
from handlers.progress import underway
from handlers.report_buttons import ChoosePartner, Form, SeeReport, SeeReports, TakeReport
from handlers.screens import report_charts, report_lines, report_tables
from handlers.screens import reports as screens
from handlers.screens.screen import File, Screen
from handlers.texts import language
from papers.charts import Chart, draw
from papers.pool import PaperNotMade, PaperPool
from papers.spreadsheets import Table, as_csv, as_workbook
from storage.engine import Store
from storage.reporting import attendance, dates, filling, gathering, interest, people, scopes, summaries, takings

SECONDS: Final = 30


def add_presses(presses: Presses) -> None:
    """The buttons of reports."""
    presses.on(SeeReports)(see_reports)
    presses.on(ChoosePartner)(choose_partner)
    presses.on(SeeReport)(see_report)
    presses.on(TakeReport)(take_report)


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it is shown and taken away; nothing to draw: no `chart`."""

    table: Table
    lines: list[str]
    chart: Chart | None


async def see_reports(
    query: CallbackQuery,
    callback_data: SeeReports,
    person: Person,
    conversation: Conversation,
    store: Store,
    clock: Clock,
    house: House,
) -> Screen:
    """The numbers to begin with."""
    del query
    states.end(conversation)
    over, partner = span(callback_data.period, clock.now(), house.zone), _partner(callback_data.partner)
    scope = await store.report(scopes.scope, actor=person.id, partner=partner)
    found = await store.report(summaries.summary, actor=person.id, partner=partner, over=over)
    return screens.reports(found, scope, callback_data.period)


async def choose_partner(query: CallbackQuery, callback_data: ChoosePartner, person: Person, store: Store) -> Screen:
    """Whose numbers?"""
    del query
    scope = await store.report(scopes.scope, actor=person.id, partner=None)
    return screens.which_partner(scope, callback_data.period)


async def see_report(
    query: CallbackQuery,
    callback_data: SeeReport,
    person: Person,
    store: Store,
    clock: Clock,
    house: House,
    papers: PaperPool,
    bot: Bot,
) -> Screen:
    """One question's picture."""
    del query
    asked = callback_data.model_copy(update={"by": apart(callback_data.subject, callback_data.by)})
    over, partner = span(asked.period, clock.now(), house.zone), _partner(asked.partner)
    scope = await store.report(scopes.scope, actor=person.id, partner=partner)
    found = await _report(person, asked.subject, asked.by, scope, over, screens.under(scope, asked.period), store)
    title = found.table.title
    if found.chart is None:
        return screens.nothing(asked, title, scope, report_lines.nothing(asked.subject))
    async with underway(bot, person.account, "upload_photo"):
        try:
            picture = await papers.make(draw, found.chart, seconds=SECONDS)
        except PaperNotMade:
            return screens.nothing(asked, title, scope, screens.not_made())
    return screens.chart(File(picture, "report.png"), asked, title, scope, found.lines)


async def take_report(
    query: CallbackQuery,
    callback_data: TakeReport,
    person: Person,
    store: Store,
    clock: Clock,
    house: House,
    papers: PaperPool,
    bot: Bot,
) -> Screen:
    """The numbers as a file."""
    del query
    asked, partner = callback_data, _partner(callback_data.partner)
    over = span(asked.period, clock.now(), house.zone)
    scope = await store.report(scopes.scope, actor=person.id, partner=partner)
    await store.write(takings.take_report, actor=person.id, partner=partner, form=asked.form.name.lower())
    tables = await _tables(person, asked, scope, over, store)
    async with underway(bot, person.account, "upload_document"):
        try:
            file = await as_file(tables, asked.form, papers, clock, house)
        except PaperNotMade:
            again = await store.report(summaries.summary, actor=person.id, partner=partner, over=over)
            return screens.reports(again, scope, asked.period).topped(screens.not_made())
    return screens.taken(file, scope, asked.period)


async def _tables(person: Person, asked: TakeReport, scope: Scope, over: Span, store: Store) -> tuple[Table, ...]:
    """What the file holds: one subject, or all of them, or the dates where it is to be one table."""
    partner, note = scope.partner, screens.under(scope, asked.period)
    if asked.subject is not None:
        by = apart(asked.subject, asked.by)
        return ((await _report(person, asked.subject, by, scope, over, note, store)).table,)
    if asked.form is Form.WORKBOOK:
        everything = await store.report(gathering.everything, actor=person.id, partner=partner, over=over)
        return report_tables.everything(everything, note)
    rows = await store.report(dates.dates, actor=person.id, partner=partner, over=over)
    return (report_tables.dates(rows, note),)


async def as_file(tables: tuple[Table, ...], form: Form, papers: PaperPool, clock: Clock, house: House) -> File:
    """Tables as a file to send. Raises PaperNotMade."""
    now = local(clock.now(), house.zone).replace(tzinfo=None)
    if form is Form.WORKBOOK:
        made = await papers.make(as_workbook, tables, now, seconds=SECONDS)
        return File(made, f"etalon-{now:%Y-%m-%d}.xlsx")
    return File(await papers.make(as_csv, tables[0], language(), seconds=SECONDS), f"etalon-{now:%Y-%m-%d}.csv")


def apart(subject: Subject, by: By | None) -> By | None:
    """By what the subject is taken apart: as asked, where that can be; what a button says is only a claim."""
    return by if by in TAKEN_APART[subject] else screens.usual(subject)


async def _report(
    person: Person, subject: Subject, by: By | None, scope: Scope, over: Span, under: str, store: Store
) -> Report:
    """What a report says, from the connection that no screen waits for. Raises NotYours."""
    partner = scope.partner
    if by is None or subject is Subject.INTEREST:
        return await _whole(person, subject, by, partner, over, under, store)
    match subject:
        case Subject.FILLING:
            filled = await store.report(filling.filling, actor=person.id, partner=partner, over=over, by=by)
            chart = report_charts.filling(filled, by, under) if filled else None
            return Report(report_tables.filling(filled, by, under), report_lines.filling(filled, by), chart)
        case Subject.ATTENDANCE:
            came = await store.report(attendance.attendance, actor=person.id, partner=partner, over=over, by=by)
            chart = report_charts.attendance(came, by, under) if came else None
            return Report(report_tables.attendance(came, by, under), report_lines.attendance(came, by), chart)
        case _:
            waited = await store.report(filling.demand, actor=person.id, partner=partner, over=over, by=by)
            chart = report_charts.waiting(waited, by, under) if waited else None
            return Report(report_tables.waiting(waited, by, under), report_lines.waiting(waited, by), chart)


async def _whole(
    person: Person, subject: Subject, by: By | None, partner: PartnerId | None, over: Span, under: str, store: Store
) -> Report:
    """What is not taken apart by what is counted of seats: people, sources, answers."""
    match subject:
        case Subject.FUNNEL:
            found = await store.report(people.funnel, actor=person.id, partner=partner, over=over)
            chart = report_charts.funnel(found, under) if found.seen else None
            return Report(report_tables.funnel(found, under), report_lines.funnel(found), chart)
        case Subject.SOURCES:
            rows = await store.report(people.sources, actor=person.id, partner=partner, over=over)
            names = [report_lines.source(row) for row in rows]
            chart = report_charts.sources(rows, names, under) if rows else None
            return Report(report_tables.sources(rows, under), report_lines.sources(rows), chart)
    moved = await store.report(interest.interest, actor=person.id, partner=partner, over=over, by=by)
    table = report_tables.interest(moved, by, under)
    if not moved:
        return Report(table, [], None)
    chart = report_charts.shifts(moved, by, under) if by else report_charts.interest(moved[0], under)
    return Report(table, report_lines.interest(moved, by), chart)


def _partner(number: int) -> PartnerId | None:
    return PartnerId(number) if number else None
