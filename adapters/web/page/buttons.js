// Buttons and menus: what is pressed. A button that a message still has after a change stays the same element, so that
// nobody presses into the void.

import { ask } from "/static/dialogs.js";
import { icon, make, place } from "/static/dom.js";
import { isProjector } from "/static/projector.js";
import { cue } from "/static/sound.js";
import { tab } from "/static/storage.js";

const SHAPES = [
  "M12 3.5 22 20.5H2z",
  "M12 1.5 22.5 12 12 22.5 1.5 12z",
  "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z",
  "M3 3h18v18H3z",
  "M12 1.8 22.2 9.3 18.3 21.5H5.7L1.8 9.3z",
  "M12 1.5l3.1 6.9 7.4.8-5.5 5 1.6 7.4L12 17.8l-6.6 3.8L7 14.2l-5.5-5 7.4-.8z",
];

const meant = new WeakMap(); // what a drawn button stands for: { button, press }

/** A group of buttons. press(id, filled): sends a press and settles when it has been answered. */
export function buttons({ buttons: all, answers }, press) {
  const attributes = { class: lookOf(all, answers), role: "group" };
  const group = make("div", answers ? { ...attributes, "aria-label": "Answers" } : attributes);
  place(group, all.map((button, at) => draw(button, press, answers ? at : null)));
  const chosen = answers && [...group.children].find(wasChosen);
  if (chosen) markChosen(chosen, group);
  return group;
}

// Answers that are only letters, as their texts stand above, need little room each.
function lookOf(all, answers) {
  if (!answers) return "block-buttons";
  return all.every(({ label }) => label.length <= SHORT) ? "block-buttons answers short" : "block-buttons answers";
}

const SHORT = 2; // characters

/** How things stand by a button: a switch says it, as a fact would. */
export const stands = ({ label, on }) => (on === undefined ? label : `${label}: ${on ? "yes" : "no"}`);

/** Whether a drawn group can become another one: it is if they share a button, or are both answers. */
export function canBecome(group, { buttons: all, answers }) {
  const presses = new Set(all.map((button) => button.press));
  const shares = [...group.children].some((element) => presses.has(element.dataset.press));
  return shares && group.classList.contains("answers") === Boolean(answers);
}

/** Turn a drawn group into another one; buttons are the same while their press is. */
export function become(group, { buttons: all, answers }, press) {
  const standing = new Map([...group.children].map((element) => [element.dataset.press, element]));
  const wanted = all.map((button, at) => {
    const element = standing.get(button.press);
    standing.delete(button.press);
    if (!element) return draw(button, press, answers ? at : null);
    const before = meant.get(element).button;
    meant.set(element, { button, press });
    if (before.label !== button.label) element.replaceChildren(...face(button, answers ? at : null));
    if (before.emphasis !== button.emphasis) element.classList.replace(before.emphasis, button.emphasis);
    return element;
  });
  place(group, wanted);
}

function draw(button, press, at) {
  const isSwitch = button.on !== undefined;
  const look = isSwitch ? { class: "button switch", role: "switch", "aria-checked": String(button.on) } : { class: `button ${button.emphasis}` };
  const element = make(
    "button",
    { type: "button", ...look, "data-press": button.press, "data-answer": at },
    ...face(button, at),
  );
  meant.set(element, { button, press });
  element.addEventListener("click", () => go(element));
  return element;
}

function face({ label, on }, at) {
  if (on !== undefined) return [make("span", {}, label), make("i", { class: "track" })];
  return at === null ? [label] : [shape(at), make("span", {}, label)];
}

function shape(at) {
  const drawn = icon("close");
  drawn.setAttribute("class", "shape");
  drawn.firstChild.setAttribute("d", SHAPES[at % SHAPES.length]);
  return drawn;
}

// What takes an answer on a board: above the clock that runs for it.
const ANSWERING = ".answers, .board .block-buttons:has(~ .block-countdown:not(.waits))";

async function go(element) {
  const { button, press } = meant.get(element);
  const isAnswer = element.dataset.answer !== undefined;
  if (isProjector() && element.closest(ANSWERING)) return; // what all look at answers for nobody
  if (button.form) return ask(button.form, (filled, id = button.press) => press(id, filled), element);
  const answered = await busy(element, () => press(button.press, null));
  if (isAnswer && answered) choose(element);
}

