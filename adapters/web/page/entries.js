// How one entry looks: what a person said, or Versed's message with what it answers.

import { fill } from "/static/blocks.js";
import { icon, make } from "/static/dom.js";
import { leaving } from "/static/focus.js";
import { timeIn } from "/static/moments.js";
import { avatar } from "/static/people.js";

const VERSED = "versed!"; // who posts by itself (adapters/web/port.py)

const hour = new Intl.DateTimeFormat(undefined, timeIn());

/** An entry as it stands in a channel. me: whose page this is; press(id, filled), dismiss(): what its controls do. */
export function drawEntry(entry, me, press, dismiss) {
  const at = new Date(entry.at);
  const name = entry.blocks ? "Versed" : entry.by.name;
  const time = make("time", { datetime: entry.at }, hour.format(at));
  const article = make("article", {
    id: `entry-${entry.id}`,
    tabindex: "-1",
    "aria-label": `${name}, ${hour.format(at)}`,
    "data-private": entry.private ? "yes" : null,
    "data-by": entry.blocks ? "" : entry.by.id,
    "data-at": at.getTime(),
  });
  if (!entry.blocks) {
    article.className = "entry said";
    const who = make("div", { class: "who" }, make("strong", { translate: "no" }, name), time);
    article.append(avatar(entry.by), who, make("p", { class: "line" }, entry.text));
    return article;
  }
  // What was said stands right above its answer.
  if (entry.by && entry.text) article.append(asked(entry, me));
  article.append(
    make("img", { class: "avatar", src: "/static/logo.svg", alt: "" }),
    make("div", { class: "who" }, make("strong", {}, name), make("span", { class: "tag" }, "Bot"), time),
    make("div", { class: "card" }),
  );
  if (entry.private) article.append(privateMark(() => leaving(article, dismiss)));
  turnInto(article, entry, press);
  return article;
}

/** Let what stands there say something else; what stays the same in it is left alone. */
export function turnInto(article, entry, press) {
  const kinds = { private: entry.private, board: !entry.by, [`tone-${entry.tone}`]: entry.tone && entry.tone !== "plain" };
  article.className = ["entry", "bot", ...Object.keys(kinds).filter((each) => kinds[each])].join(" ");
  article.dataset.version = entry.version;
  fill(article.querySelector(".card"), entry.blocks, press);
}

function asked({ by, text }, me) {
  // A bot that posts by itself has its name below already.
  if (by.id === VERSED) return make("p", { class: "asked by-itself" }, text);
  const asker = by.id === me.id ? "You" : by.name;
  // The space is for those who copy or listen; the eye has a gap.
  return make("p", { class: "asked" }, avatar(by), make("strong", { translate: by.id === me.id ? null : "no" }, asker), " ", make("span", {}, text));
}

/** What says that only this person sees an entry, and takes it away. */
export function privateMark(dismiss) {
  return make(
    "p",
    { class: "private-mark" },
    icon("lock"),
    make("span", {}, "Only you can see this"),
    make("button", { type: "button", on: { click: dismiss } }, "Dismiss"),
  );
}
