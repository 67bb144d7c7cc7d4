"""Where an event is: a place used before, a new one, or a link to join."""

from collections.abc import Sequence
from typing import Final

from domain.drafts import ManagedEvent, Part, Whereabouts
from domain.identities import SlotId
from domain.people import City
from handlers.programme_buttons import ChooseCity, ChooseZone, EditEvent, GoOn, SetPart
from handlers.programme_states import AskingPlace, Drafting, Placing
from handlers.screens.drafting import said
from handlers.screens.lengths import short
from handlers.screens.programme import to_event
from handlers.screens.screen import Button, Row, Screen, pairs
from handlers.screens.words import home_row, place
from handlers.texts import _, fill, language

ZONES: Final = (
    *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk"),
    *("Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Almaty", "Asia/Tashkent", "Asia/Bishkek"),
)
"""Zones of one tap: of Russia and Kazakhstan, and next to them; any other can be typed."""
NEW: Final = "new"
ONLINE: Final = "online"
HYBRID: Final = "hybrid"
USED: Final = "u"
"""Followed by a date that was there."""
_CITIES_SHOWN: Final = 12


def where(state: Drafting, known: ManagedEvent, used: Sequence[tuple[SlotId, Whereabouts]]) -> Screen:
    """Where is it? Places that were used before come first."""

    def choice(words: str, value: str) -> Row:
        return (Button(words, SetPart(event=known.id, part=Part.WHERE, value=value, seen=state.seen).pack()),)

    rows = [choice("📍 " + short(place(one.place), 50), f"{USED}{slot}") for slot, one in used if one.place]
    rows += [
        choice(_("➕ Another place"), NEW),
        choice(_("💻 Online"), ONLINE),
        choice(_("🔀 In person and online"), HYBRID),
    ]
    now = said(known.sheet, Part.WHERE) if known.sheet.where.zone else "—"
    hint = _("Where is it?") if known.is_draft else _("Where are its new dates? Those that stand are moved one by one.")
    later = (Button(_("⏭ Later"), GoOn().pack()),) if state.todo else ()
    return Screen(
        text=fill("<b>{hint}</b>\n\n{now}", hint=hint, now=fill(_("Now: {text}"), text=now)),
        rows=(*rows, (*later, *to_event(known.id))),
    )


def ask(state: Placing, cities: Sequence[City] = (), zone: str = "") -> Screen:
    """The step of telling of a new place that `state` is at. `zone`: what clocks most likely show."""
    match state.at:
        case AskingPlace.NAME:
            text = _(
                "<b>A new place</b>\n\nType its name, and its address in the second line. Or send a place from the map "
                "(📎 → Location): it brings its pin along."
            )
            rows: list[Row] = []
        case AskingPlace.CITY:
            text = _("In which city is it? Tap, or type a new one.")
            buttons = [Button(short(one.name.to(language()), 30), ChooseCity(city=one.id).pack()) for one in cities]
            rows = pairs(buttons[:_CITIES_SHOWN])
        case AskingPlace.ZONE:
            text = _("Which clocks count there? Tap, or type the zone's name, for example: Asia/Almaty.")
            known = [zone, *(one for one in ZONES if one != zone)] if zone in ZONES else list(ZONES)
            rows = pairs([Button(one, ChooseZone(number=ZONES.index(one)).pack()) for one in known])
        case AskingPlace.PIN:
            text = _("Send its location (📎 → Location), so that people find the way by the map. Or go on without.")
            rows = [(Button(_("⏭ Without a pin"), GoOn().pack()),)]
        case AskingPlace.LINK:
            text = _(
                "Send the link to join, whole, for example: https://meet.example.org/1. Only those who have a ticket "
                "see it."
            )
            rows = [(Button(_("⏭ Later"), GoOn().pack()),)]
    back = Button(_("⬅️ Back"), EditEvent(event=state.event, part=Part.WHERE).pack())
    return Screen(text=text, rows=(*rows, (back, *home_row())))


def not_a_place() -> str:
    """Neither a name nor a location."""
    return _("Please type the name of the place, or send a location.")


def not_a_zone(meant: str) -> str:
    """No zone is called so."""
    if meant:
        return fill(_("I know no such zone. Did you mean {meant}? Then type that."), meant=meant)
    return _("I know no such zone. It is written like Asia/Almaty or Europe/Moscow.")


def not_a_link() -> str:
    """It does not begin as links do."""
    return _("That is no whole link: it begins with https:// and has no blanks.")
