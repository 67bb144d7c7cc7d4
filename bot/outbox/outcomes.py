"""What an attempt's error says about the message. Leaves acting on it to the sender."""

from dataclasses import dataclass
from typing import Final

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.telegram import CannotConnect, nobody_there
from domain.messages import Outcome
from storage.messages.outbox import Ending


class OriginalGone(Exception):  # noqa: N818  says what is so
    """What an announcement copies is not there any more, or only a part of it. `sent`: what was left has been sent."""

    def __init__(self, *, sent: bool) -> None:
        super().__init__()
        self.sent = sent


_ORIGINAL_GONE: Final = (
    *("message to copy not found", "there are no messages to", "message can't be copied"),
    *("message to forward not found", "message can't be forwarded"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the row, and what else follows.

    `rest`: seconds in which nothing more should be sent, 0 where the sender finds its own measure, None where it may
    go on. `moved_to`: the chat's new number. `original_gone`: nobody else can get this announcement either.
    """

    ending: Ending
    rest: float | None = None
    unreachable: bool = False
    moved_to: int | None = None
    original_gone: bool = False


SENT: Final = Verdict(Ending(Outcome.SENT))


def verdict(error: Exception, *, partly_sent: bool = False) -> Verdict:
    """What an error means for the message. `partly_sent`: a part of it had left before."""
    found = _verdict(error)
    if partly_sent and found.ending.outcome in {Outcome.NOT_SENT, Outcome.MOVED}:
        return Verdict(Ending(Outcome.UNKNOWN, "only a part was sent"), found.rest, moved_to=found.moved_to)
    return found


def _verdict(error: Exception) -> Verdict:  # noqa: PLR0911  a table, one answer a row
    match error:
        case TelegramRetryAfter():
            return Verdict(Ending(Outcome.NOT_SENT), rest=float(error.retry_after))
        case CannotConnect() | TelegramUnauthorizedError() | TelegramNotFound():
            # An unknown token is nothing about this message: the intake ends the process over it.
            return Verdict(Ending(Outcome.NOT_SENT), rest=0.0)
        case TelegramForbiddenError():
            return Verdict(Ending(Outcome.NEVER, error.message), unreachable=True)
        case TelegramMigrateToChat():
            return Verdict(Ending(Outcome.MOVED), moved_to=error.migrate_to_chat_id)
        case OriginalGone():
            return Verdict(Ending(Outcome.SENT if error.sent else Outcome.NOT_SENT), original_gone=True)
        case TelegramBadRequest():
            return _bad_request(error)
        case TelegramEntityTooLarge():
            return Verdict(Ending(Outcome.NEVER, error.message))
        case TelegramServerError() | TelegramNetworkError():
            return Verdict(Ending(Outcome.UNKNOWN, error.message), rest=0.0)
        case TelegramAPIError():
            return Verdict(Ending(Outcome.NEVER, error.message))
    return Verdict(Ending(Outcome.NEVER, f"a mistake of ours: {type(error).__name__}"))


def _bad_request(error: TelegramBadRequest) -> Verdict:
    if any(gone in error.message for gone in _ORIGINAL_GONE):
        return Verdict(Ending(Outcome.NOT_SENT), original_gone=True)
    return Verdict(Ending(Outcome.NEVER, error.message), unreachable=nobody_there(error))
