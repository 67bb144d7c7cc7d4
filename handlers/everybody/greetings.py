"""Hello, help, and links that lead somewhere; and what nobody understood."""

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject, CommandStart, StateFilter
from aiogram.types import ChatMemberUpdated, Message

from domain import typed
from domain.conversations import Conversation
from domain.identities import EventId, SlotId
from domain.languages import Language
from domain.moments import Clock
from domain.people import Person
from handlers import links, states
from handlers.buttons import Home, ShowHelp
from handlers.check_in_states import AtDoor
from handlers.everybody.groups import InPrivate
from handlers.everybody.pupil_links import show_pupil_link
from handlers.family.consents import show_request
from handlers.family.joining import show_class_link
from handlers.house import House
from handlers.organizer.check_in import scanned_ticket
from handlers.organizer.invited import welcomed
from handlers.presses import Presses
from handlers.pupil.arriving import scanned_door
from handlers.pupil.browsing import show_event, show_slot
from handlers.pupil.tickets import scanned
from handlers.screens import home, introductions
from handlers.screens.screen import Screen
from handlers.teacher.becoming import begin_as_teacher
from handlers.teacher.handovers import show_handover_link
from handlers.texts import Catalogues
from storage.engine import Store
from storage.people import persons


def add_presses(presses: Presses) -> None:
    """The buttons that are everybody's."""

    @presses.on(Home)
    async def go_home(query: object, person: Person, conversation: Conversation) -> Screen:
        del query
        states.end(conversation)
        return home.home(person)

    @presses.on(ShowHelp)
    async def ask_for_help(query: object, house: House) -> Screen:
        del query
        return home.help_screen(house)


def router() -> Router:
    """The commands that are everybody's."""
    router = Router(name="greetings")
    router.message.register(start, CommandStart())
    router.message.register(ask_for_help, Command("help"))
    router.message.register(stop, Command("cancel"))
    router.my_chat_member.register(come_or_go, InPrivate())
    return router


def leftovers() -> Router:
    """Last of all: what was typed in the middle of something that cannot be read any more."""
    router = Router(name="leftovers")
    router.message.register(lost_the_thread, ~StateFilter(None))
    return router


async def start(
    message: Message,
    command: CommandObject,
    person: Person,
    conversation: Conversation,
    store: Store,
    clock: Clock,
    house: House,
    catalogues: Catalogues,
) -> Screen | tuple[Screen, ...]:
    """Greet, or follow the link that was opened. Whoever says hello can be written to again."""
    at_door = states.resume(conversation, AtDoor)
    states.end(conversation)
    spoken = Language.best_for(message.from_user.language_code if message.from_user else None, house.language)
    person = await store.write(persons.meet, account=person.account, language=spoken)
    with catalogues.reader(person.language, house.zone):
        opened = links.read(command.args or "")
        match opened.to if opened else None:
            case links.LinkTo.EVENT if opened:
                return await show_event(person, EventId(opened.number), "", store, clock, house, source=opened.source)
            case links.LinkTo.SLOT if opened:
                return await show_slot(person, SlotId(opened.number), "", store, clock, house)
            case links.LinkTo.TICKET if opened:
                checked = await scanned_ticket(message, opened.carries, at_door, person, conversation, store)
                return checked or await scanned(person, opened.carries, store, house)
            case links.LinkTo.INVITE if opened:
                name = message.from_user.first_name if message.from_user else ""
                return await invited(person, name, opened.carries, conversation, store)
        return await _asked_of(person, opened, store)


async def invited(person: Person, name: str, code: str, conversation: Conversation, store: Store) -> Screen:
    """An invite: what it makes of them at once, or the first question to a teacher."""
    welcome = await welcomed(person, typed.tidy(name)[: typed.LONGEST_NAME], code, store)
    return welcome or await begin_as_teacher(person, conversation, store, code=code)


async def _asked_of(person: Person, opened: links.Opened | None, store: Store) -> Screen:
    """What a link asks of a parent or a pupil; else the first screen."""
    match opened.to if opened else None:
        case links.LinkTo.GUARDIAN if opened:
            return await show_request(person, opened.carries, store)
        case links.LinkTo.CLASS if opened:
            return await show_class_link(person, opened.carries, store)
        case links.LinkTo.DOOR if opened:
            return await scanned_door(person, opened.carries, store)
        case links.LinkTo.HANDOVER if opened:
            return await show_handover_link(person, opened.carries, store)
        case links.LinkTo.PUPIL if opened:
            return await show_pupil_link(person, opened.carries, store)
    return home.home(person)


async def ask_for_help(message: Message, house: House) -> Screen:
    """What can I do here?"""
    del message
    return home.help_screen(house)


async def stop(message: Message, conversation: Conversation) -> Screen:
    """Stop whatever is under way."""
    del message
    if conversation.state is None:
        return home.nothing_to_cancel()
    states.end(conversation)
    return introductions.stopped()


async def come_or_go(event: ChatMemberUpdated, person: Person, store: Store, bot: Bot) -> None:
    """Somebody blocked us, or let us in again."""
    if event.new_chat_member.user.id != bot.id:
        return
    if event.new_chat_member.status == "kicked":
        await store.write(persons.unreachable, account=person.account)
    else:
        await store.write(persons.meet, account=person.account, language=person.language)


async def lost_the_thread(message: Message, person: Person, conversation: Conversation) -> Screen:
    """The state is from another time, or broken."""
    del message
    states.end(conversation)
    return home.home(person).topped(introductions.start_again())
