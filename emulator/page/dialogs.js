// Dialogs, small menus, toasts and announcements. The browser's own <dialog> and popover keep focus and Esc right.

import { arrowKeys, el } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { say } from "./languages.js";

const TOAST_TIME = 4500; // milliseconds; one with a button to press stays longer
const TOAST_TIME_WITH_ACTION = 12000;
const ANNOUNCEMENTS = 20;

/** Opens a dialog; `content(close)` gives its nodes. Resolves with what `close` was given, or undefined when dismissed. */
export function openDialog({ title, content, testid, kind = "", label = title }) {
  return new Promise((resolve) => {
    let result;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const dismiss = iconButton("close", say("close"), "dialog-close", () => dialog.close());
    const head = title ? el("header", { class: "dialog-head" }, el("h2", {}, title), dismiss) : null;
    const dialog = el("dialog", { class: `dialog ${kind}`, "data-testid": testid, "aria-label": label }, head, content(close));
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

/** A labelled choice of one; `options` are pairs of value and label. */
export function choiceField(label, attributes, options) {
  const choices = options.map(([value, words]) => el("option", { value }, words));
  return el("label", { class: "field" }, el("span", {}, label), el("select", attributes, choices));
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

/** A menu at a button: items are `{label, mark?, run, testid?}`; above them a `heading`, or what `lead(close)` gives. */
export function openMenu(anchor, items, heading = null, lead = null) {
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
  if (heading) menu.append(el("div", { class: "menu-heading" }, heading));
  if (lead) menu.append(lead(() => menu.hidePopover()));
  menu.append(...choices);
  if (heading) menu.setAttribute("aria-label", heading);
  arrowKeys(menu, "[role^=menuitem]");
  arrowKeys(menu, "[role^=menuitem]", { horizontal: true });
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const held = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (held && anchor.isConnected) anchor.focus();
  });
  (anchor.closest("dialog") ?? document.body).append(menu); // outside an open dialog everything is out of reach
  menu.showPopover();
  putBeside(menu, anchor);
  menu.querySelector("[role^=menuitem]")?.focus();
}

function putBeside(menu, anchor) {
  const [at, size, gap] = [anchor.getBoundingClientRect(), menu.getBoundingClientRect(), 6];
  const below = at.bottom + gap + size.height < innerHeight;
  const left = at.left + size.width + gap > innerWidth ? at.right - size.width : at.left;
  menu.style.left = `${Math.max(gap, Math.min(left, innerWidth - size.width - gap))}px`;
  menu.style.top = `${below ? at.bottom + gap : Math.max(gap, at.top - size.height - gap)}px`;
}

/** A short sentence that goes away by itself; `action` is `{label, run}`; `tone` may be "trouble". */
export function toast(text, { within = toastPlace(), action = null, tone = "" } = {}) {
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

/** Toasts lie above the page, but an open dialog lies above all of it: then they are the dialog's. */
function toastPlace() {
  const dialog = [...document.querySelectorAll("dialog[open]")].pop();
  if (!dialog) return document.getElementById("toasts");
  return dialog.querySelector(".toasts") ?? dialog.appendChild(el("div", { class: "toasts", role: "status", "aria-live": "polite" }));
}

/** Says something to a screen reader only. */
export function announce(text) {
  const announcer = document.getElementById("announcer");
  announcer.append(el("p", {}, text));
  while (announcer.children.length > ANNOUNCEMENTS) announcer.firstChild.remove();
}
