// The groups there are, who is in them, the list of them in the sidebar, and the form that makes one more.

import { avatar } from "./avatars.js";
import { dialogActions, field, openDialog, toast } from "./dialogs.js";
import { arrange, arrowKeys, el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import { fullName } from "./people.js";
import * as sim from "./sim.js";

const GONE = new Set(["left", "kicked"]);

/** What the emulator says of groups, asked for now and then. Says "change" when something in it is different. */
export class Groups extends EventTarget {
  constructor() {
    super();
    this.all = [];
  }

  async ask() {
    this.take(await sim.groups());
  }

  take(groups) {
    if (JSON.stringify(groups) === JSON.stringify(this.all)) return;
    this.all = groups;
    this.dispatchEvent(new Event("change"));
  }

  /** Takes what the emulator says of one group. */
  put(group) {
    const known = this.all.some(({ id }) => id === group.id);
    this.take(known ? this.all.map((one) => (one.id === group.id ? group : one)) : [...this.all, group]);
  }

  get(id) {
    return this.all.find((group) => group.id === id) ?? null;
  }

  /** Who is in a group now: ChatMembers, with the bots among them. */
  members(id) {
    return (this.get(id)?.members ?? []).filter(({ status }) => !GONE.has(status));
  }

  has(id, person) {
    return this.members(id).some(({ user }) => user.id === person);
  }
}

/** The list of groups. */
export class GroupList {
  constructor(desk) {
    this.desk = desk;
    this.list = el("ul", { class: "people-list", "aria-label": say("groups") });
    arrowKeys(this.list, ".person");
    const add = el(
      "button",
      { type: "button", class: "add-person", "data-testid": "add-group", on: { click: () => makeGroup(desk) } },
      el("span", { class: "avatar ghost" }, icon("group")),
      el("span", {}, say("newGroup")),
    );
    this.heading = el("h2", {}, say("groups"));
    this.element = el("nav", { class: "people groups", "aria-label": say("groups") }, this.heading, this.list, add);
  }

  draw() {
    const { all } = this.desk.groups;
    const shows = JSON.stringify([all, this.desk.columns.visible.map(({ chat }) => chat)]);
    if (shows === this.shows) return; // a row that is being pressed must not be replaced for nothing
    this.shows = shows;
    const focused = document.activeElement?.dataset?.testid;
    this.heading.hidden = all.length === 0;
    arrange(this.list, all.map((group) => el("li", {}, this.#row(group))));
    if (focused?.startsWith("group-")) this.list.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  #row(group) {
    const shown = this.desk.columns.visible.some(({ chat }) => chat === group.id);
    return el(
      "button",
      {
        type: "button",
        class: "person",
        "data-testid": `group-${group.id}`,
        "aria-current": shown ? "true" : null,
        on: { click: () => this.desk.showGroup(group) },
      },
      avatar({ id: group.id, first_name: group.title }),
      el(
        "span",
        { class: "person-words" },
        el("span", { class: "person-name" }, group.title),
        el("span", { class: "person-details" }, say("memberCount", { count: this.desk.groups.members(group.id).length })),
      ),
    );
  }
}

/** Asks for a group's name and people, makes it with the bot in it, and shows it. Whoever is worked with makes it. */
export async function makeGroup(desk) {
  const maker = desk.columns.current?.id;
  const people = desk.everybody().map(({ person }) => person).sort((one, other) => (other.id === maker) - (one.id === maker));
  const given = await openDialog({
    title: say("newGroup"),
    testid: "new-group",
    content: (close) => {
      const submit = (event) => {
        event.preventDefault();
        const form = new FormData(event.target);
        close({ title: form.get("title").trim(), people: form.getAll("people").map(Number) });
      };
      const title = { name: "title", required: true, maxlength: 128, autocomplete: "off", "data-first": true, "data-testid": "group-title" };
      const choices = el("ul", { class: "ticks" }, people.map((person) => el("li", {}, tick(person, desk.isOpen(person.id)))));
      return el(
        "form",
        { class: "form", on: { submit } },
        field(say("groupTitle"), title),
        el("fieldset", { class: "field" }, el("legend", {}, say("groupPeople")), choices),
        dialogActions(close, say("create")),
      );
    },
  });
  if (!given) return;
  try {
    const { id } = await sim.addGroup(given);
    await desk.groups.ask();
    desk.showGroup(desk.groups.get(id));
  } catch (fault) {
    toast(fault.message, { tone: "trouble" });
  }
}

function tick(person, checked) {
  return el(
    "label",
    { class: "tick" },
    el("input", { type: "checkbox", name: "people", value: person.id, checked }),
    avatar(person, "small"),
    el("span", {}, fullName(person)),
  );
}
