// Where a day begins in a channel: its date stands above its first message. Today's needs none while nothing is older.

import { day } from "/static/moments.js";

const dayOf = (line) => line?.querySelector(":scope > [data-at]")?.dataset.at;

/** Give a line of a channel the date above it, if it's the first of its day there. */
export function markDay(line) {
  const at = dayOf(line);
  if (!at) return; // a notice
  let before = line.previousElementSibling;
  while (before && !dayOf(before)) before = before.previousElementSibling;
  const here = day(Number(at));
  const isNew = here !== day(before ? Number(dayOf(before)) : Date.now());
  if (isNew) line.dataset.day = here;
  else delete line.dataset.day;
}

/** Take a line away; the one below it may be the first of its day or of its author now. */
export function takeAway(line) {
  line.nextElementSibling?.firstElementChild.classList.remove("follows");
  let after = line.nextElementSibling;
  while (after && !dayOf(after)) after = after.nextElementSibling;
  line.remove();
  if (after) markDay(after);
}
