// Moments by the reader's own clock. One that says how far away it is counts by itself.

// The texts are English, so the dates are too, in the order that the reader is used to.
const LOCALE = navigator.languages.find((language) => /^en\b/i.test(language)) ?? "en-GB";

const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
/** A time of day as people write it there: 9:00 AM, but 09:00. locale: undefined for the browser's. */
export function timeIn(locale) {
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
  return { hour: hour12 ? "numeric" : "2-digit", minute: "2-digit" };
}

const TIME = timeIn(LOCALE);
const SHOWN = { time: TIME, day: DAY, "day and time": { ...DAY, ...TIME }, relative: { ...DAY, ...TIME } };
const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];
const AWAY = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });
const EVERY = 1_000;

const ON = new Intl.DateTimeFormat(LOCALE, DAY);

/** The day of a moment, in milliseconds since 1970, in words. */
export const day = (at) => ON.format(at);

/** A moment as an element; `text` says it in words, for a browser that can't. */
export function moment(text, at, shows) {
  const when = new Date(at);
  const element = document.createElement("time");
  element.className = "moment";
  if (Number.isNaN(when.getTime())) {
    element.textContent = text;
    return element;
  }
  element.dateTime = when.toISOString();
  const local = new Intl.DateTimeFormat(LOCALE, SHOWN[shows]).format(when);
  element.textContent = local;
  if (shows === "relative") {
    element.title = local;
    element.dataset.counts = "";
    element.ariaLive = "off"; // nobody wants each second read out
    count(element, Date.now());
  }
  return element;
}

/** How far away a moment is, in words. */
export function away(milliseconds) {
  const [unit, long] = UNITS.find(([, each]) => Math.abs(milliseconds) >= each) ?? UNITS.at(-1);
  return AWAY.format(Math.trunc(milliseconds / long), unit);
}

function count(element, now) {
  const words = away(Date.parse(element.dateTime) - now);
  if (element.textContent !== words) element.textContent = words;
}

setInterval(() => {
  const now = Date.now();
  for (const element of document.querySelectorAll("time[data-counts]")) count(element, now);
}, EVERY);
