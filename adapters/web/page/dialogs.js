// The three things that open over the page: a person's name, a button's form, and a picture in full size.

import { announce } from "/static/announcing.js";
import { alongWith } from "/static/countdown.js";
import { icon, make } from "/static/dom.js";
import { give } from "/static/given.js";
import { allThatFits } from "/static/limit.js";

const MOODS = ["Bright", "Calm", "Clever", "Curious", "Eager", "Gentle", "Keen", "Lively", "Merry", "Patient", "Quick"];
const ANIMALS = ["Badger", "Finch", "Fox", "Hare", "Heron", "Lynx", "Otter", "Owl", "Puffin", "Seal", "Wren"];

const told = (name) => document.querySelector(`meta[name="page-${name}"]`).content;

/** Whether others come in as well, with a key. */
export const isShared = told("shared") === "yes";

const LONGEST_NAME = told("longest-name");

const NAME_HELP = isShared
  ? "What should we call you? The name is yours while you keep it: nobody else here can take it."
  : "What should we call you? The same name finds its progress again next time.";
const NAME_ASIDE = isShared
  ? "You're recognised by this browser. In another one, you'd be someone new."
  : "Each browser tab is a person: open another tab to be someone else.";

const pick = (from) => from[Math.floor(Math.random() * from.length)];

let lastField = 0;

/** What one types or chooses in, with its label, what it is for, and room for what is wrong with it. */
function field({ name = "", label, hint = "", placeholder = "", required = true, ...asked }) {
  const id = `field-${++lastField}`;
  const attributes = { id, name, required, "aria-describedby": `${id}-hint ${id}-problem` };
  const input = control(asked, attributes, placeholder);
  const about = make("p", { class: "field-hint", id: `${id}-hint` }, hint);
  const problem = make("p", { class: "problem", id: `${id}-problem`, role: "alert" });
  // A browser cuts what is pasted without a word.
  let wasFull = false;
  input.addEventListener("input", () => {
    const full = allThatFits(input);
    if (full || wasFull) problem.textContent = full;
    wasFull = full !== "";
  });
  return { name, label: make("label", { for: id, id: `${id}-label` }, label), input, about, problem };
}

const WRITTEN = { time: /^([01][0-9]|2[0-3]):[0-5][0-9]$/, date: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/ };

function control({ value = "", longest, bounds, choices = [], several = [], picker = "", shows = "", lines = false, file = false }, attributes, placeholder) {
  if (file) return make("input", { type: "file", ...attributes });
  if (several.length) return chosenAmong(several, value, attributes);
  if (choices.length) return select(choices, value, attributes);
  if (lines) return area(value, { dir: "auto", rows: 5, maxlength: longest, placeholder, ...attributes });
  // A value that no picker could show is typed instead.
  const picks = picker && (!value || WRITTEN[picker].test(value)) ? { type: picker } : limits(value, longest, bounds);
  return make("input", { autocomplete: "off", dir: "auto", placeholder, ...picks, value: shows || value, ...attributes });
}

function area(value, attributes) {
  const made = make("textarea", attributes);
  made.value = value;
  return made;
}

// Boxes to tick. What is required is checked where it is answered: a browser cannot ask for one box of several.
function chosenAmong(several, value, { id, name, "aria-describedby": described }) {
  const chosen = value.split(",").map((each) => each.trim());
  const boxes = several.map((each) => {
    const box = make("input", { type: "checkbox", name, value: each.value, checked: chosen.includes(each.value) });
    return make("label", { class: "box" }, box, make("span", {}, each.label));
  });
  const group = { role: "group", tabindex: "-1", "aria-labelledby": `${id}-label`, "aria-describedby": described };
  return make("div", { class: "boxes", id, ...group }, ...boxes);
}

function valueOf(input) {
  if (!input.matches(".boxes")) return input.value;
  return [...input.querySelectorAll(":checked")].map((each) => each.value).join(", ");
}

// So that nobody can type what would be refused. A number that is none is shown as it was typed.
function limits(value, longest, bounds) {
  if (!bounds || !/^(-?[0-9]+)?$/.test(value)) return { type: "text", maxlength: longest };
  return { type: "number", min: bounds[0], max: bounds[1], step: 1 };
}

function select(choices, value, attributes) {
  // Where one must be chosen, nobody sends the first one by mistake.
  const none = attributes.required && value ? [] : [make("option", { value: "" }, attributes.required ? "Choose …" : "–")];
  const lines = choices.map((each) => make("option", { value: each.value, selected: each.value === value }, each.label));
  return make("select", attributes, ...none, ...lines);
}

/** Say what is wrong beside a field, where one then goes on; it is read out. */
function tell({ input, problem }, sentence) {
  input.setAttribute("aria-invalid", "true");
  problem.textContent = sentence;
  input.focus();
}

/** Open a dialog; settles once it is closed. submit(): what sending its form does. */
function open(dialog, first, submit, restore) {
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      // The browser says so a moment later; by then, someone quick may be typing somewhere else.
      if (document.activeElement === document.body) restore?.focus();
      resolve();
    });
    dialog.showModal();
    (first.querySelector("input, textarea") ?? first).focus();
    first.select?.();
  });
}

