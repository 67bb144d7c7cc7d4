"""Announcements from draft to done: nobody gets one twice, and it can be stopped at any moment."""

import pytest

from domain.announcements import AnnouncementState, Contents, Copied, Original, PausedBecause, Written
from domain.languages import Language
from domain.messages import LetterKind, Outcome
from domain.moments import DAY, HOUR, Instant
from domain.refusals import NoLongerADraft, NotYours
from domain.segments import Role, Segment
from storage.announcing import expansion, records, steering
from storage.messages import letters, outbox
from storage.people import audit, persons, rights
from storage.seats import post, privacy
from tests.storage import rows
from tests.storage.announcing.newsroom import HELLO, Newsroom

ALBUM = Contents({Language.RUSSIAN: Copied(Original("7,8"))})
PUPILS = Segment(roles=frozenset({Role.PUPIL}))


async def test_a_draft_goes_to_nobody(newsroom: Newsroom) -> None:
    await newsroom.draft()
    assert await newsroom.work() == 1
    assert await newsroom.told() == []


async def test_everybody_gets_it_once_however_it_is_cut_up(newsroom: Newsroom) -> None:
    people = await newsroom.people(7)
    announcement = await newsroom.queued()
    assert announcement.state is AnnouncementState.QUEUED
    steps = await newsroom.work(chunk=3)
    assert steps == 4  # eight people in threes, and a last look
    assert sorted(await newsroom.told()) == sorted([newsroom.organizer, *(person.id for person in people)])
    assert (await newsroom.look(announcement)).progress.recipients == 8


async def test_a_chunk_that_is_done_again_writes_to_nobody_twice(newsroom: Newsroom) -> None:
    await newsroom.people(4)
    announcement = await newsroom.queued()
    await newsroom.work()
    # As if a crash had undone the note of how far it got, but not the rows.
    await newsroom.desk.run("UPDATE announcements SET expanded_to = 0, expanded_at = NULL")
    await newsroom.work(chunk=2)
    assert len(await newsroom.told()) == 5
    assert (await newsroom.look(announcement)).progress.recipients == 5


async def test_it_waits_for_its_time(newsroom: Newsroom) -> None:
    desk = newsroom.desk
    tomorrow = Instant(desk.clock.now() + DAY)
    announcement = await newsroom.queued(not_before=tomorrow)
    assert await newsroom.work() == 1
    assert await desk.store.read(expansion.next_due) == tomorrow
    desk.clock.forward(DAY)
    await newsroom.work()
    assert (await newsroom.look(announcement)).state is AnnouncementState.SENDING
    assert await newsroom.told() == [newsroom.organizer]


async def test_a_time_that_is_over_is_now(newsroom: Newsroom) -> None:
    announcement = await newsroom.queued(not_before=Instant(0))
    assert announcement.not_before == newsroom.desk.clock.now()


async def test_it_goes_behind_notices_and_reminders(newsroom: Newsroom) -> None:
    desk = newsroom.desk
    await newsroom.queued()
    await newsroom.work()
    who, event = await desk.person(), await desk.do(rows.an_event)
    await desk.do(letters.write, kind=LetterKind.MORE_DATES, key="later", person=who.id, event=event)
    first, second = await newsroom.claim()
    kinds = {row["id"]: row["kind"] for row in await desk.all("SELECT id, kind FROM outbox")}
    assert [kinds[first], kinds[second]] == ["more_dates", "announcement"]


async def test_progress_counts_what_became_of_each(newsroom: Newsroom) -> None:
    people = await newsroom.people(5)
    announcement = await newsroom.queued()
    await newsroom.work()
    claimed = await newsroom.claim(4)
    for row, outcome in zip(claimed, (Outcome.SENT, Outcome.NEVER, Outcome.UNKNOWN, Outcome.NOT_SENT), strict=True):
        await newsroom.settle(row, outcome)
    await newsroom.desk.do(privacy.forget, actor=people[-1].id)
    found = (await newsroom.look(announcement)).progress
    assert (found.recipients, found.sent, found.blocked, found.uncertain, found.dropped) == (6, 1, 1, 1, 1)
    assert found.left == 2
    assert found.complete


