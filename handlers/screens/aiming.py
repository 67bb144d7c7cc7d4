"""Whom an announcement is for, put together by taps, and said in words. Leaves counting them to the store."""

import zlib
from collections.abc import Callable, Sequence
from typing import Final

from domain.announcements import Announcement
from domain.languages import Language
from domain.segments import DateTarget, EventTarget, Named, Presence, Role, Segment, Target
from domain.typed import HIGHEST_GRADE, LOWEST_GRADE
from handlers.announce_buttons import Aim, AimAt, AimAtEvent, AimBy, SeeAnnouncement
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.lists import in_rows
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.settings import LANGUAGE_NAMES
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language, plural

TARGETS: Final = 8
"""How many of a long list are on a page."""
_MOST_NAMED: Final = 4

_ROLES: Final[dict[Role, Callable[[], str]]] = {
    Role.PUPIL: lambda: _("pupils"),
    Role.GUARDIAN: lambda: _("parents"),
    Role.TEACHER: lambda: _("teachers"),
}
_PRESENCES: Final[dict[Presence, Callable[[], str]]] = {
    Presence.CONFIRMED: lambda: _("registered"),
    Presence.WAITING: lambda: _("waiting for a seat"),
    Presence.ATTENDED: lambda: _("was there"),
    Presence.ABSENT: lambda: _("was registered and never came"),
}


def words(of: Segment, named: Named, *, scoped: bool) -> Html:
    """Who is in it, in words. `scoped`: only those who have had to do with the partner."""
    each = [said for said in _each(of, named).values() if said]
    if not each:
        said = _("Everybody") if not scoped else _("Everybody who has had to do with you")
        return fill("{said}", said=said)
    template = _("Of those who have had to do with you: {who}") if scoped else "{who}"
    return fill(template, who="; ".join(each))


def _each(of: Segment, named: Named) -> dict[AimBy, str]:
    """What is chosen for each, in words; empty where it does not matter."""
    grades = ", ".join(map(str, sorted(of.grades)))
    return {
        AimBy.ROLE: ", ".join(_ROLES[one]() for one in Role if one in of.roles),
        AimBy.EVENT: _standing(of, named),
        AimBy.GRADE: _("grades {grades}").format(grades=grades) if grades else "",
        AimBy.SCHOOL: _listed([named.schools.get(one, "?") for one in sorted(of.schools)]),
        AimBy.CLASS: _listed([named.classes.get(one, "?") for one in sorted(of.classes)]),
        AimBy.CITY: _listed(sorted(of.cities)),
        AimBy.LANGUAGE: ", ".join(LANGUAGE_NAMES[one] for one in Language if one in of.languages),
    }


def _standing(of: Segment, named: Named) -> str:
    if of.attending is None or named.event is None:
        return ""
    what = f"«{named.event.title.to(language())}»"
    if named.date is not None:
        what += f", {dates.moment(named.date.starts_at, named.date.zone)}"
    return f"{_PRESENCES[of.attending.presence]()}: {what}"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    if (more := len(names) - _MOST_NAMED) <= 0:
        return shown
    others = plural("and {n} more", "and {n} more", more)
    return f"{shown} {others}"


def aims(of: Announcement, named: Named, recipients: int) -> Screen:
    """All that narrows it down, each with what is chosen."""
    chosen = _each(of.segment, named)
    names = {
        AimBy.ROLE: _("🧑 As whom"),
        AimBy.EVENT: _("🎟 By event"),
        AimBy.GRADE: _("🎓 Grade"),
        AimBy.SCHOOL: _("🏫 School"),
        AimBy.CLASS: _("👥 Class"),
        AimBy.CITY: _("📍 City"),
        AimBy.LANGUAGE: _("🌐 Language"),
    }
    buttons = [
        Button(
            short(f"{name.partition(' ')[0]} {chosen[by]}" if chosen[by] else name, 40),
            (AimAtEvent(announcement=of.id) if by is AimBy.EVENT else Aim(announcement=of.id, by=by)).pack(),
        )
        for by, name in names.items()
    ]
    text = fill(
        _("<b>Who gets it?</b>\n\n👥 {words}\n➡️ <b>{many}</b>\n\nEach thing you choose narrows it down."),
        words=words(of.segment, named, scoped=of.partner is not None),
        many=plural("{n} person gets it", "{n} people get it", recipients),
    )
    return Screen(text=text, rows=(*in_rows(buttons, 2), (Button(_("✅ That's it"), _one(of)), *home_row())))


