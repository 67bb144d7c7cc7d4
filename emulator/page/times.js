// How moments are written: in the browser's time zone and the page's language. Moments are Unix seconds.

import { kazakhDate } from "./kazakhdates.js";
import { language, say } from "./languages.js";

const LOCALES = { en: "en-GB", ru: "ru-RU", kk: "ru-RU" }; // a time of day is written alike in kk and ru
const formats = new Map();

function format(seconds, options) {
  if (language() === "kk" && options.month) return kazakhDate(seconds, options);
  const key = language() + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(LOCALES[language()], { hourCycle: "h23", ...options }));
  return formats.get(key).format(new Date(seconds * 1000));
}

/** "15:30" */
export function timeOfDay(seconds) {
  return format(seconds, { hour: "2-digit", minute: "2-digit" });
}

/** "15:30:07", for the log of calls. */
export function exactTime(seconds) {
  return format(seconds, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** "Saturday, 28 November" */
export function longDay(seconds) {
  return format(seconds, { weekday: "long", day: "numeric", month: "long" });
}

/** "Sat, 28 Nov, 15:30" */
export function shortMoment(seconds) {
  return `${format(seconds, { weekday: "short", day: "numeric", month: "short" })}, ${timeOfDay(seconds)}`;
}

/** The same text for every moment of one local day, another for any other day. */
export function dayKey(seconds) {
  return new Date(seconds * 1000).toDateString();
}

/** "Today", "Yesterday", or the date, with its year when it is not this one's. */
export function dayName(seconds, now) {
  if (dayKey(seconds) === dayKey(now)) return say("today");
  const yesterday = new Date(now * 1000);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayKey(seconds) === yesterday.toDateString()) return say("yesterday");
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date(now * 1000).getFullYear();
  return format(seconds, { day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) });
}

/** ["Europe/Moscow", "UTC+3"]: where the browser is, and how far that is from UTC at this moment. */
export function zoneName(seconds) {
  const minutes = -new Date(seconds * 1000).getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const offset = `UTC${minutes < 0 ? "−" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === "UTC" ? ["UTC"] : [zone.replaceAll("_", " "), offset];
}
