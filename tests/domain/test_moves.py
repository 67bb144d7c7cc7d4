"""Moving a slot: what is proposed comes about, registration moves along, and what cannot be is refused."""

from dataclasses import replace
from datetime import date, time

import pytest

from domain.languages import Texts
from domain.moments import DAY, HOUR, Instant, instant
from domain.moves import CallState, Proposal, proposed
from domain.programme import MeetingTime, Place, SlotDraft
from domain.programme_files import Became, Preview, SlotPreview
from domain.refusals import MeetingsOverlap, NotAhead, NothingToMove, TimeSkipped

ZONE = "Europe/Berlin"
NOW = instant(date(2026, 11, 23), time(12, 0), ZONE)
PLACE = Place(name=Texts(en="Museum"), address=Texts(), city=Texts(en="Berlin"))


def meeting(day: int, hour: int = 15, minutes: int = 60) -> MeetingTime:
    return MeetingTime(on=date(2026, 12, day), at=time(hour, 30), minutes=minutes)


def draft(*meetings: MeetingTime, closes_before: int | None = None, opens_before: int | None = None) -> SlotDraft:
    held = meetings or (meeting(5),)
    begins = instant(held[0].on, held[0].at, ZONE)
    return SlotDraft(
        key="k",
        event="e",
        place=PLACE,
        online_link="",
        zone=ZONE,
        capacity=10,
        meetings=held,
        opens_at=None if opens_before is None else Instant(begins - opens_before),
        closes_at=None if closes_before is None else Instant(begins - closes_before),
    )


def test_only_what_is_proposed_changes() -> None:
    was = draft()
    there = replace(PLACE, name=Texts(en="Hall"))
    for proposal, wanted in (
        (Proposal(on=date(2026, 12, 6)), replace(was, meetings=(meeting(6),))),
        (Proposal(at=time(16, 30)), replace(was, meetings=(meeting(5, 16),))),
        (Proposal(minutes=90), replace(was, meetings=(meeting(5, minutes=90),))),
        (Proposal(place=there), replace(was, place=there)),
        (Proposal(online_link="https://a.example"), replace(was, online_link="https://a.example")),
    ):
        assert proposed(was, proposal, NOW) == wanted


def test_the_same_again_moves_nothing() -> None:
    for proposal in (Proposal(), Proposal(on=date(2026, 12, 5), at=time(15, 30), minutes=60)):
        with pytest.raises(NothingToMove):
            proposed(draft(), proposal, NOW)


def test_registration_closes_as_long_before_the_new_beginning() -> None:
    moved = proposed(draft(closes_before=DAY), Proposal(on=date(2026, 12, 20)), NOW)
    assert moved.closes_at == instant(date(2026, 12, 19), time(15, 30), ZONE)
    assert proposed(draft(), Proposal(on=date(2026, 12, 20)), NOW).closes_at is None


def test_it_closes_at_the_same_local_time_where_clocks_change_between() -> None:
    moved = proposed(draft(closes_before=DAY), Proposal(on=date(2027, 4, 5)), NOW)
    assert moved.closes_at == instant(date(2027, 4, 4), time(15, 30), ZONE)


def test_moved_so_near_that_registration_would_never_open_it_is_open_at_once() -> None:
    was = draft(opens_before=2 * DAY)
    assert proposed(was, Proposal(on=date(2026, 12, 20)), NOW).opens_at == was.opens_at
    assert proposed(was, Proposal(on=date(2026, 12, 3)), NOW).opens_at is None


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(NotAhead):
        proposed(draft(), Proposal(on=date(2026, 11, 22)), NOW)
    with pytest.raises(TimeSkipped):
        proposed(draft(), Proposal(on=date(2027, 3, 28), at=time(2, 30)), NOW)


@pytest.mark.parametrize(
    "proposal",
    [
        Proposal(meeting=2, on=date(2026, 12, 20)),
        Proposal(meeting=2, on=date(2026, 12, 4)),
        Proposal(meeting=2, on=date(2026, 12, 5), at=time(16, 0)),
        Proposal(meeting=1, minutes=8 * 24 * 60),
    ],
)
def test_meetings_of_a_course_stay_in_order(proposal: Proposal) -> None:
    with pytest.raises(MeetingsOverlap):
        proposed(draft(meeting(5), meeting(12), meeting(19)), proposal, NOW)


def test_a_meeting_may_begin_when_the_one_before_ends() -> None:
    course = draft(meeting(5), meeting(12))
    assert proposed(course, Proposal(meeting=2, on=date(2026, 12, 5), at=time(16, 30)), NOW).meetings[1].at == time(
        16, 30
    )


def test_a_meeting_that_is_over_stays_where_it_was() -> None:
    course = draft(MeetingTime(on=date(2026, 11, 20), at=time(9), minutes=60), meeting(12))
    assert proposed(course, Proposal(meeting=2, on=date(2026, 12, 13)), NOW).meetings[0] == course.meetings[0]


def test_whom_one_might_want_to_phone() -> None:
    assert {state for state in CallState if state.is_open} == {CallState.NOT_REACHED, CallState.TOLD}


def preview(**changes: object) -> Preview:
    slot = SlotPreview(
        key="k",
        title=Texts(en="T"),
        starts_at=Instant(NOW + HOUR),
        zone=ZONE,
        became=Became.MOVED,
        revision=1,
        people=3,
    )
    return Preview(
        slots=(replace(slot, **changes),),  # type: ignore[arg-type]  # fields by name
        events_new=0,
        events_changed=(),
        partners_changed=(),
        not_theirs=(),
        too_few_seats=(),
    )


def test_a_preview_is_another_when_the_programme_is_but_not_when_somebody_registers() -> None:
    assert preview(people=4).fingerprint == preview().fingerprint
    assert preview(revision=2).fingerprint != preview().fingerprint
    assert preview(became=Became.SAME).fingerprint != preview().fingerprint
    assert preview(became=Became.SAME).changes_nothing
    assert not preview().changes_nothing
