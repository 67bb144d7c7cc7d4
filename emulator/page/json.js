// JSON laid out for reading: names, texts and figures each in a colour of their own.

import { el } from "./elements.js";

const PARTS = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The nodes of a value, indented by two spaces. */
export function jsonNodes(value) {
  const text = JSON.stringify(value, null, 2) ?? "null";
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(PARTS)) {
    const [whole, string, colon, word] = found;
    if (found.index > at) nodes.push(text.slice(at, found.index));
    const kind = colon ? "json-name" : string ? "json-text" : word ? "json-word" : "json-figure";
    nodes.push(el("span", { class: kind }, string ?? whole));
    if (colon) nodes.push(colon);
    at = found.index + whole.length;
  }
  return [...nodes, text.slice(at)];
}
