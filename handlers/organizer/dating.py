"""Dates of an event: typed or picked, looked over, added; and each date of a draft changed or taken out."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final

from aiogram.types import CallbackQuery, Message

from domain import typed, typed_times
from domain.drafts import MOST_SEATS, Lack, ManagedEvent, ManagedSlot, Planned
from domain.identities import EventId, SlotId
from domain.moments import Instant, exists, instant, local
from domain.programme import MeetingTime
from domain.refusals import ChangedMeanwhile, NotANumber, NotReady, NotText, Refusal, SlotGone
from domain.typed_times import LONGEST, SHORTEST, BadLine, Read, Setting, Why, weekly
from handlers import states
from handlers.organizer import guiding
from handlers.organizer.workshop import Workshop
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.programme_buttons import AddDates, PickDate, SeeDate, SetDate
from handlers.programme_states import AskingDates, Dating, Scheduling
from handlers.refusals import sentence
from handlers.screens import dating as screens
from handlers.screens import home
from handlers.screens import programme as programme_screens
from handlers.screens.screen import Screen
from storage.drafting import dates, reading

MOST_DAYS: Final = 40


def add_presses(presses: Presses) -> None:
    """The buttons around dates."""
    presses.on(AddDates)(begin)
    presses.on(PickDate)(pick)
    presses.on(SeeDate)(see_date)
    presses.on(SetDate)(set_date)


async def begin(query: CallbackQuery, callback_data: AddDates, workshop: Workshop) -> Screen:
    """Dates for an event."""
    del query
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=EventId(callback_data.event))
    return guiding.begin_dating(workshop, known)


async def pick(query: CallbackQuery, callback_data: PickDate, workshop: Workshop) -> Screen:
    """A step of picking, tapped."""
    del query
    state = states.resume(workshop.conversation, Dating)
    if state is None:
        return home.stale()
    if callback_data.what == "add":
        return await _add(workshop, state)
    moved = _MOVES.get(callback_data.what, _stay)(state, callback_data.value)
    if callback_data.what in _READY and all(seats for _met, seats in moved.planned):
        return await _reviewed(workshop, moved)
    screen = _keep(workshop, moved)
    lost = callback_data.what == "minute" and state.days and len(moved.planned) < len(state.planned) + len(state.days)
    return screen.topped("⚠️ " + screens.skipped()) if lost else screen


def _keep(workshop: Workshop, state: Dating) -> Screen:
    states.keep(workshop.conversation, state)
    return screens.asked(state, _today(workshop, state))


def _today(workshop: Workshop, state: Dating) -> date:
    return local(workshop.clock.now(), state.zone).date()


def _setting(workshop: Workshop, state: Dating) -> Setting:
    now = local(workshop.clock.now(), state.zone).replace(tzinfo=None)
    return Setting(now=now, zone=state.zone, minutes=state.minutes)


def _stay(state: Dating, _value: int) -> Dating:
    return state


def _day(state: Dating, value: int) -> Dating:
    days = tuple(day for day in state.days if day != value)
    if len(days) == len(state.days) and value:
        days = (*days, value)[-MOST_DAYS:]
    return state.now(AskingDates.DAYS, days=days)


def _at(step: AskingDates) -> Callable[[Dating, int], Dating]:
    return lambda state, _value: state.now(step)


def _minute(state: Dating, value: int) -> Dating:
    minute = value - 1
    if not 0 <= minute < 60 or not state.days:  # noqa: PLR2004  minutes
        return state.now(AskingDates.DAYS)
    return _timed(state, time(min(state.hour, 23), minute))


def _timed(state: Dating, at: time) -> Dating:
    """The days that were picked, at this time; a day that does not have it is left out, which is told."""
    planned = tuple(
        Planned(meetings=(MeetingTime(on=date.fromordinal(day), at=at, minutes=state.minutes),))
        for day in sorted(state.days)
        if exists(date.fromordinal(day), at, state.zone)
    )
    return state.having(planned).now(AskingDates.SEATS, days=(), picked=True)


def _seats(state: Dating, value: int) -> Dating:
    """So many seats for all whose number was not said, or for all where it was."""
    if not 1 <= value <= MOST_SEATS:
        return state
    missing = any(not seats for _met, seats in state.planned)
    planned = tuple((met, value if not missing or not seats else seats) for met, seats in state.planned)
    return state.now(AskingDates.REVIEW, planned=planned)


def _length(state: Dating, value: int) -> Dating:
    if not SHORTEST <= value <= LONGEST:
        return state
    planned = tuple((tuple((day, minute, value) for day, minute, _lasts in met), seats) for met, seats in state.planned)
    return state.now(AskingDates.REVIEW, planned=planned, minutes=value)


def _out(state: Dating, value: int) -> Dating:
    number = value - 1
    out = tuple(one for one in state.out if one != number)
    if len(out) == len(state.out):
        out = (*out, number)
    return state.now(AskingDates.REVIEW, out=out)


def _course(state: Dating, _value: int) -> Dating:
    """The dates that are kept, as the meetings of one."""
    meetings = sorted(met for entry, _seats in _entries(state) for met in entry)
    seats = max((seats for _entry, seats in _entries(state)), default=0)
    return state.now(AskingDates.REVIEW, planned=((tuple(meetings), seats),), out=())


def _entries(state: Dating) -> list[tuple[tuple[tuple[int, int, int], ...], int]]:
    return [entry for number, entry in enumerate(state.planned) if number not in state.out]


def _until(state: Dating, value: int) -> Dating:
    """Every week until that day, that day included."""
    last = date.fromordinal(max(value, 1))
    planned: list[Planned] = []
    for one in state.kept():
        planned += [
            week
            for week in weekly(one, last)
            if all(exists(meeting.on, meeting.at, state.zone) for meeting in week.meetings)
        ]
    return state.having(tuple(planned[: typed_times.MOST_LINES])).now(AskingDates.REVIEW)


def _weeks(state: Dating, value: int) -> Dating:
    kept = state.kept()
    if not kept or not 1 <= value <= max(screens.WEEKS):
        return state.now(AskingDates.REVIEW)
    first = min(one.meetings[0].on for one in kept)
    return _until(state, first.toordinal() + value * 7 - 1)


_MOVES: Final[dict[str, Callable[[Dating, int], Dating]]] = {
    "typed": _at(AskingDates.TYPED),
    "days": _at(AskingDates.DAYS),
    "hours": _at(AskingDates.HOUR),
    "series": _at(AskingDates.UNTIL),
    "lengths": _at(AskingDates.LENGTH),
    "places": _at(AskingDates.SEATS),
    "review": _at(AskingDates.REVIEW),
    "month": lambda state, value: state.model_copy(update={"month": min(value, 9000 * 12)}),
    "day": _day,
    "hour": lambda state, value: state.now(AskingDates.MINUTE, hour=min(value, 23)),
    "minute": _minute,
    "seats": _seats,
    "length": _length,
    "out": _out,
    "course": _course,
    "until": _until,
    "weeks": _weeks,
}
_READY: Final = frozenset({"seats"})
"""After these, what was picked is whole, and goes into a draft at once if it is one date alone."""


async def answer(message: Message, dating: Dating, workshop: Workshop) -> Screen:
    """Dates, a time, a number, a day: typed at the step that asks for it."""
    try:
        words = own_words(message)
        match dating.at:
            case AskingDates.HOUR | AskingDates.MINUTE if dating.days:
                return await _time_typed(workshop, dating, words)
            case AskingDates.SEATS if dating.planned:
                return await _reviewed(workshop, _seats(dating, typed.number(words)))
            case AskingDates.LENGTH:
                return _keep(workshop, _length(dating, typed.number(words)))
            case AskingDates.UNTIL:
                return _until_typed(workshop, dating, words)
    except (NotText, NotANumber) as refusal:
        return _keep(workshop, dating).topped(f"⚠️ {sentence(refusal)}")
    found = typed_times.read(words, _setting(workshop, dating))
    return await (_another_time(workshop, dating, found) if dating.slot else _typed(workshop, dating, found))


async def _time_typed(workshop: Workshop, state: Dating, words: str) -> Screen:
    first = date.fromordinal(min(state.days))
    found = typed_times.moment(f"{first.isoformat()} {words}", _setting(workshop, state))
    if not isinstance(found, datetime):
        return _keep(workshop, state).topped("⚠️ " + screens.why_words(found))
    return _keep(workshop, _timed(state, found.time()))


def _until_typed(workshop: Workshop, state: Dating, words: str) -> Screen:
    last = typed_times.day(words, _today(workshop, state))
    if isinstance(last, Why):
        return _keep(workshop, state).topped("⚠️ " + screens.why_words(last))
    return _keep(workshop, _until(state, last.toordinal()))


async def _typed(workshop: Workshop, state: Dating, found: Read) -> Screen:
    """What was right is kept; what was not is told line by line."""
    if not found.planned:
        bad = found.bad or (BadLine("…", Why.NO_DAY),)
        return _keep(workshop, state.now(AskingDates.TYPED)).topped(screens.faults(bad))
    state = state.having(found.planned)
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    usual = known.usually(state.zone).seats
    missing = any(not seats for _met, seats in state.planned)
    if missing and not usual:
        screen = _keep(workshop, state.now(AskingDates.SEATS))
    else:
        state = _seats(state, usual) if missing else state
        screen = await _reviewed(workshop, state, bad=found.bad)
    return screen.topped(screens.faults(found.bad)) if found.bad else screen


async def _reviewed(workshop: Workshop, state: Dating, bad: tuple[BadLine, ...] = ()) -> Screen:
    """What was typed goes into a draft at once, for nobody sees it there; all else after a look."""
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    if known.is_draft and not state.picked:
        return await _add(workshop, state, stay=bool(bad))
    return _keep(workshop, state.now(AskingDates.REVIEW))


async def _add(workshop: Workshop, state: Dating, *, stay: bool = False) -> Screen:
    """Add them. `stay`: more is to be typed, for some lines could not be read."""
    before = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    try:
        known = await workshop.store.write(
            dates.add,
            actor=workshop.person.id,
            event=state.event_id,
            planned=state.kept(),
            zone=state.zone,
            intent=state.dates_intent,
        )
    except NotReady as refusal:
        return programme_screens.not_ready(
            before, workshop.house, workshop.clock.now(), [Lack(one) for one in refusal.lacks]
        )
    except Refusal as refusal:
        return _keep(workshop, state.now(AskingDates.REVIEW)).topped(f"⚠️ {sentence(refusal)}")
    note = screens.added(len(known.slots) - len(before.slots))
    if stay:
        return guiding.begin_dating(workshop, known, todo=state.todo).topped(note)
    return await guiding.go_on(workshop, known, state.todo, note)


async def skip(workshop: Workshop, state: Dating) -> Screen:
    """The dates come later."""
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    return await guiding.go_on(workshop, known, state.todo)


async def see_date(query: CallbackQuery, callback_data: SeeDate, workshop: Workshop) -> Screen:
    """One date, and what can be changed of it."""
    del query
    states.end(workshop.conversation)
    return await _date(workshop, SlotId(callback_data.slot))


async def _date(workshop: Workshop, slot: SlotId, note: str = "") -> Screen:
    known, one = await _known(workshop, slot)
    screen = screens.one_date(known, one)
    return screen.topped(note) if note else screen


async def _known(workshop: Workshop, slot: SlotId) -> tuple[ManagedEvent, ManagedSlot]:
    known = await workshop.store.read(reading.of_slot, actor=workshop.person.id, slot=slot)
    one = next((one for one in known.slots if one.id == slot), None)
    if one is None:  # taken out of the draft meanwhile
        raise SlotGone
    return known, one


async def set_date(query: CallbackQuery, callback_data: SetDate, workshop: Workshop) -> Screen:
    """Change that of a date."""
    del query
    slot, seen = SlotId(callback_data.slot), callback_data.seen
    known, one = await _known(workshop, slot)
    match callback_data.what:
        case "out":
            return await _remove(workshop, slot, seen)
        case "when":
            state = guiding.dating_of(known, one, seen)
            states.keep(workshop.conversation, state)
            return screens.ask_another_time(one)
        case "opens" | "closes" as what:
            states.keep(workshop.conversation, Scheduling(what=what, event=known.id, slot=slot, seen=seen))
            return screens.ask_moment(known, one, what)
        case "open":
            return await _register_from(workshop, one, seen, opens_at=None, closes_at=one.closes_at)
        case "close":
            return await _register_from(workshop, one, seen, opens_at=one.opens_at, closes_at=None)
    return home.stale()


async def _remove(workshop: Workshop, slot: SlotId, seen: int) -> Screen:
    try:
        known = await workshop.store.write(dates.remove, actor=workshop.person.id, slot=slot, seen=seen)
    except ChangedMeanwhile as refusal:
        return await _conflict(workshop, slot, refusal)
    return programme_screens.event(known, workshop.house, workshop.clock.now())


async def _conflict(workshop: Workshop, slot: SlotId, refusal: ChangedMeanwhile) -> Screen:
    _event, one = await _known(workshop, slot)
    return await _date(workshop, slot, screens.date_conflict(one, refusal.parts, refusal.by))


async def _register_from(
    workshop: Workshop, one: ManagedSlot, seen: int, *, opens_at: Instant | None, closes_at: Instant | None
) -> Screen:
    try:
        await workshop.store.write(
            dates.set_registration,
            actor=workshop.person.id,
            slot=one.id,
            seen=seen,
            opens_at=opens_at,
            closes_at=closes_at,
        )
    except ChangedMeanwhile as refusal:
        return await _conflict(workshop, one.id, refusal)
    except Refusal as refusal:
        return await _date(workshop, one.id, f"⚠️ {sentence(refusal)}")
    states.end(workshop.conversation)
    return await _date(workshop, one.id)


async def moment_typed(message: Message, state: Scheduling, workshop: Workshop) -> Screen:
    """When registration opens or closes, as somebody typed it."""
    known, one = await _known(workshop, state.slot_id)
    now = local(workshop.clock.now(), one.zone).replace(tzinfo=None)
    found = typed_times.moment(own_words(message), Setting(now=now, zone=one.zone, minutes=60))
    if not isinstance(found, datetime):
        return screens.ask_moment(known, one, state.what).topped("⚠️ " + screens.why_words(found))
    at = instant(found.date(), found.time(), one.zone)
    opens_at, closes_at = (at, one.closes_at) if state.what == "opens" else (one.opens_at, at)
    return await _register_from(workshop, one, state.seen, opens_at=opens_at, closes_at=closes_at)


async def _another_time(workshop: Workshop, state: Dating, found: Read) -> Screen:
    """Another time for a date of a draft."""
    _event, one = await _known(workshop, state.slot_id)
    if len(found.planned) != 1:
        bad = found.bad or (BadLine("…", Why.UNCLEAR if found.planned else Why.NO_DAY),)
        return screens.ask_another_time(one).topped(screens.faults(bad))
    try:
        await workshop.store.write(
            dates.rewrite, actor=workshop.person.id, slot=one.id, seen=state.seen, planned=found.planned[0]
        )
    except ChangedMeanwhile as refusal:
        return await _conflict(workshop, one.id, refusal)
    except Refusal as refusal:
        return screens.ask_another_time(one).topped(f"⚠️ {sentence(refusal)}")
    states.end(workshop.conversation)
    return await _date(workshop, one.id)
