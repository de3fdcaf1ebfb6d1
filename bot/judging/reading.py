"""Normalising a text for comparison: its words, its numbers and the punctuation that carries meaning."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.judging import number_words, roman
from bot.judging.characters import accented, even, settle
from bot.judging.notation import WORDS_FOR_SIGNS, plainly

ARTICLES = {
    "en": frozenset({"a", "an", "the"}),
    "de": frozenset({"der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines"}),
    "es": frozenset({"el", "la", "lo", "los", "las", "un", "una", "unos", "unas"}),
    "fr": frozenset({"le", "la", "les", "un", "une", "des"}),
    "it": frozenset({"il", "lo", "la", "i", "gli", "le", "un", "uno", "una"}),
    "nl": frozenset({"de", "het", "een"}),
    "pt": frozenset({"o", "a", "os", "as", "um", "uma", "uns", "umas"}),
}
"""For each language that's known, its articles, folded."""

_ELIDED = {
    "fr": re.compile(r"\W*(?:de )?l'(?=\w)"),
    "it": re.compile(r"\W*(?:l|un|gl|dell)'(?=\w)"),
    "ca": re.compile(r"\W*l'(?=\w)"),
}
"""Articles that are contracted before a vowel: l'eau."""

NAMED_BY_A_LETTER = frozenset({"flat", "levels", "major", "minor", "sharp", "team"})
"""Words before which A is a letter rather than an article: A minor, A levels."""

_TOKEN = re.compile(
    r"""
      [^\W\d_]+                              # a word
    | \.?\d+(?:[.,]\d+)*                     # a number
    | (?<![\w)])-(?=[$€£¥₹]?\.?\d)                 # the minus of -5
    | -(?=>) | (?<=<)- | (?<=\^)-            # arrows and powers
    | (?<!\S)--(?=\w) | (?<!\S)-(?=\w\b)     # --force, -v
    | (?<=\b\w)-$ | (?<=\b\w\w)-$            # A-, Na-
    | (?<!\S)\.\.(?!\S)                      # the folder above
    | \.+(?=/) | (?<!\w)/(?!\s) | /(?![\w\s])  # paths; the slash of and/or says nothing
    | (?<!\w):: | ::(?=\d)                   # addresses
    | !(?==) | \?(?=\.\w)                   # != and wildcards
    | [+<>=*^|\\@%$&] | \#(?!\d) | ~(?!\s*\d)
    | [^\x00-\x7f]                           # anything else may be a sign, an emoji, or part of a letter
    """,
    re.VERBOSE,
)
_WITHIN_WORDS = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])|'")
_PLUS_SIGN = re.compile(r"(?<![\w+)])(?<!\b(?:utc|gmt)\s)\+(?=\.?\d)")
_AND = re.compile(r"(?<=[\w.])\s*&\s*(?=\w)")
_EMPHASIS = re.compile(r"\s*([*_~']{1,3}|\|\|)(?=\S)(.*\w.*)(?<=\S)\1\s*", re.DOTALL)
_FIRST_WORD = re.compile(r"\W*?([^\W\d_]+)\s+(?=[\w\"'(.])\W*(\w+)")
_INNER_WORD = re.compile(r"\s([^\W\d_]+)(?=\s\w)")
_QUOTED = re.compile(r"(['\"])(.+)\1")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ROMAN = re.compile(r"(?=[xvi]{2}|i$)x{0,3}(?:ix|iv|v?i{0,3})")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd"})
_NUMBERING = frozenset({"no", "nr", "number", "version"})
"""Words that only announce a number: No. 5."""

_LABELS_AS_TEXT = "code error http page port room squawk status year"
_LABELS = frozenset(_LABELS_AS_TEXT.split())
"""Words in front that say what the number is: port 443."""

_CITED = {
    "art": "article", "ch": "chapter", "chap": "chapter", "fig": "figure", "op": "opus", "para": "paragraph",
    "reg": "regulation", "rwy": "runway", "sec": "section", "sect": "section", "vol": "volume",
}  # fmt: skip
"""Words that are often abbreviated before a number."""

_PERCENT = frozenset({"percent", "pct", "prozent", "procent"})

