"""Updates are kept once, handled in order, finished with the conversation in one commit, and set aside for good."""

import pytest

from domain.conversations import Conversation
from domain.identities import AccountId
from domain.moments import DAY
from storage.engine import Store
from storage.messages import conversations, inbox
from tests.storage.desk import Desk
from tests.storage.rows import StillClock

ALINA = AccountId(501)


def came(*numbers: int) -> list[inbox.Received]:
    return [inbox.Received(number, f"from:{ALINA}", f'{{"update_id": {number}}}') for number in numbers]


async def left(store: Store) -> list[int]:
    return [update.update_id for update in await store.read(inbox.to_do)]


async def test_an_update_delivered_again_is_passed_over(store: Store) -> None:
    assert await store.write(inbox.receive, updates=came(7, 8)) == (7, 8)
    assert await store.write(inbox.receive, updates=came(8, 9)) == (9,)
    await store.write(inbox.finish, update_id=7, conversation=None)

    assert await store.write(inbox.receive, updates=came(7)) == ()
    assert await left(store) == [8, 9]


async def test_what_is_left_comes_in_order_of_numbers(store: Store) -> None:
    await store.write(inbox.receive, updates=came(12, 3, 7))
    assert await left(store) == [3, 7, 12]


async def test_finishing_keeps_the_conversation_and_forgets_what_was_said(store: Store, desk: Desk) -> None:
    await store.write(inbox.receive, updates=came(1))
    stands = Conversation(account=ALINA, state="grade", data='{"version": 1}', screen=77)

    await store.write(inbox.finish, update_id=1, conversation=stands)

    assert await store.read(conversations.conversation, account=ALINA) == stands
    assert await desk.value("SELECT payload FROM inbox WHERE update_id = 1") == ""
    assert not await store.read(inbox.waits, update_id=1)


async def test_a_conversation_is_replaced_whole_and_can_be_forgotten(store: Store) -> None:
    fresh = Conversation(account=ALINA)
    assert await store.read(conversations.conversation, account=ALINA) == fresh
    await store.write(conversations.keep, Conversation(account=ALINA, state="grade", data="{}", screen=77))
    await store.write(conversations.keep, Conversation(account=ALINA, screen=78))
    assert await store.read(conversations.conversation, account=ALINA) == Conversation(account=ALINA, screen=78)

    await store.write(conversations.forget, account=ALINA)
    assert await store.read(conversations.conversation, account=ALINA) == fresh


async def test_a_buried_update_is_never_to_do_nor_finished(store: Store, desk: Desk) -> None:
    await store.write(inbox.receive, updates=came(1, 2))
    await store.write(inbox.bury, update_id=1, reason="cannot be parsed")
    await store.write(inbox.finish, update_id=1, conversation=None)

    assert await left(store) == [2]
    row = (await desk.all("SELECT done_at, dead_reason FROM inbox WHERE update_id = 1"))[0]
    assert (row["done_at"], row["dead_reason"]) == (None, "cannot be parsed")


async def test_each_recorded_start_is_counted(store: Store) -> None:
    await store.write(inbox.receive, updates=came(1))
    assert [await store.write(inbox.started, update_id=1) for _ in range(2)] == [1, 2]
    assert (await store.read(inbox.to_do))[0].tries == 2


async def test_the_purge_forgets_old_ones_and_leaves_what_waits(store: Store, desk: Desk, clock: StillClock) -> None:
    await store.write(inbox.receive, updates=came(1, 2, 3))
    await store.write(inbox.finish, update_id=1, conversation=None)
    await store.write(inbox.bury, update_id=2, reason="cannot be parsed")
    clock.forward(inbox.KEPT_FOR + DAY)
    await store.write(inbox.receive, updates=came(4))
    await store.write(inbox.finish, update_id=4, conversation=None)

    assert not await store.write(inbox.purge)
    assert [row["update_id"] for row in await desk.all("SELECT update_id FROM inbox ORDER BY 1")] == [2, 3, 4]

    clock.forward(inbox.DEAD_KEPT_FOR)
    assert not await store.write(inbox.purge)
    assert await left(store) == [3]
    assert await desk.value("SELECT count(*) FROM inbox") == 1


async def test_a_long_purge_says_that_more_is_left(store: Store, clock: StillClock) -> None:
    await store.write(inbox.receive, updates=came(*range(1, 6)))
    for number in range(1, 6):
        await store.write(inbox.finish, update_id=number, conversation=None)
    clock.forward(inbox.KEPT_FOR + DAY)
    assert [await store.write(inbox.purge, chunk=2) for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("question", "index"),
    [(inbox.TO_DO, "inbox_to_do"), (inbox.OLD, "inbox_by_age")],
)
async def test_lists_of_the_inbox_use_an_index(desk: Desk, question: str, index: str) -> None:
    plan = await desk.all(f"EXPLAIN QUERY PLAN {question}", size=1, before=0, dead_before=0)
    assert index in " ".join(row["detail"] for row in plan)
    assert "TEMP B-TREE" not in " ".join(row["detail"] for row in plan)
