"""Reports in the chat: the numbers to begin with, and one picture for each question, with its numbers beneath."""

from collections.abc import Callable, Sequence
from typing import Final

from domain.reports import TAKEN_APART, By, Period, Scope, Subject, Summary
from handlers.organizer_buttons import Organize
from handlers.report_buttons import ChoosePartner, Form, SeeReport, SeeReports, TakeReport, WordQuestion
from handlers.screens import report_words as words
from handlers.screens.lengths import LONGEST_CAPTION, ROOM_FOR_NOTES, short, shown_length
from handlers.screens.screen import Button, File, Row, Screen, Where, pairs
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language, plural

_ACROSS: Final = 3
"""Buttons in one row, where their words are short."""
_NAME: Final = 40
"""Characters of a partner's name on a button."""


def under(scope: Scope, period: Period) -> str:
    """ "All partners · this school year"."""
    return f"{words.whose(scope)} · {words.period(period)}"


def reports(found: Summary, scope: Scope, period: Period) -> Screen:
    """Where reports begin: the numbers that matter, and a button for each question."""
    partner = scope.partner or 0
    text = fill(
        _("📊 <b>Reports</b>\n<i>{under}</i>\n\n{numbers}"),
        under=under(scope, period),
        numbers=Html("\n".join(_numbers(found))),
    )
    rows: list[Row] = pairs(
        [
            Button(words.subject(one), SeeReport(subject=one, by=usual(one), period=period, partner=partner).pack())
            for one in Subject
        ]
    )
    rows += _periods(period, lambda other: SeeReports(period=other, partner=partner).pack())
    if len(scope.may_see) > 1:
        rows.append((Button(f"🏢 {short(words.whose(scope), _NAME)}", ChoosePartner(period=period).pack()),))
    everything = TakeReport(form=Form.WORKBOOK, period=period, partner=partner)
    dates = TakeReport(form=Form.DELIMITED, period=period, partner=partner)
    rows += [
        (Button(_("⬇️ All of it .xlsx"), everything.pack()), Button(_("⬇️ Dates .csv"), dates.pack())),
        (Button(_("🛠 Organizing"), Organize().pack()), *home_row()),
    ]
    return Screen(text=text, rows=tuple(rows))


def which_partner(scope: Scope, period: Period) -> Screen:
    """Whose numbers?"""
    rows: list[Row] = [(Button(_("All partners"), SeeReports(period=period).pack()),)]
    rows += [
        (Button(short(name.to(language()), _NAME), SeeReports(period=period, partner=number).pack()),)
        for number, name in scope.may_see
    ]
    return Screen(
        text=_("<b>Whose numbers would you like to see?</b>"), rows=(*rows, _back(period, scope.partner or 0))
    )


def chart(picture: File, asked: SeeReport, title: str, scope: Scope, lines: Sequence[str]) -> Screen:
    """One picture with its numbers beneath, as many as a caption holds."""
    return Screen(
        text=_caption(title, under(scope, asked.period), lines),
        rows=_ways_on(asked, scope, file=True),
        picture=picture,
        where=Where.INSTEAD,
    )


def nothing(asked: SeeReport, title: str, scope: Scope, why: str) -> Screen:
    """There is nothing to draw; what that means, and where to look instead."""
    text = fill(
        _("<b>{title}</b>\n<i>{under}</i>\n\n{why}"), title=title, under=under(scope, asked.period), why=Html(why)
    )
    return Screen(text=text, rows=_ways_on(asked, scope, file=False))


def taken(file: File, scope: Scope, period: Period) -> Screen:
    """The file, beside the screen that it was asked for on."""
    return Screen(
        text=fill(_("📊 {under}"), under=under(scope, period)),
        document=file,
        where=Where.BESIDE,
        toast=_("Here it is"),
    )


def not_made() -> str:
    """The picture or file could not be made."""
    return _("I could not make it just now. Please try again in a minute.")


