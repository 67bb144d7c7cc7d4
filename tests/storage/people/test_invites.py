"""Invites: used once, by whoever is first; guessing is counted; what expired or was revoked opens nothing."""

import pytest

from domain.identities import PersonId
from domain.moments import DAY, HOUR
from domain.refusals import NotYours
from domain.rights import TRIES_OF_ALL, TRIES_OF_ONE, Invite, InviteTo, OrganizerRole
from storage.people import invites, rights
from storage.people.invites import Unwelcome, Welcome
from tests.storage import rows
from tests.storage.desk import Desk


async def use(desk: Desk, who: PersonId, code: str) -> Welcome | Unwelcome:
    return await desk.do(invites.use, actor=who, name="А. О.", code=code)


async def to_organize(desk: Desk) -> tuple[Invite, str]:
    partner = await desk.do(rows.a_partner)
    invite = Invite(to_become=InviteTo.ORGANIZER, partner=partner, roles=frozenset({OrganizerRole.PROGRAMME}))
    return invite, await desk.do(invites.make, actor=(await desk.organizer()).id, invite=invite)


async def test_the_first_becomes_what_it_says_and_is_welcomed_again(desk: Desk) -> None:
    invite, code = await to_organize(desk)
    first, second = await desk.person(), await desk.person()
    for spelled in (code, f"{code[:5]}-{code[5:]}".lower()):
        welcome = await use(desk, first.id, spelled)
        assert isinstance(welcome, Welcome)
        assert welcome.invite == invite
    assert (await desk.do(rights.of, actor=first.id)).may(OrganizerRole.PROGRAMME, invite.partner)
    assert await use(desk, second.id, code) == Unwelcome(too_often=False)
    assert not (await desk.do(rights.of, actor=second.id)).organizer
    assert code not in str([tuple(row) for row in await desk.all("SELECT * FROM invites")])


async def test_only_owners_invite_organizers(desk: Desk) -> None:
    organizer = await desk.organizer(partner := await desk.do(rows.a_partner))
    invite = Invite(to_become=InviteTo.ORGANIZER, partner=partner, roles=frozenset(OrganizerRole))
    with pytest.raises(NotYours):
        await desk.do(invites.make, actor=organizer.id, invite=invite)
    with pytest.raises(NotYours):
        await desk.do(invites.make, actor=(await desk.organizer()).id, invite=Invite(to_become=InviteTo.OWNER))


async def test_it_holds_for_two_weeks(desk: Desk) -> None:
    _, code = await to_organize(desk)
    desk.clock.forward(14 * DAY)
    assert await use(desk, (await desk.person()).id, code) == Unwelcome(too_often=False)


async def test_a_new_owners_link_ends_the_one_before(desk: Desk) -> None:
    old, new = await desk.do(invites.make_for_owner), await desk.do(invites.make_for_owner)
    person = await desk.person()
    assert await use(desk, person.id, old) == Unwelcome(too_often=False)
    assert isinstance(await use(desk, person.id, new), Welcome)
    assert (await desk.do(rights.of, actor=person.id)).owner


async def test_five_wrong_codes_an_hour_and_then_not_even_the_right_one(desk: Desk) -> None:
    _, code = await to_organize(desk)
    person = await desk.person()
    for _ in range(TRIES_OF_ONE):
        assert await use(desk, person.id, "AAAAAAAAAA") == Unwelcome(too_often=False)
    assert await use(desk, person.id, code) == Unwelcome(too_often=True)
    assert isinstance(await use(desk, (other := await desk.person()).id, code), Welcome), "others are not locked out"
    desk.clock.forward(HOUR)
    assert await use(desk, person.id, code) == Unwelcome(too_often=False), f"{other.id} has used it"
    assert await desk.do(invites.forget_wrong_codes) == TRIES_OF_ONE


async def test_many_accounts_share_a_cap(desk: Desk) -> None:
    _, code = await to_organize(desk)
    crowd = [await desk.person() for _ in range(TRIES_OF_ALL // TRIES_OF_ONE)]
    for who in crowd:
        for _ in range(TRIES_OF_ONE):
            await use(desk, who.id, "AAAAAAAAAA")
    assert await use(desk, (await desk.person()).id, code) == Unwelcome(too_often=True)
