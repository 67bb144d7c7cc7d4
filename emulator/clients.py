"""What a person's Telegram does: write, press, follow a link, block. Raises Impossible where it could not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from emulator.answers import Json
from emulator.kept.chats import Chat
from emulator.kept.files import StoredFile, Upload
from emulator.kept.inline_ids import inline_id
from emulator.kept.people import Bot, Person
from emulator.kept.queries import Query
from emulator.kept.standing import become
from emulator.kept.state import State
from emulator.reading.keyboards import buttons
from emulator.reading.links import deep_link
from emulator.text.finds import with_finds
from emulator.text.formatted import formatted
from emulator.text.spans import in_order, width

LONGEST: Final = 4096
NORTHERNMOST: Final = 90
EASTERNMOST: Final = 180
STICKER: Final[Json] = {
    "width": 512,
    "height": 512,
    "emoji": "👍",
    "set_name": "Etalon",
    "is_animated": False,
    "is_video": False,
    "type": "regular",
}
# The smallest WebP there is: a point that one can see through.
STICKER_FILE: Final = b"RIFF\x1a\x00\x00\x00WEBPVP8L\r\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"


class Impossible(Exception):  # noqa: N818 - a sentence for whoever drives the emulator
    """Something that no Telegram client could do now; the message says why."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Writing:
    """What a person sends: a text, or one of the others."""

    text: str = ""
    entities: list[Json] | None = None
    contact: Json | None = None
    location: Json | None = None
    photo: Upload | None = None
    document: Upload | None = None
    sticker: bool = False
    forwarded_from: str = ""
    media_group_id: str = ""
    reply_to: int = 0


def write(state: State, person: Person, chat: Chat, writing: Writing) -> Json:
    """The person sends a message; the bots of the chat get it. Answers the Message."""
    _require_current(chat)
    starts = writing.text == "/start" or writing.text.startswith("/start ")
    if chat.blocked and chat.bot is not None:
        if not starts:
            raise Impossible("this person has blocked the bot; unblock it or send /start", 409)
        block(state, person, chat.bot, blocked=False)
    content: Json = {}
    if writing.forwarded_from:
        hidden = {"type": "hidden_user", "sender_user_name": writing.forwarded_from, "date": state.clock.date()}
        content["forward_origin"] = hidden
    if writing.reply_to:
        replied = chat.messages.get(writing.reply_to)
        if replied is None:
            raise Impossible("there is no message with that number to reply to", 404)
        content["reply_to_message"] = {name: value for name, value in replied.items() if name != "reply_to_message"}
    said, files = _said(state, person, writing)
    chat.started = True
    message = state.post(chat, person.user(), content | said, files=files)
    if chat.keyboards.get(person.id, {}).get("one_time_keyboard"):
        del chat.keyboards[person.id]
    chat.prompts.pop(person.id, None)
    tell_bots(state, chat, message)
    return message


def tell_bots(state: State, chat: Chat, message: Json) -> None:
    """Let those bots know of a person's message that may hear it in that chat."""
    for bot in state.bots_in(chat):
        if chat.private or _heard_by(bot, message, chat):
            bot.updates.push("message", message)


def require_open(chat: Chat) -> None:
    """Refuse what is meant for a chat whose bot is blocked, or for a group that is a supergroup now."""
    _require_current(chat)
    if chat.blocked:
        raise Impossible("this person has blocked the bot", 409)


def press(state: State, person: Person, chat: Chat, message_id: int, data: str, *, force: bool = False) -> Query:
    """The person presses an inline button; its bot gets a callback query. Answers the open question.

    Of a message that somebody sent through it, the bot is told the `inline_message_id` only.
    """
    message = message_in(chat, message_id)
    shown = [button for button in buttons(message.get("reply_markup")) if button.get("callback_data") == data]
    if not shown and not force:
        raise Impossible("this message shows no button with that data now")
    bot = state.bots_by_id.get((message.get("via_bot") or message.get("from") or {}).get("id", 0))
    if bot is None:
        raise Impossible("only a bot's messages have buttons")
    require_open(chat)
    query = state.queries.ask(bot.id, person.id)
    pressed: Json = {"id": query.id, "from": person.user()}
    if "via_bot" in message:
        pressed["inline_message_id"] = inline_id(bot.id, chat, message_id)
    else:
        pressed["message"] = message
    instance = str(abs(hash(chat.key)) % 10**18)
    bot.updates.push("callback_query", {**pressed, "chat_instance": instance, "data": data})
    return query


