"""What people say around a number: how they got it, out of how many, and per what. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.judging.measures import is_measure
from bot.judging.number_words import LARGE, ORDINALS, SMALL
from bot.judging.phrases import HEDGES

_RESULT = re.compile(
    r".*(?:=|\b(?:so|makes|equals|gives|which is|comes to|therefore|hence)\b)(?P<kept>.+)", re.DOTALL
)
_ASIDE = re.compile(r"(?P<kept>[^(\[]*[^(\[\s])\s*[(\[].*[)\]]\s*[.!]?|(?P<told>[^:]+):\s.*", re.DOTALL)
_IN_DOUBT = re.compile(r"\b(?:or(?! so\b)|not|no|maybe|versus|vs|either|but|than)\b", re.IGNORECASE)
_SUMMED = re.compile(
    r"(?P<kept>.+?),?\s(?:in total|altogether|in all|all in all|overall|on average|or so|of (?:them|those|these|it)"
    r"|(?:out )?of (?:the )?\w+)",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"(?P<kept>.+?)\s?(?:\b(?:an?|per|each|every)\s|/\s?)(?:second|minute|hour|day|night|week|month|year|answer|head|person)",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(r"(?P<kept>.*\d)\s?-?ish\b(?P<rest>.*)", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?P<first>\d{1,3}):(?P<second>[0-5]\d)\s?(?:(?P<hours>h|hrs?|hours?)|(?P<minutes>m|mins?|minutes?))?"
)
_OF_TIME = frozenset({"h", "hour", "hours", "min", "minute", "minutes", "s", "sec", "second", "seconds"})
_PLACE = re.compile(
    rf"(?:the |after |after the |from the )*(?:(?P<kept>\d+)(?:st|nd|rd|th)|(?P<word>{'|'.join(ORDINALS)}))"
    r"(?: [a-z]+)?",
    re.IGNORECASE,
)
_NUMBER_WORDS = (SMALL.keys() | LARGE) - {"percent", "pct"}
_IN_WORDS = {
    "none": "0", "nothing": "0", "nil": "0", "nobody": "0", "once": "1", "twice": "2", "both": "2", "a couple": "2",
    "a pair": "2",
}  # fmt: skip
_OF_THEM = re.compile(r"\s+of (?:them|those|these)\b")
_DENIED = re.compile(
    rf"(?:(?:is |was )?(?:not|never)|(?:is|was)n['’]?t|(?:any|every)thing but)\s+"
    rf"(?:\W*\d|(?:{'|'.join((*SMALL, *LARGE))})\b)",
    re.IGNORECASE,
)


def is_denied(text: str) -> bool:
    """Return whether a text says that it isn't the number in it: “not 30”."""
    return _DENIED.match(text) is not None


def numbers_in(text: str) -> list[str]:
    """Return the parts of a text that may be its single number: the whole, and words without numbers around them."""
    words = text.split()[:12]
    counts = [_counts(word, words) for word in words]
    runs = [text]
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            around = (*counts[:start], *counts[start + length :])
            runs += [] if any(around) else [" ".join(words[start : start + length])]
    return runs


def _counts(word: str, words: Sequence[str]) -> bool:
    """Return whether a word of a text is a number; “one” only is where it's one of several: one or two."""
    plain = word.lower().strip(".,;:!?")
    if plain == "one":
        return not HEDGES.isdisjoint(words)
    return plain in _NUMBER_WORDS or any(each.isdecimal() for each in word)


def numbers_alone(text: str, unit: str) -> Iterator[str]:
    """Yield the possible results of removing what's said around a text's number, without the text itself.

    Args:
        text: the typed text.
        unit: the unit of a bare number, or "".
    """
    if _IN_DOUBT.search(text):
        return
    in_words = _IN_WORDS.get(_OF_THEM.sub("", text.lower()).strip(" .!"))
    if in_words is not None:
        yield in_words
    if unit in _OF_TIME and (clock := _CLOCK.fullmatch(text.rstrip(" .!"))):
        yield from _spans(clock)
    bare = [text]
    for pattern in (_RESULT, _ASIDE):
        bare += [_kept(match) for match in map(pattern.fullmatch, bare) if match]
    for each in bare:
        yield from (each,) if each != text else ()
        for pattern in _patterns(unit):
            match = pattern.fullmatch(each.rstrip(" .!"))
            if match:
                yield _kept(match)


def _spans(clock: re.Match[str]) -> Iterator[str]:
    """Yield the lengths of time that 2:40 may be."""
    first, second = clock["first"], clock["second"]
    if not clock["minutes"]:
        yield f"{first} h {second} min"
    if not clock["hours"]:
        yield f"{first} min {second} s"


def _patterns(unit: str) -> Iterator[re.Pattern[str]]:
    """Yield patterns for what may be removed; in a share, “of 10” must stay, and in a speed, “per hour”."""
    if unit != "%":
        yield _SUMMED
    if "/" not in unit and " per " not in unit:
        yield _EACH
    if not is_measure(unit):
        yield _PLACE
    yield _ROUGHLY


def _kept(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found.get("word"):
        return ORDINALS[found["word"].lower()]
    return f"{found['kept'] or found.get('told') or ''}{found.get('rest') or ''}".strip()
