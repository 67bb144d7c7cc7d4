"""Where organizers begin, and the classes that ask. Leaves people with rights to rights, what was done to audit_log."""

from collections.abc import Sequence
from typing import Final

from domain.classes import ClassBooking
from domain.rights import OrganizerRole, Rights
from handlers.announce_buttons import SeeAnnouncements
from handlers.check_in_buttons import SeeDoors
from handlers.handover_buttons import FindPupil
from handlers.organizer_buttons import (
    DecideClass,
    InviteOrganizer,
    InviteTeacher,
    Organize,
    SeeClassesThatAsk,
    SeeLog,
    SeeOrganizers,
    SeeTeachers,
)
from handlers.programme_buttons import SeeProgramme
from handlers.question_buttons import SeeRequests
from handlers.report_buttons import ChoosePosterEvent, SeeReports
from handlers.screens import class_words, dates
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.slot_buttons import TakeProgramme
from handlers.texts import _, fill

PAGE_SIZE: Final = 8


def organizing(rights: Rights, *, requests: int, teachers: int, classes: int) -> Screen:
    """Where an organizer begins: what waits for them comes first."""
    rows: list[Row] = []
    if rights.may_somewhere(OrganizerRole.PROGRAMME):
        waiting = Button(_("📋 Requests: {n}").format(n=requests), SeeRequests().pack())
        rows.append((waiting, Button(_("🗂 Programme"), SeeProgramme().pack())))
    on_the_day: list[Button] = []
    if rights.may_somewhere(OrganizerRole.CHECK_IN):
        on_the_day.append(Button(_("🚪 Today & check-in"), SeeDoors().pack()))
    if rights.may_somewhere(OrganizerRole.ANNOUNCEMENTS):
        on_the_day.append(Button(_("📣 Announcements"), SeeAnnouncements().pack()))
    if on_the_day:
        rows.append(tuple(on_the_day))
    counted: list[Button] = []
    if any(rights.may_somewhere(role) for role in (OrganizerRole.PROGRAMME, OrganizerRole.ANNOUNCEMENTS)):
        counted.append(Button(_("🖼 Posters"), ChoosePosterEvent().pack()))
    if rights.may_somewhere(OrganizerRole.REPORTS):
        counted.append(Button(_("📊 Reports"), SeeReports().pack()))
    if counted:
        rows.append(tuple(counted))
    if rights.may_somewhere(OrganizerRole.PROGRAMME):
        asking = _("🙋 Teachers who ask: {n}").format(n=teachers)
        rows += [
            (Button(asking, SeeTeachers().pack()),),
            (Button(_("👥 Classes that ask: {n}").format(n=classes), SeeClassesThatAsk().pack()),),
            (
                Button(_("🧑‍🏫 Teachers"), SeeTeachers(approved=1).pack()),
                Button(_("✉️ Invite a teacher"), InviteTeacher().pack()),
            ),
            (Button(_("🔑 A pupil lost an account"), FindPupil().pack()),),
            (Button(_("📄 Programme as a file"), TakeProgramme().pack()),),
        ]
    if rights.owner:
        rows.append(
            (
                Button(_("👤 Organizers"), SeeOrganizers().pack()),
                Button(_("✉️ Invite an organizer"), InviteOrganizer().pack()),
            )
        )
    rows.append((Button(_("📜 What was done"), SeeLog().pack()), *home_row()))
    return Screen(text=_("<b>Organizing</b>\n\nWhat would you like to do?"), rows=tuple(rows))


def classes_that_ask(found: Sequence[ClassBooking]) -> Screen:
    """Classes that wait for a decision, the one that waits longest first: all of it on one screen."""
    if not found:
        return Screen(text=_("<b>Classes that ask</b>\n\nNone is waiting for an answer."), rows=back())
    first = found[0]
    text = fill(
        _("<b>Classes that ask: {n}</b>\n\n{card}\n\nThe seats are held until {until}."),
        n=len(found),
        card=class_words.card(first),
        until=dates.moment(first.held_until or first.slot.closes_at, first.slot.zone),
    )
    answers = (
        Button(_("✅ Welcome"), DecideClass(booking=first.id, welcome=1).pack()),
        Button(_("✖️ Not this time"), DecideClass(booking=first.id, welcome=0).pack()),
    )
    return Screen(text=text, rows=(answers, *back()))


def decided(of: ClassBooking, *, welcome: bool, more: int) -> Screen:
    """What was decided about a class, and whether others wait."""
    said = (
        _("✅ {school_class} is welcome, and its teacher is told.")
        if welcome
        else _("{school_class} is declined, and its teacher is told. The seats went on.")
    )
    rows: list[Row] = []
    if more:
        rows.append((Button(_("👥 Classes that ask: {n}").format(n=more), SeeClassesThatAsk().pack()),))
    return Screen(text=fill(said, school_class=of.school_class.name), rows=(*rows, *back()))


def back() -> tuple[Row, ...]:
    """The way back to organizing, and home."""
    return ((Button(_("🛠 Organizing"), Organize().pack()), *home_row()),)
