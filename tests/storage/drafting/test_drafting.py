"""Drafts in the store: seen by nobody, changed by whom it is theirs to change, published with all that follows."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from domain.drafts import Attended, Change, EventSheet, Lack, ManagedEvent, Part, Planned, Said, Standing, Whereabouts
from domain.identities import EventId, PartnerId, SlotId
from domain.languages import Language, Texts
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, Instant
from domain.people import Person
from domain.programme import Audience, EventKind, Format, MeetingTime, Place, Wanted
from domain.refusals import (
    ChangedMeanwhile,
    NotAhead,
    NotReady,
    NotYours,
    PublishedAlready,
    RegistrationUpsideDown,
    SlotGone,
    TimeSkipped,
    TooManyDates,
)
from domain.reminders import parse_rules
from storage.drafting import dates, editing, places, publishing, reading
from storage.programme import slots, upcoming, wishes
from storage.publishing import programmes
from storage.publishing import slots as publishing_slots
from storage.seats import bookings, privacy
from tests.conversations.stage import EXCURSION, PARTNER, a_slot
from tests.storage import rows
from tests.storage.desk import Desk, pupil_of

ZONE = "Europe/Moscow"
FAR = MeetingTime(on=date(2030, 1, 5), at=time(15, 30), minutes=90)
HALL = Place(name=Texts(en="Hall"), address=Texts(en="1, Long street"), city=Texts(en="Town"))
LECTURE = EventSheet(kind=EventKind.LECTURE, title=Texts(en="Time"), where=Whereabouts(place=HALL, zone=ZONE, seats=12))


async def partner_of(desk: Desk) -> PartnerId:
    return PartnerId(await desk.do(rows.a_partner))


async def drafted(desk: Desk, sheet: EventSheet = LECTURE) -> tuple[Person, ManagedEvent]:
    """An organizer, and a draft of theirs with one date."""
    partner = await partner_of(desk)
    boris = await desk.organizer(partner)
    made = await desk.do(editing.make, actor=boris.id, partner=partner, sheet=sheet, intent=desk.intent())
    return boris, await added(desk, boris, made, FAR)


async def added(desk: Desk, boris: Person, event: ManagedEvent, *meetings: MeetingTime) -> ManagedEvent:
    planned = [Planned(meetings=(meeting,)) for meeting in meetings]
    return await desk.do(dates.add, actor=boris.id, event=event.id, planned=planned, zone=ZONE, intent=desk.intent())


async def changed(desk: Desk, who: Person, event: ManagedEvent, change: Change) -> ManagedEvent:
    return await desk.do(editing.change, actor=who.id, event=event.id, seen=event.revision, change=change)


async def test_nobody_sees_a_draft_nor_its_dates(desk: Desk) -> None:
    boris, event = await drafted(desk)
    slot = event.slots[0].id
    assert not (await desk.store.read(upcoming.page, wanted=Wanted(), page=0)).lines
    assert await desk.store.read(upcoming.cities) == ()
    for seeing in (
        desk.store.read(slots.event, event=event.id),
        desk.store.read(slots.slot, slot=slot),
        desk.do(wishes.wish, actor=boris.id, event=event.id),
    ):
        with pytest.raises(SlotGone):
            await seeing
    pupil = await desk.pupil()
    with pytest.raises(SlotGone):
        await desk.do(bookings.book, actor=pupil.id, slot=slot, pupil=pupil_of(pupil), answer="", intent=desk.intent())


async def test_a_date_is_where_and_as_large_as_said_once(desk: Desk) -> None:
    _boris, event = await drafted(desk)
    (slot,) = event.slots
    assert (slot.place, slot.zone, slot.capacity, slot.closes_at) == (HALL, ZONE, 12, None)
    assert slot.meetings == (FAR,)


async def test_only_its_organizers_may(desk: Desk) -> None:
    _boris, event = await drafted(desk)
    stranger, other = await desk.person(), await desk.organizer(await partner_of(desk))
    slot = event.slots[0]
    for who in (stranger, other):
        seen: dict[str, Any] = {"actor": who.id, "event": event.id, "seen": event.revision}
        at: dict[str, Any] = {"actor": who.id, "slot": slot.id, "seen": slot.revision}
        for trying in (
            desk.store.read(reading.event, actor=who.id, event=event.id),
            desk.store.read(reading.of_slot, actor=who.id, slot=slot.id),
            desk.store.read(places.of_slot, actor=who.id, slot=slot.id),
            desk.do(editing.make, actor=who.id, partner=event.partner.id, sheet=LECTURE, intent=desk.intent()),
            desk.do(editing.copy, actor=who.id, event=event.id, intent=desk.intent()),
            changed(desk, who, event, Change(Part.KIND, EventKind.COURSE)),
            desk.do(editing.discard, **seen, back=False),
            desk.do(editing.hand_over, **seen, partner=event.partner.id),
            desk.do(publishing.publish, **seen),
            desk.do(publishing.plan, **seen, at=Instant(desk.clock.now() + DAY)),
            added(desk, who, event, replace(FAR, at=time(10))),
            desk.do(dates.remove, **at),
            desk.do(dates.rewrite, **at, planned=Planned(meetings=(FAR,))),
            desk.do(dates.set_registration, **at, opens_at=None, closes_at=None),
        ):
            with pytest.raises(NotYours):
                await trying
    with pytest.raises(NotYours):
        await desk.store.read(reading.page, actor=stranger.id, page=0, size=8)
    assert await desk.store.read(reading.page, actor=other.id, page=0, size=8) == ()


async def test_what_is_lacking_is_said(desk: Desk) -> None:
    bare = replace(LECTURE, title=Texts(), where=Whereabouts(zone=ZONE), asks=Texts(en="Surname"))
    boris, event = await drafted(desk, bare)
    assert event.lacks() == (Lack.TITLE, Lack.WHY, Lack.PLACE)
    with pytest.raises(NotReady) as refused:
        await desk.do(publishing.publish, actor=boris.id, event=event.id, seen=event.revision)
    assert refused.value.lacks == ("title", "why", "place")
    online = Change(Part.WHERE, Attended(Format.ONLINE, Whereabouts(zone=ZONE)))
    assert Lack.LINK in (await changed(desk, boris, event, online)).lacks()


async def test_publishing_plans_reminders_and_tells_its_organizer_nothing(desk: Desk) -> None:
    boris, event = await drafted(desk)
    event = await changed(desk, boris, event, Change(Part.REMINDERS, parse_rules("3h")))
    await desk.do(publishing.publish, actor=boris.id, event=event.id, seen=event.revision)
    assert [row["rule"] for row in await desk.all("SELECT rule FROM reminders WHERE state = 'waiting'")] == ["3h"]
    assert (await desk.store.read(upcoming.page, wanted=Wanted(), page=0)).lines
    again = await desk.do(publishing.publish, actor=boris.id, event=event.id, seen=event.revision)
    assert again.published_at == desk.clock.now(), "publishing twice is publishing once"
    assert await desk.letters() == []


async def test_reminders_follow_their_rules_before_and_after_publishing(desk: Desk) -> None:
    boris, event = await drafted(desk)
    waiting = "SELECT rule FROM reminders WHERE state = 'waiting' ORDER BY rule"
    await desk.run("DELETE FROM reminders")
    event = await desk.do(publishing.publish, actor=boris.id, event=event.id, seen=event.revision)
    assert [row["rule"] for row in await desk.all(waiting)] == ["1d@18:00", "2h"]
    await changed(desk, boris, event, Change(Part.REMINDERS, parse_rules("5h")))
    assert [row["rule"] for row in await desk.all(waiting)] == ["5h"]


async def test_it_is_published_at_its_time_and_not_before(desk: Desk) -> None:
    boris, event = await drafted(desk)
    at = Instant(desk.clock.now() + HOUR)
    await desk.do(publishing.plan, actor=boris.id, event=event.id, seen=event.revision, at=at)
    assert await desk.store.read(publishing.next_due) == at
    desk.clock.forward(HOUR - 1)
    await desk.do(publishing.publish_due)
    assert await desk.value("SELECT published_at FROM events") is None
    desk.clock.forward(1)
    await desk.do(publishing.publish_due)
    await desk.do(publishing.publish_due)
    assert await desk.value("SELECT published_at FROM events") == at
    assert [kind for kind, _ in await desk.letters()] == [LetterKind.EVENT_PUBLISHED]
    assert await desk.store.read(publishing.next_due) is None


async def test_no_draft_publishes_itself_after_it_was_called_back_or_thrown_away(desk: Desk) -> None:
    for thrown_away in (False, True):
        boris, event = await drafted(desk)
        at = Instant(desk.clock.now() + HOUR)
        event = await desk.do(publishing.plan, actor=boris.id, event=event.id, seen=event.revision, at=at)
        seen: dict[str, Any] = {"actor": boris.id, "event": event.id, "seen": event.revision}
        if thrown_away:
            await desk.do(editing.discard, **seen, back=False)
        else:
            await desk.do(publishing.plan, **seen, at=None)
        desk.clock.forward(2 * HOUR)
        await desk.do(publishing.publish_due)
        assert await desk.value("SELECT published_at FROM events WHERE id = :id", id=event.id) is None


async def test_a_time_that_is_over_is_no_time_to_publish(desk: Desk) -> None:
    boris, event = await drafted(desk)
    with pytest.raises(NotAhead):
        await desk.do(
            publishing.plan, actor=boris.id, event=event.id, seen=event.revision, at=Instant(desk.clock.now())
        )


async def test_a_stale_change_says_what_is_different_and_who_did_it(desk: Desk) -> None:
    boris, event = await drafted(desk)
    await changed(desk, boris, event, Change(Part.AUDIENCE, Audience(grade_from=5)))
    with pytest.raises(ChangedMeanwhile) as refused:
        await changed(desk, boris, event, Change(Part.KIND, EventKind.COURSE))
    assert (refused.value.parts, refused.value.by) == (("audience",), ("А. О.",))
    assert refused.value.revision == event.revision + 1
    same = await changed(desk, boris, event, Change(Part.AUDIENCE, Audience(grade_from=5)))
    assert same.revision == event.revision + 1, "the same once more is no conflict and no change"


async def test_a_programme_file_counts_as_somebody_else(desk: Desk) -> None:
    await desk.do(programmes.bring_partners, partners=(PARTNER,))
    await desk.do(programmes.bring_events, events=(EXCURSION,))
    await desk.do(publishing_slots.bring_slots, slots=(a_slot(on=date(2030, 1, 5)),))
    boss = await desk.organizer()
    event = await desk.store.read(reading.event, actor=boss.id, event=EventId(1))
    await desk.do(programmes.bring_events, events=(EXCURSION,))
    unchanged = await desk.store.read(reading.event, actor=boss.id, event=EventId(1))
    assert unchanged.revision == event.revision, "the same file again changes nothing"
    await desk.do(programmes.bring_events, events=(replace(EXCURSION, title=Texts(en="Weights")),))
    with pytest.raises(ChangedMeanwhile) as refused:
        await changed(desk, boss, event, Change(Part.TITLE, Said(Language.ENGLISH, "Mine")))
    assert (refused.value.parts, refused.value.by) == (("title",), ())

    slot = event.slots[0]
    await desk.do(publishing_slots.bring_slots, slots=(a_slot(on=date(2030, 1, 6), capacity=11),))
    with pytest.raises(ChangedMeanwhile) as moved:
        await desk.do(
            dates.set_registration,
            actor=boss.id,
            slot=slot.id,
            seen=slot.revision,
            opens_at=Instant(desk.clock.now() + 1),
            closes_at=None,
        )
    assert {"when", "seats"} <= set(moved.value.parts)


async def test_taking_a_seat_is_no_change_of_a_date(desk: Desk) -> None:
    slot = await desk.slot(capacity=5)
    before = await desk.value("SELECT revision FROM slots WHERE id = :slot", slot=slot)
    await desk.book(await desk.pupil(), slot)
    assert await desk.value("SELECT revision FROM slots WHERE id = :slot", slot=slot) == before


async def test_dates_that_cannot_be(desk: Desk) -> None:
    boris, event = await drafted(desk)
    with pytest.raises(NotAhead):
        await added(desk, boris, event, replace(FAR, on=date(2020, 1, 5)))
    with pytest.raises(TooManyDates):
        await added(desk, boris, event, *[FAR] * 61)
    berlin = replace(LECTURE, where=replace(LECTURE.where, zone="Europe/Berlin"))
    boris, event = await drafted(desk, berlin)
    with pytest.raises(TimeSkipped):
        await added(desk, boris, event, MeetingTime(on=date(2030, 3, 31), at=time(2, 30), minutes=60))
    assert len((await added(desk, boris, event, FAR)).slots) == 1, "what is there already is not added again"


async def test_a_published_event_gets_no_date_nowhere(desk: Desk) -> None:
    boris, event = await drafted(desk, replace(LECTURE, where=Whereabouts(zone=ZONE)))
    event = await desk.do(dates.remove, actor=boris.id, slot=event.slots[0].id, seen=event.slots[0].revision)
    assert event.slots == ()
    event = await desk.do(publishing.publish, actor=boris.id, event=event.id, seen=event.revision)
    with pytest.raises(NotReady):
        await added(desk, boris, event, FAR)
    assert (await desk.store.read(reading.read, event=event.id)).slots == ()


async def test_all_dates_of_a_draft_follow_where_it_is(desk: Desk) -> None:
    boris, event = await drafted(desk)
    there = Whereabouts(place=replace(HALL, name=Texts(en="Tower")), zone="Asia/Almaty")
    event = await changed(desk, boris, event, Change(Part.WHERE, Attended(Format.IN_PERSON, there)))
    (slot,) = event.slots
    assert (slot.place, slot.zone, slot.meetings) == (there.place, "Asia/Almaty", (FAR,))
    event = await desk.do(publishing.publish, actor=boris.id, event=event.id, seen=event.revision)
    event = await changed(desk, boris, event, Change(Part.WHERE, Attended(Format.IN_PERSON, LECTURE.where)))
    assert event.slots[0].place == there.place, "what people have seen is moved, not changed under them"


async def test_only_what_nobody_has_seen_goes_or_is_written_anew(desk: Desk) -> None:
    boris, event = await drafted(desk)
    slot = event.slots[0]
    at: dict[str, Any] = {"actor": boris.id, "slot": slot.id, "seen": slot.revision}
    event = await desk.do(publishing.publish, actor=boris.id, event=event.id, seen=event.revision)
    for trying in (
        desk.do(dates.remove, **at),
        desk.do(dates.rewrite, **at, planned=Planned(meetings=(FAR,))),
        desk.do(editing.discard, actor=boris.id, event=event.id, seen=event.revision, back=False),
        desk.do(
            editing.hand_over, actor=(await desk.organizer()).id, event=event.id, seen=event.revision,
            partner=await partner_of(desk),
        ),
    ):  # fmt: skip
        with pytest.raises(PublishedAlready):
            await trying


async def test_registration_opens_before_it_closes_and_closes_before_it_begins(desk: Desk) -> None:
    boris, event = await drafted(desk)
    slot = event.slots[0]
    at: dict[str, Any] = {"actor": boris.id, "slot": slot.id, "seen": slot.revision}
    for opens, closes in ((None, slot.starts_at + 1), (slot.starts_at, None), (slot.starts_at - 5, slot.starts_at - 6)):
        upside_down: dict[str, Any] = {"opens_at": opens, "closes_at": closes}
        with pytest.raises(RegistrationUpsideDown):
            await desk.do(dates.set_registration, **at, **upside_down)
    limits: dict[str, Any] = {"opens_at": Instant(slot.starts_at - 9), "closes_at": Instant(slot.starts_at - 5)}
    event = await desk.do(dates.set_registration, **at, **limits)
    assert (event.slots[0].opens_at, event.slots[0].closes_at) == (slot.starts_at - 9, slot.starts_at - 5)
    again: dict[str, Any] = {**at, "seen": event.slots[0].revision}
    event = await desk.do(dates.rewrite, **again, planned=Planned(meetings=(replace(FAR, on=date(2029, 12, 1)),)))
    assert (event.slots[0].opens_at, event.slots[0].closes_at) == (None, None), "limits after it begins fall away"


async def test_a_copy_says_the_same_and_has_no_dates(desk: Desk) -> None:
    boris, event = await drafted(desk)
    intent = desk.intent()
    copy = await desk.do(editing.copy, actor=boris.id, event=event.id, intent=intent)
    assert copy.sheet == replace(event.sheet, where=replace(event.sheet.where, minutes=90))
    assert (copy.slots, copy.is_draft, copy.key != event.key) == ((), True, True)
    assert (await desk.do(editing.copy, actor=boris.id, event=event.id, intent=intent)).id == copy.id
    with pytest.raises(NotYours):
        await desk.do(editing.copy, actor=(await desk.person()).id, event=event.id, intent=intent)


async def test_the_list_has_drafts_first_then_what_is_ahead_then_the_rest(desk: Desk) -> None:
    boss = await desk.organizer()
    partner = await partner_of(desk)
    over = await desk.do(rows.an_event, partner=partner, title="over")
    ahead = await desk.do(rows.an_event, partner=partner, title="ahead")
    draft = await desk.do(rows.an_event, partner=partner, title="draft", published=False)
    await desk.do(rows.a_slot, event=ahead)
    lines = await desk.store.read(reading.page, actor=boss.id, page=0, size=8)
    assert [(line.id, line.standing) for line in lines] == [
        (draft, Standing.DRAFT),
        (ahead, Standing.AHEAD),
        (over, Standing.NO_DATES),
    ]
    assert len(await desk.store.read(reading.page, actor=boss.id, page=0, size=2)) == 3, (
        "one more: there is a next page"
    )
    assert [line.id for line in await desk.store.read(reading.page, actor=boss.id, page=1, size=2)] == [over]


async def test_a_place_that_was_used_is_offered_again(desk: Desk) -> None:
    boris, event = await drafted(desk)
    (slot, where), *others = await desk.store.read(places.used, partner=event.partner.id)
    assert (slot, where, others) == (event.slots[0].id, Whereabouts(place=HALL, zone=ZONE), [])
    assert await desk.store.read(places.of_slot, actor=boris.id, slot=slot) == where
    (town,) = [city for city in await desk.store.read(places.cities) if city.name.en == "Town"]
    assert await desk.store.read(places.zone, city=town.id) == ZONE


async def test_whoever_is_forgotten_has_changed_nothing_by_name(desk: Desk) -> None:
    boris, event = await drafted(desk)
    event = await changed(desk, boris, event, Change(Part.KIND, EventKind.COURSE))
    slot = event.slots[0]
    await desk.do(
        dates.set_registration,
        actor=boris.id,
        slot=slot.id,
        seen=slot.revision,
        opens_at=Instant(slot.starts_at - DAY),
        closes_at=None,
    )
    signed = "SELECT count(*) FROM {} WHERE changed_by IS NOT NULL"
    tables = ("event_changes", "slot_changes")
    assert [await desk.value(signed.format(table)) for table in tables] == [1, 1]
    await desk.do(privacy.forget, actor=boris.id)
    assert [await desk.value(signed.format(table)) for table in tables] == [0, 0]


async def test_keys_of_the_chat_are_its_own(desk: Desk) -> None:
    _boris, event = await drafted(desk)
    assert event.key.startswith("chat-")
    assert event.slots[0].key.startswith("chat-")
    assert SlotId(event.slots[0].id)
