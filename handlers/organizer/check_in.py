"""Checking in: today's doors, one door with its names, letting in by tap, code or ticket, and taking it back."""

from collections.abc import Sequence
from typing import Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.check_in import Answer, Door, How, Verdict, answers_to
from domain.conversations import Conversation
from domain.identities import BookingId, Intent, MeetingId, SlotId
from domain.people import Person
from domain.refusals import NotAName, NothingToUndo, NotOnThisDay, NotText, TooLong
from handlers import states
from handlers.buttons import new_intent
from handlers.check_in_buttons import LetIn, SeeDoor, SeeDoorOfSlot, SeeDoors, SeeGuest, UndoArrival
from handlers.check_in_states import AtDoor
from handlers.organizer.headcounts import count_class
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import check_in as screens
from handlers.screens import door as door_screens
from handlers.screens.screen import Screen
from handlers.texts import Html
from handlers.ticket_codes import codes_in
from storage.attending import arrivals, doors
from storage.engine import Store

LONGEST_SEARCH: Final = 40
_ONE_LETTER: Final = 1


class IsAtDoor(Filter):
    """Whether somebody is at a door; hands on at which."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, AtDoor]:
        """False where nothing of the kind is under way, and in groups."""
        del message
        state = states.resume(conversation, AtDoor) if conversation else None
        return {"at_door": state} if state else False


def router() -> Router:
    """What is typed at a door."""
    router = Router(name="check-in")
    router.message.register(look_for, IsAtDoor())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of a door."""
    presses.on(SeeDoors)(see_doors)
    presses.on(SeeDoor)(see_door)
    presses.on(SeeDoorOfSlot)(see_door_of_slot)
    presses.on(LetIn)(let_in)
    presses.on(SeeGuest)(see_guest)
    presses.on(UndoArrival)(undo)


