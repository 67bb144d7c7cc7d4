"""Questions to the host of an event: asking, answering, leaving unanswered, and whose are not taken."""

from typing import Final

from domain.identities import EventId, Intent, PartnerId, PersonId, QuestionId, SlotId
from domain.messages import LetterKind
from domain.moments import DAY
from domain.questions import QUESTIONS_A_DAY, QUESTIONS_KEPT_FOR, BlockedAsker, QuestionState, QuestionToHost
from domain.refusals import DecidedAlready, QuestionsNotTaken, TooManyQuestions
from domain.requests import Matter, MatterKind
from domain.rights import Action, OrganizerRole
from storage.engine import Transaction
from storage.messages import cards, letters
from storage.people import audit, claims, intents, rights
from storage.programme import slots
from storage.questions import records

MOST_BLOCKED_SHOWN: Final = 20

ASKED_SINCE: Final = """
    SELECT count(*)
      FROM questions
     WHERE person = :person AND asked_at > :since
"""

ASK: Final = """
    INSERT INTO questions (person, event, slot, text, asked_at)
    VALUES (:person, :event, :slot, :text, :now)
 RETURNING id
"""

END: Final = """
    UPDATE questions
       SET state = :state, answer = :answer, ended_at = :now
     WHERE id = :question AND state = 'asked'
"""

IS_BLOCKED: Final = """
    SELECT 1
      FROM blocked_askers
     WHERE person = :person AND partner = :partner
"""

BLOCK: Final = """
    INSERT INTO blocked_askers (person, partner, blocked_by, since)
    VALUES (:person, :partner, :actor, :now)
        ON CONFLICT (person, partner) DO NOTHING
"""

UNBLOCK: Final = """
    DELETE FROM blocked_askers
     WHERE person = :person AND partner = :partner
"""

UNBLOCK_EVERYWHERE: Final = """
    DELETE FROM blocked_askers
     WHERE person = :person
"""

WITH_WORDS: Final = """
    SELECT id
      FROM questions
     WHERE person = :person AND text <> ''
"""

KEPT_LONG: Final = """
    SELECT id, state, person
      FROM questions
     WHERE text <> '' AND asked_at < :before
     ORDER BY asked_at
     LIMIT :chunk
"""

FORGET_WORDS: Final = """
    UPDATE questions
       SET text = '', answer = '',
           ended_at = coalesce(ended_at, :now), state = CASE WHEN state = 'asked' THEN :ended ELSE state END
     WHERE id = :question
"""


def ask(
    tx: Transaction, *, actor: PersonId, event: EventId, slot: SlotId | None, text: str, intent: Intent
) -> QuestionToHost | None:
    """Ask the host of a published event; whoever looks after its programme gets a card.

    None where this intent has asked already. `text` is tidied and bounded by the caller. Raises SlotGone,
    QuestionsNotTaken, TooManyQuestions.
    """
    if intents.acted(tx, actor=actor, intent=intent) is not None:
        return None
    check(tx, actor=actor, event=event)
    number = QuestionId(tx.value(ASK, person=actor, event=event, slot=slot, text=text, now=tx.now))
    intents.act(tx, actor=actor, intent=intent)
    asked = records.question(tx, question=number)
    for person in rights.with_role(tx, role=OrganizerRole.PROGRAMME, partner=asked.event.partner.id):
        key = f"{LetterKind.QUESTION_ASKED}:{number}:{person}"
        letters.write(tx, kind=LetterKind.QUESTION_ASKED, key=key, person=person, question=number)
    return asked


def check(tx: Transaction, *, actor: PersonId, event: EventId) -> None:
    """Whether this person may ask now. Raises SlotGone, QuestionsNotTaken, TooManyQuestions."""
    partner = slots.event(tx, event=event).partner.id
    if tx.one(IS_BLOCKED, person=actor, partner=partner) is not None:
        raise QuestionsNotTaken
    if tx.value(ASKED_SINCE, person=actor, since=tx.now - DAY) >= QUESTIONS_A_DAY:
        raise TooManyQuestions(most=QUESTIONS_A_DAY)


def answer(tx: Transaction, *, actor: PersonId, question: QuestionId, text: str) -> QuestionToHost:
    """The host's answer, once; whoever asked is told. The same answer by the same organizer again changes nothing.

    Raises NotYours, SeenToByAnother, DecidedAlready.
    """
    asked = _for_organizer(tx, actor=actor, question=question)
    matter = matter_of(question)
    if asked.state is QuestionState.ANSWERED and asked.answer == text:
        decided = claims.of(tx, matter=matter)
        if decided is not None and decided.by == actor:
            return asked
    _end(tx, actor, asked, QuestionState.ANSWERED, text)
    audit.write(tx, Action.QUESTION_ANSWERED, actor=actor, partner=asked.event.partner.id, question=question)
    _tell(tx, asked, LetterKind.QUESTION_ANSWERED)
    return records.question(tx, question=question)


