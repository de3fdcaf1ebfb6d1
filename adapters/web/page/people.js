// Who is here, and their names where a message lists them: with their faces, as the sidebar has them.

import { avatar, make } from "/static/dom.js";

const BETWEEN = /, | and /;

let present = new Map(); // name → { id, name }

/** Take in who is here. */
export function meet(people) {
  present = new Map(people.map((person) => [person.name, person]));
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
    return [make("span", attributes, avatar(present.get(name)), name), make("span", { class: "unseen" }, between)];
  });
  element.replaceChildren(...parts);
}
