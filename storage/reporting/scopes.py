"""Whose numbers somebody may see: checked in the same reading that counts them."""

import json

from domain.identities import PartnerId, PersonId
from domain.refusals import NotYours
from domain.reports import Scope
from domain.rights import OrganizerRole
from storage.engine import Transaction
from storage.people import rights
from storage.programme import partners

IN_SCOPE = "(:partners IS NULL OR event.partner IN (SELECT value FROM json_each(:partners)))"
"""What the questions of this package say of `event`; `:partners` is what `allowed` gives."""


def scope(tx: Transaction, *, actor: PersonId, partner: PartnerId | None) -> Scope:
    """The chosen partner, None for all, among those whose reports the actor may see. Raises NotYours."""
    may = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.REPORTS)
    seen = tuple(
        (number, name) for number, name in partners.named(tx).items() if may.may(OrganizerRole.REPORTS, number)
    )
    if partner is not None and partner not in dict(seen):
        raise NotYours
    return Scope(partner=partner, may_see=seen)


def allowed(tx: Transaction, *, actor: PersonId, partner: PartnerId | None) -> str | None:
    """The partners that count, as JSON; None where all of them do. Raises NotYours."""
    found = scope(tx, actor=actor, partner=partner)
    if partner is not None:
        return json.dumps([partner])
    if rights.of(tx, actor=actor).owner:
        return None
    return json.dumps([number for number, _name in found.may_see])
