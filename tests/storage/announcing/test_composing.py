"""Composing and watching: drafts once, languages of two authors, albums that grow, and the message that lives."""

import asyncio
from functools import partial

import pytest

from domain.announcements import Announcement, AnnouncementState, Contents, Copied, Original, PausedBecause, Written
from domain.identities import Intent, PersonId
from domain.languages import Language
from domain.messages import LetterKind
from domain.moments import DAY
from domain.refusals import NoLongerADraft, NotYours, OnlyLanguage, WrittenByAnother
from handlers.originals import original, with_part
from storage.announcing import albums, records, steering, watching
from storage.announcing.composing import compose
from storage.messages import outbox
from storage.seats import post, privacy
from tests.storage.announcing.newsroom import Newsroom, an_organizer

PICTURE = Copied(Original("7"))


async def composed(
    newsroom: Newsroom, intent: str = "a", actor: PersonId | None = None, **more: object
) -> Announcement:
    given = {
        "actor": newsroom.organizer if actor is None else actor,
        "announcement": None,
        "partner": newsroom.partner,
        "language": Language.RUSSIAN,
        "content": PICTURE,
        "intent": Intent(intent),
        **more,
    }
    made: Announcement = await newsroom.desk.do(compose, **given)  # type: ignore[arg-type]  # one of each, spread
    return made


async def test_delivered_twice_it_is_one_draft(newsroom: Newsroom) -> None:
    first, second = await asyncio.gather(composed(newsroom), composed(newsroom))
    assert first.id == second.id
    assert (await composed(newsroom, "another")).id != first.id


async def test_two_peoples_messages_cannot_be_copied_at_once(newsroom: Newsroom) -> None:
    other = await newsroom.desk.do(an_organizer, partner=newsroom.partner)
    made = await composed(newsroom)
    english = partial(composed, newsroom, actor=other, announcement=made.id, language=Language.ENGLISH)
    with pytest.raises(WrittenByAnother):
        await english("b")
    written = await english("c", content=Written("Hello"))
    assert written.author == newsroom.organizer, "whose picture is copied stays its author"
    # What stands alone is whoever's says it last.
    anew = await composed(newsroom, "d", other, announcement=made.id)
    assert anew.author == other


async def test_a_language_is_taken_out_but_not_the_last(newsroom: Newsroom) -> None:
    made = await composed(newsroom)
    await composed(newsroom, "b", announcement=made.id, language=Language.KAZAKH)
    desk, who = newsroom.desk, newsroom.organizer
    left = await desk.do(steering.unsay, actor=who, announcement=made.id, language=Language.RUSSIAN)
    assert set(left.contents.by_language) == {Language.KAZAKH}
    with pytest.raises(OnlyLanguage):
        await desk.do(steering.unsay, actor=who, announcement=made.id, language=Language.KAZAKH)


async def test_what_is_on_its_way_says_what_it_says(newsroom: Newsroom) -> None:
    announcement = await newsroom.queued()
    await newsroom.work()
    with pytest.raises(NoLongerADraft):
        await composed(newsroom, announcement=announcement.id)
    await newsroom.does(steering.pause, announcement)
    await composed(newsroom, announcement=announcement.id)


async def test_an_album_grows_part_by_part_and_is_told_of_once(newsroom: Newsroom) -> None:
    desk, who = newsroom.desk, newsroom.organizer
    made = await composed(newsroom, album="g", content=Copied(original([7])))
    for part in (8, 9, 9):
        await desk.do(albums.add, actor=who, media_group="g", grown=partial(with_part, message=part))
    assert (await newsroom.look(made)).contents == Contents({Language.RUSSIAN: Copied(Original("7,8,9"))})
    assert await desk.do(albums.close) == 0, "a part may be on its way still"
    assert await desk.store.read(albums.next_due) == desk.clock.now() + albums.CLOSES_AFTER
    desk.clock.forward(albums.CLOSES_AFTER)
    assert await desk.do(albums.close) == 1
    assert await desk.do(albums.close) == 0
    (letter,) = await desk.do(outbox.claim, size=9)
    opened = await desk.store.read(post.open_letter, id=letter)
    assert opened is not None
    assert (opened.kind, opened.drafted) == (LetterKind.ALBUM_READY, made.id)
    # Nobody else's album, and none that is unknown.
    other = await desk.do(an_organizer, partner=newsroom.partner)
    assert not await desk.store.read(albums.is_known, actor=other, media_group="g")
    assert await desk.store.read(albums.is_known, actor=who, media_group="g")
    desk.clock.forward(2 * DAY)
    assert await desk.do(albums.purge) == 1


