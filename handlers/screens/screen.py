"""A screen as plain data: what a person sees, before anything knows how it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Button:
    """One button: `data` comes back when it is pressed, `url` opens a link. Exactly one of the two."""

    text: str
    data: str = ""
    url: str = ""


Row = tuple[Button, ...]


def pairs(buttons: Sequence[Button]) -> list[Row]:
    """Two buttons beside each other in every row; an odd one is as wide as two."""
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


class Where(Enum):
    """Where a screen appears."""

    LIVING = auto()
    """In the one living screen: an edit after a tap, a new message after typed text."""
    KEPT = auto()
    """As a message of its own that stays (a ticket); a living screen that led there goes."""
    BESIDE = auto()
    """As a message of its own beside the living screen (a file, a map pin)."""
    ON_THE_SPOT = auto()
    """In the very message whose button was pressed, its picture staying where it is."""
    INSTEAD = auto()
    """In place of the very message whose button was pressed, which goes (a ticket that is no longer valid)."""


@dataclass(frozen=True, slots=True)
class File:
    """A file or picture to send; `name` with its extension."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map, in degrees (WGS 84)."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyKeyboard:
    """Buttons in the place of the keyboard that one types on; without any: what is there goes.

    `contact` sends one's own phone number after Telegram has asked; each of `words` is said as if it were typed.
    """

    contact: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What is shown. `text` is HTML (a picture's or document's caption where there is one)."""

    text: str
    rows: tuple[Row, ...] = ()
    picture: File | None = None
    photo: str = ""
    """A picture that Telegram keeps already, by its own reference; shown with the text where there is one."""
    document: File | None = None
    pin: Pin | None = None
    where: Where = Where.LIVING
    reply_keyboard: ReplyKeyboard | None = None
    """Telegram allows none beside `rows`, and no edit of such a message: it is one of its own (KEPT, BESIDE)."""
    toast: str = ""
    """Shown for a moment over the chat when a button led here."""

    def saying(self, toast: str) -> "Screen":
        """The same screen with a toast."""
        return replace(self, toast=toast)

    def topped(self, note: str) -> "Screen":
        """The same screen with a note (HTML) above its text."""
        return replace(self, text=f"{note}\n\n{self.text}")
