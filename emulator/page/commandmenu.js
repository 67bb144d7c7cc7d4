// The list of the bot's commands above the composer: all of them, or those that begin as what is being typed.

import { Choices } from "./choices.js";
import { el } from "./elements.js";
import { say } from "./languages.js";

export class CommandMenu extends Choices {
  /** `choose` gets a command such as "/start". */
  constructor(field, choose) {
    super(field, say("commands"), "commands");
    this.choose = choose;
    this.commands = [];
  }

  /** Shows the commands that begin with a text ("/" for all), or hides when there are none. */
  filter(text) {
    const begins = ({ command }) => `/${command}`.startsWith(text.toLowerCase());
    const fitting = /^\/\w*$/.test(text) ? this.commands.filter(begins) : [];
    this.show(fitting.map(({ command, description }) => this.#line(command, description)));
  }

  toggle() {
    if (this.open) this.hide();
    else this.filter("/");
  }

  #line(command, description) {
    const pick = () => {
      this.hide();
      this.choose(`/${command}`);
    };
    return { pick, content: [el("b", {}, `/${command}`), el("span", {}, description)] };
  }
}
