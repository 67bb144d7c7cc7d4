"""Posts: published once, claimed by one, kept true, and every trouble told once."""

import asyncio
from dataclasses import replace

import pytest

from domain.identities import EventId, Intent, PartnerId, PersonId, SlotId
from domain.languages import Language
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, Instant
from domain.posts import ChatId, PlaceId, Post, PostDraft, PostState, Standing, standing
from domain.refusals import CannotPost, NotYours, SlotGone
from domain.rights import OrganizerRole
from storage.people import rights
from storage.posting import places, posts, sending, showing
from storage.programme import slots
from storage.seats import privacy
from tests.storage import rows
from tests.storage.desk import Desk

CHAT = ChatId(-100)


class Board:
    """A partner's organizer with a place to post into, and an event."""

    def __init__(self, desk: Desk, partner: PartnerId, organizer: PersonId) -> None:
        self.desk, self.partner, self.organizer = desk, partner, organizer

    async def open(self) -> PostDraft:
        self.event: EventId = await self.desk.do(rows.an_event, partner=self.partner)
        self.slot: SlotId = await self.desk.do(rows.a_slot, event=self.event, capacity=1)
        found = await self.desk.do(places.found, actor=self.organizer, chat=CHAT, title="News")
        assert found is not None
        await self.desk.do(places.claim, actor=self.organizer, place=found.id, partner=self.partner)
        return PostDraft(place=found.id, event=self.event, slot=self.slot, language=Language.RUSSIAN)

    async def publish(self, draft: PostDraft, intent: str = "a") -> Post:
        return await self.desk.do(posts.publish, actor=self.organizer, draft=draft, intent=Intent(intent))

    async def told(self) -> list[str]:
        found = await self.desk.all("SELECT kind FROM outbox WHERE person = :person", person=self.organizer)
        return [row["kind"] for row in found if row["kind"] != LetterKind.PLACE_FOUND]


@pytest.fixture
async def board(desk: Desk) -> Board:
    partner = await desk.do(rows.a_partner)
    person = await desk.do(rows.a_person)
    await desk.do(rights.appoint, person=person, name="А. О.", partner=partner, roles=[OrganizerRole.ANNOUNCEMENTS])
    return Board(desk, partner, person)


async def test_pressed_twice_at_once_it_is_one_post_and_one_source(board: Board) -> None:
    draft = await board.open()
    first, second = await asyncio.gather(board.publish(draft), board.publish(draft))
    assert first.id == second.id
    assert await board.desk.value("SELECT count(*) FROM posts") == 1
    assert await board.desk.value("SELECT count(*) FROM sources") == 1
    assert (await board.publish(draft, "b")).id != first.id


async def test_each_is_claimed_by_one(board: Board) -> None:
    draft = await board.open()
    await board.publish(draft)
    claimed = await asyncio.gather(*(board.desk.do(sending.claim) for _ in range(5)))
    assert sum(one is not None for one in claimed) == 1


async def test_who_may(board: Board) -> None:
    draft = await board.open()
    desk = board.desk
    somebody = await desk.person()
    other = await desk.do(rows.a_partner)
    theirs = await desk.do(rows.an_event, partner=other)
    publish = {"draft": draft, "intent": Intent("x")}
    with pytest.raises(NotYours):
        await desk.do(posts.publish, actor=somebody.id, **publish)  # type: ignore[arg-type]  # one of each, spread
    with pytest.raises(NotYours):  # another partner's event
        await board.publish(replace(draft, event=theirs, slot=None))
    with pytest.raises(SlotGone):  # a date of another event
        await board.publish(replace(draft, slot=await desk.slot()))
    with pytest.raises(NotYours):
        await desk.do(places.claim, actor=board.organizer, place=draft.place, partner=other)
    assert await desk.do(places.found, actor=somebody.id, chat=ChatId(-7), title="Theirs") is None
    with pytest.raises(NotYours):
        await desk.store.read(places.visible, actor=somebody.id)
    offered = await desk.store.read(showing.events, actor=board.organizer, page=0, size=9)
    assert [one.id for one in offered] == [board.event]
    with pytest.raises(NotYours):
        await desk.store.read(showing.dates, actor=board.organizer, event=theirs)


async def test_only_whoever_let_us_in_says_whose_it_is(board: Board) -> None:
    desk = board.desk
    colleague = await desk.do(rows.a_person)
    roles = [OrganizerRole.ANNOUNCEMENTS]
    await desk.do(rights.appoint, person=colleague, name="Б. О.", partner=board.partner, roles=roles)
    found = await desk.do(places.found, actor=colleague, chat=ChatId(-9), title="Theirs")
    assert found is not None
    with pytest.raises(NotYours):
        await desk.do(places.claim, actor=board.organizer, place=found.id, partner=board.partner)
    with pytest.raises(NotYours):
        await desk.store.read(places.place, actor=board.organizer, place=found.id)


