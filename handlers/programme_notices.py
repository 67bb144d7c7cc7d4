"""What organizers are told of drafts that were to publish themselves."""

from domain.messages import Letter
from domain.programme import Event
from handlers.programme_buttons import ManageEvent
from handlers.screens.screen import Button, File, Screen
from handlers.screens.words import home_row
from handlers.texts import _, fill, language


def event_published(letter: Letter, _picture: File | None) -> Screen:
    """It is published, as planned."""
    return _about(letter, _("📣 <b>{title}</b> is published, as planned."))


def event_not_published(letter: Letter, _picture: File | None) -> Screen:
    """It is not, for something is missing."""
    return _about(
        letter, _("❗ <b>{title}</b> was to be published now, but something is missing. It stays a draft; have a look.")
    )


def _about(letter: Letter, words: str) -> Screen:
    event: Event | None = letter.event
    if event is None:
        raise ValueError("a letter about publishing has no event")
    title = event.title.to(language()) or _("Without a title")
    return Screen(
        text=fill(words, title=title),
        rows=((Button(_("👀 See it"), ManageEvent(event=event.id).pack()),), home_row()),
    )
