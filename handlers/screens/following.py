"""Following: what one follows, what there is to follow, and what is new."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.following import TOLD_AT, Follow, Following, News, Wish
from domain.identities import PartnerId
from domain.languages import Texts
from domain.people import City, Person
from domain.programme import Event, EventKind
from handlers import following_buttons as buttons
from handlers.buttons import Browse, SeeEvent, Settings
from handlers.following_buttons import FollowWhat, FollowWhich, LetGo, MuteNews, SeeFollowing, SeeNews
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.lists import in_rows
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import KIND_ICONS, city, home_row, kind
from handlers.texts import Html, _, fill, language, plural

_LONGEST_LABEL: Final = 48
_MOST_CHOICES: Final = 20


def mine(found: Following, note: str = "") -> Screen:
    """What I follow, each with a way to let it go; and the switch for all of it."""
    lines = [fill("{number}. {what}", number=n, what=words(one)) for n, one in enumerate(found.follows, start=1)]
    text = Html(
        "\n".join(lines) or _("Nothing yet. Choose what you'd like to hear of, and I tell you when there is more.")
    )
    heading = fill(_("<b>What you follow</b>\n\n{lines}"), lines=text)
    if found.follows:
        when = (
            _("🔕 You hear nothing of it for now.")
            if found.muted
            else _("New events come in one message a day at most, at {time}.").format(time=f"{TOLD_AT:%H:%M}")
        )
        heading = fill("{heading}\n\n<i>{when}</i>", heading=heading, when=when)
    rows: list[Row] = [
        (Button(short(f"✖️ {words(one)}", _LONGEST_LABEL), LetGo(follow=one.id).pack()),) for one in found.follows
    ]
    rows.append((Button(_("➕ Follow more"), FollowWhat().pack()),))
    if found.follows:
        mute = (
            Button(_("🔔 Tell me again"), MuteNews(muted=0).pack())
            if found.muted
            else Button(_("🔕 Not for now"), MuteNews(muted=1).pack())
        )
        rows.append((mute, Button(_("🗑 All off"), LetGo(follow=0).pack())))
    rows.append((Button(_("⚙️ Settings"), Settings().pack()), *home_row()))
    shown = Screen(text=heading, rows=tuple(rows))
    return shown.topped(note) if note else shown


def ask_let_all_go() -> Screen:
    """Really nothing?"""
    return Screen(
        text=_("<b>Follow nothing any more?</b>\n\nI then tell you of no new events. Your bookings stay."),
        rows=(
            (Button(_("Yes, all off"), LetGo(follow=0, sure=1).pack()),),
            (Button(_("No, leave it"), SeeFollowing().pack()), *home_row()),
        ),
    )


def words(follow: Follow) -> str:
    """What is followed, in a few words."""
    return described(
        follow.wish,
        partner=follow.partner.to(language()) if follow.partner else "",
        where=follow.city.to(language()) if follow.city else "",
    )


def described(wish: Wish, *, partner: str, where: str) -> str:
    """A wish in a few words, with the names of its host and city."""
    parts = [
        kind(wish.kind) if wish.kind else "",
        partner,
        where,
        _("for grade {low}").format(low=wish.grade) if wish.grade else "",
        _("for my grade") if wish.own_grade else "",
        _("online") if wish.online else "",
    ]
    return " · ".join(part for part in parts if part)


def what_of_event(event: Event, cities: Sequence[City], person: Person) -> Screen:
    """What of this event to follow."""
    of_kind, of_host = Wish(kind=event.kind), Wish(partner=event.partner.id)
    rows: list[Row] = [
        _choice(f"🏢 {event.partner.name.to(language())}", of_host),
        _choice(f"{KIND_ICONS[event.kind]} {kind(event.kind)}", of_kind),
    ]
    rows += [_choice(f"📍 {one.name.to(language())}", Wish(city=one.id)) for one in cities]
    rows += _own_grade(person)
    return _choosing(rows, Button(_("⬅️ Back to the event"), SeeEvent(event=event.id).pack()))


def what(person: Person, narrowed: Wish, label: str, back: Browse | None) -> Screen:
    """What there is to follow; first what the list was narrowed down to."""
    rows: list[Row] = [_choice(f"🔎 {label}", narrowed)] if narrowed else []
    rows += _own_grade(person)
    rows += [
        (Button(_("🏷 A kind of event"), FollowWhich(of="k").pack()),),
        (Button(_("🏢 A host"), FollowWhich(of="p").pack()), Button(_("📍 A city"), FollowWhich(of="c").pack())),
    ]
    to = Button(_("⬅️ Back"), SeeFollowing().pack())
    return _choosing(rows, to if back is None else Button(_("⬅️ Back to the list"), back.pack()))


def which_kind() -> Screen:
    """Choose a kind to follow."""
    rows = [_choice(f"{KIND_ICONS[one]} {kind(one)}", Wish(kind=one)) for one in EventKind]
    return _choosing(rows, Button(_("⬅️ Back"), FollowWhat().pack()))


def which_host(partners: Mapping[PartnerId, Texts]) -> Screen:
    """Choose a host to follow."""
    named = sorted((name.to(language()), number) for number, name in partners.items())
    rows = [_choice(f"🏢 {name}", Wish(partner=number)) for name, number in named[:_MOST_CHOICES]]
    return _choosing(rows, Button(_("⬅️ Back"), FollowWhat().pack()))


def which_city(cities: Sequence[City]) -> Screen:
    """Choose a city to follow."""
    rows = [_choice(f"📍 {one.name.to(language())}", Wish(city=one.id)) for one in cities[:_MOST_CHOICES]]
    return _choosing(rows, Button(_("⬅️ Back"), FollowWhat().pack()))


def _own_grade(person: Person) -> list[Row]:
    if person.pupil is None and not person.children:
        return []
    label = _("🎓 For my grade") if person.pupil else _("🎓 For my children's grades")
    return [_choice(label, Wish(own_grade=True))]


def _choice(label: str, wish: Wish) -> Row:
    return (Button(short(label, _LONGEST_LABEL), buttons.Follow.of(wish).pack()),)


def _choosing(rows: Sequence[Row], back: Button) -> Screen:
    text = _("🔔 <b>What would you like to follow?</b>\n\nI tell you of new events, in one message a day at most.")
    return Screen(text=text, rows=(*rows, (back, *home_row())))


def told(news: News) -> Screen:
    """The day's new events, in one message."""
    return _listed(news, _("🔔 <b>New, and perhaps for you:</b>"), page=0)


