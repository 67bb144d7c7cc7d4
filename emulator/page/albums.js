// Albums: messages that were sent together stand as one, their pictures in a grid.

import { el } from "./elements.js";

/** The messages in order, each in a list of its own, except that those of one album share one, where its first stands. */
export function inUnits(messages) {
  const units = [];
  const albums = new Map();
  for (const message of messages) {
    const album = message.media_group_id ? `${message.media_group_id} ${message.from?.id}` : null;
    if (albums.has(album)) {
      albums.get(album).push(message); // a bot's answer to the first may have come between
      continue;
    }
    const unit = [message];
    if (album !== null) albums.set(album, unit);
    units.push(unit);
  }
  return units;
}

/** Lays out what the messages of an album carry: pictures side by side, files one under the other. */
export function albumOf(nodes, ofPictures) {
  return el("div", { class: ofPictures ? `album of-${Math.min(nodes.length, 5)}` : "album-files", "data-testid": "album" }, nodes);
}
