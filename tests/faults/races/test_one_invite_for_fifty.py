"""Fifty people use one invite at once: one becomes what it says."""

import asyncio
from typing import Any

import pytest

from domain.rights import Invite, InviteTo, OrganizerRole
from storage.people import invites
from storage.people.invites import Welcome
from tests.faults.races.guards import taken_out
from tests.storage import rows
from tests.storage.desk import Desk

PEOPLE = 50


async def all_at_once(desk: Desk, beside: Desk) -> int:
    """How many organizers one invite makes of fifty people, half of them at another program."""
    partner = await desk.do(rows.a_partner)
    invite = Invite(to_become=InviteTo.ORGANIZER, partner=partner, roles=frozenset({OrganizerRole.CHECK_IN}))
    code = await desk.do(invites.make, actor=(await desk.organizer()).id, invite=invite)
    people = [(await desk.person()).id for _ in range(PEOPLE)]
    used: list[Any] = await asyncio.gather(
        *[
            (desk, beside)[number % 2].do(invites.use, actor=who, name="А. О.", code=code)
            for number, who in enumerate(people)
        ]
    )
    made = int(await desk.value("SELECT count(*) FROM organizers"))
    assert made == sum(isinstance(one, Welcome) for one in used)
    return made


async def test_one_of_fifty_becomes_an_organizer(desk: Desk, beside: Desk) -> None:
    assert await all_at_once(desk, beside) == 1
    assert await desk.value("SELECT count(*) FROM wrong_codes") == PEOPLE - 1


async def test_without_the_guard_all_of_them_do(desk: Desk, beside: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invites, "USE", taken_out(invites.USE, " AND used_at IS NULL"))
    assert await all_at_once(desk, beside) == PEOPLE
