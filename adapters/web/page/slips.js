// What is wrong with the packs, for those who write them: the page goes on with the version before.

import { make } from "/static/dom.js";

const SHOWN = 5;

/** Show mistakes, a line each; none takes the banner away. */
export function showSlips(slips) {
  const banner = document.getElementById("slips");
  const wasOpen = banner.querySelector("details")?.open ?? false;
  banner.replaceChildren(...(slips.length ? [details(slips, wasOpen)] : []));
}

function details(slips, open) {
  const what = slips.length === 1 ? "A mistake keeps" : `${slips.length} mistakes keep`;
  const more = slips.length > SHOWN ? [make("li", {}, `And ${slips.length - SHOWN} more: run versed check`)] : [];
  const lines = slips.slice(0, SHOWN).map((slip) => make("li", {}, slip));
  const element = make("details", {}, make("summary", {}, `${what} your latest edits of a pack out of use`), make("ul", {}, ...lines, ...more));
  element.open = open;
  return element;
}
