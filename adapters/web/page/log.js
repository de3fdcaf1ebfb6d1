// What was said: one list per channel, of which one is shown.

import { draw } from "/static/blocks.js";
import { markDay, takeAway } from "/static/days.js";
import { make } from "/static/dom.js";
import { cheer, feel } from "/static/effects.js";
import { drawEntry, privateMark, turnInto } from "/static/entries.js";
import { counterpart, focusIn, leaving } from "/static/focus.js";
import { watchPointer } from "/static/hover.js";
import { answersBelow, countBelow, seenBelow, setUpLatest } from "/static/latest.js";
import { isProjector, nothingYet } from "/static/projector.js";
import { rankAnew } from "/static/ranking.js";
import { firstSteps, welcomeCard } from "/static/welcome.js";

const NEAR = 120; // pixels from the end that still count as reading the latest
const LINE = 44; // pixels that a card's first line needs

/**
 * hold: has changes wait for presses; what the caller has had wait needs no more of it.
 * actions.press(entry, id, filled, from) → whether it was answered, with a form how to show that once it is closed;
 * actions.dismiss(entry); actions.run(line); actions.linesFrom(line) → lines that begin so;
 * actions.unread(channel): something came in that is not being looked at.
 */
export class Log {
  #scroller;
  #hold;
  #actions;
  #lists = new Map();
  #shown = "";
  #me = null;
  #kept = 0; // entries in a channel, as on the server
  #erasure = ""; // the last one that this page knows of
  #looksAt = null; // where the page itself scrolled to, to show what changed; whoever is still there follows on

