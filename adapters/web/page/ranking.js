// Rankings: a line for each player or team, with a face, and moving from where they stood after the question before.

import { make } from "/static/dom.js";
import { moveFrom } from "/static/motion.js";
import { avatar, personOf } from "/static/people.js";

const RANK = /^(\d+)\.\s+$/;
const POINTS = /^ · ([\d,]+)(?: \((\+[\d,]+)\))?(?: · (.+))?$/;

const last = new Map(); // channel → name → place, from 0, of the ranking seen there last

/**
 * The lines of a ranking, or null where a text is none: “1. ”, a name that stands out, and “ · 3,100 (+1,000)”.
 *
 * spans: of the text, as the server sends them.
 */
export function rankingOf(spans) {
  const lines = spans.length % 4 === 3 ? Math.ceil(spans.length / 4) : 0;
  const found = Array.from({ length: lines }, (_, at) => lineOf(spans.slice(4 * at, 4 * at + 4)));
  return lines && found.every(Boolean) ? found : null;
}

function lineOf([place, name, score, end]) {
  const isOne = RANK.test(place.text) && name.style === "strong" && POINTS.test(score.text) && (end?.text ?? "\n") === "\n";
  if (!isOne) return null;
  const [, points, gained = "", more = ""] = score.text.match(POINTS);
  return { place: place.text, name: name.text, points, gained, more };
}

/** A ranking as a list; read out, it says what the text said. */
export function ranking(lines) {
  return make("ol", { class: "ranking" }, ...lines.map(row));
}

function row({ place, name, points, gained, more }) {
  const person = personOf(name);
  return make(
    "li",
    { "data-name": name },
    make("span", { class: "place" }, place),
    // The name turns by itself, so that faces and names stay in their columns.
    make("strong", {}, ...(person ? [avatar(person)] : []), make("bdi", { translate: "no" }, name)),
    unsaid(" · "),
    make("span", { class: "points" }, points),
    ...(gained ? [unsaid(" ("), make("span", { class: "gained" }, gained), unsaid(")")] : []),
    ...(more ? [unsaid(" · "), make("span", { class: "more" }, more)] : []),
  );
}

// For those who listen or copy; the eye has columns.
const unsaid = (text) => make("span", { class: "unseen" }, text);

/** Let a message's rankings move from how the last one in the same channel stood. */
export function rankAnew(element) {
  const { channel } = element.closest(".channel").dataset;
  for (const list of element.querySelectorAll(".ranking")) {
    const rows = [...list.children];
    const tops = rows.map((each) => each.offsetTop);
    const named = rows.map((each) => [each.dataset.name, each]);
    const before = last.get(channel) ?? new Map();
    moveFrom(named, new Map([...before].map(([name, place]) => [name, tops[Math.min(place, tops.length - 1)]])));
    last.set(channel, new Map(named.map(([name], place) => [name, place])));
  }
}
