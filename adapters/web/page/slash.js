// The command that a half-typed line names. How the rest of it is read, the server says: it knows all names and forms.

const SLASH = /^[/／⁄∕]/;

/** Whether a line is a command. */
export function isCommand(line) {
  return SLASH.test(line);
}

/**
 * What a line says of its command: null when it is none; { typed } while the name is being typed, with `unknown` when it
 * goes on after a name that there is not; then { command }.
 *
 * line: what stands before the caret. commands: the catalogue.
 */
export function commandOf(line, commands) {
  if (!isCommand(line)) return null;
  const rest = line.slice(1);
  const first = rest.match(/^\S*/)[0];
  const isGroup = commands.some((each) => each.name.startsWith(`${first.toLowerCase()} `));
  const head = isGroup ? rest.match(/^\S+\s*\S*/)[0] : first;
  const typed = head.toLowerCase().replace(/\s+/g, " ");
  if (rest.length === head.length) return { typed };
  const command = commands.find((each) => each.name === typed);
  return command ? { command } : { typed, unknown: true };
}
