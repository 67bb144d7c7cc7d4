"""Teachers: asking, deciding, taking back; nobody decides about themselves."""

import pytest

from domain.identities import PersonId, SchoolId
from domain.messages import LetterKind
from domain.refusals import DecidedAlready, NotYours
from domain.rights import Invite, InviteTo
from domain.teachers import Teacher, TeacherState
from storage.people import invites, teachers
from tests.storage import rows
from tests.storage.desk import Desk


async def ask(desk: Desk, who: PersonId, *, code: str = "", school: SchoolId | None = None) -> Teacher:
    return await desk.do(
        teachers.ask,
        actor=who,
        name="А. Т.",
        school=await desk.do(rows.a_school) if school is None else school,
        school_name="",
        code=code,
        intent=desk.intent(),
    )


async def invited(desk: Desk, by: PersonId, who: PersonId) -> str:
    code = await desk.do(invites.make, actor=by, invite=Invite(to_become=InviteTo.TEACHER))
    await desk.do(invites.use, actor=who, name="А. Т.", code=code)
    return code


async def test_organizers_are_told_once_and_one_of_two_decides(desk: Desk) -> None:
    first, second = await desk.organizer(), await desk.organizer(await desk.do(rows.a_partner))
    asking = await ask(desk, (await desk.person()).id)
    again = await ask(desk, asking.person)
    assert (asking.state, again.id) == (TeacherState.ASKED, asking.id)
    assert sorted(await desk.letters()) == sorted([(LetterKind.TEACHER_ASKS, one.id) for one in (first, second)])
    approved = await desk.do(teachers.decide, actor=second.id, teacher=asking.id, approved=True)
    assert approved.approved
    with pytest.raises(DecidedAlready):
        await desk.do(teachers.decide, actor=first.id, teacher=asking.id, approved=False, reason="не наш")
    assert (await desk.do(teachers.by_id, teacher=asking.id)).approved


async def test_who_was_declined_asks_again_and_is_told_why(desk: Desk) -> None:
    owner, person = await desk.organizer(), await desk.person()
    asking = await ask(desk, person.id)
    declined = await desk.do(teachers.decide, actor=owner.id, teacher=asking.id, approved=False, reason="кто вы?")
    assert (declined.state, declined.reason) == (TeacherState.DECLINED, "кто вы?")
    desk.clock.forward(1)
    assert (await ask(desk, person.id)).state is TeacherState.ASKED
    assert len(await desk.letters(LetterKind.TEACHER_ASKS)) == 2


async def test_nobody_approves_themselves_neither_in_the_list_nor_by_their_own_invite(desk: Desk) -> None:
    organizer = await desk.organizer(await desk.do(rows.a_partner))
    asking = await ask(desk, organizer.id)
    with pytest.raises(NotYours):
        await desk.do(teachers.decide, actor=organizer.id, teacher=asking.id, approved=True)
    code = await invited(desk, organizer.id, organizer.id)
    assert (await ask(desk, organizer.id, code=code)).state is TeacherState.ASKED


async def test_an_invite_approves_at_one_school_and_no_other(desk: Desk) -> None:
    owner, person = await desk.organizer(), await desk.person()
    code = await invited(desk, owner.id, person.id)
    assert (await ask(desk, person.id, code=code)).approved
    elsewhere = await desk.do(rows.a_school, "Лицей")
    assert (await ask(desk, person.id, code=code, school=elsewhere)).state is TeacherState.ASKED
    stranger = await desk.person()
    assert (await ask(desk, stranger.id, code=code)).state is TeacherState.ASKED, "a copied code is nobody's"


async def test_what_was_taken_back_is_not_got_back_by_the_old_invite(desk: Desk) -> None:
    owner, person = await desk.organizer(), await desk.person()
    code = await invited(desk, owner.id, person.id)
    teacher = await ask(desk, person.id, code=code)
    revoked = await desk.do(teachers.revoke, actor=owner.id, teacher=teacher.id, reason="ушла")
    assert revoked.state is TeacherState.REVOKED
    await desk.do(invites.use, actor=person.id, name="А. Т.", code=code)
    assert (await ask(desk, person.id, code=code)).state is TeacherState.ASKED
    desk.clock.forward(1)
    await desk.do(teachers.decide, actor=owner.id, teacher=teacher.id, approved=False)
    desk.clock.forward(1)
    assert (await ask(desk, person.id, code=await invited(desk, owner.id, person.id))).approved, "a new one is"


async def test_strangers_decide_nothing(desk: Desk) -> None:
    asking, stranger = await ask(desk, (await desk.person()).id), await desk.person()
    with pytest.raises(NotYours):
        await desk.do(teachers.decide, actor=stranger.id, teacher=asking.id, approved=True)
    with pytest.raises(NotYours):
        await desk.do(teachers.revoke, actor=stranger.id, teacher=asking.id)
    with pytest.raises(NotYours):
        await desk.do(teachers.approved, actor=stranger.id, page=0)