/**
 * Ask who the person is; what they typed, or null.
 *
 * problem: why an earlier name was refused; typed: that name. current: their name so far; without one they must answer.
 */
export async function askName({ problem = "", typed = "", current = "" } = {}) {
  const value = typed || current || `${pick(MOODS)} ${pick(ANIMALS)}`;
  const name = field({ label: "Your name", hint: NAME_HELP, value, longest: LONGEST_NAME });
  const dialog = make(
    "dialog",
    { class: "dialog name-dialog", "aria-labelledby": "name-title" },
    make(
      "form",
      {},
      make("img", { src: "/static/logo.svg", alt: "", width: 48, height: 48 }),
      make("h2", { id: "name-title" }, current ? "Change your name" : "Welcome to Versed"),
      name.about,
      name.label,
      name.input,
      name.problem,
      make("button", { type: "submit", class: "button primary" }, current ? "Change" : "Join the chat"),
      current ? make("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Cancel") : null,
      make("p", { class: "aside" }, NAME_ASIDE),
    ),
  );
  let answer = null;
  if (!current) dialog.addEventListener("cancel", (event) => event.preventDefault());
  const closed = open(dialog, name.input, () => {
    answer = name.input.value;
    dialog.close();
  });
  if (problem) tell(name, problem);
  await closed;
  return answer === null && !current ? askName() : answer;
}

/**
 * Ask what a button's form asks, until that is answered or the person leaves it.
 *
 * send(filled, id): sends what was filled in, or a press that was offered instead, and gives how to show the answer;
 * where that is refused, the form stays as it is and says why.
 */
export async function ask(form, send, restore) {
  const fields = form.fields.map(field);
  const first = fields[Math.max(0, form.fields.findIndex((each) => each.wrong))];
  const entry = restore.closest(".entry");
  const offers = make("div", { class: "block-buttons", role: "group", "aria-label": "Try one of these instead" });
  const dialog = make(
    "dialog",
    { class: "dialog", "aria-labelledby": "form-title" },
    make(
      "form",
      {},
      make("h2", { id: "form-title" }, form.title),
      form.asks ? make("p", { class: "asks" }, form.asks) : null,
      ...fields.flatMap(({ label, input, about, problem }) => [label, input, about, problem]),
      offers,
      alongWith(entry),
      make("div", { class: "unseen voice", "aria-live": "polite" }),
      make(
        "div",
        { class: "dialog-actions" },
        make("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Cancel"),
        make("button", { type: "submit", class: "button primary" }, "Send"),
      ),
    ),
  );

  // Left without an answer, one is back at the button, or where it was if it has gone.
  let show = () => restore.isConnected || entry?.focus({ preventScroll: true });
  const attempt = async (filled, id) => {
    if (dialog.ariaBusy === "true") return;
    dialog.ariaBusy = "true";
    for (const { input, problem } of fields) {
      input.removeAttribute("aria-invalid");
      problem.textContent = "";
    }
    try {
      show = await send(await withFiles(filled, fields), id);
      dialog.close();
    } catch (problem) {
      tell(fields.find((each) => each.name === problem.option) ?? first, problem.message);
      offers.replaceChildren(...(problem.buttons ?? []).filter((button) => !button.form).map(offer));
    } finally {
      dialog.ariaBusy = null;
    }
  };
  const offer = ({ label, press, emphasis }) =>
    make("button", { type: "button", class: `button ${emphasis}`, on: { click: () => attempt({}, press) } }, label);

  const closed = open(dialog, first.input, () => attempt(filledIn(form, fields)), restore);
  if (form.problem) tell(first, form.problem);
  const stop = onceGone(restore, entry, () => {
    if (dialog.ariaBusy === "true") return; // it is being answered, which takes its button's place
    dialog.close();
    announce("This closed in the meantime.");
  });
  await closed;
  stop();
  show();
}

// Call back when a button has left the page, as a question's does when that closes. entry: the message it's in.
function onceGone(button, entry, back) {
  const watch = new MutationObserver(() => {
    if (button.isConnected) return;
    watch.disconnect();
    back();
  });
  if (entry?.parentElement) watch.observe(entry.parentElement.parentElement, { childList: true, subtree: true });
  return () => watch.disconnect();
}

function filledIn(form, fields) {
  if (!form.several) return { text: valueOf(fields[0].input) };
  const written = fields.filter(({ input }) => input.type !== "file");
  return { fields: Object.fromEntries(written.map(({ name, input }) => [name, valueOf(input)])) };
}

// What was filled in, with the files that go with it, which are sent ahead.
async function withFiles(filled, fields) {
  const chosen = filled.fields ? fields.filter(({ input }) => input.type === "file" && input.files.length) : [];
  if (!chosen.length) return filled;
  const words = await Promise.all(chosen.map(async ({ name, input }) => [name, await give(input.files[0])]));
  return { ...filled, files: Object.fromEntries(words) };
}

/** Show a picture in full size. */
export function enlarge(either, alt, restore) {
  const close = make("button", { type: "button", class: "icon-button", "aria-label": "Close picture" }, icon("close"));
  const dialog = make("dialog", { class: "lightbox", "aria-label": alt }, make("img", { ...either, alt }), close);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    restore.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}
