"""Questions read whole, with who asks as far as a host may know."""

from typing import Final

from domain.identities import EventId, PartnerId, PersonId, QuestionId, SlotId
from domain.moments import Instant
from domain.questions import BlockedAsker, QuestionState, QuestionToHost
from domain.refusals import NotYours
from storage.engine import Row, Transaction
from storage.people import pupils
from storage.programme import slots

_QUESTION: Final = f"""
    SELECT question.id, question.person, question.event, question.slot, question.text, question.state,
           question.answer, question.asked_at, {pupils.COLUMNS}
      FROM questions AS question
      LEFT JOIN pupils AS pupil ON pupil.person = question.person
      LEFT JOIN schools AS school ON school.id = pupil.school
"""  # noqa: S608  made of constants alone

QUESTION: Final = f"{_QUESTION} WHERE question.id = :question"
OF_PERSON: Final = f"{_QUESTION} WHERE question.person = :person ORDER BY question.asked_at, question.id"

BLOCKED: Final = f"""
    SELECT blocked.person, blocked.partner, blocked.since, {pupils.COLUMNS}
      FROM partners AS partner
     CROSS JOIN blocked_askers AS blocked ON blocked.partner = partner.id
      LEFT JOIN pupils AS pupil ON pupil.person = blocked.person
      LEFT JOIN schools AS school ON school.id = pupil.school
     ORDER BY blocked.since DESC, blocked.person
     LIMIT :size
"""  # noqa: S608  made of constants alone


def question(tx: Transaction, *, question: QuestionId) -> QuestionToHost:
    """A question, whoever wants it: for what the house does, and after rights were checked. Raises NotYours."""
    row = tx.one(QUESTION, question=question)
    if row is None:
        raise NotYours
    return _mapped(tx, row)


def of_person(tx: Transaction, *, person: PersonId) -> tuple[QuestionToHost, ...]:
    """What this person asked, oldest first: for themselves."""
    return tuple(_mapped(tx, row) for row in tx.all(OF_PERSON, person=person))


def blocked(tx: Transaction, *, size: int) -> tuple[BlockedAsker, ...]:
    """Whose questions partners don't take, the latest first. Who may see that: the caller's."""
    return tuple(
        BlockedAsker(
            person=PersonId(row["person"]),
            pupil=None if row["pupil_id"] is None else pupils.mapped(row),
            partner=PartnerId(row["partner"]),
            since=Instant(row["since"]),
        )
        for row in tx.all(BLOCKED, size=size)
    )


def _mapped(tx: Transaction, row: Row) -> QuestionToHost:
    return QuestionToHost(
        id=QuestionId(row["id"]),
        person=PersonId(row["person"]),
        pupil=None if row["pupil_id"] is None else pupils.mapped(row),
        event=slots.recorded_event(tx, event=EventId(row["event"])),
        slot=None if row["slot"] is None else SlotId(row["slot"]),
        text=row["text"],
        state=QuestionState(row["state"]),
        answer=row["answer"],
        asked_at=Instant(row["asked_at"]),
    )
