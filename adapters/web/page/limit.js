// The most that a field can hold.

/** What to tell someone about a field that can't hold any more, or "" while it can. */
export function allThatFits({ value, maxLength }) {
  return maxLength > 0 && value.length >= maxLength ? `That's all that fits here: ${maxLength.toLocaleString()} characters.` : "";
}
