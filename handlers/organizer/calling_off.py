"""Cancelling a slot: the reason, tapped or typed, then whether that is meant, then everybody is told."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.conversations import Conversation
from domain.identities import Intent, SlotId
from domain.moments import Clock
from domain.moves import LONGEST_REASON
from domain.people import Person
from domain.refusals import ChangedMeanwhile, NotAName, NotText, TooLong
from handlers import states
from handlers.buttons import new_intent
from handlers.organizer.calls import shown_calls
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import calling_off as screens
from handlers.screens import dates, home
from handlers.screens.moving import meanwhile, usual
from handlers.screens.screen import Screen
from handlers.slot_buttons import CallOff, CancelSlot
from handlers.slot_states import AskingReason, CallingOff
from handlers.texts import _, language
from storage.changing import moving
from storage.changing.moving import Movable
from storage.engine import Store


class IsCallingOff(Filter):
    """Whether a slot is being cancelled; hands on how far that is."""

    async def __call__(
        self, message: Message, conversation: Conversation | None = None
    ) -> bool | dict[str, CallingOff]:
        """False where none is, and in groups."""
        del message
        state = states.resume(conversation, CallingOff) if conversation else None
        return {"calling_off": state} if state else False


def router() -> Router:
    """A reason that is typed."""
    router = Router(name="calling_off")
    router.message.register(type_reason, IsCallingOff())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of cancelling."""
    presses.on(CancelSlot)(cancel)
    presses.on(CallOff)(call_off)


async def cancel(
    query: CallbackQuery, callback_data: CancelSlot, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Cancel this slot: why? With a reason: is that meant?"""
    del query
    slot = SlotId(callback_data.slot)
    found = await store.read(moving.movable, actor=person.id, slot=slot)
    known = states.resume(conversation, CallingOff)
    if known is None or known.slot_id != slot:
        known = CallingOff(intent=new_intent(), slot=slot, seen=found.slot.revision)
    if not callback_data.usual:
        return _ask(known.model_copy(update={"at": AskingReason.REASON}), found, conversation)
    told = {"at": AskingReason.SURE, "usual": usual(callback_data.usual), "reason": ""}
    return _sure(known.model_copy(update=told), found, conversation)


async def type_reason(
    message: Message, calling_off: CallingOff, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """A reason in the organizer's own words."""
    found = await store.read(moving.movable, actor=person.id, slot=calling_off.slot_id)
    try:
        reason = typed.answer(own_words(message), LONGEST_REASON)
    except (NotText, NotAName, TooLong) as refusal:
        return _ask(calling_off, found, conversation).topped(sentence(refusal))
    told = {"at": AskingReason.SURE, "usual": None, "reason": reason}
    return _sure(calling_off.model_copy(update=told), found, conversation)


async def call_off(
    query: CallbackQuery,
    callback_data: CallOff,
    person: Person,
    conversation: Conversation,
    store: Store,
    clock: Clock,
) -> Screen:
    """Yes, cancel it."""
    del query
    state = states.resume(conversation, CallingOff)
    if state is None or state.intent != callback_data.intent:
        return home.stale()
    try:
        await store.write(
            moving.call_off,
            actor=person.id,
            slot=state.slot_id,
            why=state.why,
            seen=state.seen,
            intent=Intent(state.intent),
        )
    except ChangedMeanwhile as refusal:
        found = await store.read(moving.movable, actor=person.id, slot=state.slot_id)
        again = state.model_copy(update={"seen": refusal.revision})
        return _sure(again, found, conversation).topped(meanwhile(refusal))
    states.end(conversation)
    return (await shown_calls(person, state.slot_id, store, clock)).saying(_("Done"))


def _ask(state: CallingOff, found: Movable, conversation: Conversation) -> Screen:
    states.keep(conversation, state)
    return screens.ask_reason(state, *_named(found))


def _sure(state: CallingOff, found: Movable, conversation: Conversation) -> Screen:
    states.keep(conversation, state)
    return screens.sure(state, *_named(found), found.audience)


def _named(found: Movable) -> tuple[str, str]:
    """What it is called, and when it is."""
    return found.event.sheet.title.to(language()), dates.moment(found.slot.starts_at, found.slot.zone)