def usual(subject: Subject) -> By | None:
    """What a subject is taken apart by, unless somebody says otherwise."""
    return next(iter(TAKEN_APART[subject]), None) if subject is not Subject.INTEREST else None


def _numbers(found: Summary) -> list[str]:
    filling, came, demand, funnel = found.filling, found.attendance, found.demand, found.funnel
    if not filling.slots and not funnel.seen:
        return [_("Nothing took place in this time, and nothing is planned in it. Perhaps another time has more.")]
    lines = [
        "📅 "
        + _("{dates}, {seats} seats; taken: {taken} ({share})").format(
            dates=plural("{n} date", "{n} dates", filling.slots),
            seats=filling.seats,
            taken=filling.taken,
            share=words.percent(filling.share),
        )
    ]
    if came.expected:
        lines.append(
            "✅ "
            + _("Came: {came}, did not: {absent}. Not marked: {unknown}").format(
                came=came.came, absent=came.absent, unknown=came.unknown
            )
        )
    if demand.asked:
        lines.append(
            "⏳ "
            + _("Waited for a seat: {asked}, got one: {got}, still wait: {waiting}").format(
                asked=demand.asked, got=demand.got, waiting=demand.waiting
            )
        )
    if funnel.seen:
        lines.append(
            "👀 "
            + _("Saw an event: {seen}, asked for a seat: {asked}, were there: {came}").format(
                seen=funnel.seen, asked=funnel.asked, came=funnel.came
            )
        )
    return lines


def _caption(title: str, under_it: str, lines: Sequence[str]) -> str:
    text = fill("<b>{title}</b>\n<i>{under}</i>", title=title, under=under_it)
    added = ""
    for line in lines:
        longer = f"{added}\n{fill('{line}', line=line)}"
        if shown_length(text) + shown_length(longer) > LONGEST_CAPTION - ROOM_FOR_NOTES:
            added += "\n…"
            break
        added = longer
    return f"{text}\n{added}" if added else text


def _ways_on(asked: SeeReport, scope: Scope, *, file: bool) -> tuple[Row, ...]:
    others = [by for by in TAKEN_APART[asked.subject] if by is not asked.by] if file else []
    buttons = [Button(words.taken_apart(by), asked.model_copy(update={"by": by}).pack()) for by in others]
    if asked.subject is Subject.INTEREST and asked.by is not None:
        buttons.insert(0, Button(_("all together"), asked.model_copy(update={"by": None}).pack()))
    rows: list[Row] = [tuple(buttons[at : at + _ACROSS]) for at in range(0, len(buttons), _ACROSS)]
    rows += _periods(asked.period, lambda other: asked.model_copy(update={"period": other}).pack())
    if file:
        take = TakeReport(
            form=Form.DELIMITED, subject=asked.subject, by=asked.by, period=asked.period, partner=asked.partner
        )
        as_workbook = take.model_copy(update={"form": Form.WORKBOOK})
        rows.append((Button("⬇️ .xlsx", as_workbook.pack()), Button("⬇️ .csv", take.pack())))
    partner = scope.partner or (scope.may_see[0][0] if len(scope.may_see) == 1 else None)
    if asked.subject is Subject.INTEREST and partner:
        rows.append((Button(_("✏️ What we ask about"), WordQuestion(partner=partner).pack()),))
    return (*rows, _back(asked.period, asked.partner))


def _periods(shown: Period, data: Callable[[Period], str]) -> list[Row]:
    """The other times to look at, in two rows."""
    buttons = [
        Button(f"· {words.short_period(one)} ·" if one is shown else words.short_period(one), data(one))
        for one in Period
    ]
    return [tuple(buttons[:_ACROSS]), tuple(buttons[_ACROSS:])]


def _back(period: Period, partner: int) -> Row:
    return (Button(_("📊 Reports"), SeeReports(period=period, partner=partner).pack()), *home_row())
