"""Options with a letter or a Roman numeral before each: how they're told from text, and which is right. Pure."""

import re
from dataclasses import dataclass

_OPTION = re.compile(r"^\s*(?:[-+*]\s+)?(\*)?\(?([A-Za-z]|[ivxIVX]{1,5})\s*(?:\)\s*|\.\s+)(\*\s*)?(\S.*)$")
"""A star before the letter, or before what the option says, marks it as right."""

_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_LIST = re.compile(r"(?:[A-Z]|[IVX]{1,5})(?:\s*(?:[,;&/+]|AND|\s)\s*(?:[A-Z]|[IVX]{1,5}))*[.)]?\s*")
_TOGETHER = re.compile(r"[A-H]{2,6}")
_INLINE = re.compile(r"(?<=\S)\s+\(?([A-Ha-h])\)\s+(?=\S)")
"""A letter before an option on the line of its question: “Who? A) Ana B) Ben”."""

_LABELS = re.compile(r"\b(?:[IVX]{1,5}|[A-Z])\b")


@dataclass(frozen=True, slots=True)
class Lettered:
    """An option.

    Args:
        label: its letter or its numeral, in capitals.
        text: what it says.
        starred: whether it's marked as right.
    """

    label: str
    text: str
    starred: bool = False


def option_in(line: str) -> Lettered | None:
    """Return the option that a line is, by itself; None if it's none."""
    found = _OPTION.match(line)
    return Lettered(found[2].upper(), found[4].strip(), bool(found[1] or found[3])) if found else None


def is_next(label: str, before: list[str]) -> bool:
    """Return whether a label is that of the next option; a sentence may begin with a letter, too.

    Args:
        label: in capitals.
        before: those of the options before it.
    """
    place = len(before)
    is_roman = before[:1] == ["I"] or (not before and label == "I")
    labels = _NUMERALS if is_roman else _LETTERS
    return place < len(labels) and label == labels[place]


def says_labels(answer: str) -> bool:
    """Return whether an answer consists of labels of options, or begins with one: B; A, C; AC; iii; B) Rome."""
    said = answer.strip().upper()
    return bool(_LIST.fullmatch(said) or _TOGETHER.fullmatch(answer.strip()) or option_in(answer))


def labels_in(answer: str) -> list[str]:
    """Return the labels of the options that an answer names; what stands after “B)” is what the option says."""
    if found := option_in(answer):
        return [found.label]
    together = _TOGETHER.fullmatch(answer.strip())
    return list(answer.strip()) if together else _LABELS.findall(answer.upper())


def spread(line: str) -> list[str]:
    """Return a question with its options on the same line as a line each; any other line alone."""
    parts = _INLINE.split(line)
    asked, labels, options = parts[0], parts[1::2], parts[2::2]
    if (
        len(labels) < 2
        or "".join(labels).upper() != _LETTERS[: len(labels)]
        or not asked.rstrip().endswith((":", "?"))
    ):
        return [line]
    return [asked, *(f"{label.upper()}) {option}" for label, option in zip(labels, options, strict=True))]
