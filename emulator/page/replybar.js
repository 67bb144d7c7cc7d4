// The bar above the field that says which message is being answered: the one that the bot wants, or that one has chosen.

import { el } from "./elements.js";
import { iconButton } from "./icons.js";
import { say } from "./languages.js";
import { summary } from "./messages.js";

export class ReplyBar {
  /** `changed` is called whenever another message is answered, or none. */
  constructor(changed) {
    this.changed = changed;
    this.message = null;
    this.placeholder = undefined;
    this.wanted = null; // the number of the message that the bot asked about last
    this.element = el("div", { class: "reply-bar", "data-testid": "reply-bar", hidden: true });
  }

  /** The bot wants an answer to a message (`{message, placeholder?}`), once; null takes that back, not one's own choice. */
  want(wish) {
    const number = wish?.message.message_id ?? null;
    if (number === this.wanted) return;
    const standing = this.message?.message_id === this.wanted;
    this.wanted = number;
    if (wish) this.#show(wish.message, wish.placeholder);
    else if (standing) this.#show(null);
  }

  choose(message) {
    this.#show(message);
  }

  /** Answers nothing after all; tells whether something was going to be answered. */
  decline() {
    const answered = this.message !== null;
    this.#show(null);
    return answered;
  }

  clear() {
    this.#show(null);
  }

  #show(message, placeholder = undefined) {
    this.message = message;
    this.placeholder = placeholder;
    this.element.hidden = message === null;
    if (message !== null) {
      const drop = iconButton("close", say("cancel"), "reply-cancel", () => this.decline());
      this.element.replaceChildren(el("span", {}, say("replyTo", { text: summary(message).slice(0, 80) })), drop);
    }
    this.changed();
  }
}