async def test_a_part_for_what_is_on_its_way_is_left_out(newsroom: Newsroom) -> None:
    desk, who = newsroom.desk, newsroom.organizer
    made = await composed(newsroom, album="g")
    await desk.do(steering.queue, actor=who, announcement=made.id)
    await desk.do(albums.add, actor=who, media_group="g", grown=partial(with_part, message=8))
    assert (await newsroom.look(made)).contents == Contents({Language.RUSSIAN: PICTURE})


async def test_the_message_that_lives_is_edited_when_there_is_news_but_not_all_the_time(newsroom: Newsroom) -> None:
    desk = newsroom.desk
    await newsroom.people(3)
    announcement = await newsroom.queued()
    await newsroom.work()
    (watch,) = await desk.store.read(watching.due)
    assert watch.message is None
    await desk.do(watching.shown, watch=watch, message=42)
    assert await desk.store.read(watching.due) == ()
    for row in await newsroom.claim(2):
        await newsroom.settle(row)
    assert await desk.store.read(watching.due) == ()
    assert await desk.store.read(watching.next_due) == desk.clock.now() + watching.EVERY
    desk.clock.forward(watching.EVERY)
    (watch,) = await desk.store.read(watching.due)
    assert watch.announcement.progress.sent == 2
    await desk.do(watching.shown, watch=watch, message=42)
    # A change of state is shown at once, and with the end there is nothing to look after any more.
    await newsroom.does(steering.pause, announcement)
    (watch,) = await desk.store.read(watching.due)
    await desk.do(watching.shown, watch=watch, message=42)
    await desk.do(steering.cancel, actor=newsroom.organizer, announcement=announcement.id)
    await newsroom.work()
    (watch,) = await desk.store.read(watching.due)
    assert watch.announcement.state is AnnouncementState.CANCELLED
    await desk.do(watching.shown, watch=watch, message=42)
    assert await desk.value("SELECT ended_at FROM announcement_watches") is not None
    assert await desk.store.read(watching.next_due) is None


async def test_what_stopped_by_itself_is_worth_a_new_message(newsroom: Newsroom) -> None:
    desk = newsroom.desk
    announcement = await newsroom.queued()
    await newsroom.work()
    (watch,) = await desk.store.read(watching.due)
    await desk.do(watching.shown, watch=watch, message=42)
    await desk.do(steering.original_gone, announcement=announcement.id)
    (watch,) = await desk.store.read(watching.due)
    assert watch.announcement.paused_because is PausedBecause.ORIGINAL_GONE
    assert watch.news
    await desk.do(watching.shown, watch=watch, message=43)
    assert await desk.store.read(watching.due) == ()


async def test_lists_hold_what_one_may_steer_without_drafts_thrown_away(newsroom: Newsroom) -> None:
    desk, who = newsroom.desk, newsroom.organizer
    kept, queued, thrown = await newsroom.draft(), await newsroom.queued(), await newsroom.draft()
    await desk.do(steering.cancel, actor=who, announcement=thrown.id)
    await desk.do(steering.cancel, actor=who, announcement=queued.id)
    owner = await desk.organizer()
    house = await desk.do(steering.draft, actor=owner.id, partner=None, contents=kept.contents, segment=kept.segment)
    assert [one.id for one in await desk.store.read(records.latest, actor=who)] == [queued.id, kept.id]
    assert [one.id for one in await desk.store.read(records.latest, actor=owner.id)] == [house.id, queued.id, kept.id]
    with pytest.raises(NotYours):
        await desk.store.read(records.latest, actor=(await desk.person()).id)


async def test_whoever_is_forgotten_leaves_no_albums_and_watches_nothing(newsroom: Newsroom) -> None:
    desk, who = newsroom.desk, newsroom.organizer
    made = await composed(newsroom, album="g")
    await desk.do(steering.queue, actor=who, announcement=made.id)
    await desk.do(privacy.forget, actor=who)
    assert await desk.value("SELECT count(*) FROM albums") == 0
    assert await desk.value("SELECT count(*) FROM announcement_watches") == 0