def decline(tx: Transaction, *, actor: PersonId, question: QuestionId, silently: bool) -> QuestionToHost:
    """No answer; whoever asked is told so, or hears nothing. Raises NotYours, SeenToByAnother, DecidedAlready."""
    asked = _for_organizer(tx, actor=actor, question=question)
    _end(tx, actor, asked, QuestionState.DECLINED, "")
    audit.write(tx, Action.QUESTION_DECLINED, actor=actor, partner=asked.event.partner.id, question=question)
    if not silently:
        _tell(tx, asked, LetterKind.QUESTION_DECLINED)
    return records.question(tx, question=question)


def block(tx: Transaction, *, actor: PersonId, question: QuestionId) -> QuestionToHost:
    """Take no more questions from whoever asked this, for this partner; this one stays without an answer, unsaid.

    Raises NotYours, and SeenToByAnother while the question is open and another sees to it.
    """
    asked = _for_organizer(tx, actor=actor, question=question)
    partner = asked.event.partner.id
    if asked.state is QuestionState.ASKED:
        decline(tx, actor=actor, question=question, silently=True)
    if tx.run(BLOCK, person=asked.person, partner=partner, actor=actor, now=tx.now):
        audit.write(tx, Action.ASKER_BLOCKED, actor=actor, partner=partner, question=question)
    return records.question(tx, question=question)


def unblock(tx: Transaction, *, actor: PersonId, person: PersonId, partner: PartnerId) -> None:
    """An owner lets somebody ask this partner again. Raises NotYours."""
    rights.require_owner(tx, actor=actor)
    if tx.run(UNBLOCK, person=person, partner=partner):
        audit.write(tx, Action.ASKER_UNBLOCKED, actor=actor, partner=partner, person=person)


def blocked(tx: Transaction, *, actor: PersonId) -> tuple[BlockedAsker, ...]:
    """Whose questions are not taken, for owners, the latest first. Raises NotYours."""
    rights.require_owner(tx, actor=actor)
    return records.blocked(tx, size=MOST_BLOCKED_SHOWN)


def forget(tx: Transaction, *, person: PersonId) -> None:
    """Somebody is gone: what they asked has no words any more, on no card either, and nobody answers it."""
    for row in tx.all(WITH_WORDS, person=person):
        _forget_words(tx, QuestionId(row["id"]), QuestionState.WITHDRAWN)
    tx.run(UNBLOCK_EVERYWHERE, person=person)


def forget_words(tx: Transaction, *, chunk: int = 100) -> int:
    """Empty questions that were kept long enough, with their answers, at most `chunk`; how many there were.

    What nobody has answered in that time is declined, and whoever asked hears so.
    """
    old = tx.all(KEPT_LONG, before=tx.now - QUESTIONS_KEPT_FOR, chunk=chunk)
    for row in old:
        if row["state"] == QuestionState.ASKED:
            _tell(tx, records.question(tx, question=QuestionId(row["id"])), LetterKind.QUESTION_DECLINED)
        _forget_words(tx, QuestionId(row["id"]), QuestionState.DECLINED)
    return len(old)


def matter_of(question: QuestionId) -> Matter:
    """A question as what waits for organizers."""
    return Matter(MatterKind.QUESTION, question)


def _for_organizer(tx: Transaction, *, actor: PersonId, question: QuestionId) -> QuestionToHost:
    asked = records.question(tx, question=question)
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=asked.event.partner.id)
    return asked


def _end(tx: Transaction, actor: PersonId, asked: QuestionToHost, state: QuestionState, words: str) -> None:
    matter = matter_of(asked.id)
    claims.require(tx, actor=actor, matter=matter)
    if not tx.run(END, question=asked.id, state=state, answer=words, now=tx.now):
        raise DecidedAlready
    claims.decided(tx, actor=actor, matter=matter)


def _forget_words(tx: Transaction, question: QuestionId, ended: QuestionState) -> None:
    tx.run(FORGET_WORDS, question=question, ended=ended, now=tx.now)
    cards.changed(tx, matter=matter_of(question))


def _tell(tx: Transaction, asked: QuestionToHost, kind: LetterKind) -> None:
    letters.write(tx, kind=kind, key=f"{kind}:{asked.id}", person=asked.person, question=asked.id)
