"""reply_markup: what Telegram takes for a keyboard, button by button, and the words in which it refuses the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from emulator.answers import Json, Refusal, bad_request
from emulator.reading.links import InvalidLink, read_link

MOST_BUTTONS: Final = 100
# Apps show no more side by side; Telegram takes more, and what becomes of them nobody documents.
MOST_IN_ROW: Final = 8
LONGEST_DATA: Final = 64
LONGEST_COPIED: Final = 256
LONGEST_PLACEHOLDER: Final = 64
# "Exactly one of the fields other than text, icon_custom_emoji_id, and style must be used": InlineKeyboardButton.
ACTIONS: Final = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "login_url",
    "web_app",
    "copy_text",
)
# Those that count for nothing where they are empty.
FILLED: Final = ("url", "callback_data")
LOOKS: Final = ("icon_custom_emoji_id", "style")
ASKED: Final = ("request_contact", "request_location")
REQUESTS: Final = ("request_contact", "request_location", "request_poll", "request_users", "request_chat", "web_app")
TRUTHS: Final = ("resize_keyboard", "one_time_keyboard", "is_persistent", "remove_keyboard", "force_reply", "selective")


@dataclass(frozen=True, slots=True)
class Markup:
    """A keyboard that was taken: under a message, instead of the letters, the removal of that one, or a prompt."""

    kind: Literal["inline", "reply", "remove", "force"]
    shown: Json


def read_markup(value: Any, *, private: bool) -> Markup | None:
    """The keyboard that a call carries, or None. Raises a 400 in Telegram's words."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    for name in TRUTHS:
        if name in value and not isinstance(value[name], bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    rows = _rows(value, "keyboard", "")
    if rows:
        keyboard = [[_reply_button(button, private=private) for button in row] for row in rows]
        return Markup("reply", {"keyboard": keyboard, **_options(value)})
    rows = _rows(value, "inline_keyboard", " of the InlineKeyboardMarkup")
    if rows:
        if sum(len(row) for row in rows) > MOST_BUTTONS or max(len(row) for row in rows) > MOST_IN_ROW:
            raise bad_request("reply markup is too long")
        return Markup("inline", {"inline_keyboard": [[_inline_button(button) for button in row] for row in rows]})
    if value.get("remove_keyboard"):
        return Markup("remove", {"remove_keyboard": True, "selective": bool(value.get("selective"))})
    if value.get("force_reply"):
        return Markup("force", {"force_reply": True, **_options(value)})
    return None


def buttons(markup: Json | None) -> list[Json]:
    """Every button of an inline keyboard, in reading order."""
    return [button for row in (markup or {}).get("inline_keyboard", []) for button in row]


def _rows(value: Json, field: str, where: str) -> list[list[Any]]:
    rows = value.get(field)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}"{where} must be an Array of Arrays')
    return [row for row in rows if row]


def _options(value: Json) -> Json:
    shown: Json = {
        name: True for name in ("resize_keyboard", "one_time_keyboard", "is_persistent", "selective") if value.get(name)
    }
    placeholder = value.get("input_field_placeholder")
    if isinstance(placeholder, str) and placeholder:
        shown["input_field_placeholder"] = placeholder[:LONGEST_PLACEHOLDER]
    return shown


def _string(button: Json, name: str, where: str) -> str:
    value = button.get(name)
    if value is None:
        raise bad_request(f'{where}: Can\'t find field "{name}"')
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise bad_request(f'{where}: Field "{name}" must be of type String')
    return value


def _reply_button(button: Any, *, private: bool) -> Json:
    where = "can't parse keyboard button"
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request(f"{where}: KeyboardButton must be a String or an Object")
    text = _string(button, "text", where)
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")
    shown: Json = {"text": text}
    for name in REQUESTS:
        kind, written = (bool, "Boolean") if name in ASKED else (dict, "Object")
        if name in button and not isinstance(button[name], kind):
            raise bad_request(f'{where}: Field "{name}" must be of type {written}')
        if button.get(name) or (name == "request_poll" and name in button):
            if not private:
                raise bad_request(_only_in_private(name))
            shown[name] = button[name]
    shown.update({name: button[name] for name in LOOKS if isinstance(button.get(name), str)})
    return shown


def _only_in_private(request: str) -> str:
    what = {"request_contact": "phone number", "request_location": "location", "request_poll": "poll"}.get(request)
    return f"{what} can be requested in private chats only" if what else "BUTTON_TYPE_INVALID"


def _inline_button(button: Any) -> Json:
    where = "can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"{where}: InlineKeyboardButton must be an Object")
    text = _string(button, "text", where)
    if not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [name for name in ACTIONS if button.get(name) is not None and (name not in FILLED or button[name] != "")]
    if not actions:
        raise bad_request(f"{where}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{where}: exactly one of the optional fields must be used")
    shown: Json = {"text": text, actions[0]: _action(actions[0], button, where)}
    shown.update({name: button[name] for name in LOOKS if isinstance(button.get(name), str)})
    return shown


def _action(name: str, button: Json, where: str) -> Any:
    if name == "pay":
        return True
    if name in ("web_app", "login_url", "copy_text", "callback_game", "switch_inline_query_chosen_chat"):
        return _object_action(name, button[name], where)
    value = _string(button, name, where)
    if name == "url":
        return _address(value, "URL")
    if name == "callback_data" and not 1 <= len(value.encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return value


def _object_action(name: str, value: Any, where: str) -> Json:
    if not isinstance(value, dict):
        raise bad_request(f'{where}: Field "{name}" must be of type Object')
    if name == "web_app":
        return {"url": _address(_string(value, "url", where), "Web App URL", https_only=True)}
    if name == "login_url":
        return {**value, "url": _address(_string(value, "url", where), "login URL", https_only=True)}
    if name == "copy_text" and not 1 <= len(_string(value, "text", where)) <= LONGEST_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return value


def _address(url: str, what: str, *, https_only: bool = False) -> str:
    try:
        return read_link(url, https_only=https_only)
    except InvalidLink as error:
        raise _invalid(what, url, error) from error


def _invalid(what: str, url: str, why: Exception) -> Refusal:
    return bad_request(f"inline keyboard button {what} '{url}' is invalid: {why}")
