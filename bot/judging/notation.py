"""Equivalent notations: signs and their names, powers, Greek letters and their names."""

import re
import unicodedata

from bot.judging import number_words

_GREEK_AS_TEXT = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi
psi omega
"""
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK_AS_TEXT.split(), strict=True))
_NAMES = "|".join(_GREEK.values())
_BY_ITSELF = re.compile(r"(?<![Ͱ-Ͽἀ-῿])[α-ω](?![Ͱ-Ͽἀ-῿])")
_SIGNS = {"√": " sqrt ", "∞": " infinity "}
_SIGN = re.compile("[√∞]")

_SIGNS_AS_TEXT = "squared square cubed times root plus minus equals x control command"
WORDS_FOR_SIGNS = frozenset({*_SIGNS_AS_TEXT.split(), *_GREEK.values()})
"""English words for signs, powers and keys."""

_TELLING = re.compile(
    r"[^\x00-\x7f]|\*\*|\^\d?[-+]|=<|=>|<>|\+\s*/?\s*-|\d\s*x\s*\d"
    r"|\bsquared?\b|\bcubed\b|\btimes\b|\broot\b|\bor minus\b|\w equals \w|=.*/"
)
_NUMBER = rf"(?:\d+|{'|'.join(number_words.SMALL)})"
_ALIKE = (
    (re.compile(r"\^(?=\d?[-+](?!\s*[\w(]))"), " "),  # the charge of an ion
    (re.compile(r"(?<=[\w)])\s?\*\*\s?(?=[\w(-])"), "^"),
    (re.compile(r"(?<=\w) equals (?=\w)"), "="),
    (re.compile(r"=<"), "<="),
    (re.compile(r"<>"), "!="),
    (re.compile(rf"(?:\+\s*/?\s*-|\bplus or minus\b|±)\s*(?=\.?{_NUMBER})"), "±"),
    (re.compile(r"(?<=\d)(?<!\b0)\s*x\s*(?=\d)"), "*"),
    (re.compile(rf"\b({_NUMBER}) times (?={_NUMBER}\b)"), r"\1*"),
    (re.compile(rf"\b(?:the )?square root of\b|\broot (?={_NUMBER}\b)"), " sqrt "),
    (re.compile(r"(?<=\w)\s*=>\s*(?=-?\d)"), ">="),
    (re.compile(rf"\b(\d+|[a-z]|{_NAMES})[ -]squared\b|\b({_NAMES})[ -]square\b"), r"\1\2^2"),
    (re.compile(rf"\b(\d+|[a-z]|{_NAMES})[ -]cubed\b"), r"\1^3"),
)


_DIVIDED = re.compile(r"(?<=[\w)])\s*/\s*(?=[\w(])")
"""The slash of a fraction, which counts in an equation; that of and/or says nothing."""


def plainly(text: str) -> str:
    """Return a folded text with signs, powers and Greek letters written in one way: x^2, sqrt 2, lambda."""
    if not _TELLING.search(text):
        return text
    if not text.isascii():
        text = _BY_ITSELF.sub(_named, _SIGN.sub(lambda sign: _SIGNS[sign[0]], text))
    if "=" in text:
        text = _DIVIDED.sub("÷", text)
    for pattern, plain in _ALIKE:
        text = pattern.sub(plain, text)
    return text


def _named(letter: re.Match[str]) -> str:
    """Return the name of a Greek letter, separated by spaces from adjacent letters."""
    before, after = letter.string[: letter.start()][-1:], letter.string[letter.end() :][:1]
    return " " * _is_letter(before) + _GREEK[letter[0]] + " " * _is_letter(after)


def _is_letter(character: str) -> bool:
    return character != "" and unicodedata.category(character)[0] in {"L", "N"}
