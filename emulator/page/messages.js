// Draws one message (or an album): bubble, attachment, text, the small print, its buttons. The feed decides where.

import { albumOf } from "./albums.js";
import { attachment } from "./attachments.js";
import { el } from "./elements.js";
import { linked, styledText } from "./entities.js";
import { icon, iconButton } from "./icons.js";
import { inlineKeyboard } from "./keyboards.js";
import { say } from "./languages.js";
import { openMessageMenu } from "./messagemenu.js";
import { reactionsOf } from "./reactions.js";
import { timeOfDay } from "./times.js";

/** A list item for the messages of one album, or for one message, as `room` (a person's view of one chat) sees it. */
export function messageItem(unit, room) {
  const [message] = unit;
  if (message.local) return forwardedCard(message, room);
  const happening = serviceSentence(message);
  const named = { "data-testid": "message", "data-message-id": message.message_id };
  if (happening) return el("li", { class: "service", ...named }, el("span", {}, happening));
  const own = message.from?.id === room.person.id;
  const more = iconButton("more", say("messageMore"), "message-more", () => openMessageMenu(unit, room, more));
  more.classList.add("message-more");
  more.tabIndex = -1; // reached by Enter on the message: one more stop at every message would be too many
  return el(
    "li",
    { class: `message ${own ? "own" : "theirs"}${isBare(unit) ? " bare" : ""}`, ...named, tabindex: "-1" },
    bubble(unit, room, own),
    inlineKeyboard(message, room),
    reactionsOf(message, room),
    more,
  );
}

/** One line that stands for a message where there is no room for more. */
export function summary(message) {
  if (message.text ?? message.caption) return message.text ?? message.caption;
  if (message.poll) return message.poll.question;
  const kinds = ["photo", "sticker", "contact", "location", "document"];
  const kind = kinds.find((name) => message[name]);
  return kind ? say(kind) : say("attachment");
}

function bubble(unit, room, own) {
  const [message] = unit;
  const carried = carriedBy(unit, room);
  const { text, caption, entities, caption_entities: marks } = unit.find((one) => one.text ?? one.caption) ?? message;
  const inGroup = message.chat?.type !== "private" && !own;
  const speaker = own ? say("you") : nameOf(message.from);
  const words = [
    inGroup ? el("span", { class: "sender" }, nameOf(message.from)) : el("span", { class: "unseen" }, `${speaker}: `),
    origin(message),
    via(message),
    quoted(message.reply_to_message, room),
  ];
  const said = text ?? caption;
  const body = said === undefined ? null : styledText(said, entities ?? marks, room);
  const says = said === undefined ? smallPrint(message) : el("div", { class: "text" }, body, smallPrint(message));
  const wide = carried && (message.photo || message.location || message.venue) ? " with-picture" : "";
  return message.show_caption_above_media
    ? el("div", { class: `bubble${wide}` }, words, says, carried)
    : el("div", { class: `bubble${wide}` }, words, carried, says);
}

function carriedBy(unit, room) {
  const nodes = unit.map((message) => attachment(message, room)).filter(Boolean);
  return nodes.length > 1 ? albumOf(nodes, unit.every((message) => message.photo)) : (nodes[0] ?? null);
}

/** Whether nothing but pictures or a sticker is there, so that the time stands on it. */
function isBare(unit) {
  const [message] = unit;
  const alone = unit.every((one) => one.caption === undefined) && !message.forward_origin && !message.via_bot;
  const framed = message.reply_to_message || (message.chat?.type !== "private" && !message.sticker);
  return alone && !framed && Boolean(message.photo?.length || message.sticker);
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

function via(message) {
  if (!message.via_bot) return null;
  return el("div", { class: "forwarded via" }, el("span", {}, say("via", { name: `@${message.via_bot.username}` })));
}

/** What is answered; pressed, it is gone to. */
function quoted(message, room) {
  if (!message) return null;
  const go = () => room.view.feed.goTo(message.message_id);
  return el(
    "button",
    { type: "button", class: "quoted", "data-testid": "quoted", title: say("goToQuoted"), on: { click: go } },
    el("b", {}, nameOf(message.from)),
    el("span", {}, summary(message).slice(0, 140)),
  );
}

function serviceSentence(message) {
  if (message.pinned_message) return say("pinned", { text: summary(message.pinned_message).slice(0, 60) });
  if (message.new_chat_members) return say("joined", { names: message.new_chat_members.map(nameOf).join(", ") });
  if (message.left_chat_member) return say("left", { name: nameOf(message.left_chat_member) });
  if (message.group_chat_created) return say("groupMade");
  if (message.new_chat_title) return say("renamed", { title: message.new_chat_title });
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return say("becameSuper");
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
