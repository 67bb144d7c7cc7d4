"""The numbers of a report as lines under its picture, and what is said where there are none."""

from collections.abc import Sequence

from domain.interest import Moved
from domain.reports import SMALL, Attendance, By, Demand, Filling, Funnel, SourceCount, Subject, total, total_demand
from domain.reports import total_filling as all_filling
from domain.sources import SourceKind
from handlers.screens import report_words as words
from handlers.screens.lengths import short
from handlers.texts import _, language, plural


def filling(rows: Sequence[Filling], by: By) -> list[str]:
    """Seats taken of those offered, all and each."""
    whole = all_filling(rows)
    said = _("{taken} of {seats} seats ({share}), {dates}").format(
        taken=whole.taken,
        seats=whole.seats,
        share=words.percent(whole.share),
        dates=plural("{n} date", "{n} dates", whole.slots),
    )
    each = [
        _("{group}: {taken} of {seats} ({share})").format(
            group=short(words.group(row.group, by)), taken=row.taken, seats=row.seats, share=words.percent(row.share)
        )
        for row in rows
    ]
    return [said, "", *each]


def attendance(rows: Sequence[Attendance], by: By) -> list[str]:
    """Who came, of those of whom it is known, all and each; and of how many it is not."""
    whole = total(rows)
    said = [
        _("Came: {came}, did not: {absent}. Not marked: {unknown}").format(
            came=whole.came, absent=whole.absent, unknown=whole.unknown
        )
    ]
    if whole.unknown:
        said.append(_("Who was not marked counts neither way."))
    each = [
        _("{group}: {came} of {known} ({share})").format(
            group=short(words.group(row.group, by)),
            came=row.came,
            known=row.came + row.absent,
            share=words.percent(row.share),
        )
        if row.came + row.absent
        else _("{group}: not marked").format(group=short(words.group(row.group, by)))
        for row in rows
    ]
    return [*said, "", *each]


def waiting(rows: Sequence[Demand], by: By) -> list[str]:
    """How many seats were waited for, and how many were got."""
    whole = total_demand(rows)
    said = _("Waited for: {asked}. Got a seat: {got}, still wait: {waiting}, went without: {without}").format(
        asked=whole.asked, got=whole.got, waiting=whole.waiting, without=whole.without
    )
    each = [
        _("{group}: {asked} waited, {got} got a seat").format(
            group=short(words.group(row.group, by)), asked=row.asked, got=row.got
        )
        for row in sorted(rows, key=lambda row: -row.asked)
    ]
    return [said, "", *each]


def funnel(found: Funnel) -> list[str]:
    """How far people got; those whose day is still ahead are among those who had a seat."""
    return [
        _("Saw an event: {seen}, asked for a seat: {asked}, were there: {came}").format(
            seen=found.seen, asked=found.asked, came=found.came
        ),
        _("Who has a seat for a day that is still ahead, or was not marked, is not among those who were there."),
    ]


def interest(rows: Sequence[Moved], by: By | None) -> list[str]:
    """How the mean moved, of each group that is large enough."""
    return [
        _("{group}: {before} → {after} ({shift}), {pairs}").format(
            group=words.group(row.group, by) if by else _("All"),
            before=words.mean(row.mean_before),
            after=words.mean(row.mean_after),
            shift=words.mean(row.shift, sign=True),
            pairs=plural("{n} pupil", "{n} pupils", row.pairs),
        )
        for row in rows
    ]


def sources(rows: Sequence[SourceCount]) -> list[str]:
    """What each poster and post brought."""
    return [
        _("{source}: {came} came, {registered} registered").format(
            source=source(row), came=row.came, registered=row.registered
        )
        for row in rows
    ]


def source(row: SourceCount) -> str:
    """ "Poster, school 239 · Secrets of weights"."""
    kind = _("Poster") if row.kind == SourceKind.POSTER else _("Post")
    where = f"{kind}, {row.name}" if row.name else kind
    return f"{short(where, 40)} · {short(row.event.to(language()), 60)}"


def nothing(subject: Subject) -> str:
    """Why there is nothing to see, and what would change that."""
    match subject:
        case Subject.FILLING:
            return _("There are no dates in this time. Perhaps another time has more.")
        case Subject.ATTENDANCE:
            return _("Nobody was expected anywhere in this time. Perhaps another time has more.")
        case Subject.FUNNEL:
            return _("Nobody opened an event for the first time in this time.")
        case Subject.WAITING:
            return _("Nobody had to wait for a seat in this time: there were enough.")
        case Subject.INTEREST:
            return _(
                "Pupils are asked with their reminder and the day after the visit how interested they are in such a "
                "profession. Here you see how that moved, once {n} of them have answered both times: fewer would be "
                "somebody's own answers."
            ).format(n=SMALL)
        case Subject.SOURCES:
            return _("Nobody came by a poster or a post in this time. Make a poster, and its visitors are counted.")
