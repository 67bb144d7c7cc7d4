// One column: somebody's chat with the bot (or a group the bot is in), from its header down to the composer.

import { avatar } from "./avatars.js";
import { clockChip } from "./clockcard.js";
import { Composer } from "./composer.js";
import { announce, openMenu } from "./dialogs.js";
import { el } from "./elements.js";
import { sendLooked } from "./enclosures.js";
import { Feed } from "./feed.js";
import { icon, iconButton } from "./icons.js";
import { say } from "./languages.js";
import { fullName } from "./people.js";
import { Room } from "./rooms.js";
import * as sim from "./sim.js";
import { dayKey } from "./times.js";

export class ChatView {
  /** Shows `mailbox`'s owner in one chat; `desk` is asked for everything beyond this column. */
  constructor(desk, mailbox, chatId = mailbox.person.id) {
    this.desk = desk;
    this.mailbox = mailbox;
    this.person = mailbox.person;
    this.chatId = chatId;
    this.blocked = false;
    this.gone = new AbortController();
    this.toasts = el("div", { class: "chat-toasts", role: "status", "aria-live": "polite" });
    this.room = new Room(desk, mailbox, chatId, this);
    this.feed = new Feed(this.room, () => desk.clock.now());
    this.composer = new Composer(this.room);
    this.tabs = el("div", { class: "chat-tabs", role: "group", "aria-label": say("chats"), hidden: true });
    this.foot = el("div", { class: "chat-foot" });
    this.element = el(
      "section",
      { class: "chat", "data-testid": `chat-${this.person.id}`, "aria-label": say("chatAs", { name: fullName(this.person) }) },
      this.#head(),
      this.tabs,
      this.feed.element,
      this.toasts,
      this.foot,
      el("div", { class: "drop-here", "aria-hidden": "true" }, icon("document"), el("span", {}, say("dropHere"))),
    );
    this.#listen();
    mailbox.show(chatId);
    this.drawHead();
    this.#drawTabs();
    this.#drawFoot();
    if (mailbox.loaded) this.#took({ chat: chatId, added: [], first: true });
    else this.#refresh();
  }

  focus() {
    this.composer.focus();
  }

  close() {
    this.gone.abort();
    this.feed.close();
    this.mailbox.show(null);
  }

