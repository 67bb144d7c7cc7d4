// One column: somebody's chat with the bot (or a group the bot is in), from its header down to the composer.

import { avatar } from "./avatars.js";
import { ChatHead } from "./chathead.js";
import { Composer } from "./composer.js";
import { announce } from "./dialogs.js";
import { takeDrops } from "./drops.js";
import { el } from "./elements.js";
import { Feed } from "./feed.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import { rejoin } from "./members.js";
import { fullName } from "./people.js";
import { PinnedBar } from "./pins.js";
import { Room } from "./rooms.js";
import * as sim from "./sim.js";
import { dayKey } from "./times.js";

const LOOK_EVERY = 1200; // milliseconds: what the bot is doing ("typing…") is told to nobody who does not ask

export class ChatView {
  /** Shows `mailbox`'s owner in one chat; `desk` is asked for everything beyond this column. */
  constructor(desk, mailbox, chatId = mailbox.person.id) {
    this.desk = desk;
    this.mailbox = mailbox;
    this.person = mailbox.person;
    this.chatId = chatId;
    this.group = chatId !== this.person.id;
    this.blocked = false;
    this.gone = new AbortController();
    this.toasts = el("div", { class: "chat-toasts", role: "status", "aria-live": "polite" });
    this.room = new Room(desk, mailbox, chatId, this);
    this.feed = new Feed(this.room, () => desk.clock.now());
    this.pinned = new PinnedBar(this.room);
    this.composer = new Composer(this.room);
    this.head = new ChatHead(this, this.gone.signal);
    this.tabs = el("div", { class: "chat-tabs", role: "group", "aria-label": say("chats"), hidden: true });
    this.foot = el("div", { class: "chat-foot" });
    const label = say("chatAs", { name: fullName(this.person) });
    this.element = el(
      "section",
      { class: "chat", "data-testid": `chat-${this.person.id}`, "aria-label": label },
      [this.head.element, this.tabs, this.pinned.element, this.feed.element, this.toasts, this.foot],
      el("div", { class: "drop-here", "aria-hidden": "true" }, icon("document"), el("span", {}, say("dropHere"))),
    );
    this.#listen();
    mailbox.show(chatId);
    this.drawHead();
    this.#drawTabs();
    if (mailbox.loaded) this.#took({ chat: chatId, added: [], first: true });
    else this.#refresh();
    this.looking = setInterval(() => document.hidden || this.#refresh(), LOOK_EVERY);
  }

  focus() {
    this.composer.focus();
  }

  close() {
    clearInterval(this.looking);
    this.gone.abort();
    this.feed.close();
    this.composer.close();
    this.mailbox.show(null);
  }

  /** What the chat is called: the group, or the bot. */
  name() {
    const group = this.group ? (this.desk.groups.get(this.chatId) ?? this.mailbox.chat(this.chatId)).title : null;
    return group ?? this.desk.bot?.first_name ?? say("emulator");
  }

  drawHead() {
    this.head.draw(this.action);
    this.#drawFoot();
  }

  async block(blocked) {
    if ((await this.room.attempt(sim.block(this.person.id, blocked))) === null) return;
    this.#setBlocked(blocked);
    if (!blocked) this.focus();
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
    takeDrops(this.element, this.room, () => !this.blocked);
  }

  #took(detail) {
    this.#drawTabs();
    if (detail.chat !== this.chatId) return;
    this.feed.update(detail);
    this.#drawBlank();
    if (!detail.first) this.#announce(detail.added.filter((message) => this.mailbox.isFromAnother(message)));
    this.#refresh();
    const moved = detail.added.length > 0 ? this.mailbox.movedTo(this.chatId) : undefined;
    if (moved) queueMicrotask(() => this.desk.moved(this.chatId, moved));
  }

