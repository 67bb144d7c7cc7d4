// What can be done with a message: react, answer it, copy it, scan the code in its picture, see it as a bot does.

import { openDialog, openMenu } from "./dialogs.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { jsonNodes } from "./json.js";
import { say } from "./languages.js";
import { reactionRow } from "./reactions.js";
import { scanMessage } from "./scanning.js";

/** A menu at a message's button; `unit` holds the messages that stand as one. */
export function openMessageMenu(unit, room, anchor) {
  const [message] = unit;
  const text = unit.map((one) => one.text ?? one.caption).find((one) => one !== undefined);
  const items = [{ label: say("reply"), mark: icon("reply"), testid: "reply", run: () => room.answer(message) }];
  if (text !== undefined) items.push({ label: say("copyText"), mark: icon("copy"), testid: "copy-text", run: () => room.copy(text) });
  const pictured = unit.find((one) => one.photo);
  if (pictured) {
    const scan = () => scanMessage(pictured, room, anchor);
    items.push({ label: say("scanCode"), mark: icon("qr"), testid: "scan-picture", run: scan });
  }
  items.push({ label: say("asJson"), mark: icon("code"), testid: "as-json", run: () => showJson(unit, room) });
  openMenu(anchor, items, null, (close) => reactionRow(message, room, close));
}

function showJson(unit, room) {
  const shown = unit.map(({ change, reactions, ...message }) => message);
  const value = shown.length === 1 ? shown[0] : shown;
  openDialog({
    title: say("asJson"),
    testid: "json",
    kind: "broad",
    content: () => [
      el("pre", { class: "json", tabindex: "0", "data-first": true }, jsonNodes(value)),
      el(
        "div",
        { class: "dialog-actions" },
        el(
          "button",
          { type: "button", class: "quiet-button", on: { click: () => room.copy(JSON.stringify(value, null, 2)) } },
          say("copy"),
        ),
      ),
    ],
  });
}