def more(news: News, *, page: int) -> Screen:
    """A page of what became new and fits."""
    return _listed(news, _("🔔 <b>More of what is new:</b>"), page=page)


def _listed(news: News, heading: str, *, page: int) -> Screen:
    lines = [
        fill(
            "{number}. {icon} <b>{title}</b>\n{host} · {when} · {city}",
            number=number,
            icon=KIND_ICONS[one.next_date.kind],
            title=one.next_date.title.to(language()),
            host=one.host.to(language()),
            when=dates.moment(one.next_date.starts_at, one.next_date.zone),
            city=city(one.next_date),
        )
        for number, one in enumerate(news.events, start=1)
    ]
    numbers = [Button(str(n), SeeEvent(event=one.event).pack()) for n, one in enumerate(news.events, start=1)]
    rows: list[Row] = in_rows(numbers, width=4)
    if news.more:
        label = plural("… and {n} more", "… and {n} more", news.more)
        rows.append((Button(label, SeeNews(since=news.since, page=page + 1).pack()),))
    if page:
        rows.append((Button(_("⬅️ Earlier"), SeeNews(since=news.since, page=page - 1).pack()),))
    rows.append((Button(_("🔔 What I follow"), SeeFollowing().pack()), *home_row()))
    body = "\n\n".join(lines) if lines else _("Nothing is left of it: it is over, or you are registered already.")
    return Screen(text=f"{heading}\n\n{body}", rows=tuple(rows))
