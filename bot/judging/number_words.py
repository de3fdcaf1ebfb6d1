"""Numbers written as words."""

import re

_SMALL_AS_TEXT = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty
"""
SMALL = {name: str(value) for value, name in enumerate(_SMALL_AS_TEXT.split())}
"""English numbers of one word up to twenty, which stand for figures wherever they're found."""

_LARGE_AS_TEXT = """
thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen half third
quarter hundreds thousands millions billions trillions thirds quarters fifth fifths tenth tenths percent pct
"""
LARGE = frozenset(_LARGE_AS_TEXT.split())
"""Other English words with which a text may be a number."""

_TELLING = {
    "en": r"\b(?:thirty|forty|fifty|sixty|seventy|eighty|ninety|twenty|hundred|thousand|million|billion|trillion)",
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
"""What tells, in each language that text2num reads, that a text may have a number in words."""

_LOOKING_SO = {language: re.compile(pattern) for language, pattern in _TELLING.items()}
_A_SCALE = re.compile(r"\ban? (?=hundred|thousand|million|billion|trillion|dozen)")


def as_digits(text: str, language: str) -> str:
    """Return a text in small letters with numbers such as “twenty-one” in figures.

    Args:
        text: to read; one with figures in it stays as it is.
        language: the text's, such as "en" or "pt-BR".
    """
    looks_so = _LOOKING_SO.get(language[:2])
    if looks_so is None or not looks_so.search(text) or any(each.isdecimal() for each in text):
        return text
    from text_to_num import alpha2digit  # only now: most answers have no number

    figures: str = alpha2digit(_A_SCALE.sub("one ", text), language[:2])
    return figures
