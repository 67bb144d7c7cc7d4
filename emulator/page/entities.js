// Turns a text and its entities into DOM. Offsets are UTF-16 units, which is what JavaScript's strings count in.

import { el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import { destination } from "./links.js";

const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** A fragment of the text as its entities style it. `room` opens links (`follow`, `offer`) and sends commands (`write`). */
export function styledText(text, entities, room) {
  const sorted = [...(entities ?? [])]
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .sort((one, other) => one.offset - other.offset || other.length - one.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...stretch(text, 0, text.length, sorted, room));
  return fragment;
}

/** The nodes of text[start:end]; an entity that sticks out of the one around it goes on after it. */
function stretch(text, start, end, entities, room) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const close = Math.min(entity.offset + entity.length, end);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inside = others.filter((other) => other.offset < close);
    const overhang = inside
      .filter((other) => other.offset + other.length > close)
      .map((other) => from(other, close));
    const children = stretch(text, entity.offset, close, inside, room);
    nodes.push(...styled(entity, text.slice(entity.offset, close), children, room));
    at = close;
    // A block brings its own line end; the text's would be an empty line under it.
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < end) at += 1;
    rest = [...overhang, ...others.filter((other) => other.offset >= close)].filter((other) => other.offset < end);
    rest = rest.map((other) => from(other, at)).filter((other) => other.length > 0);
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

/** What of an entity lies from an offset on. */
function from(entity, offset) {
  const skipped = Math.max(0, offset - entity.offset);
  return { ...entity, offset: entity.offset + skipped, length: entity.length - skipped };
}

function styled(entity, source, children, room) {
  switch (entity.type) {
    case "bold":
    case "italic":
    case "underline":
    case "strikethrough":
    case "code":
      return [el(PLAIN[entity.type], {}, children)];
    case "pre":
      return [codeBlock(entity, children)];
    case "spoiler":
      return [spoiler(children)];
    case "blockquote":
      return [el("blockquote", {}, children)];
    case "expandable_blockquote":
      return [expandable(children)];
    case "bot_command":
      return [textButton(children, "command", () => room.write(room.commandHere(source)))];
    case "text_link":
      return linked(entity.url, children, room);
    case "url":
      return linked(source, children, room);
    case "email":
      return linked(`mailto:${source}`, children, room);
    case "phone_number":
      return linked(`tel:${source.replace(/[^\d+]/g, "")}`, children, room);
    case "mention":
      return linked(`https://t.me/${source.slice(1)}`, children, room);
    case "hashtag":
    case "cashtag":
    case "text_mention":
      return [el("span", { class: "tag" }, children)];
    default:
      return children;
  }
}

/** The nodes of a link: the link itself, and for one into the bot a small button that opens it as somebody else. */
export function linked(href, children, room) {
  const target = destination(href, room.bot?.username);
  if (target === null) return children;
  if (target.kind === "outside") {
    return [el("a", { href: target.href, target: "_blank", rel: "noopener noreferrer" }, children)];
  }
  const follow = (event) => {
    event.preventDefault();
    room.follow(target, event.currentTarget);
  };
  const attributes = { href: target.href ?? target.url, "data-testid": `${target.kind}-link`, on: { click: follow } };
  const link = el("a", attributes, children);
  if (target.kind !== "bot") return [link];
  return [link, openAsButton(target, room)];
}

/** The chevron beside a link into the bot. */
export function openAsButton(target, room) {
  return el(
    "button",
    {
      type: "button",
      class: "open-as",
      title: say("openAs"),
      "aria-label": say("openAs"),
      "aria-haspopup": "menu",
      "data-testid": "open-as",
      on: { click: (event) => room.offer(target, event.currentTarget) },
    },
    icon("chevron"),
  );
}

function textButton(children, kind, run) {
  return el("button", { type: "button", class: `as-link ${kind}`, "data-testid": kind, on: { click: run } }, children);
}

function codeBlock(entity, children) {
  const label = entity.language ? el("span", { class: "code-language" }, entity.language) : null;
  return el("pre", { tabindex: "0" }, label, el("code", {}, children));
}

function spoiler(children) {
  const cover = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": say("reveal") }, children);
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (cover.classList.contains("revealed")) return;
    event.preventDefault();
    cover.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
  };
  cover.addEventListener("click", reveal, { capture: true });
  cover.addEventListener("keydown", reveal);
  return cover;
}

function expandable(children) {
  const body = el("div", { class: "folded" }, children);
  const toggle = el(
    "button",
    { type: "button", class: "unfold", "aria-expanded": "false", "aria-label": say("unfold") },
    icon("chevron"),
  );
  toggle.addEventListener("click", () => {
    const open = body.classList.toggle("folded") === false;
    toggle.setAttribute("aria-expanded", String(open));
  });
  requestAnimationFrame(() => {
    toggle.hidden = body.scrollHeight <= body.clientHeight + 1;
  });
  return el("blockquote", { class: "expandable" }, body, toggle);
}
