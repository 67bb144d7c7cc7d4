"""Teachers who ask, and those who organize: approved, declined, invited, removed by organizers and owners."""

from aiogram.types import CallbackQuery

from domain.identities import PartnerId, PersonId, TeacherId
from domain.people import Person
from domain.refusals import NotYours
from domain.rights import Invite, InviteTo
from handlers.house import House
from handlers.links import LinkTo, deep_link
from handlers.organizer.left_classes import shown
from handlers.organizer_buttons import (
    DecideTeacher,
    InviteOrganizer,
    InviteTeacher,
    RemoveOrganizer,
    RevokeTeacher,
    SeeOrganizers,
    SeeTeacher,
    SeeTeachers,
)
from handlers.presses import Presses
from handlers.screens import rights as screens
from handlers.screens.organizing import PAGE_SIZE
from handlers.screens.screen import Screen
from handlers.texts import _
from storage.engine import Store
from storage.people import invites, rights, teachers
from storage.programme import partners


def add_presses(presses: Presses) -> None:
    """The buttons around people with rights."""
    presses.on(SeeTeachers)(see_teachers)
    presses.on(SeeTeacher)(see_teacher)
    presses.on(DecideTeacher)(decide_teacher)
    presses.on(RevokeTeacher)(revoke_teacher)
    presses.on(InviteTeacher)(invite_teacher)
    presses.on(InviteOrganizer)(invite_organizer)
    presses.on(SeeOrganizers)(see_organizers)
    presses.on(RemoveOrganizer)(remove_organizer)


async def see_teachers(query: CallbackQuery, callback_data: SeeTeachers, person: Person, store: Store) -> Screen:
    """Who brings classes?"""
    del query
    found = await store.read(teachers.approved, actor=person.id, page=callback_data.page, size=PAGE_SIZE)
    return screens.teachers(found, page=callback_data.page)


async def see_teacher(query: CallbackQuery, callback_data: SeeTeacher, person: Person, store: Store) -> Screen:
    """One of them."""
    del query
    return await shown(person, TeacherId(callback_data.teacher), store)


async def decide_teacher(query: CallbackQuery, callback_data: DecideTeacher, person: Person, store: Store) -> Screen:
    """Approve in one tap; decline in one more, with the reason."""
    del query
    teacher, approved = TeacherId(callback_data.teacher), bool(callback_data.approve)
    if not approved and not callback_data.reason:
        return screens.which_reason(await store.read(teachers.for_organizer, actor=person.id, teacher=teacher))
    usual = dict(enumerate(screens.reasons(), start=1))
    reason = "" if approved else usual.get(callback_data.reason, "")
    decided = await store.write(teachers.decide, actor=person.id, teacher=teacher, approved=approved, reason=reason)
    return screens.teacher(decided).saying(_("Done"))


async def revoke_teacher(query: CallbackQuery, callback_data: RevokeTeacher, person: Person, store: Store) -> Screen:
    """Take an approval back, after asking once."""
    del query
    teacher = TeacherId(callback_data.teacher)
    if not callback_data.sure:
        return screens.ask_revoke(await store.read(teachers.for_organizer, actor=person.id, teacher=teacher))
    await store.write(teachers.revoke, actor=person.id, teacher=teacher)
    return (await shown(person, teacher, store)).saying(_("Done"))


async def invite_teacher(query: CallbackQuery, person: Person, store: Store, house: House) -> Screen:
    """A link that makes a teacher of whoever uses it: they tell their name and school, and need no approval."""
    del query
    code = await store.write(invites.make, actor=person.id, invite=Invite(to_become=InviteTo.TEACHER))
    link = deep_link(house.username, LinkTo.INVITE, code)
    return screens.invite(link, _("<b>An invite for a teacher.</b> Forward it to them alone:"))


async def invite_organizer(
    query: CallbackQuery, callback_data: InviteOrganizer, person: Person, store: Store, house: House
) -> Screen:
    """An invite link for an organizer: for which partner, to do what, and then the link."""
    del query
    await store.read(rights.require_owner, actor=person.id)
    known = await store.read(partners.named)
    if callback_data.partner and callback_data.partner not in known:
        raise NotYours
    roles = screens.roles_of(callback_data.roles)
    if not (callback_data.make and callback_data.partner and roles):
        return screens.invite_organizer(known, callback_data)
    wanted = Invite(to_become=InviteTo.ORGANIZER, partner=PartnerId(callback_data.partner), roles=roles)
    code = await store.write(invites.make, actor=person.id, invite=wanted)
    link = deep_link(house.username, LinkTo.INVITE, code)
    return screens.invite(link, _("<b>An invite for an organizer.</b> Forward it to them alone:"))


async def see_organizers(query: CallbackQuery, person: Person, store: Store) -> Screen:
    """Who organizes for whom?"""
    del query
    found = await store.read(rights.organizers, actor=person.id)
    return screens.organizers(found, await store.read(partners.named))


async def remove_organizer(
    query: CallbackQuery, callback_data: RemoveOrganizer, person: Person, store: Store
) -> Screen:
    """Take somebody's roles at a partner, after asking once."""
    del query
    who, partner = PersonId(callback_data.person), PartnerId(callback_data.partner)
    found = await store.read(rights.organizers, actor=person.id)
    named = await store.read(partners.named)
    one = next((each for each in found if (each.person, each.partner) == (who, partner)), None)
    if one is None:
        return screens.organizers(found, named)
    if not callback_data.sure:
        return screens.ask_remove(one, named[partner])
    await store.write(rights.remove, actor=person.id, person=who, partner=partner)
    return screens.organizers(await store.read(rights.organizers, actor=person.id), named).saying(_("Done"))
