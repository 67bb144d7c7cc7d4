"""The parts of an event, asked for one by one: texts, audience, classes, reminders, poster; and two who change one."""

from collections.abc import Callable, Sequence
from typing import Final

from domain.drafts import TEXTS as LONGEST
from domain.drafts import EventSheet, ManagedEvent, Part
from domain.identities import Intent, PartnerId
from domain.languages import Language
from domain.programme import Audience, ClassPolicy, EventKind, PupilPolicy
from domain.refusals import ChangedMeanwhile
from domain.reminders import ReminderRule, parse_rules
from handlers.programme_buttons import ChooseHost, EditEvent, GoOn, NewEvent, Overwrite, SayIn, SeeProgramme, SetPart
from handlers.programme_states import TEXTS, Drafting
from handlers.screens.lengths import short
from handlers.screens.programme import class_policy, to_event
from handlers.screens.screen import Button, Row, Screen, pairs
from handlers.screens.words import KIND_ICONS, audience, home_row, how, kind, place
from handlers.texts import Html, _, fill, language, plural

LANGUAGE_NAMES: Final = {Language.RUSSIAN: "Русский", Language.KAZAKH: "Қазақша", Language.ENGLISH: "English"}
EVERYBODY: Final = "all"
GRADES: Final = ("1-4", "5-7", "5-9", "7-9", "8-11", "9-11", "10-11")
STRICT: Final = "strict"
NOTHING: Final = "none"
REMINDERS: Final = ("1d@18:00; 2h", "1d@18:00", "2h", "3d@18:00; 1d@18:00; 2h", "-")
"""What one tap sets; a number in the button stands for one of them."""
RATIOS: Final = (0, 8, 10, 12, 15)
"""Pupils for one adult; 0: one adult is enough."""
_EDITABLE: Final = tuple(part for part in Part if part not in {Part.PUBLISHING, Part.HOST})


def part_name(part: Part) -> str:
    """A part, as a button or a list calls it."""
    return _NAMES[part]()


_NAMES: Final[dict[Part, Callable[[], str]]] = {
    Part.KIND: lambda: _("🏷 Kind"),
    Part.TITLE: lambda: _("🔤 Title"),
    Part.DESCRIPTION: lambda: _("📃 Description"),
    Part.AUDIENCE: lambda: _("🎓 For whom"),
    Part.WHERE: lambda: _("📍 Where"),
    Part.BRING: lambda: _("🎒 What to bring"),
    Part.FORBIDDEN: lambda: _("🚫 What is not allowed"),
    Part.ASKS: lambda: _("❓ One thing to ask"),
    Part.WHY: lambda: _("💬 Why it is asked"),
    Part.REMINDERS: lambda: _("🔔 Reminders"),
    Part.CLASSES: lambda: _("👥 Classes"),
    Part.PUPILS: lambda: _("🙋 Pupils one by one"),
    Part.POSTER: lambda: _("🖼 Picture"),
    Part.HOST: lambda: _("🏢 Host"),
    Part.PUBLISHING: lambda: _("📣 Publishing"),
}


def kinds(intent: Intent, partner: PartnerId) -> Screen:
    """What kind of event is it?"""
    buttons = [
        Button(f"{KIND_ICONS[one]} {kind(one)}", NewEvent(intent=intent, partner=partner, kind=one).pack())
        for one in EventKind
    ]
    return Screen(
        text=_("<b>A new event</b>\n\nWhat is it? Everything is saved as a draft at every step."),
        rows=(*pairs(buttons), (Button(_("⬅️ Programme"), SeeProgramme().pack()), *home_row())),
    )


def menu(known: ManagedEvent) -> Screen:
    """Everything that can be changed, each with what it is now."""
    sheet = known.sheet
    lines = [
        fill("{name}: {value}", name=part_name(part), value=short(said(sheet, part) or "—", 80)) for part in _EDITABLE
    ]
    buttons = [Button(part_name(part), EditEvent(event=known.id, part=part).pack()) for part in _EDITABLE]
    if known.is_draft:
        buttons.append(Button(part_name(Part.HOST), ChooseHost(event=known.id, seen=known.revision).pack()))
    return Screen(
        text=fill(_("<b>What would you like to change?</b>\n\n{lines}"), lines=Html("\n".join(lines))),
        rows=(*pairs(buttons), to_event(known.id)),
    )


def said(sheet: EventSheet, part: Part) -> str:
    """What a part is now, in the reader's language; empty where it says nothing."""
    if part in LONGEST:
        return sheet.text(part).to(language())
    return _SAID[part](sheet) if part in _SAID else ""


def _said_audience(sheet: EventSheet) -> str:
    return audience(sheet.audience) + (" · " + _("others are refused") if sheet.audience.strict else "")


def _said_where(sheet: EventSheet) -> str:
    parts = [how(sheet.format), place(sheet.where.place) if sheet.where.place else "", sheet.where.online_link]
    return " · ".join(one for one in parts if one)


