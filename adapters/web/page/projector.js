// The projector view: one channel's latest board, large, for a room to look at. No private cards, no message box.

import { icon, make } from "/static/dom.js";

const byId = (id) => document.getElementById(id);

/** Whether this page is what a room looks at. */
export const isProjector = () => document.body.classList.contains("projector");

/** What it shows of a channel that has no board. */
export const nothingYet = ({ name }) =>
  make("p", { class: "nothing-yet" }, "Games and posts in ", make("strong", {}, name), " appear here. Someone there can start one with /game start.");

/** The switch for it. invited: the address at which others can come in, or "". onSwitch(on) */
export function setUpProjector(invited, onSwitch) {
  byId("projector").addEventListener("click", () => onSwitch(!isProjector()));
  if (invited) {
    const code = make("img", { src: "/invitation.svg", alt: "QR code of this address", width: 132, height: 132 });
    byId("invitation").append(code, make("p", {}, "Join at ", make("strong", {}, invited)));
  }
}

/** Show the page as the projector view or not, with the switch, which there is once you're in a channel. */
export function showProjector(on) {
  document.body.classList.toggle("projector", on);
  byId("projector").replaceChildren(icon(on ? "leave" : "screen"));
  byId("projector").ariaLabel = on ? "Leave the projector view" : "Projector view";
  byId("projector").title = byId("projector").ariaLabel;
  byId("projector").hidden = false;
}
