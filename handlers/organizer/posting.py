"""Posting: channels and groups that let us in, and events posted there. Leaves sending and editing to the bot."""

from aiogram import Bot, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from domain.identities import AccountId, EventId, Intent, PartnerId, SlotId
from domain.languages import Language
from domain.people import Person
from domain.posts import ChatId, PlaceId, PostDraft, PostId
from handlers.announce_buttons import ClaimPlace, PostWhat, PreviewPost, SeePlace, SeePlaces, SeePost
from handlers.buttons import new_intent
from handlers.house import House
from handlers.presses import Presses
from handlers.screens import posting as screens
from handlers.screens.organizing import PAGE_SIZE
from handlers.screens.screen import Screen
from handlers.texts import Catalogues, _
from storage.engine import Store
from storage.people import persons, rights
from storage.posting import places, posts, showing
from storage.programme import partners, sources

_LEADS = frozenset({"creator", "administrator"})


class ElsewhereThanInPrivate(Filter):
    """Whether it happened in a channel or group."""

    async def __call__(self, event: ChatMemberUpdated) -> bool:
        """False for private chats."""
        return event.chat.type != "private"


class BecameSupergroup(Filter):
    """Whether a group tells that it has another number now."""

    async def __call__(self, message: Message) -> bool:
        """True for that message alone."""
        return message.migrate_to_chat_id is not None


def router() -> Router:
    """What happens in channels and groups."""
    router = Router(name="posting")
    router.my_chat_member.register(let_in_or_out, ElsewhereThanInPrivate())
    router.message.register(got_another_number, BecameSupergroup())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of posting."""
    presses.on(SeePlaces)(see_places)
    presses.on(SeePlace)(see_place)
    presses.on(ClaimPlace)(claim_place)
    presses.on(PostWhat)(post_what)
    presses.on(PreviewPost)(preview)
    presses.on(SeePost)(see_post)


async def let_in_or_out(event: ChatMemberUpdated, store: Store, bot: Bot) -> None:
    """We became an administrator somewhere, or are that no more. Whoever made us one has to lead that chat, too."""
    if event.new_chat_member.user.id != bot.id:
        return
    chat = ChatId(event.chat.id)
    if not _may_post(event):
        await store.write(places.lost, chat=chat)
        return
    if event.new_chat_member.status != "administrator":
        return  # a mere member of a group: nobody has asked us to post there
    visit = await store.read(persons.visit, account=AccountId(event.from_user.id))
    if visit.person is None:
        return
    try:
        member = await bot.get_chat_member(event.chat.id, event.from_user.id)
    except TelegramAPIError:
        return
    if member.status in _LEADS:
        await store.write(places.found, actor=visit.person.id, chat=chat, title=event.chat.title or "")


def _may_post(event: ChatMemberUpdated) -> bool:
    now = event.new_chat_member
    if event.chat.type == "channel":
        return now.status == "administrator" and bool(getattr(now, "can_post_messages", False))
    return now.status in {"member", "administrator"}


async def got_another_number(message: Message, store: Store) -> None:
    """A group has become a supergroup."""
    if message.migrate_to_chat_id is not None:
        await store.write(places.moved, chat=ChatId(message.chat.id), to=ChatId(message.migrate_to_chat_id))


async def see_places(query: CallbackQuery, callback_data: SeePlaces, person: Person, store: Store) -> Screen:
    """Where can I post?"""
    del query
    found = await store.read(places.visible, actor=person.id, page=callback_data.page, size=PAGE_SIZE)
    return screens.places(found, await store.read(partners.named), page=callback_data.page)


async def see_place(query: CallbackQuery, callback_data: SeePlace, person: Person, store: Store) -> Screen:
    """One of them; whose it is, where nobody has said so yet."""
    del query
    return await _place(person, PlaceId(callback_data.place), store, page=callback_data.page)


async def claim_place(query: CallbackQuery, callback_data: ClaimPlace, person: Person, store: Store) -> Screen:
    """It is that partner's."""
    del query
    place = PlaceId(callback_data.place)
    if callback_data.partner:
        await store.write(places.claim, actor=person.id, place=place, partner=PartnerId(callback_data.partner))
    return await _place(person, place, store)


async def _place(person: Person, number: PlaceId, store: Store, *, page: int = 0) -> Screen:
    found = await store.read(places.place, actor=person.id, place=number)
    named = await store.read(partners.named)
    if found.partner is None:
        return screens.whose_place(found, await store.read(rights.of, actor=person.id), named)
    posted = await store.read(posts.of_place, actor=person.id, place=number, page=page, size=PAGE_SIZE)
    return screens.place(found, posted, named, page=page)


async def post_what(query: CallbackQuery, callback_data: PostWhat, person: Person, store: Store) -> Screen:
    """Which event, and which of its dates?"""
    del query
    number, page = PlaceId(callback_data.place), callback_data.page
    found = await store.read(places.place, actor=person.id, place=number)
    if not callback_data.event:
        events = await store.read(showing.events, actor=person.id, page=page, size=PAGE_SIZE)
        return screens.which_event(found, events, page=page)
    event = EventId(callback_data.event)
    shown = await store.read(showing.dates, actor=person.id, event=event)
    return screens.which_date(found, event, shown.title, shown.dates)


async def preview(
    query: CallbackQuery, callback_data: PreviewPost, person: Person, store: Store, house: House, catalogues: Catalogues
) -> Screen:
    """How would it look? And, with the intent: post it."""
    del query
    draft = PostDraft(
        place=PlaceId(callback_data.place),
        event=EventId(callback_data.event),
        slot=SlotId(callback_data.slot) if callback_data.slot else None,
        language=Language(callback_data.language) if callback_data.language else person.language,
    )
    if callback_data.intent:
        made = await store.write(posts.publish, actor=person.id, draft=draft, intent=Intent(callback_data.intent))
        return (await _post(person, made.id, store)).saying(_("I post it now"))
    card = await store.read(posts.preview, actor=person.id, draft=draft)
    with catalogues.reader(card.post.language, house.zone):
        shown = screens.post(card, house)
    return screens.preview(card, shown, new_intent())


async def see_post(query: CallbackQuery, callback_data: SeePost, person: Person, store: Store) -> Screen:
    """One post, and whom it has brought; or once more, where somebody has seen that it is not there."""
    del query
    number = PostId(callback_data.post)
    if callback_data.again:
        await store.write(posts.again, actor=person.id, post=number)
    return await _post(person, number, store)


async def _post(person: Person, number: PostId, store: Store) -> Screen:
    found = await store.read(posts.post, actor=person.id, post=number)
    if found.source is None:
        return screens.one_post(found, 0, 0)
    source = await store.read(sources.source, actor=person.id, source=found.source)
    return screens.one_post(found, source.came, source.registered)
