// One row of the log of calls: what was asked, how it went, and, opened, both as JSON and as a curl command.

import { toast } from "./dialogs.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { jsonNodes } from "./json.js";
import { say } from "./languages.js";
import { exactTime } from "./times.js";

/** The list item of a call as `GET /sim/calls` tells it. */
export function callRow(call) {
  const cut = call.answer === null;
  const verdict = call.ok ? "OK" : cut ? say("cut") : `${say("refused")} ${call.status}`;
  const refusal = call.ok || cut ? brief(call.params) : (call.answer?.description ?? "");
  const details = el(
    "details",
    {},
    el(
      "summary",
      {},
      el("span", { class: "call-number" }, String(call.number)),
      el("time", {}, exactTime(call.at)),
      el("b", {}, call.method),
      el("span", { class: `verdict ${call.ok ? "fine" : "bad"}` }, verdict),
      el("span", { class: "call-brief" }, refusal),
    ),
  );
  // The JSON is laid out only for the few rows that somebody opens.
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    requestAnimationFrame(() => details.scrollIntoView({ block: "nearest" }));
    details.append(el("div", { class: "call-json" }, json(say("asked"), call.params), json(say("answered"), call.answer), copying(call)));
  });
  const method = call.method.toLowerCase();
  const kinds = `call ${call.ok ? "" : "is-refused"} ${method === "getupdates" ? "is-poll" : ""}`;
  return el("li", { class: kinds, "data-testid": "call", "data-method": method }, details);
}

function brief(params) {
  const { chat_id: chat, text, caption, ...rest } = params ?? {};
  const words = [chat === undefined ? null : `→ ${chat}`, text ?? caption ?? Object.keys(rest).join(", ")];
  return words.filter(Boolean).join("  ").slice(0, 160);
}

function json(title, value) {
  return el("figure", {}, el("figcaption", {}, title), el("pre", { class: "json", tabindex: "0" }, jsonNodes(value)));
}

function copying(call) {
  const copy = async () => {
    const command = asCurl(call, location.origin);
    try {
      await navigator.clipboard.writeText(command);
      toast(say("copiedCurl"));
    } catch {
      toast(say("copyYourself", { text: command }));
    }
  };
  const attributes = { type: "button", class: "chip-button", "data-testid": "copy-curl", on: { click: copy } };
  return el("div", { class: "call-tools" }, el("button", attributes, icon("copy"), el("span", {}, say("copyCurl"))));
}

/** The call as a shell command. The token is the shell's: the log does not know it. */
export function asCurl({ method, params }, origin) {
  const address = `"${origin}/bot$TOKEN/${method}"`;
  const entries = Object.entries(params ?? {});
  if (entries.length === 0) return `curl -s ${address}`;
  const isFile = (value) => value !== null && typeof value === "object" && "file_name" in value && "size" in value;
  if (!entries.some(([, value]) => isFile(value))) {
    return `curl -s ${address} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(params))}`;
  }
  const parts = entries.map(([name, value]) =>
    isFile(value)
      ? `-F ${quoted(`${name}=@${value.file_name}`)}`
      : `--form-string ${quoted(`${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)}`,
  );
  return `curl -s ${address} ${parts.join(" ")}`;
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
