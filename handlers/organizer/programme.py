"""The programme: the list, one event, copying, throwing away, preview, publishing. Leaves its parts to drafting."""

from datetime import date, datetime, time

from aiogram.types import CallbackQuery, Message

from domain import typed_times
from domain.cards import EventCard, SlotCard
from domain.drafts import Lack
from domain.identities import EventId, Intent
from domain.moments import Instant, instant, local
from domain.refusals import ChangedMeanwhile, NotReady, Refusal
from handlers import states
from handlers.organizer import guiding
from handlers.organizer.workshop import Workshop
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.programme_buttons import (
    CopyEvent,
    DiscardEvent,
    ManageEvent,
    PlanEvent,
    PreviewEvent,
    PublishEvent,
    SeeDates,
    SeeProgramme,
)
from handlers.programme_states import Scheduling
from handlers.refusals import sentence
from handlers.screens import cards, dating
from handlers.screens import programme as screens
from handlers.screens.screen import Screen
from handlers.texts import Catalogues, _
from storage.drafting import editing, publishing, reading
from storage.people import rights
from storage.programme import slots


def add_presses(presses: Presses) -> None:
    """The buttons around whole events."""
    presses.on(SeeProgramme)(see_programme)
    presses.on(ManageEvent)(see_event)
    presses.on(SeeDates)(see_dates)
    presses.on(CopyEvent)(copy)
    presses.on(DiscardEvent)(discard)
    presses.on(PreviewEvent)(preview)
    presses.on(PublishEvent)(publish)
    presses.on(PlanEvent)(plan)


async def see_programme(query: CallbackQuery, callback_data: SeeProgramme, workshop: Workshop) -> Screen:
    """What do I organize?"""
    del query
    states.end(workshop.conversation)
    person, page = workshop.person.id, callback_data.page
    lines = await workshop.store.read(reading.page, actor=person, page=page, size=screens.PAGE_SIZE)
    may = await workshop.store.read(rights.of, actor=person)
    return screens.programme(lines, page=page, several=may.owner or len(may.organizes) > 1)


async def see_event(query: CallbackQuery, callback_data: ManageEvent, workshop: Workshop) -> Screen:
    """One event whole."""
    del query
    return await guiding.show(workshop, EventId(callback_data.event))


async def see_dates(query: CallbackQuery, callback_data: SeeDates, workshop: Workshop) -> Screen:
    """All dates of an event."""
    del query
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=EventId(callback_data.event))
    return screens.all_dates(known, callback_data.page)


async def copy(query: CallbackQuery, callback_data: CopyEvent, workshop: Workshop) -> Screen:
    """The same once more, as a draft: only its dates are asked."""
    del query
    made = await workshop.store.write(
        editing.copy,
        actor=workshop.person.id,
        event=EventId(callback_data.event),
        intent=Intent(callback_data.intent),
    )
    return await guiding.go_on(workshop, made, guiding.COPIED, _("📄 This is a copy, as a draft."))


async def discard(query: CallbackQuery, callback_data: DiscardEvent, workshop: Workshop) -> Screen:
    """Throw a draft away; it can be had back."""
    del query
    event, back = EventId(callback_data.event), bool(callback_data.back)
    try:
        known = await workshop.store.write(
            editing.discard, actor=workshop.person.id, event=event, seen=callback_data.seen, back=back
        )
    except ChangedMeanwhile as refusal:
        return await guiding.show(workshop, event, sentence(refusal))
    return screens.event(known, workshop.house, workshop.clock.now())


async def preview(
    query: CallbackQuery, callback_data: PreviewEvent, workshop: Workshop, catalogues: Catalogues
) -> Screen:
    """The event as pupils see it."""
    del query
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=EventId(callback_data.event))
    shown = callback_data.language or workshop.person.language
    now = workshop.clock.now()
    ahead = [slot for slot in known.slots if slot.cancelled_at is None and slot.starts_at > now]
    card: SlotCard | EventCard
    if ahead:
        slot = await workshop.store.read(slots.recorded, slot=ahead[0].id)
        card = SlotCard(slot=slot, mine=None, other_dates=known.lines(now, but=slot.id), wished=False)
    else:
        card = EventCard(event=known.sheet.as_event(known.id, known.partner), dates=(), wished=False)
    with catalogues.reader(shown, workshop.house.zone):
        theirs = _card(card, workshop)
    return screens.preview(theirs, known, shown)


def _card(card: SlotCard | EventCard, workshop: Workshop) -> Screen:
    now = workshop.clock.now()
    if isinstance(card, EventCard):
        return cards.event_card(card, now, "", workshop.house)
    return cards.slot_card(card, now, Intent("preview"), "", workshop.house)


async def publish(query: CallbackQuery, callback_data: PublishEvent, workshop: Workshop) -> Screen:
    """Show it to everybody."""
    del query
    event = EventId(callback_data.event)
    states.end(workshop.conversation)
    try:
        known = await workshop.store.write(
            publishing.publish, actor=workshop.person.id, event=event, seen=callback_data.seen
        )
    except NotReady as refusal:
        return await _not_ready(workshop, event, refusal)
    except ChangedMeanwhile as refusal:
        return await guiding.show(workshop, event, sentence(refusal))
    return screens.published(known, workshop.house, workshop.clock.now())


async def _not_ready(workshop: Workshop, event: EventId, refusal: NotReady) -> Screen:
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=event)
    return screens.not_ready(known, workshop.house, workshop.clock.now(), [Lack(one) for one in refusal.lacks])


async def plan(query: CallbackQuery, callback_data: PlanEvent, workshop: Workshop) -> Screen:
    """Let it publish itself: when is asked; or not after all."""
    del query
    event = EventId(callback_data.event)
    if not callback_data.day and not callback_data.never:
        known = await workshop.store.read(reading.event, actor=workshop.person.id, event=event)
        if lacks := known.lacks():
            return screens.not_ready(known, workshop.house, workshop.clock.now(), lacks)
        states.keep(workshop.conversation, Scheduling(what="publish", event=event, seen=known.revision))
        return screens.when_to_publish(known, local(workshop.clock.now(), workshop.house.zone))
    at = None
    if not callback_data.never:
        at = instant(date.fromordinal(callback_data.day), time(callback_data.hour), workshop.house.zone)
    return await plan_for(workshop, event, seen=callback_data.seen, at=at)


async def plan_for(workshop: Workshop, event: EventId, *, seen: int, at: Instant | None) -> Screen:
    """Let it publish itself then, or not at all."""
    try:
        known = await workshop.store.write(publishing.plan, actor=workshop.person.id, event=event, seen=seen, at=at)
    except NotReady as refusal:
        return await _not_ready(workshop, event, refusal)
    except Refusal as refusal:
        return await guiding.show(workshop, event, sentence(refusal))
    states.end(workshop.conversation)
    return screens.event(known, workshop.house, workshop.clock.now())


async def publish_at(message: Message, state: Scheduling, workshop: Workshop) -> Screen:
    """When it publishes itself, as somebody typed it."""
    now = local(workshop.clock.now(), workshop.house.zone).replace(tzinfo=None)
    setting = typed_times.Setting(now=now, zone=workshop.house.zone, minutes=60)
    moment = typed_times.moment(own_words(message), setting)
    if not isinstance(moment, datetime):
        known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
        return screens.when_to_publish(known, now).topped("⚠️ " + dating.why_words(moment))
    at = instant(moment.date(), moment.time(), workshop.house.zone)
    return await plan_for(workshop, state.event_id, seen=state.seen, at=at)
