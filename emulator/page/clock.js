// The emulator's clock as the page knows it: asked now and then, told on in between, moved when somebody wants.

import * as sim from "./sim.js";

const ASK_EVERY = 4000; // milliseconds
const ASK_WHILE_MOVING = 700; // milliseconds: the hands are seen to run while the bot catches up

/** Says "tick" when what it shows may be different, "moved" when this page has moved it. */
export class Clock extends EventTarget {
  constructor() {
    super();
    this.state = null;
    this.moving = false;
    this.askedAt = 0;
    this.runs = true;
    this.#keepAsking();
    setInterval(() => this.dispatchEvent(new Event("tick")), 1000);
  }

  /** The emulator's time now, in Unix seconds; before the first answer, the browser's. */
  now() {
    if (this.state === null) return Date.now() / 1000;
    return this.state.now + (this.runs && !this.moving ? (performance.now() - this.askedAt) / 1000 : 0);
  }

  /** The moment of the next reminder, or null. */
  get reminder() {
    return this.#ahead(this.state?.landmarks?.reminder);
  }

  /** The moment at which the bot next has something to do, or null. */
  get due() {
    return this.#ahead(this.state?.next_due);
  }

  #ahead(moment) {
    return typeof moment === "number" && moment > this.now() ? moment : null;
  }

  /** Moves by `{advance: seconds}` or to `{to: moment}`; resolves with whether the bot has caught up. Raises as sim does. */
  async move(how) {
    this.moving = true;
    this.dispatchEvent(new Event("tick"));
    try {
      const state = await sim.moveClock(how);
      this.#take(state);
      this.dispatchEvent(new Event("moved"));
      return state.idle;
    } finally {
      this.moving = false;
      this.dispatchEvent(new Event("tick"));
    }
  }

  #take(state) {
    const asked = performance.now();
    const passed = (asked - this.askedAt) / 1000;
    // A clock that a test holds still must not be told on; the last two answers show whether it runs.
    if (this.state !== null && state.version === this.state.version && passed > 1) this.runs = state.now > this.state.now;
    this.state = state;
    this.askedAt = asked;
    this.dispatchEvent(new Event("tick"));
  }

  async #keepAsking() {
    for (;;) {
      try {
        this.#take(await sim.clock());
      } catch {
        // sim.connection tells the page; the clock goes on by itself meanwhile.
      }
      await new Promise((resolve) => setTimeout(resolve, this.moving ? ASK_WHILE_MOVING : ASK_EVERY));
    }
  }
}
