"""People with rights: who asks to be a teacher, invites, who organizes for whom."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.handovers import LedClass
from domain.identities import PartnerId
from domain.languages import Texts
from domain.rights import Organizer, OrganizerRole
from domain.teachers import Teacher, TeacherState
from handlers.organizer_buttons import (
    DecideTeacher,
    InviteOrganizer,
    RemoveOrganizer,
    RevokeTeacher,
    SeeOrganizers,
    SeeTeacher,
    SeeTeachers,
)
from handlers.screens import class_words, left_classes
from handlers.screens.lengths import short
from handlers.screens.organizing import PAGE_SIZE, back
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language

_ROLES: Final = tuple(OrganizerRole)


def role(of: OrganizerRole) -> str:
    """What an organizer does, in a word."""
    return {
        OrganizerRole.PROGRAMME: _("programme"),
        OrganizerRole.ANNOUNCEMENTS: _("announcements"),
        OrganizerRole.CHECK_IN: _("check-in"),
        OrganizerRole.REPORTS: _("reports"),
    }[of]


def roles_of(bits: int) -> frozenset[OrganizerRole]:
    """The roles that were put together by taps."""
    return frozenset(one for number, one in enumerate(_ROLES) if bits & 1 << number)


def teachers(found: Sequence[Teacher], *, page: int) -> Screen:
    """A page of those who bring classes."""
    head = _("<b>Teachers</b>")
    nobody = _("Nobody yet.")
    rows: list[Row] = [(Button(short(_in_list(one)), SeeTeacher(teacher=one.id).pack()),) for one in found]
    turning = []
    if page:
        turning.append(Button("⬅️", SeeTeachers(page=page - 1).pack()))
    if len(found) == PAGE_SIZE:
        turning.append(Button("➡️", SeeTeachers(page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    return Screen(text=head if found else f"{head}\n\n{nobody}", rows=(*rows, *back()))


def _in_list(one: Teacher) -> str:
    mark = "❗ " if one.state is TeacherState.REVOKED else ""
    return f"{mark}{one.name or _('(data deleted)')} · {one.school.name}"


def teacher(of: Teacher, led: Sequence[LedClass] = ()) -> Screen:
    """One who asks, or is a teacher; with their classes."""
    states = {
        TeacherState.ASKED: _("waits for an answer"),
        TeacherState.APPROVED: _("approved"),
        TeacherState.DECLINED: _("declined"),
        TeacherState.REVOKED: _("taken back"),
    }
    text = fill(
        _("🧑‍🏫 <b>{name}</b>\n🏫 {school}\n{state}"),
        name=of.name or _("(data deleted)"),
        school=class_words.school(of.school),
        state=states[of.state],
    )
    text = Html(text + left_classes.lines(of, led))
    rows: list[Row] = []
    if of.state is TeacherState.ASKED:
        rows.append(
            (
                Button(_("✅ Approve"), DecideTeacher(teacher=of.id, approve=1).pack()),
                Button(_("✖️ Decline"), DecideTeacher(teacher=of.id, approve=0).pack()),
            )
        )
    rows += left_classes.rows(of, led)
    if of.approved:
        rows.append((Button(_("✖️ Take it back"), RevokeTeacher(teacher=of.id).pack()),))
    return Screen(text=text, rows=(*rows, *back()))


def reasons() -> tuple[str, ...]:
    """The usual reasons for declining, in the organizer's language; the teacher reads the same words."""
    return (
        _("I could not find out that you teach there."),
        _("Please ask through your school's office."),
        _("This school has a teacher here already, who can bring your class as well."),
    )


def which_reason(of: Teacher) -> Screen:
    """Why not? One tap declines with that reason."""
    rows: list[Row] = [
        (Button(short(words), DecideTeacher(teacher=of.id, approve=0, reason=number).pack()),)
        for number, words in enumerate(reasons(), start=1)
    ]
    rows.append((Button(_("Without a reason"), DecideTeacher(teacher=of.id, approve=0, reason=9).pack()),))
    text = fill(_("Why is <b>{name}</b> declined? They read what you choose."), name=of.name)
    return Screen(text=text, rows=(*rows, *back()))


