// The way to what came in below, for someone who is reading further up.

import { icon, make } from "/static/dom.js";

const button = document.getElementById("latest");
button.append(icon("down"), make("span", {}));

let unseen = 0;

/** go(): bring the latest into view. */
export function setUpLatest(go) {
  button.addEventListener("click", go);
}

/** Offer it for one more message. */
export function countBelow() {
  unseen += 1;
  offer(unseen === 1 ? "1 new message" : `${unseen} new messages`);
}

/** Offer it for a question below whose answers have opened. */
export function answersBelow() {
  offer("The answers are open");
}

/** All of it has been seen. */
export function seenBelow() {
  unseen = 0;
  button.hidden = true;
}

function offer(label) {
  button.lastChild.textContent = label;
  button.hidden = false;
}
