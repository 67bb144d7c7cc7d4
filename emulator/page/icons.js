// The page's pictograms, drawn as strokes on a grid of 24 and coloured by the text they stand in.

import { el, svg } from "./elements.js";

const STROKES = {
  add: "M12 5v14M5 12h14",
  arrow: "M12 5v14M6 13l6 6 6-6",
  arrowUp: "M12 19V6M6 11l6-6 6 6",
  beside: "M4 5h16v14H4zM12 5v14",
  block: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6 6l12 12",
  check: "M5 12.5l4.5 4.5L19 7.5",
  chevron: "M7 10l5 5 5-5",
  clip: "M19 11.5l-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.8-7.8a3 3 0 0 1 4.3 4.3l-7.8 7.8a1.5 1.5 0 0 1-2.1-2.1l6.9-6.9",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  close: "M6 6l12 12M18 6L6 18",
  code: "M9 8l-4 4 4 4M15 8l4 4-4 4",
  contact: "M12 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.6-3.4 3.6-5.5 7.5-5.5s6.9 2.1 7.5 5.5",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  document: "M6.5 3.5h7.5l4.5 4.5v12.5h-12zM13.5 3.5V8.5h5",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  forward: "M14 6l6 6-6 6M20 12H9a5 5 0 0 0-5 5v1",
  group: "M9 11.5a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8zM2.8 19.2c.5-3 3-4.9 6.2-4.9s5.7 1.9 6.2 4.9M16 5.2a3.2 3.2 0 0 1 0 6.1M17.5 14.7c2 .6 3.3 2.2 3.7 4.5",
  keyboard: "M3.5 7h17v10.5h-17zM7 10.5h.01M10.3 10.5h.01M13.7 10.5h.01M17 10.5h.01M8 14.2h8",
  lamp: "M9.5 18h5M10 21h4M8.6 14.6a5.6 5.6 0 1 1 6.8 0c-.6.5-.9 1-.9 1.9h-5c0-.9-.3-1.4-.9-1.9z",
  leave: "M10 4.5H5v15h5M14 8l4 4-4 4M18 12H9",
  menu: "M4 7h16M4 12h16M4 17h16",
  moon: "M19.5 14.3A8 8 0 0 1 9.7 4.5a8 8 0 1 0 9.8 9.8z",
  more: "M12 6h.01M12 12h.01M12 18h.01",
  outside: "M14 5h5v5M19 5l-8 8M17 13.5V19H5V7h5.5",
  photo: "M4 5.5h16v13H4zM4 15.5l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.5h.01",
  pin: "M12 21s-6.5-5.8-6.5-11a6.5 6.5 0 0 1 13 0c0 5.2-6.5 11-6.5 11zM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v2.5M14 20h2.5M20 19.5v.5h-.5",
  reply: "M10 6l-6 6 6 6M4 12h11a5 5 0 0 1 5 5v1",
  send: "M5 12h13M12.5 5.5L19 12l-6.5 6.5",
  slash: "M8.5 4h7a4.5 4.5 0 0 1 4.5 4.5v7a4.5 4.5 0 0 1-4.5 4.5h-7A4.5 4.5 0 0 1 4 15.5v-7A4.5 4.5 0 0 1 8.5 4zM13.8 8.2l-3.6 7.6",
  star: "M12 4l2.4 5.1 5.6.7-4.1 3.8 1.1 5.6-5-2.8-5 2.8 1.1-5.6L4 9.8l5.6-.7z",
  sticker: "M12 3.5a8.5 8.5 0 1 0 8.5 8.5L12 3.5zM12 3.5V8a4 4 0 0 0 4 4h4.5",
  storm: "M13 3L6 13h5l-1 8 7-11h-5z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  tack: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  window: "M4 5h16v14H4zM4 9h16",
};

/** A pictogram; it says nothing to a screen reader, its button's label does. */
export function icon(name) {
  return svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: STROKES[name] }));
}

/** A button that shows a pictogram and says `label` to those who do not see it. */
export function iconButton(name, label, testid, run) {
  const attributes = { type: "button", class: "plain-icon", title: label, "aria-label": label, "data-testid": testid };
  return el("button", { ...attributes, on: { click: run } }, icon(name));
}