def _said_classes(sheet: EventSheet) -> str:
    ratio = sheet.for_classes.pupils_per_adult
    return class_policy(sheet.for_classes.policy) + (f" · {ratios(ratio)}" if ratio else "")


_SAID: Final[dict[Part, Callable[[EventSheet], str]]] = {
    Part.KIND: lambda sheet: kind(sheet.kind),
    Part.AUDIENCE: _said_audience,
    Part.WHERE: _said_where,
    Part.REMINDERS: lambda sheet: reminders(sheet.reminder_rules),
    Part.CLASSES: _said_classes,
    Part.PUPILS: lambda sheet: pupil_policy(sheet.for_pupils),
    Part.POSTER: lambda sheet: "✅" if sheet.poster else "",
}


def reminders(rules: Sequence[ReminderRule]) -> str:
    """When participants are reminded, in words."""
    if not rules:
        return _("none")
    words = []
    for rule in rules:
        if rule.at is None:
            words.append(plural("{n} hour before", "{n} hours before", rule.ahead))
        else:
            days = plural("{n} day before", "{n} days before", rule.ahead) if rule.ahead else _("the same day")
            words.append(f"{days} ({rule.at:%H:%M})")
    return " · ".join(words)


def ratios(pupils: int) -> str:
    """How many pupils one adult accompanies."""
    if not pupils:
        return _("one adult is enough")
    return plural("an adult for {n} pupil", "an adult for {n} pupils", pupils)


def pupil_policy(policy: PupilPolicy) -> str:
    """How pupils who register one by one are taken."""
    return _("You decide about each") if policy is PupilPolicy.ASKED else _("Register at once")


def which_host(known: ManagedEvent, partners: Sequence[tuple[PartnerId, str]]) -> Screen:
    """Whose is the draft?"""
    rows = [
        (
            Button(
                ("● " if number == known.partner.id else "") + short(name, 50),
                ChooseHost(event=known.id, seen=known.revision, partner=number).pack(),
            ),
        )
        for number, name in partners
    ]
    return Screen(text=_("<b>Who hosts it?</b>"), rows=(*rows, to_event(known.id)))


def ask_texts(state: Drafting) -> Screen:
    """The title and the description at once, with a picture if there is one."""
    text = fill(
        _(
            "<b>Title and description</b> ({language})\n\nWrite them in one message: the first line is the title, all "
            "below it the description. A picture with such a text under it becomes the event's picture.\n\n"
            "Other languages can be added afterwards."
        ),
        language=LANGUAGE_NAMES[state.language],
    )
    return Screen(text=text, rows=(_languages(state), _going_on(state)))


def ask_text(state: Drafting, known: ManagedEvent) -> Screen:
    """A text in one language: what it is now, and another by typing."""
    part = state.part
    now = getattr(known.sheet.text(part), state.language.value)
    lines = [
        fill("<b>{name}</b> ({language})", name=part_name(part), language=LANGUAGE_NAMES[state.language]),
        fill(_("Now: {text}"), text=short(now, 1500)) if now else Html(_("There is none yet.")),
        Html(
            plural(
                "Type it as it should be, {n} character at the most.",
                "Type it as it should be, {n} characters at the most.",
                LONGEST[part],
            )
        ),
    ]
    if part is Part.ASKS:
        lines.append(Html(_("Ask only for what you cannot do without: a surname for the gate, for example.")))
    rows: list[Row] = [_languages(state)]
    if now:
        rows.append((Button(_("🗑 Leave it out"), _set(state, NOTHING)),))
    return Screen(text="\n\n".join(lines), rows=(*rows, to_event(known.id)))


def _languages(state: Drafting) -> Row:
    return tuple(
        Button(("● " if one is state.language else "") + LANGUAGE_NAMES[one], SayIn(language=one).pack())
        for one in Language
    )


def _going_on(state: Drafting) -> Row:
    later = (Button(_("⏭ Later"), GoOn().pack()),) if state.todo else ()
    return (*later, *to_event(state.event_id))


def _set(state: Drafting, value: str) -> str:
    return SetPart(event=state.event, part=state.part, value=value, seen=state.seen).pack()


def choices(state: Drafting, known: ManagedEvent) -> Screen:
    """A part that is chosen by a tap."""
    heading = fill("<b>{name}</b>", name=part_name(state.part))
    hint, buttons = _CHOICES[state.part](state, known)
    rows: list[Row] = [(button,) for button in buttons] if state.part is Part.POSTER else pairs(buttons)
    return Screen(text=f"{heading}\n\n{hint}", rows=(*rows, _going_on(state)))


def _kinds(state: Drafting, known: ManagedEvent) -> tuple[Html, list[Button]]:
    buttons = [
        Button(("● " if one is known.sheet.kind else "") + f"{KIND_ICONS[one]} {kind(one)}", _set(state, one.value))
        for one in EventKind
    ]
    return Html(_("What is it?")), buttons