async def test_it_is_done_once_nobody_is_left(newsroom: Newsroom) -> None:
    announcement = await newsroom.queued()
    await newsroom.work()
    assert await newsroom.desk.store.read(expansion.next_due) is None
    for row in await newsroom.claim():
        await newsroom.settle(row)
    assert await newsroom.desk.store.read(expansion.next_due) == newsroom.desk.clock.now()
    await newsroom.work()
    ended = await newsroom.look(announcement)
    assert (ended.state, ended.ended_at) == (AnnouncementState.DONE, newsroom.desk.clock.now())
    assert await newsroom.desk.store.read(expansion.next_due) is None


async def test_an_announcement_to_nobody_is_done_at_once(newsroom: Newsroom) -> None:
    announcement = await newsroom.queued(PUPILS)
    await newsroom.work()
    assert (await newsroom.look(announcement)).state is AnnouncementState.DONE


async def test_its_counts_outlive_the_rows(newsroom: Newsroom) -> None:
    announcement = await newsroom.queued()
    await newsroom.work()
    for row in await newsroom.claim():
        await newsroom.settle(row)
    newsroom.desk.clock.forward(31 * DAY)
    await newsroom.desk.do(outbox.purge)
    assert await newsroom.desk.value("SELECT count(*) FROM outbox") == 0
    assert (await newsroom.look(announcement)).progress.sent == 1


async def test_what_was_being_sent_at_a_crash_is_uncertain_and_not_sent_again(newsroom: Newsroom) -> None:
    announcement = await newsroom.queued()
    await newsroom.work()
    assert len(await newsroom.claim()) == 1
    await newsroom.desk.do(outbox.recover)
    assert await newsroom.claim() == ()
    assert (await newsroom.look(announcement)).progress.uncertain == 1


async def test_paused_nothing_is_claimed_and_resumed_the_rest_is(newsroom: Newsroom) -> None:
    await newsroom.people(3)
    announcement = await newsroom.queued()
    await newsroom.work()
    first, second = await newsroom.claim(2)
    await newsroom.settle(first)

    paused = await newsroom.does(steering.pause, announcement)
    assert (paused.state, paused.paused_because) == (AnnouncementState.PAUSED, PausedBecause.BY_HAND)
    assert await newsroom.claim() == ()
    assert await newsroom.desk.store.read(outbox.next_due) is None
    opened = await newsroom.desk.do(post.open_letter, id=second)
    assert opened is not None
    assert opened.on_hold
    await newsroom.desk.do(outbox.hold_back, id=second, until=newsroom.desk.clock.now())
    assert await newsroom.claim() == ()

    resumed = await newsroom.does(steering.resume, announcement)
    assert (resumed.state, resumed.paused_because) == (AnnouncementState.SENDING, None)
    assert await newsroom.desk.store.read(outbox.next_due) == newsroom.desk.clock.now()
    assert len(await newsroom.claim()) == 3


async def test_paused_while_it_is_being_queued(newsroom: Newsroom) -> None:
    await newsroom.people(5)
    announcement = await newsroom.queued()
    await newsroom.desk.do(expansion.advance, chunk=2)
    await newsroom.does(steering.pause, announcement)
    assert await newsroom.work(chunk=2) == 1
    assert len(await newsroom.told()) == 2
    await newsroom.does(steering.resume, announcement)
    await newsroom.work(chunk=2)
    assert len(await newsroom.told()) == 6


async def test_paused_before_its_time_it_goes_on_waiting(newsroom: Newsroom) -> None:
    announcement = await newsroom.queued(not_before=Instant(newsroom.desk.clock.now() + HOUR))
    await newsroom.does(steering.pause, announcement)
    assert (await newsroom.does(steering.resume, announcement)).state is AnnouncementState.QUEUED


