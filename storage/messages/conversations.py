"""Conversations as they are kept: one row for each account. Leaves what a state means to the handlers."""

from typing import Final

from domain.conversations import Conversation
from domain.identities import AccountId
from storage.engine import Transaction

CONVERSATION: Final = """
    SELECT state, data, screen
      FROM conversations
     WHERE account = :account
"""

KEEP: Final = """
    INSERT INTO conversations (account, state, data, screen, changed_at)
    VALUES (:account, :state, :data, :screen, :now)
        ON CONFLICT (account) DO UPDATE
       SET state = excluded.state, data = excluded.data, screen = excluded.screen, changed_at = excluded.changed_at
"""

FORGET: Final = """
    DELETE FROM conversations
     WHERE account = :account
"""


def conversation(tx: Transaction, *, account: AccountId) -> Conversation:
    """Where this account stands; a fresh conversation where nothing is kept."""
    row = tx.one(CONVERSATION, account=account)
    if row is None:
        return Conversation(account=account)
    return Conversation(
        account=account,
        state=row["state"],
        data=row["data"],
        screen=row["screen"],
    )


def keep(tx: Transaction, conversation: Conversation) -> None:
    """Remember where an account stands, whole, in place of what was remembered before."""
    tx.run(
        KEEP,
        account=conversation.account,
        state=conversation.state,
        data=conversation.data,
        screen=conversation.screen,
        now=tx.now,
    )


def forget(tx: Transaction, *, account: AccountId) -> None:
    """Keep nothing of where this account stood."""
    tx.run(FORGET, account=account)
