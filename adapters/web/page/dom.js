// Building elements. Every text goes in as a text node, so nothing that a person or a pack wrote can become markup.

import { direction, nodes } from "/static/direction.js";

const SVG = "http://www.w3.org/2000/svg";

// Drawn for a 24 × 24 box, stroked in the colour of the text around them.
const ICONS = {
  clip: "M8 12.5l6.5-6.5a3 3 0 0 1 4.2 4.2l-8.6 8.6a5 5 0 0 1-7-7L11.5 3.5",
  down: "M12 5v14M6 13l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  hash: "M9.5 4L7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z",
  menu: "M4 7h16M4 12h16M4 17h16",
  chevron: "M6 9l6 6 6-6",
  leave: "M9 6L3 12l6 6M3 12h12M14 4h6v16h-6",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  screen: "M3 4h18v12H3zM12 16v4M8 20h8",
  send: "M5 12h14M13 6l6 6-6 6",
  sound: "M4 9.5v5h4l5 4.5V5L8 9.5zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
  silence: "M4 9.5v5h4l5 4.5V5L8 9.5zM17 9.5l5 5M22 9.5l-5 5",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M4.9 4.9l1.8 1.8M17.3 17.3l1.8 1.8M2 12h2.5M19.5 12H22M4.9 19.1l1.8-1.8M17.3 6.7l1.8-1.8",
};

/**
 * An element. `on` holds listeners; an attribute that is null, undefined or false is left out. Text that is written from
 * the right gives the element its direction, and moves nothing around it.
 */
export function make(tag, { on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  const line = children.filter((child) => typeof child === "string").join("");
  const dir = direction(line);
  if (dir) element.dir = dir;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  for (const child of children.filter((each) => each !== null)) {
    element.append(...(typeof child === "string" ? nodes(child, line) : [child]));
  }
  return element;
}

/** Make `wanted` the children of an element, without moving what stands in its place: it may have the focus or a finger on it. */
export function place(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  let at = parent.firstElementChild;
  for (const child of wanted) {
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
}

/** A decorative icon: its meaning must stand beside it, or in the label of its button. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
