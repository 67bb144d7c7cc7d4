"""The log of what was done, as owners and organizers read it."""

from collections.abc import Callable, Sequence
from typing import Final

from domain.rights import Action, AuditEntry
from handlers.organizer_buttons import (
    SeeLog,
)
from handlers.screens import dates
from handlers.screens.organizing import PAGE_SIZE, back
from handlers.screens.screen import Button, Screen
from handlers.texts import Html, _, fill

_DONE: Final[dict[Action, Callable[[], str]]] = {
    Action.OWNER_NAMED: lambda: _("became an owner"),
    Action.ORGANIZER_INVITED: lambda: _("invited an organizer"),
    Action.ORGANIZER_JOINED: lambda: _("became an organizer"),
    Action.ORGANIZER_REMOVED: lambda: _("took an organizer's roles"),
    Action.TEACHER_INVITED: lambda: _("invited a teacher"),
    Action.TEACHER_JOINED: lambda: _("came as a teacher, by invite"),
    Action.TEACHER_APPROVED: lambda: _("approved a teacher"),
    Action.TEACHER_DECLINED: lambda: _("declined a teacher"),
    Action.TEACHER_REVOKED: lambda: _("took a teacher's approval back"),
    Action.CLASS_DECIDED: lambda: _("decided about a class"),
    Action.ANNOUNCEMENT_QUEUED: lambda: _("sent an announcement"),
    Action.ANNOUNCEMENT_PAUSED: lambda: _("paused an announcement"),
    Action.ANNOUNCEMENT_RESUMED: lambda: _("let an announcement go on"),
    Action.ANNOUNCEMENT_CANCELLED: lambda: _("stopped an announcement"),
    Action.SKIPPED_AHEAD: lambda: _("seats that did not fit the first in line went to one behind it"),
}


def log(found: Sequence[AuditEntry], *, page: int, zone: str) -> Screen:
    """A page of what was done, newest first, on clocks of `zone`."""
    lines = [
        fill(
            "{when} · {who}: {what}{about}",
            when=dates.moment(entry.at, zone),
            who=entry.name or (_("Etalon") if entry.actor is None else f"№ {entry.actor}"),
            what=_DONE[entry.action](),
            about="".join(f" · {name} {value}" for name, value in entry.about.items() if value != ""),
        )
        for entry in found
    ]
    turning = []
    if page:
        turning.append(Button("⬅️", SeeLog(page=page - 1).pack()))
    if len(found) == PAGE_SIZE:
        turning.append(Button("➡️", SeeLog(page=page + 1).pack()))
    text = "\n".join(lines) if lines else _("Nothing yet.")
    rows = ((tuple(turning),) if turning else ()) + back()
    return Screen(text=fill(_("<b>What was done</b>\n\n{lines}"), lines=Html(text)), rows=rows)
