// The message box: commands are offered as one types, then their options and values (the ARIA combobox pattern).

import { icon, make } from "/static/dom.js";
import { Hold } from "/static/hold.js";
import { allThatFits } from "/static/limit.js";
import { commandOf } from "/static/slash.js";
import { tab } from "/static/storage.js";

const PAUSE = 70; // milliseconds without a key before the server is asked how it reads the line
const REMEMBERED = 50;
const DRAFT = "versed-draft"; // what stands in the box, for after a reload

const byId = (id) => document.getElementById(id);

/** send(line) → true when it went out. read(line, settled) → how the server reads a half-typed line, or null. */
export class Composer {
  #input = byId("line");
  #helper = byId("helper");
  #hint = byId("hint");
  #list = byId("suggestions");
  #hold = new Hold(this.#helper);
  #send;
  #read;
  #commands = [];
  #items = [];
  #active = -1;
  #settled = "";
  #asked = 0;
  #about = null; // the command whose options are shown
  #timer = 0;
  #past = [];
  #pastAt = 0;
  #draft = ""; // what stood in the box before one went back

  constructor({ send, read }) {
    this.#send = send;
    this.#read = read;
    byId("send").append(icon("send"));
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#input.value = tab.get(DRAFT) ?? "";
    this.#input.addEventListener("input", () => {
      tab.set(DRAFT, this.#input.value);
      this.#update();
    });
    this.#input.addEventListener("click", () => this.#update());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => this.#close());
    // The box keeps the focus while a suggestion is clicked or touched.
    this.#helper.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#helper.addEventListener("mousedown", (event) => event.preventDefault());
  }

  welcome({ commands }) {
    this.#commands = commands;
  }

  setChannel({ name }) {
    this.#input.placeholder = `Ask in ${name}, or type /`;
  }

  /** Forget the lines that the last person typed: another one takes this tab over. */
  clear() {
    this.#fill("");
    this.#past = [];
    this.#pastAt = 0;
  }

  focus() {
    // On a touch screen this would open the keyboard over what is being read.
    if (matchMedia("(hover: hover)").matches) this.#input.focus();
  }

  /** Put a line back that did not go through, marked so that typing replaces it; not over something that is being typed. */
  restore(line) {
    if (this.#input.value) return;
    this.#fill(line);
    this.#input.select();
  }

  /** Take a line out again that has been dealt with in another way. */
  discard(line) {
    if (this.#input.value === line) this.#fill("");
  }

  #fill(line) {
    this.#input.value = line;
    tab.set(DRAFT, line);
  }

  #submit() {
    const line = this.#input.value.trim();
    this.#close();
    if (!line || !this.#send(line)) return;
    if (this.#past.at(-1) !== line) this.#past.push(line);
    this.#past.splice(0, this.#past.length - REMEMBERED);
    this.#pastAt = this.#past.length;
    this.#fill("");
    this.#settled = "";
  }

  #key(event) {
    const open = this.#items.length > 0;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (arrow && open) this.#move(arrow);
    else if (arrow) this.#recall(arrow);
    else if (event.key === "Tab" && !event.shiftKey && open) this.#accept(Math.max(this.#active, 0));
    else if (event.key === "Enter" && this.#active >= 0) this.#accept(this.#active);
    else if (event.key === "Escape" && !this.#helper.hidden) this.#close();
    else return;
    event.preventDefault();
  }

  #recall(step) {
    const at = Math.min(Math.max(this.#pastAt + step, 0), this.#past.length);
    if (at === this.#pastAt) return;
    if (this.#pastAt === this.#past.length) this.#draft = this.#input.value;
    this.#pastAt = at;
    this.#fill(this.#past[at] ?? this.#draft);
    this.#input.setSelectionRange(this.#input.value.length, this.#input.value.length);
  }

  #move(step) {
    const count = this.#items.length;
    // From no choice, down goes to the first and up to the last.
    this.#mark(this.#active < 0 ? (step > 0 ? 0 : count - 1) : (this.#active + step + count) % count);
  }

  #mark(index) {
    this.#active = index;
    for (const [at, line] of [...this.#list.children].entries()) {
      line.ariaSelected = String(at === index);
      if (at === index) line.scrollIntoView({ block: "nearest" });
    }
    if (index >= 0) this.#input.setAttribute("aria-activedescendant", `suggestion-${index}`);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #accept(index) {
    const { line, settles } = this.#items[index];
    const rest = this.#input.value.slice(this.#input.selectionStart).trimStart();
    this.#fill(line + rest);
    this.#input.setSelectionRange(line.length, line.length);
    this.#settled = settles ? line : "";
    this.#input.focus();
    this.#update();
  }

  #update() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const line = this.#input.value.slice(0, this.#input.selectionStart);
    const at = commandOf(line, this.#commands);
    const full = allThatFits(this.#input);
    if (full) this.#show([], make("span", {}, full));
    else if (!at) this.#close();
    else if (!at.command) this.#offerCommands(at);
    else this.#offerValues(line, at.command);
  }

  #offerCommands({ typed, unknown }) {
    const starting = this.#commands.filter((command) => command.name.startsWith(typed));
    const others = this.#commands.filter((command) => !starting.includes(command) && command.name.includes(typed));
    const found = [...starting, ...others];
    const items = found.map((command) => ({
      line: `/${command.name} `,
      label: `/${command.name}`,
      hints: command.options,
      detail: command.summary,
    }));
    if (unknown || !found.length) return this.#show([], make("span", {}, `There's no command /${typed}; Enter finds the nearest.`));
    // Enter sends a command that is spelt out, and otherwise takes the first that fits.
    const isWhole = found.some((command) => command.name === typed && !command.options.some((each) => each.required));
    this.#show(items, make("span", {}, "Commands"), isWhole ? -1 : 0);
  }

  #offerValues(line, command) {
    // What was offered for the last key stays until the next answer, if it goes on from what is typed now.
    const lower = line.toLowerCase();
    const fitting = this.#items.filter((item) => item.settles && item.line.toLowerCase().startsWith(lower));
    if (this.#about !== command) this.#show([], optionHint(command, command.options[0], []));
    else this.#show(fitting, this.#hint.firstChild);
    this.#about = command;
    const asked = this.#asked;
    this.#timer = setTimeout(async () => {
      const settled = line === this.#settled;
      const reading = await this.#read(line, settled);
      await new Promise((released) => this.#hold.then(released));
      // Another key was pressed meanwhile: that one's answer counts.
      if (asked !== this.#asked || !reading) return;
      const option = command.options.find((each) => each.name === reading.option);
      const values = reading.suggestions.map((each) => ({ ...each, settles: true }));
      const names = settled ? nextOptions(line, command, reading.given) : [];
      this.#show([...values, ...names], optionHint(command, option, reading.given));
      this.#about = command;
    }, PAUSE);
  }

  #show(items, hint, active = -1) {
    this.#items = items;
    this.#hint.replaceChildren(hint);
    this.#list.replaceChildren(...items.map((item, index) => this.#drawItem(item, index)));
    this.#list.hidden = items.length === 0;
    this.#helper.hidden = false;
    this.#about = null;
    this.#input.ariaExpanded = String(items.length > 0);
    this.#mark(active);
  }

  #drawItem({ label, hints = [], detail = "" }, index) {
    const line = make(
      "li",
      { role: "option", id: `suggestion-${index}`, "aria-selected": "false" },
      make("span", { class: "label" }, label),
      ...hints.map((option) => make("span", { class: "chip" }, option.name)),
      detail ? make("span", { class: "detail" }, detail) : null,
    );
    line.addEventListener("click", () => this.#accept(index));
    return line;
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#items = [];
    this.#helper.hidden = true;
    this.#list.replaceChildren();
    this.#input.ariaExpanded = "false";
    this.#mark(-1);
  }
}

// The command with its options, which of them are given, and what the one being typed is for.
function optionHint(command, option, given) {
  const chips = command.options.map((each) => {
    const state = each === option ? "chip current" : given.includes(each.name) ? "chip given" : "chip";
    return make("span", { class: state }, each.name);
  });
  const about = option ? describe(option) : command.options.length ? "Ready: press Enter" : `${command.summary}: press Enter`;
  return make("span", {}, make("b", {}, `/${command.name}`), ...chips, make("span", { class: "about" }, about));
}

function describe(option) {
  const range = option.kind === "integer" ? `, ${option.minimum} to ${option.maximum}` : "";
  return `${option.summary}${range}${option.required ? "" : " (optional)"}`;
}

// After a value that is complete: the options that could follow, by name.
function nextOptions(line, command, given) {
  return command.options
    .filter((option) => !given.includes(option.name))
    .map((option) => ({ line: `${line}${option.name}:`, label: `${option.name}:`, detail: describe(option) }));
}
