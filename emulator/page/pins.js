// The bar under the header that holds what is pinned: the newest, or, pressed again, the one before it.

import { el } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { say } from "./languages.js";
import { summary } from "./messages.js";

export class PinnedBar {
  constructor(room) {
    this.room = room;
    this.closed = new Set();
    this.at = 0;
    this.element = el("div", { class: "pinned-bar", "data-testid": "pinned", hidden: true });
  }

  /** Shows what is pinned: `numbers` of messages, oldest first, or, where the emulator does not tell, what was said to be. */
  draw(numbers) {
    const messages = this.room.messages();
    const told = numbers ?? messages.filter((one) => one.pinned_message).map((one) => one.pinned_message.message_id);
    const standing = new Map(messages.map((message) => [message.message_id, message]));
    const pinned = [...new Set(told)].map((id) => standing.get(id)).filter((one) => one && !this.closed.has(one.message_id));
    const shows = pinned.map(({ message_id: id, change }) => `${id}.${change}`).join();
    if (shows === this.shows) return;
    this.shows = shows;
    this.pinned = pinned.reverse();
    this.at = 0;
    this.#show();
  }

  #show() {
    this.element.hidden = this.pinned.length === 0;
    if (this.element.hidden) return;
    const message = this.pinned[this.at];
    const go = () => {
      this.room.view.feed.goTo(message.message_id);
      this.at = (this.at + 1) % this.pinned.length;
      this.#show();
      this.element.querySelector(".pinned-go").focus();
    };
    const close = () => {
      for (const { message_id: id } of this.pinned) this.closed.add(id);
      this.pinned = [];
      this.#show();
      this.room.view.focus();
    };
    const title = this.pinned.length > 1 ? say("pinnedOf", { at: this.at + 1, count: this.pinned.length }) : say("pinnedTitle");
    this.element.replaceChildren(
      el(
        "button",
        { type: "button", class: "pinned-go", on: { click: go } },
        icon("tack"),
        el("span", {}, el("b", {}, title), el("span", {}, summary(message).slice(0, 160))),
      ),
      iconButton("close", say("hidePinned"), "pinned-close", close),
    );
  }
}
