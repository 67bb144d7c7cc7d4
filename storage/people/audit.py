"""The audit log: what those with rights did. Written in the transaction that does it; never changed."""

import json
from typing import Final

from domain.identities import PartnerId, PersonId
from domain.moments import Instant
from domain.rights import Action, AuditEntry
from storage.engine import Transaction

WRITE: Final = """
    INSERT INTO audit (at, actor, action, partner, about)
    VALUES (:now, :actor, :action, :partner, :about)
"""

LATEST: Final = """
    SELECT entry.at, entry.actor, entry.action, entry.partner, entry.about,
           (SELECT name FROM organizers WHERE person = entry.actor LIMIT 1) AS name
      FROM audit AS entry
     ORDER BY entry.id DESC
     LIMIT :size OFFSET :skip
"""

LATEST_OF_PARTNER: Final = """
    SELECT entry.at, entry.actor, entry.action, entry.partner, entry.about,
           (SELECT name FROM organizers WHERE person = entry.actor LIMIT 1) AS name
      FROM audit AS entry
     WHERE entry.partner = :partner
     ORDER BY entry.id DESC
     LIMIT :size OFFSET :skip
"""


def write(
    tx: Transaction,
    action: Action,
    *,
    actor: PersonId | None,
    partner: PartnerId | None = None,
    **about: int | str,
) -> None:
    """Record what was done. `about` holds numbers and words of ours: no names, nothing that somebody typed."""
    tx.run(WRITE, now=tx.now, actor=actor, action=action, partner=partner, about=json.dumps(about))


def latest(tx: Transaction, *, partner: PartnerId | None, page: int, size: int = 20) -> tuple[AuditEntry, ...]:
    """A page of the log, newest first; of one partner, or of everything where None. Who may: the caller's."""
    rows = (
        tx.all(LATEST, size=size, skip=page * size)
        if partner is None
        else tx.all(LATEST_OF_PARTNER, partner=partner, size=size, skip=page * size)
    )
    return tuple(
        AuditEntry(
            at=Instant(row["at"]),
            actor=row["actor"],
            name=row["name"] or "",
            action=Action(row["action"]),
            partner=row["partner"],
            about=json.loads(row["about"]),
        )
        for row in rows
    )