  #listen() {
    const { signal } = this.gone;
    this.mailbox.addEventListener("change", ({ detail }) => this.#took(detail), { signal });
    let today = dayKey(this.desk.clock.now());
    const turnDay = () => {
      if (dayKey(this.desk.clock.now()) === today) return;
      today = dayKey(this.desk.clock.now());
      this.feed.nameDays();
    };
    this.desk.clock.addEventListener("tick", turnDay, { signal });
    this.element.addEventListener("keydown", (event) => {
      const elsewhere = event.target !== this.composer.field && this.feed.element.contains(event.target);
      if (event.key === "Escape" && elsewhere) this.focus();
    });
    let depth = 0;
    const over = (change) => {
      depth = Math.max(0, depth + change);
      this.element.classList.toggle("dropping", depth > 0);
    };
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    this.element.addEventListener("dragenter", (event) => carriesFiles(event) && over(1));
    this.element.addEventListener("dragleave", (event) => carriesFiles(event) && over(-1));
    this.element.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
    this.element.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      over(-depth);
      const file = event.dataTransfer.files[0];
      if (file && !this.blocked) sendLooked(this.room, file);
    });
  }

  #took(detail) {
    this.#drawTabs();
    if (detail.chat !== this.chatId) return;
    this.feed.update(detail);
    this.#drawBlank();
    if (!detail.first) this.#announce(detail.added.filter((message) => this.mailbox.isFromAnother(message)));
    this.#refresh();
  }

  #announce(messages) {
    for (const message of messages) {
      announce(`${message.from?.first_name ?? ""}: ${message.text ?? message.caption ?? say("attachment")}`);
    }
  }

  /** Asks what the header and the composer show; the last of several questions at once is the one answered. */
  async #refresh() {
    this.refreshing = (this.refreshing ?? 0) + 1;
    const mine = this.refreshing;
    try {
      const about = await sim.chatOf(this.person.id, this.chatId);
      if (mine !== this.refreshing || this.gone.signal.aborted) return;
      this.desk.meetBot(about.bot);
      this.composer.setCommands(about.commands ?? []);
      this.composer.setKeyboard(about.reply_keyboard ?? null);
      this.composer.setReply(this.#askedFor(about.force_reply));
      this.#setBlocked(about.blocked === true);
      this.#drawBlank();
    } catch {
      // sim.connection tells the page of an outage; the next change asks again.
    }
  }

  /** The message that the bot wants answered, with how it wants that, or null. */
  #askedFor(force) {
    const message = force ? this.room.messages().find((one) => one.message_id === force.message_id) : undefined;
    return message ? { message, placeholder: force.input_field_placeholder } : null;
  }

  /** What of the header may change while it stands: a name, who else has something unread, whether there is a pair. */
  drawHead() {
    const others = this.desk.everybody().some((mailbox) => mailbox !== this.mailbox && mailbox.unread > 0);
    this.title.textContent = this.#name();
    this.drawer.classList.toggle("dotted", others);
    this.closing.hidden = !this.desk.isPaired();
  }

  #name() {
    const group = this.chatId === this.person.id ? null : this.mailbox.chat(this.chatId).title;
    return group ?? this.desk.bot?.first_name ?? say("emulator");
  }

  #head() {
    const bot = this.desk.bot;
    const inGroup = this.chatId !== this.person.id;
    this.title = el("h1", {});
    this.drawer = iconButton("menu", say("openDrawer"), "open-drawer", () => this.desk.openDrawer());
    this.drawer.classList.add("only-narrow");
    this.more = iconButton("more", say("more"), "chat-more", () => this.#openMore(this.more));
    this.closing = iconButton("close", say("closeColumn"), "close-column", () => this.desk.close(this.person.id));
    const address = el("p", { class: "chat-address" }, bot ? `@${bot.username}` : "…");
    const self = el("p", { class: "chat-as" }, `${say("youAre")} ${fullName(this.person)}`);
    return el(
      "header",
      { class: "chat-head" },
      this.drawer,
      avatar({ id: inGroup ? this.chatId : 0, is_bot: !inGroup, first_name: this.#name() }),
      el("div", { class: "chat-title" }, this.title, address, self),
      el(
        "div",
        { class: "chat-self" },
        avatar(this.person, "small"),
        el("span", {}, el("small", {}, say("youAre")), el("b", {}, fullName(this.person))),
      ),
      clockChip(this.desk.clock, this.gone.signal, () => this.desk.openDrawer("clock")),
      this.more,
      this.closing,
    );
  }

  #openMore(anchor) {
    const others = this.desk.everybody().filter((mailbox) => !this.desk.isShown(mailbox.person.id));
    const beside = others.map(({ person }) => ({
      label: say("besideName", { name: fullName(person) }),
      mark: avatar(person, "small"),
      run: () => this.desk.show(person.id, { beside: true }),
    }));
    const label = this.blocked ? say("unblock") : say("block");
    const blocking = { label, mark: icon("block"), testid: "toggle-block", run: () => this.#block(!this.blocked) };
    openMenu(anchor, [...(this.desk.isWide() ? beside.slice(0, 8) : []), blocking]);
  }

  async #block(blocked) {
    if ((await this.room.attempt(sim.block(this.person.id, blocked))) === null) return;
    this.#setBlocked(blocked);
    if (!blocked) this.focus();
  }

  #setBlocked(blocked) {
    if (blocked === this.blocked) return;
    this.blocked = blocked;
    this.#drawFoot();
    this.#drawBlank();
  }

  #drawFoot() {
    if (!this.blocked || this.chatId !== this.person.id) {
      this.foot.replaceChildren(this.composer.element);
      return;
    }
    const unblock = () => this.#block(false);
    this.foot.replaceChildren(
      el(
        "div",
        { class: "blocked-bar", "data-testid": "blocked" },
        el("span", {}, say("blockedNow")),
        el("button", { type: "button", class: "main-button", "data-testid": "unblock", on: { click: unblock } }, say("unblock")),
      ),
    );
  }

  #drawBlank() {
    const bot = this.desk.bot;
    if (this.room.messages().length > 0 || !bot || this.blocked) {
      this.feed.blank.replaceChildren();
      return;
    }
    const start = () => {
      this.room.write("/start");
      this.focus();
    };
    this.feed.blank.hidden = false;
    this.feed.blank.replaceChildren(
      avatar(bot, "large"),
      el("h2", {}, bot.first_name),
      el("p", {}, say("nothingYet", { name: fullName(this.person) })),
      el("button", { type: "button", class: "main-button start", "data-testid": "start", on: { click: start } }, say("start")),
    );
  }

  #drawTabs() {
    const chats = [...this.mailbox.chats.values()];
    this.tabs.hidden = chats.length < 2;
    if (chats.length < 2) return;
    const tabs = chats.map((chat) =>
      el(
        "button",
        {
          type: "button",
          class: "chat-tab",
          "aria-pressed": String(chat.id === this.chatId),
          "data-testid": `chat-tab-${chat.id}`,
          on: { click: () => this.desk.show(this.person.id, { chat: chat.id }) },
        },
        chat.id === this.person.id ? (this.desk.bot?.first_name ?? say("emulator")) : (chat.title ?? String(chat.id)),
        chat.unread > 0 ? el("span", { class: "badge" }, String(chat.unread)) : null,
      ),
    );
    this.tabs.replaceChildren(...tabs);
  }
}
