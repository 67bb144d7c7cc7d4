"""Posts: how they look in a channel or group, and as those who post see them. Nothing personal is ever in one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from domain.identities import EventId, Intent, PartnerId
from domain.languages import Language, Texts
from domain.posts import Post, PostCard, PostPlace, PostState, Standing
from domain.rights import OrganizerRole, Rights
from domain.segments import DateTarget, EventTarget
from handlers.announce_buttons import (
    ClaimPlace,
    PostWhat,
    PreviewPost,
    SeeAnnouncements,
    SeePlace,
    SeePlaces,
    SeePost,
)
from handlers.house import House
from handlers.links import event_link
from handlers.screens import dates
from handlers.screens.lengths import LONGEST_CAPTION, LONGEST_TEXT, short, with_description
from handlers.screens.organizing import PAGE_SIZE
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.settings import LANGUAGE_NAMES
from handlers.screens.words import KIND_ICONS, audience, city, home_row, how, kind, where
from handlers.texts import Html, _, fill, language

_STANDS: Final[dict[Standing, Callable[[], str]]] = {
    Standing.SOON: lambda: _("⏳ Registration opens soon"),
    Standing.OPEN: lambda: _("✅ There are seats"),
    Standing.FULL: lambda: _("🙋 All seats are taken, the waiting list is open"),
    Standing.CLOSED: lambda: _("🔒 Registration is closed"),
    Standing.CANCELLED: lambda: _("❌ It does not take place"),
    Standing.OVER: lambda: _("🏁 It has taken place. Thank you for coming!"),
}
_STATES: Final[dict[PostState, Callable[[], str]]] = {
    PostState.WAITING: lambda: _("🕒 on its way"),
    PostState.SENDING: lambda: _("🕒 on its way"),
    PostState.STANDING: lambda: _("✅ there, and kept up to date"),
    PostState.OVER: lambda: _("🏁 there, and over"),
    PostState.UNCERTAIN: lambda: _("❔ perhaps there: Telegram did not answer. Please have a look"),
    PostState.REFUSED: lambda: _("🚫 Telegram did not take it"),
    PostState.GONE: lambda: _("🗑 not there any more, or I may not change it"),
}


def post(card: PostCard, house: House) -> Screen:
    """The post itself, with one button that leads to the bot, and is counted."""
    event, slot = card.post.event, card.post.slot
    heading = fill(
        "{icon} <b>{title}</b>\n<i>{kind} · {how} · {audience}</i>",
        icon=KIND_ICONS[event.kind],
        title=event.title.to(language()),
        kind=kind(event.kind),
        how=how(event.format),
        audience=audience(event.audience),
    )
    host = fill("🏢 {host}", host=event.partner.name.to(language()))
    if slot is not None and card.stands is not None:
        facts = [host, where(slot), fill("📅 {times}", times=dates.times(slot))]
        after = [
            Html("\n".join(line for line in facts if line)),
            fill("<b>{stands}</b>", stands=_STANDS[card.stands]()),
        ]
    else:
        after = [host, _all_dates(card)]
    longest = LONGEST_CAPTION if event.poster is not None else LONGEST_TEXT
    text = with_description(heading, event.description.to(language()), after, longest)
    button = _button(card)
    link = event_link(house.username, event.id, card.post.source)
    return Screen(text=text, rows=((Button(button, url=link),),) if button else ())


def _all_dates(card: PostCard) -> Html:
    if not card.dates:
        return Html(_("There are no dates ahead just now."))
    full = " · " + _("full")
    lines = [
        f"📅 {dates.moment(one.starts_at, one.zone)} · {city(one)}{'' if one.free > 0 else full}" for one in card.dates
    ]
    return fill("{lines}", lines="\n".join(lines))


def _button(card: PostCard) -> str:
    match card.stands:
        case Standing.OPEN:
            return _("✅ Register")
        case Standing.FULL:
            return _("🙋 Join the waiting list")
        case Standing.CANCELLED | Standing.CLOSED:
            return _("🗓 Other dates")
        case Standing.OVER:
            return ""
    return _("🗓 Dates and seats")


def places(found: Sequence[PostPlace], named: Mapping[PartnerId, Texts], *, page: int) -> Screen:
    """Where one can post."""
    rows: list[Row] = []
    for one in found:
        sign = "🚫" if one.lost else "❔" if one.partner is None else "📌"
        whose = "" if one.partner is None else f" · {named[one.partner].to(language())}"
        rows.append((Button(short(f"{sign} {one.title}{whose}", 60), SeePlace(place=one.id).pack()),))
    turning = []
    if page:
        turning.append(Button("⬅️", SeePlaces(page=page - 1).pack()))
    if len(found) == PAGE_SIZE:
        turning.append(Button("➡️", SeePlaces(page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    text = _(
        "<b>Channels and groups</b>\n\nAdd me to a channel or group as an administrator, and I ask you here whose it "
        "is. Then you can post events there, with a button to register; I keep the posts up to date."
    )
    return Screen(text=text, rows=(*rows, _to_announcements()))


def whose_place(of: PostPlace, may: Rights, named: Mapping[PartnerId, Texts]) -> Screen:
    """Whose is this channel or group?"""
    rows: list[Row] = [
        (Button(short(name.to(language())), ClaimPlace(place=of.id, partner=number).pack()),)
        for number, name in named.items()
        if may.may(OrganizerRole.ANNOUNCEMENTS, number)
    ]
    text = fill(_("📌 <b>{title}</b>\n\nWhose is it? The organizers of that partner can post there."), title=of.title)
    return Screen(text=text, rows=(*rows, _to_places()))


def place(of: PostPlace, found: Sequence[Post], named: Mapping[PartnerId, Texts], *, page: int) -> Screen:
    """One channel or group, with what was posted there."""
    rows: list[Row] = []
    if not of.lost:
        rows.append((Button(_("➕ Post an event"), PostWhat(place=of.id).pack()),))
    rows += [(Button(short(_line(one), 60), SeePost(post=one.id).pack()),) for one in found]
    turning = []
    if page:
        turning.append(Button("⬅️", SeePlace(place=of.id, page=page - 1).pack()))
    if len(found) == PAGE_SIZE:
        turning.append(Button("➡️", SeePlace(place=of.id, page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    lost = _("🚫 I can't post there any more. Make me an administrator again.") if of.lost else ""
    text = fill(
        _("📌 <b>{title}</b>\n🏢 {whose}\n\n{lost}"),
        title=of.title,
        whose="" if of.partner is None else named[of.partner].to(language()),
        lost=lost,
    )
    return Screen(text=text.rstrip(), rows=(*rows, _to_places()))


def which_event(of: PostPlace, found: Sequence[EventTarget], *, page: int) -> Screen:
    """Which event shall be posted?"""
    rows: list[Row] = [
        (Button(short(one.title.to(language()), 60), PostWhat(place=of.id, event=one.id).pack()),) for one in found
    ]
    turning = []
    if page:
        turning.append(Button("⬅️", PostWhat(place=of.id, page=page - 1).pack()))
    if len(found) == PAGE_SIZE:
        turning.append(Button("➡️", PostWhat(place=of.id, page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    text = _("Which event shall I post?") if found else _("Nothing is published that you could post.")
    return Screen(text=f"<b>{text}</b>", rows=(*rows, _to_place(of)))


def which_date(of: PostPlace, event: EventId, title: Texts, found: Sequence[DateTarget]) -> Screen:
    """One of its dates, or all of them?"""
    rows: list[Row] = [
        (
            Button(
                f"📅 {dates.moment(one.starts_at, one.zone)}",
                PreviewPost(place=of.id, event=event, slot=one.id).pack(),
            ),
        )
        for one in found
    ]
    rows.append((Button(_("🗓 All dates"), PreviewPost(place=of.id, event=event).pack()),))
    text = fill(_("<b>{title}</b>\n\nWhich date shall I post?"), title=title.to(language()))
    return Screen(text=text, rows=(*rows, _to_place(of)))


def preview(card: PostCard, shown: Screen, intent: Intent) -> Screen:
    """How it would look, in which language, and the button that posts it."""
    of, event = card.post.place, card.post.event
    slot = 0 if card.post.slot is None else card.post.slot.id

    def to(one: Language, intent: str = "") -> str:
        return PreviewPost(place=of.id, event=event.id, slot=slot, language=one.value, intent=intent).pack()

    tongues = tuple(
        Button(f"{'☑️ ' if one is card.post.language else ''}{LANGUAGE_NAMES[one]}", to(one)) for one in Language
    )
    note = fill(_("<i>So it will look in «{title}»:</i>"), title=of.title)
    if event.poster is not None:
        note = fill("{note}\n{picture}", note=note, picture=_("🖼 The event's picture goes with it."))
    button = fill("\n\n[ {button} ]", button=shown.rows[0][0].text) if shown.rows else Html("")
    rows: list[Row] = [tongues, (Button(_("📌 Post it"), to(card.post.language, intent)),)]
    return Screen(text=f"{note}\n\n{shown.text}{button}", rows=(*rows, _to_place(of)))


def one_post(of: Post, came: int, registered: int) -> Screen:
    """A post: how it stands, and whom it has brought."""
    text = fill(
        _("📌 <b>{title}</b>\n{place} · {when}\n\n{state}\n\n👣 Came by it: {came}, registered: {registered}"),
        title=of.event.title.to(language()),
        place=of.place.title,
        when="" if of.slot is None else dates.moment(of.slot.starts_at, of.slot.zone),
        state=_STATES[of.state](),
        came=came,
        registered=registered,
    )
    rows: list[Row] = []
    if of.state.can_go_again and not of.place.lost:
        rows.append((Button(_("🔁 It isn't there: post it anew"), SeePost(post=of.id, again=1).pack()),))
    rows.append((Button(_("🔄 Look again"), SeePost(post=of.id).pack()),))
    return Screen(text=text, rows=(*rows, _to_place(of.place)))


def _line(of: Post) -> str:
    when = "" if of.slot is None else f" · {dates.short_day(of.slot.local_start().date())}"
    return f"{_STATES[of.state]()[0]} {of.event.title.to(language())}{when}"


def _to_place(of: PostPlace) -> Row:
    return (Button(_("⬅️ Back"), SeePlace(place=of.id).pack()), *home_row())


def _to_places() -> Row:
    return (Button(_("⬅️ Channels and groups"), SeePlaces().pack()), *home_row())


def _to_announcements() -> Row:
    return (Button(_("⬅️ Announcements"), SeeAnnouncements().pack()), *home_row())