  #announce(messages) {
    for (const message of messages) {
      announce(`${message.from?.first_name ?? ""}: ${message.text ?? message.caption ?? say("attachment")}`);
    }
  }

  /** Asks what the header and the composer show; the last of several questions at once is the one answered. */
  async #refresh() {
    if (this.#isOut()) return;
    this.refreshing = (this.refreshing ?? 0) + 1;
    const mine = this.refreshing;
    try {
      const about = await sim.chatOf(this.person.id, this.chatId);
      if (mine !== this.refreshing || this.gone.signal.aborted) return;
      this.desk.meetBot(about.bot);
      if (this.gone.signal.aborted) return; // the bot's name was news, and this view has been drawn anew
      this.action = about.action;
      this.head.draw(about.action);
      this.composer.setCommands(about.commands ?? []);
      this.composer.setKeyboard(about.reply_keyboard ?? null);
      this.composer.setWanted(this.#askedFor(about.force_reply));
      this.pinned.draw(about.pinned);
      this.#setBlocked(about.blocked === true);
      this.#drawBlank();
    } catch (fault) {
      // sim.connection tells the page of an outage. In a group a refusal may mean that one is out of it.
      if (this.group && fault instanceof sim.Refused) this.desk.groups.ask().catch(() => {});
    }
  }

  /** The message that the bot wants answered, with how it wants that, or null. */
  #askedFor(force) {
    const message = force ? this.room.messages().find((one) => one.message_id === force.message_id) : undefined;
    return message ? { message, placeholder: force.input_field_placeholder } : null;
  }

  #setBlocked(blocked) {
    if (blocked === this.blocked) return;
    this.blocked = blocked;
    this.#drawFoot();
    this.#drawBlank();
  }

  #isOut() {
    return this.group && this.desk.groups.get(this.chatId) !== null && !this.desk.groups.has(this.chatId, this.person.id);
  }

  /** The composer, or why there is none. */
  #drawFoot() {
    const kind = this.#isOut() ? "out" : this.blocked && !this.group ? "blocked" : "composer";
    if (kind === this.footKind) return;
    this.footKind = kind;
    const bars = {
      composer: () => this.composer.element,
      blocked: () => footBar("blocked", say("blockedNow"), "unblock", say("unblock"), () => this.block(false)),
      out: () => footBar("outside", say("notInGroup"), "rejoin", say("comeBack"), () => rejoin(this.desk, this.chatId, this.person)),
    };
    this.foot.replaceChildren(bars[kind]());
  }

  #drawBlank() {
    const bot = this.desk.bot;
    if (this.room.messages().length > 0 || !bot || this.blocked || this.group) {
      this.feed.blank.replaceChildren();
      return;
    }
    if (this.feed.blank.childElementCount > 0) return;
    const start = () => {
      this.room.write("/start");
      this.desk.focus(this.person.id);
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
    const shown = ({ id }) => id === this.chatId || this.mailbox.movedTo(id) === undefined;
    const chats = [...this.mailbox.chats.values()].filter(shown);
    const shows = JSON.stringify(chats.map(({ id, title, unread }) => [id, title, unread]));
    if (shows === this.tabsShow) return; // a tab that is being pressed must not be replaced for nothing
    this.tabsShow = shows;
    this.tabs.hidden = chats.length < 2;
    this.tabs.replaceChildren(...chats.map((chat) => this.#tab(chat)));
  }

  #tab(chat) {
    const name = chat.id === this.person.id ? (this.desk.bot?.first_name ?? say("emulator")) : (chat.title ?? String(chat.id));
    const attributes = {
      type: "button",
      class: "chat-tab",
      "aria-pressed": String(chat.id === this.chatId),
      "data-testid": `chat-tab-${chat.id}`,
      on: { click: () => this.desk.show(this.person.id, { chat: chat.id }) },
    };
    return el("button", attributes, name, chat.unread > 0 ? el("span", { class: "badge" }, String(chat.unread)) : null);
  }
}

function footBar(testid, text, actionId, label, run) {
  return el(
    "div",
    { class: "blocked-bar", "data-testid": testid },
    el("span", {}, text),
    el("button", { type: "button", class: "main-button", "data-testid": actionId, on: { click: run } }, label),
  );
}
