"""Making events: of a kind, out of a forwarded post; and each of their parts, tapped or typed."""

import hashlib
from dataclasses import replace

from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.drafts import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    TEXTS,
    Change,
    EventSheet,
    ManagedEvent,
    Part,
    Said,
    Value,
    Whereabouts,
)
from domain.forwarded import kind_of, language_of, split
from domain.identities import EventId, Intent, PartnerId
from domain.languages import Texts
from domain.programme import Audience, ClassPolicy, EventKind, Poster, PupilPolicy
from domain.refusals import ChangedMeanwhile, NotANumber, NotText, Refusal
from domain.reminders import ReminderRule, parse_rules
from handlers import states
from handlers.organizer import guiding
from handlers.organizer.workshop import Workshop
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.programme_buttons import ChooseHost, EditEvent, NewEvent, Overwrite, SayIn, SetPart
from handlers.programme_states import TEXTS as TEXTS_STEP
from handlers.programme_states import Drafting
from handlers.refusals import sentence
from handlers.screens import drafting as screens
from handlers.screens import home
from handlers.screens import programme as programme_screens
from handlers.screens.screen import Screen
from handlers.texts import _
from storage.drafting import editing, places, reading


def add_presses(presses: Presses) -> None:
    """The buttons of making an event and changing its parts."""
    presses.on(NewEvent)(new)
    presses.on(EditEvent)(edit)
    presses.on(SayIn)(say_in)
    presses.on(ChooseHost)(choose_host)


async def new(query: CallbackQuery, callback_data: NewEvent, workshop: Workshop) -> Screen:
    """A new event: whose, of which kind; and then it is there, as a draft."""
    del query
    intent = Intent(callback_data.intent)
    mine = await guiding.hosts(workshop)
    partner = PartnerId(callback_data.partner) or (mine[0][0] if len(mine) == 1 else None)
    if partner is None:
        return programme_screens.which_partner(mine, intent)
    if callback_data.kind is None:
        return screens.kinds(intent, partner)
    sheet = EventSheet(kind=callback_data.kind)
    made = await workshop.store.write(
        editing.make, actor=workshop.person.id, partner=partner, sheet=sheet, intent=intent
    )
    return await guiding.go_on(workshop, made, guiding.NEW)


async def forwarded(message: Message, workshop: Workshop) -> Screen | tuple[Screen, ...]:
    """A post from a channel, forwarded: its text and its picture become a draft."""
    text = message.text or message.caption or ""
    if not any(character.isalnum() for character in text):
        return () if message.media_group_id else home.not_understood()
    mine = await guiding.hosts(workshop)
    partner = mine[0][0]
    title, description = split(text)
    spoken = language_of(text, workshop.person.language)
    used = await workshop.store.read(places.used, partner=partner, size=1)
    sheet = EventSheet(
        kind=kind_of(text),
        title=Texts(**{spoken.value: _within(title, LONGEST_TITLE)}),
        description=Texts(**{spoken.value: _within(description, LONGEST_DESCRIPTION)}),
        where=used[0][1] if used else Whereabouts(),
        poster=_picture(message),
    )
    made = await workshop.store.write(
        editing.make, actor=workshop.person.id, partner=partner, sheet=sheet, intent=_intent_of(message)
    )
    todo = guiding.FORWARDED if len(mine) == 1 else (guiding.HOST, *guiding.FORWARDED)
    return await guiding.go_on(workshop, made, todo, _("📝 The post is a draft now."))


def _within(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _intent_of(message: Message) -> Intent:
    """One message makes one draft, however often it is delivered."""
    return Intent(hashlib.sha256(f"{message.chat.id} {message.message_id}".encode()).hexdigest()[:16])


def _picture(message: Message) -> Poster | None:
    return Poster(message.photo[-1].file_id) if message.photo else None


async def edit(query: CallbackQuery, callback_data: EditEvent, workshop: Workshop) -> Screen:
    """What can be changed; or one part of it."""
    del query
    event = EventId(callback_data.event)
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=event)
    if callback_data.part in {None, Part.PUBLISHING}:
        states.end(workshop.conversation)
        return screens.menu(known)
    todo = guiding.todo_of(workshop, event)
    return await guiding.ask(workshop, known, Part(callback_data.part).value, todo=todo)


