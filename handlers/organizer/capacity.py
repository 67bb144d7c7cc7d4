"""Who gets the seats of a slot: seen and set by its organizers. Leaves bookings by hand to by_hand."""

from collections.abc import Callable
from functools import partial
from typing import Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.announcements import typed_moment
from domain.capacity import Capacity, KeptFor, Warn
from domain.conversations import Conversation
from domain.identities import SchoolId, SlotId
from domain.moments import Clock, Instant
from domain.people import Person
from domain.refusals import (
    NotAhead,
    NotAMoment,
    NotANumber,
    NotText,
    PoolTooSmall,
    SeatRulesChanged,
    SeatsSharedElsewhere,
    TooManySeats,
)
from handlers import states
from handlers.capacity_buttons import (
    KeepSeats,
    KeepTakingPlace,
    LimitSchools,
    PickSchool,
    PickSharing,
    ReleaseSeats,
    SeeSeatRules,
    SetRule,
    ShareSeats,
    StopSharing,
    WarnOfTooFew,
)
from handlers.capacity_states import AskingRule, SettingRule
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.pupil.school_search import SchoolSearch
from handlers.refusals import sentence
from handlers.screens import capacity as screens
from handlers.screens import home
from handlers.screens.screen import Screen
from handlers.texts import _
from storage.capacity import settings
from storage.engine import Store


class IsSettingRule(Filter):
    """Whether a rule about seats is being set; hands on how far that is."""

    async def __call__(
        self, message: Message, conversation: Conversation | None = None
    ) -> bool | dict[str, SettingRule]:
        """False where none is, and in groups."""
        del message
        state = states.resume(conversation, SettingRule) if conversation else None
        return {"setting_rule": state} if state else False


def router() -> Router:
    """What is typed about seats."""
    router = Router(name="capacity")
    router.message.register(type_rule, IsSettingRule())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons around who gets the seats."""
    presses.on(SeeSeatRules)(see_rules)
    presses.on(KeepSeats)(keep)
    presses.on(ReleaseSeats)(release)
    presses.on(LimitSchools)(limit_schools)
    presses.on(ShareSeats)(share)
    presses.on(PickSharing)(pick_sharing)
    presses.on(StopSharing)(stop_sharing)
    presses.on(WarnOfTooFew)(warn)
    presses.on(KeepTakingPlace)(keep_taking_place)
    presses.on(SetRule)(tap_rule)
    presses.on(PickSchool)(pick_school)


async def see_rules(
    query: CallbackQuery, callback_data: SeeSeatRules, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Who gets the seats?"""
    del query
    states.end(conversation)
    return screens.rules(await _look(person, SlotId(callback_data.slot), store))


