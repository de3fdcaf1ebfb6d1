// Time that runs: a sentence that counts, and a bar that shrinks, by the server's clock.

import { make } from "/static/dom.js";

const TICK = 250; // milliseconds
const moment = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });

let ahead = 0; // milliseconds that the server's clock shows more than this machine's

/** Take note of what the server's clock shows. */
export function follow(now) {
  ahead = new Date(now) - Date.now();
}

/** A countdown, for as long as it stands on the page. */
export function countdown({ sentence, opens_at, closes_at, long }) {
  const [before, after] = sentence.split("{when}");
  const time = make("time", { datetime: closes_at });
  const said = make("p", { class: "countdown-text" }, before, time, after);
  if (long) {
    time.textContent = `on ${moment.format(new Date(closes_at))}`;
    return make("div", { class: "block-countdown" }, said);
  }
  const bar = make("div", { class: "countdown-left" });
  // Nobody wants every second read out.
  const element = make("div", { class: "block-countdown", role: "timer", "aria-live": "off" }, said, make("div", { class: "countdown-bar" }, bar));
  const [opens, closes] = [new Date(opens_at), new Date(closes_at)];
  const show = () => {
    const left = Math.max(0, closes - (Date.now() + ahead));
    time.textContent = inWords(Math.ceil(left / 1000));
    bar.style.transform = `scaleX(${Math.min(1, left / (closes - opens))})`;
    element.dataset.nearly = left <= 5000 ? "yes" : "no";
    return left > 0;
  };
  show();
  const ticking = setInterval(() => {
    if (!show() || !element.isConnected) clearInterval(ticking);
  }, TICK);
  return element;
}

function inWords(seconds) {
  if (seconds < 1) return "now";
  if (seconds > 99) return `in ${Math.ceil(seconds / 60)} minutes`;
  return `in ${seconds} ${seconds === 1 ? "second" : "seconds"}`;
}
