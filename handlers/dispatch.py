"""The dispatcher: every router in its order, and what handlers are given. Made by a function, as often as needed."""

from aiogram import Dispatcher

from domain.moments import Clock
from handlers.edge import Post
from handlers.everybody import choices, greetings, groups, muting, pupil_links, sharing
from handlers.family import child_wishes, consents, joining
from handlers.house import House
from handlers.organizer import (
    aiming,
    announcing,
    answering,
    answers,
    audit_log,
    awaited,
    by_hand,
    calling_off,
    calls,
    capacity,
    check_in,
    composing,
    dating,
    digest,
    door,
    drafting,
    files,
    headcounts,
    left_classes,
    making,
    moving,
    organizing,
    people,
    placing,
    posters,
    posting,
    programme,
    pupil_search,
    reports,
    requests,
    slots,
    walk_ins,
    wordings,
)
from handlers.organizer.workshop import AtWorkshop
from handlers.presses import Presses
from handlers.pupil import arriving, asking, browsing, following, interest, registering, tickets
from handlers.pupil.desk import AtDesk
from handlers.pupil.school_search import SchoolSearch
from handlers.teacher import becoming, bringing, class_bookings, class_days, classes, handovers, rosters, trips
from handlers.texts import Catalogues
from handlers.turn import Turn
from papers.pool import PaperPool
from storage.engine import Store


def build_presses() -> Presses:
    """The table of all buttons."""
    presses = Presses()
    audiences = (greetings, choices, browsing, registering, tickets, consents, joining)
    teachers = (becoming, classes, rosters, bringing, class_bookings, class_days)
    organizers = (organizing, people, awaited, audit_log, reports)
    of_slots = (slots, moving, calling_off, calls, files, capacity, by_hand, answers)
    of_handovers = (handovers, pupil_links, trips, left_classes, pupil_search)
    announcers = (muting, announcing, composing, aiming, posting)
    counted = (posters, wordings, interest)
    makers = (programme, making, drafting, placing, dating)
    of_requests = (asking, following, requests, answering, digest)
    at_doors = (check_in, door, headcounts, walk_ins, arriving, child_wishes)
    every = (
        *at_doors,
        *(*counted, *audiences, *teachers, *of_slots, *organizers, *of_handovers),
        *(*announcers, *of_requests, *makers),
    )
    for audience in every:
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
    presses.callback_query.middleware(AtWorkshop())
    dispatcher.include_routers(
        presses,
        groups.router(),
        sharing.router(),
        greetings.router(),
        choices.router(),
        answering.router(),
        asking.router(),
        composing.router(),
        announcing.router(),
        posting.router(),
        registering.router(),
        becoming.router(),
        classes.router(),
        bringing.router(),
        class_days.router(),
        organizing.router(),
        pupil_search.router(),
        posters.router(),
        wordings.router(),
        slots.router(),
        moving.router(),
        calling_off.router(),
        capacity.router(),
        by_hand.router(),
        answers.router(),
        making.router(),
        check_in.router(),
        headcounts.router(),
        walk_ins.router(),
        files.router(),
        greetings.leftovers(),
    )
    return dispatcher
