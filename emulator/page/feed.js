// The messages of one chat in order, with days between them; keeps the reader's place, focus and the end in sight.

import { inUnits } from "./albums.js";
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
    this.list.addEventListener("keydown", (event) => this.#key(event));
    // Pictures and the composer change heights after the fact; a reader at the end stays there.
    this.atEnd = true;
    this.sizeAtEnd = "";
    this.sizes = new ResizeObserver(() => this.atEnd && this.showEnd());
    this.sizes.observe(this.list);
    this.sizes.observe(this.scroller);
  }

  /** Draws what became different; `first` draws everything anew, without any stir. */
  update({ added = [], first = false }) {
    const stay = first || this.atEnd || added.some((message) => message.from?.id === this.room.person.id);
    if (first) this.items.clear();
    this.#arrange(!first);
    if (stay) this.showEnd();
    else this.#miss(added.length);
  }

  /** Draws one message again: something about it that no message says has changed. */
  redraw(messageId) {
    for (const item of this.items.values()) if (item.ids.includes(messageId)) item.stamp = "";
    this.#arrange(false);
  }

  /** Shows or ends the waiting look of a pressed button. */
  pending(messageId, data, waits) {
    for (const node of this.items.get(messageId)?.node.querySelectorAll("[data-callback]") ?? []) {
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

  /** Brings a message into sight and gives it the focus; one that is gone is said to be. */
  goTo(messageId) {
    const find = () => [...this.items.values()].find((item) => item.ids.includes(messageId))?.node;
    if (!find() && this.room.messages().some((message) => message.message_id === messageId)) {
      this.limit = Infinity;
      this.#arrange(false);
    }
    const node = find();
    if (!node) return this.room.note(say("messageGone"));
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.remove("pointed");
    requestAnimationFrame(() => node.classList.add("pointed"));
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

  #arrange(stirs) {
    const all = this.room.messages();
    const shown = all.slice(-this.limit);
    const nodes = all.length > shown.length ? [this.#earlier()] : [];
    const items = new Map();
    let before = null;
    for (const unit of inUnits(shown)) {
      const [message] = unit;
      const newDay = before === null || dayKey(before.date) !== dayKey(message.date);
      if (newDay) nodes.push(this.#day(message));
      const item = this.#item(unit, stirs);
      items.set(message.message_id, item);
      const joined = !newDay && !before.local && !message.local && before.from?.id === message.from?.id;
      item.node.classList.toggle("joined", joined && message.date - before.date < TOGETHER);
      nodes.push(item.node);
      before = message;
    }
    this.items = items;
    arrange(this.list, nodes);
    this.refocus?.();
    this.refocus = null;
    this.blank.hidden = all.length > 0;
  }

  /** What stands for these messages (one, or an album), drawn anew when one of them has changed. */
  #item(unit, stirs) {
    const stamp = unit.map(({ message_id: id, change }) => `${id}.${change}`).join();
    const old = this.items.get(unit[0].message_id);
    if (old?.stamp === stamp) return old;
    const node = messageItem(unit, this.room);
    if (stirs) node.classList.add(old ? "changed" : "arrived");
    if (old) this.#keepFocus(old.node, node);
    return { stamp, node, ids: unit.map((message) => message.message_id) };
  }

  /** Whoever pressed a button by keyboard goes on from where it was, not from the top of the page. */
  #keepFocus(old, fresh) {
    const place = [...old.querySelectorAll("a, button, input")].indexOf(document.activeElement);
    if (place < 0 && old !== document.activeElement) return;
    const keys = [...fresh.querySelectorAll("a, button, input")].filter((one) => one.tabIndex >= 0);
    this.refocus = () => (keys[Math.min(Math.max(place, 0), keys.length - 1)] ?? fresh).focus({ preventScroll: true });
  }

  /** Up and down go from message to message; Enter on one opens its menu. */
  #key(event) {
    const item = event.target.closest(".message");
    if (!item || event.defaultPrevented || event.target.matches("pre, input")) return;
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    if (event.key in steps) {
      const all = [...this.list.querySelectorAll(".message")];
      const next = all[all.indexOf(item) + steps[event.key]];
      event.preventDefault();
      if (next) next.focus();
      else if (event.key === "ArrowDown") this.room.view.focus();
    } else if (event.key === "Enter" && event.target === item) {
      event.preventDefault(); // the menu takes the focus, and would take the rest of this key, too
      item.querySelector(".message-more")?.click();
    }
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
      this.#arrange(false);
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