_PLAIN = re.compile(r"[a-z]+(?: +[a-z]+)*")
_EXACTLY = "|".join((*number_words.SMALL, *number_words.ORDINALS, *WORDS_FOR_SIGNS))
_OTHERWISE = re.compile(rf"\b(?:(?:an?|the|[xvi]+|{_EXACTLY})\b|{'|'.join(number_words.LARGE)}|twenty)")
"""English words that may be converted, such as number words; most names contain none of them."""


class Reading(NamedTuple):
    """A text normalised for comparison.

    Args:
        tokens: its words, numbers and marks, in order, without articles.
        line: the tokens joined by spaces.
        joined: the tokens joined without spaces.
        numbers: the tokens that are numbers.
        marks: the tokens that are neither words nor numbers.
    """

    tokens: tuple[str, ...]
    line: str
    joined: str
    numbers: tuple[str, ...]
    marks: tuple[str, ...]


def read(text: str, language: str = "en") -> Reading:
    """Normalise a text for comparison.

    Args:
        text: the text.
        language: the text's language, such as "en" or "pt-BR".
    """
    settled = settle(text)
    if not settled.isascii():
        settled = number_words.as_digits(settled.lower(), language)  # before fünf loses its umlaut
    return _reading(_tokens(even(settled), language))


def read_without_small_words(text: str, language: str = "en") -> Reading:
    """Normalise a text for comparison, without any articles and without the “and” of an ampersand.

    Args:
        text: the text; only lower-case articles within it are removed, so that Vitamin A keeps its A.
        language: the text's language, such as "en" or "pt-BR".
    """
    settled = _AND.sub(" ", settle(text))
    articles = ARTICLES.get(language[:2])
    if articles is not None:
        settled = _INNER_WORD.sub(lambda word: "" if word[1] in articles else word[0], settled)
    return _reading(_tokens(even(settled), language))


