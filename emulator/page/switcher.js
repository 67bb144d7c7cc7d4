// The strip above the chats while more are open than fit: whose they are, and one press to turn to another.

import { avatar } from "./avatars.js";
import { openMenu } from "./dialogs.js";
import { arrowKeys, el } from "./elements.js";
import { icon } from "./icons.js";
import { language, say } from "./languages.js";
import { fullName } from "./people.js";

/** Draws the strip into its element, or hides it when everything open is on the screen. */
export function drawSwitcher(element, desk) {
  const { open, visible } = desk.columns;
  element.hidden = open.length <= visible.length;
  const unread = open.map(({ id }) => desk.mailboxOf(id)?.unread);
  const shows = JSON.stringify([element.hidden, open, visible, unread, language()]);
  if (shows === element.dataset.shows) return; // a button that is being pressed must not be replaced for nothing
  element.dataset.shows = shows;
  const held = element.contains(document.activeElement);
  const tabs = open.map((column) => tab(desk, column, visible.includes(column)));
  const add = el(
    "button",
    {
      type: "button",
      class: "switch-to add",
      title: say("addColumn"),
      "aria-label": say("addColumn"),
      "aria-haspopup": "menu",
      "data-testid": "switcher-add",
      on: { click: () => offerColumns(desk, add) },
    },
    icon("add"),
  );
  const strip = el("div", { class: "switcher-strip" }, tabs, add);
  arrowKeys(strip, "button", { horizontal: true });
  element.setAttribute("aria-label", say("openChats"));
  element.replaceChildren(strip);
  if (held) element.querySelector("[aria-pressed=true]")?.focus();
}

function tab(desk, { id, chat }, shown) {
  const mailbox = desk.mailboxOf(id);
  if (!mailbox) return null;
  const badge = mailbox.unread > 0 ? el("span", { class: "badge" }, String(mailbox.unread)) : null;
  return el(
    "button",
    {
      type: "button",
      class: "switch-to",
      "aria-pressed": String(shown),
      "data-testid": `switch-to-${id}`,
      on: { click: () => desk.show(id, { chat }) },
    },
    avatar(mailbox.person, "small"),
    el("span", {}, mailbox.person.first_name),
    badge,
  );
}

/** A menu at `anchor` of those who have no column yet. */
export function offerColumns(desk, anchor) {
  const others = desk.everybody().filter(({ person }) => !desk.isOpen(person.id));
  const items = others.map(({ person }) => ({
    label: fullName(person),
    mark: avatar(person, "small"),
    testid: `add-column-${person.id}`,
    run: () => desk.show(person.id, { beside: true }),
  }));
  const somebodyNew = {
    label: say("addPerson"),
    mark: el("span", { class: "avatar small ghost" }, icon("add")),
    testid: "add-column-new",
    run: async () => {
      const person = await desk.addPerson({ show: false });
      if (person) desk.show(person.id, { beside: true });
    },
  };
  openMenu(anchor, [...items, somebodyNew], say("addColumn"));
}
