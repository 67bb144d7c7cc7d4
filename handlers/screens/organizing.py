"""What organizers and owners see: who asks for what, invites, who organizes, and the log of what was done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from domain.classes import ClassBooking
from domain.identities import PartnerId
from domain.languages import Texts
from domain.rights import Action, AuditEntry, Organizer, OrganizerRole, Rights
from domain.teachers import Teacher, TeacherState
from handlers.organizer_buttons import (
    DecideClass,
    DecideTeacher,
    InviteOrganizer,
    InviteTeacher,
    Organize,
    RemoveOrganizer,
    RevokeTeacher,
    SeeClassesThatAsk,
    SeeLog,
    SeeOrganizers,
    SeeTeacher,
    SeeTeachers,
)
from handlers.screens import class_words, dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language

PAGE_SIZE: Final = 8
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


def organizing(rights: Rights, *, teachers: int, classes: int) -> Screen:
    """Where an organizer begins: what waits for them comes first."""
    rows: list[Row] = []
    if rights.may_somewhere(OrganizerRole.PROGRAMME):
        asking = _("🙋 Teachers who ask: {n}").format(n=teachers)
        rows += [
            (Button(asking, SeeTeachers().pack()),),
            (Button(_("👥 Classes that ask: {n}").format(n=classes), SeeClassesThatAsk().pack()),),
            (
                Button(_("🧑‍🏫 Teachers"), SeeTeachers(approved=1).pack()),
                Button(_("✉️ Invite a teacher"), InviteTeacher().pack()),
            ),
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


def teachers(found: Sequence[Teacher], *, approved: bool, page: int) -> Screen:
    """Who asks to be a teacher, or who is one."""
    head = _("<b>Teachers</b>") if approved else _("<b>Who asks to bring classes</b>")
    nobody = _("Nobody yet.") if approved else _("Nobody is waiting for an answer.")
    rows: list[Row] = [
        (Button(short(f"{one.name} · {one.school.name}"), SeeTeacher(teacher=one.id).pack()),) for one in found
    ]
    turning = []
    if page:
        turning.append(Button("⬅️", SeeTeachers(approved=int(approved), page=page - 1).pack()))
    if len(found) == PAGE_SIZE:
        turning.append(Button("➡️", SeeTeachers(approved=int(approved), page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    return Screen(text=head if found else f"{head}\n\n{nobody}", rows=(*rows, *back()))


def teacher(of: Teacher) -> Screen:
    """One who asks, or is a teacher."""
    states = {
        TeacherState.ASKED: _("waits for an answer"),
        TeacherState.APPROVED: _("approved"),
        TeacherState.DECLINED: _("declined"),
        TeacherState.REVOKED: _("taken back"),
    }
    text = fill(
        _("🧑‍🏫 <b>{name}</b>\n🏫 {school}\n{state}"),
        name=of.name,
        school=class_words.school(of.school),
        state=states[of.state],
    )
    rows: list[Row] = []
    if of.state is TeacherState.ASKED:
        rows.append(
            (
                Button(_("✅ Approve"), DecideTeacher(teacher=of.id, approve=1).pack()),
                Button(_("✖️ Decline"), DecideTeacher(teacher=of.id, approve=0).pack()),
            )
        )
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


def back() -> tuple[Row, ...]:
    """The way back to organizing, and home."""
    return ((Button(_("🛠 Organizing"), Organize().pack()), *home_row()),)
