// The way to what came in below, for someone who is reading further up.

import { icon, make } from "/static/dom.js";

const button = document.getElementById("latest");
button.append(icon("down"), make("span", {}));

let unseen = 0;
let open = null; // the question whose answers have opened

/** go(question): bring the latest into view, or the answers of a question that takes them. */
export function setUpLatest(go) {
  button.addEventListener("click", () => go(open?.isConnected ? open : null));
}

/** Offer it for one more message. */
export function countBelow() {
  unseen += 1;
  open = null;
  offer(unseen === 1 ? "1 new message" : `${unseen} new messages`);
}

/** Offer it for a question below whose answers have opened. */
export function answersBelow(question) {
  open = question;
  offer("The answers are open");
}

/** All of it has been seen. */
export function seenBelow() {
  unseen = 0;
  open = null;
  button.hidden = true;
}

function offer(label) {
  button.lastChild.textContent = label;
  button.classList.toggle("lifted", open !== null);
  button.hidden = false;
}