async def keep(
    query: CallbackQuery, callback_data: KeepSeats, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Keep seats: for whom, then how many?"""
    del query
    of = await _look(person, SlotId(callback_data.slot), store)
    if not callback_data.whom:
        return screens.for_whom(of.slot)
    states.keep(conversation, _begun(of, AskingRule.KEEP_SEATS, whom=KeptFor(callback_data.whom)))
    return screens.how_many(of.slot, most=of.slot.capacity, question=_("How many seats shall be kept?"))


async def release(query: CallbackQuery, callback_data: ReleaseSeats, person: Person, store: Store) -> Screen:
    """Release the kept seats, after asking once."""
    del query
    slot = SlotId(callback_data.slot)
    if not callback_data.sure:
        return screens.ask_release(await _look(person, slot, store))
    return screens.rules(await store.write(settings.release, actor=person.id, slot=slot)).saying(_("Done"))


async def limit_schools(
    query: CallbackQuery, callback_data: LimitSchools, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """So many of one school: how many?"""
    del query
    of = await _look(person, SlotId(callback_data.slot), store)
    states.keep(conversation, _begun(of, AskingRule.SCHOOL_LIMIT))
    return screens.school_limit(of)


async def share(
    query: CallbackQuery, callback_data: ShareSeats, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Share seats: with which dates?"""
    del query
    of = await _look(person, SlotId(callback_data.slot), store)
    state = _begun(of, AskingRule.SHARED)
    states.keep(conversation, state)
    return await _sharing(state, of, person, store)


async def pick_sharing(
    query: CallbackQuery, callback_data: PickSharing, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """This one, too; or enough, and how many seats have they together?"""
    del query
    state = states.resume(conversation, SettingRule)
    if state is None:
        return home.stale()
    of = await _look(person, state.slot_id, store)
    if not callback_data.slot and state.others:
        states.keep(conversation, state.now(AskingRule.SHARED_SEATS))
        return await _ask_shared_seats(state, of, person, store)
    others = tuple(one for one in state.others if one != callback_data.slot)
    if len(others) == len(state.others) and callback_data.slot:
        others = (*others, callback_data.slot)
    state = state.now(AskingRule.SHARED, others=others)
    states.keep(conversation, state)
    return await _sharing(state, of, person, store)


async def stop_sharing(query: CallbackQuery, callback_data: StopSharing, person: Person, store: Store) -> Screen:
    """Share seats no more, after asking once."""
    del query
    slot = SlotId(callback_data.slot)
    if not callback_data.sure:
        return screens.ask_stop_sharing(await _look(person, slot, store))
    return screens.rules(await store.write(settings.stop_sharing, actor=person.id, slot=slot)).saying(_("Done"))


async def warn(
    query: CallbackQuery, callback_data: WarnOfTooFew, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Be asked when too few come: fewer than how many? Or not any more."""
    del query
    of = await _look(person, SlotId(callback_data.slot), store)
    if callback_data.off:
        changed = await store.write(settings.warn, actor=person.id, slot=of.slot.id, seen=of.mark, warning=None)
        return screens.rules(changed).saying(_("Done"))
    states.keep(conversation, _begun(of, AskingRule.WARN_BELOW))
    question = _("Fewer than how many is too few?")
    return screens.how_many(of.slot, most=of.slot.capacity, question=question)


async def keep_taking_place(
    query: CallbackQuery, callback_data: KeepTakingPlace, person: Person, store: Store
) -> Screen:
    """Few or not, it takes place."""
    del query
    return screens.takes_place((await _look(person, SlotId(callback_data.slot), store)).slot)


async def tap_rule(
    query: CallbackQuery,
    callback_data: SetRule,
    person: Person,
    conversation: Conversation,
    store: Store,
    clock: Clock,
) -> Screen:
    """A number or a time, tapped."""
    del query
    state = states.resume(conversation, SettingRule)
    if state is None:
        return home.stale()
    return await _answered(state, callback_data.value, person, conversation, store, clock)


async def type_rule(
    message: Message,
    setting_rule: SettingRule,
    person: Person,
    conversation: Conversation,
    store: Store,
    schools: SchoolSearch,
    clock: Clock,
) -> Screen:
    """The same, typed; or a school's name."""
    try:
        words = own_words(message)
        if setting_rule.at is AskingRule.KEEP_SCHOOL:
            of = await _look(person, setting_rule.slot_id, store)
            return screens.which_schools(of.slot, setting_rule, await schools.find(words), typed=True)
        if setting_rule.at in {AskingRule.KEEP_UNTIL, AskingRule.WARN_AT}:
            zone = (await _look(person, setting_rule.slot_id, store)).slot.zone
            value = int(typed_moment(words, clock.now(), zone))
        else:
            value = typed.number(words)
    except (NotANumber, NotAMoment, NotText) as refusal:
        asked = await _asked(setting_rule, person, store, clock)
        return asked.topped(f"⚠️ {sentence(refusal)}")
    return await _answered(setting_rule, value, person, conversation, store, clock)


async def pick_school(
    query: CallbackQuery,
    callback_data: PickSchool,
    person: Person,
    conversation: Conversation,
    store: Store,
    schools: SchoolSearch,
    clock: Clock,
) -> Screen:
    """This school, too; or enough."""
    del query
    state = states.resume(conversation, SettingRule)
    if state is None:
        return home.stale()
    of = await _look(person, state.slot_id, store)
    if not callback_data.school and state.schools:
        states.keep(conversation, state.now(AskingRule.KEEP_UNTIL))
        return screens.until_when(of.slot, clock.now())
    name = await schools.name(callback_data.school)
    if name and callback_data.school not in state.schools:
        chosen = {
            "schools": (*state.schools, callback_data.school),
            "school_names": (*state.school_names, name),
        }
        state = state.model_copy(update=chosen)
        states.keep(conversation, state)
    return screens.which_schools(of.slot, state, [], typed=False)


def _begun(of: Capacity, at: AskingRule, whom: KeptFor = KeptFor.CLASSES) -> SettingRule:
    return SettingRule(at=at, slot=of.slot.id, seen=of.mark, whom=whom)


async def _look(person: Person, slot: SlotId, store: Store) -> Capacity:
    return await store.read(settings.look, actor=person.id, slot=slot)


async def _asked(state: SettingRule, person: Person, store: Store, clock: Clock) -> Screen:
    """What is being asked, again."""
    of = await _look(person, state.slot_id, store)
    if state.at is AskingRule.SHARED:
        return await _sharing(state, of, person, store)
    if state.at is AskingRule.SHARED_SEATS:
        return await _ask_shared_seats(state, of, person, store)
    return _QUESTIONS[state.at](state, of, clock.now())


_QUESTIONS: Final[dict[AskingRule, Callable[[SettingRule, Capacity, Instant], Screen]]] = {
    AskingRule.KEEP_SEATS: lambda _state, of, _now: screens.how_many(
        of.slot, most=of.slot.capacity, question=_("How many seats shall be kept?")
    ),
    AskingRule.KEEP_SCHOOL: lambda state, of, _now: screens.which_schools(of.slot, state, [], typed=False),
    AskingRule.KEEP_UNTIL: lambda _state, of, now: screens.until_when(of.slot, now),
    AskingRule.SCHOOL_LIMIT: lambda _state, of, _now: screens.school_limit(of),
    AskingRule.ALL_DATES: lambda _state, of, _now: screens.which_dates(of.slot),
    AskingRule.WARN_BELOW: lambda _state, of, _now: screens.how_many(
        of.slot, most=of.slot.capacity, question=_("Fewer than how many is too few?")
    ),
    AskingRule.WARN_AT: lambda _state, of, now: screens.by_when(
        of.slot, now, latest=of.slot.starts_at, question=_("When shall I look?")
    ),
}


async def _sharing(state: SettingRule, of: Capacity, person: Person, store: Store) -> Screen:
    possible = await store.read(settings.could_share, actor=person.id, slot=of.slot.id)
    return screens.sharing(of.slot, possible, state.others)


async def _ask_shared_seats(state: SettingRule, of: Capacity, person: Person, store: Store) -> Screen:
    possible = await store.read(settings.could_share, actor=person.id, slot=of.slot.id)
    together = of.slot.capacity + sum(one.capacity for one in possible if one.line.id in state.others)
    return screens.how_many(of.slot, most=together, question=_("How many seats do they have together?"))


_NEXT = {
    AskingRule.SCHOOL_LIMIT: AskingRule.ALL_DATES,
    AskingRule.WARN_BELOW: AskingRule.WARN_AT,
}


async def _answered(
    state: SettingRule, value: int, person: Person, conversation: Conversation, store: Store, clock: Clock
) -> Screen:
    """The next thing to ask, or the rule set."""
    following = _NEXT.get(state.at)
    if state.at is AskingRule.KEEP_SEATS:
        following = AskingRule.KEEP_SCHOOL if state.whom is KeptFor.SCHOOLS else AskingRule.KEEP_UNTIL
    if following is not None:
        capacity = (await _look(person, state.slot_id, store)).slot.capacity
        if value > capacity:
            asked = await _asked(state, person, store, clock)
            return asked.topped(f"⚠️ {sentence(TooManySeats(most=capacity))}")
        state = state.now(following, seats=value)
        states.keep(conversation, state)
        return await _asked(state, person, store, clock)
    try:
        changed = await _set(state, value, person, store)
    except (TooManySeats, PoolTooSmall, NotAhead, SeatsSharedElsewhere) as refusal:
        return (await _asked(state, person, store, clock)).topped(f"⚠️ {sentence(refusal)}")
    except SeatRulesChanged as refusal:
        states.end(conversation)
        return screens.rules(await _look(person, state.slot_id, store)).topped(f"⚠️ {sentence(refusal)}")
    states.end(conversation)
    return screens.rules(changed).saying(_("Done"))


async def _set(state: SettingRule, value: int, person: Person, store: Store) -> Capacity:
    match state.at:
        case AskingRule.KEEP_UNTIL:
            schools = tuple(SchoolId(one) for one in state.schools)
            rule = partial(settings.keep, seats=state.seats, whom=state.whom, until=Instant(value), of_schools=schools)
        case AskingRule.ALL_DATES:
            rule = partial(settings.limit_schools, most=state.seats or None, all_dates=bool(value))
        case AskingRule.SHARED_SEATS:
            rule = partial(settings.share, others=tuple(SlotId(one) for one in state.others), capacity=value)
        case _:
            rule = partial(settings.warn, warning=Warn(below=state.seats, at=Instant(value)))
    return await store.write(rule, actor=person.id, slot=state.slot_id, seen=state.seen)
