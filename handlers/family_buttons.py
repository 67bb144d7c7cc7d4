"""The buttons of parents: what they are told about each child."""

from aiogram.filters.callback_data import CallbackData

from handlers.buttons import Flag, Number


class SeeChildWishes(CallbackData, prefix="gw"):
    """What I am told about my children."""


class WishAboutChild(CallbackData, prefix="gs"):
    """Tell me of a child's reminders (`arrival` 0) or that it has arrived (1), or don't."""

    pupil: Number
    arrival: Flag
    on: Flag