def named(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the words, numbers and marks of a name in lower case, with accents, without articles.

    Args:
        text: the name.
        language: the text's language, such as "en" or "pt-BR".
    """
    return tuple(_tokens(accented(settle(text)), language))


def name_of(text: str, language: str = "en") -> str:
    """Return the key by which names are compared: the words of `named`, without spaces.

    Args:
        text: the name.
        language: the text's language, such as "en" or "pt-BR".
    """
    return "".join(named(text, language))


def cased(text: str) -> tuple[str, ...]:
    """Return the words, numbers and marks of a text in their original case, with articles."""
    return tuple(_cut(settle(text)))


TITLES = {
    "doctor": "dr", "junior": "jr", "mister": "mr", "mount": "mt", "professor": "prof", "saint": "st", "senior": "sr",
    "versus": "vs",
}  # fmt: skip
"""English words that are often abbreviated before or after a name."""


_SHORTENED = frozenset({*TITLES, *number_words.ORDINALS, "th", "v"})
_NAME_WITH_NUMBER = range(3, 5)
"""How many words the name of a thing has that's numbered, as in the 5th symphony, with the ending."""


def shortened(reading: Reading) -> Reading | None:
    """Return an English reading with ordinals in digits and titles abbreviated: 14th, Dr.; None if it has neither."""
    if _SHORTENED.isdisjoint(reading.tokens):
        return None
    tokens = in_short(reading.tokens)
    return None if tuple(tokens) == reading.tokens else _reading(tokens)


def in_short(tokens: Sequence[str]) -> list[str]:
    """Return the words of an English text with ordinals in digits and titles abbreviated."""
    short: list[str] = []
    for token in tokens:
        ordinal = number_words.ORDINALS.get(token)
        short += [ordinal, "th"] if ordinal else [TITLES.get(token, token)]
    short = ["vs" if word == "v" and 0 < place < len(short) - 1 else word for place, word in enumerate(short)]
    if len(short) > 2 and short[-1] == "th" and not short[0][0].isdecimal():
        short.pop()  # Louis XIV is the 14th
    elif len(short) in _NAME_WITH_NUMBER and short[1] == "th" and short[0][0].isdecimal() and short[2].isalpha():
        short = [*short[2:], short[0]]  # the 5th symphony is the Symphony No. 5
    return short


def _reading(tokens: Sequence[str]) -> Reading:
    numbers = tuple(token for token in tokens if token[0].isdecimal())
    marks = tuple(token for token in tokens if not token[0].isalnum())
    return Reading(tuple(tokens), " ".join(tokens), "".join(tokens), numbers, marks)


def _tokens(text: str, language: str) -> list[str]:
    if language[:2] == "en" and _PLAIN.fullmatch(text) and not _OTHERWISE.search(text):
        return text.split()
    return _tokens_with_care(text, language)


def _tokens_with_care(text: str, language: str) -> list[str]:
    text = plainly(text)
    articles = ARTICLES.get(language[:2])
    text = number_words.as_digits(text if articles is None else _without_article(text, articles, language), language)
    tokens = list(_cut(_AND.sub(" and ", text)))
    read = [_number(each, place, tokens) for place, each in enumerate(tokens) if each != "the"]
    return _numbered(read) or tokens[:1]


def _numbered(tokens: list[str]) -> list[str]:
    """Remove words that only announce or join numbers (No. 5, version 3.11, 3 to 1); turn 2nd into 2th."""
    numbers = [token[0].isdecimal() for token in tokens]
    if True not in numbers:
        return tokens
    while len(tokens) > 1 and tokens[0] in _LABELS and (numbers[1] or tokens[1] in _LABELS):
        tokens, numbers = tokens[1:], numbers[1:]
    numbered = []
    for place, word in enumerate(tokens):
        follows, leads = place > 0 and numbers[place - 1], numbers[place + 1 : place + 2] == [True]
        if leads and (word in _NUMBERING or (word == "to" and follows)):
            continue
        if leads and word == "v" and "." in tokens[place + 1]:
            continue
        cited = _CITED.get(word, word) if leads else word
        numbered.append("th" if follows and word in _ORDINAL_ENDINGS else cited)
    return numbered


def _cut(text: str) -> Iterator[str]:
    """Split a text into words, numbers and marks; if it has none, into its characters."""
    emphasised = _EMPHASIS.fullmatch(text)
    bare = _PLUS_SIGN.sub(" ", _WITHIN_WORDS.sub("", emphasised[2] if emphasised else text))
    found = _found(bare)
    if any(token[0].isalnum() for token in found):
        # next to words, emoji are only decoration
        return (token for token in found if token[0].isascii() or not _is_picture(token[0]))
    quoted = _QUOTED.fullmatch(text)
    text = quoted[2] if quoted else text
    return iter(found if found and not bare.isascii() else [each for each in text if not each.isspace()])


def _found(text: str) -> list[str]:
    if text.isascii():
        return _TOKEN.findall(text)
    found: list[str] = []
    end = -1  # the end of the last word, which a mark or a letter may continue
    for match in _TOKEN.finditer(text):
        token = match[0]
        kind = "L" if token[0].isalpha() else "" if token[0].isascii() else unicodedata.category(token[0])[0]
        if kind in {"L", "M"} and match.start() == end:
            found[-1] += token
        elif kind not in {"C", "M", "P", "Z"}:
            found.append(token)
        end = match.end() if kind in {"L", "M"} and found else -1
    return found


def _is_picture(character: str) -> bool:
    return character not in "°♭♮" and unicodedata.category(character) in {"So", "Sk"}


def _number(token: str, position: int, tokens: Sequence[str]) -> str:
    """Convert a token that's a number word, a Roman numeral or a number with commas; return others unchanged."""
    first = token[0]
    if first.isdecimal() or (first == "." and len(token) > 1 and token[1].isdecimal()):
        token = token.replace(",", "") if _GROUPED.fullmatch(token) else token.replace(",", ".")
        return f"0{token}" if first == "." else token
    if position and first in "xvi" and _ROMAN.fullmatch(token):
        return str(roman.value(token))
    if token in _PERCENT and position and tokens[position - 1][0].isdecimal():
        return "%"
    return number_words.SMALL.get(token, token)


def _without_article(text: str, articles: frozenset[str], language: str) -> str:
    """Remove articles in front, unless nothing follows or it's a letter rather than an article: A minor, a + b."""
    elided = _ELIDED.get(language[:2])
    if elided is not None:
        text = elided.sub("", text, count=1) if elided.match(text) else text
    while (first := _FIRST_WORD.match(text)) and first[1] in articles and first[2] not in NAMED_BY_A_LETTER:
        text = text[first.end(1) :]
    return text
