// The whole page: who there is, whose chats are on the screen, and what changes when somebody else is chosen.

import { CallsPanel } from "./calls.js";
import { ChatView } from "./chat.js";
import { Clock } from "./clock.js";
import { Columns } from "./columns.js";
import { Drawer } from "./drawer.js";
import { arrange, el } from "./elements.js";
import { Groups } from "./groups.js";
import { language, say } from "./languages.js";
import { Mailbox } from "./mailbox.js";
import { askNewPerson, newPersonForm } from "./people.js";
import { drawSidebar } from "./sidebar.js";
import * as sim from "./sim.js";
import { drawSwitcher } from "./switcher.js";
import { Watch } from "./watch.js";

const at = (id) => document.getElementById(id);

export class Desk {
  constructor() {
    this.bot = null;
    this.mailboxes = new Map();
    this.views = [];
    this.met = false;
    this.joined = 0;
    this.clock = new Clock();
    this.groups = new Groups();
    this.columns = new Columns(at("columns"));
    this.calls = new CallsPanel(at("calls"));
    this.drawer = new Drawer(at("page"), at("sidebar"), at("scrim"), at("stage"));
    this.#drawSidebar();
    this.#listen();
    this.watch = new Watch({ people: () => this.everybody(), meet: () => this.meet() });
  }

  everybody() {
    return [...this.mailboxes.values()];
  }

  mailboxOf(id) {
    return this.mailboxes.get(id);
  }

  isOpen(id) {
    return this.columns.find(id) >= 0;
  }

  isPaired() {
    return this.columns.open.length > 1;
  }

