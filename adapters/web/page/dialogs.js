// The three things that open over the page: a person's name, a button's form, and a picture in full size.

import { icon, make } from "/static/dom.js";

const MOODS = ["Bright", "Calm", "Clever", "Curious", "Eager", "Gentle", "Keen", "Lively", "Merry", "Patient", "Quick"];
const ANIMALS = ["Badger", "Finch", "Fox", "Hare", "Heron", "Lynx", "Otter", "Owl", "Puffin", "Seal", "Wren"];

/** Whether others come in as well, with a key. */
export const isShared = document.querySelector('meta[name="page-shared"]').content === "yes";

const NAME_HELP = isShared
  ? "What should we call you? The name is yours while you keep it: nobody else here can take it."
  : "What should we call you? The same name finds its progress again next time.";
const NAME_ASIDE = isShared
  ? "You're recognised by this browser. In another one you'd be somebody new."
  : "Each browser tab is a person: open another tab to be someone else.";

const pick = (from) => from[Math.floor(Math.random() * from.length)];

let lastField = 0;

function field(label, attributes) {
  const id = `field-${++lastField}`;
  const input = make("input", { id, type: "text", autocomplete: "off", ...attributes });
  return { input, label: make("label", { for: id }, label) };
}

/** Open a dialog with a form; what was typed, or null when it was closed without an answer. */
function open(dialog, input, restore) {
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.returnValue = "typed";
      dialog.close("typed");
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      restore?.focus();
      resolve(dialog.returnValue === "typed" ? input.value : null);
    });
    dialog.showModal();
    input.focus();
    input.select();
  });
}

/** Ask who the person is. problem: why an earlier name was refused. current: their name so far; without one they must answer. */
export async function askName({ problem = "", current = "" } = {}) {
  const { input, label } = field("Your name", {
    maxlength: 32,
    required: true,
    value: current || `${pick(MOODS)} ${pick(ANIMALS)}`,
    "aria-describedby": "name-help",
  });
  const dialog = make(
    "dialog",
    { class: "dialog name-dialog", "aria-labelledby": "name-title" },
    make(
      "form",
      {},
      make("img", { src: "/static/logo.svg", alt: "", width: 48, height: 48 }),
      make("h2", { id: "name-title" }, current ? "Change your name" : "Welcome to Versed"),
      make("p", { id: "name-help" }, NAME_HELP),
      label,
      input,
      make("p", { class: "problem", role: "alert" }, problem),
      make("button", { type: "submit", class: "button primary" }, current ? "Change" : "Join the chat"),
      make("p", { class: "aside" }, NAME_ASIDE),
    ),
  );
  if (!current) dialog.addEventListener("cancel", (event) => event.preventDefault());
  const typed = await open(dialog, input);
  return typed === null && !current ? askName() : typed;
}

/** Ask what a button's form asks; what was typed, or null. */
export function ask(form, restore) {
  const { input, label } = field(form.label, { placeholder: form.placeholder, maxlength: form.max_length, required: true });
  const dialog = make(
    "dialog",
    { class: "dialog", "aria-labelledby": "form-title" },
    make(
      "form",
      {},
      make("h2", { id: "form-title" }, form.title),
      form.asks ? make("p", {}, form.asks) : "",
      label,
      input,
      make(
        "div",
        { class: "dialog-actions" },
        make("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Cancel"),
        make("button", { type: "submit", class: "button primary" }, "Send"),
      ),
    ),
  );
  return open(dialog, input, restore);
}

/** Show a picture in full size. */
export function enlarge(url, alt, restore) {
  const close = make("button", { type: "button", class: "icon-button", "aria-label": "Close picture" }, icon("close"));
  const dialog = make("dialog", { class: "lightbox", "aria-label": alt }, make("img", { src: url, alt }), close);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    restore.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}
