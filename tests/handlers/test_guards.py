"""Guards over all handlers: nothing unprovided, nothing unhandled, nothing that aiogram would run in a thread."""

import inspect
import pkgutil
import re
from importlib import import_module
from typing import Any

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.filters.callback_data import CallbackData

from domain import refusals
from domain.languages import Language
from domain.listings import Filter
from domain.messages import LetterKind
from domain.programme import EventKind
from handlers import buttons, class_notices, dispatch, notices
from handlers.refusals import SENTENCES
from handlers.texts import Catalogues

PROVIDED = {
    *("setting_rule", "writing_down", "awaiting_answers"),
    *("bot", "callback_data", "catalogues", "clock", "command", "conversation", "desk", "house"),
    *("person", "press", "raw_state", "registering", "schools", "store"),
    *("at_door", "headcount", "walking_in"),
    *("seating", "moving", "calling_off", "previewing"),
    *("composing", "timing"),
    *("hanging", "wording"),
    *("workshop", "making"),
    *("becoming", "bringing", "counting", "describing", "listing", "papers", "seeking"),
    *("questioning", "answering", "replied"),
}
"""What Turn, the dispatcher and our filters hand to handlers, by name."""


BUTTONS = [
    import_module(f"handlers.{module.name}")
    for module in pkgutil.iter_modules(import_module("handlers").__path__)
    if module.name.endswith("buttons")
]
"""Where every kind of button is made."""


@pytest.fixture
def dispatcher() -> Router:
    """The real dispatcher; what it would serve with is not needed to look at it."""
    nothing: Any = None
    catalogues = Catalogues()
    return dispatch.build_dispatcher(
        store=nothing, clock=nothing, house=nothing, catalogues=catalogues, post=nothing, papers=nothing
    )


def registered(router: Router) -> list[HandlerObject]:
    """Every handler of a router and the routers in it."""
    here = [handler for observer in router.observers.values() for handler in observer.handlers]
    return here + [handler for inner in router.sub_routers for handler in registered(inner)]


def test_every_parameter_of_every_handler_is_provided(dispatcher: Router) -> None:
    handlers = [handler.callback for handler in registered(dispatcher)]
    handlers += [handler.callback for _kind, handler in dispatch.build_presses().table.values()]

    unprovided = {
        f"{handler.__module__}.{handler.__qualname__}: {name}"
        for handler in handlers
        for number, (name, parameter) in enumerate(inspect.signature(handler).parameters.items())
        if number > 0 and parameter.kind is not parameter.VAR_KEYWORD and name not in PROVIDED
    }

    assert len(handlers) > 30
    assert not unprovided


def test_every_handler_and_filter_is_awaited_and_never_run_in_a_thread(dispatcher: Router) -> None:
    handlers = registered(dispatcher)
    filters: list[FilterObject] = [one for handler in handlers for one in handler.filters or []]
    pressed = [handler for _kind, handler in dispatch.build_presses().table.values()]

    assert filters
    assert [one.callback for one in (*handlers, *filters, *pressed) if not one.awaitable] == []


def test_every_button_has_a_handler_and_every_handler_a_button() -> None:
    kinds = {
        kind
        for module in BUTTONS
        for _name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, CallbackData)
    }

    assert len(BUTTONS) >= 3
    assert {kind for kind, _handler in dispatch.build_presses().table.values()} == kinds - {CallbackData}


def test_the_longest_button_data_fit_telegrams_64_bytes() -> None:
    longest = buttons.Browse(
        page=9_999, kind=EventKind.MASTER_CLASS, grade=12, city=99_999, online=1, since=740_000, days=31, seats=61
    ).tucked()
    number, intent = 10**9, "A" * 11

    for button in (
        buttons.SeeSlot(slot=number, wanted=longest),
        buttons.SeeEvent(event=number, wanted=longest),
        buttons.Narrow(by=Filter.ONLINE, wanted=longest),
        buttons.Month(month=24_400, wanted=longest),
        buttons.RegisterFor(slot=number, intent=intent, pupil=number, even_so=1),
        buttons.ChangeDate(booking=number, slot=number, intent=intent),
        buttons.AnswerConsent(token="A" * 22, intent=intent, say="p", shown="A" * 10),
    ):
        assert len(button.pack().encode()) <= 64


def test_every_refusal_has_a_sentence() -> None:
    kinds = {
        kind for _name, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, refusals.Refusal)
    }

    assert set(SENTENCES) == kinds - {refusals.Refusal}


def test_every_letter_has_words() -> None:
    assert set(notices._WORDS) | set(class_notices.WORDS) == set(LetterKind)


def test_no_handler_writes_sql() -> None:
    package = import_module("handlers")
    for module in pkgutil.walk_packages(package.__path__, "handlers."):
        source = inspect.getsource(import_module(module.name))
        assert not re.search(r"\b(SELECT|INSERT|UPDATE|DELETE)\s+\w", source), module.name


def test_every_language_but_the_codes_own_has_a_catalogue() -> None:
    assert set(Catalogues().available_locales) == {one.value for one in Language} - {"en"}