def ask_revoke(of: Teacher) -> Screen:
    """Really take the approval back?"""
    text = fill(
        _("<b>Take back that {name} brings classes of {school}?</b>\n\nThey see their classes no more. Bookings stay."),
        name=of.name,
        school=class_words.school(of.school),
    )
    yes = Button(_("Yes, take it back"), RevokeTeacher(teacher=of.id, sure=1).pack())
    return Screen(text=text, rows=((yes,), (Button(_("No, leave it"), SeeTeacher(teacher=of.id).pack()),)))


def invite(link: str, words: str) -> Screen:
    """An invite link, shown once."""
    text = fill(
        _("{words}\n\n{link}\n\nIt works once, within 14 days. I can't show it again; make another one any time."),
        words=words,
        link=link,
    )
    return Screen(text=text, rows=back())


def invite_organizer(partners: Mapping[PartnerId, Texts], chosen: InviteOrganizer) -> Screen:
    """For which partner, and to do what?"""
    if not chosen.partner:
        rows: list[Row] = [
            (Button(short(name.to(language())), InviteOrganizer(partner=number).pack()),)
            for number, name in partners.items()
        ]
        return Screen(text=_("<b>Invite an organizer</b>\n\nFor which partner?"), rows=(*rows, *back()))
    toggles: list[Row] = [
        (
            Button(
                f"{'☑️' if chosen.roles & 1 << number else '⬜️'} {role(one)}",
                InviteOrganizer(partner=chosen.partner, roles=chosen.roles ^ 1 << number).pack(),
            ),
        )
        for number, one in enumerate(_ROLES)
    ]
    if chosen.roles:
        make = InviteOrganizer(partner=chosen.partner, roles=chosen.roles, make=1)
        toggles.append((Button(_("✉️ Make the link"), make.pack()),))
    name = partners[PartnerId(chosen.partner)].to(language())
    text = fill(_("<b>Invite an organizer for {partner}</b>\n\nWhat may they do?"), partner=name)
    return Screen(text=text, rows=(*toggles, *back()))


def organizers(found: Sequence[Organizer], partners: Mapping[PartnerId, Texts]) -> Screen:
    """Who organizes for whom; a tap takes it back, after asking."""
    lines = [
        fill(
            "<b>{name}</b> · {partner}: {roles}",
            name=one.name,
            partner=partners[one.partner].to(language()),
            roles=", ".join(role(each) for each in _ROLES if each in one.roles),
        )
        for one in found
    ]
    rows: list[Row] = [
        (Button(short(f"✖️ {one.name}"), RemoveOrganizer(person=one.person, partner=one.partner).pack()),)
        for one in found
    ]
    text = "\n".join(lines) if lines else _("Nobody but the owners.")
    return Screen(text=fill(_("<b>Organizers</b>\n\n{lines}"), lines=Html(text)), rows=(*rows, *back()))


def ask_remove(of: Organizer, partner: Texts) -> Screen:
    """Really take the roles?"""
    text = fill(_("<b>{name} no longer organizes for {partner}?</b>"), name=of.name, partner=partner.to(language()))
    yes = RemoveOrganizer(person=of.person, partner=of.partner, sure=1)
    return Screen(
        text=text,
        rows=((Button(_("Yes, take it back"), yes.pack()),), (Button(_("No, leave it"), SeeOrganizers().pack()),)),
    )


def welcome_owner() -> Screen:
    """Somebody used the one-time owner link."""
    return Screen(
        text=_("🗝 <b>You own this installation now.</b>\n\nInvite organizers for your partners first."), rows=back()
    )


def welcome_organizer(partner: str, roles: Sequence[OrganizerRole]) -> Screen:
    """Somebody used an organizer's invite."""
    text = fill(
        _("👋 <b>You organize for {partner} now:</b> {roles}."),
        partner=partner,
        roles=", ".join(role(one) for one in roles),
    )
    return Screen(text=text, rows=back())


def not_invited(*, too_often: bool) -> Screen:
    """A code that opens nothing."""
    text = (
        _("That were too many wrong invites. Please come back in an hour.")
        if too_often
        else _("This invite no longer works: it was used, or is too old. Please ask for a new one.")
    )
    return Screen(text=text, rows=(home_row(),))
