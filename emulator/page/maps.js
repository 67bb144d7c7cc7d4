// A drawing that stands for a place: streets, a river and a park made up from the coordinates, with a pin. Not a map:
// real ones come from other hosts, and this page asks nothing of any.

import { svg } from "./elements.js";

const WIDTH = 320;
const HEIGHT = 150;

/** The same picture for the same coordinates, in the theme's colours. */
export function drawnMap(latitude, longitude) {
  const chance = dice(Math.round(latitude * 1e4) * 31 + Math.round(longitude * 1e4));
  const turn = Math.round(chance() * 50 - 25);
  return svg(
    "svg",
    { class: "map", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" },
    svg("rect", { class: "map-ground", width: WIDTH, height: HEIGHT }),
    svg(
      "g",
      { transform: `rotate(${turn} ${WIDTH / 2} ${HEIGHT / 2})` },
      park(chance),
      park(chance),
      river(chance),
      streets(chance, "map-street"),
      avenue(chance),
    ),
    pin(),
  );
}

function park(chance) {
  const [width, height] = [50 + chance() * 60, 34 + chance() * 40];
  return svg("rect", { class: "map-park", x: chance() * 250, y: chance() * 110, width, height, rx: 9 });
}

function river(chance) {
  const start = -40 + chance() * 120;
  const bend = () => Math.round(chance() * 60 - 30);
  return svg("path", {
    class: "map-river",
    d: `M${start} -80 C ${start + 60 + bend()} 30, ${start + 10 + bend()} 90, ${start + 90 + bend()} 240`,
  });
}

function streets(chance, kind) {
  const lines = [];
  for (let x = -60 + chance() * 20; x < WIDTH + 60; x += 26 + chance() * 26) lines.push(`M${x.toFixed(1)} -90V240`);
  for (let y = -80 + chance() * 20; y < HEIGHT + 80; y += 24 + chance() * 22) lines.push(`M-80 ${y.toFixed(1)}H400`);
  return svg("path", { class: kind, d: lines.join("") });
}

function avenue(chance) {
  const y = HEIGHT / 2 + 8 + chance() * 6;
  return svg("path", { class: "map-avenue", d: `M-80 ${y + 30} C 80 ${y + 10}, 200 ${y - 8}, 400 ${y - 40}` });
}

function pin() {
  return svg(
    "g",
    { transform: `translate(${WIDTH / 2} ${HEIGHT / 2 + 14})` },
    svg("ellipse", { class: "map-shadow", rx: 9, ry: 3.4 }),
    svg("path", { class: "map-pin", d: "M0 0C-4 -9 -13 -14 -13 -24a13 13 0 0 1 26 0c0 10 -9 15 -13 24z" }),
    svg("circle", { class: "map-pin-eye", cy: -24, r: 4.8 }),
  );
}

/** Even-looking numbers between 0 and 1 that follow from a seed (mulberry32). */
function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
