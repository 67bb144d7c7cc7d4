"""What an announcement says: any message that an organizer sends us. Leaves letting it go to `announcing`."""

from functools import partial

from aiogram import Bot, Router
from aiogram.enums import ContentType
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Filter
from aiogram.methods import CopyMessage
from aiogram.types import CallbackQuery, Message

from domain.announcements import Content, Copied, Written
from domain.conversations import Conversation
from domain.identities import AnnouncementId, Intent, PartnerId
from domain.languages import Language
from domain.moments import Clock
from domain.people import Person
from domain.refusals import NotYours, Refusal
from domain.rights import OrganizerRole
from handlers import announced, originals, states
from handlers.announce_buttons import NewAnnouncement, Reword, TryOut
from handlers.announce_states import Composing
from handlers.buttons import new_intent
from handlers.edge import request
from handlers.house import House
from handlers.organizer.announcing import shown
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import announcing as screens
from handlers.screens.screen import Screen
from handlers.texts import Catalogues, _
from storage.announcing import albums, letters, records, steering
from storage.announcing.composing import compose as keep_message
from storage.engine import Store
from storage.people import rights
from storage.programme import partners

COPYABLE = frozenset(
    {
        *(ContentType.PHOTO, ContentType.VIDEO, ContentType.DOCUMENT, ContentType.AUDIO, ContentType.ANIMATION),
        *(ContentType.VOICE, ContentType.VIDEO_NOTE, ContentType.STICKER, ContentType.LOCATION, ContentType.VENUE),
        *(ContentType.CONTACT, ContentType.DICE),
    }
)
"""What Telegram copies (core.telegram.org/bots/api#copymessage), beside texts and polls."""


class CannotBeCopied(Exception):  # noqa: N818  says what is so
    """A message that nobody can copy: a service message, something paid, or from a chat that protects its content."""


class IsComposing(Filter):
    """Whether the message of an announcement is awaited; hands on of which. A command is none."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Composing]:
        """False where none is, and in groups."""
        state = states.resume(conversation, Composing) if conversation else None
        return {"composing": state} if state and not (message.text or "").startswith("/") else False


class IsPartOfAlbum(Filter):
    """Whether it belongs to an album whose first part has come."""

    async def __call__(self, message: Message, person: Person | None = None, store: Store | None = None) -> bool:
        """Asks the store about parts of albums alone; False in groups."""
        group = message.media_group_id
        if group is None or person is None or store is None:
            return False
        return await store.read(albums.is_known, actor=person.id, media_group=group)


def router() -> Router:
    """The messages that announcements are made of."""
    router = Router(name="composing")
    router.message.register(add_part, IsPartOfAlbum())
    router.message.register(compose, IsComposing())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons around what an announcement says."""
    presses.on(NewAnnouncement)(begin)
    presses.on(Reword)(reword)
    presses.on(TryOut)(try_out)


