// Who is here, and their names where a message lists them: with their faces, as the sidebar has them.

import { make } from "/static/dom.js";

const BETWEEN = /, | and /;
const HUES = 8; // as the style sheet has

let present = new Map(); // name → { id, name }
let hues = new Map(); // id → hue, of those who are here

/** Take in who is here; faces on the page take the colours that go with them now. */
export function meet(people) {
  present = new Map(people.map((person) => [person.name, person]));
  hues = apart(people.map(({ id }) => id));
  for (const face of document.querySelectorAll(".avatar[data-of]")) face.dataset.hue = hueOf(face.dataset.of);
}

/** A person's round initial; its colour is the same for everyone, and nobody else's while no more are here than colours. */
export function avatar({ id, name }) {
  const [initial] = name.match(/^\p{RI}\p{RI}|^./u) ?? ["?"]; // a flag is two characters
  // The letter is drawn by the style sheet: as text it would be a part of what a button around it says.
  const drawn = { "data-hue": hueOf(id), "data-initial": initial.toUpperCase() };
  return make("span", { class: "avatar", "data-of": id, ...drawn, "aria-hidden": "true" });
}

const hueOf = (id) => String(hues.get(id) ?? ownHue(id));

function ownHue(id) {
  let hue = 0;
  for (const character of id) hue = (hue * 31 + character.codePointAt(0)) % HUES;
  return hue;
}

// Everyone's own colour, or the next one that's free. It follows from who is here alone, so a reload changes nobody's.
function apart(ids) {
  const found = new Map();
  let taken = new Set();
  for (const id of [...ids].sort()) {
    if (taken.size === HUES) taken = new Set();
    let hue = ownHue(id);
    while (taken.has(hue)) hue = (hue + 1) % HUES;
    taken.add(hue);
    found.set(id, hue);
  }
  return found;
}

/** Who is here under a name, or undefined. */
export const personOf = (name) => present.get(name);

/** Whether a text is a list of people who are here. */
export function isPeople(text) {
  return typeof text === "string" && text.split(BETWEEN).every((name) => present.has(name));
}

/** Turn an element into such a list, its text unchanged; who was not in it before pops in. */
export function listPeople(element, text, popping) {
  const before = new Set([...element.querySelectorAll(".person")].map((each) => each.dataset.name));
  let rest = text;
  const parts = text.split(BETWEEN).flatMap((name) => {
    rest = rest.slice(name.length);
    const between = rest.match(/^(, | and )?/)[0];
    rest = rest.slice(between.length);
    const isNew = popping && !before.has(name);
    const attributes = { class: isNew ? "person pop" : "person", "data-name": name };
    return [make("span", attributes, avatar(present.get(name)), make("bdi", { translate: "no" }, name)), make("span", { class: "unseen" }, between)];
  });
  element.replaceChildren(...parts);
}
