"""The question about interest with its five faces: under a reminder, and the day after; and what partners ask about."""

from dataclasses import replace
from typing import Final

from domain.identities import OutboxId
from domain.interest import InterestQuestion, Phase
from domain.languages import Texts
from domain.programme import Event
from handlers.buttons import Settings
from handlers.report_buttons import AnswerInterest, SeeReports
from handlers.screens.screen import Button, Row, Screen, Where
from handlers.screens.words import home_row
from handlers.texts import _, fill, language

FACES: Final = ("😐", "🙂", "😊", "😃", "🤩")
"""From 1, not at all, to 5, very: none of them sad, so that no answer is the wrong one."""
LONGEST_PROFESSION: Final = 80
"""Characters of what a partner's question asks about."""


def asking(screen: Screen, question: InterestQuestion, letter: OutboxId) -> Screen:
    """The letter with the question under it, and the faces in the first row of buttons."""
    said = fill("{question}\n<i>{how}</i>", question=_question(question), how=_how(question.phase))
    faces = tuple(
        Button(face, AnswerInterest(letter=letter, face=number).pack()) for number, face in enumerate(FACES, 1)
    )
    text = f"{screen.text}\n\n{said}" if screen.text else said
    return replace(screen, text=text, rows=(faces, *screen.rows))


def day_after(event: Event | None) -> Screen:
    """The letter that asks the day after a visit; the question itself is put under it by `asking`."""
    title = event.title.to(language()) if event else ""
    text = fill(_("👋 You have been to <b>{title}</b>. One question, one tap, and only if you like:"), title=title)
    return Screen(text=text, rows=((Button(_("🔕 Don't ask me"), Settings().pack()), *home_row()),))


def thanked(screen: Screen | None, phase: Phase, *, counted: bool) -> Screen:
    """What a tap on a face leads to: the letter as it is without the question, and thanks."""
    if counted and phase is Phase.BEFORE:
        note = _("🙏 Thank you! After the visit I ask once more, to see what it changed.")
    elif counted:
        note = _("🙏 Thank you! It helps to make the next visits better.")
    else:
        note = _("Thank you! I have an answer of yours already, or its time has passed.")
    if screen is None:
        return Screen(text=note, rows=(home_row(),), where=Where.ON_THE_SPOT)
    return replace(screen, text=f"{screen.text}\n\n<i>{note}</i>", where=Where.ON_THE_SPOT, toast=_("Thank you!"))


def ask_wording(partner: int, name: Texts, now: Texts) -> Screen:
    """What shall the question ask about?"""
    reader = language()
    text = fill(
        _(
            "✏️ <b>{partner}</b>\n\nPupils are asked: “How interested are you in …?” What shall stand there, in a few "
            "neutral words, for example: a profession with measuring?\n\nNow it says: {question}\n\n"
            "It is kept in the language that you read me in."
        ),
        partner=name.to(reader),
        question=_question(InterestQuestion(Phase.BEFORE, now)),
    )
    return Screen(text=text, rows=_back(partner))


def worded(partner: int, now: Texts) -> Screen:
    """What it asks about from now on."""
    question = _question(InterestQuestion(Phase.BEFORE, now))
    text = fill(_("✅ From now on pupils are asked: {question}"), question=question)
    return Screen(text=text, rows=_back(partner))


def _question(question: InterestQuestion) -> str:
    profession = question.profession.to(language()) if question.profession else ""
    if not profession:
        profession = _("a profession like those you see there")
    if question.phase is Phase.AFTER:
        return _("How interested are you now in {profession}?").format(profession=profession)
    return _("How interested are you in {profession}?").format(profession=profession)


def _how(phase: Phase) -> str:
    if phase is Phase.BEFORE:
        return _("From “not at all” to “very”, if you like: nobody sees who answered what.")
    return _("From “not at all” to “very”: nobody sees who answered what.")


def _back(partner: int) -> tuple[Row, ...]:
    return ((Button(_("📊 Reports"), SeeReports(partner=partner).pack()), *home_row()),)
