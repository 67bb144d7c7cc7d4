// What can be sent besides text: files with a look at them first, a contact, a place, a sticker.

import { fileWords } from "./attachments.js";
import { dialogActions, field, openDialog, openMenu } from "./dialogs.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";

const MOST_TOGETHER = 10; // an album's, as Telegram has it

// A square before the first person who sends it has chosen another: Palace Square, St Petersburg.
const SOMEWHERE = { latitude: 59.93904, longitude: 30.31581 };

/** The menu behind the paper clip. */
export function openEnclosures(anchor, room) {
  const item = (kind, mark, run) => ({ label: say(kind), mark: icon(mark), testid: `attach-${kind}`, run });
  openMenu(anchor, [
    item("photo", "photo", () => pickFiles("image/*", (files) => sendLooked(room, files))),
    item("document", "document", () => pickFiles("", (files) => sendLooked(room, files, true))),
    item("contact", "contact", () => sendContact(room)),
    item("location", "pin", () => sendLocation(room)),
    item("sticker", "sticker", () => room.write({ sticker: true })),
  ]);
}

function pickFiles(accept, take) {
  const input = el("input", { type: "file", accept, multiple: true, hidden: true, "data-testid": "file-input" });
  const put = () => {
    input.remove();
    if (input.files.length > 0) take([...input.files]);
  };
  input.addEventListener("change", put);
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}

const isPicture = (file) => /^image\/(png|jpe?g|webp|gif)$/.test(file.type);

/** Shows files before they go, with a caption to write; pictures may go as pictures or as files. Several are an album. */
export async function sendLooked(room, given, asFile = false) {
  const files = given.slice(0, MOST_TOGETHER);
  const pictures = files.every(isPicture);
  const addresses = pictures ? files.map((file) => URL.createObjectURL(file)) : [];
  const sent = await openDialog({
    title: pictures && !asFile ? say("sendPhoto") : say("sendDocument"),
    testid: "send-file",
    content: (close) => fileForm(files, addresses, asFile, close),
  });
  for (const address of addresses) URL.revokeObjectURL(address);
  if (!sent) return;
  const kind = pictures && !sent.asFile ? "photo" : "document";
  const album = files.length > 1 ? `page-${Date.now()}` : undefined;
  for (const [place, file] of files.entries()) {
    const caption = place === 0 ? sent.caption : "";
    if ((await room.sendFile(kind, file, { caption, album })) === null) return;
  }
}

function fileForm(files, addresses, asFile, close) {
  const looks =
    addresses.length > 0
      ? el("div", { class: "file-looks" }, addresses.map((src, place) => el("img", { class: "file-look", src, alt: files[place].name })))
      : files.map((file) => el("div", { class: "file" }, el("span", { class: "file-icon" }, icon("document")), fileWords(file.name, file.size)));
  const choice =
    addresses.length > 0
      ? el(
          "label",
          { class: "tick" },
          el("input", { type: "checkbox", name: "as_file", checked: asFile }),
          el("span", {}, say("asFile")),
        )
      : null;
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    close({ caption: form.get("caption").trim(), asFile: form.has("as_file") });
  };
  const caption = field(say("caption"), { name: "caption", maxlength: 1024, autocomplete: "off", "data-first": true });
  return el("form", { class: "form", on: { submit } }, looks, choice, caption, dialogActions(close, say("send")));
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
