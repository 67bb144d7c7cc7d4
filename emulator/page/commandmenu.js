// The list of the bot's commands above the composer: all of them, or those that begin as what is being typed.

import { el } from "./elements.js";
import { say } from "./languages.js";

/** A listbox steered from the composer's field, which keeps the focus. `choose` gets a command such as "/start". */
export class CommandMenu {
  constructor(field, choose) {
    this.field = field;
    this.choose = choose;
    this.commands = [];
    this.at = 0;
    this.id = `commands-${Math.random().toString(36).slice(2)}`;
    this.element = el("ul", {
      class: "commands",
      id: this.id,
      role: "listbox",
      "aria-label": say("commands"),
      "data-testid": "commands",
      hidden: true,
    });
    field.setAttribute("aria-controls", this.id);
    field.setAttribute("aria-expanded", "false");
  }

  get open() {
    return !this.element.hidden;
  }

  /** Shows the commands that begin with a text ("/" for all), or hides when there are none. */
  filter(text) {
    const begins = ({ command }) => `/${command}`.startsWith(text.toLowerCase());
    const fitting = /^\/\w*$/.test(text) ? this.commands.filter(begins) : [];
    this.at = 0;
    this.element.replaceChildren(...fitting.map((one, place) => this.#option(one, place)));
    this.element.hidden = fitting.length === 0;
    this.#mark();
  }

  toggle() {
    if (this.open) this.hide();
    else this.filter("/");
  }

  hide() {
    this.element.hidden = true;
    this.#mark();
  }

  /** Takes a key pressed in the field; true when the menu used it. */
  key(event) {
    const size = this.element.children.length;
    if (!this.open || size === 0) return false;
    if (event.key === "ArrowDown") this.at = (this.at + 1) % size;
    else if (event.key === "ArrowUp") this.at = (this.at + size - 1) % size;
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Enter" && !event.shiftKey) this.element.children[this.at].click();
    else if (event.key === "Tab" && !event.shiftKey) this.element.children[this.at].click();
    else return false;
    this.#mark();
    return true;
  }

  #option({ command, description }, place) {
    const pick = (event) => {
      event.preventDefault();
      this.hide();
      this.choose(`/${command}`);
    };
    // The pointer must not take the focus out of the field: a blur would hide the menu before the click.
    const keep = (event) => event.preventDefault();
    return el(
      "li",
      { role: "option", id: `${this.id}-${place}`, on: { click: pick, mousedown: keep } },
      el("b", {}, `/${command}`),
      el("span", {}, description),
    );
  }

  #mark() {
    this.field.setAttribute("aria-expanded", String(this.open));
    this.field.removeAttribute("aria-activedescendant");
    [...this.element.children].forEach((option, place) => {
      const here = this.open && place === this.at;
      option.setAttribute("aria-selected", String(here));
      if (!here) return;
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }
}
