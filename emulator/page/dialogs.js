// Dialogs, small menus, toasts and announcements. The browser's own <dialog> and popover keep focus and Esc right.

import { arrowKeys, el } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { say } from "./languages.js";

const TOAST_TIME = 4500; // milliseconds; one with a button to press stays longer
const TOAST_TIME_WITH_ACTION = 12000;
const ANNOUNCEMENTS = 20;

/** Opens a dialog; `content(close)` gives its nodes. Resolves with what `close` was given, or undefined when dismissed. */
export function openDialog({ title, content, testid, kind = "" }) {
  return new Promise((resolve) => {
    let result;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const dismiss = iconButton("close", say("close"), "dialog-close", () => dialog.close());
    const head = title ? el("header", { class: "dialog-head" }, el("h2", {}, title), dismiss) : null;
    const dialog = el("dialog", { class: `dialog ${kind}`, "data-testid": testid, "aria-label": title }, head, content(close));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[data-first]")?.focus();
  });
}

/** The row of buttons a dialog ends with: a way out, and the way on, which submits the dialog's form. */
export function dialogActions(close, label) {
  return el(
    "div",
    { class: "dialog-actions" },
    el("button", { type: "button", class: "quiet-button", on: { click: () => close() } }, say("cancel")),
    el("button", { type: "submit", class: "main-button", "data-testid": "dialog-submit" }, label),
  );
}

/** A labelled field; `attributes` are the input's. */
export function field(label, attributes) {
  return el("label", { class: "field" }, el("span", {}, label), el("input", attributes));
}

/** What a bot's `show_alert` shows: a sentence and OK. */
export function alertOf(text) {
  return openDialog({
    testid: "alert",
    kind: "alert",
    content: (close) => [
      el("p", {}, text),
      el(
        "div",
        { class: "dialog-actions" },
        el("button", { type: "button", class: "main-button", "data-first": true, on: { click: () => close() } }, say("ok")),
      ),
    ],
  });
}

/** A picture as large as the window. */
export function lightbox(source, label) {
  return openDialog({
    testid: "lightbox",
    kind: "lightbox",
    content: (close) => [
      el("img", { src: source, alt: label, on: { click: () => close() } }),
      el(
        "button",
        { type: "button", class: "lightbox-close", "data-first": true, "aria-label": say("close"), on: { click: () => close() } },
        icon("close"),
      ),
    ],
  });
}

/** A menu at a button: items are `{label, mark?, run, testid?}`; a `heading` may stand above. */
export function openMenu(anchor, items, heading = null) {
  const menu = el("div", { class: "menu", role: "menu", popover: "auto", "data-testid": "menu" });
  const choose = (item) => () => {
    menu.hidePopover();
    item.run();
  };
  const choices = items.map((item) =>
    el(
      "button",
      { type: "button", role: "menuitem", "data-testid": item.testid, on: { click: choose(item) } },
      item.mark ?? null,
      el("span", {}, item.label),
    ),
  );
  menu.append(...(heading ? [el("div", { class: "menu-heading" }, heading)] : []), ...choices);
  arrowKeys(menu, "[role=menuitem]");
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const held = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (held && anchor.isConnected) anchor.focus();
  });
  document.body.append(menu);
  menu.showPopover();
  putBeside(menu, anchor);
  choices[0]?.focus();
}

function putBeside(menu, anchor) {
  const [at, size, gap] = [anchor.getBoundingClientRect(), menu.getBoundingClientRect(), 6];
  const below = at.bottom + gap + size.height < innerHeight;
  const left = at.left + size.width + gap > innerWidth ? at.right - size.width : at.left;
  menu.style.left = `${Math.max(gap, Math.min(left, innerWidth - size.width - gap))}px`;
  menu.style.top = `${below ? at.bottom + gap : Math.max(gap, at.top - size.height - gap)}px`;
}

/** A short sentence that goes away by itself; `action` is `{label, run}`; `tone` may be "trouble". */
export function toast(text, { within = document.getElementById("toasts"), action = null, tone = "" } = {}) {
  const leave = () => note.remove();
  const press = () => {
    leave();
    action.run();
  };
  const button = action ? el("button", { type: "button", on: { click: press } }, action.label) : null;
  const note = el("div", { class: `toast ${tone}`, "data-testid": "toast" }, el("span", {}, text), button);
  within.append(note);
  setTimeout(leave, action ? TOAST_TIME_WITH_ACTION : TOAST_TIME);
}

/** Says something to a screen reader only. */
export function announce(text) {
  const announcer = document.getElementById("announcer");
  announcer.append(el("p", {}, text));
  while (announcer.children.length > ANNOUNCEMENTS) announcer.firstChild.remove();
}
