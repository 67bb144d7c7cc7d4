"""Rights: loaded where they are used; owners of the settings come and go with them, others stay."""

import pytest

from domain.identities import AccountId
from domain.refusals import NotYours
from domain.rights import Action, Invite, InviteTo, OrganizerRole
from storage.people import audit, invites, rights
from tests.storage import rows
from tests.storage.desk import Desk


async def test_an_organizer_of_one_partner_is_nobody_at_another(desk: Desk) -> None:
    one, other = await desk.do(rows.a_partner), await desk.do(rows.a_partner)
    organizer = await desk.organizer(one)
    await desk.do(rights.require, actor=organizer.id, role=OrganizerRole.PROGRAMME, partner=one)
    for partner in (other, None):
        with pytest.raises(NotYours):
            await desk.do(rights.require, actor=organizer.id, role=OrganizerRole.PROGRAMME, partner=partner)
    assert await desk.do(rights.with_role, role=OrganizerRole.PROGRAMME, partner=other) == ()


async def test_a_role_is_no_other_role(desk: Desk) -> None:
    partner, person = await desk.do(rows.a_partner), await desk.person()
    await desk.do(rights.appoint, person=person.id, name="А. О.", partner=partner, roles=[OrganizerRole.CHECK_IN])
    with pytest.raises(NotYours):
        await desk.do(rights.require, actor=person.id, role=OrganizerRole.PROGRAMME, partner=partner)
    with pytest.raises(NotYours):
        await desk.do(invites.make, actor=person.id, invite=Invite(to_become=InviteTo.TEACHER))


async def test_the_owners_of_the_settings_are_replaced_and_those_by_link_stay(desk: Desk) -> None:
    first, second, linked = [await desk.person() for _ in range(3)]
    await desk.do(rights.become_owner, person=linked.id, account=linked.account)
    for named in (first, second):
        await desk.do(rights.name_owners, accounts=[named.account, linked.account, AccountId(999)])
        assert [(await desk.do(rights.of, actor=who.id)).owner for who in (first, second, linked)] == [
            named is first,
            named is second,
            True,
        ]
    await desk.do(rights.name_owners, accounts=[])
    assert (await desk.do(rights.of, actor=linked.id)).owner


async def test_only_an_owner_removes_an_organizer_and_it_is_in_the_log(desk: Desk) -> None:
    partner = await desk.do(rows.a_partner)
    one, other, owner = await desk.organizer(partner), await desk.organizer(partner), await desk.organizer()
    with pytest.raises(NotYours):
        await desk.do(rights.remove, actor=one.id, person=other.id, partner=partner)
    await desk.do(rights.remove, actor=owner.id, person=other.id, partner=partner)
    assert not (await desk.do(rights.of, actor=other.id)).organizer
    newest = (await desk.do(audit.latest, partner=partner, page=0))[0]
    assert (newest.action, newest.actor, newest.about) == (Action.ORGANIZER_REMOVED, owner.id, {"person": other.id})
    with pytest.raises(NotYours):
        await desk.do(rights.log, actor=other.id, page=0, size=5)
