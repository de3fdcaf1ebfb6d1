"""The names of units: currencies, temperatures and everyday names that pint doesn't know."""

import re

LETTER_SCALES = {"k": 3, "m": 6, "b": 9, "t": 12}
"""Letters that are a power of ten unless they mean kelvins, metres, bytes or tonnes."""

_CURRENCIES = {
    "$": "$", "us$": "$", "usd": "$", "dollar": "$", "dollars": "$", "buck": "$", "bucks": "$", "€": "€", "eur": "€",
    "euro": "€", "euros": "€", "£": "£", "gbp": "£", "pound": "pound", "pounds": "pound", "quid": "£", "¥": "¥",
    "jpy": "¥", "yen": "¥", "₹": "₹", "inr": "₹", "rs": "₹", "rupee": "₹", "rupees": "₹", "cent": "¢", "cents": "¢",
    "ct": "¢", "cts": "¢", "¢": "¢", "chf": "CHF", "francs": "CHF", "₩": "₩", "won": "₩", "krw": "₩",
    "p": "pence", "pence": "pence", "penny": "pence",
}  # fmt: skip
_UNITS = {
    **_CURRENCIES, "%": "%", "percent": "%", "per cent": "%", "pct": "%", "prozent": "%", "procent": "%",
    "por ciento": "%", "pour cent": "%", "per cento": "%", "por cento": "%", "nautical mile": "nmi",
    "nautical miles": "nmi", "°": "°", "degree": "°", "degrees": "°", "deg": "°", "°c": "°C", "celsius": "°C",
    "degrees celsius": "°C", "degree celsius": "°C", "degrees c": "°C", "deg c": "°C", "centigrade": "°C",
    "degrees centigrade": "°C", "°f": "°F", "fahrenheit": "°F", "degrees fahrenheit": "°F", "degrees f": "°F",
    "degree fahrenheit": "°F", "deg f": "°F", "°k": "K", "kelvin": "K", "kelvins": "K", "kilo": "kg", "kilos": "kg",
    "metric ton": "tonne", "metric tons": "tonne", "metric tonne": "tonne", "metric tonnes": "tonne",
    "gig": "GB", "gigs": "GB", "meg": "MB", "megs": "MB", "sqm": "m^2", "sqft": "ft^2", "sqkm": "km^2",
    "mins": "min", "secs": "s", "sec": "s", "hrs": "h", "hr": "h", "yrs": "year", "yr": "year", "wk": "week",
    "wks": "week", "kph": "km/h", "kmh": "km/h", "'": "foot", '"': "inch", "″": "inch", "′": "foot",
    "y": "year", "mos": "month", "mo": "month", "amp": "A", "amps": "A",
    "bpm": "beats per minute", "fps": "frames per second",
}  # fmt: skip
_SINGLES_AS_TEXT = """
second minute hour day week fortnight month year decade century millennium metre meter kilometre kilometer
centimetre centimeter millimetre millimeter mile foot inch yard gram kilogram kilo tonne ton ounce litre liter
pint gallon percent dollar euro cent byte bit kilobyte megabyte gigabyte terabyte
"""
SINGLES = frozenset(_SINGLES_AS_TEXT.split())
"""Units that may follow “a” for one: a week is seven days."""

_SMALLER = {
    ("day", "hour"): 24, ("hour", "minute"): 60, ("minute", "second"): 60, ("week", "day"): 7,
    ("year", "month"): 12, ("foot", "inch"): 12, ("pound", "ounce"): 16, ("metre", "centimetre"): 100,
    ("kilometre", "metre"): 1000, ("kilogram", "gram"): 1000, ("$", "¢"): 100, ("€", "¢"): 100,
    ("pound", "pence"): 100,
}  # fmt: skip
_IN_FULL = {
    "h": "hour", "min": "minute", "s": "second", "d": "day", "ft": "foot", "feet": "foot", "in": "inch",
    "inches": "inch", "lb": "pound", "oz": "ounce", "m": "metre", "meter": "metre", "cm": "centimetre",
    "centimeter": "centimetre", "km": "kilometre", "kilometer": "kilometre", "kg": "kilogram", "g": "gram",
    "£": "pound", "p": "pence", "penny": "pence",
}  # fmt: skip
_SAID_ALONE = {"hour": "minute", "minute": "second", "foot": "inch", "$": "¢", "€": "¢", "pound": "pence"}
"""Units after which the smaller unit may be omitted: 1h30, 5'10."""

_LONGEST, _MOST_WORDS = 40, 5
"""Maximum length of a unit's name, in characters and in words."""

_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_EACH = re.compile(r"(?<=\w )(?:an?|each)\b")
_SQUARED = re.compile(r"(\w+) (squared|cubed)\b")
_POWER = re.compile(r"(?<=[a-zA-Z])([234])$")


def unit_of(text: str) -> str | None:
    """Return the normalised name of a unit; None if the text can't be a unit."""
    if not text:
        return ""
    if text == "NM":
        return "nmi"  # nm may be nanometres
    called = _UNITS.get(" ".join(text.lower().replace("° ", "°").removesuffix(".").split()))
    if called is not None:
        return called
    if len(text) > _LONGEST or text.count(" ") >= _MOST_WORDS or text in _ORDINAL_ENDINGS:
        return None
    text = text.replace("-", " ")
    text = _SQUARED.sub(lambda power: f"{power[1]}^{2 if power[2] == 'squared' else 3}", _EACH.sub("per", text))
    return _POWER.sub(r"^\1", text)


def is_money(text: str) -> bool:
    """Return whether a text is the name of a currency."""
    return text.lower() in _CURRENCIES


def smaller(unit: str, part: str) -> int | None:
    """Return how many of a smaller unit make up a larger one, for common pairs: 5 feet 10, 1 h 30 min; else None.

    Args:
        unit: the larger unit.
        part: the smaller unit; "" for the usual one.
    """
    larger, less = _in_full(unit), _in_full(part)
    return _SMALLER.get((larger, less or _SAID_ALONE.get(larger, "")))


def _in_full(unit: str) -> str:
    unit = unit_of(unit) or ""
    single = unit.lower().removesuffix("s") if len(unit) > 1 else unit.lower()
    return _IN_FULL.get(unit.lower()) or _IN_FULL.get(single) or single
