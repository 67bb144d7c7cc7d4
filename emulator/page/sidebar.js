// The left column (a drawer on narrow screens): the clock, the people, and the page's own settings.

import { clockCard } from "./clockcard.js";
import { arrowKeys, el } from "./elements.js";
import { icon } from "./icons.js";
import { chooseLanguage, language, LANGUAGES, say } from "./languages.js";
import { PeopleList } from "./people.js";
import { flipTheme, isDark } from "./theme.js";

const SHORT = { ru: "Рус", kk: "Қаз", en: "Eng" };

/** Fills the sidebar's element; `signal` ends what follows the clock. Gives the list of people, to be drawn. */
export function drawSidebar(element, desk, signal) {
  const people = new PeopleList(desk);
  const close = el(
    "button",
    { type: "button", class: "plain-icon only-narrow", "aria-label": say("close"), "data-testid": "close-drawer", on: { click: () => desk.closeDrawer() } },
    icon("close"),
  );
  const brand = el(
    "header",
    { class: "brand" },
    el("img", { src: "/page/icon.svg", alt: "", width: 34, height: 34 }),
    el("div", {}, el("div", { class: "brand-name" }, say("emulator")), el("div", { class: "brand-note" }, say("emulatorNote"))),
    close,
  );
  element.setAttribute("aria-label", say("peopleAndClock"));
  element.replaceChildren(brand, clockCard(desk.clock, signal), people.element, settings(desk));
  return people;
}

function settings(desk) {
  const choose = (code) => () => {
    chooseLanguage(code);
    desk.redraw();
    document.querySelector(`[data-testid=language-${code}]`)?.focus();
  };
  const codes = Object.keys(LANGUAGES).map((code) =>
    el(
      "button",
      {
        type: "button",
        lang: code,
        title: LANGUAGES[code],
        "aria-label": LANGUAGES[code],
        "aria-pressed": String(code === language()),
        "data-testid": `language-${code}`,
        on: { click: choose(code) },
      },
      SHORT[code],
    ),
  );
  const languages = el("div", { class: "segments", role: "group", "aria-label": say("language") }, codes);
  arrowKeys(languages, "button", { horizontal: true });
  const label = say("theme");
  const theme = el("button", { type: "button", class: "plain-icon", title: label, "aria-label": label, "data-testid": "theme" });
  const drawTheme = () => theme.replaceChildren(icon(isDark() ? "sun" : "moon"));
  theme.addEventListener("click", () => {
    flipTheme();
    drawTheme();
  });
  drawTheme();
  const calls = el(
    "button",
    { type: "button", class: "plain-icon", title: say("calls"), "aria-label": say("calls"), "data-testid": "calls-toggle", on: { click: () => desk.toggleCalls() } },
    icon("code"),
  );
  return el("footer", { class: "settings" }, languages, theme, calls);
}
