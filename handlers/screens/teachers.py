"""What somebody sees who is a teacher, or asks to be."""

from collections.abc import Sequence

from domain.people import School
from domain.teachers import Teacher, TeacherState
from handlers.buttons import StopRegistering
from handlers.class_buttons import BecomeTeacher, ChooseSchool, MakeClass, MyClasses, TeachElsewhere
from handlers.screens import class_words
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import _, fill


def standing(known: Sequence[Teacher]) -> Screen:
    """At which schools they are a teacher, or wait to be."""
    said = {
        TeacherState.ASKED: _("⏳ an organizer looks at it"),
        TeacherState.APPROVED: _("✅ you can bring classes"),
        TeacherState.DECLINED: _("✖️ not confirmed"),
        TeacherState.REVOKED: _("✖️ taken back"),
    }
    lines = [f"🏫 {class_words.school(one.school)}: {said[one.state]}" for one in known]
    rows: list[Row] = []
    if any(one.approved for one in known):
        rows.append((Button(_("👥 My classes"), MyClasses().pack()),))
    rows.append((Button(_("➕ Another school"), TeachElsewhere().pack()), *home_row()))
    return Screen(text=fill(_("<b>You as a teacher</b>\n\n{lines}"), lines="\n".join(lines)), rows=tuple(rows))


def ask_name() -> Screen:
    """How do they sign?"""
    return Screen(
        text=_(
            "🧑‍🏫 <b>Bring your class.</b>\n\nYou book seats for all of it at once, gather the list and the parents' "
            "permissions here, and get the papers for the trip.\n\nWhat is your name, as you sign it? Organizers and "
            "hosts read it; pupils and parents do not."
        ),
        rows=(_cancel(),),
    )


def ask_school() -> Screen:
    """Where do they teach?"""
    return Screen(
        text=_("Which school do you teach at? Type its name or number, for example “239”. Typing errors are fine."),
        rows=(_cancel(),),
    )


def which_school(typed: str, found: Sequence[School]) -> Screen:
    """The schools that sound like what was typed."""
    rows: list[Row] = [(Button(class_words.school(one), ChooseSchool(school=one.id).pack()),) for one in found]
    rows.append((Button(_("My school isn't listed: keep “{name}”").format(name=typed), ChooseSchool(school=0).pack()),))
    text = _("Is it one of these? If not, type it again, or keep it as you typed it.")
    return Screen(text=text, rows=(*rows, _cancel()))


def asked(teacher: Teacher) -> Screen:
    """An organizer looks at it."""
    text = fill(
        _("⏳ <b>Thank you!</b> An organizer looks whether you teach at {school}, and I write to you at once."),
        school=class_words.school(teacher.school),
    )
    return Screen(text=text, rows=(home_row(),))


def approved(teacher: Teacher) -> Screen:
    """They can bring classes."""
    text = fill(
        _("✅ <b>Welcome!</b> You can bring classes of {school} now."), school=class_words.school(teacher.school)
    )
    return Screen(text=text, rows=((Button(_("👥 My classes"), MyClasses().pack()),), home_row()))


def not_a_teacher() -> Screen:
    """Somebody who is no teacher pressed what is for teachers."""
    text = _("This is for teachers whom an organizer has confirmed.")
    return Screen(text=text, rows=((Button(_("🧑‍🏫 I am a teacher"), BecomeTeacher().pack()),), home_row()))


def no_class_yet() -> Screen:
    """A teacher without a class would like to bring one."""
    text = _("Make your class first: its name and how many pupils it has are enough.")
    return Screen(text=text, rows=((Button(_("➕ New class"), MakeClass().pack()),), home_row()))


def _cancel() -> Row:
    return (Button(_("✖️ Cancel"), StopRegistering().pack()),)
