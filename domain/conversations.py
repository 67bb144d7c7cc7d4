"""Conversations: what somebody is in the middle of, and which message is their living screen."""

from dataclasses import dataclass

from domain.identities import AccountId
from domain.people import Person


@dataclass(slots=True, kw_only=True)
class Conversation:
    """Where one account stands. Changed during an update's turn, and committed together with "this update is done".

    `state` names the step (aiogram's raw state), `data` is its JSON; both None: nothing is under way. `screen` is the
    message that is the living screen, always a text; None where there is none.
    """

    account: AccountId
    state: str | None = None
    data: str | None = None
    screen: int | None = None
    forgotten: bool = False
    """The person had their data deleted in this turn: nothing of the conversation is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who an update is from, and what they are in the middle of. `person` is None for somebody we never met."""

    person: Person | None
    conversation: Conversation
