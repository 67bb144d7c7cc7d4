// What can be sent besides text: files with a look at them first, a contact, a place, a sticker.

import { fileWords } from "./attachments.js";
import { dialogActions, field, openDialog, openMenu } from "./dialogs.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";

// A square before the first person who sends it has chosen another: Palace Square, St Petersburg.
const SOMEWHERE = { latitude: 59.93904, longitude: 30.31581 };

/** The menu behind the paper clip. */
export function openEnclosures(anchor, room) {
  const item = (kind, mark, run) => ({ label: say(kind), mark: icon(mark), testid: `attach-${kind}`, run });
  openMenu(anchor, [
    item("photo", "photo", () => pickFile("image/*", (file) => sendLooked(room, file))),
    item("document", "document", () => pickFile("", (file) => sendLooked(room, file, true))),
    item("contact", "contact", () => sendContact(room)),
    item("location", "pin", () => sendLocation(room)),
    item("sticker", "sticker", () => room.write({ sticker: true })),
  ]);
}

function pickFile(accept, take) {
  const input = el("input", { type: "file", accept, hidden: true, "data-testid": "file-input" });
  const put = () => {
    input.remove();
    if (input.files[0]) take(input.files[0]);
  };
  input.addEventListener("change", put);
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}

/** Shows a file before it goes, with a caption to write; a picture may go as a picture or as a file. */
export async function sendLooked(room, file, asFile = false) {
  const isPicture = /^image\/(png|jpe?g|webp|gif)$/.test(file.type);
  const address = isPicture ? URL.createObjectURL(file) : null;
  const sent = await openDialog({
    title: isPicture && !asFile ? say("sendPhoto") : say("sendDocument"),
    testid: "send-file",
    content: (close) => fileForm(file, address, asFile, close),
  });
  if (address) URL.revokeObjectURL(address);
  if (!sent) return;
  await room.sendFile(isPicture && !sent.asFile ? "photo" : "document", file, sent.caption);
}

function fileForm(file, address, asFile, close) {
  const look = address
    ? el("img", { class: "file-look", src: address, alt: file.name })
    : el(
        "div",
        { class: "file" },
        el("span", { class: "file-icon" }, icon("document")),
        fileWords(file.name, file.size),
      );
  const choice = address
    ? el(
        "label",
        { class: "tick" },
        el("input", { type: "checkbox", name: "as_file", checked: asFile }),
        el("span", {}, say("asFile")),
      )
    : null;
  const submit = (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    close({ caption: given.get("caption").trim(), asFile: given.has("as_file") });
  };
  const caption = field(say("caption"), { name: "caption", maxlength: 1024, autocomplete: "off", "data-first": true });
  return el("form", { class: "form", on: { submit } }, look, choice, caption, dialogActions(close, say("send")));
}

/** Asks under which number to share this person's own contact (left empty: the one the emulator gave them), and does. */
export async function sendContact(room) {
  const { person } = room;
  const number = await openDialog({
    title: say("shareContact"),
    testid: "send-contact",
    content: (close) => {
      const submit = (event) => {
        event.preventDefault();
        close(new FormData(event.target).get("number").trim());
      };
      const phone = field(say("phoneOf", { name: person.first_name }), {
        name: "number",
        type: "tel",
        placeholder: say("ownNumber"),
        "data-first": true,
      });
      return el("form", { class: "form", on: { submit } }, phone, dialogActions(close, say("send")));
    },
  });
  if (number === undefined) return null;
  return room.write({ contact: number ? { phone_number: number } : {} });
}

/** Asks for coordinates and sends them. */
export async function sendLocation(room) {
  const location = await openDialog({
    title: say("shareLocation"),
    testid: "send-location",
    content: (close) => {
      const submit = (event) => {
        event.preventDefault();
        const given = new FormData(event.target);
        close({ latitude: Number(given.get("latitude")), longitude: Number(given.get("longitude")) });
      };
      const figure = (name, limit) =>
        field(say(name), { name, type: "number", step: "any", min: -limit, max: limit, required: true, value: SOMEWHERE[name] });
      const fields = el("div", { class: "fields" }, figure("latitude", 90), figure("longitude", 180));
      return el("form", { class: "form", on: { submit } }, fields, dialogActions(close, say("send")));
    },
  });
  return location ? room.write({ location }) : null;
}