async def choose_host(query: CallbackQuery, callback_data: ChooseHost, workshop: Workshop) -> Screen:
    """Whose is it? Then the next step, where there is one."""
    del query
    event, partner = EventId(callback_data.event), PartnerId(callback_data.partner)
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=event)
    if not partner:
        return screens.which_host(known, await guiding.hosts(workshop))
    try:
        known = await workshop.store.write(
            editing.hand_over, actor=workshop.person.id, event=event, seen=callback_data.seen, partner=partner
        )
    except ChangedMeanwhile as refusal:
        return await guiding.show(workshop, event, sentence(refusal))
    return await guiding.go_on(workshop, known, guiding.todo_of(workshop, event))


async def say_in(query: CallbackQuery, callback_data: SayIn, workshop: Workshop) -> Screen:
    """The text in another language."""
    del query
    state = states.resume(workshop.conversation, Drafting)
    if state is None:
        return home.stale()
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    state = state.model_copy(update={"language": callback_data.language})
    states.keep(workshop.conversation, state)
    return await guiding.asked(workshop, state, known)


async def skip(workshop: Workshop, state: Drafting) -> Screen:
    """Leave this step for later."""
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    return await guiding.go_on(workshop, known, state.todo)


async def set_part(callback_data: SetPart, workshop: Workshop) -> Screen:
    """That part is to be what was tapped. Where it is, is for placing."""
    event = EventId(callback_data.event)
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=event)
    state = states.resume(workshop.conversation, Drafting)
    if state is None or (state.event, state.asking) != (event, callback_data.part.value):
        state = Drafting(
            event=event, seen=callback_data.seen, asking=callback_data.part.value, language=workshop.person.language
        )
    change = _tapped(known, callback_data.part, callback_data.value, state)
    if change is None:
        return home.stale()
    state = state.model_copy(update={"seen": callback_data.seen, "tapped": callback_data.value, "typed": ""})
    return await _change(workshop, state, change)


def _tapped(known: ManagedEvent, part: Part, value: str, state: Drafting) -> Change | None:
    """The change that a tap stands for; None for one that we never made."""
    wanted: Value | bool = False
    match part:
        case Part.KIND if value in set(EventKind):
            wanted = EventKind(value)
        case Part.AUDIENCE:
            wanted = screens.audience_of(value, known.sheet.audience) or False
        case Part.CLASSES if value in set(ClassPolicy):
            wanted = replace(known.sheet.for_classes, policy=ClassPolicy(value))
        case Part.CLASSES if value[:1] == "r" and value[1:] in {str(one) for one in screens.RATIOS}:
            wanted = replace(known.sheet.for_classes, pupils_per_adult=int(value[1:]) or None)
        case Part.PUPILS if value in set(PupilPolicy):
            wanted = PupilPolicy(value)
        case Part.REMINDERS if value in {str(number) for number in range(len(screens.REMINDERS))}:
            wanted = parse_rules(screens.REMINDERS[int(value)])
        case Part.POSTER if value == screens.NOTHING:
            return Change(part, None)
        case _ if part in TEXTS and value == screens.NOTHING:
            wanted = Said(state.language, "")
    return None if wanted is False or wanted is True else Change(part, wanted)


async def answer(message: Message, drafting: Drafting, workshop: Workshop) -> Screen | tuple[Screen, ...]:
    """What was typed, or sent, for the part that is asked for."""
    if message.media_group_id and not message.caption:
        return ()  # the other pictures of an album: its first one has been taken
    if drafting.asking == TEXTS_STEP:
        return await _texts(message, drafting, workshop)
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=drafting.event_id)
    try:
        change, typed_words = _told(message, drafting, known)
    except Refusal as refusal:
        return (await guiding.asked(workshop, drafting, known)).topped(f"⚠️ {sentence(refusal)}")
    return await _change(workshop, drafting.model_copy(update={"typed": typed_words, "tapped": ""}), change)


