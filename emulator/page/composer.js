// Where one writes: text, commands, files, and the bot's reply keyboard above it. Sending itself is the room's.

import { CommandMenu } from "./commandmenu.js";
import { el } from "./elements.js";
import { openEnclosures, sendContact, sendLocation, sendLooked } from "./enclosures.js";
import { icon, iconButton } from "./icons.js";
import { replyKeyboard } from "./keyboards.js";
import { say } from "./languages.js";

const UNKNOWN_REQUESTS = ["request_poll", "request_users", "request_chat", "web_app"];

export class Composer {
  constructor(room) {
    this.room = room;
    this.markup = null;
    this.folded = false;
    this.replyTo = null;
    this.replyHint = undefined;
    this.declined = null;
    this.field = el("textarea", {
      class: "composer-field",
      rows: 1,
      placeholder: say("write"),
      "aria-label": say("write"),
      "data-testid": "composer",
      enterkeyhint: "send",
    });
    this.field.value = room.mailbox.draft;
    this.menu = new CommandMenu(this.field, (command) => this.#send(command));
    this.slash = iconButton("slash", say("commands"), "commands-button", () => this.#toggleMenu());
    this.clip = iconButton("clip", say("attach"), "attach", () => openEnclosures(this.clip, room));
    this.keyboardToggle = iconButton("keyboard", say("quickReplies"), "keyboard-toggle", () => this.#fold(!this.folded));
    this.sendButton = el(
      "button",
      { type: "submit", class: "send-button", "aria-label": say("send"), title: say("send"), "data-testid": "send" },
      icon("send"),
    );
    this.replyBar = el("div", { class: "reply-bar", hidden: true });
    this.keys = el("div", { class: "reply-keys" });
    const row = el("div", { class: "composer-row" }, this.slash, this.clip, this.field, this.keyboardToggle, this.sendButton);
    const submit = (event) => {
      event.preventDefault();
      this.#sendTyped();
    };
    this.element = el("form", { class: "composer", on: { submit } }, this.menu.element, this.replyBar, row, this.keys);
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
    if (JSON.stringify(markup) === JSON.stringify(this.markup) && markup !== null) return;
    this.markup = markup;
    this.keys.replaceChildren(...[replyKeyboard(markup, this.room)].filter(Boolean));
    this.keyboardToggle.hidden = this.keys.childElementCount === 0;
    this.#fold(false);
    this.#hint();
  }

  /** The bot wants an answer to one of its messages (`{message, placeholder?}`, from its ForceReply); null: to none. */
  setReply(wanted) {
    const message = wanted?.message ?? null;
    if (message !== null && [this.replyTo?.message_id, this.declined].includes(message.message_id)) return;
    this.replyTo = message;
    this.replyHint = wanted?.placeholder;
    this.replyBar.hidden = message === null;
    if (message !== null) {
      const decline = () => {
        this.declined = message.message_id;
        this.setReply(null);
      };
      const drop = iconButton("close", say("cancel"), "reply-cancel", decline);
      const text = (message.text ?? message.caption ?? "").slice(0, 80);
      this.replyBar.replaceChildren(el("span", {}, say("replyTo", { text })), drop);
    }
    this.#hint();
  }

  insert(text) {
    this.field.value = text;
    this.#typed();
    this.focus();
  }

  focus() {
    this.field.focus();
  }

  /** A reply keyboard's button: its text is said, or what it requests is put to the person. */
  async pressReply(button) {
    if (button.request_contact) await sendContact(this.room);
    else if (button.request_location) await sendLocation(this.room);
    else if (UNKNOWN_REQUESTS.some((request) => button[request])) this.room.note(say("cannotPress"));
    else await this.#send(button.text);
    if (this.markup?.one_time_keyboard) this.#fold(true);
  }

  #listen() {
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("blur", () => this.menu.hide());
    this.field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (this.menu.key(event)) event.preventDefault();
      else if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        this.#sendTyped();
      } else if (event.key === "ArrowUp" && this.field.value === "") {
        event.preventDefault();
        this.room.view.feed.focusNewest();
      }
    });
    this.field.addEventListener("paste", (event) => {
      const file = event.clipboardData?.files[0];
      if (!file) return;
      event.preventDefault();
      sendLooked(this.room, file);
    });
  }

  #typed() {
    this.room.mailbox.draft = this.field.value;
    this.menu.filter(this.field.value);
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
    this.folded = folded;
    this.keys.hidden = folded || this.keys.childElementCount === 0;
    this.keyboardToggle.setAttribute("aria-expanded", String(!this.keys.hidden));
  }

  #hint() {
    const wanted = this.replyHint ?? this.markup?.input_field_placeholder;
    this.field.placeholder = wanted || say("write");
  }

  async #sendTyped() {
    const text = this.field.value.trim();
    if (text === "") return;
    this.insert("");
    if ((await this.#send(text)) === null && this.field.value === "") this.insert(text);
  }

  #send(text) {
    const reply = this.replyTo === null ? {} : { reply_to: this.replyTo.message_id };
    this.setReply(null);
    return this.room.write({ text, ...reply });
  }
}
