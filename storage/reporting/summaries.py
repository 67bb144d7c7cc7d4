"""The numbers to begin with: seats, who came, who waited, how far people got."""

from domain.identities import PartnerId, PersonId
from domain.reports import By, Span, Summary, total, total_demand, total_filling
from storage.engine import Transaction
from storage.reporting import attendance, filling, people


def summary(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, over: Span) -> Summary:
    """All of a partner's programme in the span, or of every partner's whose reports the actor may see. Raises NotYours.

    Slots that are still ahead count as seats offered, and as nothing else.
    """
    return Summary(
        filling=total_filling(filling.filling(tx, actor=actor, partner=partner, over=over, by=By.PARTNER)),
        attendance=total(attendance.attendance(tx, actor=actor, partner=partner, over=over, by=By.PARTNER)),
        demand=total_demand(filling.demand(tx, actor=actor, partner=partner, over=over, by=By.PARTNER)),
        funnel=people.funnel(tx, actor=actor, partner=partner, over=over),
    )
