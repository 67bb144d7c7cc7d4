"""Every method there is, under its name; names are looked up without regard to case, as Telegram does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from emulator.methods import (
    asking,
    editing,
    gathering,
    inline,
    media,
    membership,
    moving,
    polls,
    profile,
    reactions,
    receiving,
    sending,
    sessions,
)
from emulator.methods.call import Call

Method = Callable[[Call], Any] | Callable[[Call], Awaitable[Any]]

TABLE: Final[dict[str, Method]] = {
    "getMe": profile.get_me,
    "logOut": sessions.log_out,
    "close": sessions.close,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": media.send_photo,
    "sendDocument": media.send_document,
    "sendAudio": media.send_audio,
    "sendVideo": media.send_video,
    "sendAnimation": media.send_animation,
    "sendVoice": media.send_voice,
    "sendVideoNote": media.send_video_note,
    "sendSticker": media.send_sticker,
    "sendMediaGroup": media.send_media_group,
    "sendLocation": sending.send_location,
    "sendVenue": sending.send_venue,
    "sendContact": sending.send_contact,
    "sendPoll": polls.send_poll,
    "stopPoll": polls.stop_poll,
    "sendDice": sending.send_dice,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": moving.delete_message,
    "deleteMessages": moving.delete_messages,
    "forwardMessage": moving.forward_message,
    "forwardMessages": moving.forward_messages,
    "copyMessage": moving.copy_message,
    "copyMessages": moving.copy_messages,
    "setMessageReaction": reactions.set_message_reaction,
    "pinChatMessage": moving.pin_chat_message,
    "unpinChatMessage": moving.unpin_chat_message,
    "unpinAllChatMessages": moving.unpin_all_chat_messages,
    "answerCallbackQuery": asking.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "getFile": asking.get_file,
    "getChat": gathering.get_chat,
    "getChatMember": gathering.get_chat_member,
    "getChatAdministrators": gathering.get_chat_administrators,
    "getChatMemberCount": gathering.get_chat_member_count,
    "getUserProfilePhotos": gathering.get_user_profile_photos,
    "leaveChat": membership.leave_chat,
    "banChatMember": membership.ban_chat_member,
    "unbanChatMember": membership.unban_chat_member,
    "setChatTitle": membership.set_chat_title,
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
