// The page's own words in three languages. What the bot says is the bot's; the words themselves are in words-*.js.

import en from "./words-en.js";
import kk from "./words-kk.js";
import ru from "./words-ru.js";
import { recall, remember } from "./memory.js";

const WORDS = { en, ru, kk };

/** Every language, by its own name. */
export const LANGUAGES = { ru: "Русский", kk: "Қазақша", en: "English" };

let chosen = firstChoice();

function firstChoice() {
  const wishes = [recall("language"), ...(navigator.languages ?? [navigator.language])];
  const known = wishes.map((wish) => (wish ?? "").slice(0, 2).toLowerCase()).filter((code) => code in WORDS);
  return known[0] ?? "en";
}

/** The language now: "en", "ru" or "kk". */
export function language() {
  return chosen;
}

/** Switches the page's language for good. Whoever shows words must be drawn again afterwards. */
export function chooseLanguage(code) {
  chosen = code;
  remember("language", code);
}

/** A sentence in the page's language; `{name}` in it is replaced by `values.name`. */
export function say(key, values = {}) {
  return WORDS[chosen][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
