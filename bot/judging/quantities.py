"""Numbers by value: in figures, words and powers, with units and ranges."""

import re
from fractions import Fraction
from typing import NamedTuple

from bot.judging import number_words
from bot.judging.characters import settle

_COMMA_LANGUAGES_AS_TEXT = """
af az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no pl pt ro ru sk sl
sq sr sv tr uk uz vi
"""
_COMMA_LANGUAGES = frozenset(_COMMA_LANGUAGES_AS_TEXT.split())
"""Languages that write 3,14 (CLDR 47). Where a country differs, as Mexico does, 3.14 is read as it's meant."""

_LONGEST = 60
"""Characters of the longest text read as a number; and no power is above this."""

_SCALES = {
    "hundred": 2, "thousand": 3, "million": 6, "millions": 6, "mn": 6, "mio": 6, "billion": 9, "billions": 9,
    "bn": 9, "trillion": 12, "trillions": 12, "tn": 12,
}  # fmt: skip
LETTER_SCALES = {"k": 3, "m": 6, "b": 9, "t": 12}
"""Letters that are a scale where nothing is counted in kelvins, metres, bytes or tonnes."""

_PARTS = {
    "half": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fifth": 5,
    "fifths": 5,
    "tenth": 10,
    "tenths": 10,
}
_CURRENCIES = {
    "$": "$", "usd": "$", "dollar": "$", "dollars": "$", "€": "€", "eur": "€", "euro": "€", "euros": "€", "£": "£",
    "gbp": "£", "pound": "£", "pounds": "£", "¥": "¥", "jpy": "¥", "yen": "¥", "₹": "₹", "inr": "₹", "rupee": "₹",
    "rupees": "₹", "cent": "¢", "cents": "¢", "¢": "¢", "chf": "CHF", "francs": "CHF",
}  # fmt: skip
_UNITS = {
    **_CURRENCIES, "%": "%", "percent": "%", "per cent": "%", "pct": "%", "°": "°", "degree": "°", "degrees": "°",
    "deg": "°", "°c": "°C", "celsius": "°C", "degrees celsius": "°C", "degree celsius": "°C", "degrees c": "°C",
    "deg c": "°C", "centigrade": "°C", "°f": "°F", "fahrenheit": "°F", "degrees fahrenheit": "°F", "degrees f": "°F",
    "degree fahrenheit": "°F", "deg f": "°F", "°k": "K", "kelvin": "K", "kelvins": "K",
}  # fmt: skip
_ABOUT = re.compile(
    r"^(?:(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|c\.|some)\s+|[~≈]\s*)", re.IGNORECASE
)
_FIGURES = r"(?:\d[\d.,_']*(?:\ \d{3})*(?:[.,]\d+)?|[.,]\d+)"
_SINGLE = re.compile(
    rf"""
      (?P<before>[$€£¥₹]|[a-z]{{3}}(?=\ ?\d))?\ ?
      (?P<sign>[-+]|(?:minus|negative|plus)\ )?\ ?
      (?P<after>[$€£¥₹])?\ ?
      (?: (?P<whole>\d+)\ (?:and\ )?(?P<upper>\d+)\ ?/\ ?(?P<lower>\d+)
        | (?P<top>\d+)\ ?/\ ?(?P<bottom>\d+)
        | (?P<base>\d+)\^(?P<power>[-+]?\d{{1,2}})
        | (?P<figures>{_FIGURES})(?:e|\ ?[x*]\ ?10\^)(?P<exponent>[-+]?\d{{1,2}})
        | (?P<plain>{_FIGURES})
      )
      \ ?(?P<rest>[^\d]*|[^\d]+\^-?\d|[a-z/]+\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = re.compile(r"between (.+) and (.+)|(?:from )?(.+?)(?: to |(?<=[\w%])-| - )(.+)", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"(?:at least|no less than|not less than|minimum|min\.?|>=) ?(.+)"
    r"|(.+?) ?(?:or more|or above|or higher|and more|and above|and up|upwards|plus|\+)",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?:more than|over|above|greater than|>) ?(.+)", re.IGNORECASE)
_AT_MOST = re.compile(
    r"(?:at most|no more than|not more than|up to|maximum|max\.?|<=) ?(.+)"
    r"|(.+?) ?(?:or less|or fewer|or below|or lower)",
    re.IGNORECASE,
)
_LESS = re.compile(r"(?:less than|fewer than|under|below|<) ?(.+)", re.IGNORECASE)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)")
_PART = re.compile(
    r"(?:(?:an? |one |1 )?(half|third|quarter|fifth|tenth)|(\d+) (thirds|quarters|fifths|tenths)"
    r"|(?:(\d+) )and (?:an? )?(half|quarter|third))(?: (?:of )?(?:an? )?(.*))?"
)
_SCIENTIFIC = re.compile(r"\de[-+]?\d")
_DOZEN = re.compile(r"\b(?:a |one )?dozen\b")
_WORD = re.compile(r"\b[a-z]+\b")


class Quantity(NamedTuple):
    """A number, or a range of them, with what it counts.

    Args:
        low, high: its ends; None if it goes on forever.
        open: whether the ends themselves lie outside.
        unit: as units are called here, or as written; "" where there's none.
        figures: as written, where the number is nothing but figures and a point.
    """

    low: Fraction | None
    high: Fraction | None
    open: bool = False
    unit: str = ""
    figures: str = ""

    @property
    def is_range(self) -> bool:
        """Whether it's more than one number."""
        return self.low is None or self.low != self.high


def parse(text: str, language: str = "en") -> Quantity | None:
    """Return the number, or the range of numbers, that a text is; None where it's anything else.

    Args:
        text: as typed or written.
        language: says whether 1,234 is a thousand and what words numbers have, such as "en" or "pt-BR".
    """
    settled = _ABOUT.sub("", " ".join(settle(text).strip(" \t\n!?\"'").rstrip(".").split()))
    if not settled or len(settled) > _LONGEST:
        return None
    lower = settled.lower()
    words = number_words.as_digits(lower, language)
    if language[:2] == "en":
        words = _WORD.sub(lambda word: number_words.SMALL.get(word[0], word[0]), _DOZEN.sub("12", words))
    if words != lower:
        settled = words  # in small letters, as most units of spelt-out numbers are
    found = None if _SCIENTIFIC.search(settled) else _range(settled, language)
    return found or _single(settled, language)


def parse_clock(text: str) -> tuple[int, int] | None:
    """Return the hour and the minute that a text such as 10:30 or 10.30 may be."""
    match = _CLOCK.fullmatch(text.strip())
    return (int(match[1]), int(match[2])) if match else None


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
    return Quantity(min(low.low, high.low), max(low.low, high.low), unit=high.unit or low.unit)


def _single(text: str, language: str) -> Quantity | None:
    text = _ABOUT.sub("", text.strip())
    part = _part(text.lower())
    if part is not None:
        return part
    match = _SINGLE.fullmatch(text)
    if match is None:
        return None
    value = _value(match, language)
    if value is None:
        return None
    factor, unit = _counted((match["before"] or match["after"] or "").strip(), match["rest"].strip())
    if unit is None:
        return None
    value *= factor * (-1 if (match["sign"] or "").strip().lower() in {"-", "minus", "negative"} else 1)
    figures = match["plain"] if match["plain"] and factor == 1 and not unit else ""
    return Quantity(value, value, unit=unit, figures=figures)


def _part(text: str) -> Quantity | None:
    """Read a half, three quarters, two and a half."""
    match = _PART.fullmatch(text)
    if match is None:
        return None
    alone, count, parts, whole, part, counted = match.groups()
    value = (
        Fraction(1, _PARTS[alone]) if alone
        else Fraction(int(count), _PARTS[parts]) if count
        else int(whole) + Fraction(1, _PARTS[part])
    )  # fmt: skip
    if counted and counted.isdecimal():  # half a million
        return Quantity(value * int(counted), value * int(counted))
    factor, unit = _counted("", (counted or "").strip())
    return None if unit is None else Quantity(value * factor, value * factor, unit=unit)


def _value(match: re.Match[str], language: str) -> Fraction | None:
    if match["whole"] and int(match["lower"]):
        return int(match["whole"]) + Fraction(int(match["upper"]), int(match["lower"]))
    if match["top"] and int(match["bottom"]):
        return Fraction(int(match["top"]), int(match["bottom"]))
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
    """By what a number is multiplied, and what it counts; the latter None where that's no unit."""
    factor = 1
    words = rest.split()
    while words and words[0].lower() in _SCALES:
        factor *= 10 ** _SCALES[words.pop(0).lower()]
    if before and words and words[0].lower() in LETTER_SCALES:
        factor *= 10 ** LETTER_SCALES[words.pop(0).lower()]
    unit = " ".join(words)
    if before and unit:
        return factor, None
    return factor, unit_of(before or unit)


def unit_of(text: str) -> str | None:
    """Return what a unit is called here; None where a text can't be a unit."""
    if not text:
        return ""
    called = _UNITS.get(" ".join(text.lower().replace("° ", "°").split()))
    if called is not None:
        return called
    return text if len(text) <= 30 and text.count(" ") <= 2 else None
