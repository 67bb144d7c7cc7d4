// Where one writes: text, commands, files, inline queries, and the bot's reply keyboard. Sending itself is the room's.

import { CommandMenu } from "./commandmenu.js";
import { el } from "./elements.js";
import { openEnclosures, sendContact, sendLocation, sendLooked } from "./enclosures.js";
import { icon, iconButton } from "./icons.js";
import { InlineResults } from "./inlinemode.js";
import { replyKeyboard } from "./keyboards.js";
import { say } from "./languages.js";
import { ReplyBar } from "./replybar.js";

const UNKNOWN_REQUESTS = ["request_poll", "request_users", "request_chat"];

export class Composer {
  constructor(room) {
    this.room = room;
    this.markup = undefined;
    this.field = el("textarea", {
      class: "composer-field",
      rows: 1,
      placeholder: say("write"),
      "aria-label": say("write"),
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "data-testid": "composer",
      enterkeyhint: "send",
    });
    this.field.value = room.mailbox.draft;
    this.menu = new CommandMenu(this.field, (command) => this.#send(room.commandHere(command)));
    this.results = new InlineResults(this.field, room, () => this.insert(""));
    this.reply = new ReplyBar(() => this.#hint());
    this.slash = iconButton("slash", say("commands"), "commands-button", () => this.#toggleMenu());
    this.clip = iconButton("clip", say("attach"), "attach", () => openEnclosures(this.clip, room));
    this.clip.setAttribute("aria-haspopup", "menu");
    this.keyboardToggle = iconButton("keyboard", say("quickReplies"), "keyboard-toggle", () => this.#fold(!this.keys.hidden));
    this.sendButton = el(
      "button",
      { type: "submit", class: "send-button", "aria-label": say("send"), title: say("send"), "data-testid": "send" },
      icon("send"),
    );
    this.keys = el("div", { class: "reply-keys" });
    const row = el("div", { class: "composer-row" }, this.slash, this.clip, this.field, this.keyboardToggle, this.sendButton);
    const submit = (event) => {
      event.preventDefault();
      this.#sendTyped();
    };
    const above = [this.menu.element, this.results.element, this.reply.element];
    this.element = el("form", { class: "composer", on: { submit } }, above, row, this.keys);
    this.#listen();
    this.setCommands([]);
    this.setKeyboard(null);
    this.#grow();
  }

  setCommands(commands) {
    this.menu.commands = commands;
    this.slash.hidden = commands.length === 0;
  }

  /** Shows the keyboard that stands in this chat now (ReplyKeyboardMarkup), or none. */
  setKeyboard(markup) {
    if (JSON.stringify(markup) === JSON.stringify(this.markup)) return;
    this.markup = markup;
    this.keys.replaceChildren(...[replyKeyboard(markup, this.room)].filter(Boolean));
    this.keyboardToggle.hidden = this.keys.childElementCount === 0;
    this.#fold(false);
    this.#hint();
  }

  /** The bot wants an answer to one of its messages (`{message, placeholder?}`, from its ForceReply); null: to none. */
  setWanted(wanted) {
    this.reply.want(wanted);
  }

  /** The person wants to answer a message. */
  answer(message) {
    this.reply.choose(message);
    this.focus();
  }

  insert(text) {
    this.field.value = text;
    this.#typed();
    this.focus();
  }

  focus() {
    this.field.focus();
  }

  close() {
    this.results.stop();
  }

  /** A reply keyboard's button: its text is said, or what it requests is put to the person. */
  async pressReply(button) {
    if (button.request_contact) await sendContact(this.room);
    else if (button.request_location) await sendLocation(this.room);
    else if (button.web_app) await this.room.openWebApp(button.web_app.url);
    else if (UNKNOWN_REQUESTS.some((request) => button[request])) this.room.note(say("cannotPress"));
    else await this.#send(button.text);
    if (this.markup?.one_time_keyboard) this.#fold(true);
  }

  #listen() {
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("blur", () => {
      this.menu.hide();
      this.results.hide();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (this.menu.key(event) || this.results.key(event)) event.preventDefault();
      else if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        this.#sendTyped();
      } else if (event.key === "ArrowUp" && this.field.value === "") {
        event.preventDefault();
        this.room.view.feed.focusNewest();
      } else if (event.key === "Escape" && this.reply.decline()) {
        event.preventDefault();
      }
    });
    this.field.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      sendLooked(this.room, files);
    });
  }

  #typed() {
    this.room.mailbox.draft = this.field.value;
    this.menu.filter(this.field.value);
    this.results.filter(this.field.value);
    this.#grow();
  }

  #grow() {
    this.sendButton.classList.toggle("ready", this.field.value.trim() !== "");
    this.field.style.height = "auto";
    if (this.field.isConnected) this.field.style.height = `${Math.min(this.field.scrollHeight, 180)}px`;
  }

  #toggleMenu() {
    this.focus();
    this.menu.toggle();
  }

  #fold(folded) {
    this.keys.hidden = folded || this.keys.childElementCount === 0;
    this.keyboardToggle.setAttribute("aria-expanded", String(!this.keys.hidden));
  }

  #hint() {
    const wanted = this.reply.placeholder ?? this.markup?.input_field_placeholder;
    this.field.placeholder = wanted || say("write");
  }

  async #sendTyped() {
    const text = this.field.value.trim();
    if (text === "") return;
    const answered = this.reply.message;
    this.insert("");
    if ((await this.#send(text)) !== null) return;
    if (answered) this.reply.choose(answered);
    if (this.field.value === "") this.insert(text);
  }

  #send(text) {
    const { message } = this.reply;
    this.reply.clear();
    return this.room.write({ text, ...(message === null ? {} : { reply_to: message.message_id }) });
  }
}