// One's first choice counts; it stays marked while the question is open.
function choose(element) {
  const group = element.parentElement;
  if (!group || group.querySelector(".chosen")) return;
  markChosen(element, group);
  tab.set(CHOSEN + element.dataset.press, "yes");
  cue("chosen");
}

function markChosen(element, group) {
  element.classList.add("chosen");
  element.setAttribute("aria-description", "Your choice");
  group.classList.add("chosen-from");
}

// A reload redraws the page, and the server's boards are the same for everyone, so they don't say who chose what.
const wasChosen = (element) => tab.get(CHOSEN + element.dataset.press) !== null;
const CHOSEN = "versed-chosen ";

let lastMenu = 0;

/**
 * A menu, as the ARIA practices have it: arrows, Home, End, Escape, and going to a line by its first letters.
 *
 * A prompt that ends in what one of the lines says, “Questions: 5”, tells which of them holds now.
 */
export function menu({ prompt, choices }, press) {
  const id = `menu-${++lastMenu}`;
  const holds = choices.find(({ label }) => prompt.endsWith(`: ${label}`));
  const opener = make(
    "button",
    { type: "button", class: "menu-opener", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id },
    make("span", {}, ...(holds ? named(prompt, holds.label) : [prompt])),
    icon("chevron"),
  );
  const lines = choices.map((choice) => {
    const detail = choice.detail ? make("span", { class: "menu-detail" }, choice.detail) : null;
    const label = make("span", { class: "menu-label" }, choice.label);
    const kind = holds ? { role: "menuitemradio", "aria-checked": String(choice === holds) } : { role: "menuitem" };
    const line = make("button", { type: "button", tabindex: "-1", ...kind }, label, detail);
    line.addEventListener("click", async () => {
      await busy(line, () => press(choice.press, null));
      show(false);
    });
    return line;
  });
  const list = make("div", { class: "menu-list", id, role: "menu", "aria-label": prompt, hidden: true }, ...lines);
  const block = make("div", { class: "block-menu" }, opener, list);
  const typing = { letters: "", at: 0 };

  function show(open) {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) list.scrollIntoView({ block: "nearest" });
  }
  function key(event) {
    const at = lines.indexOf(document.activeElement);
    const last = lines.length - 1;
    const to = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (event.key.length > 1) typing.letters = "";
    if (event.key === "Escape") {
      show(false);
      opener.focus();
    } else if (event.key === "Tab") {
      show(false);
      return;
    } else if (to !== undefined) lines[to].focus();
    else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
      goTo(event.key, at, event.timeStamp);
    } else return;
    event.preventDefault();
  }
  function goTo(letter, at, when) {
    typing.letters = when - typing.at > LETTERS_TOGETHER ? letter : typing.letters + letter;
    typing.at = when;
    const wanted = typing.letters.toLocaleLowerCase();
    // A letter alone goes on to the next line that has it; more of them may stay where they are.
    const from = at + (wanted.length === 1 ? 1 : 0);
    const turned = [...lines.slice(from), ...lines.slice(0, from)];
    turned.find((line) => line.textContent.toLocaleLowerCase().startsWith(wanted))?.focus();
  }

  opener.addEventListener("click", () => {
    show(list.hidden);
    if (!list.hidden) (lines[choices.indexOf(holds)] ?? lines[0])?.focus();
  });
  opener.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !lines.length) return;
    event.preventDefault();
    show(true);
    lines.at(event.key === "ArrowDown" ? 0 : -1).focus();
  });
  list.addEventListener("keydown", key);
  list.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !block.contains(relatedTarget) && show(false));
  return block;
}

function named(prompt, value) {
  return [prompt.slice(0, -value.length), make("strong", {}, value)];
}

const LETTERS_TOGETHER = 700; // milliseconds within which letters are one beginning

// Not `disabled`, which would throw the focus away while the answer is under way.
async function busy(element, work) {
  if (element.ariaBusy === "true") return null;
  element.ariaBusy = "true";
  element.ariaDisabled = "true";
  try {
    return await work();
  } finally {
    element.ariaBusy = null;
    element.ariaDisabled = null;
  }
}
