// Text written from right to left within text that isn't, kept from moving what stands around it, as
// bot/language/direction.py does it elsewhere; here by elements, so that what is copied has no invisible characters.

const RIGHT = "\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}";
const BETWEEN = "(?:[\\u200c\\u200d]|[^\\S\\n]|['’.‐_\\-][^\\S\\n]?)";
const HAS_RIGHT = new RegExp(`[${RIGHT}]`, "u");
const WORDS = new RegExp(`[${RIGHT}]+`, "gu");
const LETTERS = new RegExp(`(?:(?![${RIGHT}])\\p{L})+`, "gu");
const RUN = new RegExp(`[${RIGHT}]+(?:${BETWEEN}?[${RIGHT}]+|[0-9]+)*`, "gu");
const RUN_WITH_FIGURES = new RegExp(`(?:[0-9]+\\s)?[${RIGHT}]+(?:${BETWEEN}?[${RIGHT}]+|\\s?[0-9]+)*`, "gu");
const OURS = /[\p{L}\p{N},;:·•|—–/+&]/u;
const AT_THE_ENDS = /^[,;:—– ]+|[,;:—– ]+$/g;
const ASIDE = /[^\S\n]?\([^()]*\)/g;
const MANY = 5; // words in a row from which a text is prose in its language rather than a name in ours

const count = (text, pattern) => (text.match(pattern) ?? []).length;

function isProse(line) {
  const together = Math.max(0, ...(line.replace(ASIDE, "").match(RUN) ?? []).map((run) => count(run, WORDS)));
  return together >= MANY && count(line, WORDS) > 2 * count(line, LETTERS);
}

/** The direction that a paragraph is read in: what an element's `dir` should say, or null where nothing turns. */
export function direction(line) {
  if (!HAS_RIGHT.test(line)) return null;
  return isProse(line) ? "rtl" : "auto";
}

/** A text as nodes, in which what is written from the right stands by itself. line: the paragraph that it is part of. */
export function nodes(text, line = text) {
  if (!HAS_RIGHT.test(text) || isProse(line)) return [text];
  const pattern = count(line, LETTERS) ? RUN : RUN_WITH_FIGURES;
  if (text === line && !OURS.test(line.replace(pattern, "\0").replace(AT_THE_ENDS, ""))) return [text];
  const found = [];
  let done = 0;
  for (const run of text.matchAll(pattern)) {
    const name = document.createElement("bdi");
    name.textContent = run[0];
    found.push(text.slice(done, run.index), name);
    done = run.index + run[0].length;
  }
  return [...found, text.slice(done)].filter((each) => each !== "");
}
