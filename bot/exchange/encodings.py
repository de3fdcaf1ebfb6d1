"""Guess the encoding of a text that isn't Unicode, as spreadsheet programs save it in many countries. Pure."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

USUAL = "cp1252"

NAMES = {
    USUAL: "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "mac_roman": "Mac Roman",
    "cp932": "Shift JIS",
    "gb18030": "GB 18030",
}
"""The possible encodings, and what people call them. Among equals, the first one is chosen."""

_SAMPLED = 50_000
_MOST_CHARACTERS = 2000
_MARGIN = 0.3
"""How much better per character another encoding has to be, as the usual one is by far the likeliest."""

_WITHIN = frozenset("’'´`-\u00ad·")
"""Signs that may stand between letters."""

_COMMON = frozenset("’‘“”„«»–—…•€£§°©®™½¼²³×·→≤≥")
"""Signs that people often write."""

_SELDOM = frozenset("ðþýÐÞÝđţĐŢ")
"""Letters of Icelandic, and what other encodings have in their place; they say little."""

_NOT_TURKISH = frozenset("áíúóæøåãõàèìùñÁÍÚÓÆØÅÃÕÀÈÌÙÑ")

_WIDE = frozenset(("CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "IDEOGRAPHIC"))


def guessed(raw: bytes) -> str:
    """Return the likeliest encoding of a text that isn't UTF-8.

    Args:
        raw: the text's bytes.
    """
    lines = b"\n".join(line for line in raw[:_SAMPLED].replace(b"\r", b"\n").split(b"\n") if not line.isascii())
    scores = {name: score for name in NAMES if (score := _score(lines, name)) is not None}
    best = max(scores, key=lambda name: scores[name], default=USUAL)
    return best if scores.get(best, 0) > scores.get(USUAL, -1) + _MARGIN else USUAL


def _score(raw: bytes, encoding: str) -> float | None:
    """Return how natural a text reads in an encoding, from -1 to 1; None if it isn't in that encoding."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    points = [*islice(_points(f" {text} "), _MOST_CHARACTERS)]
    if encoding == "cp1254" and not _NOT_TURKISH.isdisjoint(text):
        return None
    return sum(points) / len(points) if points else None


def _points(text: str) -> Iterator[float]:
    """Yield a point for each character that reads naturally beside its neighbours, or a negative one."""
    for place in range(1, len(text) - 1):
        before, character, after = text[place - 1], text[place], text[place + 1]
        if character.isascii():
            continue
        if not character.isalpha():
            joins = before.isalpha() and after.isalpha() and character not in _WITHIN
            is_odd = joins or unicodedata.category(character).startswith("C")
            is_common = character in _COMMON or (character in "¡¿" and after.isupper())
            yield -1 if is_odd else 1 if is_common else 0
            continue
        beside = [each for each in (before, after) if each.isalpha()]
        script = _script(character)
        is_mixed = any(_script(each) != script for each in beside) or (character.isupper() and before.islower())
        is_accented = script == "LATIN" and len(beside) == 2 and not any(map(str.isascii, beside))
        if is_mixed or is_accented or script == "HALFWIDTH":
            yield -1
        else:
            yield 1 if script == "CJK" or (beside and character not in _SELDOM) else 0


@lru_cache(4096)
def _script(character: str) -> str:
    """Return the script of a letter, with those of Chinese and Japanese as one."""
    script = unicodedata.name(character, "").split(" ")[0].split("-")[0]
    return "CJK" if script in _WIDE else script
