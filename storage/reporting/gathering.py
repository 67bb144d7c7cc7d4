"""All numbers at once, in one reading: what a workbook to take away holds."""

from domain.identities import PartnerId, PersonId
from domain.interest import Everything
from domain.reports import TAKEN_APART, Span, Subject
from storage.engine import Transaction
from storage.reporting import attendance, dates, filling, interest, people


def everything(tx: Transaction, *, actor: PersonId, partner: PartnerId | None, over: Span) -> Everything:
    """Every report of the span, taken apart in every way. Raises NotYours."""
    return Everything(
        dates=dates.dates(tx, actor=actor, partner=partner, over=over),
        filling={
            by: filling.filling(tx, actor=actor, partner=partner, over=over, by=by)
            for by in TAKEN_APART[Subject.FILLING]
        },
        attendance={
            by: attendance.attendance(tx, actor=actor, partner=partner, over=over, by=by)
            for by in TAKEN_APART[Subject.ATTENDANCE]
        },
        demand={
            by: filling.demand(tx, actor=actor, partner=partner, over=over, by=by)
            for by in TAKEN_APART[Subject.WAITING]
        },
        funnel=people.funnel(tx, actor=actor, partner=partner, over=over),
        interest={
            by: interest.interest(tx, actor=actor, partner=partner, over=over, by=by)
            for by in (None, *TAKEN_APART[Subject.INTEREST])
        },
        sources=people.sources(tx, actor=actor, partner=partner, over=over),
    )
