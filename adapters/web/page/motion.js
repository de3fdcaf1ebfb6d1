// Motion, for those who have not asked for less of it: ranks that move, and a little confetti.

import { make } from "/static/dom.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const MOVING = { duration: 700, easing: "cubic-bezier(.2,.8,.2,1)" };
const PIECES = 28;
const FALLS = 2600; // milliseconds

/** Whether the person wants little motion. */
export const isCalm = () => calm.matches;

/**
 * Let elements come from where they stood before (the FLIP technique: https://aerotwist.com/blog/flip-your-animations/).
 *
 * before: key → top, in pixels; what is new fades in.
 */
export function moveFrom(elements, before) {
  if (isCalm()) return;
  for (const [key, element] of elements) {
    if (!before.has(key)) element.animate([{ opacity: 0 }, { opacity: 1 }], MOVING);
    const away = before.has(key) ? before.get(key) - element.offsetTop : 0;
    if (away) element.animate([{ transform: `translateY(${away}px)` }, { transform: "none" }], MOVING);
  }
}

/** Let a little confetti fall over an element, once. */
export function celebrate(element) {
  if (isCalm()) return;
  const pieces = Array.from({ length: PIECES }, (_, at) => make("i", { "data-hue": String(at % 6) }));
  const sky = make("div", { class: "confetti", "aria-hidden": "true" }, ...pieces);
  element.append(sky);
  const height = element.offsetHeight;
  const falling = pieces.map((piece) => {
    const [left, drift, turn] = [Math.random() * 100, (Math.random() - 0.5) * 120, Math.random() * 720 - 360];
    piece.style.left = `${left}%`;
    const frames = [
      { transform: "translateY(-20px)", opacity: 1 },
      { transform: `translate(${drift}px, ${height}px) rotate(${turn}deg)`, opacity: 0 },
    ];
    return piece.animate(frames, { duration: FALLS * (0.6 + Math.random() * 0.4), easing: "cubic-bezier(.3,.4,.7,1)" }).finished;
  });
  Promise.allSettled(falling).then(() => sky.remove());
}
