// Kazakh names of days and months: some browsers leave them out of their own tables and would write "M11".

const MONTHS = [
  "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
];
const SHORT_MONTHS = ["қаң.", "ақп.", "нау.", "сәу.", "мам.", "мау.", "шіл.", "там.", "қыр.", "қаз.", "қар.", "жел."];
const WEEKDAYS = ["жексенбі", "дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі"];
const SHORT_WEEKDAYS = ["жс", "дс", "сс", "ср", "бс", "жм", "сн"];

/** A date as Intl.DateTimeFormat's options ask for it (weekday, day, month, year), local to the browser. */
export function kazakhDate(seconds, { weekday, month, year }) {
  const date = new Date(seconds * 1000);
  const names = month === "long" ? MONTHS : SHORT_MONTHS;
  const day = `${date.getDate()} ${names[date.getMonth()]}`;
  const dated = year ? `${date.getFullYear()} ж. ${day}` : day;
  if (!weekday) return dated;
  return `${(weekday === "long" ? WEEKDAYS : SHORT_WEEKDAYS)[date.getDay()]}, ${dated}`;
}
