"""What is typed, sent and tapped at the steps of making events, led to the module whose step it is."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain.conversations import Conversation
from domain.drafts import Part
from domain.people import Person
from handlers import states
from handlers.organizer import dating, drafting, placing, programme
from handlers.organizer.workshop import AtWorkshop, Workshop
from handlers.presses import Presses
from handlers.programme_buttons import GoOn, Overwrite, SetPart
from handlers.programme_states import Dating, Drafting, Placing, Scheduling
from handlers.screens import home
from handlers.screens.screen import Screen
from handlers.states import Flow

STEPS: tuple[type[Flow], ...] = (Drafting, Placing, Dating, Scheduling)


class IsMaking(Filter):
    """Whether somebody is making an event; hands on how far they are."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Flow]:
        """False where nothing of the kind is under way, and in groups."""
        del message
        if conversation is None:
            return False
        found = (states.resume(conversation, kind) for kind in STEPS)
        state = next((one for one in found if one is not None), None)
        return {"making": state} if state else False


class IsForwardedPost(Filter):
    """Whether an organizer forwards a post, of a channel or whatever chat, while nothing else is under way."""

    async def __call__(
        self, message: Message, conversation: Conversation | None = None, person: Person | None = None
    ) -> bool:
        """False for what is no post, for whoever organizes nothing, and in the middle of anything."""
        if conversation is None or person is None or not person.organizes or conversation.state is not None:
            return False
        return message.forward_origin is not None and bool(message.text or message.caption or message.photo)


def router() -> Router:
    """What is typed and sent while making events."""
    router = Router(name="making")
    router.message.middleware(AtWorkshop())
    router.message.register(answer, IsMaking())
    router.message.register(forwarded, IsForwardedPost())
    return router


def add_presses(presses: Presses) -> None:
    """Buttons that lead to one of several modules."""
    presses.on(SetPart)(set_part)
    presses.on(GoOn)(go_on)
    presses.on(Overwrite)(overwrite)


async def answer(message: Message, making: Flow, workshop: Workshop) -> Screen | tuple[Screen, ...]:
    """What was typed or sent, for the step that asked for it."""
    match making:
        case Placing():
            return await placing.answer(message, making, workshop)
        case Dating():
            return await dating.answer(message, making, workshop)
        case Scheduling(what="publish"):
            return await programme.publish_at(message, making, workshop)
        case Scheduling():
            return await dating.moment_typed(message, making, workshop)
        case Drafting():
            return await drafting.answer(message, making, workshop)
    raise TypeError(f"no step of making an event: {making!r}")


async def forwarded(message: Message, workshop: Workshop) -> Screen | tuple[Screen, ...]:
    """A post from a channel becomes a draft."""
    return await drafting.forwarded(message, workshop)


async def set_part(query: CallbackQuery, callback_data: SetPart, workshop: Workshop) -> Screen:
    """That part is to be that."""
    del query
    if callback_data.part is Part.WHERE:
        return await placing.set_where(callback_data, workshop)
    return await drafting.set_part(callback_data, workshop)


async def go_on(query: CallbackQuery, callback_data: GoOn, workshop: Workshop) -> Screen:
    """Leave this step for later."""
    del query, callback_data
    if state := states.resume(workshop.conversation, Placing):
        return await placing.skip(workshop, state)
    if dates := states.resume(workshop.conversation, Dating):
        return await dating.skip(workshop, dates)
    if part := states.resume(workshop.conversation, Drafting):
        return await drafting.skip(workshop, part)
    return home.stale()


async def overwrite(query: CallbackQuery, callback_data: Overwrite, workshop: Workshop) -> Screen:
    """One's own version of that one part, knowing what stands there now."""
    del query
    state = states.resume(workshop.conversation, Placing)
    if state is not None and state.event == callback_data.event:
        return await placing.overwrite(workshop, state, callback_data.seen)
    return await drafting.overwrite(callback_data, workshop)
