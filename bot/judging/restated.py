"""What a typed answer repeats of its question: “the PUT method” if it asks which method. Pure; English only."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.judging.forms import same_spelling
from bot.judging.phrases import HEDGES, NEGATIONS
from bot.judging.reading import ARTICLES
from bot.language.text import fold
from bot.language.whole_numbers import NUMBERS

_MOST_WORDS = 6
"""Maximum number of words that can say what kind of thing a question asks for."""

_ASKED = re.compile(
    r"\b(?:which|what)(?:['’]?s| is| are| was| were)?(?: (?:the|an?|our|your|its|their|my))? (.+)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
_OWN = re.compile(r"(?:my|our|your) (.+)", re.IGNORECASE)
_WHO = re.compile(r"\W*who(?:m|se)?\b", re.IGNORECASE)
_OF_ONES_OWN = re.compile(
    r"(.+) (?:of (?:my|our|your) team|(?:at|for|from|in|on) (?:my|our|your)"
    r" (?:area|building|department|floor|location|office|shift|site|team))",
    re.IGNORECASE,
)
"""Someone near the one who answers: “the first aider on your floor”."""

_ABOUT_PEOPLE = re.compile(r"\W*(?:who|whom|whose|where|when|how|which)\b", re.IGNORECASE)
_DOING = re.compile(r"(?:i|you|we|they|he|she|it) [^\W\d_]+ (.+)", re.IGNORECASE)
_PAST_THE_KIND_AS_TEXT = """
a about after an and are as at be before by called can could did do does for from gets had happens has have how if in
into is it made makes may me means must named needs on should stand stands than that the there they to
use used uses was we were when where which who whose will with would you
"""
_PAST_THE_KIND = frozenset(_PAST_THE_KIND_AS_TEXT.split())
"""Words that can't be part of what a question asks for, and end it."""

_ARTICLES = frozenset({"the", "a", "an", "our", "your"})
_BEING = frozenset({"is", "are", "was", "were"})
_LINKING = frozenset({"of", "in", "for", "from", "on", "at", *_BEING})
_SEVERAL = re.compile(r"(?<!\d),|,(?!\d)|[;&/+]|\b(?:and|plus|also|nor|then)\b", re.IGNORECASE)

_AT_MOST = (
    re.compile(r"\b(?:max(?:imum)?|(?:at|the) most|up to|limit|longest|largest|highest)\b", re.IGNORECASE),
    re.compile(r"(?:max(?:imum)?\.?|at (?:the )?most|up to|(?:no|not) more than)(?: of)? (.+)", re.IGNORECASE),
    re.compile(r"(.+?),? (?:max(?:imum)?\.?|at (?:the )?most|or (?:less|fewer))", re.IGNORECASE),
)
_AT_LEAST = (
    re.compile(r"\b(?:min(?:imum)?|(?:at|the) least|shortest|smallest|lowest)\b", re.IGNORECASE),
    re.compile(r"(?:min(?:imum)?\.?|at (?:the )?least|(?:no|not) (?:less|fewer) than)(?: of)? (.+)", re.IGNORECASE),
    re.compile(r"(.+?),? (?:min(?:imum)?\.?|at (?:the )?least|or more)", re.IGNORECASE),
)
"""For each kind of limit: questions that ask for it, and what's said before or after it."""

_NUMBERED_THINGS_AS_TEXT = """
bay bus code codes desk extension error exit floor gate house level line locker number page platform port room rule
section shelf status step terminal track version
"""
_NUMBERED_THINGS = frozenset(_NUMBERED_THINGS_AS_TEXT.split())
"""Kinds of things that have numbers, which people say with their kind or meaning: 429 (too many requests)."""

_NUMBER = re.compile(r"(?<![\w.,])\d+(?![\w,]|\.\d)")
_MOST_AROUND_NUMBER = 5
_PERIODS = {
    "hour": "hourly|per hour", "day": "daily|per day|per diem", "week": "weekly|per week",
    "month": "monthly|per month", "quarter": "quarterly|per quarter",
    "year": "annual|annually|yearly|per year|per annum",
}  # fmt: skip
_IN_EACH = {
    period: re.compile(rf"\b(?:{said}|(?:an?|each|every) {period})\b|/ ?{period}\b", re.IGNORECASE)
    for period, said in _PERIODS.items()
}
_EACH = re.compile(rf"(.*\d.*?)(?: ?/ ?| (?:an?|each|every|per) )({'|'.join(_PERIODS)})\W*", re.IGNORECASE)
"""An amount in each period: 49 dollars a month."""

_ASKS_WHETHER = re.compile(
    r"(?:is|are|am|was|were|can|could|may|must|should|do|does|did|has|have|will|would)\b", re.IGNORECASE
)
_NOT_SO = re.compile(
    r"(?:(?:it|that|this|they|he|she|you|we)(?:['’]?s|['’]?re| is| are)? )?(?:not|never) ([^\W\d_]+)\W*",
    re.IGNORECASE,
)
_ASKS_FOR_FORM = re.compile(
    r"\b(?:plurals?|singular|tense|participle|comparative|superlative|infinitive|gerund|noun|verb|adjective|adverb"
    r"|conjugat\w+|declension)\b",
    re.IGNORECASE,
)


