"""A door as a whole: all but some at once, the code that hangs there, the list to print, and seats given away there."""

from typing import Final

from aiogram.types import CallbackQuery

from domain.conversations import Conversation
from domain.identities import BookingId, Intent, MeetingId
from domain.people import Person
from domain.refusals import DoorFull, NotOnThisDay, SheetWanted
from handlers import states
from handlers.buttons import new_intent
from handlers.check_in_buttons import Admit, AllExcept, Except, LetAllIn, PrintList, ShowDoorCode
from handlers.check_in_states import AtDoor
from handlers.organizer.check_in import again, shown
from handlers.organizer.door_lists import door_list
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import check_in as screens
from handlers.screens import door as door_screens
from handlers.screens import door_lists as list_screens
from handlers.screens import home
from handlers.screens.consents import paper_text
from handlers.screens.screen import Screen
from papers.pool import PaperNotMade, PaperPool
from storage.attending import arrivals, door_lists, doors, shown_codes, walk_ins
from storage.engine import Store

WITH_PHOTOS: Final = 2
"""What a sheet's button carries that allows photographs, too."""


def add_presses(presses: Presses) -> None:
    """The buttons that are about all of a door."""
    presses.on(AllExcept)(all_except)
    presses.on(Except)(set_missing)
    presses.on(LetAllIn)(let_all_in)
    presses.on(ShowDoorCode)(show_code)
    presses.on(PrintList)(print_list)
    presses.on(Admit)(admit)


async def all_except(
    query: CallbackQuery, callback_data: AllExcept, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Everybody is here, all except…"""
    del query
    state = states.resume(conversation, AtDoor)
    if state is None or state.meeting != callback_data.meeting:
        state = AtDoor(meeting=callback_data.meeting)
    return await _choosing(state.model_copy(update={"page": callback_data.page}), person, conversation, store)


async def set_missing(
    query: CallbackQuery, callback_data: Except, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """This one is missing, or is here after all."""
    del query
    state = states.resume(conversation, AtDoor)
    if state is None:
        return home.stale()
    missing = set(state.missing)
    (missing.add if callback_data.missing else missing.discard)(callback_data.booking)
    chosen = state.model_copy(update={"missing": tuple(sorted(missing))})
    return await _choosing(chosen, person, conversation, store)


async def let_all_in(
    query: CallbackQuery, callback_data: LetAllIn, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Everybody but those."""
    del query
    state = states.resume(conversation, AtDoor)
    if state is None or state.meeting != callback_data.meeting:
        return home.stale()
    door = await store.write(
        arrivals.let_all_in,
        actor=person.id,
        meeting=state.meeting_id,
        but=frozenset(BookingId(number) for number in state.missing),
        intent=Intent(callback_data.intent),
    )
    return shown(door, 0, conversation).saying(f"✅ {door.here}")


async def show_code(
    query: CallbackQuery, callback_data: ShowDoorCode, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Let the door's code hang in this chat, or take it down."""
    del query
    meeting = MeetingId(callback_data.meeting)
    use_case = shown_codes.show if callback_data.on else shown_codes.take_down
    await store.write(use_case, actor=person.id, meeting=meeting)
    door = await store.read(doors.door, actor=person.id, meeting=meeting)
    if not callback_data.on:
        return shown(door, 0, conversation)
    states.keep(conversation, AtDoor(meeting=meeting))
    return door_screens.code_is_coming(screens.head(door), meeting)


async def print_list(
    query: CallbackQuery, callback_data: PrintList, person: Person, store: Store, papers: PaperPool
) -> Screen:
    """Whom the door awaits, as a list to print."""
    del query
    contents = await store.read(door_lists.contents, actor=person.id, meeting=MeetingId(callback_data.meeting))
    try:
        return list_screens.door_list(contents, await door_list(contents, papers))
    except PaperNotMade:
        return list_screens.not_made()


async def admit(
    query: CallbackQuery, callback_data: Admit, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Let them in all the same, with a signed sheet where one is needed."""
    del query
    meeting = MeetingId(callback_data.meeting)
    try:
        answer = await store.write(
            walk_ins.admit,
            actor=person.id,
            meeting=meeting,
            booking=BookingId(callback_data.booking),
            sheet=paper_text() if callback_data.sheet else None,
            photos=callback_data.sheet == WITH_PHOTOS,
            intent=Intent(callback_data.intent),
        )
    except (DoorFull, SheetWanted, NotOnThisDay) as refusal:
        return await again(person, AtDoor(meeting=meeting), conversation, store, note=sentence(refusal))
    states.keep(conversation, AtDoor(meeting=meeting))
    return door_screens.answer(answer, person.id, new_intent())


async def _choosing(state: AtDoor, person: Person, conversation: Conversation, store: Store) -> Screen:
    door = await store.read(doors.door, actor=person.id, meeting=state.meeting_id)
    if not door.phase.lets_in:
        raise NotOnThisDay(starts_at=door.meeting.starts_at, zone=door.slot.zone)
    states.keep(conversation, state)
    return screens.all_except(door, frozenset(state.missing), page=state.page, intent=new_intent())
