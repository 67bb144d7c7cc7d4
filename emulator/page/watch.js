// Keeps mailboxes up to date: the people on the screen by long polling, a dozen others by a glance every few seconds.

import * as sim from "./sim.js";

const LONG_WAIT = 25; // seconds, as the emulator documents it
const GLANCE = 3000; // milliseconds between looks at people who are not on the screen
const GLANCED_AT = 12; // people beyond this many are looked at only when opened
const HELD = 3; // long polls at a time: of a browser's six connections the others are for everything else
const BRIEF = 700; // milliseconds between looks at somebody who is on the screen without a long poll
const RETRY = 2000; // milliseconds before asking again an emulator that did not answer

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Watch {
  /** `people` tells who there is, as mailboxes; `meet` is called at every glance, to learn of newcomers. */
  constructor({ people, meet }) {
    this.people = people;
    this.meet = meet;
    this.followed = new Map();
    this.#glance();
  }

  /** Long-polls exactly these people's mailboxes from now on. */
  follow(mailboxes) {
    for (const [mailbox, stop] of this.followed) {
      if (mailboxes.includes(mailbox)) continue;
      stop.abort();
      this.followed.delete(mailbox);
    }
    for (const mailbox of mailboxes) {
      if (this.followed.has(mailbox)) continue;
      const stop = new AbortController();
      this.followed.set(mailbox, stop);
      this.#poll(mailbox, stop.signal);
    }
  }

  async #poll(mailbox, signal) {
    while (!signal.aborted) {
      // A hidden tab waits without holding one of the browser's six connections.
      const held = [...this.followed.keys()].indexOf(mailbox) < HELD;
      const wait = mailbox.loaded && !document.hidden && held ? LONG_WAIT : 0;
      const asked = performance.now();
      try {
        const after = mailbox.cursor;
        const changes = await sim.changes(mailbox.person.id, after, wait, signal);
        if (signal.aborted) return;
        mailbox.apply(changes, after);
        if (document.hidden) await pause(GLANCE);
        else if (!held) await pause(BRIEF);
        else if (changes.length === 0 && wait > 0 && performance.now() - asked < 200) await pause(1000);
      } catch {
        if (signal.aborted) return;
        mailbox.lose();
        await pause(RETRY);
      }
    }
  }

  #others() {
    return this.people().filter((mailbox) => !this.followed.has(mailbox));
  }

  async #glance() {
    for (;;) {
      try {
        await this.meet();
        for (const mailbox of this.#others().slice(0, GLANCED_AT)) {
          const after = mailbox.cursor;
          mailbox.apply(await sim.changes(mailbox.person.id, after, 0), after);
        }
      } catch {
        for (const mailbox of this.#others()) mailbox.lose();
      }
      await pause(GLANCE);
    }
  }
}
