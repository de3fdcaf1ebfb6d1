// What is wrong with the packs, for those who write them: the page goes on with the version before.

import { make } from "/static/dom.js";

const SHOWN = 5;

/** Show mistakes, or if there are none, warnings, a line each; neither takes the banner away. */
export function showSlips(slips, warnings) {
  const banner = document.getElementById("slips");
  const wasOpen = banner.querySelector("details")?.open ?? false;
  const lines = slips.length ? slips : warnings;
  banner.replaceChildren(...(lines.length ? [details(lines, slips.length ? broken(slips) : could(warnings), wasOpen)] : []));
}

function broken(slips) {
  return `${slips.length === 1 ? "A mistake keeps" : `${slips.length} mistakes keep`} your latest edits of a pack out of use`;
}

function could(warnings) {
  return `Your edits are in use; ${warnings.length === 1 ? "one thing" : `${warnings.length} things`} could be better`;
}

function details(lines, said, open) {
  const more = lines.length > SHOWN ? [make("li", {}, `And ${lines.length - SHOWN} more: run versed check`)] : [];
  const shown = lines.slice(0, SHOWN).map((line) => make("li", {}, line));
  const element = make("details", {}, make("summary", {}, said), make("ul", {}, ...shown, ...more));
  element.open = open;
  return element;
}
