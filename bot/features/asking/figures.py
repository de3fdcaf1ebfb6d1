"""Which kind of figure a question wants, and whether a sentence has one: judged by English words and units. Pure."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from enum import Enum, auto
from functools import partial

from bot.features.asking.question_forms import Has
from bot.features.asking.word_families import families, family, spoken_of
from bot.language.text import words


class Measure(Enum):
    """What a figure measures."""

    DURATION = auto()
    FREQUENCY = auto()
    MONEY = auto()
    MEMORY = auto()
    LENGTH = auto()
    WEIGHT = auto()
    VOLUME = auto()
    TEMPERATURE = auto()
    TEXT = auto()
    COUNT = auto()
    AGE = auto()
    DATE = auto()
    TIME = auto()
    NUMBER = auto()


_SIZES = (
    Measure.MEMORY,
    Measure.LENGTH,
    Measure.WEIGHT,
    Measure.VOLUME,
    Measure.TEXT,
    Measure.COUNT,
)

_AMOUNTS = (*_SIZES, Measure.DURATION, Measure.FREQUENCY, Measure.MONEY, Measure.TEMPERATURE)

_NUMBER = (
    r"(?:\d[\d,.–-]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|(?:m|b|tr)illions?|dozens?|half|several"
    r"|a few|a couple)"
)
_SPAN = r"(?:second|minute|hour|day|night|week|weekend|fortnight|month|year|decade)s?"
_UNITS = {
    Measure.DURATION: rf"(?:{_SPAN}|centur(?:y|ies)|(?-i:ms|secs?|mins?|hrs?|h))",
    Measure.MONEY: r"(?:pounds?|dollars?|euros?|pence|cents?|francs?|yen|rupees?|usd|eur|gbp|chf)",
    Measure.MEMORY: r"(?:[kmgtp]i?b|(?:kilo|mega|giga|tera)?bytes?|bits)",
    Measure.LENGTH: r"(?:(?-i:[mck]?m)|(?:milli|centi|kilo)?met(?:re|er)s?|inch(?:es)?|feet|foot|miles?|yards?)",
    Measure.WEIGHT: r"(?:(?-i:[mk]?g)|(?:milli|kilo)?gram(?:me)?s?|kilos?|tonnes?|tons?|ounces?|oz|lbs?)",
    Measure.VOLUME: r"(?:(?-i:[mcd]?l)|(?:milli|centi)?lit(?:re|er)s?|cups?|gallons?|pints?|(?:tea|table)?spoons?)",
    Measure.TEMPERATURE: r"(?:°\s?[cf]?|degrees?|kelvin)",
    Measure.TEXT: r"(?:pages?|words?|lines?|sentences?|paragraphs?|letters?|characters?|tokens?|slides?)",
}
_BETWEEN = r"[\s\u00a0-]?(?:(?!(?:an?|per|each|every|times)\b)[a-z]+[\s-])?"
"""What may come between a number and its unit: 40 minutes, 40-minute, ten silent minutes; but not 40 a minute."""

_MEASURES = {
    kind: re.compile(rf"(?<![\w.,£$€¥])(?:{_NUMBER}|one|half an?){_BETWEEN}{unit}(?!\w)", re.IGNORECASE)
    for kind, unit in _UNITS.items()
}
_MEASURES[Measure.MONEY] = re.compile(
    rf"[£$€¥₹]\s?\d|\b(?:costs?|charges?|price of)\s(?:(?:about|only|you)\s)?{_NUMBER}(?!\w|\s?{_SPAN}\b)"
    rf"|{_MEASURES[Measure.MONEY].pattern}",
    re.IGNORECASE,
)
_MEASURES[Measure.FREQUENCY] = re.compile(
    rf"\b(?:every|each|per)\s(?:\w+\s)?(?:{_SPAN}|time|morning|evening|\w+day)\b"
    rf"|(?:\b(?:once|twice|times)|(?!half)[£$€¥]?{_NUMBER}(?:\s[a-z]+)?)\s(?:an?|in an?|per)\s{_SPAN}\b"
    r"|\b(?:hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annually"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b",
    re.IGNORECASE,
)
_MEASURES[Measure.DATE] = re.compile(
    r"(?<![\w.,£$€¥])(?:1[5-9]|20)\d\d(?:s|(?!\w))|\b\d{1,2}(?:st|nd|rd|th)\b|\bcentur(?:y|ies)\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_MEASURES[Measure.AGE] = re.compile(
    r"\b(?:at|aged)\s(?:the age of\s)?\d{1,3}(?=[.,;:)]?$|[.,;:)]\s|\s(?:in|and|or|but|from|after|while|when|as)\b)",
    re.IGNORECASE,
)
_MEASURES[Measure.TIME] = re.compile(
    r"\b\d{1,2}[:.]\d\d\b(?!\s?%)|\b\d{1,2}\s?(?:[ap]\.?m\b|o['’]clock)|\b(?:noon|midnight|dawn|dusk)\b",
    re.IGNORECASE,
)
_MEASURES[Measure.NUMBER] = re.compile(r"\d")
_LOOSELY = re.compile(
    r"\b(?:(?:an?|one)\s(?:whole\s|full\s|single\s|good\s)?(?:minute|hour|day|night|week|month|year|decade)"
    r"|(?:second|minute|hour|day|week|month|year|decade)s|centuries|overnight)\b(?![’'])",
    re.IGNORECASE,
)
"""Durations without a number: an hour, weeks to months, overnight."""

_COUNTED = re.compile(
    rf"(?<![\w.,£$€¥])(?:{_NUMBER}|(?<!the )one|single|none|no)(?:(?:[\s-](?:or|and|to))?[\s-]{_NUMBER})*"
    r"((?:[\s-][a-z’'-]+){1,3})",
    re.IGNORECASE,
)
"""A number and up to three words after it; they include what it counts."""
_MEASURES[Measure.COUNT] = _COUNTED

_ALL = re.compile(rf"\ball {_NUMBER}(?!\w)", re.IGNORECASE)
"""A phrase such as “all four”, which refers to things mentioned before."""

_STANDING = frozenset(("them", "ones"))
"""Words that replace the noun that a figure counts."""

_COUNT = re.compile(r"\bhow (?:many|few)\b((?:\s+[\w’'-]+){0,4})", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"\b(?:are|is|was|were|do|does|did|can|could|should|shall|will|would|may|must|have|has|had|of|in|on|at|for|to|per"
    r"|i|you|we|they|it|he|she)\b",
    re.IGNORECASE,
)
"""Marks the end of the counted noun phrase in a question: how many large dogs | do you have."""

_PAYING = r"(?:costs?|prices?|paid|pays?|charged?|charges|spends?|bill|fees?|salary|earns?|money)"
_LASTING = r"(?:takes?|lasts?|waits?|until|till|before|ago|since|keeps?|stays?|spends?)"
_LEAD = r"\W*(?:(?:and|so|but)\s)?"
_ASKED = tuple(
    (re.compile(asked), kinds)
    for asked, kinds in (
        (r"\bhow (?:often|frequently)\b", (Measure.FREQUENCY,)),
        (rf"\bhow (?:expensive|cheap|costly)\b|\b(?:how much|what)\b(?=.*\b{_PAYING}\b)", (Measure.MONEY,)),
        (r"\bhow much (?:longer|time)\b|\bhow soon\b", (Measure.DURATION,)),
        (r"\bhow old\b", (Measure.DURATION, Measure.AGE)),
        (r"\bhow (?:quick(?:ly)?|fast)\b", (Measure.DURATION, Measure.FREQUENCY)),
        (rf"\bhow long\b(?=.*\b{_LASTING}\b)", (Measure.DURATION,)),
        (r"\bhow long\b", (Measure.DURATION, Measure.LENGTH, Measure.TEXT)),
        (r"\bhow much (?:\w+ )?(?:memory|storage|ram|disk|space)\b", (Measure.MEMORY,)),
        (r"\bhow (?:hot|cold|warm)\b|\b(?:what|which) temperature\b", (Measure.TEMPERATURE,)),
        (r"\bhow (?:thick|thin|wide|tall|high|deep)\b", (Measure.LENGTH,)),
        (r"\bhow heavy\b", (Measure.WEIGHT,)),
        (r"\bhow far\b", (Measure.LENGTH, Measure.DURATION)),
        (r"\bhow (?:big|large|small)\b", _SIZES),
        (r"\bhow much\b", _AMOUNTS),
        (
            r"\bwhen (?:was|were|did|will|do we)\b|(?<!\bby )(?<!\btill )(?<!\buntil )\bwhen\W*$"
            r"|\b(?:what|which) (?:year|date|month|century)\b",
            (Measure.DATE,),
        ),
        (
            rf"^{_LEAD}when(?:['’]s| is| are| does)\b|^{_LEAD}(?:at )?(?:what|which) time\b",
            (Measure.DATE, Measure.TIME),
        ),
        (
            rf"^{_LEAD}(?:what|which)(?:['’]s| is)?(?: (?:the|my|our|your))?(?: [\w’'-]+)? (?:number|extension)\b"
            rf"|(?:^{_LEAD}|, and )(?:at|from|above|below|over|under) (?:what|which) (?!point|stage|time)[a-z]+",
            (Measure.NUMBER,),
        ),
    )
)
"""Patterns of questions, with the measures that each asks for; the first match counts."""


_WHEN = re.compile(r"\bwhen (?:was|were|did)\b", re.IGNORECASE)

_PARTS = re.compile(r"\b(?:and|or)\s+(?=how\b|what\b|when\b)|[?;]")
"""What's between the parts of a question such as “how long does it take, and how much does it cost?”"""