async def see_doors(
    query: CallbackQuery, callback_data: SeeDoors, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Which doors are there today, or can still be entered?"""
    del query
    states.end(conversation)
    past = await store.read(doors.past, actor=person.id)
    if callback_data.past:
        return screens.past_doors(past)
    today = await store.read(doors.today, actor=person.id)
    coming = await store.read(doors.coming, actor=person.id)
    return screens.doors(today, coming, past=len(past))


async def see_door(
    query: CallbackQuery, callback_data: SeeDoor, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """One door, page by page."""
    del query
    door = await store.read(doors.door, actor=person.id, meeting=MeetingId(callback_data.meeting))
    return shown(door, callback_data.page, conversation)


async def see_door_of_slot(
    query: CallbackQuery, callback_data: SeeDoorOfSlot, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """The door of a slot: who is here?"""
    del query
    door = await store.read(doors.of_slot, actor=person.id, slot=SlotId(callback_data.slot))
    return shown(door, 0, conversation)


async def let_in(
    query: CallbackQuery, callback_data: LetIn, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """This one is here: the same page with their sign."""
    del query
    meeting = MeetingId(callback_data.meeting)
    try:
        answer = await store.write(
            arrivals.let_in,
            actor=person.id,
            meeting=meeting,
            booking=BookingId(callback_data.booking),
            how=How.BY_LIST,
            intent=Intent(callback_data.intent),
        )
    except NotOnThisDay as refusal:
        here = AtDoor(meeting=meeting, page=callback_data.page)
        return await again(person, here, conversation, store, note=sentence(refusal))
    if answer.verdict is not Verdict.LET_IN:
        return door_screens.answer(answer, person.id, new_intent(), page=callback_data.page)
    door = await store.read(doors.door, actor=person.id, meeting=meeting)
    return shown(door, callback_data.page, conversation).saying(f"✅ {answer.guest.name}")


async def see_guest(
    query: CallbackQuery, callback_data: SeeGuest, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """In since when, or why not; a class is counted."""
    del query
    answer = await store.read(
        arrivals.guest,
        actor=person.id,
        meeting=MeetingId(callback_data.meeting),
        booking=BookingId(callback_data.booking),
    )
    if answer.guest.is_class and answer.verdict in {Verdict.COUNT_IT, Verdict.ALREADY_IN}:
        return await count_class(person, answer.meeting.id, answer.guest.booking, conversation, store)
    if answer.verdict is Verdict.LET_IN:
        return door_screens.unmarked(answer, new_intent(), page=callback_data.page)
    return door_screens.answer(answer, person.id, new_intent(), page=callback_data.page)


async def undo(
    query: CallbackQuery, callback_data: UndoArrival, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """They are not here after all."""
    del query
    meeting = MeetingId(callback_data.meeting)
    try:
        guest = await store.write(
            arrivals.undo,
            actor=person.id,
            meeting=meeting,
            booking=BookingId(callback_data.booking),
            intent=Intent(callback_data.intent),
        )
    except NothingToUndo as refusal:
        here = AtDoor(meeting=meeting, page=callback_data.page)
        return await again(person, here, conversation, store, note=sentence(refusal))
    door = await store.read(doors.door, actor=person.id, meeting=meeting)
    return shown(door, callback_data.page, conversation).saying(f"↩️ {guest.name}")


async def look_for(
    message: Message, at_door: AtDoor, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """A code, several of them, a letter, or the beginning of a name."""
    meeting = at_door.meeting_id
    door = await store.read(doors.door, actor=person.id, meeting=meeting)
    try:
        words = own_words(message)
        codes = codes_in(words)
        if len(codes) > 1:
            said = await store.write(
                arrivals.enter_codes, actor=person.id, meeting=meeting, codes=codes, intent=typed_intent(message)
            )
            return await again(person, at_door, conversation, store, note=screens.codes_entered(said))
        wanted = typed.answer(words, LONGEST_SEARCH)
        if codes:
            answer = await store.write(
                arrivals.by_code, actor=person.id, meeting=meeting, code=codes[0], intent=typed_intent(message)
            )
            if answer is not None:
                return await _answered(answer, person, at_door, conversation, store)
    except (NotText, TooLong, NotAName, NotOnThisDay) as refusal:
        return shown(door, at_door.page, conversation).topped(sentence(refusal))
    page = screens.page_of(door, wanted) if len(wanted) == _ONE_LETTER else None
    if page is not None:
        return shown(door, page, conversation)
    found = [guest for guest in door.guests if answers_to(guest.name, wanted)]
    return screens.found(door, wanted, found, [new_intent() for _ in found])


async def scanned_ticket(
    message: Message, token: str, at_door: AtDoor | None, person: Person, conversation: Conversation, store: Store
) -> Screen | None:
    """The ticket that an organizer's camera has read; None where it is to them what it is to anybody."""
    answer = await store.write(
        arrivals.by_ticket,
        actor=person.id,
        token=token,
        at=at_door.meeting_id if at_door else None,
        intent=typed_intent(message),
    )
    if answer is None:
        return None
    if at_door is not None:
        states.keep(conversation, at_door)
    elif answer.verdict is not Verdict.OTHER_DOOR:
        states.keep(conversation, AtDoor(meeting=answer.meeting.id))
    if answer.verdict is Verdict.COUNT_IT:
        return await count_class(person, answer.meeting.id, answer.guest.booking, conversation, store)
    return door_screens.answer(answer, person.id, new_intent())


async def _answered(
    answer: Answer, person: Person, at_door: AtDoor, conversation: Conversation, store: Store
) -> Screen:
    """What a code said aloud came to: where they are in, the list goes on; else why not."""
    if answer.verdict is Verdict.COUNT_IT:
        return await count_class(person, answer.meeting.id, answer.guest.booking, conversation, store)
    if answer.verdict in {Verdict.LET_IN, Verdict.ALREADY_IN}:
        note = door_screens.short_answer(answer, person.id)
        return await again(person, at_door, conversation, store, note=note)
    return door_screens.answer(answer, person.id, new_intent())


async def again(person: Person, at_door: AtDoor, conversation: Conversation, store: Store, *, note: Html) -> Screen:
    """The door where it was, with a note above it."""
    door = await store.read(doors.door, actor=person.id, meeting=at_door.meeting_id)
    return shown(door, at_door.page, conversation).topped(note)


def shown(door: Door, page: int, conversation: Conversation) -> Screen:
    """A door's page; whoever sees it is at that door, and may type."""
    states.keep(conversation, AtDoor(meeting=door.meeting.id, page=page))
    return screens.door(door, page=page, intents=intents_for_page())


def intents_for_page() -> Sequence[Intent]:
    """One for each name on a page."""
    return [new_intent() for _ in range(screens.PAGE)]


def typed_intent(message: Message) -> Intent:
    """What one message stands for: delivered twice, it acts once."""
    return Intent(f"typed-{message.chat.id}-{message.message_id}")
