// Ranks that move: a table of standings comes from how things stood after the question before.

import { moveFrom } from "/static/motion.js";

const RANK = /^\d+\.\s+/;

const last = new Map(); // whose standings → name → place, from 0

/** Let the ranked tables of a message move from how the last ones of their kind in the same channel stood. */
export function rankAnew(element) {
  for (const table of element.querySelectorAll(".block-table")) {
    const rows = [...table.tBodies[0].rows];
    if (!rows.length || !rows.every((row) => RANK.test(row.cells[0].textContent))) continue;
    const kind = `${element.closest(".channel").dataset.channel} ${table.tHead.rows[0].cells[0].textContent}`;
    const named = rows.map((row) => [row.cells[0].textContent.replace(RANK, ""), row]);
    const tops = rows.map((row) => row.offsetTop);
    const before = last.get(kind) ?? new Map();
    moveFrom(named, new Map([...before].map(([name, place]) => [name, tops[Math.min(place, tops.length - 1)]])));
    last.set(kind, new Map(named.map(([name], place) => [name, place])));
  }
}
