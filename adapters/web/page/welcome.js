// The card at the top of a channel: who is speaking, and what a visitor may try.

import { isShared } from "/static/dialogs.js";
import { make } from "/static/dom.js";

// Those that the catalogue does not have are left out. A line with a gap at its end goes on with the first value there is.
const FIRST_STEPS = [
  ["/compare", "All sides at a glance"],
  ["/compare ", "One topic in detail"],
  ["/quiz", "Questions just for you"],
  ["/game start", "A game for everyone here"],
  ["/tip", "One thing worth remembering"],
  ["/help", "Everything I can do"],
];

const COME_ON = isShared
  ? "Press anything: others see the answer too, unless it says “Only you can see this”."
  : "Press anything: nothing here leaves this machine.";

const isOpen = (line) => line.endsWith(" ");

/** Buttons for the first steps, and a way to have them again in another channel. run(line); linesFrom(line): see Log. */
export function firstSteps(commands, hold, { run, linesFrom }) {
  const names = commands.map((command) => command.name);
  const known = FIRST_STEPS.filter(([line]) => names.includes(line.trim().slice(1)));
  const whole = Promise.all(
    known.map(async ([line, about]) => [isOpen(line) ? ((await linesFrom(line))[0] ?? "") : line, about]),
  );
  const draw = (steps) => steps.filter(([line]) => line && !isOpen(line)).map((each) => step(each, run));
  return (element) => {
    element.replaceChildren(...draw(known));
    whole.then((steps) => hold.then(() => element.replaceChildren(...draw(steps))));
  };
}

function step([line, about], run) {
  return make(
    "button",
    { type: "button", class: "step", on: { click: () => run(line) } },
    make("span", { class: "step-line", translate: "no" }, line),
    make("span", { class: "step-about" }, about),
  );
}

/** steps: what firstSteps gave. */
export function welcomeCard(channel, steps) {
  const list = make("div", { class: "steps", role: "group", "aria-label": "Things to try" });
  steps(list);
  return make(
    "section",
    { class: "welcome", "aria-label": `Welcome to ${channel.name}` },
    make("img", { src: "/static/logo.svg", alt: "", width: 44, height: 44 }),
    make("h2", {}, `Welcome to ${channel.name}`),
    make("p", {}, `I'm Versed, and I teach right where your team talks. ${COME_ON}`),
    list,
  );
}
