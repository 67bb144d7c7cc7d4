// Inline mode: "@bot something" in the composer asks the bot, and one of its results is sent instead of what was typed.

import { Choices } from "./choices.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import * as sim from "./sim.js";

const PAUSE = 300; // milliseconds without a key before the bot is asked
const MARKS = { photo: "photo", gif: "photo", mpeg4_gif: "photo", video: "photo", document: "document", location: "pin", venue: "pin", contact: "contact", sticker: "sticker" };

export class InlineResults extends Choices {
  /** `done` is called when a result has been sent, so that the field can be emptied. */
  constructor(field, room, done) {
    super(field, say("inlineResults"), "inline-results");
    this.room = room;
    this.done = done;
    this.asking = null;
    this.timer = null;
  }

  /** Whether a text is an inline query to the bot of this page; a space after the name makes it one. */
  query(text) {
    const found = /^@(\w+)\s([\s\S]*)$/.exec(text);
    return found && found[1].toLowerCase() === this.room.bot?.username.toLowerCase() ? found[2] : null;
  }

  /** Follows what is being typed: asks the bot once the keys rest, or forgets the last question. */
  filter(text) {
    const query = this.query(text);
    if (query === this.asked) return;
    this.asked = query;
    this.stop();
    if (query === null) return this.hide();
    this.show([note(say("inlineAsking"))]);
    this.timer = setTimeout(() => this.#ask(query, "", []), PAUSE);
  }

  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = null;
  }

  async #ask(query, offset, before) {
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const place = this.room.place();
      const answer = await sim.askInline(this.room.person.id, { query, offset, ...place }, signal);
      if (!signal.aborted) this.#answered(query, answer, before);
    } catch (fault) {
      if (!signal.aborted) this.show([note(fault instanceof sim.Unreachable ? say("noAnswer") : fault.message)]);
    }
  }

  #answered(query, answer, before) {
    if (!answer.answered) return this.show([note(say("inlineSilent", { name: this.room.bot.first_name }))]);
    const found = [...before, ...answer.results.map((result) => this.#line(result, answer.query_id))];
    const more = answer.next_offset ? [this.#more(query, answer.next_offset, found)] : [];
    const lead = answer.button ? [this.#lead(answer.button)] : [];
    const lines = [...lead, ...found, ...more];
    this.show(lines.length > 0 ? lines : [note(say("inlineNothing"))]);
  }

  #line(result, queryId) {
    const title = result.title ?? result.caption ?? ([result.first_name, result.last_name].filter(Boolean).join(" ") || result.type);
    const under = result.description ?? result.address ?? result.phone_number ?? "";
    const mark = MARKS[result.type] ? icon(MARKS[result.type]) : [...title][0];
    const words = el("span", { class: "result-words" }, el("b", {}, title), under ? el("span", {}, under) : null);
    const pick = async () => {
      this.hide();
      const choice = { query_id: queryId, result_id: String(result.id), ...this.room.place() };
      if ((await this.room.attempt(sim.chooseInline(this.room.person.id, choice))) !== null) this.done();
    };
    return { pick, content: [el("span", { class: "result-mark", "aria-hidden": "true" }, mark), words] };
  }

  #more(query, offset, found) {
    return { pick: () => this.#ask(query, offset, found), content: el("b", {}, say("inlineMore")) };
  }

  /** The button above the results leads into the bot's own chat. */
  #lead({ text, start_parameter: parameter }) {
    const pick = () => {
      this.hide();
      if (parameter === undefined) return this.room.note(say("cannotPress"));
      this.done();
      return this.room.follow({ kind: "bot", href: `https://t.me/${this.room.bot.username}?start=${encodeURIComponent(parameter)}` });
    };
    return { pick, content: el("b", {}, text) };
  }
}

function note(text) {
  return { content: el("span", { role: "status" }, text) };
}
