// Reactions: those under a message, and the row to choose one from.

import { el } from "./elements.js";
import { say } from "./languages.js";
import * as sim from "./sim.js";

const OFFERED = ["👍", "❤", "🔥", "🎉", "👏", "😁", "🤔", "👎"];

/** The reactions to a message, counted; one's own can be taken back by a press, another's joined. Null for none. */
export function reactionsOf(message, room) {
  if (!message.reactions?.length) return null;
  const counted = new Map();
  for (const { from, type } of message.reactions) {
    const emoji = type.emoji ?? "⭐";
    counted.set(emoji, [...(counted.get(emoji) ?? []), from]);
  }
  const chips = [...counted].map(([emoji, from]) => chip(emoji, from, message, room));
  return el("div", { class: "reactions", role: "group", "aria-label": say("reactions"), "data-testid": "reactions" }, chips);
}

function chip(emoji, from, message, room) {
  const mine = from.some(({ id }) => id === room.person.id);
  const names = from.map((one) => one.first_name).join(", ");
  const attributes = { type: "button", class: "reaction", title: names, "aria-pressed": String(mine), "aria-label": `${emoji} ${names}` };
  const flip = () => react(message, room, mine ? null : emoji);
  return el("button", { ...attributes, on: { click: flip } }, el("span", {}, coloured(emoji)), el("span", {}, String(from.length)));
}

/** A row of reactions for a menu, the one's own pressed. */
export function reactionRow(message, room, close) {
  const mine = message.reactions?.find(({ from }) => from.id === room.person.id)?.type.emoji;
  const choices = OFFERED.map((emoji) => {
    const choose = () => {
      close();
      react(message, room, emoji === mine ? null : emoji);
    };
    const attributes = { type: "button", role: "menuitemradio", "aria-checked": String(emoji === mine), "aria-label": say("reactWith", { emoji }) };
    return el("button", { ...attributes, "data-testid": `react-${emoji}`, on: { click: choose } }, coloured(emoji));
  });
  return el("div", { class: "reaction-row", role: "group", "aria-label": say("reactions") }, choices);
}

/** Some emoji are drawn as plain letters unless asked to be pictures; the Bot API names them without asking. */
function coloured(emoji) {
  return /^\p{Emoji_Presentation}|\ufe0f$/u.test(emoji) ? emoji : `${emoji}\ufe0f`;
}

function react(message, room, emoji) {
  return room.attempt(sim.react(room.person.id, { message_id: message.message_id, emoji, ...room.place() }));
}
