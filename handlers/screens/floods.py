"""What is said to whoever sends faster than can be read: once, and kindly."""

from handlers.screens.screen import Screen
from handlers.screens.words import home_row
from handlers.texts import _


def one_at_a_time() -> Screen:
    """Some messages were not read."""
    return Screen(
        text=_(
            "That is more than I can read at once: I answer the first messages and skip the rest. One at a time, "
            "please, and what matters, send again in a minute."
        ),
        rows=(home_row(),),
    )


def press_passed_over() -> str:
    """A toast: a press was not taken up."""
    return _("One at a time, please: this press was skipped. Press again in a moment.")
