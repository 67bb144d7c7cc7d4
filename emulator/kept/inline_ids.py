"""`inline_message_id`: the name of a message that a person sent through a bot, for a bot that may not see its chat."""

from __future__ import annotations

import base64
import hashlib
import struct
from typing import Final

from emulator.answers import Json, bad_request
from emulator.kept.chats import Chat
from emulator.kept.state import State

# As Telegram packs it: data centre, owner, message, and a hash that only the server can make.
PACKED: Final = struct.Struct("<iqiq")
DATA_CENTRE: Final = 2


def inline_id(bot_id: int, chat: Chat, message_id: int) -> str:
    """The name under which a bot knows a message sent through it; the same at every asking, so that none is kept."""
    packed = PACKED.pack(DATA_CENTRE, chat.id, message_id, _hash(bot_id, chat.id, message_id))
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def inline_message(state: State, bot_id: int, name: str) -> tuple[Chat, Json]:
    """The message of that name and its chat. Raises a 400 for what is no name, and for a message that is not there."""
    try:
        raw = base64.b64decode(name + "=" * (-len(name) % 4), altchars=b"-_", validate=True)
        _, owner, message_id, told = PACKED.unpack(raw)
    except (ValueError, struct.error) as error:
        raise bad_request("invalid inline message identifier specified") from error
    chat = state.groups.get(owner) if owner < 0 else state.private.get((bot_id, owner))
    message = None if chat is None else chat.messages.get(message_id)
    if chat is None or message is None or told != _hash(bot_id, owner, message_id):
        raise bad_request("MESSAGE_ID_INVALID")
    return chat, message


def _hash(bot_id: int, chat_id: int, message_id: int) -> int:
    digest = hashlib.sha256(f"{bot_id} {chat_id} {message_id}".encode()).digest()
    return int.from_bytes(digest[:8], "little", signed=True)
