// A coloured disc with initials: the same person always has the same colour.

import { el } from "./elements.js";

const HUES = [208, 262, 322, 14, 42, 96, 236];
const BOT_HUE = 168;

/** The disc of a person or a bot (`{id, first_name, last_name?}`). */
export function avatar(somebody, size = "") {
  const hue = somebody.is_bot ? BOT_HUE : HUES[Math.abs(Number(somebody.id) || 0) % HUES.length];
  const disc = el("span", { class: `avatar ${size}`, "aria-hidden": "true" }, initials(somebody));
  disc.style.setProperty("--hue", hue);
  return disc;
}

function initials({ first_name: first = "", last_name: last = "" }) {
  const words = `${first} ${last}`.match(/[\p{L}\p{N}][^\s]*/gu) ?? [...first.trim()].slice(0, 1);
  return words.slice(0, 2).map((word) => [...word][0]).join("").toUpperCase() || "?";
}
