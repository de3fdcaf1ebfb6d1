// Drawing the blocks of a message (bot/message.py).

import { become, buttons, canBecome, menu, stands } from "/static/buttons.js";
import { becomeCountdown, canRunOn, countdown } from "/static/countdown.js";
import { enlarge } from "/static/dialogs.js";
import { direction } from "/static/direction.js";
import { make, place } from "/static/dom.js";
import { moment } from "/static/moments.js";
import { isPeople, listPeople } from "/static/people.js";
import { ranking, rankingOf } from "/static/ranking.js";
import { eitherPicture } from "/static/screen.js";

/**
 * The elements of a message.
 *
 * press(id, filled): sends a press and settles when it has been answered. filled: what was typed into its form, which
 * shows by itself why that was refused; null without one. With a form it gives how to show the answer.
 */
export function draw(blocks, press) {
  return saidOnce(blocks).map((block) => DRAWERS[block.type](block, press));
}

const DRAWERS = { heading, text, table, facts, progress, countdown, code, image, drawing, file, buttons, menu, footer };

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
  const now = saidOnce(blocks).map((block) => ({ block, type: block.type, written: JSON.stringify(block), element: null }));
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

// A menu or a button that begins with “Questions: 5” says so itself; a list of facts need not say it again.
function saidOnce(blocks) {
  const controls = blocks.flatMap(({ prompt, buttons = [] }) => [prompt ?? "", ...buttons.map(stands)]);
  const isNew = ([label, value]) => !controls.includes(`${label}: ${value}`);
  return blocks.map((block) => (block.type === "facts" ? { ...block, pairs: block.pairs.filter(isNew) } : block));
}

function heading({ text }) {
  return make("h3", { class: "block-heading" }, text);
}

function text({ spans }) {
  const ranked = rankingOf(spans);
  if (ranked) return ranking(ranked);
  const line = spans.map((each) => each.text).join("");
  return make("p", { class: "block-text", dir: direction(line) }, ...spans.map(span));
}

// Words, or the parts of a text, as what an element holds.
function line(said) {
  return typeof said === "string" ? [said] : said.map(span);
}

// The same as plain words.
const inWords = (said) => (typeof said === "string" ? said : said.map((each) => each.text).join(""));

// A sign colours its own line, none of those around it.
function span(part) {
  const lines = part.text.split(/(?<=\n)/);
  if (lines.length === 1 || !lines.some(marked)) return inOneStyle(part);
  return make("span", {}, ...lines.map((text) => inOneStyle({ ...part, text })));
}

function inOneStyle({ text, style, url, at, shows }) {
  if (style === "moment") return moment(text, at, shows);
  const tag = { strong: "strong", emphasis: "em", code: "code", command: "code", channel: "span" }[style];
  const look = tag === "code" && text.length <= SHORT_CODE ? "short" : marked(text);
  const inner = tag || look ? make(tag ?? "span", { class: look, translate: tag === "code" ? "no" : null }, text) : text;
  // The core allows https alone; checked again, as a link is the one thing here that a text could turn into code.
  if (!url?.startsWith("https://")) return inner;
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, inner);
}

const SHORT_CODE = 32; // characters

// On narrow screens the style sheet turns rows into cards, which would take the table's meaning away from screen
// readers; the roles give it back.
function table({ columns, rows, sides }) {
  const head = columns.map((column) => make("th", { scope: "col", role: "columnheader" }, column));
  const body = rows.map(([name, ...cells]) =>
    make(
      "tr",
      { role: "row" },
      make("th", { scope: "row", role: "rowheader" }, ...line(name)),
      ...cells.map((cell, index) => make("td", { role: "cell", "data-label": columns[index + 1] }, ...line(cell))),
    ),
  );
  return make(
    "table",
    { class: ["block-table", sides ? "sides" : "", isSlim(columns, rows) ? "slim" : ""].join(" ").trim(), role: "table" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head)),
    make("tbody", { role: "rowgroup" }, ...body),
  );
}

