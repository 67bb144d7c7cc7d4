// A picture as large as the window, with what stands under it; the arrow keys go on to the chat's other pictures.

import { openDialog } from "./dialogs.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import { fileAddress } from "./sim.js";

/** Shows one of a chat's pictures; closing it gives the focus back to whatever was pressed. */
export function openViewer(message, room) {
  const all = room.messages().filter((one) => one.photo?.length);
  let at = Math.max(0, all.findIndex((one) => one.message_id === message.message_id));
  const image = el("img", {});
  const caption = el("p", { class: "viewer-caption" });
  const back = arrow("back", say("earlierPicture"), () => step(-1));
  const on = arrow("on", say("laterPicture"), () => step(1));
  const draw = () => {
    image.src = fileAddress(room.person.id, all[at].photo.at(-1).file_id);
    image.alt = all[at].caption ? say("pictureOf", { caption: all[at].caption.slice(0, 120) }) : say("picture");
    caption.textContent = all[at].caption ?? "";
    caption.hidden = !all[at].caption;
    back.disabled = at === 0;
    on.disabled = at === all.length - 1;
  };
  const step = (by) => {
    at = Math.max(0, Math.min(all.length - 1, at + by));
    draw();
  };
  draw();
  return openDialog({
    testid: "lightbox",
    kind: "lightbox",
    label: say("picture"),
    content: (close) => {
      const leave = el(
        "button",
        { type: "button", class: "viewer-button close", "data-first": true, "aria-label": say("close"), on: { click: () => close() } },
        icon("close"),
      );
      const key = ({ key }) => (key === "ArrowLeft" ? step(-1) : key === "ArrowRight" ? step(1) : null);
      image.addEventListener("click", () => close());
      return el("div", { class: "viewer", on: { keydown: key } }, image, caption, all.length > 1 ? [back, on] : null, leave);
    },
  });
}

function arrow(side, label, run) {
  return el("button", { type: "button", class: `viewer-button ${side}`, "aria-label": label, on: { click: run } }, icon("chevron"));
}
