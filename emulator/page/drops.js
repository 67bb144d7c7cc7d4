// Files dragged over a chat and let go there: it says so, and they are looked at before they are sent.

import { sendLooked } from "./enclosures.js";

/** Takes what is dropped on `element`, as long as `willing()`. */
export function takeDrops(element, room, willing) {
  let depth = 0; // how many nested elements the pointer has entered and not left
  const over = (change) => {
    depth = Math.max(0, depth + change);
    element.classList.toggle("dropping", depth > 0 && willing());
  };
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  element.addEventListener("dragenter", (event) => carriesFiles(event) && over(1));
  element.addEventListener("dragleave", (event) => carriesFiles(event) && over(-1));
  element.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  element.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    over(-depth);
    const files = [...event.dataTransfer.files];
    if (files.length > 0 && willing()) sendLooked(room, files);
  });
}
