"""Following: choosing what to hear of, seeing it, letting it go; and what is new."""

from aiogram.types import CallbackQuery

from domain.following import Wish
from domain.identities import EventId, FollowId
from domain.moments import Instant
from domain.people import Person
from handlers.buttons import Browse
from handlers.following_buttons import Follow, FollowWhat, FollowWhich, LetGo, MuteNews, SeeFollowing, SeeNews
from handlers.house import House
from handlers.presses import Presses
from handlers.screens import following as screens
from handlers.screens.screen import Screen
from handlers.texts import _, language
from storage.engine import Store
from storage.following import follows, news, telling
from storage.programme import partners, slots, upcoming


def add_presses(presses: Presses) -> None:
    """The buttons of following."""
    presses.on(SeeFollowing)(see_following)
    presses.on(FollowWhat)(choose)
    presses.on(FollowWhich)(choose_which)
    presses.on(Follow)(follow)
    presses.on(LetGo)(let_go)
    presses.on(MuteNews)(mute)
    presses.on(SeeNews)(see_news)


async def see_following(query: CallbackQuery, person: Person, store: Store) -> Screen:
    """What do I follow?"""
    del query
    return screens.mine(await store.read(follows.mine, actor=person.id))


async def choose(query: CallbackQuery, callback_data: FollowWhat, person: Person, store: Store) -> Screen:
    """What is there to follow: about an event, about what a list shows, or in general?"""
    del query
    if callback_data.event:
        event = await store.read(slots.event, event=EventId(callback_data.event))
        held_in = await store.read(news.cities_of, event=event.id)
        known = [one for one in await store.read(upcoming.cities) if one.id in held_in]
        return screens.what_of_event(event, known, person)
    if not callback_data.wanted:
        return screens.what(person, Wish(), "", None)
    shown = Browse.untucked(callback_data.wanted)
    narrowed = _wish(shown, person)
    cities = await store.read(upcoming.cities) if shown.city else ()
    where = next((one.name.to(language()) for one in cities if one.id == shown.city), "")
    return screens.what(person, narrowed, screens.described(narrowed, partner="", where=where), shown)


def _wish(shown: Browse, person: Person) -> Wish:
    """What a list is narrowed down to, but for dates and seats. One's own grade goes up with one."""
    wanted = shown.wants("UTC")
    own = person.pupil is not None and wanted.grade == person.pupil.grade
    return Wish(
        kind=wanted.kind,
        city=wanted.city,
        grade=None if own else wanted.grade,
        own_grade=own,
        online=wanted.online,
    )


async def choose_which(query: CallbackQuery, callback_data: FollowWhich, store: Store) -> Screen:
    """Which kind, host or city?"""
    del query
    match callback_data.of:
        case "k":
            return screens.which_kind()
        case "p":
            return screens.which_host(await store.read(partners.named))
        case _:
            return screens.which_city(await store.read(upcoming.cities))


async def follow(query: CallbackQuery, callback_data: Follow, person: Person, store: Store, house: House) -> Screen:
    """Tell me of new events like this."""
    del query
    zone = await store.read(telling.zone_of, person=person.id, otherwise=house.zone)
    found = await store.write(follows.follow, actor=person.id, wish=callback_data.wish, zone=zone)
    return screens.mine(found, _("🔔 <b>Done.</b> I write to you when there is something new.")).saying(_("Done"))


async def let_go(query: CallbackQuery, callback_data: LetGo, person: Person, store: Store) -> Screen:
    """Follow this no more; of everything I am asked once."""
    del query
    if not callback_data.follow and not callback_data.sure:
        return screens.ask_let_all_go()
    which = FollowId(callback_data.follow) if callback_data.follow else None
    return screens.mine(await store.write(follows.let_go, actor=person.id, follow=which)).saying(_("Done"))


async def mute(query: CallbackQuery, callback_data: MuteNews, person: Person, store: Store, house: House) -> Screen:
    """Nothing new for now, or again."""
    del query
    zone = await store.read(telling.zone_of, person=person.id, otherwise=house.zone)
    found = await store.write(follows.mute, actor=person.id, muted=bool(callback_data.muted), zone=zone)
    return screens.mine(found).saying(_("Done"))


async def see_news(query: CallbackQuery, callback_data: SeeNews, person: Person, store: Store) -> Screen:
    """A page of what became new and fits."""
    del query
    since = Instant(callback_data.since)
    found = await store.read(news.fitting, person=person.id, since=since, page=callback_data.page)
    return screens.more(found, page=callback_data.page)
