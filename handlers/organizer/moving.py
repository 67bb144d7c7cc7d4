"""Moving a slot: what is to be otherwise, tapped or typed, and then told at once. Leaves cancelling to calling_off."""

from datetime import date, datetime, time
from typing import Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed, typed_times
from domain.conversations import Conversation
from domain.identities import Intent, SlotId
from domain.languages import Texts
from domain.moments import Clock, local
from domain.moves import LONGEST_MEETING, LONGEST_REASON, SHORTEST_MEETING, proposed
from domain.people import Person
from domain.programme import Place, SlotDraft
from domain.refusals import (
    ChangedMeanwhile,
    MeetingsOverlap,
    NotAhead,
    NotALink,
    NotAName,
    NotANumber,
    NothingToMove,
    NotText,
    Refusal,
    TimeSkipped,
    TooLong,
)
from handlers import states
from handlers.buttons import new_intent
from handlers.organizer.calls import shown_calls
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import home
from handlers.screens import moving as screens
from handlers.screens.screen import Screen
from handlers.slot_buttons import AskMove, Move, MoveSlot
from handlers.slot_states import AskingMove, Moving
from handlers.texts import _, language
from storage.changing import moving as changing
from storage.changing.moving import Movable
from storage.engine import Store

_MONTHS_END: Final = 100_000
"""Numbers below are months, from there on days."""
LONGEST_PLACE: Final = 300
LONGEST_LINK: Final = 300


class IsMoving(Filter):
    """Whether a slot is being moved; hands on how far that is."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Moving]:
        """False where none is, and in groups."""
        del message
        state = states.resume(conversation, Moving) if conversation else None
        return {"moving": state} if state else False


def router() -> Router:
    """What is typed while a slot is moved."""
    router = Router(name="moving")
    router.message.register(type_it, IsMoving())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of moving."""
    presses.on(MoveSlot)(begin)
    presses.on(AskMove)(choose)
    presses.on(Move)(move)


async def begin(
    query: CallbackQuery,
    callback_data: MoveSlot,
    person: Person,
    conversation: Conversation,
    store: Store,
    clock: Clock,
) -> Screen:
    """Move this slot; or back to how far one is with that."""
    del query
    slot = SlotId(callback_data.slot)
    found = await store.read(changing.movable, actor=person.id, slot=slot)
    state = states.resume(conversation, Moving)
    if state is None or state.slot_id != slot or state.meeting != callback_data.meeting or not callback_data.meeting:
        if len(found.slot.meetings) > 1 and not callback_data.meeting:
            return screens.which_meeting(found.slot, found.event.sheet.title.to(language()), clock.now())
        meeting = min(max(callback_data.meeting, 1), len(found.slot.meetings))
        state = Moving(intent=new_intent(), slot=slot, seen=found.slot.revision, meeting=meeting)
    return await _review(state.now(AskingMove.REVIEW), person, conversation, store, clock)


async def choose(
    query: CallbackQuery,
    callback_data: AskMove,
    person: Person,
    conversation: Conversation,
    store: Store,
    clock: Clock,
) -> Screen:
    """What is to be otherwise: asked, or tapped."""
    del query
    state = states.resume(conversation, Moving)
    if state is None:
        return home.stale()
    asked = AskingMove.REVIEW if callback_data.what == "back" else AskingMove(callback_data.what)
    state, value = state.now(asked), callback_data.value
    if asked is AskingMove.REVIEW:
        state = Moving(intent=state.intent, slot=state.slot, seen=state.seen, meeting=state.meeting)
    elif not value or (asked is AskingMove.DATE and value < _MONTHS_END):
        return await _ask(state, value, person, conversation, store, clock)
    else:
        state = _tapped(state, value).now(AskingMove.REVIEW)
    return await _review(state, person, conversation, store, clock)


