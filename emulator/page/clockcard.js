// The clock on the page: date and time large, the ways to move it, and what it is moving towards.

import { toast } from "./dialogs.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import { longDay, shortMoment, timeOfDay, zoneName } from "./times.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A card that follows a Clock for as long as `signal` allows. */
export function clockCard(clock, signal) {
  const move = (how) => async () => {
    const reached = how();
    if (clock.moving || reached === null) return;
    try {
      if (!(await clock.move(reached))) toast(say("notCaughtUp"), { tone: "trouble" });
    } catch (fault) {
      toast(fault.message, { tone: "trouble" });
    }
  };
  const time = el("div", { class: "clock-time", "data-testid": "clock-time" });
  const day = el("div", { class: "clock-day", "data-testid": "clock-day" });
  const zone = el("div", { class: "clock-zone" });
  const hour = moveButton("clock-advance-hour", say("plusHour"), move(() => ({ advance: HOUR })));
  const nextDay = moveButton("clock-advance-day", say("plusDay"), move(() => ({ advance: DAY })));
  const reminder = landmarkButton("clock-next-reminder", say("toReminder"), move(() => towards(clock.reminder)));
  const due = landmarkButton("clock-next-due", say("toDue"), move(() => towards(clock.due)));
  const progress = el(
    "div",
    { class: "clock-progress", role: "status" },
    el("span", { class: "progress-line", "aria-hidden": "true" }),
    el("span", { class: "progress-words" }),
  );

  const draw = () => {
    const now = clock.now();
    time.textContent = timeOfDay(now);
    day.textContent = longDay(now);
    zone.replaceChildren(...zoneName(now).map((line) => el("span", {}, line)));
    setLandmark(reminder, clock.reminder);
    setLandmark(due, clock.due);
    for (const button of [hour, nextDay]) setDisabled(button, clock.moving);
    for (const button of [reminder, due]) if (clock.moving) setDisabled(button, true);
    card.classList.toggle("moving", clock.moving);
    const words = clock.moving ? say("catchingUp") : "";
    if (progress.lastChild.textContent !== words) progress.lastChild.textContent = words;
  };
  const card = el(
    "section",
    { class: "clock-card", "aria-label": say("clock"), "data-testid": "clock" },
    el("div", { class: "clock-face" }, time, zone),
    day,
    el("div", { class: "clock-steps" }, hour, nextDay),
    reminder,
    due,
    progress,
  );
  clock.addEventListener("tick", draw, { signal });
  draw();
  return card;
}

/** A small time that follows a Clock: for the narrow screen's header, where the card is in a drawer. */
export function clockChip(clock, signal, open) {
  const words = el("span", {});
  const chip = el(
    "button",
    { type: "button", class: "clock-chip", "data-testid": "clock-chip", "aria-label": say("clock"), on: { click: open } },
    icon("clock"),
    words,
  );
  const draw = () => {
    words.textContent = timeOfDay(clock.now());
    chip.classList.toggle("moving", clock.moving);
  };
  clock.addEventListener("tick", draw, { signal });
  draw();
  return chip;
}

function towards(moment) {
  return moment === null ? null : { to: moment };
}

function moveButton(testid, label, run) {
  return el("button", { type: "button", class: "step-button", "data-testid": testid, on: { click: run } }, label);
}

function landmarkButton(testid, label, run) {
  return el(
    "button",
    { type: "button", class: "landmark-button", "data-testid": testid, on: { click: run } },
    el("span", {}, label),
    el("span", { class: "landmark-when" }),
  );
}

function setLandmark(button, moment) {
  button.lastChild.textContent = moment === null ? say("none") : shortMoment(moment);
  setDisabled(button, moment === null);
}

// aria-disabled, not disabled: a pressed button keeps the keyboard's focus while the clock moves.
function setDisabled(button, disabled) {
  button.setAttribute("aria-disabled", String(disabled));
}
