// QR codes in pictures: found once a picture is there, followed as this person or by whoever else "scans" it.

import { openDialog } from "./dialogs.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import { destination } from "./links.js";
import { readQr } from "./qr.js";
import { offerOpenAs } from "./sharing.js";
import { fileAddress } from "./sim.js";

const LARGEST = 1600; // pixels a side that are looked at; larger pictures are made smaller
const MOST_KNOWN = 200;
const known = new Map(); // by address of the picture: what its code says, or null

/** Puts a "Scan" button into `frame` once its picture turns out to hold a code that can be read. */
export function offerScan(frame, image, room) {
  const look = () => {
    const text = textIn(image);
    if (text === null || !frame.isConnected) return;
    const scan = (event) => follow(text, room, event.currentTarget);
    frame.append(
      el("button", { type: "button", class: "scan", "data-testid": "scan", on: { click: scan } }, icon("qr"), el("span", {}, say("scan"))),
    );
  };
  image.addEventListener("load", () => setTimeout(look), { once: true });
}

/** Scans the picture of a message because somebody asked to, and says so when there is nothing to read. */
export async function scanMessage(message, room, anchor) {
  const image = new Image();
  image.src = fileAddress(room.person.id, message.photo.at(-1).file_id);
  try {
    await image.decode();
  } catch {
    return room.note(say("noPicture"), "trouble");
  }
  const text = textIn(image);
  if (text === null) return room.note(say("noCode"));
  return follow(text, room, anchor);
}

function textIn(image) {
  if (!known.has(image.src)) {
    if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value);
    known.set(image.src, readQr(pixelsOf(image)));
  }
  return known.get(image.src);
}

function pixelsOf(image) {
  const shrink = Math.min(1, LARGEST / Math.max(image.naturalWidth, image.naturalHeight));
  const [width, height] = [image.naturalWidth, image.naturalHeight].map((side) => Math.max(1, Math.round(side * shrink)));
  const canvas = el("canvas", { width, height });
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.drawImage(image, 0, 0, width, height);
  return brush.getImageData(0, 0, width, height);
}

/** A link into the bot is opened as whoever scans; anything else is shown, for nobody here could do more with it. */
function follow(text, room, anchor) {
  const target = destination(text, room.bot?.username);
  if (target?.kind === "bot") return offerOpenAs(room.desk, target, room.person, anchor, say("whoScans"));
  const copy = () => room.copy(text);
  const outside = target?.kind === "outside" && /^https?:/.test(text) ? target.href : null;
  return openDialog({
    title: say("codeSays"),
    testid: "code-text",
    content: () => [
      el("p", { class: "code-text" }, text),
      el(
        "div",
        { class: "dialog-actions" },
        el("button", { type: "button", class: "quiet-button", "data-first": true, on: { click: copy } }, say("copy")),
        outside ? el("a", { class: "main-button", href: outside, target: "_blank", rel: "noopener noreferrer" }, say("openOutside")) : null,
      ),
    ],
  });
}