def _tapped(state: Moving, value: int) -> Moving:
    match state.at:
        case AskingMove.DATE:
            return state.now(state.at, on=date.fromordinal(value))
        case AskingMove.TIME:
            minutes = min(value - 1, 24 * 60 - 1)
            return state.now(state.at, starts=time(minutes // 60, minutes % 60))
        case AskingMove.MINUTES:
            return state.now(state.at, minutes=_minutes(value))
        case AskingMove.PLACE:
            return state.now(state.at, like=value, place="", address="")
        case AskingMove.WHY:
            return state.now(state.at, usual=screens.usual(value), reason="")
    return state


def _minutes(number: int) -> int:
    if not SHORTEST_MEETING <= number <= LONGEST_MEETING:
        raise NotANumber(most=LONGEST_MEETING)
    return number


async def type_it(
    message: Message, moving: Moving, person: Person, conversation: Conversation, store: Store, clock: Clock
) -> Screen:
    """What is to be otherwise: typed."""
    found = await store.read(changing.movable, actor=person.id, slot=moving.slot_id)
    try:
        state = _typed(moving, own_words(message), found, clock)
    except (NotText, NotANumber, NotAName, NotALink, TooLong, NotAhead, TimeSkipped) as refusal:
        return (await _ask(moving, 0, person, conversation, store, clock)).topped(sentence(refusal))
    if state is None:
        note = _("I can't read that as a time. Please type it like 28.11 15:30.")
        return (await _ask(moving, 0, person, conversation, store, clock)).topped(note)
    return await _review(state.now(AskingMove.REVIEW), person, conversation, store, clock)


def _typed(state: Moving, words: str, found: Movable, clock: Clock) -> Moving | None:
    """With what was typed; None where it is no day or time."""
    match state.at:
        case AskingMove.MINUTES:
            return state.now(state.at, minutes=_minutes(typed.number(words)))
        case AskingMove.PLACE:
            first, _line, second = words.strip().partition("\n")
            place = typed.answer(first, LONGEST_PLACE)
            address = typed.answer(second, LONGEST_PLACE) if second.strip() else ""
            return state.now(state.at, place=place, address=address, like=0)
        case AskingMove.LINK:
            return state.now(state.at, link=_link(words))
        case AskingMove.WHY:
            return state.now(state.at, reason=typed.answer(words, LONGEST_REASON), usual=None)
    return _typed_time(state, words, found, clock)


def _link(words: str) -> str:
    link = typed.tidy(words)
    if not link.startswith(("https://", "http://")) or " " in link or "." not in link or len(link) > LONGEST_LINK:
        raise NotALink
    return link


def _typed_time(state: Moving, words: str, found: Movable, clock: Clock) -> Moving | None:
    meeting, zone = found.slot.meetings[state.meeting - 1], found.slot.zone
    setting = typed_times.Setting(
        now=local(clock.now(), zone).replace(tzinfo=None), zone=zone, minutes=state.minutes or meeting.minutes
    )
    both = typed_times.moment(words, setting)
    if isinstance(both, datetime):
        return state.now(state.at, on=both.date(), starts=both.time())
    at_time = typed_times.moment(f"{state.on or meeting.on:%d.%m.%Y} {words}", setting)
    if isinstance(at_time, datetime):
        return state.now(state.at, starts=at_time.time())
    for why in (both, at_time):
        if why is typed_times.Why.OVER:
            raise NotAhead
        if why is typed_times.Why.SKIPPED:
            raise TimeSkipped
    day = typed_times.day(words, setting.now.date())
    return state.now(state.at, on=day) if isinstance(day, date) else None


async def _ask(
    state: Moving, month: int, person: Person, conversation: Conversation, store: Store, clock: Clock
) -> Screen:
    """The question that the state is at."""
    states.keep(conversation, state)
    found = await store.read(changing.movable, actor=person.id, slot=state.slot_id)
    meeting = found.slot.meetings[state.meeting - 1]
    on, today = state.on or meeting.on, local(clock.now(), found.slot.zone).date()
    match state.at:
        case AskingMove.DATE:
            first = _first_of(month) if month else on.replace(day=1)
            screen = screens.ask_day(state, max(first, today.replace(day=1)), today, on)
        case AskingMove.TIME:
            screen = screens.ask_time(state, state.starts or meeting.at)
        case AskingMove.MINUTES:
            screen = screens.ask_minutes(state, state.minutes or meeting.minutes)
        case AskingMove.PLACE:
            screen = screens.ask_place(state, await store.read(changing.places, actor=person.id, slot=state.slot_id))
        case AskingMove.LINK:
            screen = screens.ask_link(state)
        case AskingMove.WHY:
            screen = screens.ask_why(state)
        case AskingMove.REVIEW:
            screen = await _review(state, person, conversation, store, clock)
    return screen


def _first_of(month: int) -> date:
    return date(min(max(month // 12, 2000), 2099), month % 12 + 1, 1)


async def _review(state: Moving, person: Person, conversation: Conversation, store: Store, clock: Clock) -> Screen:
    """What it is and what it is to be."""
    found = await store.read(changing.movable, actor=person.id, slot=state.slot_id)
    title = found.event.sheet.title.to(language())
    place = await _place(state, found, person, store)
    wanted: SlotDraft | None = None
    note: Refusal | None = None
    try:
        wanted = proposed(found.slot.draft(found.event.key), state.proposal(place), clock.now())
    except NothingToMove:
        pass
    except (NotAhead, TimeSkipped, MeetingsOverlap) as refusal:
        note = refusal
    states.keep(conversation, state)
    screen = screens.review(state, found.slot, wanted, title, found.audience)
    return screen.topped(sentence(note)) if note else screen


async def _place(state: Moving, found: Movable, person: Person, store: Store) -> Place | None:
    """The place that it is to be at; None: where it is."""
    if state.like:
        known = await store.read(changing.places, actor=person.id, slot=state.slot_id)
        return next((place for slot, place in known if slot == state.like), None)
    if state.place and found.slot.place:
        reader = language().value
        return Place(
            name=Texts(**{reader: state.place}),
            address=Texts(**{reader: state.address}),
            city=found.slot.place.city,
        )
    return None


async def move(
    query: CallbackQuery,
    callback_data: Move,
    person: Person,
    conversation: Conversation,
    store: Store,
    clock: Clock,
) -> Screen:
    """Move it so, and tell everybody."""
    del query
    state = states.resume(conversation, Moving)
    if state is None or state.intent != callback_data.intent:
        return home.stale()
    found = await store.read(changing.movable, actor=person.id, slot=state.slot_id)
    try:
        await store.write(
            changing.move,
            actor=person.id,
            slot=state.slot_id,
            proposal=state.proposal(await _place(state, found, person, store)),
            why=state.why,
            seen=state.seen,
            intent=Intent(state.intent),
        )
    except ChangedMeanwhile as refusal:
        again = state.now(AskingMove.REVIEW, seen=refusal.revision)
        return (await _review(again, person, conversation, store, clock)).topped(screens.meanwhile(refusal))
    states.end(conversation)
    return (await shown_calls(person, state.slot_id, store, clock)).saying(_("Done"))
