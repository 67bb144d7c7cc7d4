"""Who knows of a slot's move or cancellation: what reached them, what they answered, and who is to be phoned."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.identities import BookingId, ChangeId, OutboxId, PartnerId, PersonId, SlotId
from domain.moments import DAY
from domain.moves import Call, CallState, ChangeKind, UsualReason, Why
from domain.refusals import NotYours
from domain.rights import OrganizerRole
from storage.changing import moving
from storage.engine import open_store
from storage.people import rights
from storage.programme import told
from storage.publishing import calls, slots, tidings
from storage.seats import post, privacy
from tests.storage import rows
from tests.storage.desk import Desk, pupil_of
from tests.storage.rows import StillClock


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = StillClock()
    async with open_store(tmp_path / "etalon.db", clock=clock) as store:
        yield Desk(store, clock)


async def call_off(desk: Desk, slot: SlotId, **why: object) -> None:
    await desk.do(slots.call_off, slot=slot, why=Why(**why))  # type: ignore[arg-type]  # the fields of a reason


async def sent(desk: Desk, *, to: PersonId | None = None, state: str = "sent") -> None:
    """What waits is sent, or came to that; to one person alone, where one is named."""
    await desk.run(
        "UPDATE outbox SET state = :state, ended_at = :now WHERE state = 'waiting' AND (:to IS NULL OR person = :to)",
        state=state,
        now=desk.clock.shows,
        to=to,
    )


async def listed(desk: Desk, slot: SlotId, actor: PersonId | None = None) -> list[Call]:
    owner = (await desk.organizer()).id if actor is None else actor
    found = await desk.store.read(calls.calls, actor=owner, slot=slot)
    return list(found.calls) if found else []


async def states(desk: Desk, slot: SlotId) -> list[CallState]:
    return [call.state for call in await listed(desk, slot)]


async def moves(desk: Desk, slot: SlotId) -> None:
    """It is told as moved; where to makes no difference here."""
    await desk.do(tidings.tell, slot=slot, kind=ChangeKind.MOVED, by=None, why=Why())


async def test_a_party_goes_from_on_its_way_to_told_to_answered(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    timur = await desk.pupil()
    made = await desk.book(timur, slot)
    assert await listed(desk, slot) == []
    await moves(desk, slot)
    assert await states(desk, slot) == [CallState.ON_ITS_WAY]
    await sent(desk)
    assert await states(desk, slot) == [CallState.TOLD]
    await desk.do(calls.answer, actor=timur.id, change=ChangeId(1), booking=made.id)
    assert await states(desk, slot) == [CallState.ANSWERED]


@pytest.mark.parametrize("state", ["dead", "uncertain", "dropped"])
async def test_what_may_not_have_arrived_reached_nobody(desk: Desk, state: str) -> None:
    slot = await desk.slot(capacity=3)
    await desk.book(await desk.pupil(), slot)
    await moves(desk, slot)
    await sent(desk, state=state)
    assert await states(desk, slot) == [CallState.NOT_REACHED]


async def test_that_somebody_was_reached_is_known_after_the_letter_is_forgotten(desk: Desk) -> None:
    slot = await desk.slot(capacity=3, starts_in=60 * DAY)
    await desk.book(await desk.pupil(), slot)
    await moves(desk, slot)
    await sent(desk)
    await desk.run("DELETE FROM outbox")
    assert await states(desk, slot) == [CallState.TOLD]


async def test_a_guardian_who_was_reached_is_enough_for_a_pupil(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    timur = await desk.pupil()
    guardian = await desk.guardian_of(timur)
    await desk.book(timur, slot)
    await moves(desk, slot)
    await sent(desk, to=timur.id, state="dead")
    assert await states(desk, slot) == [CallState.ON_ITS_WAY]
    await sent(desk, to=guardian.id)
    assert await states(desk, slot) == [CallState.TOLD]


async def test_of_a_class_its_teacher_has_to_be_reached(desk: Desk) -> None:
    slot = await desk.slot(capacity=60)
    school_class = await desk.school_class()
    await desk.book_class(school_class, slot)
    timur = await desk.pupil()
    await desk.run(
        "INSERT INTO joinings (class, pupil, asked_by, state, asked_at, decided_at)"
        " VALUES (:class, :pupil, :person, 'accepted', :now, :now)",
        **{"class": school_class.id, "pupil": pupil_of(timur), "person": timur.id, "now": desk.clock.shows},
    )
    await moves(desk, slot)
    await sent(desk, to=timur.id)
    assert await states(desk, slot) == [CallState.ON_ITS_WAY]
    await sent(desk, to=school_class.teacher_person, state="dead")
    assert await states(desk, slot) == [CallState.NOT_REACHED], "a pupil of the class is not the class"


async def test_whoever_has_nobody_to_write_to_is_to_be_phoned(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    organizer = await desk.organizer()
    pupil = await desk.do(rows.a_pupil, person=None, first_name="Дана")
    await desk.run(
        "INSERT INTO bookings (slot, pupil, booked_by, state, ticket_token, ticket_code, requested_at, changed_at)"
        " VALUES (:slot, :pupil, :by, 'confirmed', 't', 'BCKM', :now, :now)",
        slot=slot,
        pupil=pupil,
        by=organizer.id,
        now=desk.clock.shows,
    )
    await desk.run(
        "INSERT INTO by_hand (booking, how, phone, added_by, added_at) VALUES (1, 'phone', '+77010000000', :by, 1)",
        by=organizer.id,
    )
    audience = await desk.store.read(tidings.audience, slot=slot)
    assert (audience.parties, audience.people, audience.by_hand) == (1, 0, 1)
    await moves(desk, slot)
    assert await desk.letters() == [], "the organizer is not written to as if they were the pupil"
    (call,) = await listed(desk, slot)
    assert (call.state, call.by_hand, call.phone) == (CallState.NOT_REACHED, True, "+77010000000")


async def test_told_by_phone_says_who_and_when_and_can_be_undone(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    await desk.book(await desk.pupil(), slot)
    partner = PartnerId(int(await desk.value("SELECT id FROM partners")))
    olga = await desk.organizer(partner)
    await call_off(desk, slot)
    await sent(desk, state="dead")
    found = await desk.do(calls.phoned, actor=olga.id, slot=slot, booking=BookingId(1))
    (call,) = found.calls
    assert (call.state, call.phoned_by, call.phoned_at) == (CallState.PHONED, "А. О.", desk.clock.shows)
    assert found.open == 0
    again = await desk.do(calls.phoned, actor=olga.id, slot=slot, booking=BookingId(1), undo=True)
    assert again.open == 1
    done = [row["action"] for row in await desk.all("SELECT action FROM audit ORDER BY id")]
    assert done[-2:] == ["told_by_phone", "not_told_by_phone"]


async def test_only_the_hosts_organizers_see_and_tell(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    timur = await desk.pupil()
    made = await desk.book(timur, slot)
    await call_off(desk, slot)
    other = await desk.organizer(await desk.do(rows.a_partner))
    checks_in = await desk.person()
    await desk.do(rights.appoint, person=checks_in.id, name="В", partner=PartnerId(1), roles=(OrganizerRole.CHECK_IN,))
    for who in (other, checks_in, timur):
        with pytest.raises(NotYours):
            await desk.store.read(calls.calls, actor=who.id, slot=slot)
        with pytest.raises(NotYours):
            await desk.do(calls.phoned, actor=who.id, slot=slot, booking=made.id)
    with pytest.raises(NotYours):
        await desk.do(calls.phoned, actor=(await desk.organizer()).id, slot=slot, booking=BookingId(99))
    with pytest.raises(NotYours):
        await desk.do(calls.answer, actor=other.id, change=ChangeId(1), booking=made.id)


async def test_a_later_change_is_told_instead_of_an_earlier_one(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    timur = await desk.pupil()
    made = await desk.book(timur, slot)
    await moves(desk, slot)
    await desk.do(calls.answer, actor=timur.id, change=ChangeId(1), booking=made.id)
    await moves(desk, slot)
    assert await states(desk, slot) == [CallState.ON_ITS_WAY], "the yes was to the earlier one"
    opened = await desk.store.read(post.open_letters, ids=[OutboxId(1), OutboxId(2)])
    assert [letter is None for letter in opened] == [True, False]


async def test_a_letter_carries_the_reason_and_dates_that_have_seats(desk: Desk) -> None:
    event = await desk.do(rows.an_event)
    slot, full = await desk.slot(event=event, capacity=3), await desk.slot(event=event, capacity=1)
    free = await desk.slot(event=event, capacity=1, starts_in=9 * DAY)
    await desk.book(await desk.pupil(), slot)
    await desk.book(await desk.pupil(), full)
    await call_off(desk, slot, usual=UsualReason.WEATHER)
    (number,) = await desk.letter_ids()
    letter = await desk.store.read(post.open_letter, id=number)
    assert letter is not None
    assert letter.enclosed.tidings is not None
    assert letter.enclosed.tidings.change.why == Why(usual=UsualReason.WEATHER)
    assert [line.id for line in letter.enclosed.tidings.dates] == [free]


async def test_open_calls_are_of_slots_that_are_not_over(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    await desk.book(await desk.pupil(), slot)
    await desk.book(await desk.pupil(), slot)
    await call_off(desk, slot)
    partner = PartnerId(int(await desk.value("SELECT id FROM partners")))
    assert await desk.store.read(calls.open_calls, partner=partner) == ()
    await sent(desk, to=PersonId(1))
    await sent(desk, state="dead")
    (found,) = await desk.store.read(calls.open_calls, partner=partner)
    assert (found.slot, found.kind, found.not_reached, found.silent) == (slot, ChangeKind.CANCELLED, 1, 1)
    desk.clock.forward(8 * DAY)
    assert await desk.store.read(calls.open_calls, partner=partner) == ()


async def test_whoever_had_their_data_deleted_is_in_no_list(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    timur = await desk.pupil()
    await desk.book(timur, slot)
    partner = PartnerId(int(await desk.value("SELECT id FROM partners")))
    olga = await desk.organizer(partner)
    await desk.book(await desk.pupil(first_name="Дана"), slot)
    await call_off(desk, slot)
    for booking in (1, 2):
        await desk.do(calls.phoned, actor=olga.id, slot=slot, booking=BookingId(booking))
    await desk.do(privacy.forget, actor=timur.id)
    await desk.do(privacy.forget, actor=olga.id)
    (call,) = await listed(desk, slot)
    assert (call.name, call.phoned_by) == ("Дана", "")


async def test_typed_reasons_are_forgotten_a_month_after_the_slot(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    await call_off(desk, slot, typed="Иванов заболел")
    desk.clock.forward(36 * DAY)
    assert await desk.do(tidings.forget_reasons) == 0
    desk.clock.forward(2 * DAY)
    assert await desk.do(tidings.forget_reasons) == 1
    last = await desk.store.read(told.last, slot=slot)
    assert last is not None
    assert not last.why


async def test_who_came_last_is_whom_fewer_seats_would_concern(desk: Desk) -> None:
    slot = await desk.slot(capacity=40)
    await desk.book(await desk.pupil(first_name="Тимур"), slot)
    await desk.book_class(await desk.school_class(), slot)
    owner = await desk.organizer()
    newest = await desk.store.read(moving.newest, actor=owner.id, slot=slot)
    assert [(one.name, one.seats) for one in newest] == [("8Б", 26), ("Тимур", 1)]


async def test_a_guardians_yes_to_the_new_date_is_the_answer(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    timur = await desk.pupil()
    guardian, made = await desk.guardian_of(timur), await desk.book(timur, slot)
    await moves(desk, slot)
    await sent(desk)
    for later, state in ((0, CallState.TOLD), (60, CallState.ANSWERED)):
        await desk.run(
            "INSERT INTO consents (pupil, guardian, booking, scope, for_date, partner, given, text_version,"
            " text_sha256, at, shown)"
            " VALUES (:pupil, :guardian, :booking, 'event', '2026-12-05', 1, 1, '1', :sha, :at, 'by_link')",
            pupil=pupil_of(timur),
            guardian=guardian.id,
            booking=made.id,
            sha="0" * 64,
            at=desk.clock.shows + later,
        )
        assert await states(desk, slot) == [state]