  /** Learns who there is now, and in which groups; whoever the emulator no longer knows leaves the page. */
  async meet() {
    const joined = this.joined;
    const people = await sim.people();
    await this.groups.ask();
    if (joined !== this.joined) return; // somebody joined since the question; the next glance knows them
    const known = this.mailboxes;
    const first = !this.met;
    this.met = true;
    this.mailboxes = new Map(people.map((person) => [person.id, this.#kept(known.get(person.id), person)]));
    const same = known.size === this.mailboxes.size && this.everybody().every((one) => known.get(one.person.id) === one);
    if (same && !first) return;
    if (first) this.columns.restore(({ id, chat }) => this.mailboxes.has(id) && (chat === id || this.groups.has(chat, id)));
    for (const { id } of [...this.columns.open]) if (!this.mailboxes.has(id)) this.columns.close(id);
    const [someone] = this.mailboxes.keys();
    if (this.columns.open.length === 0 && someone !== undefined) this.columns.show(someone, someone, false);
    this.#arrange();
  }

  #kept(mailbox, person) {
    if (mailbox && JSON.stringify(mailbox.person) === JSON.stringify(person)) return mailbox;
    const fresh = new Mailbox(person);
    for (const event of ["change", "read"]) fresh.addEventListener(event, () => this.#peopleChanged());
    return fresh;
  }

  /** Shows somebody's chat: beside the others, or instead of the one that is worked in. */
  show(id, { beside = false, chat = id } = {}) {
    if (!this.mailboxes.has(id)) return;
    this.drawer.close();
    this.columns.show(id, chat, beside);
    this.#arrange();
    this.focus(id);
  }

  /** Shows a group as whoever is worked with, if they are in it, else as the first who is. */
  showGroup(group) {
    const { current } = this.columns;
    const inside = group.members.filter(({ user, status }) => this.mailboxes.has(user.id) && !["left", "kicked"].includes(status));
    const chosen = inside.find(({ user }) => user.id === current?.id) ?? inside.find(({ user }) => this.isOpen(user.id)) ?? inside[0];
    if (chosen) this.show(chosen.user.id, { chat: group.id });
  }

  /** Somebody else takes over a person's column, in the same group or in their own chat. */
  swap(id, other, chat) {
    this.columns.swap(id, other, chat);
    this.#arrange();
    this.focus(other);
  }

  /** A group has become a supergroup: whoever has it open goes along. */
  moved(from, to) {
    this.columns.move(from, to);
    this.groups.ask().catch(() => {});
    this.#arrange();
  }

  focus(id) {
    const touch = matchMedia("(pointer: coarse)").matches; // there the field would bring up the keyboard over the chat
    if (!touch) this.views.find((view) => view.person.id === id)?.focus();
  }

  close(id) {
    this.columns.close(id);
    this.#arrange();
    if (this.columns.current) this.focus(this.columns.current.id);
  }

  /** Brings the screen in line with the columns; a chat that stays is not touched. */
  #arrange() {
    const wanted = this.columns.visible.map(({ id, chat }) => [
      this.mailboxes.get(id),
      chat,
      this.views.find((view) => view.mailbox === this.mailboxes.get(id) && view.chatId === chat),
    ]);
    const before = this.views;
    for (const view of before) if (!wanted.some(([, , same]) => same === view)) view.close();
    this.views = wanted.map(([, , same]) => same).filter(Boolean);
    this.views = wanted.map(([mailbox, chat, same]) => same ?? new ChatView(this, mailbox, chat));
    const columns = at("columns");
    columns.style.setProperty("--columns", String(Math.max(1, this.views.length)));
    columns.classList.toggle("several", this.views.length > 1);
    arrange(columns, this.views.length > 0 ? this.views.map((view) => view.element) : [this.#welcome()]);
    for (const view of this.views) if (!before.includes(view)) view.feed.showEnd();
    this.watch?.follow(this.views.map((view) => view.mailbox));
    this.#peopleChanged();
  }

  /** What stands where a chat would, while there is nobody to be. */
  #welcome() {
    const begin = (person) => this.#join(person, true);
    return el(
      "section",
      { class: "welcome", "data-testid": "welcome" },
      el("img", { src: "/page/icon.svg", alt: "", width: 72, height: 72 }),
      el("h1", {}, say("welcome")),
      el("p", {}, say("welcomeNote")),
      newPersonForm(begin),
    );
  }

  /** Asks for a new person; resolves with them, or with undefined. */
  async addPerson({ show = true } = {}) {
    const person = await askNewPerson();
    if (person) await this.#join(person, show);
    return person;
  }

  async #join(person, show) {
    this.joined += 1;
    this.mailboxes.set(person.id, this.#kept(this.mailboxes.get(person.id), person));
    if (show) this.show(person.id);
    this.#peopleChanged();
  }

  /** Takes what the emulator says about the bot; its name stands in several places. */
  meetBot(bot) {
    if (!bot || JSON.stringify(bot) === JSON.stringify(this.bot)) return;
    this.bot = bot;
    this.redraw();
  }

  /** Of a group that is no more (the emulator was started anew), everybody goes back to the bot. */
  #groupsChanged() {
    const gone = this.columns.open.filter(({ id, chat }) => chat !== id && this.groups.get(chat) === null);
    for (const { id, chat } of gone) this.columns.move(chat, this.mailboxes.get(id)?.movedTo(chat));
    if (gone.length > 0) this.#arrange();
    else this.#peopleChanged();
  }

  #peopleChanged() {
    this.lists.draw();
    for (const view of this.views) view.drawHead();
    drawSwitcher(at("switcher"), this);
    const unread = this.everybody().reduce((sum, mailbox) => sum + mailbox.unread, 0);
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${this.bot ? `${this.bot.first_name} · ` : ""}${say("emulator")}`;
  }

  /** Draws everything again: another language, or the bot turned out to be called something. */
  redraw() {
    const writer = this.views.find((view) => view.element.contains(document.activeElement))?.person.id;
    for (const view of this.views) view.close();
    this.views = [];
    this.#drawSidebar();
    if (this.calls.open) this.calls.draw();
    if (this.met) this.#arrange();
    this.views.find((view) => view.person.id === writer)?.focus();
  }

  #drawSidebar() {
    this.sidebarGone?.abort();
    this.sidebarGone = new AbortController();
    document.documentElement.lang = language();
    this.lists = drawSidebar(at("sidebar"), this, this.sidebarGone.signal);
  }

  toggleCalls() {
    this.calls.toggle();
    this.drawer.close();
  }

  #listen() {
    // Dropped beside a chat, a file would replace the page.
    for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
    at("columns").addEventListener("focusin", (event) => {
      const view = this.views.find(({ element }) => element.contains(event.target));
      if (!view) return;
      this.columns.turnTo(view.person.id);
      for (const { element } of this.views) element.classList.toggle("current", element === view.element);
    });
    this.columns.addEventListener("resize", () => this.met && this.#arrange());
    this.groups.addEventListener("change", () => this.met && this.#groupsChanged());
    // Whoever moves the clock wants to see what came of it.
    this.clock.addEventListener("moved", () => this.views.forEach((view) => view.feed.showEnd()));
    sim.connection.addEventListener("down", () => this.#outage(true));
    sim.connection.addEventListener("up", () => this.#outage(false));
  }

  #outage(down) {
    const retry = () => this.meet().catch(() => {});
    at("outage").hidden = !down;
    at("outage").replaceChildren(
      el("span", {}, say("outage")),
      el("button", { type: "button", "data-testid": "retry", on: { click: retry } }, say("retry")),
    );
  }
}
