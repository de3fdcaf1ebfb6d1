// Time that runs: a sentence that counts, a bar that shrinks by the server's clock, and a word at ten and five seconds for
// those who listen.

import { announce, takeBack } from "/static/announcing.js";
import { make } from "/static/dom.js";
import { timeIn } from "/static/moments.js";
import { isCalm } from "/static/motion.js";
import { cue } from "/static/sound.js";

const BEAT = 200; // milliseconds between looks at the clock
const SAID_AT = [10, 5]; // seconds left at which that is said
const URGENT = 5; // seconds from which on it looks and sounds so
const moment = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", ...timeIn() });

const running = new Map(); // element → { block, opens, closes, left }, moments in milliseconds since 1970
const copies = new WeakMap(); // element → the one that runs along with it in a dialog
let ahead = 0; // milliseconds that the server's clock shows more than this machine's
let timer = 0;
let said = ""; // the last words about the time left

const serverNow = () => Date.now() + ahead;

/** Take note of what the server's clock shows. */
export function follow(now) {
  ahead = new Date(now) - Date.now();
}

/** A countdown, for as long as it stands on the page. */
export function countdown(block) {
  const said = make("p", { class: "countdown-text" });
  if (block.long) {
    becomeLong(said, block);
    return make("div", { class: "block-countdown" }, said);
  }
  const bar = make("div", { class: "countdown-bar", "aria-hidden": "true" }, make("span", {}));
  const seconds = make("b", { class: "countdown-seconds", "aria-hidden": "true", translate: "no" }, " ");
  // Nobody wants every second read out.
  const element = make("div", { class: "block-countdown", role: "timer", "aria-live": "off" }, said, seconds, bar);
  becomeCountdown(element, block);
  return element;
}

/** One that runs along with that of a message, for a dialog over it; null if the message has none that runs. */
export function alongWith(entry) {
  const original = entry?.querySelector("[role=timer]");
  const block = running.get(original)?.block;
  if (!block) return null;
  const copy = countdown(block);
  copies.set(original, copy);
  return copy;
}

/** Whether a drawn one can run on as another. */
export function canRunOn(element, { long }) {
  return !long && element.getAttribute("role") === "timer";
}

/** Let a drawn one run to another moment: the host gave more time, or an outage was made good. */
export function becomeCountdown(element, block) {
  const { sentence, opens_at, closes_at, waits } = block;
  element.classList.toggle("waits", Boolean(waits));
  const [before, after] = sentence.split("{when}");
  element.firstElementChild.replaceChildren(before, make("time", { datetime: closes_at }, " "), after);
  running.set(element, { block, opens: Date.parse(opens_at), closes: Date.parse(closes_at), left: null });
  const copy = copies.get(element);
  if (copy?.isConnected) becomeCountdown(copy, block);
  shrink(element);
  show(element);
  timer ||= setInterval(beat, BEAT);
}

function becomeLong(said, { sentence, closes_at }) {
  const [before, after] = sentence.split("{when}");
  said.replaceChildren(before, make("time", { datetime: closes_at }, `on ${moment.format(new Date(closes_at))}`), after);
}

// The browser shrinks the bar by itself, from where it is now; if you want little motion, it goes in steps.
function shrink(element) {
  const { opens, closes } = running.get(element);
  const bar = element.querySelector(".countdown-bar span");
  for (const old of bar.getAnimations()) old.cancel();
  const duration = Math.max(1, closes - opens);
  const easing = isCalm() ? `steps(${Math.max(1, Math.round(duration / 1000))})` : "linear";
  const motion = bar.animate({ scale: ["1 1", "0 1"] }, { duration, easing, fill: "both" });
  motion.currentTime = serverNow() - opens;
}

function beat() {
  for (const element of running.keys()) {
    if (element.isConnected) show(element);
    else {
      running.delete(element);
      takeBack(said);
    }
  }
  if (running.size) return;
  clearInterval(timer);
  timer = 0;
}

function show(element) {
  const state = running.get(element);
  const left = Math.max(0, Math.ceil((state.closes - Math.max(state.opens, serverNow())) / 1000));
  if (left === state.left) return;
  const before = state.left;
  state.left = left;
  write(element.querySelector("time"), inWords(left));
  write(element.querySelector(".countdown-seconds"), left < 100 ? String(left) : "");
  const { waits } = state.block; // nobody has to hurry then
  element.classList.toggle("urgent", !waits && 0 < left && left <= URGENT);
  if (!waits && before !== null && element.checkVisibility() && !element.closest("dialog")) tell(before, left);
  if (!left) running.delete(element);
}

// Into the node that's there: nothing has come or gone on the page. A browser that translates it has put in its own.
function write(element, words) {
  if (element.firstChild instanceof Text) element.firstChild.data = words;
  else element.textContent = words;
}

// A page in the background looks at the clock less often, and may meet none of these seconds itself.
function tell(before, left) {
  if (left && SAID_AT.some((at) => left <= at && at < before)) announce((said = `${left} seconds left`));
  if (!left) takeBack(said);
  if (0 < left && left <= URGENT) cue("tick");
}

function inWords(seconds) {
  if (seconds < 1) return "now";
  if (seconds > 99) return `in ${Math.ceil(seconds / 60)} minutes`;
  return `in ${seconds} ${seconds === 1 ? "second" : "seconds"}`;
}
