// The log for a bot's author: what the bot asked the emulator lately and what it was answered. Asked only while open.

import { callRow } from "./callrows.js";
import { el } from "./elements.js";
import { limitsSwitch, openFaults } from "./faults.js";
import { icon, iconButton } from "./icons.js";
import { say } from "./languages.js";
import { recall, remember } from "./memory.js";
import * as sim from "./sim.js";

const ASK_EVERY = 1500; // milliseconds
const KEPT = 300;

export class CallsPanel {
  constructor(element) {
    this.element = element;
    this.after = 0;
    this.timer = null;
    this.wanted = "";
    if (recall("calls") === "open") this.toggle(true);
  }

  get open() {
    return !this.element.hidden;
  }

  toggle(open = !this.open) {
    this.element.hidden = !open;
    remember("calls", open ? "open" : null);
    clearTimeout(this.timer);
    this.timer = null;
    if (open) {
      this.draw();
      this.#ask();
    }
  }

  /** Draws the panel afresh (opened, or in another language); the log is asked for from its start. */
  draw() {
    this.after = 0;
    this.rows = el("ol", { class: "calls-rows no-polls", tabindex: "0", "aria-label": say("calls") });
    this.blank = el("p", { class: "calls-blank" }, say("noCalls"));
    this.count = el("span", { class: "calls-count", "data-testid": "calls-count" });
    this.limits = limitsSwitch();
    this.faultCount = el("span", { class: "badge", hidden: true });
    this.faults = el(
      "button",
      { type: "button", class: "chip-button", "data-testid": "faults", on: { click: () => this.#order() } },
      [icon("storm"), el("span", {}, say("faults")), this.faultCount],
    );
    const close = iconButton("close", say("close"), "calls-close", () => this.toggle(false));
    const tools = el("div", { class: "calls-tools" }, this.#filters(), this.limits.element, this.faults);
    const head = el("header", { class: "calls-head" }, el("h2", {}, say("calls")), this.count, tools, close);
    this.element.setAttribute("aria-label", say("calls"));
    this.element.replaceChildren(head, this.blank, this.rows);
    this.#sift();
  }

  #filters() {
    const method = el("input", {
      type: "search",
      class: "calls-method",
      placeholder: say("anyMethod"),
      "aria-label": say("method"),
      "data-testid": "calls-method",
      autocomplete: "off",
      spellcheck: "false",
      value: this.wanted,
    });
    method.addEventListener("input", () => {
      this.wanted = method.value.trim().toLowerCase();
      this.#sift();
    });
    const tick = (name, label) => {
      const flip = (event) => {
        this.rows.classList.toggle(name, event.target.checked);
        this.#sift();
      };
      const box = el("input", { type: "checkbox", checked: name === "no-polls", on: { change: flip } });
      return el("label", { class: "tick" }, box, el("span", {}, label));
    };
    return [method, tick("only-refused", say("onlyRefused")), tick("no-polls", say("noPolls"))];
  }

  /** Hides the rows of other methods than the one asked for, and counts what is left. */
  #sift() {
    const rows = [...this.rows.children];
    for (const row of rows) row.hidden = !row.dataset.method.includes(this.wanted);
    const counted = rows.filter((row) => !row.hidden && !(this.rows.classList.contains("no-polls") && row.matches(".is-poll")));
    const refused = counted.filter((row) => row.matches(".is-refused")).length;
    this.count.textContent = say("callsCounted", { count: counted.length, refused });
    this.blank.hidden = rows.length > 0;
  }

  async #order() {
    await openFaults();
    this.#tellStage();
  }

  async #tellStage() {
    const [{ faults }] = await Promise.all([sim.faults(), this.limits.ask()]);
    this.faultCount.hidden = faults === 0;
    this.faultCount.textContent = faults > 999 ? "999+" : String(faults);
    this.faults.title = say("faultsWaiting", { count: faults });
  }

  async #ask() {
    try {
      const calls = await sim.calls(this.after);
      if (calls.length > 0) this.#add(calls);
      await this.#tellStage();
    } catch {
      // The page already says that the emulator does not answer; a new one counts from 1 again.
      this.draw();
    }
    if (this.open) this.timer = setTimeout(() => this.#ask(), ASK_EVERY);
  }

  #add(calls) {
    const atEnd = this.rows.scrollHeight - this.rows.scrollTop - this.rows.clientHeight < 60;
    for (const call of calls.filter(({ number }) => number > this.after).slice(-KEPT)) {
      this.after = call.number;
      this.rows.append(callRow(call));
    }
    while (this.rows.children.length > KEPT) this.rows.firstChild.remove();
    this.#sift();
    if (atEnd) this.rows.scrollTop = this.rows.scrollHeight;
  }
}
