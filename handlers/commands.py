"""The commands in Telegram's menu, in every language."""

from aiogram.types import BotCommand

from domain.languages import Language
from handlers.texts import Catalogues, _


def commands(catalogues: Catalogues, language: Language, zone: str) -> list[BotCommand]:
    """What the menu offers a reader of `language`."""
    with catalogues.reader(language, zone):
        return [
            BotCommand(command="start", description=_("What is coming")),
            BotCommand(command="help", description=_("How it works")),
            BotCommand(command="cancel", description=_("Stop what is under way")),
            BotCommand(command="settings", description=_("Language, reminders, my details")),
            BotCommand(command="language", description=_("Choose the language")),
            BotCommand(command="privacy", description=_("What I keep about you")),
        ]
