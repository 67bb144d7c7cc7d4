"""Asking the host of an event, and what organizers see while they answer."""

from collections.abc import Mapping, Sequence

from domain.identities import Intent, PartnerId
from domain.languages import Texts
from domain.people import Person
from domain.programme import Event
from domain.questions import LONGEST_QUESTION, BlockedAsker, QuestionToHost
from domain.requests import MatterKind
from handlers.buttons import SeeEvent, SeeSlot
from handlers.question_buttons import (
    Ask,
    BlockAsker,
    DeclineQuestion,
    SeeRequest,
    SeeRequests,
    SendQuestion,
    UnblockAsker,
)
from handlers.screens import requests
from handlers.screens.lengths import short
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language, plural


def ask(event: Event, person: Person, slot: int) -> Screen:
    """What would you like to know? And what the host sees of whoever asks."""
    text = fill(
        _(
            "❓ <b>Ask {host}</b> about “{title}”.\n\nType your question. The host sees it, and who asks: {who}. "
            "Nothing else. I bring you the answer here."
        ),
        host=event.partner.name.to(language()),
        title=event.title.to(language()),
        who=requests.who(person.pupil),
    )
    length = plural("At most {n} character.", "At most {n} characters.", LONGEST_QUESTION)
    return Screen(text=f"{text}\n\n<i>{length}</i>", rows=(_to_card(event, slot),))


def review(event: Event, person: Person, text: str, slot: int, intent: Intent) -> Screen:
    """Is it that? Nothing is sent before a yes."""
    words = fill(
        _("<b>Shall I send this to {host}?</b>\n\n<i>{text}</i>\n\nFrom: {who}"),
        host=event.partner.name.to(language()),
        text=text,
        who=requests.who(person.pupil),
    )
    again = Button(_("✏️ Write it anew"), Ask(event=event.id, slot=slot).pack())
    return Screen(
        text=words,
        rows=((Button(_("📨 Send"), SendQuestion(intent=intent).pack()),), (again,), _to_card(event, slot)),
    )


def sent(event: Event, slot: int) -> Screen:
    """It is on its way."""
    text = fill(
        _("📨 <b>Your question is sent.</b> As soon as {host} answers, I write to you."),
        host=event.partner.name.to(language()),
    )
    return Screen(text=text, rows=(_to_card(event, slot),))


def answered(question: QuestionToHost) -> Screen:
    """To whoever asked: the host's answer."""
    text = fill(
        _("💬 <b>{host} has answered you.</b>\n\nYour question about “{title}”:\n<i>{text}</i>\n\n{answer}"),
        host=question.event.partner.name.to(language()),
        title=question.event.title.to(language()),
        text=question.text,
        answer=question.answer,
    )
    return Screen(text=text, rows=_ask_on(question))


def declined(question: QuestionToHost) -> Screen:
    """To whoever asked: there will be no answer."""
    text = fill(
        _("{host} can't answer your question about “{title}”, sorry. Perhaps its card says what you'd like to know."),
        host=question.event.partner.name.to(language()),
        title=question.event.title.to(language()),
    )
    return Screen(text=text, rows=_ask_on(question))


def _ask_on(question: QuestionToHost) -> tuple[Row, ...]:
    event, slot = question.event, question.slot or 0
    return ((Button(_("❓ Ask on"), Ask(event=event.id, slot=slot).pack()),), _to_card(event, slot))


def _to_card(event: Event, slot: int) -> Row:
    to = SeeSlot(slot=slot).pack() if slot else SeeEvent(event=event.id).pack()
    return (Button(_("⬅️ Back to the event"), to), *home_row())


def type_answer(question: QuestionToHost) -> Screen:
    """The organizer's turn to type."""
    text = fill(
        _("{question}\n\n✍️ <b>Type your answer.</b> It goes out as soon as you send it."),
        question=requests.question_words(question),
    )
    return Screen(text=text, rows=requests.back(_card_of(question)))


def answer_sent(question: QuestionToHost, *, more: int) -> Screen:
    """The answer is on its way."""
    text = fill(
        _("✅ <b>Answered.</b> {who} reads:\n\n<i>{answer}</i>"),
        who=requests.who(question.pupil),
        answer=question.answer,
    )
    return Screen(text=text, rows=requests.more_waits(more))


def too_late(reason: Html, typed: str) -> Screen:
    """Another was faster; what was typed is not lost."""
    text = fill(_("⚠️ {reason}\n\nSo I have not sent what you typed:\n<code>{typed}</code>"), reason=reason, typed=typed)
    return Screen(text=text, rows=((Button(_("📋 All that waits"), SeeRequests().pack()), *home_row()),))


def how_to_decline(question: QuestionToHost) -> Screen:
    """No answer: shall they be told?"""
    number = question.id
    rows: tuple[Row, ...] = (
        (Button(_("🙏 Tell them kindly"), DeclineQuestion(question=number, how=1).pack()),),
        (Button(_("🤫 Say nothing"), DeclineQuestion(question=number, how=2).pack()),),
        (Button(_("🚫 Take no more questions from them"), BlockAsker(question=number).pack()),),
        *requests.back(_card_of(question)),
    )
    text = fill(_("{question}\n\nThis question stays without an answer?"), question=requests.question_words(question))
    return Screen(text=text, rows=rows)


def ask_block(question: QuestionToHost) -> Screen:
    """Really take no more questions?"""
    text = fill(
        _(
            "<b>Take no more questions from {who}?</b>\n\nThey can't ask {host} any more, and this question stays "
            "without an answer. They can still register and come. An owner can undo this."
        ),
        who=requests.who(question.pupil),
        host=question.event.partner.name.to(language()),
    )
    yes = Button(_("Yes, no more questions"), BlockAsker(question=question.id, sure=1).pack())
    return Screen(text=text, rows=((yes,), *requests.back(_card_of(question))))


def done_without(more: int, words: str) -> Screen:
    """The question is off the list."""
    return Screen(text=words, rows=requests.more_waits(more))


def blocked(found: Sequence[BlockedAsker], partners: Mapping[PartnerId, Texts]) -> Screen:
    """Whose questions are not taken; a tap takes them again."""
    lines = [
        fill(
            "{number}. {who} → {host}",
            number=number,
            who=requests.who(one.pupil),
            host=partners[one.partner].to(language()),
        )
        for number, one in enumerate(found, start=1)
    ]
    rows: list[Row] = [
        (
            Button(
                short(_("↩️ Let No. {n} ask again").format(n=number)),
                UnblockAsker(person=one.person, partner=one.partner).pack(),
            ),
        )
        for number, one in enumerate(found, start=1)
    ]
    text = Html("\n".join(lines)) if lines else Html(_("Everybody may ask."))
    return Screen(
        text=fill(_("<b>Whose questions are not taken</b>\n\n{lines}"), lines=text),
        rows=(*rows, *requests.back(SeeRequests().pack())),
    )


def _card_of(question: QuestionToHost) -> str:
    return SeeRequest(kind=MatterKind.QUESTION, number=question.id).pack()
