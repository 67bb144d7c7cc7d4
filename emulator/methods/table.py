"""Every method there is, under its name; names are looked up without regard to case, as Telegram does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from emulator.methods import asking, editing, gathering, moving, profile, receiving, sending
from emulator.methods.call import Call

Method = Callable[[Call], Any] | Callable[[Call], Awaitable[Any]]

TABLE: Final[dict[str, Method]] = {
    "getMe": profile.get_me,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendLocation": sending.send_location,
    "sendVenue": sending.send_venue,
    "sendContact": sending.send_contact,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": moving.delete_message,
    "deleteMessages": moving.delete_messages,
    "forwardMessage": moving.forward_message,
    "copyMessage": moving.copy_message,
    "pinChatMessage": moving.pin_chat_message,
    "unpinChatMessage": moving.unpin_chat_message,
    "unpinAllChatMessages": moving.unpin_all_chat_messages,
    "answerCallbackQuery": asking.answer_callback_query,
    "answerInlineQuery": asking.answer_inline_query,
    "getFile": asking.get_file,
    "getChat": gathering.get_chat,
    "getChatMember": gathering.get_chat_member,
    "getChatAdministrators": gathering.get_chat_administrators,
    "getChatMemberCount": gathering.get_chat_member_count,
    "leaveChat": gathering.leave_chat,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
}
_BY_LOWER_CASE: Final = {name.lower(): method for name, method in TABLE.items()}


def find(name: str) -> Method | None:
    """The method of a name in any case, or None."""
    return _BY_LOWER_CASE.get(name.lower())
