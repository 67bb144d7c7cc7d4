// What the modules of a QR code say: format, mask, code words, their check, and the text in them (ISO/IEC 18004).
// Finding the modules in a picture is qr.js's. Damaged codes are not repaired: a picture on a screen has no damage.

const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const LEVELS = ["M", "L", "H", "Q"]; // in the order of their two bits

// For each level, by version from 1: check words of one block, and how many blocks.
const CHECKS = {
  L: "7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  M: "10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 26 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28",
  Q: "13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 28 30 30 30 30 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  H: "17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 30 24 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
};
const BLOCKS = {
  L: "1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25",
  M: "1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 43 45 47 49",
  Q: "1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 56 59 62 65 68",
  H: "1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 25 34 30 32 35 37 40 42 45 48 51 54 57 60 63 66 70 74 77 81",
};

const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** The text of a code of `size` × `size` modules, or null when it is none; `dark(x, y)` tells of each. */
export function textOf(size, dark) {
  const version = (size - 17) / 4;
  const format = formatOf(size, dark);
  if (!Number.isInteger(version) || version < 1 || version > 40 || format === null) return null;
  const words = wordsOf(version, size, dark, MASKS[format.mask]);
  const data = checkedData(words, number(CHECKS, format.level, version), number(BLOCKS, format.level, version));
  return data === null ? null : decoded(data, version);
}

function number(table, level, version) {
  return Number(table[level].split(" ")[version - 1]);
}

/** Level and mask, from whichever of the two copies is within three bits of a true one. */
function formatOf(size, dark) {
  const first = [0, 1, 2, 3, 4, 5, 7, 8].map((x) => [x, 8]).concat([7, 5, 4, 3, 2, 1, 0].map((y) => [8, y]));
  const second = [1, 2, 3, 4, 5, 6, 7].map((n) => [8, size - n]).concat([8, 7, 6, 5, 4, 3, 2, 1].map((n) => [size - n, 8]));
  for (const copy of [first, second]) {
    const read = copy.reduce((bits, [x, y]) => (bits << 1) | (dark(x, y) ? 1 : 0), 0);
    for (let data = 0; data < 32; data += 1) {
      if (ones(formatBits(data) ^ read) <= 3) return { level: LEVELS[data >> 3], mask: data & 7 };
    }
  }
  return null;
}

function formatBits(data) {
  let rest = data << 10;
  for (let bit = 14; bit >= 10; bit -= 1) if (rest & (1 << bit)) rest ^= 0x537 << (bit - 10);
  return ((data << 10) | rest) ^ 0x5412;
}

function ones(bits) {
  return bits.toString(2).replaceAll("0", "").length;
}

/** Tells of each module whether it belongs to the code's frame and so says nothing of the text. */
function frameOf(version, size) {
  const frame = Array.from({ length: size }, () => new Uint8Array(size));
  const cover = (left, top, width, height) => {
    for (let y = top; y < top + height; y += 1) frame[y].fill(1, left, left + width);
  };
  cover(0, 0, 9, 9);
  cover(size - 8, 0, 8, 9);
  cover(0, size - 8, 9, 8);
  cover(0, 6, size, 1);
  cover(6, 0, 1, size);
  if (version >= 7) {
    cover(size - 11, 0, 3, 6);
    cover(0, size - 11, 6, 3);
  }
  const centres = alignment(version, size);
  const last = centres.length - 1;
  centres.forEach((y, row) =>
    centres.forEach((x, column) => {
      const atFinder = (row === 0 && (column === 0 || column === last)) || (row === last && column === 0);
      if (!atFinder) cover(x - 2, y - 2, 5, 5);
    }),
  );
  return frame;
}

function alignment(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  const rest = Array.from({ length: count - 1 }, (_, place) => size - 7 - step * place);
  return [6, ...rest.reverse()];
}

/** All code words, in the order in which they wind upwards and downwards through the code. */
function wordsOf(version, size, dark, mask) {
  const frame = frameOf(version, size);
  const words = [];
  let [word, filled] = [0, 0];
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const upward = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = upward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (frame[y][x]) continue;
        word = (word << 1) | ((dark(x, y) ? 1 : 0) ^ (mask(x, y) === 0 ? 1 : 0));
        filled += 1;
        if (filled < 8) continue;
        words.push(word);
        [word, filled] = [0, 0];
      }
    }
  }
  return words;
}

/** The data words of all blocks in a row, or null when the check words of one do not fit them. */
function checkedData(words, checks, blocks) {
  const short = Math.floor(words.length / blocks) - checks;
  const longs = words.length % blocks;
  const lengths = Array.from({ length: blocks }, (_, block) => short + (block >= blocks - longs ? 1 : 0));
  const rows = lengths.map(() => []);
  let at = 0;
  for (let place = 0; place <= short; place += 1) {
    rows.forEach((row, block) => place < lengths[block] && row.push(words[at++]));
  }
  for (let place = 0; place < checks; place += 1) rows.forEach((row) => row.push(words[at++]));
  if (!rows.every((row) => isWhole(row, checks))) return null;
  return rows.flatMap((row, block) => row.slice(0, lengths[block]));
}

/** Reed–Solomon: a block as a polynomial over GF(256) is zero at the first `checks` powers of 2. */
function isWhole(block, checks) {
  let point = 1;
  for (let power = 0; power < checks; power += 1) {
    if (block.reduce((sum, word) => product(sum, point) ^ word, 0) !== 0) return false;
    point = product(point, 2);
  }
  return true;
}

function product(one, other) {
  let result = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    result = (result << 1) ^ ((result >> 7) * 0x11d);
    if ((other >> bit) & 1) result ^= one;
  }
  return result;
}

/** The text in the data words, or null when a part of it is of a kind not read here (Kanji, GS1). */
function decoded(data, version) {
  let at = 0;
  const left = () => data.length * 8 - at;
  const take = (count) => {
    let bits = 0;
    for (let end = at + count; at < end; at += 1) bits = bits * 2 + ((data[at >> 3] >> (7 - (at & 7))) & 1);
    return bits;
  };
  const wide = version < 10 ? 0 : version < 27 ? 1 : 2;
  const bytes = [];
  const put = (text) => bytes.push(...[...text].map((letter) => letter.charCodeAt(0)));
  while (left() >= 4) {
    const mode = take(4);
    if (mode === 0) break;
    if (mode === 1) putNumber(take([10, 12, 14][wide]), take, put);
    else if (mode === 2) putAlphanumeric(take([9, 11, 13][wide]), take, put);
    else if (mode === 4) for (let count = take([8, 16, 16][wide]); count > 0; count -= 1) bytes.push(take(8));
    else if (mode === 7) skipCharset(take);
    else return null;
    if (left() < 0) return null;
  }
  return textFrom(new Uint8Array(bytes));
}

function putNumber(count, take, put) {
  for (let rest = count; rest > 0; rest -= 3) {
    const digits = Math.min(rest, 3);
    put(String(take(digits * 3 + 1)).padStart(digits, "0"));
  }
}

function putAlphanumeric(count, take, put) {
  for (let rest = count; rest > 1; rest -= 2) {
    const pair = take(11);
    put((ALPHANUMERIC[Math.floor(pair / 45)] ?? "") + ALPHANUMERIC[pair % 45]);
  }
  if (count % 2) put(ALPHANUMERIC[take(6)] ?? "");
}

/** The number of a character set is passed over: what is not UTF-8 is read as Latin-1. */
function skipCharset(take) {
  const first = take(8);
  if (first >= 0xc0) take(16);
  else if (first >= 0x80) take(8);
}

function textFrom(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}
