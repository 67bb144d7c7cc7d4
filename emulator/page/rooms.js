// What one person can do in one chat: press, write, follow, send. Messages, keyboards and the composer all call this.

import { avatar } from "./avatars.js";
import { alertOf, openDialog, openMenu, toast } from "./dialogs.js";
import { el } from "./elements.js";
import { say } from "./languages.js";
import { destination } from "./links.js";
import { forward, offerOpenAs, openAs } from "./sharing.js";
import * as sim from "./sim.js";

export class Room {
  /** `view` is the chat on the screen: its toasts, its composer, its pressed buttons. */
  constructor(desk, mailbox, chatId, view) {
    this.desk = desk;
    this.mailbox = mailbox;
    this.person = mailbox.person;
    this.chatId = chatId;
    this.view = view;
    this.waiting = new Set();
  }

  get bot() {
    return this.desk.bot;
  }

  messages() {
    return this.mailbox.inOrder(this.chatId);
  }

  /** What tells the emulator which chat is meant: nothing for the one with the bot. */
  place() {
    return this.chatId === this.person.id ? {} : { chat: this.chatId };
  }

  /** A command as it is sent here: in a group with the bot's name, so that no other bot answers. */
  commandHere(command) {
    return this.chatId === this.person.id || command.includes("@") || !this.bot ? command : `${command}@${this.bot.username}`;
  }

  /** A sentence for this person, shown for a while in their chat. */
  note(text, tone = "") {
    toast(text, { within: this.view.toasts, tone });
  }

  /** Does something at the emulator; a refusal becomes a note. Resolves with the answer, or null. */
  async attempt(request) {
    try {
      return await request;
    } catch (fault) {
      this.note(fault instanceof sim.Unreachable ? say("noAnswer") : fault.message, "trouble");
      return null;
    }
  }

  isPending(messageId, data) {
    return this.waiting.has(`${messageId} ${data}`);
  }

  /** Presses an inline button; it looks pressed until the bot has answered. A second press meanwhile is nothing. */
  async tap(message, button) {
    const press = `${message.message_id} ${button.callback_data}`;
    if (this.waiting.has(press)) return;
    this.#wait(press, message, button, true);
    const tap = { message_id: message.message_id, data: button.callback_data, ...this.place() };
    const answer = await this.attempt(sim.tap(this.person.id, tap));
    this.#wait(press, message, button, false);
    if (answer === null) return;
    if (!answer.answered) this.note(say("tapUnanswered"), "trouble");
    else if (answer.text && answer.show_alert) await alertOf(answer.text);
    else if (answer.text) this.note(answer.text);
    if (answer.url) this.#goTo(answer.url);
  }

  #wait(press, message, button, waits) {
    if (waits) this.waiting.add(press);
    else this.waiting.delete(press);
    this.view.feed.pending(message.message_id, button.callback_data, waits);
  }

  #goTo(href) {
    const target = destination(href, this.bot?.username);
    if (target === null) this.note(say("unsafeLink"), "trouble");
    else if (target.kind === "outside") window.open(target.href, "_blank", "noopener,noreferrer");
    else this.follow(target);
  }

  /** Follows a link that stays in this page. */
  follow(target) {
    if (target.kind === "share") forward(this.desk, target, this.person);
    else openAs(this.desk, this.person, target.href, this.person);
  }

  /** Asks as whom to open a link into the bot. */
  offer(target, anchor) {
    offerOpenAs(this.desk, target, this.person, anchor);
  }

  /** Sends a text, or any other content the emulator takes. Resolves with the message, or null. */
  write(content) {
    const message = typeof content === "string" ? { text: content } : content;
    return this.attempt(sim.send(this.person.id, { ...message, ...this.place() }));
  }

  /** Sends a file; `details` may have a caption, and an album that it belongs to. */
  sendFile(kind, file, details) {
    return this.attempt(sim.sendFile(this.person.id, kind, file, { ...details, ...this.place() }));
  }

  /** Begins to answer a message. */
  answer(message) {
    this.view.composer.answer(message);
  }

  pressReply(button) {
    this.view.composer.pressReply(button);
  }

  /** Begins an inline query in this chat. */
  askInline(query) {
    this.view.composer.insert(`@${this.bot?.username ?? ""} ${query}`);
  }

  /** Asks in which of this person's chats to begin an inline query, and begins it there. */
  askInlineElsewhere(query, anchor) {
    const groups = this.desk.groups.all.filter(({ id }) => this.desk.groups.has(id, this.person.id));
    const places = [
      { id: this.person.id, title: this.bot?.first_name ?? "", face: this.bot },
      ...groups.map(({ id, title }) => ({ id, title, face: { id, first_name: title } })),
    ];
    const begin = (chat) => () => {
      this.desk.show(this.person.id, { chat });
      this.desk.views.find((view) => view.person.id === this.person.id)?.room.askInline(query);
    };
    const item = ({ id, title, face }) => ({ label: title, mark: avatar(face, "small"), testid: `inline-in-${id}`, run: begin(id) });
    openMenu(anchor, places.map(item), say("chooseChat"));
  }

  /** Says what a web app's button would do, and lets its address be opened as a plain page. */
  openWebApp(url) {
    return openDialog({
      title: say("webApp"),
      testid: "web-app",
      content: () => [
        el("p", {}, say("webAppNote")),
        el("p", { class: "forward-what" }, url),
        el(
          "div",
          { class: "dialog-actions" },
          el("a", { class: "main-button", href: url, target: "_blank", rel: "noopener noreferrer", "data-first": true }, say("openOutside")),
        ),
      ],
    });
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.note(say("copied"));
    } catch {
      this.note(say("copyYourself", { text }));
    }
  }}
