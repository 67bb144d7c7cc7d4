// The people one can be: the list, who has something unread, and the form that adds one more.

import { avatar } from "./avatars.js";
import { dialogActions, field, openDialog, toast } from "./dialogs.js";
import { arrange, arrowKeys, el } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { LANGUAGES, language, say } from "./languages.js";
import * as sim from "./sim.js";
import { offerColumns } from "./switcher.js";

/** The list of people. `desk` knows who they are, who is shown, and shows another. */
export class PeopleList {
  constructor(desk) {
    this.desk = desk;
    this.rows = new Map();
    this.list = el("ul", { class: "people-list", "aria-label": say("people") });
    arrowKeys(this.list, ".person");
    const add = el(
      "button",
      { type: "button", class: "add-person", "data-testid": "add-person", on: { click: () => desk.addPerson() } },
      el("span", { class: "avatar ghost" }, icon("add")),
      el("span", {}, say("addPerson")),
    );
    const side = iconButton("beside", say("addColumn"), "add-column", () => offerColumns(desk, side));
    side.setAttribute("aria-haspopup", "menu");
    const heading = el("div", { class: "people-head" }, el("h2", {}, say("people")), side);
    this.element = el("nav", { class: "people", "aria-label": say("people") }, heading, this.list, add);
  }

  draw() {
    const mailboxes = this.desk.everybody();
    for (const mailbox of mailboxes) {
      if (!this.rows.has(mailbox)) this.rows.set(mailbox, this.#row(mailbox));
      this.#refresh(mailbox);
    }
    arrange(this.list, mailboxes.map((mailbox) => this.rows.get(mailbox)));
    const current = this.list.querySelector(".person[aria-current]") ?? this.list.querySelector(".person");
    for (const button of this.list.querySelectorAll(".person")) button.tabIndex = button === current ? 0 : -1;
  }

  #row(mailbox) {
    const { person } = mailbox;
    const details = [person.username ? `@${person.username}` : null, LANGUAGES[person.language_code] ?? person.language_code];
    const choose = el(
      "button",
      { type: "button", class: "person", "data-testid": `person-${person.id}`, on: { click: () => this.desk.show(person.id) } },
      avatar(person),
      el(
        "span",
        { class: "person-words" },
        el("span", { class: "person-name" }, fullName(person)),
        el("span", { class: "person-details" }, details.filter(Boolean).join(" · ")),
      ),
      el("span", { class: "badge", hidden: true }),
    );
    const beside = el(
      "button",
      {
        type: "button",
        class: "plain-icon beside",
        title: say("openBeside"),
        "aria-label": `${say("openBeside")}: ${fullName(person)}`,
        "data-testid": `beside-${person.id}`,
        on: { click: () => this.desk.show(person.id, { beside: true }) },
      },
      icon("beside"),
    );
    return el("li", {}, choose, beside);
  }

  #refresh(mailbox) {
    const [choose, beside] = this.rows.get(mailbox).children;
    const shown = this.desk.isOpen(mailbox.person.id);
    if (shown) choose.setAttribute("aria-current", "true");
    else choose.removeAttribute("aria-current");
    beside.hidden = shown;
    const badge = choose.querySelector(".badge");
    badge.hidden = mailbox.unread === 0;
    badge.textContent = mailbox.unread > 99 ? "99+" : String(mailbox.unread);
    badge.setAttribute("aria-label", say("unread", { count: mailbox.unread }));
  }
}

export function fullName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}

/** Asks for a new person and adds them; resolves with the person, or undefined. */
export function askNewPerson() {
  return openDialog({ title: say("newPerson"), testid: "new-person", content: (close) => newPersonForm(close, close) });
}

/** The form that adds a person; `done` gets the person. Without `leave` it has no way out but through. */
export function newPersonForm(done, leave = null) {
  const name = field(say("firstName"), {
    name: "first_name",
    required: true,
    maxlength: 64,
    autocomplete: "off",
    "data-first": true,
    "data-testid": "new-person-name",
  });
  const username = field(say("usernameOptional"), {
    name: "username",
    pattern: "[A-Za-z][A-Za-z0-9_]{4,31}",
    title: say("usernameRule"),
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
  const choices = Object.entries(LANGUAGES).map(([code, own]) =>
    el(
      "label",
      { class: "choice" },
      el("input", { type: "radio", name: "language_code", value: code, checked: code === language() }),
      el("span", {}, own),
    ),
  );
  const submit = async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const details = { first_name: given.first_name.trim(), language_code: given.language_code };
    if (given.username) details.username = given.username;
    try {
      done(await sim.addPerson(details));
    } catch (fault) {
      toast(fault.message, { tone: "trouble" });
    }
  };
  const actions = leave
    ? dialogActions(leave, say("add"))
    : el("button", { type: "submit", class: "main-button", "data-testid": "dialog-submit" }, say("begin"));
  return el(
    "form",
    { class: "form", on: { submit } },
    name,
    el("fieldset", { class: "field" }, el("legend", {}, say("speaks")), el("div", { class: "choices" }, choices)),
    username,
    actions,
  );
}