def _grades(state: Drafting, known: ManagedEvent) -> tuple[Html, list[Button]]:
    now = known.sheet.audience
    buttons = [Button(_("Everybody"), _set(state, EVERYBODY))]
    buttons += [Button(grades.replace("-", "–"), _set(state, grades)) for grades in GRADES]
    if now.grade_from is not None or now.grade_to is not None:
        words = _("Only warn other grades") if now.strict else _("Refuse other grades")
        buttons.append(Button(words, _set(state, STRICT)))
    hint = fill(_("Now: {text}"), text=said(known.sheet, Part.AUDIENCE))
    return Html(hint + "\n" + _("For which grades is it? Tap, or type, for example: 8–11.")), buttons


def _classes(state: Drafting, known: ManagedEvent) -> tuple[Html, list[Button]]:
    now = known.sheet.for_classes
    buttons = [
        Button(("● " if one is now.policy else "") + class_policy(one), _set(state, one.value)) for one in ClassPolicy
    ]
    buttons += [
        Button(("● " if ratio == (now.pupils_per_adult or 0) else "") + ratios(ratio), _set(state, f"r{ratio}"))
        for ratio in RATIOS
    ]
    return Html(
        _("How are whole classes taken, and how many adults have to come along? Tap, or type a number.")
    ), buttons


def _pupils(state: Drafting, known: ManagedEvent) -> tuple[Html, list[Button]]:
    buttons = [
        Button(("● " if one is known.sheet.for_pupils else "") + pupil_policy(one), _set(state, one.value))
        for one in PupilPolicy
    ]
    return Html(_("Does whoever finds a seat have it, or do you decide about each, as about an internship?")), buttons


def _reminders(state: Drafting, known: ManagedEvent) -> tuple[Html, list[Button]]:
    buttons = []
    for number, rules in enumerate(REMINDERS):
        parsed = parse_rules(rules)
        mark = "● " if parsed == known.sheet.reminder_rules else ""
        buttons.append(Button(mark + reminders(parsed), _set(state, str(number))))
    hint = _(
        "When are participants reminded? Tap, or type: <code>1d@18:00</code> is the day before at 18:00, "
        "<code>2h</code> two hours before; several with ; between them."
    )
    return Html(hint), buttons


def _poster(state: Drafting, known: ManagedEvent) -> tuple[Html, list[Button]]:
    buttons = [Button(_("🗑 Without a picture"), _set(state, NOTHING))] if known.sheet.poster else []
    return Html(_("Send me a picture: it is shown on the event's card.")), buttons


_CHOICES: Final[dict[Part, Callable[[Drafting, ManagedEvent], tuple[Html, list[Button]]]]] = {
    Part.KIND: _kinds,
    Part.AUDIENCE: _grades,
    Part.CLASSES: _classes,
    Part.PUPILS: _pupils,
    Part.REMINDERS: _reminders,
    Part.POSTER: _poster,
}


def audience_of(value: str, now: Audience) -> Audience | None:
    """The audience that a tap stands for; None for one that we never made."""
    if value == EVERYBODY:
        return Audience()
    if value == STRICT:
        return Audience(grade_from=now.grade_from, grade_to=now.grade_to, strict=not now.strict)
    if value not in GRADES:
        return None
    low, high = value.split("-")
    return Audience(grade_from=int(low), grade_to=int(high), strict=now.strict)


def asked(state: Drafting, known: ManagedEvent) -> Screen:
    """The step that `state` is at."""
    if state.asking == TEXTS:
        return ask_texts(state)
    return ask_text(state, known) if state.part in LONGEST else choices(state, known)


def conflict(known: ManagedEvent, refusal: ChangedMeanwhile, *, part: Part, mine: str) -> Screen:
    """Somebody else has changed the event since it was shown: what they made of it, and what one's own would be."""
    parts = [Part(one) for one in refusal.parts]
    theirs = [fill("{name}: {value}", name=part_name(one), value=_now(known, one)) for one in parts]
    who = ", ".join(refusal.by) or _("Somebody else")
    text = fill(
        _(
            "⚠️ <b>{who} has changed this event meanwhile.</b> Nothing was overwritten.\n\nIt says now:\n{theirs}\n\n"
            "Yours would be:\n{name}: {mine}"
        ),
        who=who,
        theirs=Html("\n".join(theirs)),
        name=part_name(part),
        mine=short(mine, 600),
    )
    overwrite = Button(_("✍️ Put mine in all the same"), Overwrite(event=known.id, seen=refusal.revision).pack())
    return Screen(text=text, rows=((overwrite,), (Button(_("👀 Look again"), to_event(known.id)[0].data),), home_row()))


def _now(known: ManagedEvent, part: Part) -> str:
    if part is Part.HOST:
        return known.partner.name.to(language())
    if part is Part.PUBLISHING:
        return _("published") if known.published_at is not None else _("not published")
    return short(said(known.sheet, part) or "—", 400)
