// What each person of this page voted for: no message tells it, so this browser remembers.

import { recall, remember } from "./memory.js";

const MOST = 300;

let votes = null; // pairs of a poll's name and the numbers chosen in it, oldest first

/** The numbers of the answers that a person chose in a message's poll, or null. */
export function myVote(person, message) {
  return known().find(([name]) => name === nameOf(person, message))?.[1] ?? null;
}

/** Remembers a vote; no options: that there is none. */
export function rememberVote(person, message, options) {
  const others = known().filter(([name]) => name !== nameOf(person, message));
  votes = [...others, ...(options.length > 0 ? [[nameOf(person, message), options]] : [])].slice(-MOST);
  remember("votes", JSON.stringify(votes));
}

/** Polls are numbered anew by every emulator; the moment at which one was asked tells them apart. */
function nameOf(person, { poll, date }) {
  return `${person.id} ${poll.id} ${date}`;
}

function known() {
  if (votes !== null) return votes;
  try {
    votes = JSON.parse(recall("votes") ?? "[]");
  } catch {
    votes = [];
  }
  return votes;
}