  constructor(scroller, hold, actions) {
    this.#scroller = scroller;
    this.#hold = hold;
    this.#actions = actions;
    watchPointer(scroller);
    scroller.addEventListener("scroll", () => this.#follows() && seenBelow());
    setUpLatest((question) => {
      if (question) this.#toAnswers(question);
      else this.#toEnd();
      const latest = question ?? this.#lists.get(this.#shown).list.lastElementChild?.firstElementChild;
      latest?.focus({ preventScroll: true });
    });
  }

  /** Take in who this is and what was said so far; what already stands here stays as it is. */
  welcome({ me, channels, entries, kept, commands, last_erasure }) {
    this.#me = me;
    this.#kept = kept;
    const again = this.#lists.size > 0;
    const following = this.#follows();
    const steps = firstSteps(commands, this.#hold, this.#actions);
    for (const channel of channels) {
      if (this.#lists.has(channel.id)) continue;
      const list = make("ol", { class: "entries" });
      const log = make("div", { role: "log", "aria-label": `Messages in ${channel.name}` }, list);
      const card = welcomeCard(channel, steps);
      const view = make("div", { class: "channel", "data-channel": channel.id, hidden: true }, card, nothingYet(channel), log);
      this.#lists.set(channel.id, { view, list });
      this.#scroller.append(view);
    }
    this.#drop(entries, last_erasure && last_erasure !== this.#erasure);
    this.#erasure = last_erasure;
    for (const entry of entries) this.#refresh(entry);
    const missing = entries.filter((entry) => !this.#find(entry.id));
    for (const entry of missing) this.#place(entry, this.#draw(entry), null);
    for (const entry of again ? missing : []) this.#countUnread(entry);
    if (missing.length && following) this.#toEnd();
    else for (const entry of again ? missing : []) this.#countBelow(entry);
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
    const following = this.#follows();
    const hadFocus = old?.contains(document.activeElement);
    const same = hadFocus ? counterpart(document.activeElement, old, element) : null;
    this.#place(entry, element, old?.dataset.private ? old : null);
    if (same) return this.#stay(same);
    if (hadFocus) focusIn(element);
    feel(element);
    cheer(element);
    this.#countUnread(entry);
    if (entry.channel === this.#shown && (following || hadFocus)) this.#reveal(element);
    else this.#countBelow(entry);
  }

  /** A board has changed, in its place. */
  change(entry) {
    const element = this.#find(entry.id);
    if (!element) return this.add(entry, null);
    const following = this.#follows();
    const asks = element.querySelector(".block-buttons");
    const before = isOpen(element);
    turnInto(element, entry, this.#press(entry));
    const opens = !before && isOpen(element);
    if (asks && !asks.isConnected) this.#close(element, following);
    else if (entry.channel !== this.#shown) return;
    else if (opens && following) this.#toAnswers(element);
    else if (opens) answersBelow(element);
    // Someone who's looking at the answers stays there while others answer.
    else if (following && this.#fits(element)) this.#toEnd();
    feel(element);
  }

  /** What this person was told in private has changed, which they will want to see. */
  tell(entry) {
    const element = this.#find(entry.id);
    if (!element) return;
    turnInto(element, entry, this.#press(entry));
    feel(element);
    if (entry.channel === this.#shown && !isPinned(element)) this.#reveal(element);
  }

  /** A person's own action was answered: show it, and go on there when they came by `from`, a button. */
  answered(id, from) {
    this.#hold.then(() => {
      const element = this.#find(id);
      if (!element) return;
      this.#reveal(element);
      if (from && (from === document.activeElement || document.activeElement === document.body)) focusIn(element);
    });
  }

  remove(id) {
    const line = this.#find(id)?.closest("li");
    if (line) takeAway(line);
    if (this.#follows()) seenBelow();
  }

  /** The person was erased: nothing private stays, not even what the server no longer knows of. */
  forget() {
    for (const article of this.#scroller.querySelectorAll("article.private")) takeAway(article.closest("li"));
    if (this.#follows()) seenBelow();
  }

  /**
   * A notice from the page itself, for this tab alone.
   *
   * spans: its sentence. buttons: what would do instead; the notice goes once one of them was answered, and done() is
   * called. line: what was typed.
   */
  notice(channel, spans, buttons = [], done = () => {}, line = "") {
    const article = make("article", { class: "entry private notice", "aria-label": "Notice" });
    const press = async (id, filled) => {
      const answered = await this.#actions.press({ channel, id: "" }, id, filled, document.activeElement);
      if (!answered) return null;
      article.closest("li")?.remove();
      done();
      return answered;
    };
    const offers = buttons.length ? [{ type: "buttons", buttons }] : [];
    const said = draw([{ type: "text", spans }, ...offers], press);
    const typed = line ? make("p", { class: "typed" }, "You typed ", make("span", {}, line)) : null;
    const dismiss = () => leaving(article, () => article.closest("li").remove());
    article.append(...(typed ? [typed] : []), ...said, privateMark(dismiss));
    this.#hold.then(() => {
      this.#lists.get(channel).list.append(make("li", {}, article));
      if (channel === this.#shown) this.#reveal(article);
    });
  }

  // One who changes a setting goes on right where they were.
  #stay(control) {
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "nearest" });
  }

  // A question has closed: what is right is what everyone wants to see, from its beginning.
  #close(element, following) {
    rankAnew(element);
    const boards = element.closest(".entries").querySelectorAll(".board");
    if (following && element === [...boards].at(-1) && !element.closest(".channel").hidden) this.#look(element);
  }

  // What changed while this page was not connected.
  #refresh(entry) {
    if (!entry.blocks) return; // what a person said never changes
    const standing = this.#find(entry.id);
    if (standing && Number(standing.dataset.version) !== entry.version) turnInto(standing, entry, this.#press(entry));
  }

  // Take away what was erased while this page wasn't connected. If no one was, the room has only lost its memory, of
  // what was private or of everything, and that stays.
  #drop(entries, erased) {
    const ids = new Set(entries.filter((entry) => erased || !entry.private).map(({ id }) => `entry-${id}`));
    if (!ids.size && !erased) return;
    const gone = erased ? ".entry" : ".entry[id]:not([data-private])";
    for (const article of this.#scroller.querySelectorAll(gone)) {
      if (!ids.has(article.id)) takeAway(article.closest("li"));
    }
  }

  #countUnread({ channel }) {
    if (channel !== this.#shown || document.hidden) this.#actions.unread(channel);
  }

  // One's own lines are shown anyway, once they are answered.
  #countBelow({ channel, by }) {
    if (channel === this.#shown && by?.id !== this.#me.id) countBelow();
  }

  #find(id) {
    return document.getElementById(`entry-${id}`);
  }

  #place(entry, element, old) {
    if (old) return old.replaceWith(element);
    const { list } = this.#lists.get(entry.channel);
    element.classList.toggle("follows", follows(list.lastElementChild?.firstElementChild, element));
    const line = make("li", {}, element);
    list.append(line);
    markDay(line);
    if (list.children.length > this.#kept) this.#trim(list);
  }

  // The server can neither change nor take back what it doesn't have any more. What only this person sees doesn't count.
  #trim(list) {
    const articles = [...list.querySelectorAll(":scope > li > article")];
    for (const isPrivate of [false, true]) {
      const alike = articles.filter((article) => article.classList.contains("private") === isPrivate);
      for (const article of alike.slice(0, Math.max(0, alike.length - this.#kept))) takeAway(article.closest("li"));
    }
  }

  #draw(entry) {
    return drawEntry(entry, this.#me, this.#press(entry), () => this.#actions.dismiss(entry));
  }

  #press(entry) {
    return (id, filled) => this.#actions.press(entry, id, filled, document.activeElement);
  }

  #follows() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const stayed = this.#looksAt !== null && Math.abs(scrollTop - this.#looksAt) < 2;
    return stayed || scrollHeight - scrollTop - clientHeight < NEAR;
  }

  #toEnd() {
    seenBelow();
    this.#looksAt = null;
    this.#scroller.scrollTop = isProjector() ? 0 : this.#scroller.scrollHeight;
  }

  #fits(element) {
    return element.offsetHeight <= this.#scroller.clientHeight - 40;
  }

  // A question that doesn't fit was read before; now it's its answers that count.
  #toAnswers(element) {
    if (this.#fits(element)) return this.#toEnd();
    const answers = element.querySelector(".block-buttons");
    this.#look(answers, answers.offsetHeight > this.#scroller.clientHeight / 2 ? "start" : "end");
    seenBelow();
  }

  #look(element, block = "start") {
    element.scrollIntoView({ block });
    this.#looksAt = this.#scroller.scrollTop;
  }

  /** Bring an entry into view: its end, or its beginning when it does not fit. */
  #reveal(element) {
    this.#looksAt = null;
    if (isProjector()) return this.#toEnd();
    const block = this.#fits(element) ? "nearest" : "start";
    element.scrollIntoView({ block });
    if (element.closest("li") === element.closest("ol").lastElementChild && block === "nearest") this.#toEnd();
    if (block === "nearest" && element.matches(".private")) this.#keepControls(element);
  }

  // On a low window, answers such as “press Start there” mustn't push that button out of sight.
  #keepControls(element) {
    let line = element.closest("li").previousElementSibling;
    while (line?.querySelector(":scope > .private")) line = line.previousElementSibling;
    const board = line?.querySelector(":scope > .board");
    const controls = [...(board?.querySelectorAll(".block-buttons") ?? [])].at(-1);
    if (!controls) return;
    const [top, from] = [this.#scroller, controls].map((each) => each.getBoundingClientRect().top);
    const to = (element.querySelector(".card") ?? element).getBoundingClientRect().top;
    if (from < top && to - from < this.#scroller.clientHeight - LINE) this.#look(controls);
  }
}

// Whether a question takes answers: they stand above its host's controls, which otherwise stand alone.
const isOpen = (element) => element.querySelectorAll(".block-buttons").length > 1;

// One's own result stays at the lower edge while the board above it is looked at.
const isPinned = (element) => getComputedStyle(element.closest("li")).position === "sticky";

// Lines of one person within five minutes stand under one name.
function follows(before, element) {
  const sameOne = element.dataset.by && before?.dataset.by === element.dataset.by;
  return Boolean(sameOne) && element.dataset.at - before.dataset.at < 5 * 60 * 1000;
}
