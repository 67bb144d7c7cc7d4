"""Whose update it is: the sender, the channel that speaks, the chat, or the kind."""

from typing import Any

import pytest

from bot.intake.keys import key_of

ALINA = {"id": 7, "first_name": "Alina"}
CHANNEL = {"id": -100, "type": "channel"}
GROUP = {"id": -5, "type": "group"}


@pytest.mark.parametrize(
    ("update", "key"),
    [
        ({"update_id": 1, "message": {"from": ALINA, "chat": {"id": 7}}}, "from:7"),
        ({"update_id": 1, "message": {"from": ALINA, "chat": GROUP}}, "from:7"),
        ({"update_id": 1, "callback_query": {"from": ALINA, "message": {"chat": GROUP}}}, "from:7"),
        ({"update_id": 1, "message": {"from": ALINA, "sender_chat": CHANNEL, "chat": GROUP}}, "chat:-100"),
        ({"update_id": 1, "channel_post": {"chat": CHANNEL}}, "chat:-100"),
        ({"update_id": 1, "my_chat_member": {"from": ALINA, "chat": {"id": 7}}}, "from:7"),
        ({"update_id": 1, "poll_answer": {"user": ALINA}}, "from:7"),
        ({"update_id": 1, "message_reaction": {"actor_chat": CHANNEL, "chat": GROUP}}, "chat:-100"),
        ({"update_id": 1, "poll": {"id": "5"}}, "kind:poll"),
        ({"update_id": 1, "something_new": ["?"]}, "kind:something_new"),
        ({"update_id": 1, "message": {"from": {"id": "x"}, "chat": "?"}}, "kind:message"),
        ({"update_id": 1}, "kind:none"),
    ],
)
def test_the_key(update: dict[str, Any], key: str) -> None:
    assert key_of(update) == key
