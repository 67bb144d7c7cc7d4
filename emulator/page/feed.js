// The messages of one chat in order, with days between them; keeps the reader's place, focus and the end in sight.

import { arrange, el } from "./elements.js";
import { icon } from "./icons.js";
import { markPending } from "./keyboards.js";
import { say } from "./languages.js";
import { messageItem } from "./messages.js";
import { dayKey, dayName } from "./times.js";

const PAGE = 200; // messages drawn at first, and more at each "earlier"
const NEAR = 80; // pixels from the end that still count as reading the end
const TOGETHER = 300; // seconds within which one sender's messages stand as a group

export class Feed {
  /** `room` is the person's view of this chat; `now` tells the emulator's time in Unix seconds. */
  constructor(room, now) {
    this.room = room;
    this.now = now;
    this.items = new Map();
    this.days = new Map();
    this.limit = PAGE;
    this.missed = 0;
    this.list = el("ol", { class: "feed-list", "aria-label": say("messages") });
    this.blank = el("div", { class: "feed-blank" });
    const attributes = { class: "feed", tabindex: "0", role: "group", "aria-label": say("messages") };
    this.scroller = el("div", attributes, this.blank, this.list);
    this.toEnd = el(
      "button",
      { type: "button", class: "to-end", "aria-label": say("toEnd"), hidden: true, on: { click: () => this.showEnd() } },
      icon("arrow"),
      el("span", { class: "badge", hidden: true }),
    );
    this.element = el("div", { class: "feed-frame" }, this.scroller, this.toEnd);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // Pictures and the composer change heights after the fact; a reader at the end stays there.
    this.atEnd = true;
    this.sizeAtEnd = "";
    this.sizes = new ResizeObserver(() => this.atEnd && this.showEnd());
    this.sizes.observe(this.list);
    this.sizes.observe(this.scroller);
  }

  /** Draws what became different; `first` draws everything anew, without any stir. */
  update({ added = [], edited = [], removed = [], first = false }) {
    const stay = first || this.atEnd || added.some((message) => message.from?.id === this.room.person.id);
    if (first) this.items.clear();
    for (const id of removed) this.items.delete(id);
    for (const message of edited) this.#redraw(message);
    this.#arrange();
    if (!first) for (const message of added) this.items.get(message.message_id)?.classList.add("arrived");
    if (stay) this.showEnd();
    else this.#miss(added.length);
  }

  /** Shows or ends the waiting look of a pressed button. */
  pending(messageId, data, waits) {
    for (const node of this.items.get(messageId)?.querySelectorAll("[data-callback]") ?? []) {
      if (node.dataset.callback === data) markPending(node, waits);
    }
  }

  showEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.sizeAtEnd = this.#size();
    this.atEnd = true;
    this.toEnd.hidden = true;
    this.#miss(-this.missed);
  }

  /** Puts the focus on the newest message's first button, or on that message. */
  focusNewest() {
    const newest = [...this.list.querySelectorAll(".message")].pop();
    (newest?.querySelector(".inline-keyboard .key") ?? newest)?.focus();
  }

  /** Names the days anew: it is another day, and "Today" is "Yesterday". */
  nameDays() {
    for (const { date, node } of this.days.values()) node.firstChild.textContent = dayName(date, this.now());
  }

  close() {
    this.sizes.disconnect();
  }

  #redraw(message) {
    const old = this.items.get(message.message_id);
    if (!old) return;
    const place = [...old.querySelectorAll("a, button")].indexOf(document.activeElement);
    const held = place >= 0 || old === document.activeElement;
    const fresh = messageItem(message, this.room);
    fresh.classList.add("changed");
    old.replaceWith(fresh);
    this.items.set(message.message_id, fresh);
    // Whoever pressed a button by keyboard goes on from where it was, not from the top of the page.
    const keys = [...fresh.querySelectorAll("a, button")];
    if (held) (keys[Math.min(Math.max(place, 0), keys.length - 1)] ?? fresh).focus({ preventScroll: true });
  }

  #arrange() {
    const all = this.room.messages();
    const shown = all.slice(-this.limit);
    const nodes = all.length > shown.length ? [this.#earlier()] : [];
    let before = null;
    for (const message of shown) {
      const newDay = before === null || dayKey(before.date) !== dayKey(message.date);
      if (newDay) nodes.push(this.#day(message));
      if (!this.items.has(message.message_id)) this.items.set(message.message_id, messageItem(message, this.room));
      const item = this.items.get(message.message_id);
      const joined = !newDay && !before.local && !message.local && before.from?.id === message.from?.id;
      item.classList.toggle("joined", joined && message.date - before.date < TOGETHER);
      nodes.push(item);
      before = message;
    }
    arrange(this.list, nodes);
    this.blank.hidden = all.length > 0;
  }

  #day(message) {
    const key = dayKey(message.date);
    if (!this.days.has(key)) this.days.set(key, { date: message.date, node: el("li", { class: "day" }, el("span", {})) });
    const day = this.days.get(key);
    day.node.firstChild.textContent = dayName(day.date, this.now());
    return day.node;
  }

  #earlier() {
    const more = () => {
      const before = this.scroller.scrollHeight;
      this.limit += PAGE;
      this.#arrange();
      this.scroller.scrollTop += this.scroller.scrollHeight - before;
    };
    return el("li", { class: "day" }, el("button", { type: "button", class: "earlier", on: { click: more } }, say("earlier")));
  }

  #size() {
    return `${this.scroller.scrollHeight}/${this.scroller.clientHeight}`;
  }

  #scrolled() {
    // The end moved away under a reader who was at it, nobody scrolled: the observer of sizes follows it.
    if (this.atEnd && this.#size() !== this.sizeAtEnd) return;
    this.sizeAtEnd = this.#size();
    this.atEnd = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR;
    this.toEnd.hidden = this.atEnd;
    if (this.atEnd) this.#miss(-this.missed);
  }

  #miss(count) {
    this.missed += count;
    const badge = this.toEnd.querySelector(".badge");
    badge.hidden = this.missed === 0;
    badge.textContent = String(this.missed);
  }
}
