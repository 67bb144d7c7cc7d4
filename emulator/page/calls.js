// The log for a bot's author: what the bot asked the emulator lately and what it was answered. Asked only while open.

import { el } from "./elements.js";
import { iconButton } from "./icons.js";
import { say } from "./languages.js";
import { recall, remember } from "./memory.js";
import * as sim from "./sim.js";
import { exactTime } from "./times.js";

const ASK_EVERY = 1500; // milliseconds
const KEPT = 300;

export class CallsPanel {
  constructor(element) {
    this.element = element;
    this.after = 0;
    this.timer = null;
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
    this.rows = el("ol", { class: "calls-rows", tabindex: "0", "aria-label": say("calls") });
    const close = iconButton("close", say("close"), "calls-close", () => this.toggle(false));
    const filter = (name, label) => {
      const flip = (event) => this.rows.classList.toggle(name, event.target.checked);
      const checked = name === "no-polls";
      const box = el("input", { type: "checkbox", checked, on: { change: flip } });
      return el("label", { class: "tick" }, box, el("span", {}, label));
    };
    this.rows.classList.add("no-polls");
    const head = el(
      "header",
      { class: "calls-head" },
      el("h2", {}, say("calls")),
      filter("only-refused", say("onlyRefused")),
      filter("no-polls", say("noPolls")),
      close,
    );
    this.element.setAttribute("aria-label", say("calls"));
    this.element.replaceChildren(head, this.rows);
  }

  async #ask() {
    try {
      for (const call of await sim.calls(this.after)) this.#add(call);
    } catch {
      // The page already says that the emulator does not answer; a new one counts from 1 again.
      this.draw();
    }
    if (this.open) this.timer = setTimeout(() => this.#ask(), ASK_EVERY);
  }

  #add(call) {
    if (call.number <= this.after) return;
    this.after = call.number;
    const atEnd = this.rows.scrollHeight - this.rows.scrollTop - this.rows.clientHeight < 60;
    this.rows.append(callRow(call));
    while (this.rows.children.length > KEPT) this.rows.firstChild.remove();
    if (atEnd) this.rows.scrollTop = this.rows.scrollHeight;
  }
}

function callRow(call) {
  const verdict = call.ok ? "OK" : say("refused");
  const refusal = call.ok ? brief(call.params) : (call.answer?.description ?? "");
  const details = el(
    "details",
    {},
    el(
      "summary",
      {},
      el("span", { class: "call-number" }, String(call.number)),
      el("time", {}, exactTime(call.at)),
      el("b", {}, call.method),
      el("span", { class: `verdict ${call.ok ? "fine" : "bad"}` }, call.ok ? verdict : `${verdict} ${call.status}`),
      el("span", { class: "call-brief" }, refusal),
    ),
  );
  // The JSON is laid out only for the few rows that somebody opens.
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    requestAnimationFrame(() => details.scrollIntoView({ block: "nearest" }));
    details.append(el("div", { class: "call-json" }, json(say("asked"), call.params), json(say("answered"), call.answer)));
  });
  const isPoll = call.method.toLowerCase() === "getupdates";
  return el("li", { class: `call ${call.ok ? "" : "is-refused"} ${isPoll ? "is-poll" : ""}`, "data-testid": "call" }, details);
}

function brief(params) {
  const { chat_id: chat, text, caption, ...rest } = params ?? {};
  const words = [chat === undefined ? null : `→ ${chat}`, text ?? caption ?? Object.keys(rest).join(", ")];
  return words.filter(Boolean).join("  ").slice(0, 160);
}

function json(title, value) {
  return el("figure", {}, el("figcaption", {}, title), el("pre", { tabindex: "0" }, JSON.stringify(value, null, 2)));
}
