"""Parsing numbers: in digits, words and powers, with units and ranges."""

import re
from fractions import Fraction
from typing import NamedTuple

from bot.judging import limits, number_words, roman
from bot.judging.characters import settle
from bot.judging.in_english import in_english
from bot.judging.unit_names import LETTER_SCALES, SINGLES, is_money, smaller, unit_of

_COMMA_LANGUAGES_AS_TEXT = """
af az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no pl pt ro ru sk sl
sq sr sv tr uk uz vi
"""
_COMMA_LANGUAGES = frozenset(_COMMA_LANGUAGES_AS_TEXT.split())
"""Languages with a decimal comma: 3,14 (CLDR 47). In countries that differ, such as Mexico, 3.14 still works."""

_LONGEST = 60
"""Maximum length of a text to parse as a number; it also limits exponents."""

_SCALES = {
    "hundred": 2, "thousand": 3, "million": 6, "millions": 6, "mn": 6, "mio": 6, "billion": 9, "billions": 9,
    "bn": 9, "trillion": 12, "trillions": 12, "tn": 12,
}  # fmt: skip
_PART_WORDS = "|".join(part for part in number_words.PARTS if not part.endswith(("s", "half")))
_MONEY_AFTER = re.compile(r"([kmbt]|mn|bn|mio|tn)([$€£¥₹])", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|c\.|some|nearly|almost|close to"
    r"|(?:just|slightly|a bit|a little) (?:over|under|above|below|more than|less than))\s+|[~≈]\s*)",
    re.IGNORECASE,
)
_THE = re.compile(r"^(?:the\s)+|(?:\san?)*\sthe(?:\s(?:an?|the))*$", re.IGNORECASE)
_FIGURES = r"(?:\d(?:[\d.,_]|'(?=\d))*(?:\ \d{3})*(?:[.,]\d+)?|[.,]\d+)"
_WHOLE = r"(?:\d{1,3}(?:[.,]\d{3})+|\d+)"
_OF = r"\ in\ (?:every\ )?|\ (?:out\ )?of\ (?:(?:the|every|all|these)\ )?"
_SINGLE = re.compile(
    rf"""
      (?P<before>(?:us)?[$€£¥₹₩]|[a-z]{{3}}(?=\ ?\d)|rs\.?(?=\ ?\d))?\ ?
      (?P<sign>[-+]|(?:minus|negative|plus)\ )?\ ?
      (?P<after>[$€£¥₹])?\ ?
      (?: (?P<whole>\d+)\ (?:and\ )?(?P<upper>\d+)\ ?/\ ?(?P<lower>\d+)
        | (?P<top>{_WHOLE})(?:\ ?/\ ?|(?P<of>{_OF}))(?P<bottom>{_WHOLE})
        | (?P<base>\d+)\^(?P<power>[-+]?\d{{1,2}})
        | (?P<figures>{_FIGURES})(?:e|\ ?[x*]\ ?10\^)(?P<exponent>[-+]?\d{{1,2}})
        | (?P<plain>{_FIGURES})
      )
      \ ?(?P<rest>[^\d]*|[^\d]+\^-?\d|[a-z/]+\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"between (.+) and (.+)|(?:from )?(.+?)(?: to | until | till |(?<=[\w%])-| - )(.+)", re.IGNORECASE
)
_AT_LEAST = re.compile(
    r"(?:at least|no less than|not less than|minimum|min\.?|>=) ?(.+)"
    rf"|(.+?) ?(?:(?:or|and) (?:{limits.MORE})|upwards?|onwards?|plus|\+|at least)",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?:more than|over|above|greater than|>) ?(.+)", re.IGNORECASE)
_AT_MOST = re.compile(
    r"(?:at most|no more than|not more than|up to|maximum|max\.?|<=) ?(.+)"
    rf"|(.+?) ?(?:(?:or|and) (?:{limits.LESS})|at most)",
    re.IGNORECASE,
)
_LESS = re.compile(r"(?:less than|fewer than|under|below|<) ?(.+)", re.IGNORECASE)
_PART = re.compile(
    rf"(?:(half|quarter)|(?:an?|1) (half|{_PART_WORDS})|(\d+) (halves|(?:{_PART_WORDS})s?)"
    rf"|(\d+)( [a-z]+)? and (?:an? |1 )?(half|{_PART_WORDS}))(?: (?:of )?(?:an? )?(.*))?"
)
_JOINED = "(?:,? and |, | )"
_COMPOUND = re.compile(
    rf"(\d+) ?([a-z$€£]+|')\.?{_JOINED}?(\d+(?:\.\d+)?) ?([a-z¢]*|\")\.?(?:{_JOINED}(\d+(?:\.\d+)?) ?([a-z]+))?"
)
_OF_TIME = frozenset({"h", "hr", "hrs", "hour", "hours", "s", "sec", "secs", "second", "seconds"})
"""Units next to which “m” means minutes."""

_DECADES = frozenset({"decade", "decades"})
_YEAR = re.compile(r"[12]\d{3}")
_SHORT_YEAR = re.compile(r"\d\d")
_POINT = re.compile(r"(?<=\d) point (?=\d)")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_SCIENTIFIC = re.compile(r"\de[-+]?\d")
_A_DOZEN = re.compile(r"\b(?:an? |1 )?dozen\b")
_DOZENS = re.compile(r"\b(\d+) dozens?\b")
_ONE = re.compile(rf"^an? (?=(?:{'|'.join(SINGLES)})\b)")
_WORD = re.compile(r"\b[a-z]+\b")


class Quantity(NamedTuple):
    """A number or a range of numbers, with a unit.

    Args:
        low, high: the ends of the range; None if it's unbounded.
        open: whether the ends themselves are excluded.
        unit: the normalised name of the unit, or the word as written; "" for none.
        figures: the number as written, if it's only digits and a decimal mark.
        is_span: whether it's a span from one end to another, such as 1914-1918, rather than “billions”.
    """

    low: Fraction | None
    high: Fraction | None
    open: bool = False
    unit: str = ""
    figures: str = ""
    is_span: bool = False

    @property
    def is_range(self) -> bool:
        """Whether it's more than one number."""
        return self.low is None or self.low != self.high


def parse(text: str, language: str = "en") -> Quantity | None:
    """Parse a text as a number or a range of numbers; return None if it's anything else.

    Args:
        text: the text.
        language: the language that decides how 1,234 and number words are read, such as "en" or "pt-BR".
    """
    plain = in_english(text, language)
    settled = " ".join(_unquoted(settle(plain).strip(" \t\n!?")).rstrip(".").split())
    settled = _ABOUT.sub("", _THE.sub("", settled))
    if not settled or len(settled) > _LONGEST:
        return None
    lower = settled.lower()
    if len(settled) > 1 and settled.isupper() and roman.FIGURES.fullmatch(lower):
        return Quantity(Fraction(roman.value(lower)), Fraction(roman.value(lower)))
    figures = _in_figures(lower, language if plain == text else "en")
    if figures != lower:
        settled = figures  # in lower case, like most units after spelt-out numbers
    found = None if _SCIENTIFIC.search(settled) else _range(settled, language)
    return found or _single(settled, language)


def _unquoted(text: str) -> str:
    """Return a text without quotes around it; a quote after a number is a unit and stays."""
    if text[:1] in {"'", '"'} and text[-1:] == text[:1]:
        return text[1:-1]
    return text if text[-2:-1].isdecimal() else text.strip("\"'")


def _in_figures(lower: str, language: str) -> str:
    """Return a lower-case text with its number words replaced by digits."""
    if language[:2] != "en":
        return number_words.as_digits(lower, language)
    figures = _small_in_figures(_ONE.sub("1 ", _HYPHEN.sub(" ", lower)))
    if _part(figures) is None:  # text2num turns “three fifths” into “three 5ths”
        figures = _small_in_figures(_ONE.sub("1 ", number_words.as_digits(lower, language)))
    figures = _DOZENS.sub(lambda dozens: str(12 * int(dozens[1])), figures)
    return _POINT.sub(".", _A_DOZEN.sub("12", figures))


def _small_in_figures(text: str) -> str:
    return _WORD.sub(lambda word: number_words.SMALL.get(word[0], word[0]), text)


def _range(text: str, language: str) -> Quantity | None:
    for pattern, is_low, is_open in (
        (_AT_LEAST, True, False), (_MORE, True, True), (_AT_MOST, False, False), (_LESS, False, True),
    ):  # fmt: skip
        match = pattern.fullmatch(text)
        end = _single(next(filter(None, match.groups())), language) if match else None
        if end is not None:
            return Quantity(end.low if is_low else None, None if is_low else end.high, is_open, end.unit)
    match = _BETWEEN.fullmatch(text)
    if match is None:
        return None
    first, second = filter(None, match.groups())
    low, high = _single(first, language), _single(second, language)
    if low is None or high is None or low.low is None or high.low is None:
        return None
    begin, until = low.low, high.low
    if _YEAR.fullmatch(low.figures) and _SHORT_YEAR.fullmatch(high.figures):
        until = Fraction(low.figures[:2] + high.figures)  # 1914-18
    if begin >= until:
        return None  # 2-1 is the score of a match
    return Quantity(begin, until, unit=high.unit or low.unit, is_span=True)


def _vague(text: str) -> Quantity | None:
    """Parse “billions” or “thousands of people” as any number of that size."""
    name, _, counted = text.partition(" of ")
    zeros = number_words.VAGUE.get(name)
    if zeros is None:
        return None
    beyond = min(each for each in (*number_words.VAGUE.values(), 15) if each > zeros)
    return Quantity(Fraction(10**zeros), Fraction(10**beyond - 1), unit=unit_of(counted) or "")


def _single(text: str, language: str) -> Quantity | None:
    text = _ABOUT.sub("", text.strip())
    lower = text.lower()
    found = _vague(lower) or _part(lower) or _compound(lower)
    if found is not None:
        return found
    match = _SINGLE.fullmatch(text)
    if match is None:
        return None
    value = _value(match, language)
    if value is None:
        return None
    before, rest = (match["before"] or match["after"] or "").strip(), match["rest"].strip()
    factor, unit = (1, "") if match["of"] and not before else _counted(before, rest)  # "6 out of 10 weeks" is a share
    if unit is None:
        return None
    value *= factor * (-1 if (match["sign"] or "").strip().lower() in {"-", "minus", "negative"} else 1)
    figures = match["plain"] if match["plain"] and factor == 1 and not unit else ""
    return Quantity(value, value, unit=unit, figures=figures)


def _part(text: str) -> Quantity | None:
    """Parse “a half”, “three quarters”, “two and a half”."""
    match = _PART.fullmatch(text)
    if match is None:
        return None
    alone, single, count, parts, whole, unit_before, part, counted = match.groups()
    if alone or single:
        value = Fraction(1, number_words.PARTS[alone or single])
    elif count:
        value = Fraction(int(count), number_words.PARTS[parts])
    else:
        value = int(whole) + Fraction(1, number_words.PARTS[part])
    if unit_before and counted:
        return None
    if counted and counted.isdecimal():  # half a million
        return Quantity(value * int(counted), value * int(counted))
    factor, unit = _counted("", (unit_before or counted or "").strip())
    return None if unit is None else Quantity(value * factor, value * factor, unit=unit)


def _compound(text: str) -> Quantity | None:
    """Parse 1 h 30 min, 5'10" and 1h30, in the larger unit."""
    match = _COMPOUND.fullmatch(text)
    if match is None:
        return None
    first, unit, second, part, third, last = match.groups()
    if _OF_TIME & {unit, part, last}:
        unit, part = ("min" if each == "m" else each for each in (unit, part))
    count = smaller(unit, part)
    value = Fraction(int(first)) + (Fraction(second) / count if count else 0)
    if third and count:
        parts = smaller(part, last) if part else None
        value += Fraction(third) / count / parts if parts else 0
        count = parts
    return Quantity(value, value, unit=unit_of(unit) or "") if count else None


def _value(match: re.Match[str], language: str) -> Fraction | None:
    if match["whole"] and int(match["lower"]):
        return int(match["whole"]) + Fraction(int(match["upper"]), int(match["lower"]))
    if match["top"]:
        top, bottom = _decimal(match["top"], language), _decimal(match["bottom"], language)
        return top / bottom if top is not None and bottom else None
    if match["base"]:
        base, power = int(match["base"]), int(match["power"])
        return Fraction(base) ** power if base or power >= 0 else None
    figures = match["figures"] or match["plain"]
    if not figures:
        return None
    decimal = _decimal(figures, language)
    return None if decimal is None else decimal * Fraction(10) ** int(match["exponent"] or 0)


def _decimal(figures: str, language: str) -> Fraction | None:
    bare = figures.replace(" ", "").replace("_", "").replace("'", "")
    commas, points = bare.count(","), bare.count(".")
    if commas and points:
        decimal = "," if bare.rfind(",") > bare.rfind(".") else "."
    elif commas + points == 1:
        mark = "," if commas else "."
        whole, _, rest = bare.partition(mark)
        could_group = len(rest) == 3 and whole.strip("0") != "" and len(whole) <= 3
        decimal = ("," if language[:2] in _COMMA_LANGUAGES else ".") if could_group else mark
    else:
        mark = "," if commas else "."
        if any(len(group) != 3 for group in bare.split(mark)[1:]):
            return None  # 1,2,3
        decimal = ""
    plain = "".join("." if each == decimal else each for each in bare if each == decimal or each.isdecimal())
    if plain.count(".") > 1 or not any(each.isdecimal() for each in plain):
        return None
    return Fraction(plain if plain[-1] != "." else plain[:-1])


def _counted(before: str, rest: str) -> tuple[int, str | None]:
    """Return the factor and the unit after a number; the unit is None if the words aren't one."""
    factor = 1
    words = _MONEY_AFTER.sub(r"\1 \2", rest).split()
    while words and words[0].lower() in _SCALES:
        factor *= 10 ** _SCALES[words.pop(0).lower()]
    if words and words[0].lower() in LETTER_SCALES and (before or is_money(words[-1])):
        factor *= 10 ** LETTER_SCALES[words.pop(0).lower()]
    if words and words[-1].lower() in _DECADES:
        factor, words = 10 * factor, [*words[:-1], "years"]
    unit = " ".join(words)
    if before and unit:
        return factor, None
    return factor, unit_of(before or unit)