OF_A_KIND = families(
    words(
        "long take last wait often time cost price pay charge spend expensive cheap bill money memory storage space"
    )
)
"""Words that ask for a kind of figure; the figure itself answers them."""


def figure_wanted(question: str) -> Has | None:
    """Return a test for sentences with the kind of figure that a question wants; None if it wants none."""
    wanted = [has for part in _PARTS.split(question.lower()) if (has := _wanted(part))]
    if len(wanted) < 2:
        return wanted[0] if wanted else None
    return lambda sentence: any(has(sentence) for has in wanted)


def date_wanted(question: str) -> bool:
    """Return whether a question asks when something happened."""
    return _WHEN.search(question) is not None


def _wanted(lowered: str) -> Has | None:
    if counting := _COUNT.search(lowered):
        return _counting(counting)
    kinds = next((kinds for pattern, kinds in _ASKED if pattern.search(lowered)), ())
    return partial(_has_any, kinds) if kinds else None


def _counting(asked: re.Match[str]) -> Has:
    """Return a test for sentences that say how many.

    If the words after “how many” don't say what's counted, the question does, or a verb: “how many does she lay?”

    Args:
        asked: the match for “how many” in the question.
    """
    named = words(_NO_NOUN.split(asked[1])[0])
    if named[:1] == ["times"]:
        return partial(_has_any, (Measure.FREQUENCY,))
    measured = [kind for kind, unit in _UNITS.items() if named and re.fullmatch(unit, named[-1])]
    if measured and Measure.TEXT not in measured:
        return partial(_has_any, measured)
    if named:
        return partial(_has_counted, {family(named[-1])})
    said, verb = spoken_of(asked.string), spoken_of(asked.string[asked.start() :])
    return lambda sentence: (
        _has_counted(said, sentence) or (_COUNTED.search(sentence) is not None and bool(verb & spoken_of(sentence)))
    )


def _has_counted(counted: AbstractSet[str], sentence: str) -> bool:
    """Return whether a sentence has a figure followed by what's counted, or by a word such as “ones”."""
    after = (words(figure[1]) for figure in _COUNTED.finditer(sentence))
    is_counted = any(counted & families(each) or not _STANDING.isdisjoint(each) for each in after)
    return is_counted or _ALL.search(sentence) is not None


def _has_any(kinds: Sequence[Measure], sentence: str) -> bool:
    return any(_has(kind, sentence) for kind in kinds)


def _has(kind: Measure, sentence: str) -> bool:
    if kind in (Measure.DURATION, Measure.COUNT):
        sentence = _MEASURES[Measure.FREQUENCY].sub(" ", sentence)  # 400 a day isn't a duration
    if kind is Measure.DURATION and _LOOSELY.search(sentence):
        return True
    return _MEASURES[kind].search(sentence) is not None
