"""Settings: language, reminders, privacy, and one's own data."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.conversations import Conversation
from domain.languages import Language
from domain.people import Person
from handlers.buttons import Choose, ForgetMe, MuteReminders, Settings
from handlers.everybody.farewells import last_letters_gone
from handlers.house import House
from handlers.presses import Presses
from handlers.screens import settings
from handlers.screens.screen import Screen
from handlers.texts import Catalogues, _
from storage.engine import Store
from storage.people import persons
from storage.seats import privacy


def router() -> Router:
    """The commands that lead straight to a setting."""
    router = Router(name="choices")
    router.message.register(open_settings, Command("settings"))
    router.message.register(open_languages, Command("language"))
    router.message.register(open_privacy, Command("privacy"))
    return router


async def open_settings(message: Message, person: Person) -> Screen:
    """All settings."""
    del message
    return settings.settings(person)


async def open_languages(message: Message) -> Screen:
    """Which language?"""
    del message
    return settings.languages()


async def open_privacy(message: Message, house: House) -> Screen:
    """What is kept, and why."""
    del message
    return settings.privacy(house)


def add_presses(presses: Presses) -> None:
    """The buttons of the settings."""
    presses.on(Settings)(see_settings)
    presses.on(Choose)(choose_language)
    presses.on(MuteReminders)(mute_reminders)
    presses.on(ForgetMe)(forget_me)


async def see_settings(
    query: CallbackQuery, callback_data: Settings, person: Person, store: Store, house: House
) -> Screen:
    """The settings, or one of them."""
    del query
    match callback_data.what:
        case "lang":
            return settings.languages()
        case "privacy":
            return settings.privacy(house)
        case "data":
            return settings.my_data(await store.read(privacy.mine, actor=person.id))
        case _:
            return settings.settings(person)


async def choose_language(
    query: CallbackQuery, callback_data: Choose, person: Person, store: Store, house: House, catalogues: Catalogues
) -> Screen:
    """Speak that language from now on; the answer does so already."""
    del query
    language = Language(callback_data.language)
    person = await store.write(persons.choose_language, actor=person.id, language=language)
    with catalogues.reader(language, house.zone):
        return settings.settings(person).saying(_("Done"))


async def mute_reminders(query: CallbackQuery, callback_data: MuteReminders, person: Person, store: Store) -> Screen:
    """Reminders off, or on again."""
    del query
    person = await store.write(persons.mute_reminders, actor=person.id, muted=bool(callback_data.muted))
    return settings.settings(person).saying(_("Done"))


async def forget_me(
    query: CallbackQuery, callback_data: ForgetMe, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Delete my data, after asking once."""
    del query
    if not callback_data.sure:
        return settings.ask_forget(teaches=person.teaches)
    await store.write(privacy.forget, actor=person.id)
    await last_letters_gone(store, person.id)
    conversation.forgotten = True
    return settings.forgotten()
