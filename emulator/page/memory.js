// What this browser remembers between visits; a browser that forbids it remembers nothing, and nothing breaks.

const PREFIX = "emulator.";

/** What was remembered under a name, or null. */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Remembers a text; null forgets it. */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, String(value));
  } catch {
    // A private window may refuse storage: the choice then lasts as long as the page.
  }
}