async def test_it_is_outdated_when_it_says_what_is_not_so_and_not_for_each_seat(board: Board) -> None:
    draft = await board.open()
    desk = board.desk
    await desk.run("UPDATE slots SET capacity = 2")
    made = await board.publish(draft)
    card = await desk.do(sending.claim)
    assert card is not None
    await desk.do(sending.stands, card=card, message=5)
    first, second = await desk.pupil(), await desk.pupil()
    await desk.book(first, board.slot)
    assert await desk.store.read(sending.outdated) == ()
    booking = await desk.book(second, board.slot)
    (changed,) = await desk.store.read(sending.outdated)
    assert changed.stands is Standing.FULL
    await desk.do(sending.changed, card=changed)
    assert await desk.store.read(sending.outdated) == ()
    await desk.cancel(second, booking)
    (changed,) = await desk.store.read(sending.outdated)
    assert changed.stands is Standing.OPEN
    await desk.do(sending.changed, card=changed)
    await desk.do(rows.move_slot, slot=board.slot, by=HOUR)
    (changed,) = await desk.store.read(sending.outdated)
    await desk.do(sending.changed, card=changed)
    desk.clock.forward(8 * DAY)
    (changed,) = await desk.store.read(sending.outdated)
    assert changed.stands is Standing.OVER
    await desk.do(sending.changed, card=changed)
    assert (await desk.store.read(posts.read, post=made.id)).state is PostState.OVER
    assert await desk.store.read(sending.outdated) == ()


@pytest.mark.parametrize("state", [PostState.UNCERTAIN, PostState.REFUSED])
async def test_a_trouble_is_told_once_and_let_go_again_by_hand_only(board: Board, state: PostState) -> None:
    draft = await board.open()
    desk = board.desk
    made = await board.publish(draft)
    await desk.do(sending.claim)
    await desk.do(sending.failed, post=made.id, state=state, why="?")
    desk.clock.forward(5)
    await desk.do(sending.failed, post=made.id, state=state, why="?")
    assert await board.told() == [LetterKind.POST_TROUBLE]
    assert await desk.do(sending.claim) is None
    assert await desk.store.read(sending.next_due) is None
    again = await desk.do(posts.again, actor=board.organizer, post=made.id)
    assert again.state is PostState.WAITING
    card = await desk.do(sending.claim)
    assert card is not None
    await desk.do(sending.stands, card=card, message=5)
    # Once it is there, pressing "anew" again does nothing.
    assert (await desk.do(posts.again, actor=board.organizer, post=made.id)).state is PostState.STANDING


async def test_put_off_it_waits_its_time(board: Board) -> None:
    draft = await board.open()
    made = await board.publish(draft)
    await board.desk.do(sending.claim)
    await board.desk.do(sending.put_off, post=made.id, seconds=30)
    assert await board.desk.do(sending.claim) is None
    assert await board.desk.store.read(sending.next_due) == board.desk.clock.now() + 30
    board.desk.clock.forward(30)
    assert await board.desk.do(sending.claim) is not None


async def test_after_a_crash_it_is_uncertain(board: Board) -> None:
    draft = await board.open()
    made = await board.publish(draft)
    await board.desk.do(sending.claim)
    assert await board.desk.do(sending.recover) == 1
    assert (await board.desk.store.read(posts.read, post=made.id)).state is PostState.UNCERTAIN
    assert await board.told() == [LetterKind.POST_TROUBLE]


async def test_where_we_were_removed_nothing_can_be_posted_until_we_are_back(board: Board) -> None:
    draft = await board.open()
    desk = board.desk
    await desk.do(places.lost, chat=CHAT)
    with pytest.raises(CannotPost):
        await board.publish(draft)
    back = await desk.do(places.found, actor=board.organizer, chat=CHAT, title="News")
    assert back is not None
    assert (back.partner, back.lost) == (board.partner, False), "whose it is is still known"
    await board.publish(draft, "b")
    await desk.do(places.moved, chat=CHAT, to=ChatId(-200))
    assert (await desk.store.read(places.read, place=draft.place)).chat == -200


async def test_whoever_is_forgotten_leaves_no_place_that_is_only_theirs(board: Board) -> None:
    draft = await board.open()
    await board.desk.do(places.found, actor=board.organizer, chat=ChatId(-9), title="My own group")
    await board.desk.do(privacy.forget, actor=board.organizer)
    assert await board.desk.value("SELECT count(*) FROM post_places WHERE title = 'My own group'") == 0
    assert (await board.desk.store.read(places.read, place=PlaceId(draft.place))).title == "News"


async def test_how_it_stands_with_a_date(board: Board) -> None:
    await board.open()
    slot = await board.desk.store.read(slots.slot, slot=board.slot)
    now = board.desk.clock.now()
    assert standing(slot, now) is Standing.OPEN
    assert standing(replace(slot, seats_taken=1), now) is Standing.FULL
    assert standing(replace(slot, waiting=1), now) is Standing.FULL
    assert standing(replace(slot, opens_at=Instant(now + 1)), now) is Standing.SOON
    assert standing(replace(slot, cancelled_at=now), now) is Standing.CANCELLED
    assert standing(slot, slot.closes_at) is Standing.CLOSED
    assert standing(slot, slot.ends_at) is Standing.OVER
