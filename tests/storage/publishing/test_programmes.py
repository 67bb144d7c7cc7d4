"""A programme brought in again and again: new, changed, moved, larger, smaller, cancelled; never twice."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.identities import AccountId, BookingId, Intent, PersonId, PupilId, SlotId
from domain.languages import Language
from domain.moments import Instant
from domain.people import AgeLine, Profile
from domain.programme import MeetingTime, SlotDraft
from storage.engine import Store, open_store
from storage.people import persons, pupils
from storage.publishing import programmes, slots
from storage.seats import bookings, consents
from tests.conversations.stage import EXCURSION, MONDAY, PARTNER, a_slot
from tests.storage.rows import StillClock


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A store on Monday at noon, with the partner and the excursion in it."""
    async with open_store(tmp_path / "etalon.db", clock=StillClock(MONDAY)) as store:
        await store.write(programmes.bring_partners, partners=[PARTNER])
        await store.write(programmes.bring_events, events=[EXCURSION])
        yield store


async def bring(store: Store, *drafts: SlotDraft) -> slots.Brought:
    """Bring these slots in."""
    return await store.write(slots.bring_slots, slots=drafts)


async def booked(store: Store, account: int = 1) -> tuple[PersonId, PupilId]:
    """A pupil with a seat, or a place in line, in the first slot."""
    person = await store.write(persons.meet, account=AccountId(account), language=Language.ENGLISH)
    profile = Profile(first_name="Alina", grade=8, age_line=AgeLine.OLDER, school=None, school_name="239")
    pupil = await store.write(pupils.introduce, actor=person.id, profile=profile, intent=Intent(f"i{account}"))
    await store.write(
        bookings.book, actor=person.id, pupil=pupil.id, slot=SlotId(1), answer="", intent=Intent(f"b{account}")
    )
    return person.id, pupil.id


async def letters(store: Store) -> list[str]:
    """The kinds of letters that were written, in order."""
    rows = await store.read(lambda tx: tx.all("SELECT kind FROM outbox ORDER BY id"))
    return [row["kind"] for row in rows]


async def test_the_same_file_again_changes_nothing(store: Store) -> None:
    first = await bring(store, a_slot(), a_slot("next", on=date(2026, 12, 5)))
    again = await bring(store, a_slot(), a_slot("next", on=date(2026, 12, 5)))

    assert first == slots.Brought(new=2)
    assert again == slots.Brought(known=2)
    counted = await store.read(
        lambda tx: tx.one("SELECT (SELECT count(*) FROM slots), (SELECT count(*) FROM meetings)")
    )
    assert counted is not None
    assert tuple(counted) == (2, 2)


async def test_a_moved_slot_bumps_its_meetings_version_and_tells_whoever_is_booked(store: Store) -> None:
    await bring(store, a_slot())
    await booked(store)

    assert await bring(store, a_slot(on=date(2026, 12, 5))) == slots.Brought(known=1, moved=1)

    version = await store.read(lambda tx: tx.value("SELECT version FROM meetings"))
    assert version == 2
    assert await letters(store) == ["slot_moved"]


async def test_another_place_is_told_as_well(store: Store) -> None:
    await bring(store, a_slot())
    await booked(store)
    place = a_slot().place
    assert place is not None

    await bring(store, a_slot(place=replace(place, address=replace(place.address, en="Another street 2"))))

    assert await letters(store) == ["slot_moved"]


async def test_a_course_that_loses_a_meeting_keeps_the_others(store: Store) -> None:
    meetings = tuple(MeetingTime(on=date(2026, 12, day), at=a_slot().meetings[0].at, minutes=60) for day in (1, 8, 15))
    await bring(store, a_slot(meetings=meetings))
    await booked(store)

    await bring(store, a_slot(meetings=meetings[:2]))

    left = await store.read(lambda tx: tx.value("SELECT count(*) FROM meetings"))
    planned = await store.read(lambda tx: tx.value("SELECT count(DISTINCT meeting) FROM reminders"))
    assert (left, planned) == (2, 2)


async def test_added_seats_are_offered_to_the_waiting_list(store: Store) -> None:
    await bring(store, a_slot(capacity=1))
    await booked(store, 1)
    await booked(store, 2)

    await bring(store, a_slot(capacity=2))

    assert await letters(store) == ["offer"]


async def test_fewer_seats_than_are_taken_is_told_before_and_takes_none_away(store: Store) -> None:
    await bring(store, a_slot(capacity=2))
    await booked(store, 1)
    await booked(store, 2)
    smaller = a_slot(capacity=1)

    assert await store.read(slots.too_small, slots=[smaller]) == (slots.TooSmall("sat", 1, 2),)
    await bring(store, smaller)

    kept = await store.read(lambda tx: tx.value("SELECT capacity FROM slots"))
    assert kept == 2


async def test_a_cancelled_slot_ends_its_bookings_once(store: Store) -> None:
    await bring(store, a_slot())
    person, _pupil = await booked(store)

    await bring(store, a_slot(cancelled=True))
    await bring(store, a_slot(cancelled=True))

    assert await letters(store) == ["slot_cancelled"]
    booking = await store.read(bookings.booking, actor=person, booking=BookingId(1))
    assert booking.state.is_over
    waiting = await store.read(lambda tx: tx.value("SELECT count(*) FROM reminders WHERE state = 'waiting'"))
    assert waiting == 0


async def test_a_slot_called_back_can_be_booked_again(store: Store) -> None:
    await bring(store, a_slot())
    await bring(store, a_slot(cancelled=True))

    await bring(store, a_slot())
    await booked(store)

    taken = await store.read(lambda tx: tx.value("SELECT seats_taken FROM slots"))
    waiting = await store.read(lambda tx: tx.value("SELECT count(*) FROM reminders WHERE state = 'waiting'"))
    assert (taken, waiting) == (1, 2)


async def test_a_guardians_yes_for_the_old_date_is_asked_anew(store: Store) -> None:
    from domain.consents import ConsentScope, ConsentText  # noqa: PLC0415  only here

    await bring(store, a_slot())
    child = await store.write(persons.meet, account=AccountId(1), language=Language.ENGLISH)
    profile = Profile(first_name="Timur", grade=5, age_line=AgeLine.YOUNGER, school=None, school_name="239")
    pupil = await store.write(pupils.introduce, actor=child.id, profile=profile, intent=Intent("i"))
    held = await store.write(
        bookings.book, actor=child.id, pupil=pupil.id, slot=SlotId(1), answer="", intent=Intent("b")
    )
    parent = await store.write(persons.meet, account=AccountId(2), language=Language.ENGLISH)
    await store.write(
        consents.answer,
        actor=parent.id,
        token=held.consent_token or "",
        given=True,
        scope=ConsentScope.EVENT,
        text=ConsentText(version="1", sha256="0" * 64),
        intent=Intent("yes"),
    )

    await bring(store, a_slot(on=date(2026, 12, 5)))

    booking = await store.read(bookings.booking, actor=child.id, booking=held.id)
    assert booking.state == "requested"
    assert booking.held_until is not None
    assert booking.held_until <= Instant(MONDAY + 48 * 3600)
