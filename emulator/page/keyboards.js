// Buttons under messages and above the composer. What pressing one does is the room's: this draws and hands over.

import { el } from "./elements.js";
import { openAsButton } from "./entities.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import { destination } from "./links.js";

const STYLES = new Set(["primary", "success", "danger"]);

/** The inline keyboard of a message, or null. */
export function inlineKeyboard(message, room) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.some((row) => row.length > 0)) return null;
  const drawn = rows.map((row, at) =>
    el("div", { class: "keyboard-row" }, row.map((button, column) => inlineButton(message, button, `${at}-${column}`, room))),
  );
  return el("div", { class: "inline-keyboard", role: "group", "aria-label": say("buttons") }, drawn);
}

function inlineButton(message, button, place, room) {
  const style = STYLES.has(button.style) ? ` ${button.style}` : "";
  const attributes = { class: `key${style}`, "data-testid": `button-${place}` };
  const label = el("span", { class: "key-label" }, button.text);
  const plain = (run, mark, extra = {}) =>
    el("button", { type: "button", ...attributes, ...extra, on: { click: (event) => run(event.currentTarget) } }, label, mark);

  if (button.callback_data !== undefined) {
    const spinner = el("span", { class: "spinner", "aria-hidden": "true" });
    const node = plain(() => room.tap(message, button), spinner, { "data-callback": button.callback_data });
    markPending(node, room.isPending(message.message_id, button.callback_data));
    return node;
  }
  if (button.url !== undefined) return linkButton(button.url, attributes, label, room);
  if (button.copy_text !== undefined) return plain(() => room.copy(button.copy_text.text), corner("copy"));
  if (button.switch_inline_query_current_chat !== undefined) {
    return plain(() => room.askInline(button.switch_inline_query_current_chat), corner("forward"));
  }
  const query = button.switch_inline_query ?? (button.switch_inline_query_chosen_chat ? (button.switch_inline_query_chosen_chat.query ?? "") : undefined);
  if (query !== undefined) return plain((node) => room.askInlineElsewhere(query, node), corner("forward"), { "aria-haspopup": "menu" });
  if (button.web_app) return plain(() => room.openWebApp(button.web_app.url), corner("window"));
  if (button.login_url) return linkButton(button.login_url.url, attributes, label, room);
  return plain(() => room.note(say("cannotPress")), null, { "aria-disabled": "true" });
}

function linkButton(url, attributes, label, room) {
  const target = destination(url, room.bot?.username);
  if (target === null) {
    return el("button", { type: "button", ...attributes, on: { click: () => room.note(say("unsafeLink")) } }, label);
  }
  if (target.kind === "outside") {
    return el("a", { ...attributes, href: target.href, target: "_blank", rel: "noopener noreferrer" }, label, corner("outside"));
  }
  const follow = (event) => {
    event.preventDefault();
    room.follow(target, event.currentTarget);
  };
  const mark = target.kind === "share" ? corner("forward") : null;
  const link = el("a", { ...attributes, href: target.href ?? target.url, on: { click: follow } }, label, mark);
  if (target.kind === "share") return link;
  return el("span", { class: "split-key" }, link, openAsButton(target, room));
}

function corner(name) {
  return el("span", { class: "key-corner" }, icon(name));
}

/** Shows whether a pressed button still waits for the bot. The focus stays on it, so it is not disabled. */
export function markPending(node, pending) {
  node.classList.toggle("pending", pending);
  node.toggleAttribute("data-pending", pending);
  if (pending) node.setAttribute("aria-busy", "true");
  else node.removeAttribute("aria-busy");
}

/** The reply keyboard, or null. A button's text is sent, or its request (contact, location) is put to the person. */
export function replyKeyboard(markup, room) {
  if (!markup?.keyboard?.length) return null;
  const rows = markup.keyboard.map((row) => el("div", { class: "keyboard-row" }, row.map((button) => replyButton(button, room))));
  const size = markup.resize_keyboard ? "" : " tall";
  return el(
    "div",
    { class: `reply-keyboard${size}`, role: "group", "aria-label": say("quickReplies"), "data-testid": "reply-keyboard" },
    rows,
  );
}

function replyButton(given, room) {
  const button = typeof given === "string" ? { text: given } : given;
  const style = STYLES.has(button.style) ? ` ${button.style}` : "";
  const mark = button.request_contact ? icon("contact") : button.request_location ? icon("pin") : null;
  return el(
    "button",
    { type: "button", class: `key${style}`, on: { click: () => room.pressReply(button) } },
    mark,
    el("span", { class: "key-label" }, button.text),
  );
}
