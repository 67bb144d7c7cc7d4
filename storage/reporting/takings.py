"""What is taken away as a file, written into the audit log: a file leaves the house, a look at a screen does not."""

from typing import Final

from domain.identities import PartnerId, PersonId
from domain.refusals import NotYours
from domain.rights import Action, AuditEntry
from storage.engine import Transaction
from storage.people import audit, rights
from storage.reporting import scopes

MOST: Final = 50_000
"""Entries of the log in one file, the newest: some years of a busy house."""


def take_report(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, form: str) -> None:
    """The actor takes a report away. Raises NotYours."""
    scopes.scope(tx, actor=actor, partner=partner)
    audit.write(tx, Action.REPORT_TAKEN, actor=actor, partner=partner, form=form)


def take_log(tx: Transaction, *, actor: PersonId, form: str) -> None:
    """The actor takes the log away. Raises NotYours for whoever organizes nothing."""
    audit.write(tx, Action.LOG_TAKEN, actor=actor, partner=_whose(tx, actor), form=form)


def log(tx: Transaction, *, actor: PersonId) -> tuple[AuditEntry, ...]:
    """All that the actor may read of the log, newest first: what its screen shows, without pages. Raises NotYours."""
    return audit.latest(tx, partner=_whose(tx, actor), page=0, size=MOST)


def _whose(tx: Transaction, actor: PersonId) -> PartnerId | None:
    """As `rights.log`: owners read all of it, organizers what was done at their first partner. Raises NotYours."""
    found = rights.of(tx, actor=actor)
    if found.owner:
        return None
    if not found.organizes:
        raise NotYours
    return min(found.organizes)
