// What was said: one list per channel, of which one is shown.

import { draw } from "/static/blocks.js";
import { avatar, icon, make } from "/static/dom.js";

const KEPT = 300; // entries in a channel; older ones leave the page
const NEAR = 120; // pixels from the end that still count as reading the latest

const hour = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/**
 * actions.press(entry, id, filled, from) → whether it was answered, with a form how to show that once it is closed;
 * actions.dismiss(entry); actions.run(line);
 * actions.unread(channel): something came in that is not being looked at.
 */
export class Log {
  #scroller;
  #actions;
  #lists = new Map();
  #shown = "";
  #me = null;

  constructor(scroller, actions) {
    this.#scroller = scroller;
    this.#actions = actions;
  }

  /** Take in who this is and what was said so far; what already stands here stays as it is. */
  welcome({ me, channels, entries, commands }) {
    this.#me = me;
    for (const channel of channels) {
      if (this.#lists.has(channel.id)) continue;
      const list = make("ol", { class: "entries", role: "log", "aria-label": `Messages in ${channel.name}` });
      const view = make("div", { class: "channel", hidden: true }, welcomeCard(channel, commands, this.#actions.run), list);
      this.#lists.set(channel.id, { view, list });
      this.#scroller.append(view);
    }
    for (const entry of entries) this.#refresh(entry);
    const missing = entries.filter((entry) => !this.#find(entry.id));
    for (const entry of missing) this.#place(entry, this.#draw(entry), null);
    if (missing.length) this.#toEnd();
  }

  /** Leave nothing of what the last person saw: another one takes this tab over. */
  clear() {
    for (const { view } of this.#lists.values()) view.remove();
    this.#lists.clear();
  }

  show(channel) {
    this.#shown = channel;
    for (const [id, { view }] of this.#lists) view.hidden = id !== channel;
    this.#toEnd();
  }

  /** Add an entry as it happens; `replaces` is the private entry whose place it takes, if it still stands here. */
  add(entry, replaces) {
    const element = this.#draw(entry);
    const old = replaces ? this.#find(replaces) : null;
    const following = this.#isAtEnd();
    const hadFocus = old?.contains(document.activeElement);
    this.#place(entry, element, old?.dataset.private ? old : null);
    if (hadFocus) focusIn(element);
    if (entry.channel !== this.#shown || document.hidden) this.#actions.unread(entry.channel);
    if (entry.channel === this.#shown && (following || hadFocus)) this.#reveal(element);
  }

  /** A board has changed, in its place; whoever was about to press one of its buttons still is. */
  change(entry) {
    const old = this.#find(entry.id);
    if (!old) return this.add(entry, null);
    const pressed = old.contains(document.activeElement) ? document.activeElement.dataset.press : null;
    const following = this.#isAtEnd();
    const element = this.#draw(entry);
    old.replaceWith(element);
    if (pressed) element.querySelector(`[data-press="${CSS.escape(pressed)}"]`)?.focus({ preventScroll: true });
    if (entry.channel === this.#shown && following) this.#toEnd();
  }

  /** What this person was told in private has changed, which they will want to see. */
  tell(entry) {
    const old = this.#find(entry.id);
    if (!old) return;
    const element = this.#draw(entry);
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(element);
    if (hadFocus) focusIn(element);
    if (entry.channel === this.#shown) this.#reveal(element);
  }

  // What changed while this page was not connected.
  #refresh(entry) {
    const standing = this.#find(entry.id);
    if (standing && Number(standing.dataset.version) !== entry.version) standing.replaceWith(this.#draw(entry));
  }

  /** A person's own action was answered: show it, and go on there when they came by `from`, a button. */
  answered(id, from) {
    const element = this.#find(id);
    if (!element) return;
    this.#reveal(element);
    if (from && (from === document.activeElement || document.activeElement === document.body)) focusIn(element);
  }

  /**
   * A notice from the page itself, for this tab alone.
   *
   * buttons: what would do instead; the notice goes once one of them was answered, and done() is called.
   */
  notice(channel, sentence, buttons = [], done = () => {}) {
    const article = make("article", { class: "entry private notice" });
    const press = async (id, filled) => {
      const answered = await this.#actions.press({ channel, id: "" }, id, filled, document.activeElement);
      if (!answered) return null;
      article.closest("li")?.remove();
      done();
      return answered;
    };
    const offers = buttons.length ? draw([{ type: "buttons", buttons }], press) : [];
    const said = make("p", { class: "block-text" }, sentence);
    article.append(privateMark(() => article.closest("li").remove()), said, ...offers);
    this.#lists.get(channel).list.append(make("li", {}, article));
    if (channel === this.#shown) this.#reveal(article);
  }

  remove(id) {
    const element = this.#find(id);
    if (element?.dataset.private) element.closest("li").remove();
  }

  #find(id) {
    return document.getElementById(`entry-${id}`);
  }

  #place(entry, element, old) {
    if (old) return old.replaceWith(element);
    const { list } = this.#lists.get(entry.channel);
    element.classList.toggle("follows", follows(list.lastElementChild?.firstElementChild, element));
    list.append(make("li", {}, element));
    if (list.children.length > KEPT) list.firstElementChild.remove();
  }

  #draw(entry) {
    const at = new Date(entry.at);
    const name = entry.blocks ? "Versed" : entry.by.name;
    const time = make("time", { datetime: entry.at }, hour.format(at));
    const article = make("article", {
      class: `entry ${entry.blocks ? "bot" : "said"}${entry.private ? " private" : ""}`,
      id: `entry-${entry.id}`,
      tabindex: "-1",
      "aria-label": `${name}, ${hour.format(at)}`,
      "data-private": entry.private ? "yes" : null,
      "data-by": entry.blocks ? "" : entry.by.id,
      "data-version": entry.version,
      "data-at": at.getTime(),
    });
    if (!entry.blocks) {
      const who = make("div", { class: "who" }, make("strong", {}, name), time);
      article.append(avatar(entry.by), who, make("p", { class: "line" }, entry.text));
      return article;
    }
    const press = (id, filled) => this.#actions.press(entry, id, filled, document.activeElement);
    // What was said stands right above its answer.
    if (entry.by && entry.text) article.append(asked(entry, entry.by.id === this.#me.id ? "You" : entry.by.name));
    article.append(
      make("img", { class: "avatar", src: "/static/logo.svg", alt: "" }),
      make("div", { class: "who" }, make("strong", {}, name), make("span", { class: "tag" }, "Bot"), time),
      make("div", { class: "card" }, ...draw(entry.blocks, press)),
    );
    if (entry.private) article.append(privateMark(() => this.#actions.dismiss(entry)));
    return article;
  }

  #isAtEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** Bring an entry into view: its end, or its beginning when it does not fit. */
  #reveal(element) {
    const block = element.offsetHeight > this.#scroller.clientHeight - 40 ? "start" : "nearest";
    element.scrollIntoView({ block });
    if (element.closest("li") === element.closest("ol").lastElementChild && block === "nearest") this.#toEnd();
  }
}

function asked({ by, text }, asker) {
  // The space is for those who copy or listen; the eye has a gap.
  return make("p", { class: "asked" }, avatar(by), make("strong", {}, asker), " ", make("span", {}, text));
}

// Lines of one person within five minutes stand under one name.
function follows(before, element) {
  const sameOne = element.dataset.by && before?.dataset.by === element.dataset.by;
  return Boolean(sameOne) && element.dataset.at - before.dataset.at < 5 * 60 * 1000;
}

function privateMark(dismiss) {
  return make(
    "p",
    { class: "private-mark" },
    icon("lock"),
    make("span", {}, "Only you can see this"),
    make("button", { type: "button", on: { click: dismiss } }, "Dismiss"),
  );
}

// To what a keyboard user most likely wants next; without a main button, to the message, so that it is read from its start.
function focusIn(element) {
  (element.querySelector(".button.primary") ?? element).focus({ preventScroll: true });
}

// What a first visitor may try; those that the catalogue does not have are left out.
const FIRST_STEPS = [
  ["/compare", "The whole picture, side by side"],
  ["/compare data", "One topic in detail"],
  ["/quiz", "Test yourself, in private"],
  ["/tip", "One thing worth remembering"],
  ["/help", "Everything I can do"],
];

function welcomeCard(channel, commands, run) {
  const known = new Set(commands.map((command) => command.name));
  const steps = FIRST_STEPS.filter(([line]) => known.has(line.slice(1).split(" ")[0])).map(([line, about]) =>
    make(
      "button",
      { type: "button", class: "step", on: { click: () => run(line) } },
      make("span", { class: "step-line" }, line),
      make("span", { class: "step-about" }, about),
    ),
  );
  return make(
    "section",
    { class: "welcome", "aria-label": `Welcome to ${channel.name}` },
    make("img", { src: "/static/logo.svg", alt: "", width: 44, height: 44 }),
    make("h2", {}, `Welcome to ${channel.name}`),
    make(
      "p",
      {},
      "Versed teaches where your team already talks: side-by-side comparisons, a glossary, tips and quizzes. " +
        "Everything here stays on this machine, so try whatever you like.",
    ),
    make("div", { class: "steps", role: "group", "aria-label": "Things to try" }, ...steps),
  );
}
