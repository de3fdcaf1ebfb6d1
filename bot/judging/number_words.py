"""Numbers written as words."""

import re

from bot.language.whole_numbers import NUMBERS

_MOST = 20

SMALL = {"zero": "0", **{name: figures for name, figures in NUMBERS.items() if int(figures) <= _MOST}}
"""English number words up to twenty, which are replaced by digits wherever they occur."""

PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10, "hundredth": 100, "hundredths": 100, "thousandth": 1000,
    "thousandths": 1000,
}  # fmt: skip
"""English words for fractions, and their denominators."""

_ORDINALS_AS_TEXT = """
zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_TENS_AS_TEXT = "thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth"
ORDINALS = {
    **{name: str(value) for value, name in enumerate(_ORDINALS_AS_TEXT.split())},
    **{name: str(value) for value, name in zip(range(30, 110, 10), _TENS_AS_TEXT.split(), strict=True)},
}
"""One-word English ordinals, and their numbers."""

_LARGE_AS_TEXT = """
thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen dozens
hundreds thousands millions billions trillions percent pct
"""
_MISSPELT = {
    "fourty": "forty", "ninty": "ninety", "ninteen": "nineteen", "eightteen": "eighteen", "fiveteen": "fifteen",
    "hunderd": "hundred", "hundered": "hundred", "thousend": "thousand", "milion": "million", "millon": "million",
    "bilion": "billion",
}  # fmt: skip
"""Frequent misspellings of English number words."""

LARGE = frozenset(_LARGE_AS_TEXT.split()) | PARTS.keys() | _MISSPELT.keys()
"""Other English words that may be part of a number."""

_TELLING = {
    "en": r"\b(?:thirty|forty|fifty|sixty|seventy|eighty|ninety|twenty|hundred|thousand|million|billion|trillion)"
    r"|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten) point\b",
    "de": r"zehn|zwanzig|ßig|zig\b|hundert|tausend|million|milliarde"
    r"|\b(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|elf|zwölf)\b",
    "es": r"\b(?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\b|ce\b|dieci|veint|enta\b|cien|mil",
    "fr": r"\b(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|vingt|cent|mille)\b|ze\b|ante\b"
    r"|million|milliard",
    "it": r"\b(?:uno|due|tre|quattro|cinque|sei|sette|otto|nove|dieci)\b|dici\b|venti|anta|cent|mil",
    "nl": r"\b(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)\b|tien\b|tig\b|honderd|duizend"
    r"|miljoen|miljard",
    "pt": r"\b(?:um|dois|três|quatro|cinco|seis|sete|oito|nove|dez)\b|ze\b|dez|vinte|enta\b|cem|cento|mil",
}
"""For each language that text2num supports, a pattern for texts that may contain a number in words."""

_LOOKING_SO = {language: re.compile(pattern) for language, pattern in _TELLING.items()}
VAGUE = {"hundreds": 2, "thousands": 3, "millions": 6, "billions": 9, "trillions": 12}
"""English words for vague numbers, and their powers of ten."""

_VAGUE = re.compile(rf"^(?:several |many |some |a few )?(?:{'|'.join(VAGUE)})\b|\b(?:tens|{'|'.join(VAGUE)}) of\b")
_YEAR = re.compile(r"\b(1[1-9]|20) (\d\d)\b")
"""A year as it's spoken: nineteen eighty-four."""

_SPELT_WRONG = re.compile(rf"\b(?:{'|'.join(_MISSPELT)})\b")
_A_SCALE = re.compile(r"\ban? (?=hundred|thousand|million|billion|trillion|dozen)")


def as_digits(text: str, language: str) -> str:
    """Return a lower-case text with number words such as “twenty-one” replaced by digits.

    Args:
        text: the text; if it already contains digits, it's returned unchanged.
        language: the text's language, such as "en" or "pt-BR".
    """
    if language[:2] == "en":
        text = _SPELT_WRONG.sub(lambda word: _MISSPELT[word[0]], text)
    looks_so = _LOOKING_SO.get(language[:2])
    if looks_so is None or not looks_so.search(text) or _VAGUE.search(text) or any(each.isdecimal() for each in text):
        return text
    from text_to_num import alpha2digit  # imported late: most answers have no number

    figures: str = alpha2digit(_A_SCALE.sub("one ", text), language[:2])
    return _YEAR.sub(r"\1\2", figures) if language[:2] == "en" else figures
