// The top of a column: the bot or group it is about, what the bot is doing, who one is here, and the menu of the chat.

import { avatar } from "./avatars.js";
import { clockChip } from "./clockcard.js";
import { openMenu } from "./dialogs.js";
import { el } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { say } from "./languages.js";
import { openMembers } from "./members.js";
import { fullName } from "./people.js";

const DOING = {
  typing: "doingTyping",
  upload_photo: "doingPhoto",
  record_video: "doingVideo",
  upload_video: "doingVideo",
  record_video_note: "doingVideo",
  upload_video_note: "doingVideo",
  record_voice: "doingVoice",
  upload_voice: "doingVoice",
  upload_document: "doingDocument",
  choose_sticker: "doingSticker",
  find_location: "doingLocation",
};

export class ChatHead {
  constructor(view, signal) {
    this.view = view;
    this.desk = view.desk;
    this.title = el("h1", {});
    this.under = el("p", { class: "chat-address", "data-testid": "chat-under", role: "status" });
    const { person } = view;
    this.drawer = iconButton("menu", say("openDrawer"), "open-drawer", () => this.desk.drawer.open(this.drawer));
    this.drawer.classList.add("only-narrow");
    this.more = iconButton("more", say("more"), "chat-more", () => this.#openMore());
    this.more.setAttribute("aria-haspopup", "menu");
    this.closing = iconButton("close", say("closeColumn"), "close-column", () => this.desk.close(person.id));
    this.closing.classList.add("close-column");
    this.self = el(
      "button",
      {
        type: "button",
        class: "chat-self",
        title: say("beAnother"),
        "aria-label": `${say("youAre")} ${fullName(person)}. ${say("beAnother")}`,
        "aria-haspopup": "menu",
        "data-testid": "be-another",
        on: { click: () => this.#offerOthers() },
      },
      avatar(person, "small"),
      el("span", {}, el("small", {}, say("youAre")), el("b", {}, fullName(person))),
    );
    const chip = clockChip(this.desk.clock, signal, () => this.desk.drawer.open(chip, "clock"));
    this.face = el("span", { class: "chat-face" });
    const words = el("div", { class: "chat-title" }, this.title, this.under);
    this.element = el("header", { class: "chat-head" }, this.drawer, this.face, words, this.self, chip, this.more, this.closing);
  }

  /** What of it may change while it stands: names, what the bot is doing, who else has something unread. */
  draw(action) {
    const { desk, view } = this;
    const others = desk.everybody().some((mailbox) => mailbox !== view.mailbox && mailbox.unread > 0);
    const name = view.name();
    if (this.title.textContent !== name) {
      this.title.textContent = name;
      this.face.replaceChildren(avatar({ id: view.group ? view.chatId : 0, is_bot: !view.group, first_name: name }));
    }
    const under = this.#under(action);
    if (this.under.textContent !== under) this.under.textContent = under;
    this.under.classList.toggle("doing", Boolean(action));
    this.drawer.classList.toggle("dotted", others);
    this.closing.hidden = !desk.isPaired();
  }

  #under(action) {
    if (action) return say(DOING[action.action] ?? "doingTyping");
    if (this.view.group) return say("memberCount", { count: this.desk.groups.members(this.view.chatId).length });
    return this.desk.bot ? `@${this.desk.bot.username}` : "…";
  }

  /** Who else could have this column: in a group whoever is in it, else everybody. */
  #offerOthers() {
    const { desk, view } = this;
    const chat = (person) => (view.group ? view.chatId : person.id);
    const inside = ({ person }) => !view.group || desk.groups.has(view.chatId, person.id);
    const others = desk.everybody().filter((mailbox) => mailbox !== view.mailbox && inside(mailbox));
    const items = others.map(({ person }) => ({
      label: fullName(person),
      mark: avatar(person, "small"),
      testid: `be-${person.id}`,
      run: () => desk.swap(view.person.id, person.id, chat(person)),
    }));
    openMenu(this.self, [...items, ...(view.group ? [] : [this.#newcomer()])], say("beAnother"));
  }

  #newcomer() {
    const join = async () => {
      const person = await this.desk.addPerson({ show: false });
      if (person) this.desk.swap(this.view.person.id, person.id, person.id);
    };
    return { label: say("addPerson"), mark: el("span", { class: "avatar small ghost" }, icon("add")), testid: "be-new", run: join };
  }

  #openMore() {
    const { desk, view } = this;
    const others = desk.everybody().filter((mailbox) => !desk.isOpen(mailbox.person.id));
    const beside = others.slice(0, 8).map(({ person }) => ({
      label: say("besideName", { name: fullName(person) }),
      mark: avatar(person, "small"),
      run: () => desk.show(person.id, { beside: true }),
    }));
    const label = view.blocked ? say("unblock") : say("block");
    const own = view.group
      ? { label: say("members"), mark: icon("group"), testid: "open-members", run: () => openMembers(desk, view.chatId, view.person) }
      : { label, mark: icon("block"), testid: "toggle-block", run: () => view.block(!view.blocked) };
    const close = { label: say("closeColumn"), mark: icon("close"), testid: "menu-close-column", run: () => desk.close(view.person.id) };
    openMenu(this.more, [own, ...beside, ...(desk.isPaired() ? [close] : [])]);
  }
}
