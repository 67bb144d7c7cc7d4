"""The dispatcher: every router in its order, and what handlers are given. Made by a function, as often as needed."""

from aiogram import Dispatcher

from domain.moments import Clock
from handlers.edge import Post
from handlers.everybody import choices, greetings, groups, sharing
from handlers.family import consents, joining
from handlers.house import House
from handlers.organizer import audit_log, awaited, organizing, people
from handlers.presses import Presses
from handlers.pupil import browsing, registering, tickets
from handlers.pupil.desk import AtDesk
from handlers.pupil.school_search import SchoolSearch
from handlers.teacher import becoming, bringing, class_bookings, class_days, classes, rosters
from handlers.texts import Catalogues
from handlers.turn import Turn
from papers.pool import PaperPool
from storage.engine import Store


def build_presses() -> Presses:
    """The table of all buttons."""
    presses = Presses()
    audiences = (greetings, choices, browsing, registering, tickets, consents, joining)
    teachers = (becoming, classes, rosters, bringing, class_bookings, class_days)
    organizers = (organizing, people, awaited, audit_log)
    for audience in (*audiences, *teachers, *organizers):
        audience.add_presses(presses)
    return presses


def build_dispatcher(
    *, store: Store, clock: Clock, house: House, catalogues: Catalogues, post: Post, papers: PaperPool
) -> Dispatcher:
    """A dispatcher that serves one bot over one store.

    aiogram's FSMContext writes at every set, so its FSM is off; Turn supplies the conversation and `raw_state`.
    """
    dispatcher = Dispatcher(
        disable_fsm=True,
        store=store,
        clock=clock,
        house=house,
        catalogues=catalogues,
        schools=SchoolSearch(store),
        papers=papers,
    )
    dispatcher.update.outer_middleware(Turn(store=store, house=house, catalogues=catalogues, post=post))
    presses = build_presses().router()
    presses.callback_query.middleware(AtDesk())
    dispatcher.include_routers(
        presses,
        groups.router(),
        sharing.router(),
        greetings.router(),
        choices.router(),
        registering.router(),
        becoming.router(),
        classes.router(),
        bringing.router(),
        class_days.router(),
        organizing.router(),
        greetings.leftovers(),
    )
    return dispatcher
