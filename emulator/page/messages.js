// Draws one message: bubble, attachment, text, the small print, its buttons. The feed decides where it stands.

import { attachment } from "./attachments.js";
import { el } from "./elements.js";
import { linked, styledText } from "./entities.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboards.js";
import { say } from "./languages.js";
import { timeOfDay } from "./times.js";

/** A list item for one message, as `room` (a person's view of one chat) sees it. */
export function messageItem(message, room) {
  if (message.local) return forwardedCard(message, room);
  const happening = serviceSentence(message);
  const named = { "data-testid": "message", "data-message-id": message.message_id };
  if (happening) return el("li", { class: "service", ...named }, el("span", {}, happening));
  const own = message.from?.id === room.person.id;
  const bare = isBare(message);
  return el(
    "li",
    {
      class: `message ${own ? "own" : "theirs"}${bare ? " bare" : ""}`,
      ...named,
      tabindex: "-1",
    },
    bubble(message, room, own),
    inlineKeyboard(message, room),
  );
}

function bubble(message, room, own) {
  const carried = attachment(message, room);
  const text = message.text ?? message.caption;
  const inGroup = message.chat?.type !== "private" && !own;
  const speaker = own ? say("you") : nameOf(message.from);
  const words = [
    inGroup ? el("span", { class: "sender" }, nameOf(message.from)) : el("span", { class: "unseen" }, `${speaker}: `),
    origin(message),
    quoted(message.reply_to_message),
  ];
  const body = text === undefined ? null : styledText(text, message.entities ?? message.caption_entities, room);
  const says = text === undefined ? smallPrint(message) : el("div", { class: "text" }, body, smallPrint(message));
  const wide = carried && (message.photo || message.location || message.venue) ? " with-picture" : "";
  return message.show_caption_above_media
    ? el("div", { class: `bubble${wide}` }, words, says, carried)
    : el("div", { class: `bubble${wide}` }, words, carried, says);
}

/** Whether nothing but a picture or sticker is there, so that the time stands on it. */
function isBare(message) {
  const alone = message.caption === undefined && !message.forward_origin && !message.reply_to_message;
  return alone && Boolean(message.photo?.length || message.sticker);
}

function smallPrint(message) {
  const edited = message.edit_date ? el("span", { class: "edited" }, say("edited")) : null;
  return el("span", { class: "small-print" }, edited, el("time", {}, timeOfDay(message.date)));
}

function nameOf(user) {
  return [user?.first_name, user?.last_name].filter(Boolean).join(" ");
}

function origin(message) {
  const from = message.forward_origin;
  if (!from) return null;
  const name = from.sender_user_name ?? (from.sender_user ? nameOf(from.sender_user) : (from.sender_chat ?? from.chat)?.title);
  return el("div", { class: "forwarded" }, icon("forward"), el("span", {}, say("forwardedFrom", { name: name ?? "…" })));
}

function quoted(message) {
  if (!message) return null;
  const text = message.text ?? message.caption ?? say("attachment");
  return el("div", { class: "quoted" }, el("b", {}, nameOf(message.from)), el("span", {}, text.slice(0, 140)));
}

function serviceSentence(message) {
  if (message.pinned_message) return say("pinned");
  if (message.new_chat_members) return say("joined", { names: message.new_chat_members.map(nameOf).join(", ") });
  if (message.left_chat_member) return say("left", { name: nameOf(message.left_chat_member) });
  if (message.group_chat_created) return say("groupMade");
  if (message.new_chat_title) return say("renamed", { title: message.new_chat_title });
  return null;
}

/** A link that another person on this page passed on; Telegram and the bot know nothing of it until it is opened. */
function forwardedCard(message, room) {
  const href = message.link;
  return el(
    "li",
    { class: "message theirs local", "data-testid": "forwarded-link", "data-message-id": message.message_id, tabindex: "-1" },
    el(
      "div",
      { class: "bubble" },
      el("div", { class: "forwarded" }, icon("forward"), el("span", {}, say("sentBy", { name: message.sender }))),
      el("div", { class: "text" }, message.text ? `${message.text}\n` : "", linked(href, [href], room), smallPrint(message)),
      el("div", { class: "local-note" }, say("onlyHere")),
    ),
  );
}
