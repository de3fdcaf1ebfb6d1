// Drawing the blocks of a message (bot/message.py).

import { countdown } from "/static/countdown.js";
import { ask, enlarge } from "/static/dialogs.js";
import { direction } from "/static/direction.js";
import { icon, make } from "/static/dom.js";

/**
 * The elements of a message.
 *
 * press(id, filled): sends a press and settles when it has been answered. filled: what was typed into its form, which
 * shows by itself why that was refused; null without one. With a form it gives how to show the answer.
 */
export function draw(blocks, press) {
  return blocks.map((block) => DRAWERS[block.type](block, press));
}

const DRAWERS = { heading, text, table, facts, image, file, buttons, menu, footer, countdown };

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
  const rows = pairs.map(([label, value]) => make("div", {}, make("dt", {}, label), make("dd", {}, value)));
  return make("dl", { class: "block-facts" }, ...rows);
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

function buttons({ buttons: all }, press) {
  const drawn = all.map((button) => {
    const attributes = { type: "button", class: `button ${button.emphasis}`, "data-press": button.press };
    const element = make("button", attributes, button.label);
    element.addEventListener("click", async () => {
      if (button.form) await ask(button.form, (filled, id = button.press) => press(id, filled), element);
      else await busy(element, () => press(button.press, null));
    });
    return element;
  });
  return make("div", { class: "block-buttons", role: "group" }, ...drawn);
}

let lastMenu = 0;

function menu({ prompt, choices }, press) {
  const id = `menu-${++lastMenu}`;
  const opener = make(
    "button",
    { type: "button", class: "menu-opener", "aria-expanded": "false", "aria-controls": id },
    make("span", {}, prompt),
    icon("chevron"),
  );
  const lines = choices.map((choice) => {
    const detail = choice.detail ? make("span", { class: "menu-detail" }, choice.detail) : null;
    const line = make("button", { type: "button" }, make("span", { class: "menu-label" }, choice.label), detail);
    line.addEventListener("click", async () => {
      await busy(line, () => press(choice.press, null));
      show(false);
    });
    return line;
  });
  const list = make("div", { class: "menu-list", id, role: "group", "aria-label": prompt, hidden: true }, ...lines);
  function show(open) {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  }
  opener.addEventListener("click", () => {
    show(list.hidden);
    if (!list.hidden) lines[0]?.focus();
  });
  const block = make("div", { class: "block-menu" }, opener, list);
  block.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) {
      show(false);
      opener.focus();
    } else if (step && !list.hidden) {
      event.preventDefault();
      const at = lines.indexOf(document.activeElement);
      lines[(at + step + lines.length) % lines.length].focus();
    }
  });
  return block;
}

function footer({ text }) {
  return make("p", { class: "block-footer" }, text);
}

// Not `disabled`, which would throw the focus away while the answer is under way.
async function busy(element, work) {
  if (element.ariaBusy === "true") return;
  element.ariaBusy = "true";
  element.ariaDisabled = "true";
  try {
    await work();
  } finally {
    element.ariaBusy = null;
    element.ariaDisabled = null;
  }
}
