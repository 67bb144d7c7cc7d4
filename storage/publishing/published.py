"""What follows from an event's being published: in the transaction that publishes it, from the chat or by its time."""

from typing import Final

from domain.identities import EventId, SlotId
from storage.engine import Transaction
from storage.messages import reminder_plans
from storage.programme import wishes

SLOTS: Final = """
    SELECT id
      FROM slots
     WHERE event = :event
     ORDER BY id
"""


def published(tx: Transaction, *, event: EventId) -> None:
    """Plan the reminders of its dates, and tell whoever wished for more of it. Its `published_at` is set already."""
    for row in tx.all(SLOTS, event=event):
        reminder_plans.plan(tx, slot=SlotId(row["id"]))
    while wishes.tell(tx, event=event):
        pass
