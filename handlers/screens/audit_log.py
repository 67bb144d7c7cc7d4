"""The log of what was done, as owners and organizers read it."""

from collections.abc import Callable, Sequence
from typing import Final

from domain.moments import local
from domain.rights import Action, AuditEntry
from handlers.organizer_buttons import (
    SeeLog,
)
from handlers.report_buttons import Form, TakeLog
from handlers.screens import dates
from handlers.screens.organizing import PAGE_SIZE, back
from handlers.screens.screen import Button, Row, Screen
from handlers.texts import Html, _, fill
from papers.spreadsheets import Column, Kind, Table

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
    Action.PUPIL_DECIDED: lambda: _("decided about a pupil who applied"),
    Action.REQUEST_CLAIMED: lambda: _("sees to a request"),
    Action.REQUEST_GIVEN_BACK: lambda: _("gave a request back"),
    Action.QUESTION_ANSWERED: lambda: _("answered a question"),
    Action.QUESTION_DECLINED: lambda: _("left a question without an answer"),
    Action.ASKER_BLOCKED: lambda: _("stopped taking questions from somebody"),
    Action.ASKER_UNBLOCKED: lambda: _("takes questions from somebody again"),
    Action.ANNOUNCEMENT_QUEUED: lambda: _("sent an announcement"),
    Action.ANNOUNCEMENT_PAUSED: lambda: _("paused an announcement"),
    Action.ANNOUNCEMENT_RESUMED: lambda: _("let an announcement go on"),
    Action.ANNOUNCEMENT_CANCELLED: lambda: _("stopped an announcement"),
    Action.SOURCE_MADE: lambda: _("made a link whose visitors are counted"),
    Action.REPORT_TAKEN: lambda: _("took a report away"),
    Action.LOG_TAKEN: lambda: _("took this log away"),
    Action.QUESTION_WORDED: lambda: _("worded the question about interest"),
    Action.EVENT_MADE: lambda: _("made an event"),
    Action.EVENT_COPIED: lambda: _("copied an event"),
    Action.EVENT_CHANGED: lambda: _("changed an event"),
    Action.EVENT_DISCARDED: lambda: _("threw a draft away"),
    Action.EVENT_BROUGHT_BACK: lambda: _("brought a draft back"),
    Action.EVENT_PUBLISHED: lambda: _("published an event"),
    Action.EVENT_PLANNED: lambda: _("set when an event is published"),
    Action.DATES_ADDED: lambda: _("added dates"),
    Action.DATE_CHANGED: lambda: _("changed a date"),
    Action.DATE_REMOVED: lambda: _("removed a date from a draft"),
    Action.CHECKED_IN: lambda: _("let somebody in at the door"),
    Action.CHECK_IN_UNDONE: lambda: _("took back that somebody was let in"),
    Action.WALKED_IN: lambda: _("let somebody in without a booking"),
    Action.ADMITTED: lambda: _("decided at the door that somebody may come in"),
    Action.DOOR_CODE_SHOWN: lambda: _("showed a door's code"),
    Action.PLACE_CLAIMED: lambda: _("connected a channel or group"),
    Action.POSTED: lambda: _("posted an event in a channel or group"),
    Action.SLOT_MOVED: lambda: _("moved a date"),
    Action.SLOT_CANCELLED: lambda: _("cancelled a date"),
    Action.SEATS_CHANGED: lambda: _("changed how many seats there are"),
    Action.TOLD_BY_PHONE: lambda: _("told somebody by phone"),
    Action.NOT_TOLD_BY_PHONE: lambda: _("took back that somebody was told by phone"),
    Action.FILE_BROUGHT_IN: lambda: _("brought a programme file in"),
    Action.FILE_TAKEN: lambda: _("took the programme away as a file"),
    Action.CLASS_OFFERED: lambda: _("offered a class to another teacher"),
    Action.CLASS_TAKEN: lambda: _("took a class over"),
    Action.CLASSES_CANCELLED: lambda: _("gave up what a class without a teacher was booked for"),
    Action.PUPIL_LINK_MADE: lambda: _("made a link for a pupil's other account"),
    Action.PUPIL_MOVED: lambda: _("is a pupil who came to another account"),
    Action.ATTENDANCE_TAKEN: lambda: _("took a class's attendance away"),
    Action.SEATS_KEPT: lambda: _("kept seats for some"),
    Action.SEATS_RELEASED: lambda: _("released seats that were kept"),
    Action.SCHOOLS_LIMITED: lambda: _("limited how many come from one school"),
    Action.SEATS_SHARED: lambda: _("let dates share seats"),
    Action.SEATS_SHARED_NO_MORE: lambda: _("let dates share seats no more"),
    Action.WARNING_SET: lambda: _("set when to be warned of too few"),
    Action.ADDED_BY_HAND: lambda: _("added somebody by hand"),
    Action.CANCELLED_BY_HAND: lambda: _("cancelled a booking made by hand"),
    Action.PAPER_BY_HAND: lambda: _("noted a permission on paper"),
    Action.ANSWERS_BROUGHT_IN: lambda: _("brought in a form's answers"),
    Action.SKIPPED_AHEAD: lambda: _("seats that did not fit the first in line went to one behind it"),
}


def log(found: Sequence[AuditEntry], *, page: int, zone: str) -> Screen:
    """A page of what was done, newest first, on clocks of `zone`."""
    lines = [
        fill(
            "{when} · {who}: {what}{about}",
            when=dates.moment(entry.at, zone),
            who=who(entry),
            what=done(entry.action),
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
    take: Row = (
        Button("⬇️ .xlsx", TakeLog(form=Form.WORKBOOK).pack()),
        Button("⬇️ .csv", TakeLog(form=Form.DELIMITED).pack()),
    )
    rows = ((tuple(turning),) if turning else ()) + ((take,) if found else ()) + back()
    return Screen(text=fill(_("<b>What was done</b>\n\n{lines}"), lines=Html(text)), rows=rows)


def table(found: Sequence[AuditEntry], *, zone: str) -> Table:
    """The same as a table to take away, on clocks of `zone`."""
    columns = (
        Column(_("When"), Kind.MOMENT),
        Column(_("Who")),
        Column(_("What")),
        Column(_("Partner, by number"), Kind.WHOLE),
        Column(_("About")),
    )
    rows = tuple(
        (
            local(entry.at, zone).replace(tzinfo=None),
            who(entry),
            done(entry.action),
            entry.partner,
            ", ".join(f"{name} {value}" for name, value in entry.about.items() if value != ""),
        )
        for entry in found
    )
    return Table(_("What was done"), columns, rows)


def who(entry: AuditEntry) -> str:
    """Whoever did it, by the name that their colleagues know."""
    return entry.name or (_("Etalon") if entry.actor is None else f"№ {entry.actor}")


def done(action: Action) -> str:
    """What was done, in words."""
    return _DONE[action]()