async def test_cancelled_what_waits_is_dropped_in_chunks(newsroom: Newsroom) -> None:
    await newsroom.people(6)
    announcement = await newsroom.queued()
    await newsroom.work()
    sent, flying = await newsroom.claim(2)
    await newsroom.settle(sent)
    await newsroom.does(steering.cancel, announcement)
    assert await newsroom.claim() == ()
    assert await newsroom.desk.do(post.open_letter, id=flying) is None
    assert await newsroom.work(chunk=2) == 3
    assert (await newsroom.look(announcement)).ended_at is None
    await newsroom.desk.do(outbox.drop, id=flying, why="it makes no sense any more")
    await newsroom.work()
    ended = await newsroom.look(announcement)
    assert (ended.state, ended.progress.sent, ended.progress.dropped) == (AnnouncementState.CANCELLED, 1, 6)
    assert ended.ended_at is not None
    assert (await newsroom.does(steering.resume, announcement)).state is AnnouncementState.CANCELLED
    assert await newsroom.desk.store.read(expansion.next_due) is None


async def test_what_is_over_stays_as_it_is(newsroom: Newsroom) -> None:
    announcement = await newsroom.queued(PUPILS)
    await newsroom.work()
    done = await newsroom.look(announcement)
    for what in (steering.pause, steering.resume, steering.cancel, steering.queue):
        assert await newsroom.does(what, announcement) == done


async def test_each_reads_it_in_their_language(newsroom: Newsroom) -> None:
    desk = newsroom.desk
    await desk.run("UPDATE people SET language = 'en'")
    await newsroom.queued()
    await newsroom.work()
    (row,) = await newsroom.claim()
    letter = await desk.do(post.open_letter, id=row)
    assert letter is not None
    assert letter.announcement is not None
    assert letter.announcement.content == Written("<b>Hello</b>")
    await desk.run("UPDATE people SET language = 'kk'")
    letter = await desk.do(post.open_letter, id=row)
    assert letter is not None
    assert letter.announcement is not None
    assert letter.announcement.content == Written("<b>Привет</b>")


async def test_not_to_whoever_muted_announcements_meanwhile(newsroom: Newsroom) -> None:
    await newsroom.queued()
    await newsroom.work()
    (row,) = await newsroom.claim()
    await newsroom.desk.do(persons.mute_announcements, actor=newsroom.organizer, muted=True)
    assert await newsroom.desk.do(post.open_letter, id=row) is None
    await newsroom.desk.do(persons.mute_announcements, actor=newsroom.organizer, muted=False)
    await newsroom.desk.do(persons.mute_reminders, actor=newsroom.organizer, muted=True)
    assert await newsroom.desk.do(post.open_letter, id=row) is not None


async def test_what_is_copied_is_the_authors(newsroom: Newsroom) -> None:
    reader = await newsroom.desk.pupil()
    await newsroom.queued(PUPILS, ALBUM)
    await newsroom.work()
    (row,) = await newsroom.claim()
    author = await newsroom.desk.store.read(persons.person, id=newsroom.organizer)
    letter = await newsroom.desk.do(post.open_letter, id=row)
    assert letter is not None
    assert letter.announcement is not None
    assert (letter.to.id, letter.announcement.account) == (reader.id, author.account)
    await newsroom.desk.do(privacy.forget, actor=newsroom.organizer)
    letter = await newsroom.desk.do(post.open_letter, id=row)
    assert letter is not None
    assert letter.announcement is not None
    assert letter.announcement.account is None


