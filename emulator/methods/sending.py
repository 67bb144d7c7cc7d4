"""Sending texts, places, contacts, dice, and the sign that something is being prepared; files are left to `media`."""

from __future__ import annotations

from typing import Final

from emulator.answers import Json, bad_request
from emulator.methods.call import Call
from emulator.methods.posting import link_preview, post
from emulator.text.formatted import message_text

ACTIONS: Final = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "pick_up_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    },
)
# The highest value of each kind of dice: sendDice.
DICE: Final = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
NORTHERNMOST: Final = 90
EASTERNMOST: Final = 180


def send_message(call: Call) -> Json:
    """A text of 1–4096 characters after entities parsing."""
    if not call.params.text("text"):
        raise bad_request("message text is empty")
    body = call.formatted("text", "entities")
    chat = call.writable_chat()
    message_text(body)
    content: Json = {"text": body.text}
    if body.entities:
        content["entities"] = body.entities
    return post(call, chat, content | link_preview(call))


def send_location(call: Call) -> Json:
    """A point on the map."""
    location = _location(call)
    return post(call, call.writable_chat(), {"location": location})


def send_venue(call: Call) -> Json:
    """A point on the map with a name and an address."""
    location = _location(call)
    chat = call.writable_chat()
    venue: Json = {"location": location}
    for name in ("title", "address"):
        venue[name] = call.params.text(name)
        if not venue[name].strip():
            raise bad_request(f"venue {name} must be non-empty")
    for name in ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type"):
        if call.params.has(name):
            venue[name] = call.params.text(name)
    return post(call, chat, {"venue": venue, "location": location})


def send_contact(call: Call) -> Json:
    """A phone number with a name."""
    contact: Json = {}
    for name in ("phone_number", "first_name"):
        contact[name] = call.params.text(name)
        if not contact[name].strip():
            raise bad_request(f'parameter "{name}" is required')
    for name in ("last_name", "vcard"):
        if call.params.has(name):
            contact[name] = call.params.text(name)
    return post(call, call.writable_chat(), {"contact": contact})


def send_dice(call: Call) -> Json:
    """A die, whose value nobody chooses; a new world throws the same ones in the same order."""
    emoji = call.params.text("emoji").strip().removesuffix("\ufe0f") or "🎲"
    chat = call.writable_chat()
    if emoji not in DICE:
        raise bad_request("EMOTICON_INVALID")
    return post(call, chat, {"dice": {"emoji": emoji, "value": call.state.chance.randint(1, DICE[emoji])}})


def send_chat_action(call: Call) -> bool:
    """The sign that something is being prepared; it stands for 5 seconds or until the next message."""
    chat = call.writable_chat()
    action = call.params.text("action").strip().lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    if action == "cancel":
        chat.actions.pop(call.bot.id, None)
    else:
        chat.actions[call.bot.id] = {"action": action, "at": call.state.clock.now()}
    return True


def _location(call: Call) -> Json:
    place: Json = {}
    for name, farthest in (("latitude", NORTHERNMOST), ("longitude", EASTERNMOST)):
        if not call.params.has(name):
            raise bad_request(f"{name} is empty")
        number = call.params.number(name)
        if number is None or abs(number) > farthest:
            raise bad_request("wrong location specified" if number is not None else f"invalid {name} specified")
        place[name] = number
    accuracy = call.params.number("horizontal_accuracy")
    if accuracy:
        place["horizontal_accuracy"] = accuracy
    return place