def which(of: Announcement, by: AimBy, targets: Sequence[Target], *, cities: Sequence[str], page: int) -> Screen:
    """The choices of one; what is chosen has a tick, and a tap takes it out again."""
    segment = of.segment
    match by:
        case AimBy.ROLE:
            choices = [(one.value, _ROLES[one](), one in segment.roles) for one in Role]
        case AimBy.LANGUAGE:
            choices = [(one.value, LANGUAGE_NAMES[one], one in segment.languages) for one in Language]
        case AimBy.GRADE:
            grades = range(LOWEST_GRADE, HIGHEST_GRADE + 1)
            choices = [(str(one), str(one), one in segment.grades) for one in grades]
        case AimBy.CITY:
            shown = cities[page * TARGETS : (page + 1) * TARGETS]
            choices = [(city_key(one), one, one in segment.cities) for one in shown]
        case _:
            chosen = set[int](segment.schools) if by is AimBy.SCHOOL else set[int](segment.classes)
            choices = [(str(one.id), one.name, one.id in chosen) for one in targets]
    buttons = [
        Button(
            f"{'☑️' if on else '⬜️'} {short(name, 48)}", AimAt(announcement=of.id, by=by, value=key, page=page).pack()
        )
        for key, name, on in choices
    ]
    rows = list(in_rows(buttons, 4 if by is AimBy.GRADE else 1))
    turning = []
    if page:
        turning.append(Button("⬅️", Aim(announcement=of.id, by=by, page=page - 1).pack()))
    if len(choices) == TARGETS and by in {AimBy.SCHOOL, AimBy.CLASS, AimBy.CITY}:
        turning.append(Button("➡️", Aim(announcement=of.id, by=by, page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    rows.append((Button(_("Doesn't matter"), AimAt(announcement=of.id, by=by).pack()), _back(of)))
    text = _QUESTIONS[by]() if choices else _("There is nothing here to choose from yet.")
    return Screen(text=f"<b>{text}</b>", rows=(*rows, home_row()))


_QUESTIONS: Final[dict[AimBy, Callable[[], str]]] = {
    AimBy.ROLE: lambda: _("As whom do they come?"),
    AimBy.SCHOOL: lambda: _("From which schools?"),
    AimBy.GRADE: lambda: _("In which grades?"),
    AimBy.CITY: lambda: _("In which cities?"),
    AimBy.LANGUAGE: lambda: _("Who reads which language?"),
    AimBy.CLASS: lambda: _("From which classes?"),
}


def events(of: Announcement, found: Sequence[EventTarget], *, page: int) -> Screen:
    """By which event?"""
    rows: list[Row] = [
        (Button(short(one.title.to(language()), 60), AimAtEvent(announcement=of.id, event=one.id).pack()),)
        for one in found
    ]
    turning = []
    if page:
        turning.append(Button("⬅️", Aim(announcement=of.id, by=AimBy.EVENT, page=page - 1).pack()))
    if len(found) == TARGETS:
        turning.append(Button("➡️", Aim(announcement=of.id, by=AimBy.EVENT, page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    rows.append((Button(_("Doesn't matter"), AimAt(announcement=of.id, by=AimBy.EVENT).pack()), _back(of)))
    text = _("By which event?") if found else _("There is nothing here to choose from yet.")
    return Screen(text=f"<b>{text}</b>", rows=(*rows, home_row()))


def standings(of: Announcement, event: EventTarget, found: Sequence[DateTarget], *, slot: int) -> Screen:
    """How do they stand to it, or to one of its dates?"""

    def to(presence: Presence) -> str:
        return AimAtEvent(announcement=of.id, event=event.id, slot=slot, presence=presence).pack()

    chosen = next((one for one in found if one.id == slot), None)
    rows: list[Row] = [(Button(said(), to(presence)),) for presence, said in _PRESENCES.items()]
    if chosen is None:
        rows += [
            (
                Button(
                    f"📅 {dates.moment(one.starts_at, one.zone)}",
                    AimAtEvent(announcement=of.id, event=event.id, slot=one.id).pack(),
                ),
            )
            for one in found
        ]
    when = dates.moment(chosen.starts_at, chosen.zone) if chosen else _("all dates; or choose one below")
    text = fill(
        _(
            "<b>{title}</b>\n📅 {when}\n\nWho shall get it? Of whom nobody has noted whether they came, is in neither "
            "of the last two."
        ),
        title=event.title.to(language()),
        when=when,
    )
    return Screen(text=text, rows=(*rows, (_back(of), *home_row())))


def city_key(name: str) -> str:
    """A city in a button: its name may be longer than a button holds."""
    return f"{zlib.crc32(name.encode()):08x}"


def _back(of: Announcement) -> Button:
    return Button(_("⬅️ Back"), Aim(announcement=of.id).pack())


def _one(of: Announcement) -> str:
    return SeeAnnouncement(announcement=of.id).pack()
