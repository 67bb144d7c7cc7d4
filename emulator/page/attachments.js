// What a message carries besides text: pictures, files, places, contacts and the kinds only named here.

import { el } from "./elements.js";
import { icon } from "./icons.js";
import { language, say } from "./languages.js";
import { drawnMap } from "./maps.js";
import { pollCard } from "./polls.js";
import { offerScan } from "./scanning.js";
import { fileAddress } from "./sim.js";
import { openViewer } from "./viewer.js";

const FILES = { animation: "kindAnimation", video: "kindVideo", audio: "kindAudio", voice: "kindVoice", video_note: "kindVideoNote", document: "document" };
const NAMED = ["story", "paid_media", "game", "invoice", "checklist"];

/** The node of what a message carries, or null when it is text alone. */
export function attachment(message, room) {
  if (message.photo?.length) return picture(message, room);
  if (message.venue) return place(message.venue.location, message.venue.title, message.venue.address);
  if (message.location) return place(message.location, null, null);
  if (message.sticker) return sticker(message.sticker);
  if (message.contact) return contact(message.contact);
  if (message.poll) return pollCard(message, room);
  if (message.dice) return el("div", { class: "dice" }, `${message.dice.emoji} ${message.dice.value}`);
  const file = Object.keys(FILES).find((name) => message[name] !== undefined);
  if (file) return fileCard(message[file], say(FILES[file]), room);
  const kind = NAMED.find((name) => message[name] !== undefined);
  return kind ? el("div", { class: "unknown" }, say("notShown", { kind })) : null;
}

function picture(message, room) {
  const best = message.photo.reduce((one, other) => (other.width * other.height > one.width * one.height ? other : one));
  const source = fileAddress(room.person.id, best.file_id);
  const label = message.caption ? say("pictureOf", { caption: message.caption.slice(0, 120) }) : say("picture");
  const image = el("img", { src: source, alt: label, width: best.width, height: best.height, decoding: "async" });
  const covered = message.has_media_spoiler ? " covered" : "";
  const open = (event) => {
    if (event.currentTarget.classList.contains("covered")) event.currentTarget.classList.remove("covered");
    else openViewer(message, room);
  };
  const look = el(
    "button",
    { type: "button", class: `picture${covered}`, "data-testid": "photo", title: say("enlarge"), on: { click: open } },
    image,
  );
  const frame = el("div", { class: "picture-frame" }, look);
  offerScan(frame, image, room);
  return frame;
}

function fileCard(file, kind, room) {
  const name = file.file_name ?? kind;
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? "";
  return el(
    "a",
    { class: "file", href: fileAddress(room.person.id, file.file_id), download: name, title: say("download"), "data-testid": "document" },
    el("span", { class: "file-icon", "aria-hidden": "true" }, extension ? el("span", {}, extension) : icon("document")),
    fileWords(name, file.file_size, file.duration),
    el("span", { class: "file-get" }, icon("download")),
  );
}

/** A file's name, and its size (and length in seconds, if it has one) under it. */
export function fileWords(name, bytes, duration = 0) {
  const length = duration ? `${Math.floor(duration / 60)}:${String(duration % 60).padStart(2, "0")}` : "";
  return el(
    "span",
    { class: "file-words" },
    el("span", { class: "file-name" }, name),
    el("span", { class: "file-size" }, [length, fileSize(bytes)].filter(Boolean).join(" · ")),
  );
}

/** "12.4 kB", in the page's language. */
function fileSize(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const [amount, unit] =
    bytes < 1000 ? [bytes, "byte"] : bytes < 1e6 ? [bytes / 1000, "kilobyte"] : [bytes / 1e6, "megabyte"];
  const digits = unit === "byte" ? 0 : 1;
  // Not every browser knows Kazakh units; they are written as in Russian.
  const locale = language() === "kk" ? "ru" : language();
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: digits }).format(amount);
}

function place(location, title, address) {
  const { latitude, longitude } = location;
  const figures = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const outside = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return el(
    "div",
    { class: "place", "data-testid": "location" },
    drawnMap(latitude, longitude),
    el(
      "div",
      { class: "place-words" },
      el("div", { class: "place-title" }, title ?? say("location")),
      address ? el("div", { class: "place-address" }, address) : null,
      el("a", { class: "place-figures", href: outside, target: "_blank", rel: "noopener noreferrer" }, figures),
    ),
  );
}

function sticker(given) {
  return el(
    "div",
    { class: "sticker", "data-testid": "sticker" },
    icon("sticker"),
    el("span", {}, [say("sticker"), given.emoji].filter(Boolean).join(" ")),
  );
}

function contact(given) {
  const name = [given.first_name, given.last_name].filter(Boolean).join(" ");
  return el(
    "div",
    { class: "contact", "data-testid": "contact" },
    el("span", { class: "contact-icon" }, icon("contact")),
    el("span", {}, el("span", { class: "contact-name" }, name), el("span", { class: "contact-phone" }, given.phone_number)),
  );
}