def _told(message: Message, state: Drafting, known: ManagedEvent) -> tuple[Change, str]:
    """The change that was typed, and the words. Raises NotText, TooLong, NotAGrade, NotANumber."""
    part = state.part
    if part is Part.POSTER:
        picture = _picture(message)
        if picture is None:
            raise NotText
        return Change(part, picture), picture
    words = own_words(message)
    return Change(part, _value(part, words, state, known)), words


def _value(part: Part, words: str, state: Drafting, known: ManagedEvent) -> Value:
    match part:
        case _ if part in TEXTS:
            return Said(state.language, typed.lines(words, TEXTS[part], several=part is Part.DESCRIPTION))
        case Part.AUDIENCE:
            low, high = typed.grades(words)
            return Audience(grade_from=low, grade_to=high, strict=known.sheet.audience.strict)
        case Part.CLASSES:
            return replace(known.sheet.for_classes, pupils_per_adult=_ratio(words))
        case Part.REMINDERS:
            return _rules(words)
        case _:
            raise NotText


def _ratio(words: str) -> int:
    pupils = typed.number(words)
    if pupils > 60:  # noqa: PLR2004  as many as the programme file allows
        raise NotANumber(most=60)
    return pupils


def _rules(words: str) -> tuple[ReminderRule, ...]:
    try:
        return parse_rules(words.replace("\n", ";"))
    except ValueError:
        raise NotText from None


async def _texts(message: Message, state: Drafting, workshop: Workshop) -> Screen:
    """Title, description and picture in one message, forwarded or one's own."""
    text = message.text or message.caption or ""
    title, description = split(text)
    change: tuple[Change, ...] = ()
    if title:
        change = (
            Change(Part.TITLE, Said(state.language, typed.lines(title, LONGEST_TITLE, several=False))),
            Change(Part.DESCRIPTION, Said(state.language, _within(description, LONGEST_DESCRIPTION))),
        )
    if picture := _picture(message):
        change = (*change, Change(Part.POSTER, picture))
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    if not change:
        return (await guiding.asked(workshop, state, known)).topped(f"⚠️ {sentence(NotText())}")
    seen = state.seen
    for one in change:
        try:
            known = await workshop.store.write(
                editing.change, actor=workshop.person.id, event=state.event_id, seen=seen, change=one
            )
        except ChangedMeanwhile as refusal:
            return await _conflict(workshop, state.model_copy(update={"typed": title}), one, refusal)
        seen = known.revision
    if not title:
        return await guiding.ask(workshop, known, TEXTS_STEP, todo=state.todo, said_in=state.language)
    return await guiding.go_on(workshop, known, state.todo)


async def _change(workshop: Workshop, state: Drafting, change: Change) -> Screen:
    """Change it, and go on; or show what somebody else has changed meanwhile, keeping what was typed."""
    try:
        known = await workshop.store.write(
            editing.change, actor=workshop.person.id, event=state.event_id, seen=state.seen, change=change
        )
    except ChangedMeanwhile as refusal:
        return await _conflict(workshop, state, change, refusal)
    if state.todo:
        return await guiding.go_on(workshop, known, state.todo)
    states.end(workshop.conversation)
    return screens.menu(known).saying(_("Saved"))


async def _conflict(workshop: Workshop, state: Drafting, change: Change, refusal: ChangedMeanwhile) -> Screen:
    states.keep(workshop.conversation, state.model_copy(update={"asking": change.part.value}))
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    mine = state.typed if isinstance(change.value, Said) else screens.said(known.sheet.changed(change), change.part)
    return screens.conflict(known, refusal, part=change.part, mine=mine or "—")


async def overwrite(callback_data: Overwrite, workshop: Workshop) -> Screen:
    """One's own version all the same, of that one part, knowing what stands there now."""
    state = states.resume(workshop.conversation, Drafting)
    if state is None or state.event != callback_data.event:
        return home.stale()
    known = await workshop.store.read(reading.event, actor=workshop.person.id, event=state.event_id)
    change: Change | None
    if state.tapped:
        change = _tapped(known, state.part, state.tapped, state)
    elif state.part is Part.POSTER:
        change = Change(Part.POSTER, Poster(state.typed))
    else:
        change = Change(state.part, _value(state.part, state.typed, state, known))
    if change is None:
        return home.stale()
    return await _change(workshop, state.model_copy(update={"seen": callback_data.seen}), change)