// Figures and other short cells, which have room beside each other on a phone as well, if their longest words have.
function isSlim(columns, rows) {
  const lines = [columns, ...rows].map((row) => row.map(inWords));
  const cells = lines.flatMap((row) => row.slice(1));
  const widths = columns.map((_, index) => Math.max(...lines.map((row) => longestWord(row[index]))));
  return (
    columns.length <= MOST_SLIM &&
    cells.every((cell) => cell.length <= SHORT) &&
    widths.reduce((sum, width) => sum + width) <= MOST_ABREAST
  );
}

const longestWord = (words) => Math.max(...words.split(/\s+/).map((word) => word.length));
const SHORT = 14; // characters of a cell
const MOST_SLIM = 4; // columns
const MOST_ABREAST = 32; // characters of the longest words of all columns together

function facts({ pairs }) {
  const rows = pairs.map(([label, value]) => {
    const said = make("dd", {});
    say(said, value, false);
    return make("div", { class: marked(label) }, make("dt", {}, label), said);
  });
  return make("dl", { class: lookOfFacts(pairs) }, ...rows);
}

function lookOfFacts(pairs) {
  const slim = pairs.every(([label, value]) => label.length + inWords(value).length <= MOST_TOGETHER);
  return slim ? "block-facts slim" : "block-facts";
}

const MOST_TOGETHER = 34; // characters of a fact whose name and value stand in one line on a phone
const SHARE = /^\d[\d,]* \((\d+) ?%\)$/;

// What a fact says: people with their faces, a share with a bar as long as it is, anything else as it is.
function say(element, value, popping) {
  if (namesPeople(value)) return listPeople(element, value, popping);
  const share = inWords(value).match(SHARE)?.[1];
  const bar = make("span", { class: "share", "aria-hidden": "true" });
  if (share) bar.style.width = `${share}%`;
  element.replaceChildren(...make("dd", {}, ...line(value)).childNodes, ...(share ? [bar] : []));
}

// Words carry the sign; the colour goes with it.
function marked(said) {
  return { "✓": "marked-right", "✗": "marked-wrong" }[said[0]] ?? null;
}

function namesPeople(value) {
  return typeof value === "string" && isPeople(value);
}

// As many facts as before, such as a lobby that somebody has joined.
function canBecomeFacts(list, { pairs }) {
  return list.children.length === pairs.length;
}

function becomeFacts(list, { pairs }) {
  list.className = lookOfFacts(pairs);
  for (const [at, [label, value]] of pairs.entries()) {
    const [name, said] = list.children[at].children;
    if (name.textContent !== label) name.replaceChildren(...make("dt", {}, label).childNodes);
    if (said.textContent !== inWords(value)) say(said, value, true);
    list.children[at].className = marked(label) ?? "";
  }
}

function progress({ done, total, text }) {
  const bar = make("progress", { value: String(done), max: String(total), "aria-label": "Progress" });
  return make("p", { class: "block-progress" }, bar, make("span", {}, text));
}

// What's read letter by letter. Its text can be taken along; a prompt wraps, as nobody scrolls a sentence sideways.
function code({ text, language }) {
  const lines = make("pre", { class: language === "text" ? "wraps" : null, tabindex: "0", translate: "no" }, make("code", {}, text));
  const button = make("button", { type: "button", class: "copy" }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  });
  return make("div", { class: "block-code" }, lines, navigator.clipboard ? button : null);
}

function image({ name, url, dark, alt, width, height }) {
  const either = eitherPicture(url, dark);
  const size = { width: width || null, height: height || null };
  const picture = make("img", { ...either, alt, ...size });
  // Paper is white. A picture that's only asked for when someone prints would come too late.
  const printed = dark ? [make("img", { class: "printed", src: url, alt: "", ...size })] : [];
  const attributes = { type: "button", class: "block-image", "data-name": name, title: "Enlarge" };
  const button = make("button", attributes, picture, ...printed);
  button.addEventListener("click", () => enlarge(eitherPicture(url, dark), alt, button));
  return button;
}

// A picture that can't be drawn: what it would show, in words.
function drawing({ alt }) {
  return make("p", {}, alt);
}

function file({ url, name, size }) {
  const kilobytes = `${Math.max(1, Math.round(size / 1024)).toLocaleString()} KB`;
  return make("a", { class: "block-file", href: url, download: name }, name, make("span", {}, kilobytes));
}

function footer({ text }) {
  return make("p", { class: "block-footer" }, ...line(text));
}
