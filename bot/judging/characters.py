"""Normalising characters that different keyboards type for the same thing."""

import re
import unicodedata

from bot.language.text import fold, printable

_APOSTROPHES = "’‘‛ʼʻʹʾʿ`´′＇"
_DASHES = "‐‑‒–—―−﹣－"
_STROKED = {"ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i"}
_SIGNS = {
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "×": "*",
    "⋅": "*",
    "·": "*",
    "÷": "/",
    "⁄": "/",
    "∕": "/",
    "\N{VARIATION SELECTOR-16}": "",
    "\N{SOFT HYPHEN}": "",
    "…": "...",
    "٪": "%",
    "․": ".",
}
_SKIN_TONES = {chr(code): "" for code in range(0x1F3FB, 0x1F400)}
_KATAKANA = {chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)}
_ARABIC = dict(zip("أإآٱةىیک", "ااااهييك", strict=True))
"""Arabic letters that are often written alike, and Persian ones whose keys differ."""

_VOWEL_MARKS = dict.fromkeys(
    map(chr, (0x640, *range(0x64B, 0x653), 0x670, *range(0x591, 0x5BE), *range(0x5BF, 0x5C8))), ""
)
_TYPED_ALIKE = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_DASHES, "-"), **_SIGNS, **_SKIN_TONES}
)
_WRITTEN_ALIKE = str.maketrans({**_STROKED, **_KATAKANA})
_UNVOWELLED = str.maketrans({**_ARABIC, **_VOWEL_MARKS})
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂″", '"'))
_RAISED = re.compile("[⁺⁻]?[⁰¹²³⁴-⁹]+")
_FRACTION = re.compile("(?<=[0-9])(?=[¼-¾⅐-⅞])")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def settle(text: str) -> str:
    """Return a text with quotes, dashes, signs, superscripts and widths normalised; case stays."""
    if text.isascii():
        return text.replace("`", "'").strip()
    text = _FRACTION.sub(" ", _RAISED.sub(lambda raised: f"^{raised[0]}", text))
    # before NFKC, which would turn some apostrophes into a space and an accent; and after it, for what it creates
    text = unicodedata.normalize("NFKC", text.translate(_TYPED_ALIKE).translate(_QUOTES))
    text = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)
    return printable(text).translate(_TYPED_ALIKE).strip()


def even(settled: str) -> str:
    """Return a settled text in lower case and hiragana, without strokes, ligatures, accents and vowel marks."""
    if settled.isascii():
        return settled.lower()
    return fold(fold(settled.translate(_UNVOWELLED)).translate(_WRITTEN_ALIKE))


def accented(settled: str) -> str:
    """Return a settled text in lower case and hiragana; accents stay."""
    return settled.lower() if settled.isascii() else settled.casefold().translate(_WRITTEN_ALIKE)


def spelt_out(settled: str) -> str | None:
    """Return a settled text with umlauts as two letters, as in Mueller; None if it has none."""
    if settled.isascii():
        return None
    lower = unicodedata.normalize("NFC", settled.lower())
    spelt = lower.translate(_UMLAUTS)
    return None if spelt == lower else spelt