def without_question(text: str, prompt: str, language: str = "en") -> Iterator[str]:
    """Yield a typed text without what it repeats of the question, in each way that's allowed.

    Args:
        text: the typed text.
        prompt: the question, with its small words in English; "" if it isn't known.
        language: the language of the other words, such as "en" or "pt-BR".
    """
    yield from _numbers_alone(text, prompt)
    yield from _without_period(text, prompt)
    if prompt and not _SEVERAL.search(text):
        words = text.split()
        for rest in (_without_kind(words, asked_kind(prompt), language), _without_end(words, prompt)):
            if rest and len(rest) < len(words):
                yield " ".join(rest)
        for asks, before, after in (_AT_MOST, _AT_LEAST):
            if asks.search(prompt) and (limit := before.fullmatch(text) or after.fullmatch(text)):
                yield limit[1]
        if _says_no(text, prompt):
            yield "no"
        if _WHO.match(prompt) and (placed := _OF_ONES_OWN.fullmatch(text)):
            yield placed[1]
        if _ABOUT_PEOPLE.match(prompt) and (own := _OWN.fullmatch(text)):
            yield own[1]
        if (done := _DOING.fullmatch(text)) and _words(text[: done.start(1)]) <= _words(prompt):
            yield done[1]


def reverses_limit(text: str, prompt: str) -> bool:
    """Return whether a text gives the least of something where a question asks for the most, or the reverse."""
    pairs = ((_AT_MOST, _AT_LEAST), (_AT_LEAST, _AT_MOST))
    return any(
        asks.search(prompt) and not other.search(prompt) and (before.fullmatch(text) or after.fullmatch(text))
        for (asks, _, _), (other, before, after) in pairs
    )


@lru_cache(1024)
def asked_kind(prompt: str) -> frozenset[str]:
    """Return the folded words that say what kind of thing a question asks for: “which HTTP method is …”."""
    asked = _ASKED.search(prompt)
    found: list[str] = []
    for raw in asked[1].split()[:_MOST_WORDS] if asked else ():
        word = _plain(raw)
        if word in _PAST_THE_KIND or word in HEDGES or word in NEGATIONS or not word.isalpha():
            break
        found.append(word)
        if raw[-1] in ",:;":
            break
    return frozenset(found) - _ARTICLES - {"of"}


@lru_cache(1024)
def openings(prompt: str) -> frozenset[str]:
    """Return the folded words of a question that may precede an answer."""
    return asked_kind(prompt) | {word.lower() for word in _WORD.findall(prompt) if word.isupper()}


@lru_cache(1024)
def asks_for_form(prompt: str) -> bool:
    """Return whether a question asks for one form of a word, so that “mouse” isn't mice, nor “wrote” written."""
    return _ASKS_FOR_FORM.search(prompt) is not None


def _numbers_alone(text: str, prompt: str) -> Iterator[str]:
    """Yield the only number in a short text, where a question asks for the number of something: “TCP port 22”."""
    if _NUMBERED_THINGS.isdisjoint(asked_kind(prompt)):
        return
    numbers, said = _NUMBER.findall(text), set(map(_plain, _WORD.findall(text)))
    others = [word for word in said if not word.isdecimal()]
    is_other = not (said.isdisjoint(NEGATIONS) and said.isdisjoint(HEDGES) and NUMBERS.keys().isdisjoint(said))
    if len(numbers) == 1 and 0 < len(others) <= _MOST_AROUND_NUMBER and len(said) == len(others) + 1 and not is_other:
        yield numbers[0]


def _without_period(text: str, prompt: str) -> Iterator[str]:
    """Yield an amount without the period for which the question asks it."""
    each = _EACH.fullmatch(text.strip())
    if each and prompt and _IN_EACH[each[2].lower()].search(prompt):
        yield each[1]


def _says_no(text: str, prompt: str) -> bool:
    """Return whether a text denies a word of a question that asks for yes or no: “not allowed”."""
    told = _words(prompt)
    denied = _NOT_SO.fullmatch(text.strip()) if _ASKS_WHETHER.match(prompt) and NEGATIONS.isdisjoint(told) else None
    return denied is not None and _plain(denied[1]) in told


def _without_kind(words: Sequence[str], kind: frozenset[str], language: str) -> Sequence[str]:
    """Return an answer without the kind of thing before or after it."""
    if not kind:
        return words
    before = kind | _ARTICLES | ARTICLES.get(language[:2], frozenset()) | _BEING | {"of"}
    first = next((place for place, word in enumerate(words) if _plain(word) not in before), len(words))
    if not any(_plain(word) in kind for word in words[:first]):
        first = 0
    last = next((place for place in range(len(words), first, -1) if _plain(words[place - 1]) not in kind), first)
    return words[first:last]


def _without_end(words: Sequence[str], prompt: str) -> Sequence[str]:
    """Return an answer without words of the question after “of”, “is” and the like, or a name before or after it."""
    told = _words(prompt)
    for place in range(1, len(words)):
        if _plain(words[place]) in _LINKING and all(_plain(word) in told | _ARTICLES for word in words[place + 1 :]):
            return words[:place]
    if len(words) > 1 and _is_name(words[-1], prompt):
        return words[:-1]
    return words[1:] if len(words) > 1 and _is_name(words[0], prompt) else words


def _is_name(word: str, prompt: str) -> bool:
    """Return whether a word is an abbreviation in the question."""
    return word.isupper() and word.isalpha() and re.search(rf"\b{word}\b", prompt) is not None


@lru_cache(1024)
def _words(prompt: str) -> frozenset[str]:
    return frozenset(map(_plain, _WORD.findall(prompt)))


def _plain(word: str) -> str:
    return same_spelling(fold(word).strip(".,:;!?()'\"“”‘’"))
