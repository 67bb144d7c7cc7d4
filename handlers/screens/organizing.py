"""Where organizers begin, and what was decided about a class. Leaves people to rights, what was done to audit_log."""

from typing import Final

from domain.classes import ClassBooking
from domain.rights import OrganizerRole, Rights
from handlers.announce_buttons import SeeAnnouncements
from handlers.check_in_buttons import SeeDoors
from handlers.handover_buttons import FindPupil
from handlers.organizer_buttons import (
    InviteOrganizer,
    InviteTeacher,
    Organize,
    SeeLog,
    SeeOrganizers,
    SeePeople,
    SeeTeachers,
)
from handlers.programme_buttons import SeeProgramme
from handlers.question_buttons import SeeRequests
from handlers.report_buttons import ChoosePosterEvent, SeeReports
from handlers.screens.screen import Button, Row, Screen, pairs
from handlers.screens.words import home_row
from handlers.slot_buttons import TakeProgramme
from handlers.texts import _, fill

PAGE_SIZE: Final = 8


def organizing(rights: Rights, *, requests: int) -> Screen:
    """Where an organizer begins: what waits for them comes first, and what is needed between two rooms."""
    programme, owner = rights.may_somewhere(OrganizerRole.PROGRAMME), rights.owner
    announces = rights.may_somewhere(OrganizerRole.ANNOUNCEMENTS)
    offered = (
        (programme, Button(_("📋 Requests: {n}").format(n=requests), SeeRequests().pack())),
        (programme, Button(_("🗂 Programme"), SeeProgramme().pack())),
        (rights.may_somewhere(OrganizerRole.CHECK_IN), Button(_("🚪 Today & check-in"), SeeDoors().pack())),
        (announces, Button(_("📣 Announcements"), SeeAnnouncements().pack())),
        (programme or announces, Button(_("🖼 Posters"), ChoosePosterEvent().pack())),
        (rights.may_somewhere(OrganizerRole.REPORTS), Button(_("📊 Reports"), SeeReports().pack())),
        (programme or owner, Button(_("👥 People"), SeePeople().pack())),
        (programme, Button(_("📄 Programme as a file"), TakeProgramme().pack())),
    )
    rows = pairs([button for may, button in offered if may])
    rows.append((Button(_("📜 What was done"), SeeLog().pack()), *home_row()))
    return Screen(text=_("<b>Organizing</b>\n\nWhat would you like to do?"), rows=tuple(rows))


def people(rights: Rights) -> Screen:
    """Teachers and organizers, and pupils who need help with an account."""
    programme, owner = rights.may_somewhere(OrganizerRole.PROGRAMME), rights.owner
    offered = (
        (programme, Button(_("🧑‍🏫 Teachers"), SeeTeachers().pack())),
        (programme, Button(_("✉️ Invite a teacher"), InviteTeacher().pack())),
        (owner, Button(_("👤 Organizers"), SeeOrganizers().pack())),
        (owner, Button(_("✉️ Invite an organizer"), InviteOrganizer().pack())),
        (programme, Button(_("🔑 A pupil lost an account"), FindPupil().pack())),
    )
    rows = pairs([button for may, button in offered if may])
    return Screen(text=_("<b>People</b>"), rows=(*rows, *back()))


def decided(of: ClassBooking, *, welcome: bool) -> Screen:
    """What was decided about a class."""
    said = (
        _("✅ {school_class} is welcome, and its teacher is told.")
        if welcome
        else _("{school_class} is declined, and its teacher is told. The seats went on.")
    )
    more = Button(_("📋 All requests"), SeeRequests().pack())
    return Screen(text=fill(said, school_class=of.school_class.name), rows=((more,), *back()))


def back() -> tuple[Row, ...]:
    """The way back to organizing, and home."""
    return ((Button(_("🛠 Organizing"), Organize().pack()), *home_row()),)
