"""Pupils who come to another account: what follows them, what ends, who may make the link, and that it works once."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from domain.bookings import BookingState
from domain.classes import JoiningState
from domain.handovers import ForPupil
from domain.identities import PersonId, PupilId
from domain.messages import LetterKind
from domain.moments import DAY
from domain.people import AgeLine
from domain.refusals import ForTheirOwnAccount, NotYours
from storage.classes import joinings, pupil_links, pupil_merges, pupil_search, standing
from storage.classes.pupil_links import Arrived, Unopened
from storage.engine import Transaction
from storage.people import pupils
from storage.seats import bookings, consents, privacy
from tests.storage import rows
from tests.storage.classes.conftest import Room
from tests.storage.desk import WORDS, Desk, pupil_of

Act = tuple[Callable[..., object], dict[str, Any]]


async def link_for(desk: Desk, pupil: PupilId) -> str:
    """A link that an owner makes for a pupil who is booked somewhere, or else a guardian."""
    guardian = await desk.do(rows.a_person)
    await desk.do(rows.guardianship, person=guardian, pupil=pupil)
    return (await desk.do(pupil_links.make, actor=guardian, pupil=pupil))[1]


async def use(desk: Desk, who: PersonId, token: str, *, same: bool = False) -> Any:
    return await desk.do(pupil_links.use, actor=who, token=token, same=same)


async def test_bookings_tickets_and_letters_follow_and_the_former_account_has_nothing(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(capacity=3)
    before = await desk.book(timur, slot)
    guardian = await desk.guardian_of(timur)
    await desk.cancel(guardian, before)  # a letter to the former account waits
    back = await desk.do(bookings.take_back, actor=timur.id, booking=before.id, intent=desk.intent())
    assert back.confirmed
    new = await desk.person()
    _pupil, token = await desk.do(pupil_links.make, actor=guardian.id, pupil=pupil_of(timur))
    assert isinstance(await use(desk, new.id, token), Arrived)

    after = await desk.do(bookings.booking, actor=new.id, booking=before.id)
    assert after.confirmed
    assert after.booked_by == new.id
    assert after.ticket_token != before.ticket_token
    assert after.ticket_code != before.ticket_code
    acts: tuple[Act, ...] = (
        (bookings.booking, {"booking": before.id}),
        (bookings.by_ticket, {"token": after.ticket_token}),
        (bookings.by_ticket, {"token": before.ticket_token}),
        (pupils.in_care_of, {"pupil": pupil_of(timur)}),
        (bookings.cancel, {"booking": before.id, "intent": desk.intent()}),
        (bookings.book, {"pupil": pupil_of(timur), "slot": slot, "answer": "", "intent": desk.intent()}),
    )
    for act, about in acts:
        with pytest.raises(NotYours):
            await desk.do(act, actor=timur.id, **about)
    with pytest.raises(NotYours):
        await desk.do(bookings.by_ticket, actor=new.id, token=before.ticket_token)
    assert (await desk.do(bookings.mine, actor=timur.id, past=False, page=0)).lines == ()
    told = await desk.letters()
    assert (LetterKind.PUPIL_MOVED, guardian.id) in told
    assert [kind for kind, person in told if person == timur.id] == [LetterKind.PUPIL_MOVED_AWAY]
    assert (LetterKind.CANCELLED_FOR_YOU, new.id) in told


async def test_an_intent_of_the_former_account_shows_it_nothing(desk: Desk) -> None:
    timur, slot, intent = await desk.pupil(), await desk.slot(capacity=3), desk.intent()
    about: dict[str, Any] = {"actor": timur.id, "pupil": pupil_of(timur), "slot": slot, "answer": "", "intent": intent}
    await desk.do(bookings.book, **about)
    await use(desk, (await desk.person()).id, await link_for(desk, pupil_of(timur)))
    with pytest.raises(NotYours):
        await desk.do(bookings.book, **about)


async def test_fifty_accounts_open_one_link_and_one_gets_the_pupil(desk: Desk) -> None:
    timur = await desk.pupil()
    token = await link_for(desk, pupil_of(timur))
    assert await winners(desk, token) == 1
    assert await desk.value("SELECT count(*) FROM audit WHERE action = 'pupil_moved'") == 1


async def test_the_race_would_be_seen_if_links_worked_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    timur = await desk.pupil()
    token = await link_for(desk, pupil_of(timur))
    for name in ("OPEN", "USE"):
        monkeypatch.setattr(pupil_links, name, re.sub(r"(link\.)?used_at IS NULL AND ", "", getattr(pupil_links, name)))
    assert await winners(desk, token) > 1


async def winners(desk: Desk, token: str) -> int:
    """How many of fifty who press at once are told that the pupil is theirs."""
    people = [await desk.do(rows.a_person) for _ in range(50)]
    found = await asyncio.gather(*(use(desk, person, token) for person in people))
    return sum(isinstance(one, Arrived) for one in found)


async def test_a_link_works_for_two_weeks_and_the_newest_alone(desk: Desk) -> None:
    timur, new = await desk.pupil(), await desk.person()
    guardian = await desk.guardian_of(timur)
    _pupil, first = await desk.do(pupil_links.make, actor=guardian.id, pupil=pupil_of(timur))
    _pupil, second = await desk.do(pupil_links.make, actor=guardian.id, pupil=pupil_of(timur))
    assert await use(desk, new.id, first) == Unopened(too_often=False)
    desk.clock.forward(14 * DAY)
    assert await use(desk, new.id, second) == Unopened(too_often=False)
    for hashed in await desk.all("SELECT token_sha256 FROM pupil_links"):
        assert hashed["token_sha256"] not in {first, second}
    assert await desk.do(pupil_links.forget_old) == 0
    desk.clock.forward(14 * DAY + 1)
    assert await desk.do(pupil_links.forget_old) == 2


async def test_guessing_is_stopped_as_with_invites(desk: Desk) -> None:
    timur, guesser = await desk.pupil(), await desk.person()
    token = await link_for(desk, pupil_of(timur))
    for number in range(5):
        assert await use(desk, guesser.id, f"wrong{number}") == Unopened(too_often=False)
    assert await use(desk, guesser.id, token) == Unopened(too_often=True)


async def test_who_may_make_a_link_and_who_may_not(room: Room) -> None:
    desk, timur = room.desk, await room.desk.pupil()
    await room.joins(timur)
    slot = await desk.slot(capacity=3)
    booking = await desk.book(timur, slot)
    here = await desk.organizer(booking.slot.event.partner.id)
    elsewhere = await desk.organizer(await desk.do(rows.a_partner))
    stranger, other_teacher = await desk.person(), await desk.school_class(name="9А")
    for may in (room.known.teacher_person, here.id, (await desk.guardian_of(timur)).id):
        await desk.do(pupil_links.make, actor=may, pupil=pupil_of(timur))
    for nobody in (stranger.id, elsewhere.id, other_teacher.teacher_person, timur.id):
        with pytest.raises(NotYours):
            await desk.do(pupil_links.make, actor=nobody, pupil=pupil_of(timur))
    desk.clock.forward(30 * DAY)
    with pytest.raises(NotYours):
        await desk.do(pupil_links.make, actor=here.id, pupil=pupil_of(timur))


async def test_whoever_made_it_or_answers_for_the_pupil_is_not_the_pupil(room: Room) -> None:
    desk, teacher = room.desk, room.known.teacher_person
    timur = await desk.pupil(younger=True)
    await room.joins(timur)
    _pupil, token = await desk.do(pupil_links.make, actor=teacher, pupil=pupil_of(timur))
    guardian = await desk.guardian_of(timur)
    for nobody in (teacher, guardian.id):
        with pytest.raises(ForTheirOwnAccount):
            await use(desk, nobody, token)
    assert (await desk.do(pupils.by_id, pupil=pupil_of(timur))).person == timur.id


async def test_who_said_yes_by_a_forwarded_link_cannot_become_the_pupil(desk: Desk) -> None:
    timur, second = await desk.pupil(younger=True), await desk.person()
    booking = await desk.book(timur, await desk.slot(capacity=3))
    await desk.says(second, booking.consent_token)
    await desk.run("DELETE FROM guardianships")
    token = await link_for(desk, pupil_of(timur))
    with pytest.raises(ForTheirOwnAccount):
        await use(desk, second.id, token)


async def test_a_line_of_a_list_is_claimed_and_is_in_the_class(room: Room) -> None:
    desk, new = room.desk, await room.desk.person()
    [line] = await room.writes("Ахметов Тимур")
    slot = await desk.slot(capacity=30)
    booking = await desk.book_class(room.known, slot)
    await desk.do(
        standing.record_on_paper,
        actor=room.known.teacher_person,
        booking=booking.id,
        pupil=line.pupil,
        text=WORDS,
        photos=None,
    )
    _pupil, token = await desk.do(pupil_links.make, actor=room.known.teacher_person, pupil=line.pupil)
    found = await desk.do(pupil_links.opened, actor=new.id, token=token)
    assert found == ForPupil(pupil=line.pupil, first_name="Тимур", own=None)
    assert isinstance(await use(desk, new.id, token), Arrived)
    roster = await desk.do(joinings.roster, actor=room.known.teacher_person, school_class=room.known.id)
    assert [(one.pupil.id, one.entry, one.state) for one in roster.joined] == [
        (line.pupil, line.id, JoiningState.ACCEPTED)
    ]
    [member] = (await desk.do(standing.of_class, actor=room.known.teacher_person, booking=booking.id)).members
    assert (member.permitted, member.on_paper, member.joined_by) == (True, True, new.id)


async def test_classes_follow_and_a_link_for_a_parent_is_new(room: Room) -> None:
    desk, timur, new = room.desk, await room.desk.pupil(younger=True), await room.desk.person()
    await room.joins(timur)
    booking = await desk.book_class(room.known, await desk.slot(capacity=30))
    link = await desk.do(standing.consent_link, actor=timur.id, booking=booking.id, pupil=pupil_of(timur))
    await desk.do(standing.ask_for_permissions, actor=room.known.teacher_person, booking=booking.id)
    await use(desk, new.id, await link_for(desk, pupil_of(timur)))
    acts: tuple[Act, ...] = ((standing.consent_link, {}), (standing.tell_absence, {"absent": True}))
    for act, extra in acts:
        with pytest.raises(NotYours):
            await desk.do(act, actor=timur.id, booking=booking.id, pupil=pupil_of(timur), **extra)
    newer = await desk.do(standing.consent_link, actor=new.id, booking=booking.id, pupil=pupil_of(timur))
    assert newer != link
    told = await desk.letters()
    assert (LetterKind.PERMISSION_WANTED, new.id) in told
    assert (LetterKind.PUPIL_MOVED, room.known.teacher_person) in told


async def test_equal_names_never_merge_unasked(desk: Desk) -> None:
    timur, again = await desk.pupil(), await desk.pupil()
    token = await link_for(desk, pupil_of(timur))
    asked = await use(desk, again.id, token)
    assert isinstance(asked, ForPupil)
    assert asked.own is not None
    assert asked.own.id == pupil_of(again)
    assert (await desk.do(pupils.by_id, pupil=pupil_of(timur))).person == timur.id
    assert isinstance(await use(desk, again.id, token, same=True), Arrived), "the link stayed good"


@pytest.mark.parametrize("kept_first", [True, False])
async def test_of_two_bookings_in_one_slot_the_better_one_stays(desk: Desk, *, kept_first: bool) -> None:
    timur, again = await desk.pupil(), await desk.pupil()
    slot, elsewhere = await desk.slot(capacity=1), await desk.slot(capacity=3)
    order = (timur, again) if kept_first else (again, timur)
    certain, waits = await desk.book(order[0], slot), await desk.book(order[1], slot)
    assert waits.state is BookingState.WAITLISTED
    both = await desk.book(again, elsewhere)
    await use(desk, again.id, await link_for(desk, pupil_of(timur)), same=True)
    assert (await desk.look(again, certain)).confirmed
    assert (await desk.look(again, waits)).state is BookingState.CANCELLED
    assert (await desk.look(again, both)).pupil.id == pupil_of(timur)
    assert (await desk.seats_taken(slot), await desk.seats_taken(elsewhere)) == (1, 1)
    assert await desk.value("SELECT count(*) FROM pupils WHERE forgotten_at IS NULL") == 1


async def test_whoever_made_themselves_older_needs_the_yes_again(desk: Desk) -> None:
    timur, again = await desk.pupil(younger=True), await desk.pupil(younger=False)
    booking = await desk.book(again, await desk.slot(capacity=3))
    assert booking.confirmed
    await use(desk, again.id, await link_for(desk, pupil_of(timur)), same=True)
    held = await desk.look(again, booking)
    assert held.state is BookingState.REQUESTED
    assert held.consent_token is not None
    assert held.pupil.age_line is AgeLine.YOUNGER


async def test_permissions_and_guardians_of_both_are_the_one_pupils_but_for_their_own_former_account(
    desk: Desk,
) -> None:
    timur, again = await desk.pupil(younger=True), await desk.pupil(younger=True)
    slot = await desk.slot(capacity=3)
    theirs = await desk.book(again, slot)
    await desk.says(timur, theirs.consent_token)  # the same child, from the account they had before
    await use(desk, again.id, await link_for(desk, pupil_of(timur)), same=True)
    [consent] = await desk.do(consents.by_guardian_or_for, person=timur.id, pupil=None)
    assert (consent.pupil, consent.withdrawn_at) == (pupil_of(timur), desk.clock.shows)
    assert (await desk.look(again, theirs)).state is BookingState.REQUESTED
    guardians = await desk.all("SELECT person FROM guardianships")
    assert timur.id not in {row["person"] for row in guardians}


MERGED = {
    "absences",
    "bookings",
    "class_absentees",
    "class_entries",
    "consent_links",
    "consents",
    "guardianships",
    "intents",
    "interest",
    "joinings",
    "pupil_links",
}
"""Tables that point at pupils and that a merge looks after."""


async def test_every_table_that_points_at_pupils_is_looked_after(desk: Desk) -> None:
    def pointing(tx: Transaction) -> set[str]:
        tables = tx.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {
            table["name"]
            for table in tables
            for key in tx.all(f"PRAGMA foreign_key_list({table['name']})")
            if key["table"] == "pupils"
        }

    assert await desk.store.read(pointing) == MERGED
    told = " ".join(value for value in vars(pupil_merges).values() if isinstance(value, str))
    for table in MERGED:
        assert re.search(rf"\b{table}\b", told), table


async def test_an_organizer_finds_pupils_of_their_own_host_alone(desk: Desk) -> None:
    timur, alina = await desk.pupil(first_name="Тимур"), await desk.pupil(first_name="Алина")
    here = await desk.book(timur, await desk.slot(capacity=3))
    await desk.book(alina, here.slot.id)
    await desk.book(await desk.pupil(first_name="Тимофей"), await desk.slot(capacity=3))
    organizer = await desk.organizer(here.slot.event.partner.id)
    found = await desk.do(pupil_search.find, actor=organizer.id, name="ТИМ")
    assert [one.first_name for one in found] == ["Тимур"]
    with pytest.raises(NotYours):
        await desk.do(pupil_search.find, actor=timur.id, name="Тим")


async def test_whoever_forgets_themselves_is_reached_by_no_link(desk: Desk) -> None:
    timur, mother = await desk.pupil(), await desk.person()
    token = await link_for(desk, pupil_of(timur))
    await desk.do(privacy.forget, actor=timur.id)
    assert await use(desk, mother.id, token) == Unopened(too_often=False)
    child = await desk.do(rows.a_pupil, person=None)
    father = await desk.person()
    for parent in (mother, father):
        await desk.do(rows.guardianship, person=parent.id, pupil=child)
    _pupil, made = await desk.do(pupil_links.make, actor=mother.id, pupil=child)
    await desk.do(privacy.forget, actor=mother.id)
    assert await use(desk, (await desk.person()).id, made) == Unopened(too_often=False)
