// Who is in a group: the list of them, and what can be made of each; somebody joins, leaves, leads or is put out.

import { avatar } from "./avatars.js";
import { openDialog, openMenu, toast } from "./dialogs.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import { fullName } from "./people.js";
import * as sim from "./sim.js";

/** Shows who is in a group, kept up to date while it is open; `person` is who looks. */
export async function openMembers(desk, chat, person) {
  const gone = new AbortController();
  await openDialog({
    title: desk.groups.get(chat)?.title ?? say("members"),
    testid: "members",
    content: (close) => {
      const body = el("div", { class: "members" });
      const draw = () => {
        const focused = document.activeElement?.dataset?.testid;
        body.replaceChildren(...memberRows(desk, chat, person, close));
        if (focused && !document.activeElement?.closest("dialog")) body.querySelector(`[data-testid="${focused}"]`)?.focus();
      };
      desk.groups.addEventListener("change", draw, { signal: gone.signal });
      draw();
      return body;
    },
  });
  gone.abort();
}

/** Somebody who left a group, or was put out, is in it again. */
export function rejoin(desk, chat, person) {
  return become(desk, chat, { person: person.id, status: "member" });
}

async function become(desk, chat, change) {
  try {
    desk.groups.put(await sim.setMember(chat, change));
  } catch (fault) {
    toast(fault.message, { tone: "trouble" });
  }
}

function memberRows(desk, chat, person, close) {
  const group = desk.groups.get(chat);
  if (!group) return [el("p", {}, say("groupGone"))];
  const members = desk.groups.members(chat);
  const away = desk.everybody().filter((mailbox) => !desk.groups.has(chat, mailbox.person.id));
  const rows = members.map((member) => el("li", {}, memberRow(desk, chat, member, person, close)));
  const add = away.map((mailbox) => ({
    label: fullName(mailbox.person),
    mark: avatar(mailbox.person, "small"),
    testid: `join-${mailbox.person.id}`,
    run: () => become(desk, chat, { person: mailbox.person.id, status: "member" }),
  }));
  const bot = desk.bot && !desk.groups.has(chat, desk.bot.id) ? desk.bot : null;
  if (bot) {
    const run = () => become(desk, chat, { bot: bot.username, status: "member" });
    add.push({ label: bot.first_name, mark: avatar(bot, "small"), testid: "join-bot", run });
  }
  const upgrade = async () => {
    try {
      desk.moved(chat, (await sim.upgrade(chat)).id);
      close();
    } catch (fault) {
      toast(fault.message, { tone: "trouble" });
    }
  };
  return [
    el("ul", { class: "member-list" }, rows),
    el(
      "div",
      { class: "member-actions" },
      add.length > 0 ? action("add", say("addMember"), "add-member", (event) => openMenu(event.currentTarget, add), true) : null,
      group.type === "group" ? action("arrowUp", say("makeSuper"), "upgrade-group", upgrade) : null,
    ),
  ];
}

function action(mark, label, testid, run, opensMenu = false) {
  const attributes = { type: "button", class: "row-button", "data-testid": testid, "aria-haspopup": opensMenu ? "menu" : null };
  return el("button", { ...attributes, on: { click: run } }, icon(mark), el("span", {}, label));
}

function memberRow(desk, chat, { user, status }, person, close) {
  const who = user.is_bot ? { bot: user.username } : { person: user.id };
  const to = (next) => () => become(desk, chat, { ...who, status: next });
  const mine = user.id === person.id;
  const items = [];
  if (!user.is_bot) {
    const write = () => {
      close();
      desk.swap(person.id, user.id, chat);
    };
    if (!mine) items.push({ label: say("writeAs", { name: user.first_name }), mark: icon("send"), testid: "write-as", run: write });
  }
  if (status === "member") items.push({ label: say("promote"), mark: icon("star"), testid: "promote", run: to("administrator") });
  if (status === "administrator") items.push({ label: say("demote"), mark: icon("star"), testid: "demote", run: to("member") });
  if (status !== "creator") {
    if (!user.is_bot) items.push({ label: say("leave"), mark: icon("leave"), testid: "leave", run: to("left") });
    if (!mine) items.push({ label: say("putOut"), mark: icon("block"), testid: "put-out", run: to("kicked") });
  }
  const words = [
    avatar(user, "small"),
    el("span", { class: "member-name" }, fullName(user), mine ? el("small", {}, ` (${say("you")})`) : null),
    el("span", { class: "member-status" }, say(user.is_bot && status === "member" ? "statusBot" : (STATUS[status] ?? "statusMember"))),
  ];
  if (items.length === 0) return el("div", { class: "row-button", "data-testid": `member-${user.id}` }, words);
  const open = (event) => openMenu(event.currentTarget, items, fullName(user));
  const attributes = { type: "button", class: "row-button", "data-testid": `member-${user.id}`, "aria-haspopup": "menu" };
  return el("button", { ...attributes, on: { click: open } }, words);
}

const STATUS = { creator: "statusCreator", administrator: "statusAdmin", member: "statusMember", restricted: "statusMember" };
