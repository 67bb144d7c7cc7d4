"""Why the bot cannot go on: a sentence for whoever runs it. Leaves ending the process to the command line."""

from typing import Final

UNKNOWN_BOT: Final = "Telegram does not know this token: correct BOT_TOKEN (from @BotFather) or BOT_API_URL."


class MustStop(Exception):  # noqa: N818  it is the reason, in a sentence
    """Nothing will come of trying again; the sentence says what to do."""
