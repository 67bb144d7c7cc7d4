"""How the interest in the profession moved: pairs of answers, before a visit and after it. Never of fewer than five."""

from collections import defaultdict
from typing import Final

from domain.identities import PartnerId, PersonId
from domain.interest import Moved, moved
from domain.reports import By, Group, Span
from storage.engine import Row, Transaction
from storage.programme.columns import texts
from storage.reporting.scopes import IN_SCOPE, allowed

PAIRS: Final = f"""
    SELECT event.id AS event, event.title AS event_name, event.partner AS partner, partner.name AS partner_name,
           earlier.answer AS before, later.answer AS after
      FROM interest AS later
      JOIN interest AS earlier ON earlier.pupil = later.pupil AND earlier.event = later.event
                              AND earlier.phase = 'before' AND earlier.answer IS NOT NULL
      JOIN events AS event ON event.id = later.event
      JOIN partners AS partner ON partner.id = event.partner
     WHERE later.phase = 'after' AND later.answered_at >= :since AND later.answered_at < :before AND {IN_SCOPE}
     ORDER BY event.id
"""  # noqa: S608  made of constants alone


def interest(
    tx: Transaction, *, actor: PersonId, partner: PartnerId | None, over: Span, by: By | None
) -> tuple[Moved, ...]:
    """How answers moved whose second one was given in the span: all together, or by event or partner. Raises NotYours.

    Groups of fewer than five pupils are left out; where they are all there is, nothing is left.
    """
    partners = allowed(tx, actor=actor, partner=partner)
    groups: defaultdict[Group, list[tuple[int, int]]] = defaultdict(list)
    for row in tx.all(PAIRS, partners=partners, since=over.since, before=over.before):
        groups[_group(row, by)].append((row["before"], row["after"]))
    found = (moved(group, pairs) for group, pairs in groups.items())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: -one.pairs))


def _group(row: Row, by: By | None) -> Group:
    match by:
        case By.EVENT:
            return Group(row["event"], texts(row["event_name"]))
        case By.PARTNER:
            return Group(row["partner"], texts(row["partner_name"]))
    return Group(None)
