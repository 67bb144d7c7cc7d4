"""Moving a programme in time: the sample's dates are fixed in its file, and a demo wants them to lie ahead."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.moments import DAY, Instant, instant, local
from domain.programme import MeetingTime, ProgrammeDraft, SlotDraft

SOONEST: Final = 2 * DAY
"""How far ahead the first meeting lies, at the least."""
_WEEK: Final = timedelta(weeks=1)


def moved_ahead(draft: ProgrammeDraft, now: Instant) -> ProgrammeDraft:
    """The same programme, moved by whole weeks until its first meeting lies 2 days ahead or more, and less than 10.

    Weekdays and local times stay as they are, also where clocks change in between. Registration moves along.
    """
    if not draft.slots:
        return draft
    first = min(_starts(slot.meetings[0], slot.zone) for slot in draft.slots)
    weeks = -((first - now - SOONEST) // (7 * DAY))
    # Clocks that change in between may put the first meeting an hour sooner or later than whole weeks do.
    while min(_starts(_moved(slot.meetings[0], weeks), slot.zone) for slot in draft.slots) < now + SOONEST:
        weeks += 1
    return replace(draft, slots=tuple(_slot_moved(slot, weeks) for slot in draft.slots))


def _starts(meeting: MeetingTime, zone: str) -> Instant:
    return instant(meeting.on, meeting.at, zone)


def _moved(meeting: MeetingTime, weeks: int) -> MeetingTime:
    return replace(meeting, on=meeting.on + weeks * _WEEK)


def _slot_moved(slot: SlotDraft, weeks: int) -> SlotDraft:
    return replace(
        slot,
        meetings=tuple(_moved(meeting, weeks) for meeting in slot.meetings),
        opens_at=_instant_moved(slot.opens_at, slot.zone, weeks),
        closes_at=_instant_moved(slot.closes_at, slot.zone, weeks),
    )


def _instant_moved(moment: Instant | None, zone: str, weeks: int) -> Instant | None:
    if moment is None:
        return None
    here = local(moment, zone) + weeks * _WEEK
    return instant(here.date(), here.time(), zone)
