// Bad days on order: which of the bot's next calls fail, and how; and the switch of Telegram's real limits.

import { choiceField, field, openDialog, toast } from "./dialogs.js";
import { el } from "./elements.js";
import { say } from "./languages.js";
import * as sim from "./sim.js";

const KINDS = ["error", "delay", "cut", "cut_half", "drop_after"];
const CODES = [400, 401, 403, 404, 409, 429, 500, 502, 503];
const METHODS = ["sendMessage", "editMessageText", "answerCallbackQuery", "sendPhoto", "sendDocument", "deleteMessage", "getUpdates"];

/** Shows the faults that wait, and a form that orders more; stays until it is closed. */
export function openFaults() {
  return openDialog({
    title: say("faults"),
    testid: "fault-form",
    content: () => {
      const waiting = el("p", { class: "faults-waiting", role: "status", "data-testid": "faults-waiting" });
      const clear = el("button", { type: "button", class: "quiet-button", "data-testid": "faults-clear", hidden: true }, say("faultsClear"));
      const tell = ({ faults }) => {
        waiting.textContent = faults === 0 ? say("faultsNone") : say("faultsWaiting", { count: faults });
        clear.hidden = faults === 0;
      };
      const attempt = async (request) => {
        try {
          tell(await request);
        } catch (fault) {
          toast(fault.message, { tone: "trouble" });
        }
      };
      clear.addEventListener("click", () => attempt(sim.clearFaults()));
      attempt(sim.faults());
      return [el("p", { class: "dialog-note" }, say("faultsNote")), faultForm(attempt), el("div", { class: "faults-foot" }, waiting, clear)];
    },
  });
}

function faultForm(attempt) {
  const kind = choiceField(say("faultKind"), { name: "kind", "data-testid": "fault-kind" }, KINDS.map((name) => [name, say(`fault_${name}`)]));
  const method = field(say("method"), { name: "method", list: "fault-methods", placeholder: say("anyMethod"), autocomplete: "off", "data-testid": "fault-method" });
  const times = field(say("faultTimes"), { name: "times", type: "number", min: 1, max: 100000, value: 1, required: true });
  const chance = field(say("faultChance"), { name: "probability", type: "number", min: 1, max: 100, value: 100, required: true });
  const code = choiceField(say("faultCode"), { name: "error_code", "data-testid": "fault-code" }, CODES.map((number) => [number, String(number)]));
  const retry = field(say("faultRetry"), { name: "retry_after", type: "number", min: 0, max: 3600, value: 5 });
  const delay = field(say("faultDelay"), { name: "delay", type: "number", min: 1, max: 600, value: 5 });
  const form = el(
    "form",
    { class: "form" },
    el("datalist", { id: "fault-methods" }, METHODS.map((value) => el("option", { value }))),
    kind,
    el("div", { class: "fields" }, method, code, delay, times, chance, retry),
    el("div", { class: "dialog-actions" }, el("button", { type: "submit", class: "main-button", "data-testid": "dialog-submit" }, say("faultOrder"))),
  );
  const fit = () => {
    const given = new FormData(form);
    code.hidden = given.get("kind") !== "error";
    retry.hidden = code.hidden || given.get("error_code") !== "429";
    delay.hidden = given.get("kind") !== "delay";
  };
  form.addEventListener("change", fit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(sim.orderFault(orderFrom(new FormData(form))));
  });
  fit();
  return form;
}

function orderFrom(given) {
  const order = { kind: given.get("kind"), method: given.get("method").trim() || "*", times: Number(given.get("times")) };
  const chance = Number(given.get("probability")) / 100;
  if (chance < 1) order.probability = chance;
  if (order.kind === "error") order.error_code = Number(given.get("error_code"));
  if (order.error_code === 429) order.retry_after = Number(given.get("retry_after"));
  if (order.kind === "delay") order.delay = Number(given.get("delay"));
  return order;
}

/** A tick that switches the real limits: `element`, and `ask()`, which brings it up to date. */
export function limitsSwitch() {
  const box = el("input", { type: "checkbox", "data-testid": "limits" });
  const words = el("span", {}, say("limits"));
  const tell = ({ on, refused }) => {
    box.checked = on;
    words.textContent = refused > 0 ? `${say("limits")} (${refused})` : say("limits");
  };
  box.addEventListener("change", async () => {
    try {
      tell(await sim.setLimits(box.checked));
    } catch (fault) {
      box.checked = !box.checked;
      toast(fault.message, { tone: "trouble" });
    }
  });
  return { element: el("label", { class: "tick", title: say("limitsNote") }, box, words), ask: async () => tell(await sim.limits()) };
}
