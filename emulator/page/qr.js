// Finds a QR code in a picture's pixels: upright and crisp, as a program draws it. What it says is qrcode.js's to read.

import { textOf } from "./qrcode.js";

const FINDER = [1, 1, 3, 1, 1]; // dark, light, dark, light, dark, in modules
const MOST_FINDERS = 60;

/** The text of the first QR code in an ImageData (or `{width, height, data}` of RGBA), or null. */
export function readQr(picture) {
  const grey = greyOf(picture);
  let [least, most] = [255, 0];
  for (const value of grey) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (most - least < 40) return null;
  const middle = (least + most) / 2;
  for (const inverted of [false, true]) {
    const dark = (x, y) => grey[y * picture.width + x] < middle !== inverted;
    const text = readIn(picture.width, picture.height, dark);
    if (text !== null) return text;
  }
  return null;
}

function greyOf({ width, height, data }) {
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at += 1) {
    const [red, green, blue, alpha] = [data[at * 4], data[at * 4 + 1], data[at * 4 + 2], data[at * 4 + 3]];
    const ink = (red * 54 + green * 183 + blue * 19) / 256;
    grey[at] = (ink * alpha) / 255 + 255 - alpha; // what is transparent lies on white paper
  }
  return grey;
}

function readIn(width, height, dark) {
  const finders = findersIn(width, height, dark);
  for (const corner of finders) {
    for (const right of finders) {
      if (right.x <= corner.x || Math.abs(right.y - corner.y) > corner.module) continue;
      for (const below of finders) {
        if (below.y <= corner.y || Math.abs(below.x - corner.x) > corner.module) continue;
        const text = readAt(width, height, dark, corner, right, below);
        if (text !== null) return text;
      }
    }
  }
  return null;
}

/** Reads the code whose three finders have their middles here; null where there is none. */
function readAt(width, height, dark, corner, right, below) {
  const [across, down] = [right.x - corner.x, below.y - corner.y];
  const module = (corner.module + right.module + below.module) / 3;
  if (Math.abs(across - down) > module) return null;
  const version = Math.round((across / module - 10) / 4);
  if (version < 1 || version > 40) return null;
  const size = version * 4 + 17;
  const [stepX, stepY] = [across / (size - 7), down / (size - 7)];
  const at = (x, y) => [Math.floor(corner.x + (x - 3) * stepX), Math.floor(corner.y + (y - 3) * stepY)];
  const [left, top] = at(0, 0);
  const [end, bottom] = at(size - 1, size - 1);
  if (left < 0 || top < 0 || end >= width || bottom >= height) return null;
  return textOf(size, (x, y) => dark(...at(x, y)));
}

/** The middles of all that looks like a finder both across and downwards, with the size of a module there. */
function findersIn(width, height, dark) {
  const found = [];
  for (let y = 0; y < height && found.length < MOST_FINDERS; y += 1) {
    for (const across of patternsIn(width, (x) => dark(x, y))) {
      const known = found.some((one) => Math.abs(one.x - across.at) < one.module && Math.abs(one.y - y) < one.module * 4);
      if (known) continue;
      const column = Math.floor(across.at);
      const reach = Math.ceil(across.module * 6);
      const top = Math.max(0, y - reach);
      const lines = patternsIn(Math.min(height, y + reach) - top, (line) => dark(column, top + line));
      const alike = (one) => Math.abs(one.module - across.module) < across.module / 2;
      const down = lines.find((one) => alike(one) && Math.abs(top + one.at - y) < one.module * 2);
      if (down) found.push({ x: across.at, y: top + down.at, module: (across.module + down.module) / 2 });
    }
  }
  return found;
}

/** Where along a line the runs are 1:1:3:1:1, as `{at, module}`: the middle, and the length of one module. */
function patternsIn(length, dark) {
  const found = [];
  const edges = [0];
  for (let at = 1; at < length; at += 1) if (dark(at) !== dark(at - 1)) edges.push(at);
  edges.push(length);
  const firstDark = length > 0 && dark(0) ? 0 : 1;
  for (let first = firstDark; first + 5 < edges.length; first += 2) {
    const module = (edges[first + 5] - edges[first]) / 7;
    const fits = FINDER.every((modules, run) => {
      const wanted = modules * module;
      return Math.abs(edges[first + run + 1] - edges[first + run] - wanted) <= Math.max(module * 0.5, 0.5);
    });
    if (module >= 1 && fits) found.push({ at: (edges[first + 2] + edges[first + 3]) / 2, module });
  }
  return found;
}
