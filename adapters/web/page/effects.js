// What a message sounds like, and how a podium is celebrated: only where someone is looking.

import { celebrate } from "/static/motion.js";
import { cue } from "/static/sound.js";

const isSeen = (element) => !element.closest(".channel").hidden && !document.hidden;

/** Celebrate a podium, for all to see. */
export function cheer(element) {
  if (!isPodium(element) || !isSeen(element)) return;
  celebrate(element);
  cue("festive");
}

/** Sound as right or wrong as a message is. */
export function feel(element) {
  if (!isSeen(element)) return;
  const { classList } = element;
  if (classList.contains("tone-right")) cue("right");
  else if (classList.contains("tone-wrong")) cue("wrong");
}

// The podium with a ranking below it.
function isPodium(element) {
  return element.matches(".board") && element.querySelector(".block-image[data-name='podium.png']") && element.querySelector(".ranking");
}
