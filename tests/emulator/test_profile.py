"""What a bot tells about itself, and which of its commands a person is shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.emulator.stand import Stand

PRIVATE = {"type": "all_private_chats"}


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": name.capitalize()} for name in names]


async def test_the_account_is_complete(stand: Stand) -> None:
    me = await stand.does("getMe")
    assert me | {"is_bot": True, "can_join_groups": True, "supports_inline_queries": True} == me


async def test_the_narrowest_list_in_ones_language_is_shown(stand: Stand) -> None:
    def shown() -> list[str]:
        return [entry["command"] for entry in stand.world.person_header(stand.timur)["commands"]]

    own = {"type": "chat", "chat_id": stand.timur}
    assert shown() == []
    for scope, language, name in (
        (None, "", "default"),
        (None, "ru", "default_ru"),
        (PRIVATE, "kk", "private_kk"),
        (PRIVATE, "", "private"),
        (PRIVATE, "ru", "private_ru"),
        (own, "", "own"),
        (own, "ru", "own_ru"),
    ):
        await stand.does("setMyCommands", commands=commands(name), scope=scope, language_code=language)
        if language != "kk":
            assert shown() == [name]
    await stand.does("deleteMyCommands", scope=json.dumps(own), language_code="ru")
    assert shown() == ["own"]
    assert await stand.does("getMyCommands", scope=own, language_code="ru") == []
    assert await stand.does("getMyCommands", scope=own) == commands("own")
    assert stand.world.person_header(stand.timur)["menu_button"] == {"type": "commands"}


async def test_groups_have_lists_of_their_own(stand: Stand) -> None:
    alina = stand.world.add_person("Алина", "ru")["id"]
    people = [stand.world.person(stand.timur), stand.world.person(alina)]
    group = stand.world.groups.make("8Б", people, stand.world.bot())["id"]
    await stand.does("setMyCommands", commands=commands("all"), scope={"type": "all_group_chats"})
    await stand.does("setMyCommands", commands=commands("leaders"), scope={"type": "all_chat_administrators"})
    await stand.does(
        "setMyCommands",
        commands=commands("alina"),
        scope={"type": "chat_member", "chat_id": group, "user_id": alina},
    )
    assert stand.world.person_header(stand.timur, chat=group)["commands"] == commands("leaders")
    assert stand.world.person_header(alina, chat=group)["commands"] == commands("alina")


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"commands": "["}, "can't parse commands JSON object"),
        ({"commands": {}}, "expected an Array of BotCommand"),
        ({"commands": [{"command": "a"}]}, "can't parse BotCommand: Can't find field \"description\""),
        ({"commands": [{"command": "/", "description": "x"}]}, "command must be non-empty"),
        ({"commands": [{"command": "a" * 33, "description": "x"}]}, "command length must not exceed 32"),
        ({"commands": [{"command": "a", "description": " "}]}, "command description must be non-empty"),
        ({"commands": [{"command": "a", "description": "x" * 257}]}, "command description length must not exceed 256"),
        ({"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "rus"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "moon"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": "@x"}}, "chat not found"),
        ({"commands": [], "scope": {}}, "can't parse BotCommandScope: Can't find field \"type\""),
        (
            {"commands": [], "scope": {"type": ["chat"]}},
            'can\'t parse BotCommandScope: Field "type" must be of type String',
        ),
        (
            {"commands": [], "scope": {"type": "chat", "chat_id": ""}},
            "can't parse BotCommandScope: Empty chat_id specified",
        ),
        (
            {"commands": [], "scope": {"type": "chat_member", "chat_id": 5, "user_id": -1}},
            "can't parse BotCommandScope: Invalid user_id specified",
        ),
    ],
)
async def test_a_list_that_is_none_is_refused(stand: Stand, params: dict[str, Any], words: str) -> None:
    assert await stand.refused("setMyCommands", **params) == f"Bad Request: {words}"


async def test_names_are_kept_per_language(stand: Stand) -> None:
    await stand.does("setMyName", name="Эталон", language_code="ru")
    assert await stand.does("getMyName", language_code="ru") == {"name": "Эталон"}
    assert await stand.does("getMyName") == {"name": "Bot"}
    await stand.does("setMyDescription", description="What we do")
    assert await stand.does("getMyDescription") == {"description": "What we do"}
    await stand.does("setMyShortDescription", short_description="Short")
    assert await stand.does("getMyShortDescription") == {"short_description": "Short"}
    assert await stand.refused("setMyDescription", description="x" * 513) == "Bad Request: bot description is too long"


async def test_a_menu_button_is_set_for_one_and_for_all(stand: Stand) -> None:
    app = {"type": "web_app", "text": "Open", "web_app": {"url": "https://example.com"}}
    assert await stand.does("getChatMenuButton") == {"type": "default"}
    await stand.does("setChatMenuButton", menu_button=app)
    await stand.does("setChatMenuButton", chat_id=stand.timur, menu_button='{"type": "commands"}')
    assert await stand.does("getChatMenuButton", chat_id=stand.timur) == {"type": "commands"}
    assert (await stand.does("getChatMenuButton"))["web_app"] == {"url": "https://example.com/"}
    assert stand.world.person_header(stand.timur)["menu_button"] == {"type": "commands"}
    app["web_app"] = {"url": "http://example.com"}
    words = await stand.refused("setChatMenuButton", menu_button=app)
    assert words.endswith("'http://example.com' is invalid: Only HTTPS links are allowed")


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"menu_button": "{"}, "can't parse menu button JSON object"),
        ({"menu_button": []}, "can't parse menu button: MenuButton must be an Object"),
        ({"menu_button": {}}, "can't parse menu button: Can't find field \"type\""),
        ({"menu_button": {"type": "smell"}}, "can't parse menu button: MenuButton has unsupported type"),
        ({"menu_button": {"type": "web_app"}}, "can't parse menu button: Can't find field \"text\""),
        (
            {"menu_button": {"type": "web_app", "text": "a", "web_app": 5}},
            'can\'t parse menu button: Field "web_app" must be of type Object',
        ),
        (
            {"menu_button": {"type": "web_app", "text": " ", "web_app": {"url": "https://x.kz"}}},
            "menu button text must be non-empty",
        ),
        ({"chat_id": -5}, "invalid chat_id specified"),
        ({"chat_id": 5}, "user not found"),
    ],
)
async def test_a_menu_button_that_is_none(stand: Stand, params: dict[str, Any], words: str) -> None:
    assert await stand.refused("setChatMenuButton", **params) == f"Bad Request: {words}"


async def test_a_chat_and_its_members_are_told(stand: Stand) -> None:
    chat = await stand.does("getChat", chat_id=stand.timur)
    assert (chat["type"], chat["first_name"], chat["max_reaction_count"]) == ("private", "Тимур", 11)
    member = await stand.does("getChatMember", chat_id=stand.timur, user_id=stand.timur)
    assert (member["status"], member["user"]["first_name"]) == ("member", "Тимур")
    words = await stand.refused("getChatMember", chat_id=stand.timur, user_id=5)
    assert words == "Bad Request: user not found"
    assert await stand.refused("getChat", chat_id=5) == "Bad Request: chat not found"
    words = await stand.refused("getChatAdministrators", chat_id=stand.timur)
    assert words == "Bad Request: there are no administrators in the private chat"
