// Light or dark: the system's wish until somebody chooses here. The colours themselves are in theme.css.

import { recall, remember } from "./memory.js";

const system = matchMedia("(prefers-color-scheme: dark)");

/** Puts on what was chosen at an earlier visit. */
export function restoreTheme() {
  const chosen = recall("theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
}

export function isDark() {
  return (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
}

export function flipTheme() {
  const chosen = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = chosen;
  remember("theme", chosen);
}
