"""Announcements as those who make them see them: the list, a draft, when it goes, how it gets on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from domain.announcements import Announcement, AnnouncementState, Content, PausedBecause, Progress, Written
from domain.identities import PartnerId
from domain.languages import Language, Texts
from domain.moments import HOUR, MINUTE, Instant, instant, local
from domain.rights import OrganizerRole, Rights
from handlers.announce_buttons import (
    Aim,
    ChooseTime,
    Doing,
    NewAnnouncement,
    Reword,
    SeeAnnouncement,
    SeeAnnouncements,
    SeePlaces,
    SendOut,
    Steer,
    TryOut,
)
from handlers.house import House
from handlers.originals import in_short
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.organizing import PAGE_SIZE, back
from handlers.screens.screen import Button, Row, Screen, Where, pairs
from handlers.screens.settings import LANGUAGE_NAMES
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language, plural

DAYS_AHEAD: Final = 8
HOURS: Final = (8, 9, 10, 12, 14, 15, 16, 17, 18, 19, 20, 21)
_BAR: Final = 12
_EXCERPT: Final = 160
_IN_LIST: Final = 28


def announcements(found: Sequence[Announcement], *, page: int, zone: str) -> Screen:
    """A page of them, newest first; a new one; and channels and groups."""
    rows: list[Row] = [(Button(_("➕ New announcement"), NewAnnouncement().pack()),)]
    rows += [
        (Button(f"{_sign(one)} {_in_list(one, zone)}", SeeAnnouncement(announcement=one.id).pack()),) for one in found
    ]
    turning = []
    if page:
        turning.append(Button("⬅️", SeeAnnouncements(page=page - 1).pack()))
    if len(found) == PAGE_SIZE:
        turning.append(Button("➡️", SeeAnnouncements(page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    rows.append((Button(_("📌 Channels and groups"), SeePlaces().pack()),))
    text = _(
        "<b>Announcements</b>\n\nAny message, to whom you choose: you see how many get it before anything is sent, and "
        "can stop it at any time."
    )
    return Screen(text=text, rows=(*rows, *back()))


def whose(rights: Rights, named: Mapping[PartnerId, Texts]) -> Screen:
    """For which partner is a new one?"""
    rows: list[Row] = []
    if rights.owner:
        rows.append((Button(_("🏠 From all of us"), NewAnnouncement(chosen=1).pack()),))
    rows += [
        (Button(short(name.to(language())), NewAnnouncement(partner=number, chosen=1).pack()),)
        for number, name in named.items()
        if rights.may(OrganizerRole.ANNOUNCEMENTS, number)
    ]
    text = _("<b>New announcement</b>\n\nWho announces it? A partner reaches those who have had to do with it.")
    return Screen(text=text, rows=(*rows, _to_list()))


def compose(to: Language, *, announcement: int = 0) -> Screen:
    """Send me what it says."""
    text = fill(
        _(
            "<b>Send me the message</b> ({language})\n\nWrite it here, or send a picture, a video, a file, an album or "
            "a poll: they get it just as you send it. Formatting stays.\n\nNothing goes out yet."
        ),
        language=LANGUAGE_NAMES[to],
    )
    way_back = (
        Button(_("⬅️ Back"), SeeAnnouncement(announcement=announcement).pack())
        if announcement
        else Button(_("⬅️ Announcements"), SeeAnnouncements().pack())
    )
    return Screen(text=text, rows=((way_back, *home_row()),))


def album_comes() -> Screen:
    """The first part of an album is here."""
    return Screen(text=_("An album! I'm gathering its parts, one moment…"), rows=(_to_list(),))


def not_copied() -> Html:
    """What came is nothing that can be copied."""
    return Html(_("I can't pass that on: Telegram lets nobody copy it. Send it another way, please."))


def refused_by_telegram(why: str) -> Html:
    """A try-out did not work."""
    return fill(
        _("⚠️ Telegram would not take that message, so nobody would get it. Send me another one.\n<i>{why}</i>"), why=why
    )


def draft(
    of: Announcement, aimed: Html, *, recipients: int, house: House, now: Instant, partner: Texts | None
) -> Screen:
    """A draft: what it says, who gets it, how many, and what can be done with it."""
    many = plural("{n} person gets it", "{n} people get it", recipients) if recipients else _("nobody gets it so far")
    text = fill(
        _("<b>Draft № {number}</b> · {whose}\n\n{says}\n\n👥 {aimed}\n➡️ <b>{many}</b>{quiet}"),
        number=of.id,
        whose=_whose(partner),
        says=_says(of),
        aimed=aimed,
        many=many,
        quiet=_quiet(now, house),
    )
    number = of.id
    rows: list[Row] = [
        (
            Button(_("👥 Who gets it"), Aim(announcement=number).pack()),
            Button(_("🌐 Text and languages"), Reword(announcement=number).pack()),
        ),
        (Button(_("👁 Send it to me"), TryOut(announcement=number).pack()),),
    ]
    if recipients:
        rows.append(
            (
                Button(_("🚀 Send now"), SendOut(announcement=number).pack()),
                Button(_("🕒 At a time"), ChooseTime(announcement=number).pack()),
            )
        )
    rows.append((Button(_("🗑 Throw away"), Steer(announcement=number, do=Doing.CANCEL).pack()), _list_button()))
    return Screen(text=text, rows=(*rows, home_row()))


def wordings(of: Announcement) -> Screen:
    """What it says in which language; each can be said anew, or taken out."""
    rows: list[Row] = []
    for one in Language:
        here = one in of.contents.by_language
        row = [
            Button(
                ("✏️ " if here else "➕ ") + LANGUAGE_NAMES[one], Reword(announcement=of.id, language=one.value).pack()
            )
        ]
        if here and len(of.contents.by_language) > 1:
            row.append(Button(_("✖️ Take out"), Reword(announcement=of.id, language=one.value, out=1).pack()))
        rows.append(tuple(row))
    text = fill(
        _("<b>In which language?</b>\n\n{says}\n\nWho reads a language that is missing gets the next best one."),
        says=_says(of),
    )
    return Screen(text=text, rows=(*rows, _to_one(of)))


def confirm(of: Announcement, *, at: Instant | None, recipients: int, house: House, now: Instant) -> Screen:
    """Really, to so many?"""
    many = plural("to {n} person", "to {n} people", recipients)
    starts = now if at is None else at
    when = _("now") if at is None else dates.moment(at, house.zone)
    text = fill(
        _("<b>Send № {number} {many}, {when}?</b>\n\n{says}\n\n⏱ It takes about {time}.{quiet}"),
        number=of.id,
        many=many,
        when=when,
        says=_says(of),
        time=lasting(recipients / house.messages_per_second),
        quiet=_quiet(starts, house),
    )
    yes = Button(_("✅ Yes, send it"), SendOut(announcement=of.id, at=at or 0, sure=1).pack())
    return Screen(text=text, rows=((yes,), (Button(_("No, not yet"), SeeAnnouncement(announcement=of.id).pack()),)))


def when(of: Announcement, now: Instant, zone: str, *, day: int) -> Screen:
    """When shall it go out? First the day, then the hour; or typed."""
    today = local(now, zone).date()
    if not day:
        days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
        buttons = [Button(_day(one, today), ChooseTime(announcement=of.id, day=one.toordinal()).pack()) for one in days]
        rows = pairs(buttons)
    else:
        on = date.fromordinal(day)
        hours = [(hour, instant(on, time(hour), zone)) for hour in HOURS]
        buttons = [Button(f"{hour:02}:00", SendOut(announcement=of.id, at=at).pack()) for hour, at in hours if at > now]
        rows = [tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4)]
        rows.append((Button(_("⬅️ Another day"), ChooseTime(announcement=of.id).pack()),))
    text = _("<b>When shall it go out?</b>\n\nChoose, or type it: 15:30, or 28.11 15:30.")
    return Screen(text=text, rows=(*rows, _to_one(of)))


def under_way(of: Announcement, house: House, now: Instant, *, here: bool, partner: Texts | None = None) -> Screen:
    """How it gets on, or what became of it. `here`: as the message that lives, beside all other screens."""
    state = fill("{state}", state=_state(of, house.zone))
    text = fill(
        _("<b>{state}</b> · № {number}{whose}\n{says}\n\n{numbers}{quiet}"),
        state=state,
        number=of.id,
        whose="" if partner is None else f" · {_whose(partner)}",
        says=_says(of, short_form=here),
        numbers=_numbers(of.progress, of.state, house),
        quiet="" if of.is_over else _quiet(max(now, of.not_before), house),
    )
    return Screen(text=text, rows=_steering(of, here=here), where=Where.ON_THE_SPOT if here else Where.LIVING)


def let_go(of: Announcement, house: House, now: Instant) -> Screen:
    """It is on its way, or will be; how it gets on is shown in a message of its own."""
    starts = max(of.not_before, now)
    text = fill(
        _(
            "🚀 <b>№ {number}</b> goes out {when}.{quiet}\n\nBelow I show how it gets on; there you can pause or stop "
            "it."
        ),
        number=of.id,
        when=_("now") if of.not_before <= now else dates.moment(of.not_before, house.zone),
        quiet=_quiet(starts, house),
    )
    return Screen(text=text, rows=(_to_list(),))


def tried(card: Screen) -> Screen:
    """The draft again, beneath what was tried out: the person has to find the next button."""
    return replace(card, where=Where.INSTEAD).topped(_("👆 This is how it arrives."))


def ask_stop(of: Announcement) -> Screen:
    """Really stop it for good? Never in the message that lives: that one would overwrite the question."""
    is_draft = of.state is AnnouncementState.DRAFT
    text = (
        _("<b>Throw № {number} away?</b>") if is_draft else _("<b>Stop № {number} for good?</b> Who got it keeps it.")
    ).format(number=of.id)
    yes = Steer(announcement=of.id, do=Doing.CANCEL, sure=1).pack()
    no = SeeAnnouncement(announcement=of.id).pack()
    words = _("Yes, throw it away") if is_draft else _("Yes, stop it")
    return Screen(text=text, rows=((Button(words, yes),), (Button(_("No, leave it"), no),)))


def lasting(seconds: float) -> str:
    """How long that is, roughly, upwards."""
    if seconds < MINUTE:
        return plural("{n} second", "{n} seconds", max(1, math.ceil(seconds)))
    if seconds < HOUR:
        return plural("{n} minute", "{n} minutes", math.ceil(seconds / MINUTE))
    return plural("{n} hour", "{n} hours", math.ceil(seconds / HOUR))


def _steering(of: Announcement, *, here: bool) -> tuple[Row, ...]:
    def to(do: Doing) -> str:
        return Steer(announcement=of.id, do=do, here=int(here)).pack()

    acts: list[Button] = []
    match of.state:
        case AnnouncementState.QUEUED | AnnouncementState.SENDING:
            acts = [Button(_("⏸ Pause"), to(Doing.PAUSE)), Button(_("⏹ Stop"), to(Doing.CANCEL))]
        case AnnouncementState.PAUSED:
            acts = [Button(_("▶️ Go on"), to(Doing.RESUME)), Button(_("⏹ Stop"), to(Doing.CANCEL))]
    rows: list[Row] = [tuple(acts)] if acts else []
    if of.state is AnnouncementState.PAUSED:
        rows.append((Button(_("✏️ Send it anew"), Reword(announcement=of.id).pack()),))
    if here:
        return (*rows, home_row())
    look = () if of.is_over else (Button(_("🔄 Look again"), to(Doing.LOOK)),)
    return (*rows, (*look, _list_button()), home_row())


def _numbers(done: Progress, state: AnnouncementState, house: House) -> Html:
    lines = []
    if state is not AnnouncementState.QUEUED:
        filled = round(done.share * _BAR)
        lines.append(f"{'▓' * filled}{'░' * (_BAR - filled)} {math.floor(done.share * 100)} %")
    lines.append(_("✅ Sent: {n}").format(n=done.sent))
    if done.blocked:
        lines.append(_("🚫 Can't be reached: {n}").format(n=done.blocked))
    if done.uncertain:
        lines.append(_("❔ Perhaps sent, I am not sure: {n}").format(n=done.uncertain))
    if done.dropped:
        lines.append(_("➖ Left out (muted, gone or stopped): {n}").format(n=done.dropped))
    if done.left:
        time_left = lasting(done.left / house.messages_per_second)
        sending = state is AnnouncementState.SENDING
        left = _("⏳ Left: {n}, about {time}") if sending else _("⏳ Left: {n}")
        lines.append(left.format(n=done.left, time=time_left))
    if not done.complete and state is AnnouncementState.SENDING:
        lines.append(_("… and I am still gathering who gets it"))
    return fill("{lines}", lines="\n".join(lines))


def _state(of: Announcement, zone: str) -> str:
    if of.paused_because is PausedBecause.ORIGINAL_GONE:
        return _("⏸ Stopped by itself: the message you had sent me is not there any more. Send it anew, then go on")
    return {
        AnnouncementState.DRAFT: _("✏️ Draft"),
        AnnouncementState.QUEUED: _("🕒 Goes out {when}").format(when=dates.moment(of.not_before, zone)),
        AnnouncementState.SENDING: _("📤 On its way"),
        AnnouncementState.PAUSED: _("⏸ Paused"),
        AnnouncementState.CANCELLED: _("⏹ Stopped"),
        AnnouncementState.DONE: _("✅ It is out"),
    }[of.state]


def _sign(of: Announcement) -> str:
    return {
        AnnouncementState.DRAFT: "✏️",
        AnnouncementState.QUEUED: "🕒",
        AnnouncementState.SENDING: "📤",
        AnnouncementState.PAUSED: "⏸",
        AnnouncementState.CANCELLED: "⏹",
        AnnouncementState.DONE: "✅",
    }[of.state]


def _in_list(of: Announcement, zone: str) -> str:
    when = dates.short_day(local(of.made_at, zone).date())
    return f"№ {of.id} · {when} · {short(in_short(of.contents.to(language())), _IN_LIST)}"


def _says(of: Announcement, *, short_form: bool = False) -> Html:
    if short_form:
        return fill("<i>{said}</i>", said=short(in_short(of.contents.to(language())), _EXCERPT))
    lines = [
        fill("🗣 {language}: <i>{said}</i>", language=LANGUAGE_NAMES[one], said=_excerpt(of.contents.by_language[one]))
        for one in Language
        if one in of.contents.by_language
    ]
    return Html("\n".join(lines))


def _excerpt(content: Content) -> str:
    said = in_short(content)
    return short(said, _EXCERPT) if isinstance(content, Written) else said


def _quiet(at: Instant, house: House) -> Html:
    over = house.quiet.over_at(at, house.zone)
    if over == at:
        return Html("")
    words = fill(_("🌙 It is quiet then: it will arrive from {clock} on."), clock=dates.clock(over, house.zone))
    return Html(f"\n{words}")


def _whose(partner: Texts | None) -> str:
    return _("from all of us") if partner is None else partner.to(language())


def _day(one: date, today: date) -> str:
    if one == today:
        return _("Today")
    return _("Tomorrow") if one == today + timedelta(days=1) else dates.day(one)


def _list_button() -> Button:
    return Button(_("⬅️ Announcements"), SeeAnnouncements().pack())


def _to_list() -> Row:
    return (_list_button(), *home_row())


def _to_one(of: Announcement) -> Row:
    return (Button(_("⬅️ Back"), SeeAnnouncement(announcement=of.id).pack()), *home_row())
