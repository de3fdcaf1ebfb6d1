"""Direction: isolate right-to-left text within left-to-right text, so that it doesn't reorder what's around it.

“1. محمد — 850” would show the rank and the points on the wrong sides of the name: by the Unicode Bidirectional
Algorithm (https://www.unicode.org/reports/tr9/), digits and dashes take the direction of the letters beside them. An
isolate prevents that.
"""

import re
from collections.abc import Sequence

ISOLATE, RIGHT_TO_LEFT, END = "\u2068", "\u2067", "\u2069"
"""First strong isolate, right-to-left isolate, pop directional isolate."""

_ISOLATES = (ISOLATE, RIGHT_TO_LEFT, END)

_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""Hebrew, Arabic, Syriac, Thaana, N'Ko … with their marks, signs and digits."""

_HAS_RIGHT = re.compile(f"[{_RIGHT}]")
_WORDS = re.compile(f"[{_RIGHT}]+")
_BETWEEN = r"(?:[\u200c\u200d]|[^\S\n]|['’.‐_-][^\S\n]?)"
_RUN = re.compile(f"[{_RIGHT}]+(?:{_BETWEEN}?[{_RIGHT}]+|[0-9]+)*")
_RUN_WITH_FIGURES = re.compile(f"(?:[0-9]+\\s)?[{_RIGHT}]+(?:{_BETWEEN}?[{_RIGHT}]+|\\s?[0-9]+)*")
_LEFT = re.compile(f"[^\\W\\d_{_RIGHT}]+")
_FOREIGN = re.compile(f"{_LEFT.pattern}(?:[^\\S\n]?(?:{_LEFT.pattern}|[0-9]+))*")
_OURS = re.compile(r"[^\W_]|[,;:·•|—–/+&]")
"""Characters that show that a line is ours, with names in it: letters, digits, and list punctuation."""

_AT_THE_ENDS = ",;:—– "
_ADDRESS = re.compile(r"https?://\S+")
_ASIDE = re.compile(r"[^\S\n]?\([^()]*\)")
_MANY = 5
"""Minimum number of consecutive right-to-left words for a line to be prose, rather than ours with a name in it."""


def isolate(text: str) -> str:
    """Return a text with its right-to-left parts isolated, line by line.

    A line that's right-to-left as a whole stays unchanged, because platforms show it correctly by themselves.
    """
    if text.isascii() or not _HAS_RIGHT.search(text):
        return text
    return "\n".join(isolate_parts([line])[0] for line in text.split("\n"))


def isolate_parts(parts: Sequence[str]) -> list[str]:
    """Return the parts of one paragraph, such as spans in different styles, with right-to-left text isolated."""
    line = "".join(parts)
    if line.isascii() or any(mark in line for mark in _ISOLATES) or not (first := _HAS_RIGHT.search(line)):
        return list(parts)
    isolated: list[str] = []
    marks = _marks(line, first.start())
    start = 0
    for part in parts:
        end = start + len(part)
        # An opening mark comes before a character of this part, a closing one after a character of it.
        inner = [
            (at - start, mark) for at, mark in marks if (start < at <= end if mark == END else start <= at < end)
        ]
        isolated.append(_with(part, inner))
        start = end
    return isolated


def reads_from_the_right(line: str) -> bool:
    """Return whether a line as a whole is read from right to left."""
    first = _HAS_RIGHT.search(line)
    return first is not None and not any(mark == ISOLATE for _, mark in _marks(line, first.start()))


def segments(line: str, *, from_the_right: bool) -> list[tuple[str, bool]]:
    """Split a line into pieces of a single direction, each with whether it's read from right to left.

    Args:
        line: the line.
        from_the_right: whether its paragraph is read from right to left.
    """
    pieces: list[tuple[str, bool]] = []
    done = 0
    for run in (_FOREIGN if from_the_right else _RUN).finditer(line):
        pieces += ((line[done : run.start()], from_the_right), (run[0], not from_the_right))
        done = run.end()
    return [piece for piece in (*pieces, (line[done:], from_the_right)) if piece[0]]


def _with(text: str, marks: Sequence[tuple[int, str]]) -> str:
    """Insert marks into a text, each at its position; the marks are in order."""
    pieces: list[str] = []
    done = 0
    for at, mark in marks:
        pieces += (text[done:at], mark)
        done = at
    return "".join([*pieces, text[done:]])


def _marks(line: str, first: int) -> list[tuple[int, str]]:
    """Return the marks to insert into a line, with their positions.

    Args:
        line: the line.
        first: the position of the first right-to-left character.
    """
    letters = _LEFT.findall(_ADDRESS.sub("", line))
    if _is_prose(line, len(letters)):
        begins_left = _LEFT.search(line, 0, first) is not None
        return [(0, RIGHT_TO_LEFT), (len(line), END)] if begins_left else []
    pattern = _RUN if letters else _RUN_WITH_FIGURES
    if not _OURS.search(pattern.sub("\0", line).strip(_AT_THE_ENDS)):
        return []
    return [mark for run in pattern.finditer(line) for mark in ((run.start(), ISOLATE), (run.end(), END))]


def _is_prose(line: str, others: int) -> bool:
    """Return whether a line is right-to-left prose, perhaps with a few foreign words.

    Args:
        line: the line.
        others: the number of its left-to-right words.
    """
    if len(_WORDS.findall(line)) <= 2 * others:
        return False
    return any(len(_WORDS.findall(run)) >= _MANY for run in _RUN.findall(_ASIDE.sub("", line)))
