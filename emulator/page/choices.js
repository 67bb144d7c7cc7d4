// A list above a text field, steered from the field, which keeps the focus: commands, results of an inline query.

import { el } from "./elements.js";

let made = 0;

export class Choices {
  /** `label` and `testid` are the list's; nothing shows until there is something to choose. */
  constructor(field, label, testid) {
    this.field = field;
    this.at = 0;
    this.id = `choices-${(made += 1)}`;
    const attributes = { class: "choose-from", id: this.id, role: "listbox", "aria-label": label, "data-testid": testid, hidden: true };
    this.element = el("ul", attributes);
  }

  get open() {
    return !this.element.hidden;
  }

  /** Shows these: `{content, pick}`, or `{content}` alone for a line that is only to be read. No choices: hides. */
  show(choices) {
    this.at = 0;
    this.element.replaceChildren(...choices.map((choice, place) => this.#option(choice, place)));
    this.element.hidden = choices.length === 0;
    this.#mark();
  }

  hide() {
    this.element.hidden = true;
    this.#mark();
  }

  /** Takes a key pressed in the field; true when the list used it. */
  key(event) {
    const options = this.#options();
    if (!this.open) return false;
    if (event.key === "Escape") this.hide();
    else if (options.length === 0) return false;
    else if (event.key === "ArrowDown") this.at = (this.at + 1) % options.length;
    else if (event.key === "ArrowUp") this.at = (this.at + options.length - 1) % options.length;
    else if (["Enter", "Tab"].includes(event.key) && !event.shiftKey) options[this.at].click();
    else return false;
    this.#mark();
    return true;
  }

  #options() {
    return [...this.element.querySelectorAll("[role=option]")];
  }

  #option({ content, pick }, place) {
    // The pointer must not take the focus out of the field: a blur would hide the list before the click.
    const keep = (event) => event.preventDefault();
    if (!pick) return el("li", { class: "only-read", role: "presentation", on: { mousedown: keep } }, content);
    return el("li", { role: "option", id: `${this.id}-${place}`, on: { click: pick, mousedown: keep } }, content);
  }

  #mark() {
    const options = this.#options();
    if (this.open) this.field.setAttribute("aria-controls", this.id);
    else if (this.field.getAttribute("aria-controls") === this.id) this.field.removeAttribute("aria-controls");
    this.field.removeAttribute("aria-activedescendant");
    options.forEach((option, place) => {
      const here = this.open && place === this.at;
      option.setAttribute("aria-selected", String(here));
      if (!here) return;
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }
}