async def begin(
    query: CallbackQuery, callback_data: NewAnnouncement, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """A new one: from whom, where there is a choice?"""
    del query
    may = await store.read(rights.require_somewhere, actor=person.id, role=OrganizerRole.ANNOUNCEMENTS)
    named = await store.read(partners.named)
    choices = [one for one in named if may.may(OrganizerRole.ANNOUNCEMENTS, one)]
    partner = callback_data.partner
    if not callback_data.chosen:
        if may.owner or len(choices) > 1:
            return screens.whose(may, named)
        partner = choices[0]
    if not may.may(OrganizerRole.ANNOUNCEMENTS, PartnerId(partner) if partner else None):
        raise NotYours
    states.keep(conversation, Composing(partner=partner, language=person.language, intent=new_intent()))
    return screens.compose(person.language)


async def reword(
    query: CallbackQuery,
    callback_data: Reword,
    person: Person,
    conversation: Conversation,
    store: Store,
    house: House,
    clock: Clock,
) -> Screen:
    """Say it anew in a language, or in one fewer."""
    del query
    number = AnnouncementId(callback_data.announcement)
    found = await store.read(records.announcement, actor=person.id, announcement=number)
    if not found.can_be_said_anew:
        return await shown(found, person, store, house, clock.now())
    if not callback_data.language:
        return screens.wordings(found)
    language = Language(callback_data.language)
    if callback_data.out:
        found = await store.write(steering.unsay, actor=person.id, announcement=number, language=language)
        return screens.wordings(found).saying(_("Done"))
    states.keep(conversation, Composing(announcement=number, language=language, intent=new_intent()))
    return screens.compose(language, announcement=number)


async def compose(
    message: Message,
    composing: Composing,
    person: Person,
    conversation: Conversation,
    store: Store,
    bot: Bot,
    house: House,
    clock: Clock,
) -> Screen:
    """The message itself: whatever it is, it is kept at once as a draft."""
    again = partial(screens.compose, composing.language, announcement=composing.announcement)
    try:
        content = await _content(message, bot)
        found = await store.write(
            keep_message,
            actor=person.id,
            announcement=composing.announcement_id or None,
            partner=composing.of_partner,
            language=composing.language,
            content=content,
            intent=Intent(composing.intent),
            album=message.media_group_id,
        )
    except CannotBeCopied:
        return again().topped(screens.not_copied())
    except TelegramBadRequest as refused:
        return again().topped(screens.refused_by_telegram(refused.message))
    except Refusal as refusal:
        return again().topped(sentence(refusal))
    states.end(conversation)
    if message.media_group_id is not None:
        return screens.album_comes()
    return await shown(found, person, store, house, clock.now())


async def _content(message: Message, bot: Bot) -> Content:
    """What was sent, as an announcement keeps it. Raises CannotBeCopied, and TelegramBadRequest for a poll."""
    if message.has_protected_content:
        raise CannotBeCopied
    if message.text:
        return Written(message.html_text)
    if message.poll is not None:
        chat = message.chat.id
        ours = await bot(request(CopyMessage, chat_id=chat, from_chat_id=chat, message_id=message.message_id))
        return Copied(originals.passed_on(ours.message_id))
    if message.content_type not in COPYABLE:
        raise CannotBeCopied
    return Copied(originals.original([message.message_id]))


async def add_part(message: Message, person: Person, store: Store) -> None:
    """One more part of an album: nothing is said until it is whole."""
    if message.media_group_id is None:
        raise TypeError("this is no part of an album")
    await store.write(
        albums.add,
        actor=person.id,
        media_group=message.media_group_id,
        grown=partial(originals.with_part, message=message.message_id),
    )


async def try_out(
    query: CallbackQuery,
    callback_data: TryOut,
    person: Person,
    store: Store,
    bot: Bot,
    house: House,
    clock: Clock,
    catalogues: Catalogues,
) -> tuple[Screen, ...]:
    """Send it to me alone, as its readers of each language would get it; what Telegram refuses is told."""
    del query
    number = AnnouncementId(callback_data.announcement)
    found = await store.read(letters.specimens, actor=person.id, announcement=number)
    tried: list[Screen] = []
    refusals: list[str] = []
    for language, specimen in found.items():
        if isinstance(specimen.content, Written):
            with catalogues.reader(language, house.zone):
                tried.append(announced.specimen(specimen.content, language))
            continue
        if specimen.account is None:
            refusals.append(_("Whoever sent it has gone."))
            continue
        with catalogues.reader(language, house.zone):
            copy = announced.copying(specimen.content.original, of=specimen.account, to=person.account)
        try:
            await bot(copy)
        except TelegramBadRequest as refused:
            refusals.append(refused.message)
    announcement = await store.read(records.announcement, actor=person.id, announcement=number)
    card = await shown(announcement, person, store, house, clock.now())
    if refusals:
        return (*tried, card.topped(screens.refused_by_telegram("; ".join(refusals))))
    return (*tried, screens.tried(card))
