"""Guiding: which step comes next while an event is new, and where one is led back to when none is left."""

from domain.drafts import ManagedEvent, ManagedSlot, Part
from domain.identities import EventId, PartnerId
from domain.languages import Language
from domain.moments import local
from domain.refusals import NotYours
from domain.rights import OrganizerRole
from handlers import states
from handlers.buttons import new_intent
from handlers.organizer.workshop import Workshop
from handlers.programme_states import DATES, TEXTS, Dating, Drafting, Placing
from handlers.screens import dating, drafting, placing
from handlers.screens import programme as screens
from handlers.screens.screen import Screen
from handlers.texts import language
from storage.drafting import places, reading
from storage.people import rights
from storage.programme import partners

NEW: tuple[str, ...] = (TEXTS, Part.AUDIENCE.value, Part.WHERE.value, DATES)
"""The steps of an event that is made anew."""
FORWARDED: tuple[str, ...] = (Part.AUDIENCE.value, DATES)
"""Of one that was a post: its text and picture are there, and its place is where the last one was."""
HOST = Part.HOST.value
COPIED: tuple[str, ...] = (DATES,)
_STEPS = (Drafting, Placing, Dating)


async def show(shop: Workshop, event: EventId, note: str = "") -> Screen:
    """The event whole; nothing is under way any more."""
    states.end(shop.conversation)
    known = await shop.store.read(reading.event, actor=shop.person.id, event=event)
    return screens.event(known, shop.house, shop.clock.now(), note)


async def go_on(shop: Workshop, known: ManagedEvent, todo: tuple[str, ...], note: str = "") -> Screen:
    """The next step that is left to do, or the event whole."""
    if not todo:
        states.end(shop.conversation)
        return screens.event(known, shop.house, shop.clock.now(), note)
    step, rest = todo[0], todo[1:]
    if step == DATES:
        screen = begin_dating(shop, known, todo=rest)
    elif step == HOST:
        state = Drafting(event=known.id, seen=known.revision, asking=HOST, language=shop.person.language, todo=rest)
        states.keep(shop.conversation, state)
        screen = drafting.which_host(known, await hosts(shop))
    else:
        screen = await ask(shop, known, step, todo=rest)
    return screen.topped(note) if note else screen


async def hosts(shop: Workshop) -> list[tuple[PartnerId, str]]:
    """The partners whose programme somebody may change, by name. Raises NotYours where there are none."""
    may = await shop.store.read(rights.of, actor=shop.person.id)
    named = await shop.store.read(partners.named)
    mine = [
        (partner, name.to(language())) for partner, name in named.items() if may.may(OrganizerRole.PROGRAMME, partner)
    ]
    if not mine:
        raise NotYours
    return mine


async def ask(
    shop: Workshop, known: ManagedEvent, step: str, *, todo: tuple[str, ...] = (), said_in: Language | None = None
) -> Screen:
    """Ask for one part of an event, and remember having asked."""
    state = Drafting(
        event=known.id, seen=known.revision, asking=step, language=said_in or shop.person.language, todo=todo
    )
    states.keep(shop.conversation, state)
    return await asked(shop, state, known)


async def asked(shop: Workshop, state: Drafting, known: ManagedEvent) -> Screen:
    """The step that somebody is at."""
    if state.asking == Part.WHERE:
        used = await shop.store.read(places.used, partner=known.partner.id)
        return placing.where(state, known, used)
    if state.asking == HOST:
        return drafting.which_host(known, await hosts(shop))
    return drafting.asked(state, known)


def begin_dating(shop: Workshop, known: ManagedEvent, *, todo: tuple[str, ...] = ()) -> Screen:
    """Ask for dates."""
    usual = known.usually(shop.house.zone)
    state = Dating(event=known.id, intent=new_intent(), zone=usual.zone, minutes=usual.minutes, todo=todo)
    states.keep(shop.conversation, state)
    return dating.asked(state, local(shop.clock.now(), usual.zone).date())


def todo_of(shop: Workshop, event: EventId) -> tuple[str, ...]:
    """The steps that are left, where this event is being made; none where one part is changed alone."""
    steps = (states.resume(shop.conversation, kind) for kind in _STEPS)
    return next((step.todo for step in steps if isinstance(step, _STEPS) and step.event_id == event), ())


def dating_of(known: ManagedEvent, slot: ManagedSlot, seen: int) -> Dating:
    """Another time is asked for one date of a draft."""
    return Dating(
        event=known.id,
        intent=new_intent(),
        zone=slot.zone,
        minutes=slot.meetings[0].minutes,
        slot=slot.id,
        seen=seen,
    )
