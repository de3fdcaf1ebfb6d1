"""Recognise options with a letter or Roman numeral before each, and answers that name them. Pure."""

import re
from dataclasses import dataclass

_OPTION = re.compile(
    r"^\s*(?:[-+*]\s+)?([*✓✔✅☑]\ufe0f?\s*)?[(（]?([A-Za-z]|[ivxIVX]{1,5})\s*(?:[)）．、]\s*|\.\s+)"
    r"(?:(\*(?!\*)|[✓✔✅☑]\ufe0f?)\s*)?(\S.*)$"
)
"""An option; a star or tick before its letter or before its text marks it as right."""

_TICKED = re.compile(
    r"(.*?\S)\s*\*{0,2}(?:([✓✔✅☑]\ufe0f?|\((?:correct|right|richtig|correcte?|correcta)(?: answer)?\)|"
    r"(?:<?[-=]+|←|⬅)\s*\*{0,2}(?:correct|right)(?: answer)?)|[✗✘❌])\*{0,2}\s*",
    re.IGNORECASE,
)
"""An option with a tick or a cross after its text."""

_LONGEST = 400
"""Longer options aren't searched for ticks: no pack can hold them, and the search would get slow."""

_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_LIST = re.compile(r"(?:[A-Z]|[IVX]{1,5})(?:\s*(?:[,;&/+]|AND|\s)\s*(?:[A-Z]|[IVX]{1,5}))*[.)]?\s*")
_TOGETHER = re.compile(r"[A-H]{2,6}")
_INLINE = re.compile(r"(?<=\S)\s+\(?([A-Ha-h])\)\s+(?=\S)")
"""The letter of an option on the same line as its question: “Who? A) Ana B) Ben”."""

_ANSWERED = re.compile(r"^(.*\S)\s+[(*]*([^\W\d_]+(?: [^\W\d_]+)?\s?[:：]\s*\(?[A-Ha-h]\)?)[)*.]*$")
"""An answer behind the options on the same line: “… B) Ben Answer: B”."""

_LABELS = re.compile(r"\b(?:[IVX]{1,5}|[A-Z])\b")


@dataclass(frozen=True, slots=True)
class Lettered:
    """An option with a label.

    Args:
        label: its letter or numeral, in capitals.
        text: the text of the option.
        starred: whether it's marked as right.
    """

    label: str
    text: str
    starred: bool = False


def option_in(line: str) -> Lettered | None:
    """Parse a line as an option; return None if it isn't one."""
    found = _OPTION.match(line)
    if found is None:
        return None
    ticked = _TICKED.fullmatch(found[4]) if len(found[4]) <= _LONGEST else None
    is_right = found[1] or found[3] or (ticked and ticked[2])
    return Lettered(found[2].upper(), (ticked[1] if ticked else found[4]).strip(), bool(is_right))


def is_next(label: str, before: list[str]) -> bool:
    """Return whether a label continues a list of options; otherwise, it may be the beginning of a sentence.

    Args:
        label: the label, in capitals.
        before: the labels of the options before it.
    """
    place = len(before)
    is_roman = before[:1] == ["I"] or (not before and label == "I")
    labels = _NUMERALS if is_roman else _LETTERS
    return place < len(labels) and label == labels[place]


def says_labels(answer: str) -> bool:
    """Return whether an answer consists of option labels or begins with one: B; A, C; AC; iii; B) Rome."""
    labels_text = answer.strip().upper()
    return bool(_LIST.fullmatch(labels_text) or _TOGETHER.fullmatch(answer.strip()) or option_in(answer))


def labels_in(answer: str) -> list[str]:
    """Return the labels of the options that an answer names; the text after “B)” repeats the option."""
    if found := option_in(answer):
        return [found.label]
    together = _TOGETHER.fullmatch(answer.strip())
    return list(answer.strip()) if together else _LABELS.findall(answer.upper())


def spread(line: str) -> list[str]:
    """Split a line with a question and its options, maybe with its answer, into separate lines.

    Any other line is returned unchanged.
    """
    answered = _ANSWERED.match(line) if len(line) <= _LONGEST else None
    asked, said = (answered[1], [answered[2]]) if answered else (line, [])
    parts = _INLINE.split(asked)
    prompt, labels, options = parts[0], parts[1::2], parts[2::2]
    if (
        len(labels) < 2
        or "".join(labels).upper() != _LETTERS[: len(labels)]
        or not prompt.rstrip().endswith((":", "?"))
    ):
        return [line]
    return [prompt, *(f"{label.upper()}) {option}" for label, option in zip(labels, options, strict=True)), *said]
