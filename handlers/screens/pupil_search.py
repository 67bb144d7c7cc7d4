"""A pupil who lost an account, looked for by an organizer."""

from collections.abc import Sequence

from domain.handovers import FoundPupil
from handlers.handover_buttons import MakePupilLink
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.organizing import back
from handlers.screens.screen import Button, Row, Screen
from handlers.texts import _, fill, language


def ask() -> Screen:
    """Who is it?"""
    text = _(
        "🔑 <b>A pupil has lost their account</b>\n\nType the first name. I look among those who are "
        "booked at your coming "
        "events. Make sure that it is them: ask for the school and the grade."
    )
    return Screen(text=text, rows=back())


def found(name: str, pupils: Sequence[FoundPupil]) -> Screen:
    """Which of them? A tap makes the link."""
    rows: list[Row] = [
        (
            Button(
                short(f"{one.first_name}, {one.grade} · {one.school} · {one.title.to(language())}"),
                MakePupilLink(pupil=one.pupil).pack(),
            ),
        )
        for one in pupils
    ]
    lines = [
        fill(
            _("{name}, grade {grade}, {school}: {title}, {when}"),
            name=one.first_name,
            grade=one.grade,
            school=one.school,
            title=one.title.to(language()),
            when=dates.moment(one.starts_at, one.zone),
        )
        for one in pupils
    ]
    if pupils:
        text = fill(
            _("🔑 <b>{name}: which of them?</b>\n\n{lines}\n\nNot here? Type it again."),
            name=name,
            lines="\n".join(lines),
        )
    else:
        text = fill(_("Nobody called {name} is booked at your coming events. Type it again, or go back."), name=name)
    return Screen(text=text, rows=(*rows, *back()))