def follow(state: State, person: Person, link: str) -> Json:
    """The person follows a deep link and presses Start. Answers the `/start …` they sent."""
    try:
        wanted = deep_link(link)
    except ValueError as error:
        raise Impossible(str(error)) from error
    name = wanted.username.lower()
    bot = next((bot for bot in state.bots.values() if bot.username.lower() == name), None)
    if bot is None:
        raise Impossible(f"there is no bot named @{wanted.username} here", 404)
    text = f"/start {wanted.start}" if wanted.start else "/start"
    return write(state, person, state.private_chat(bot, person), Writing(text))


def block(state: State, person: Person, bot: Bot, *, blocked: bool) -> None:
    """The person blocks or unblocks a bot; it learns of a change by `my_chat_member`."""
    chat = state.private_chat(bot, person)
    become(state, chat, person.user(), bot.id, "kicked" if blocked else "member", said=False)


def message_in(chat: Chat, message_id: int) -> Json:
    """A message that a person sees in a chat. Raises Impossible."""
    _require_current(chat)
    message = chat.messages.get(message_id)
    if message is None:
        raise Impossible("there is no message with that number in this chat", 404)
    return message


def _require_current(chat: Chat) -> None:
    if chat.migrated_to:
        raise Impossible(f"this group has become the supergroup {chat.migrated_to}", 409)


def _said(state: State, person: Person, writing: Writing) -> tuple[Json, tuple[StoredFile, ...]]:
    if writing.contact is not None:
        return {"contact": _contact(person, writing.contact)}, ()
    if writing.location is not None:
        return {"location": _location(writing.location)}, ()
    if writing.sticker:
        sticker = state.files.keep("sticker", Upload("thumbs_up.webp", STICKER_FILE), STICKER)
        return {"sticker": sticker.shown()}, (sticker,)
    upload = writing.photo or writing.document
    text = _typed(writing.text)
    if upload is None:
        if not text:
            raise Impossible("there is nothing to send: give text, contact, location, sticker, photo or document")
        return _text(state, text, writing, "text", "entities"), ()
    file = state.files.keep_photo(upload) if writing.photo else state.files.keep_document(upload)
    content: Json = {file.kind: file.shown()}
    if writing.media_group_id:
        content["media_group_id"] = writing.media_group_id
    return content | (_text(state, text, writing, "caption", "caption_entities") if text else {}), (file,)


def _text(state: State, text: str, writing: Writing, name: str, entities_name: str) -> Json:
    if writing.entities:
        body = formatted(text, "", writing.entities, state.user)
        return {name: body.text, entities_name: body.entities} if body.entities else {name: body.text}
    found = in_order(with_finds(text, []))
    content: Json = {name: text}
    if found:
        content[entities_name] = [span.shown() for span in found]
    return content


def _typed(text: str) -> str:
    """A text as an app sends it: trimmed. One too long leaves the app in parts; here it is refused."""
    text = text.replace("\r\n", "\n").strip()
    if width(text) > LONGEST:
        raise Impossible(f"a message has at most {LONGEST} characters; an app would send this one in parts")
    return text


def _contact(person: Person, contact: Json) -> Json:
    shared: Json = {
        "phone_number": str(contact.get("phone_number") or person.phone),
        "first_name": str(contact.get("first_name") or person.first_name),
    }
    if contact.get("last_name"):
        shared["last_name"] = str(contact["last_name"])
    own = "user_id" not in contact and not contact.get("first_name")
    user = person.id if own else contact.get("user_id")
    if isinstance(user, int):
        shared["user_id"] = user
    return shared


def _location(location: Json) -> Json:
    try:
        latitude, longitude = float(location["latitude"]), float(location["longitude"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Impossible("a location has a latitude and a longitude, both numbers") from error
    # Written so that "not a number", which is neither more nor less, is refused, too.
    if not (abs(latitude) <= NORTHERNMOST and abs(longitude) <= EASTERNMOST):
        raise Impossible("a latitude is within 90 and a longitude within 180 degrees")
    return {"latitude": latitude, "longitude": longitude}


def _heard_by(bot: Bot, message: Json, chat: Chat) -> bool:
    """Privacy mode: in a group a bot hears commands, its own name, replies to it, and what people send through it.

    A command without a name is for the bot that spoke last, as long as none has for all. As administrator it hears
    everything.
    """
    if bot.reads_all or chat.led_by(bot.id) or message.get("via_bot", {}).get("id") == bot.id:
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    text = str(message.get("text") or message.get("caption") or "")
    name = f"@{bot.username}".lower()
    if not text.startswith("/"):
        return name in text.lower()
    _, at, addressed = text.split(maxsplit=1)[0].partition("@")
    return f"@{addressed}".lower() == name if at else chat.last_bot in (0, bot.id)
