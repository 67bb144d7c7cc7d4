"""When something comes due next: what whoever moves a clock wants to know. Leaves doing it to the jobs."""

from dataclasses import dataclass

from domain.moments import Instant
from storage.announcing import albums, expansion, watching
from storage.attending import door_lists
from storage.capacity import settings as capacity_settings
from storage.capacity import warnings as capacity_warnings
from storage.classes import days
from storage.drafting import publishing
from storage.engine import Transaction
from storage.following import telling
from storage.messages import outbox, reminders
from storage.organizing import digests
from storage.people import claims
from storage.posting import sending
from storage.seats import waiting


@dataclass(frozen=True, slots=True)
class Due:
    """The next instant at which a job has something to do, and the next reminder that somebody will get."""

    next: Instant | None
    next_reminder: Instant | None
    now: Instant

    @property
    def nothing_now(self) -> bool:
        """Whether everything that was due has been done."""
        return self.next is None or self.next > self.now


def due(tx: Transaction) -> Due:
    """What comes next. A reminder that is planned and that nobody will get does not count before its time."""
    next_reminder = reminders.next_for_somebody(tx)
    planned = reminders.next_due(tx)
    overdue = planned if planned is not None and planned <= tx.now else None
    moments = (
        outbox.next_due(tx),
        waiting.next_deadline(tx),
        waiting.next_skip(tx),
        capacity_settings.next_release(tx),
        capacity_warnings.next_due(tx),
        expansion.next_due(tx),
        albums.next_due(tx),
        watching.next_due(tx),
        sending.next_due(tx),
        days.next_due(tx),
        door_lists.next_due(tx),
        publishing.next_due(tx),
        telling.next_due(tx),
        digests.next_due(tx),
        claims.next_due(tx),
        next_reminder,
        overdue,
    )
    return Due(min((moment for moment in moments if moment is not None), default=None), next_reminder, tx.now)
