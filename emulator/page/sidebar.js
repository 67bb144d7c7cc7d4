// The left column (a drawer on narrow screens): the clock, the people, and the page's own settings.

import { clockCard } from "./clockcard.js";
import { arrowKeys, el } from "./elements.js";
import { GroupList } from "./groups.js";
import { icon, iconButton } from "./icons.js";
import { chooseLanguage, language, LANGUAGES, say } from "./languages.js";
import { PeopleList } from "./people.js";
import { flipTheme, isDark } from "./theme.js";

const SHORT = { ru: "Рус", kk: "Қаз", en: "Eng" };

/** Fills the sidebar's element; `signal` ends what follows the clock. Gives what draws the lists of people and groups. */
export function drawSidebar(element, desk, signal) {
  const people = new PeopleList(desk);
  const groups = new GroupList(desk);
  const close = iconButton("close", say("close"), "close-drawer", () => desk.drawer.close());
  close.classList.add("only-narrow");
  const brand = el(
    "header",
    { class: "brand" },
    el("img", { src: "/page/icon.svg", alt: "", width: 34, height: 34 }),
    el("div", {}, el("div", { class: "brand-name" }, say("emulator")), el("div", { class: "brand-note" }, say("emulatorNote"))),
    close,
  );
  const lists = el("div", { class: "lists" }, people.element, groups.element);
  element.setAttribute("aria-label", say("peopleAndClock"));
  element.replaceChildren(brand, clockCard(desk.clock, signal), lists, settings(desk));
  return {
    draw: () => {
      people.draw();
      groups.draw();
    },
  };
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
  const otherTheme = () => (isDark() ? "sun" : "moon");
  const theme = iconButton(otherTheme(), say("theme"), "theme", () => {
    flipTheme();
    theme.replaceChildren(icon(otherTheme()));
  });
  const calls = iconButton("code", say("calls"), "calls-toggle", () => desk.toggleCalls());
  return el("footer", { class: "settings" }, languages, theme, calls);
}
