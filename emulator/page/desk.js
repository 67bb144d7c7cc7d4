// The whole page: who there is, whose chats are on the screen, and what changes when somebody else is chosen.

import { CallsPanel } from "./calls.js";
import { ChatView } from "./chat.js";
import { Clock } from "./clock.js";
import { arrange, el } from "./elements.js";
import { language, say } from "./languages.js";
import { Mailbox } from "./mailbox.js";
import { recall, remember } from "./memory.js";
import { askNewPerson, newPersonForm } from "./people.js";
import { drawSidebar } from "./sidebar.js";
import * as sim from "./sim.js";
import { Watch } from "./watch.js";

const wide = matchMedia("(min-width: 1080px)"); // room for two columns beside the people, as style.css has it

const roomy = matchMedia("(min-width: 761px)"); // the sidebar needs no drawer

const at = (id) => document.getElementById(id);

export class Desk {
  constructor() {
    this.bot = null;
    this.mailboxes = new Map();
    this.views = [];
    this.met = false;
    this.joined = 0;
    this.clock = new Clock();
    this.calls = new CallsPanel(at("calls"));
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

  isShown(id) {
    return this.views.some((view) => view.person.id === id);
  }

  isPaired() {
    return this.views.length > 1;
  }

  isWide() {
    return wide.matches;
  }

  /** Learns who there is now; whoever the emulator no longer knows leaves the page. */
  async meet() {
    const joined = this.joined;
    const people = await sim.people();
    if (joined !== this.joined) return; // somebody joined since the question; the next glance knows them
    const known = this.mailboxes;
    const first = !this.met;
    this.met = true;
    this.mailboxes = new Map(people.map((person) => [person.id, this.#kept(known.get(person.id), person)]));
    const same = known.size === this.mailboxes.size && this.everybody().every((one) => known.get(one.person.id) === one);
    if (same && !first) return;
    const shown = this.views.map((view) => view.person.id);
    const staying = shown.filter((id, place) => this.mailboxes.get(id) === this.views[place].mailbox);
    if (staying.length === 0) this.#showAll(this.#firstChoice());
    else if (staying.length < shown.length) this.#showAll(staying);
    else this.#peopleChanged();
  }

  /** Who is shown at first: the one of the last visit, else the first there is, else nobody. */
  #firstChoice() {
    const remembered = Number(recall("person"));
    return this.mailboxes.has(remembered) ? [remembered] : [...this.mailboxes.keys()].slice(0, 1);
  }

  #kept(mailbox, person) {
    if (mailbox && JSON.stringify(mailbox.person) === JSON.stringify(person)) return mailbox;
    const fresh = new Mailbox(person);
    for (const event of ["change", "read"]) fresh.addEventListener(event, () => this.#peopleChanged());
    return fresh;
  }

  /** Shows somebody's chat: instead of the first column's, or beside it where there is room. */
  show(id, { beside = false, chat = id } = {}) {
    if (!this.mailboxes.has(id)) return;
    this.closeDrawer();
    const here = this.views.findIndex((view) => view.person.id === id && view.chatId === chat);
    if (here < 0) {
      const ids = this.views.map((view) => view.person.id);
      const other = ids.findIndex((one) => one === id);
      if (other >= 0) ids[other] = id;
      else if (beside && wide.matches) ids.splice(1, 1, id);
      else ids.splice(0, 1, id);
      this.#showAll(ids, new Map([[id, chat]]));
    }
    remember("person", this.views[0].person.id);
    if (wide.matches || here >= 0) this.views.find((view) => view.person.id === id)?.focus();
  }

  close(id) {
    this.#showAll(this.views.map((view) => view.person.id).filter((shown) => shown !== id));
    this.views[0]?.focus();
  }

  /** Puts these people's chats on the screen; `chats` says which chat of whom, where it is not the one with the bot. */
  #showAll(ids, chats = new Map()) {
    const kept = (id) =>
      this.views.find((view) => view.mailbox === this.mailboxes.get(id) && view.chatId === (chats.get(id) ?? view.chatId));
    const wanted = ids.map((id) => [id, kept(id)]);
    for (const view of this.views) if (!wanted.some(([, same]) => same === view)) view.close();
    this.views = wanted.map(([, same]) => same).filter(Boolean);
    this.views = wanted.map(([id, same]) => same ?? new ChatView(this, this.mailboxes.get(id), chats.get(id)));
    const columns = at("columns");
    columns.classList.toggle("paired", this.isPaired());
    arrange(columns, this.views.length > 0 ? this.views.map((view) => view.element) : [this.#welcome()]);
    for (const view of this.views) view.feed.showEnd();
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

  #peopleChanged() {
    this.people.draw();
    for (const view of this.views) view.drawHead();
    const unread = this.everybody().reduce((sum, mailbox) => sum + mailbox.unread, 0);
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${this.bot ? `${this.bot.first_name} · ` : ""}${say("emulator")}`;
  }

  /** Draws everything again: another language, or the bot turned out to be called something. */
  redraw() {
    const shown = this.views.map((view) => [view.person.id, view.chatId]);
    const writer = this.views.find((view) => view.element.contains(document.activeElement))?.person.id;
    for (const view of this.views) view.close();
    this.views = [];
    this.#drawSidebar();
    if (this.calls.open) this.calls.draw();
    if (this.met) this.#showAll(shown.map(([id]) => id), new Map(shown));
    this.views.find((view) => view.person.id === writer)?.focus();
  }

  #drawSidebar() {
    this.sidebarGone?.abort();
    this.sidebarGone = new AbortController();
    document.documentElement.lang = language();
    this.people = drawSidebar(at("sidebar"), this, this.sidebarGone.signal);
  }

  toggleCalls() {
    this.calls.toggle();
    this.closeDrawer();
  }

  openDrawer(part = "people") {
    at("page").classList.add("drawer-open");
    at("scrim").hidden = false;
    at("stage").inert = true;
    at("sidebar").querySelector(part === "clock" ? ".step-button" : ".person[tabindex='0'], .add-person")?.focus();
  }

  closeDrawer() {
    if (!at("page").classList.contains("drawer-open")) return;
    at("page").classList.remove("drawer-open");
    at("scrim").hidden = true;
    at("stage").inert = false;
    this.views[0]?.element.querySelector("[data-testid=open-drawer]")?.focus();
  }

  #listen() {
    at("scrim").addEventListener("click", () => this.closeDrawer());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.closeDrawer());
    // Dropped beside a chat, a file would replace the page.
    for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
    roomy.addEventListener("change", () => this.closeDrawer());
    wide.addEventListener("change", () => !wide.matches && this.isPaired() && this.close(this.views[1].person.id));
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
