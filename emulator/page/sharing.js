// What happens to links into the bot: opened as this person or another, or forwarded to somebody on this page.

import { avatar } from "./avatars.js";
import { openDialog, openMenu, toast } from "./dialogs.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import { fullName } from "./people.js";
import * as sim from "./sim.js";

/** Opens a link into the bot as one person; the bot's answer is shown in that person's chat. */
export async function openAs(desk, person, href, from) {
  try {
    await sim.open(person.id, href);
  } catch (fault) {
    toast(fault.message, { tone: "trouble" });
    return;
  }
  if (person.id !== from.id) desk.show(person.id, { beside: true });
}

/** A menu at `anchor`: as whom to open a link; `question` stands above it. */
export function offerOpenAs(desk, target, from, anchor, question = say("openAs")) {
  const choice = (person) => ({
    label: person.id === from.id ? say("asYou", { name: fullName(person) }) : fullName(person),
    mark: avatar(person, "small"),
    testid: `open-as-${person.id}`,
    run: () => openAs(desk, person, target.href, from),
  });
  const somebodyNew = {
    label: say("asNew"),
    mark: el("span", { class: "avatar small ghost" }, icon("add")),
    testid: "open-as-new",
    run: async () => {
      const person = await desk.addPerson({ show: false });
      if (person) await openAs(desk, person, target.href, from);
    },
  };
  const everybody = desk.everybody().map((mailbox) => choice(mailbox.person));
  openMenu(anchor, [...everybody, somebodyNew], question);
}

/** Asks whom to forward a shared link to, and puts it in that person's chat as a card of this page's own. */
export async function forward(desk, target, from) {
  const chosen = await openDialog({
    title: say("forwardTo"),
    testid: "forward",
    content: (close) => [
      el(
        "div",
        { class: "forward-what" },
        target.text ? el("p", {}, target.text) : null,
        el("p", { class: "forward-link" }, target.url),
      ),
      el(
        "ul",
        { class: "forward-list" },
        desk.everybody().map(({ person }) => el("li", {}, receiver(person, from, close))),
        el("li", {}, newReceiver(close)),
      ),
    ],
  });
  const person = chosen === "new" ? await desk.addPerson({ show: false }) : chosen;
  if (!person) return;
  desk.mailboxOf(person.id).addLocal({ link: target.url, text: target.text, sender: fullName(from), date: desk.clock.now() });
  if (person.id === from.id) return;
  toast(say("forwarded", { name: fullName(person) }), {
    action: { label: say("openChat"), run: () => desk.show(person.id, { beside: true }) },
  });
}

function receiver(person, from, close) {
  const label = person.id === from.id ? say("asYou", { name: fullName(person) }) : fullName(person);
  return el(
    "button",
    { type: "button", "data-testid": `forward-to-${person.id}`, on: { click: () => close(person) } },
    avatar(person, "small"),
    el("span", {}, label),
  );
}

function newReceiver(close) {
  return el(
    "button",
    { type: "button", "data-testid": "forward-to-new", on: { click: () => close("new") } },
    el("span", { class: "avatar small ghost" }, icon("add")),
    el("span", {}, say("asNew")),
  );
}
