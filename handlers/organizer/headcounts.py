"""A class at the door, counted: by plus and minus, by a number typed, by names ticked off."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.check_in import ClassAtDoor, Verdict
from domain.classes import LARGEST_CLASS
from domain.conversations import Conversation
from domain.identities import BookingId, Intent, MeetingId
from domain.people import Person
from domain.refusals import NotANumber, NotSoManyLeft, NotText, PartyTooLarge
from handlers import states
from handlers.buttons import new_intent
from handlers.check_in_buttons import CountClass, LetClassIn, TickOff
from handlers.check_in_states import AtDoor, Headcount
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import door as screens
from handlers.screens import home
from handlers.screens.screen import Screen
from storage.attending import headcounts
from storage.engine import Store


class IsCountingHeads(Filter):
    """Whether a class is being counted; hands on which."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Headcount]:
        """False where nothing of the kind is under way, and in groups."""
        del message
        state = states.resume(conversation, Headcount) if conversation else None
        return {"headcount": state} if state else False


def router() -> Router:
    """The number that is typed."""
    router = Router(name="headcounts")
    router.message.register(type_number, IsCountingHeads())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of counting."""
    presses.on(CountClass)(count)
    presses.on(TickOff)(tick_off)
    presses.on(LetClassIn)(let_class_in)


async def count_class(
    person: Person, meeting: MeetingId, booking: BookingId, conversation: Conversation, store: Store
) -> Screen:
    """Begin to count: with what was counted before, else with as many as are expected."""
    found = await store.read(headcounts.at_door, actor=person.id, meeting=meeting, booking=booking)
    state = _begun(found)
    states.keep(conversation, state)
    return screens.counting(found, state, person.id)


async def count(
    query: CallbackQuery, callback_data: CountClass, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """So many."""
    del query
    state = states.resume(conversation, Headcount)
    if state is None:
        return home.stale()
    return await _went_on(
        state.now(pupils=callback_data.pupils, adults=callback_data.adults), person, conversation, store
    )


async def tick_off(
    query: CallbackQuery, callback_data: TickOff, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """This one is missing, or is here; with no name, another page."""
    del query
    state = states.resume(conversation, Headcount)
    if state is None:
        return home.stale()
    away = set(state.absent)
    before = len(away)
    if callback_data.pupil:
        (away.add if callback_data.missing else away.discard)(callback_data.pupil)
    pupils = min(max(state.pupils - len(away) + before, 0), LARGEST_CLASS)
    went_on = state.now(absent=tuple(sorted(away)), pupils=pupils, page=callback_data.page)
    return await _went_on(went_on, person, conversation, store)


async def type_number(
    message: Message, headcount: Headcount, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """The number of pupils, typed."""
    try:
        pupils = _of_a_class(typed.number(own_words(message)))
    except (NotANumber, NotText, PartyTooLarge) as refusal:
        return (await _went_on(headcount, person, conversation, store)).topped(sentence(refusal))
    return await _went_on(headcount.now(pupils=pupils), person, conversation, store)


async def let_class_in(
    query: CallbackQuery, callback_data: LetClassIn, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """That many are here; where a colleague has counted meanwhile, what they counted."""
    del query
    state = states.resume(conversation, Headcount)
    if state is None or state.intent != callback_data.intent:
        return home.stale()
    try:
        answer = await store.write(
            headcounts.count,
            actor=person.id,
            meeting=state.meeting_id,
            booking=state.booking_id,
            pupils=state.pupils,
            adults=state.adults,
            absent=state.absentees,
            seen=state.seen_at,
            intent=Intent(state.intent),
        )
    except (NotSoManyLeft, PartyTooLarge) as refusal:
        return (await _went_on(state, person, conversation, store)).topped(sentence(refusal))
    states.keep(conversation, AtDoor(meeting=state.meeting))
    if answer.verdict is Verdict.LET_IN:
        return screens.class_counted(answer, new_intent())
    return screens.answer(answer, person.id, new_intent())


def _of_a_class(pupils: int) -> int:
    """As many as a class can be. Raises PartyTooLarge."""
    if pupils > LARGEST_CLASS:
        raise PartyTooLarge(most=LARGEST_CLASS)
    return pupils


async def _went_on(state: Headcount, person: Person, conversation: Conversation, store: Store) -> Screen:
    found = await store.read(headcounts.at_door, actor=person.id, meeting=state.meeting_id, booking=state.booking_id)
    states.keep(conversation, state)
    return screens.counting(found, state, person.id)


def _begun(of: ClassAtDoor) -> Headcount:
    guest = of.guest
    absent = tuple(one.pupil for one in of.members if one.absent)
    expected = guest.pupils
    if len(of.members) >= expected:  # the list is whole: whoever has said that they can't come is not awaited
        expected = min(expected, len(of.members) - len(absent))
    return Headcount(
        meeting=of.door.meeting.id,
        booking=guest.booking,
        pupils=expected if guest.mark is None else guest.mark.pupils,
        adults=guest.adults if guest.mark is None else guest.mark.adults,
        absent=absent,
        seen=0 if guest.mark is None else guest.mark.marked_at,
        intent=new_intent(),
    )
