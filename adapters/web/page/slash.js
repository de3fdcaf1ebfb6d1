// Reading a half-typed command line, as the server will read it once it is sent (bot/slash.py). Pure functions.

const TOKEN = /(?:(?<name>[A-Za-z_]+):\s*(?=\S))?(?:"(?<quoted>[^"]*)(?:"|$)|(?<bare>\S+))/dg;
const INTEGER = /^-?[0-9]+$/;

/**
 * What a line is about at its end.
 *
 * line: what stands before the caret. commands: the catalogue. settled: a line whose last value is known to be complete,
 * because it was picked from the suggestions; what follows it belongs to another option.
 *
 * Gives null when it is no command; { typed } while its name is typed; then
 * { command, values, option, typed, start }: the values so far by option, the option that the caret stands in (or null),
 * what is typed of it, and where that starts in the line.
 */
export function readLine(line, commands, settled = "") {
  if (!line.startsWith("/")) return null;
  const head = nameIn(line, commands);
  const typed = head.toLowerCase().replace(/\s+/g, " ");
  if (line.length === head.length + 1) return { typed };
  const command = commands.find((each) => each.name === typed);
  if (!command) return { typed, unknown: true };
  const reading = new Reading(command);
  const offset = head.length + 1;
  const bareName = line.slice(offset).match(/(?:^|\s)([A-Za-z_]+):\s*$/);
  const pending = bareName && command.options.find((each) => each.name === bareName[1].toLowerCase());
  const rest = pending ? line.slice(offset, offset + bareName.index) : line.slice(offset);
  for (const token of rest.matchAll(TOKEN)) reading.take(token, offset);
  if (pending) return { command, values: reading.values, option: pending, typed: "", start: line.length };
  return { command, values: reading.values, ...reading.end(line, line === settled) };
}

// The name of the command as typed: two words where the first is that of a group.
function nameIn(line, commands) {
  const first = line.match(/^\/(\S*)/)[1];
  const isGroup = commands.some((each) => each.name.startsWith(`${first.toLowerCase()} `));
  return isGroup ? line.match(/^\/(\S+\s*\S*)/)[1] : first;
}

class Reading {
  values = {};
  #command;
  #current = null; // the text option that words gather in
  #last = null; // the option of the last token
  #start = 0; // where the last option's value starts in the line
  #open = false; // whether the last token may still grow over the next space

  constructor(command) {
    this.#command = command;
  }

  #free(kind) {
    return this.#command.options.find((each) => each.kind === kind && !(each.name in this.values)) ?? null;
  }

  take(token, offset) {
    const { name, quoted, bare } = token.groups;
    const named = name && this.#command.options.find((each) => each.name === name.toLowerCase());
    const [from] = (quoted === undefined ? token.indices.groups.bare : token.indices.groups.quoted) ?? [token.index];
    const at = offset + from - (quoted === undefined ? 0 : 1);
    if (named) {
      this.#put(named, quoted ?? bare, at);
      this.#current = quoted === undefined && named.kind === "text" ? named : null;
      this.#open = this.#current !== null;
      return;
    }
    const isQuoted = quoted !== undefined && !name;
    const word = isQuoted ? quoted : token[0];
    const number = this.#free("integer");
    if (number && INTEGER.test(word)) {
      this.#put(number, word, at);
      this.#open = false;
      return;
    }
    const free = this.#free("text");
    if (!this.#current || (isQuoted && free)) this.#current = free ?? this.#lastText();
    if (!this.#current) {
      this.#last = null;
      return;
    }
    const { name: into } = this.#current;
    if (into in this.values) this.values[into] += ` ${word}`;
    else this.#put(this.#current, word, at);
    this.#last = this.#current;
    this.#open = !isQuoted;
    if (isQuoted) this.#current = null;
  }

  #put(option, value, at) {
    this.values[option.name] = value;
    this.#last = option;
    this.#start = at;
  }

  #lastText() {
    const texts = Object.keys(this.values).filter((name) => this.#named(name).kind === "text");
    return texts.length ? this.#named(texts.at(-1)) : null;
  }

  #named(name) {
    return this.#command.options.find((each) => each.name === name);
  }

  end(line, settled) {
    const spaced = /\s$/.test(line) && (line.match(/"/g)?.length ?? 0) % 2 === 0;
    if (this.#last && !settled && (!spaced || this.#open)) {
      const typed = this.values[this.#last.name] + (spaced ? " " : "");
      return { option: this.#last, typed, start: this.#start };
    }
    const next = this.#command.options.find((each) => !(each.name in this.values)) ?? null;
    return { option: next, typed: "", start: line.length };
  }
}

/** A value as it must be typed so that it is read back whole. */
export function quote(value, command) {
  const hasNumbers = command.options.some((each) => each.kind === "integer");
  const splits = hasNumbers && value.split(/\s+/).some((word) => INTEGER.test(word));
  const names = command.options.some((each) => new RegExp(`(^|\\s)${each.name}:`, "i").test(value));
  return (splits || names) && !value.includes('"') ? `"${value}"` : value;
}
