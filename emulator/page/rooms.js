// What one person can do in one chat: press, write, follow, send. Messages, keyboards and the composer all call this.

import { alertOf, lightbox, toast } from "./dialogs.js";
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
    const place = this.chatId === this.person.id ? {} : { chat: this.chatId };
    const tap = { message_id: message.message_id, data: button.callback_data, ...place };
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
    const place = this.chatId === this.person.id ? {} : { chat: this.chatId };
    return this.attempt(sim.send(this.person.id, { ...message, ...place }));
  }

  sendFile(kind, file, caption) {
    const chat = this.chatId === this.person.id ? null : this.chatId;
    return this.attempt(sim.sendFile(this.person.id, kind, file, { caption, chat }));
  }

  pressReply(button) {
    this.view.composer.pressReply(button);
  }

  askInline(query) {
    this.view.composer.insert(`@${this.bot?.username ?? ""} ${query}`);
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.note(say("copied"));
    } catch {
      this.note(say("copyYourself", { text }));
    }
  }

  enlarge(source, label) {
    lightbox(source, label);
  }
}
