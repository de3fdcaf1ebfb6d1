// Drawing the blocks of a message (bot/message.py).

import { become, buttons, canBecome, menu } from "/static/buttons.js";
import { becomeCountdown, canRunOn, countdown } from "/static/countdown.js";
import { enlarge } from "/static/dialogs.js";
import { direction } from "/static/direction.js";
import { make, place } from "/static/dom.js";
import { isPeople, listPeople } from "/static/people.js";

/**
 * The elements of a message.
 *
 * press(id, filled): sends a press and settles when it has been answered. filled: what was typed into its form, which
 * shows by itself why that was refused; null without one. With a form it gives how to show the answer.
 */
export function draw(blocks, press) {
  return blocks.map((block) => DRAWERS[block.type](block, press));
}

const DRAWERS = { heading, text, table, facts, progress, countdown, image, file, buttons, menu, footer };

// What stays the same element while its block changes: whether it can, and how.
const CHANGES = {
  buttons: [canBecome, become],
  countdown: [canRunOn, becomeCountdown],
  facts: [canBecomeFacts, becomeFacts],
};

const shown = new WeakMap(); // card → what stands in it, as { type, written, element }

/** Draw a message into a card, or turn the one that stands there into it: what is still the same stays untouched. */
export function fill(card, blocks, press) {
  const before = shown.get(card) ?? [];
  const now = blocks.map((block) => ({ block, type: block.type, written: JSON.stringify(block), element: null }));
  const take = (fits) => before.splice(before.findIndex(fits), 1)[0].element;
  for (const each of now) {
    const same = (old) => old.written === each.written;
    if (before.some(same)) each.element = take(same);
  }
  for (const each of now.filter(({ element, type }) => !element && type in CHANGES)) {
    const [can, change] = CHANGES[each.type];
    const fits = (old) => old.type === each.type && can(old.element, each.block);
    if (!before.some(fits)) continue;
    each.element = take(fits);
    change(each.element, each.block, press);
  }
  for (const each of now) each.element ??= DRAWERS[each.type](each.block, press);
  place(card, now.map(({ element }) => element));
  shown.set(card, now.map(({ type, written, element }) => ({ type, written, element })));
}

function heading({ text }) {
  return make("h3", { class: "block-heading" }, text);
}

function text({ spans }) {
  const line = spans.map((each) => each.text).join("");
  return make("p", { class: "block-text", dir: direction(line) }, ...spans.map(span));
}

function span({ text, style, url }) {
  const tag = { strong: "strong", emphasis: "em", code: "code" }[style];
  const inner = tag ? make(tag, {}, text) : text;
  // The core allows https alone; checked again, as a link is the one thing here that a text could turn into code.
  if (!url?.startsWith("https://")) return inner;
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, inner);
}

// On narrow screens the style sheet turns rows into cards, which would take the table's meaning away from screen
// readers; the roles give it back.
function table({ columns, rows }) {
  const head = columns.map((column) => make("th", { scope: "col", role: "columnheader" }, column));
  const body = rows.map(([name, ...cells]) =>
    make(
      "tr",
      { role: "row" },
      make("th", { scope: "row", role: "rowheader" }, name),
      ...cells.map((cell, index) => make("td", { role: "cell", "data-label": columns[index + 1] }, cell)),
    ),
  );
  return make(
    "table",
    { class: "block-table", role: "table" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head)),
    make("tbody", { role: "rowgroup" }, ...body),
  );
}

function facts({ pairs }) {
  const rows = pairs.map(([label, value]) => {
    const said = make("dd", {}, ...(isPeople(value) ? [] : [value]));
    if (isPeople(value)) listPeople(said, value, false);
    return make("div", {}, make("dt", {}, label), said);
  });
  return make("dl", { class: "block-facts" }, ...rows);
}

// As many facts as before, such as a lobby that somebody has joined.
function canBecomeFacts(list, { pairs }) {
  return list.children.length === pairs.length;
}

function becomeFacts(list, { pairs }) {
  for (const [at, [label, value]] of pairs.entries()) {
    const [name, said] = list.children[at].children;
    if (name.textContent !== label) name.replaceChildren(...make("dt", {}, label).childNodes);
    if (said.textContent === value) continue;
    if (isPeople(value)) listPeople(said, value, true);
    else said.replaceChildren(...make("dd", {}, value).childNodes);
  }
}

function progress({ done, total, text }) {
  const bar = make("progress", { value: String(done), max: String(total), "aria-label": "Progress" });
  return make("p", { class: "block-progress" }, bar, make("span", {}, text));
}

function image({ url, alt, width, height }) {
  const picture = make("img", { src: url, alt, width: width || null, height: height || null });
  const button = make("button", { type: "button", class: "block-image", title: "Enlarge" }, picture);
  button.addEventListener("click", () => enlarge(url, alt, button));
  return button;
}

function file({ url, name, size }) {
  const kilobytes = `${Math.max(1, Math.round(size / 1024)).toLocaleString()} KB`;
  return make("a", { class: "block-file", href: url, download: name }, name, make("span", {}, kilobytes));
}

function footer({ text }) {
  return make("p", { class: "block-footer" }, text);
}
