"""The few questions asked before the first seat, one a screen. Every one can go back or be cancelled."""

from collections.abc import Sequence
from typing import Final

from domain.people import AgeLine, School
from domain.programme import Event
from domain.typed import HIGHEST_GRADE, LOWEST_GRADE
from handlers.buttons import Back, Browse, Step, StopRegistering
from handlers.screens.lists import in_rows
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.states import Asking, Registering
from handlers.texts import Html, _, fill, language

CHILD: Final = "child"
_MYSELF: Final = "me"
WHO_IT_IS_FOR: Final = frozenset({CHILD, _MYSELF})
"""What is tapped at the first question by whoever has not said yet for whom they register."""


def ask_first_name(state: Registering, *, may_be_child: bool = False) -> Screen:
    """Step 1. `may_be_child`: nobody has said yet whether it is for a child; that is a button, not a question more."""
    rows: list[Row] = []
    if may_be_child:
        other = _("🙋 It is for myself") if state.child else _("👪 It is for my child")
        value = _MYSELF if state.child else CHILD
        rows.append((Button(other, Step(at=Asking.FIRST_NAME.value, value=value).pack()),))
    return _question(
        1,
        _("What is your child's first name?") if state.child else _("What is your first name?"),
        _("Just type it below. A surname is not needed."),
        state,
        rows=rows,
        told=state.first_name,
    )


def ask_grade(state: Registering) -> Screen:
    """Step 2."""
    buttons = [
        Button(str(one), Step(at=Asking.GRADE.value, value=str(one)).pack())
        for one in range(LOWEST_GRADE, HIGHEST_GRADE + 1)
    ]
    words = _("Which grade is {name} in?") if state.child else _("Nice to meet you, {name}! Which grade are you in?")
    text = fill(words, name=state.first_name)
    return _question(2, text, _("Press a number, or type it."), state, rows=in_rows(buttons))


def ask_age_line(state: Registering, consent_under: int) -> Screen:
    """Step 3."""
    rows: list[Row] = [
        (
            Button(
                _("Younger than {age}").format(age=consent_under),
                Step(at=Asking.AGE_LINE.value, value=AgeLine.YOUNGER.value).pack(),
            ),
            Button(
                _("{age} or older").format(age=consent_under),
                Step(at=Asking.AGE_LINE.value, value=AgeLine.OLDER.value).pack(),
            ),
        )
    ]
    if state.child:
        why = _("For a younger child you say yes first, here. I need nothing more exact than this.")
        question = fill(_("How old is {name}?"), name=state.first_name)
    else:
        why = _("If you are younger, a parent says yes first. I need nothing more exact than this.")
        question = Html(_("How old are you?"))
    return _question(3, question, why, state, rows=rows)


def ask_school(state: Registering) -> Screen:
    """The last step."""
    hint = _("Type its name or number, for example “239”. Typing errors are fine.")
    if state.child:
        return _question(state.steps, fill(_("Which school does {name} go to?"), name=state.first_name), hint, state)
    return _question(state.steps, _("Which school do you go to?"), hint, state)


def which_school(state: Registering, found: Sequence[School]) -> Screen:
    """The schools that sound like what was typed."""
    rows: list[Row] = [
        (Button(_school(one), Step(at=Asking.WHICH_SCHOOL.value, value=str(one.id)).pack()),) for one in found
    ]
    other = _("It isn't listed: keep “{name}”") if state.child else _("My school isn't listed: keep “{name}”")
    typed = other.format(name=state.school_name)
    rows.append((Button(typed, Step(at=Asking.WHICH_SCHOOL.value, value="0").pack()),))
    question = _("Is it one of these?") if found else _("I don't know this school yet.")
    hint = (
        _("If not, type it again, or keep it as you typed it.")
        if found
        else _("Type it in another way, or keep it as you typed it.")
    )
    return _question(state.steps, question, hint, state, rows=rows)


def ask_question(event: Event) -> Screen:
    """The one thing more that this event asks."""
    asks = event.question.asks.to(language()) if event.question else ""
    why = event.question.why.to(language()) if event.question else ""
    return Screen(
        text=fill(
            _("<b>{title}</b> asks one thing more: <b>{asks}</b>\n\nWhy: {why}\n\nPlease type your answer."),
            title=event.title.to(language()),
            asks=asks,
            why=why,
        ),
        rows=_ways_out(),
    )


def stopped() -> Screen:
    """Nothing was registered."""
    return Screen(
        text=_("Stopped. Nothing was registered, and what you typed is forgotten."),
        rows=((Button(_("🗓 Upcoming"), Browse().pack()),), home_row()),
    )


def start_again() -> Html:
    """The note when what was under way cannot be read any more."""
    return Html(_("I lost the thread, sorry. Let's start this again."))


def _school(one: School) -> str:
    return f"{one.name}, {one.city}" if one.city else one.name


def _question(
    step: int, question: str, hint: str, state: Registering, *, rows: Sequence[Row] = (), told: str = ""
) -> Screen:
    head = fill("<i>{step}</i>\n<b>{question}</b>", step=_step(step, state.steps), question=question)
    text = fill("{head}\n\n{hint}", head=head, hint=hint)
    keep: list[Row] = []
    if told:
        keep.append((Button(_("Keep “{name}”").format(name=told), Step(at=state.at.value, value="").pack()),))
    return Screen(text=text, rows=(*keep, *rows, *_ways_out()))


def _step(number: int, steps: int) -> str:
    return _("Step {number} of {all}").format(number=number, all=steps)


def _ways_out() -> tuple[Row, ...]:
    return ((Button(_("⬅️ Back"), Back().pack()), Button(_("✖️ Cancel"), StopRegistering().pack())),)
