// Whose chats are open beside each other, which of them one works in, and how many the window has room for.

import { recall, remember } from "./memory.js";

const MOST = 4;
const NARROWEST = 320; // pixels: a column of less is shown alone, and the others wait in the switcher

/** Says "resize" when another number of columns fits into `element`. An open chat is `{id, chat}`, one for each person. */
export class Columns extends EventTarget {
  constructor(element) {
    super();
    this.open = [];
    this.at = 0;
    this.room = fitting(element);
    new ResizeObserver(() => {
      const room = fitting(element);
      if (room === this.room) return;
      this.room = room;
      this.dispatchEvent(new Event("resize"));
    }).observe(element);
  }

  get current() {
    return this.open[this.at] ?? null;
  }

  /** Those on the screen: all, or as many as there is room for, the current one among them. */
  get visible() {
    const first = Math.max(0, Math.min(this.at, this.open.length - this.room));
    return this.open.slice(first, first + this.room);
  }

  find(id) {
    return this.open.findIndex((column) => column.id === id);
  }

  /** Opens somebody's chat, or turns to it: beside the others where a place is left, else instead of the current one. */
  show(id, chat, beside) {
    const known = this.find(id);
    if (known >= 0) {
      this.open[known] = { id, chat };
      this.at = known;
    } else if (beside && this.open.length < MOST) {
      this.open.push({ id, chat });
      this.at = this.open.length - 1;
    } else {
      const place = beside ? this.open.length - 1 : this.at;
      this.open.splice(place, 1, { id, chat });
      this.at = Math.min(place, this.open.length - 1);
    }
    this.#keep();
  }

  /** Somebody else takes a person's column over. One who has a column already is turned to. */
  swap(id, other, chat) {
    if (this.find(other) < 0) this.at = Math.max(0, this.find(id));
    this.show(other, chat, false);
  }

  /** Whoever has a chat open has another one instead. */
  move(from, to) {
    this.open = this.open.map(({ id, chat }) => ({ id, chat: chat === from ? (to ?? id) : chat }));
    this.#keep();
  }

  close(id) {
    const place = this.find(id);
    if (place < 0) return;
    this.open.splice(place, 1);
    this.at = Math.max(0, Math.min(this.at > place ? this.at - 1 : this.at, this.open.length - 1));
    this.#keep();
  }

  turnTo(id) {
    const place = this.find(id);
    if (place >= 0) this.at = place;
  }

  /** What was open at an earlier visit, as far as `exists({id, chat})`. */
  restore(exists) {
    try {
      const known = JSON.parse(recall("columns") ?? "[]");
      this.open = known.filter(exists).slice(0, MOST).map(({ id, chat }) => ({ id, chat }));
    } catch {
      this.open = [];
    }
    this.at = 0;
  }

  #keep() {
    remember("columns", JSON.stringify(this.open));
  }
}

function fitting(element) {
  return Math.max(1, Math.min(MOST, Math.floor(element.clientWidth / NARROWEST)));
}
