"""The few questions asked before the first seat, one a screen. Every one can go back or be cancelled."""

from collections.abc import Sequence

from domain.people import AgeLine, School
from domain.programme import Event
from domain.typed import HIGHEST_GRADE, LOWEST_GRADE
from handlers.buttons import Back, Browse, Step, StopRegistering
from handlers.screens.lists import in_rows
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.states import Asking, Registering
from handlers.texts import Html, _, fill, language


def ask_first_name(state: Registering) -> Screen:
    """Step 1."""
    return _question(
        1,
        _("What is your first name?"),
        _("Just type it below. A surname is not needed."),
        state,
        told=state.first_name,
    )


def ask_grade(state: Registering) -> Screen:
    """Step 2."""
    buttons = [
        Button(str(one), Step(at=Asking.GRADE.value, value=str(one)).pack())
        for one in range(LOWEST_GRADE, HIGHEST_GRADE + 1)
    ]
    text = fill(_("Nice to meet you, {name}! Which grade are you in?"), name=state.first_name)
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
    why = _("If you are younger, a parent says yes first. I need nothing more exact than this.")
    return _question(3, _("How old are you?"), why, state, rows=rows)


def ask_school(state: Registering) -> Screen:
    """The last step."""
    hint = _("Type its name or number, for example “239”. Typing errors are fine.")
    return _question(state.steps, _("Which school do you go to?"), hint, state)


def which_school(state: Registering, found: Sequence[School]) -> Screen:
    """The schools that sound like what was typed."""
    rows: list[Row] = [
        (Button(_school(one), Step(at=Asking.WHICH_SCHOOL.value, value=str(one.id)).pack()),) for one in found
    ]
    typed = _("My school isn't listed: keep “{name}”").format(name=state.school_name)
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