async def test_without_its_original_it_pauses_until_somebody_says_it_anew(newsroom: Newsroom) -> None:
    announcement = await newsroom.queued(contents=ALBUM)
    await newsroom.work()
    await newsroom.desk.do(steering.original_gone, announcement=announcement.id)
    paused = await newsroom.look(announcement)
    assert (paused.state, paused.paused_because) == (AnnouncementState.PAUSED, PausedBecause.ORIGINAL_GONE)
    await newsroom.desk.do(steering.rewrite, actor=newsroom.organizer, announcement=announcement.id, contents=HELLO)
    await newsroom.does(steering.resume, announcement)
    assert (await newsroom.look(announcement)).contents == HELLO
    assert len(await newsroom.claim()) == 1


async def test_only_a_draft_changes(newsroom: Newsroom) -> None:
    desk, actor = newsroom.desk, newsroom.organizer
    drafted = await newsroom.draft()
    assert (await desk.do(steering.readdress, actor=actor, announcement=drafted.id, segment=PUPILS)).segment == PUPILS
    assert (await desk.do(steering.rewrite, actor=actor, announcement=drafted.id, contents=ALBUM)).contents == ALBUM
    await desk.do(steering.queue, actor=actor, announcement=drafted.id)
    with pytest.raises(NoLongerADraft):
        await desk.do(steering.readdress, actor=actor, announcement=drafted.id, segment=Segment())
    with pytest.raises(NoLongerADraft):
        await desk.do(steering.rewrite, actor=actor, announcement=drafted.id, contents=HELLO)


async def test_whoever_has_the_role_no_more_steers_no_more(newsroom: Newsroom) -> None:
    desk = newsroom.desk
    announcement = await newsroom.queued()
    stranger = await desk.person()
    owner = await desk.person()
    await desk.do(rights.name_owners, accounts=[owner.account])
    await desk.do(rights.remove, actor=owner.id, person=newsroom.organizer, partner=newsroom.partner)
    for actor in (stranger.id, newsroom.organizer):
        for what in (steering.queue, steering.pause, steering.resume, steering.cancel, records.announcement):
            with pytest.raises(NotYours):
                await desk.do(what, actor=actor, announcement=announcement.id)
        for change in ({"segment": PUPILS}, {"contents": ALBUM}):
            use_case = steering.readdress if "segment" in change else steering.rewrite
            with pytest.raises(NotYours):
                await desk.do(use_case, actor=actor, announcement=announcement.id, **change)  # type: ignore[arg-type]  # one of each, spread
    assert (await desk.do(steering.pause, actor=owner.id, announcement=announcement.id)).state is (
        AnnouncementState.PAUSED
    )


async def test_lists_are_of_one_partner_newest_first(newsroom: Newsroom) -> None:
    desk = newsroom.desk
    first, second = await newsroom.draft(), await newsroom.draft()
    owner = await desk.person()
    await desk.do(rights.name_owners, accounts=[owner.account])
    house = await desk.do(steering.draft, actor=owner.id, partner=None, contents=HELLO, segment=Segment())
    mine = await desk.store.read(records.announcements, actor=newsroom.organizer, partner=newsroom.partner)
    assert [one.id for one in mine] == [second.id, first.id]
    assert [one.id for one in await desk.store.read(records.announcements, actor=owner.id, partner=None)] == [house.id]
    with pytest.raises(NotYours):
        await desk.store.read(records.announcements, actor=newsroom.organizer, partner=None)


async def test_what_organizers_do_is_in_the_log_once(newsroom: Newsroom) -> None:
    announcement = await newsroom.queued()
    for what in (steering.queue, steering.pause, steering.pause, steering.resume, steering.cancel, steering.cancel):
        await newsroom.does(what, announcement)
    log = await newsroom.desk.store.read(audit.latest, partner=newsroom.partner, page=0)
    done = [entry.action.value for entry in log if entry.about.get("announcement") == announcement.id]
    assert done == [
        "announcement_cancelled",
        "announcement_resumed",
        "announcement_paused",
        "announcement_queued",
    ]


def test_it_says_something() -> None:
    with pytest.raises(ValueError, match="one language at least"):
        Contents({})
