// The emulator's /sim side over HTTP: what the page asks and tells. Who shows failures is up to the callers.

/** The emulator did not answer at all. */
export class Unreachable extends Error {}

/** The emulator answered with a refusal; `message` is its sentence. */
export class Refused extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/** Tells `up` and `down` whenever the emulator starts or stops answering. */
export const connection = new EventTarget();
let reachable = true;

function note(answers) {
  if (answers === reachable) return;
  reachable = answers;
  connection.dispatchEvent(new Event(answers ? "up" : "down"));
}

async function call(method, path, { json, form, signal } = {}) {
  const headers = json === undefined ? {} : { "Content-Type": "application/json" };
  const body = json === undefined ? form : JSON.stringify(json);
  let response;
  let answer;
  try {
    response = await fetch(`/sim${path}`, { method, headers, body, signal, cache: "no-store" });
    answer = await response.json().catch(() => null);
  } catch (fault) {
    if (signal?.aborted) throw fault;
    note(false);
    throw new Unreachable(String(fault));
  }
  note(true);
  if (!response.ok) throw new Refused(answer?.error ?? `${response.status} ${response.statusText}`, response.status);
  return answer;
}

const of = (person) => `/people/${encodeURIComponent(person)}`;

export const people = () => call("GET", "/people");
export const addPerson = (details) => call("POST", "/people", { json: details });

/** What a chat's header needs: `{commands, menu_button, reply_keyboard, bot}`. */
export const chatOf = (person, chat) => call("GET", `${of(person)}/chat${chat === person ? "" : `?chat=${chat}`}`);

/** The changes after a number, at once or, with `wait`, as soon as there are some (seconds). */
export const changes = (person, after, wait, signal) =>
  call("GET", `${of(person)}/messages?after=${after}&wait=${wait}`, { signal });

/** Writes to the bot; `content` as the emulator documents it: text, contact, location, sticker, reply_to, chat. */
export const send = (person, content) => call("POST", `${of(person)}/messages`, { json: content });

/** Sends a file as "photo" or "document"; files with the same `album` are one. */
export function sendFile(person, kind, file, { caption, chat, album } = {}) {
  const form = new FormData();
  form.append(kind, file, file.name);
  if (caption) form.append("caption", caption);
  if (chat) form.append("chat", String(chat));
  if (album) form.append("media_group_id", album);
  return call("POST", `${of(person)}/messages`, { form });
}

export const tap = (person, button) => call("POST", `${of(person)}/taps`, { json: button });
export const vote = (person, choice) => call("POST", `${of(person)}/votes`, { json: choice });
export const react = (person, reaction) => call("POST", `${of(person)}/reactions`, { json: reaction });
export const open = (person, link) => call("POST", `${of(person)}/opens`, { json: { link } });
export const block = (person, blocked) => call("POST", `${of(person)}/blocks`, { json: { blocked } });
export const fileAddress = (person, file) => `/sim${of(person)}/files/${encodeURIComponent(file)}`;

/** Types an inline query; answered once the bot has, or with `answered: false`. */
export const askInline = (person, query, signal) => call("POST", `${of(person)}/inline`, { json: query, signal });
export const chooseInline = (person, choice) => call("POST", `${of(person)}/inline/choices`, { json: choice });

export const groups = () => call("GET", "/groups");
export const addGroup = (details) => call("POST", "/groups", { json: details });
export const setMember = (group, change) => call("POST", `/groups/${group}/members`, { json: change });
export const upgrade = (group) => call("POST", `/groups/${group}/upgrade`, { json: {} });

export const clock = () => call("GET", "/clock");
export const moveClock = (move) => call("POST", "/clock", { json: move });
export const calls = (after) => call("GET", `/calls?after=${after}`);

export const faults = () => call("GET", "/faults");
export const orderFault = (fault) => call("POST", "/faults", { json: fault });
export const clearFaults = () => call("DELETE", "/faults");
export const limits = () => call("GET", "/limits");
export const setLimits = (on) => call("POST", "/limits", { json: { on } });
