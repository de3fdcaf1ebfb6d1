"""Shorter answers that the question makes clear: “Thames” if it asks for a river, “Curie” if it asks who. Pure.

People leave out what the question has said. Kinds of things and people's names are understood in all languages whose
word for “who” is known; the rest if the small words of the language are known.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, permutations

from bot.judging.forms import is_plural
from bot.judging.in_english import in_english
from bot.judging.lexicon import is_known_name, is_name, lemma
from bot.judging.measures import is_measure
from bot.judging.other_languages import BEFORE_NOUN
from bot.judging.phrases import LITTLE
from bot.judging.roman import value
from bot.judging.slips import is_small
from bot.judging.titles import without_title
from bot.judging.unit_names import is_money
from bot.language.text import fold
from bot.language.whole_numbers import NUMBERS

_MOST_WORDS = 5
"""Maximum number of words in an answer that has shorter ones."""

_ARTICLE = re.compile(r"^(?:(?:the|an?) |l['’])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_WHO = {
    "de": "wer|wen|wem|wessen",
    "en": r"who|whom|whose|(?:which|what) (?:\w+ )?(?:poet|\w+(?:er|ian|ist|or))",
    "es": "quién|quiénes|quien",
    "fr": "qui",
    "it": "chi",
    "nl": "wie|wiens",
    "pt": "quem",
}
_PERSON = {language: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for language, words in _WHO.items()}
"""For each language that's understood, the words that ask for a person."""

_BEFORE_SURNAMES_AS_TEXT = "al bin da de del della den der di do dos du el ibn la le ten ter van von zu"
_BEFORE_SURNAMES = frozenset(_BEFORE_SURNAMES_AS_TEXT.split())
_GROUPS_AS_TEXT = """
agency army association bank board bureau cabinet city club commission committee company council court cross
department desk division federation force foundation group guard institute ministry navy office party police
service society squad staff team union united
"""
_GROUPS = frozenset(_GROUPS_AS_TEXT.split())
"""Last words of names that aren't people's: the Red Cross."""

_NO_FIRST_NAMES = frozenset({"black", "blue", "east", "green", "new", "north", "red", "south", "west", "white"})
"""Words that are rarely first names, although they're in lists of them: Red Bull, South Africa."""

_SURNAME = re.compile(r"(?:[A-Z]['’])?[A-Z][^\W\d_]+(?:['’-][^\W\d_]+)*")
_ROMAN = re.compile(r"[IVX]+")
_IN_FULL = re.compile(
    r"\b(?:stands? for|short for|abbreviat\w+|acronym|initials|in full|full (?:name|form)|spel[lt]\w*|mean\w*)\b",
    re.IGNORECASE,
)
"""Prompts that ask what an abbreviation stands for, so that it's no answer."""

_ADDRESSED = re.compile(
    r"(?:who|whom|whose|where|when|how|which)\b|what (?:do|should|must|can|will|did) (?:you|i|we)\b", re.IGNORECASE
)
_WHOSE = re.compile(r"((?:in|at|to|with|from|on|by|of|for) )?(?:the|an?|your|my|our|their) (?=[a-z])", re.IGNORECASE)
_OWNERS = ("my", "your", "our")
_HOW_MUCH = re.compile(
    r"\bhow (?:big|deep|far|fast|heavy|high|hot|long|many|much|old|tall|warm|wide)\b"
    r"|\b(?:cost|deadline|delay|duration|limit|maximum|minimum|period|price)\b",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    rf"((?:up to |at (?:least|most) |about )?(?:[$€£]?\d[\d.,]*|an?\b|(?:{'|'.join(NUMBERS)})\b)"
    r" ?(?:[^\W\d_]+|%|°[CF]?|[$€£])?)"
    r" (?:after|before|for|from|in|of|on|per|since|with|a (?:day|month|quarter|week|year))\b.*",
    re.IGNORECASE,
)
"""A quantity with something said of it: 30 days from delivery."""

_AGE = re.compile(r"\b(?:age|aged|how (?:old|young))\b", re.IGNORECASE)
_OF_AGE = re.compile(r"(\d+(?: years)?) (?:or|and) (older|younger)", re.IGNORECASE)
_OLDER = {"older": "more", "younger": "less"}
"""What older and younger say of an age; of a version, they'd say the reverse."""

_UNIT_IMPLIED = re.compile(
    r"\bhow (?:cold|fast|heavy|hot|many|old|warm)\b"
    r"|\b(?:cost|age|degrees|load|percent(?:age)?|price|speed|temperature|weight)\b",
    re.IGNORECASE,
)
"""Questions after which a bare number can only have one unit. After “how long”, 20 may be seconds or minutes."""

_SHARE_IMPLIED = re.compile(
    r"\b(?:accuracy|availability|chances?|coverage|discount|margin|probability|proportion|rate|ratio|share|target|tax"
    r"|uptime|vat)\b",
    re.IGNORECASE,
)
"""Questions after which a bare number can be a percentage."""

_MONEY_IMPLIED = re.compile(
    r"\bhow much\b|\b(?:budget|charge|deposit|fare|fee|fine|pay|rent|salary|wage|worth)\b", re.IGNORECASE
)
"""Questions after which a bare number can be an amount of money."""

_COUNT_IMPLIED = re.compile(r"\b(?:length|limit|max(?:imum)?|min(?:imum)?|number|quota|size)\b", re.IGNORECASE)
"""Questions after which a bare number can be a count of something."""

_MEASURED = re.compile(r"[$€£]?(\d[\d.,]*) ?([^\W\d][\w/]*|%|°[CF]?|[$€£])?")

_CENTS_ENDING = re.compile(r"([.,]\d)0$")
"""The last zero of 4.50, without which an amount is the same."""

_IN_ANY_ORDER = re.compile(
    r"\bin any order\b|\b(?:which|what|name|list)\b(?: \w+){0,2} (?:two|three|four|[2-4])\b", re.IGNORECASE
)
"""Questions after which a list of things is right in any order."""

_IN_ORDER = re.compile(
    r"\b(?:first|last|order|sequence|stages?|phases?|steps?)\b(?<!\bin any order)(?!.*\bin any order\b)",
    re.IGNORECASE,
)
_MOST_LISTED = 4
_BETWEEN_LISTED = re.compile(r",\s*(?:and\s+)?|\s+and\s+")

_KINDS = {"mount": frozenset({"mountain", "peak", "summit"})}
"""Words for a kind of thing that stand for the one in a name."""


@lru_cache(1024)
def shorter_in_context(answer: str, prompt: str, language: str) -> tuple[str, ...]:
    """Return shorter ways to give an answer that are enough after a question.

    Args:
        answer: the answer as the author wrote it.
        prompt: the question.
        language: the language of both, such as "en" or "pt-BR".
    """
    spoken = language[:2]
    if spoken not in _PERSON:
        return ()
    words = _bare(answer).split()
    asked = in_english(prompt, language)
    found = list(_by_any_owner(answer, asked) if spoken == "en" else _without_small_words(answer, asked, spoken))
    if _AGE.search(asked) and (aged := _OF_AGE.fullmatch(answer.strip())):
        found.append(f"{aged[1]} or {_OLDER[aged[2].lower()]}")
    if _HOW_MUCH.search(asked) and (qualified := _QUALIFIED.fullmatch(answer.strip())):
        found.append(qualified[1])
    measured = list(filter(None, (_MEASURED.fullmatch(text.strip()) for text in (answer, *found))))
    implied = [each[1] for each in measured if _implies(asked, each[2])]
    found += [figures for each in implied for figures in dict.fromkeys((each, _CENTS_ENDING.sub(r"\1", each)))]
    if _IN_ANY_ORDER.search(asked) and not _IN_ORDER.search(asked):
        found += _in_any_order(answer)
    if 1 < len(words) <= _MOST_WORDS:
        found += _without_what_is_told(words, _words(prompt), spoken)
        name = without_title(" ".join(words)) if _PERSON[spoken].search(prompt) else None
        if name is not None:
            found.append(name)
            words = name.split()
        found += _surnames(words, prompt, spoken)
    return tuple(found)


@lru_cache(1024)
def initials(answer: str, prompt: str) -> tuple[str, ...]:
    """Return an answer's initials, also without small words, unless the question asks what they stand for.

    Args:
        answer: the answer as the author wrote it; numbers in it stay whole, as in WWII and WW2;
            2.5 has none.
        prompt: the question.
    """
    words = _WORD.findall(_bare(answer))
    if not 1 < len(words) <= _MOST_WORDS or words[0].isdecimal() or _IN_FULL.search(prompt):
        return ()
    telling = [word for word in words if word not in LITTLE]
    found = (_initials(each, figures) for each in (words, telling) for figures in (False, True))
    return tuple(each for each in dict.fromkeys(found) if each not in _words(prompt) and not is_small(each))


def _implies(prompt: str, unit: str | None) -> bool:
    """Return whether a question makes clear that a bare number is meant in a unit, or counts a certain thing."""
    if _UNIT_IMPLIED.search(prompt):
        return True
    if unit == "%":
        return _SHARE_IMPLIED.search(prompt) is not None
    if unit is not None and is_money(unit):
        return _MONEY_IMPLIED.search(prompt) is not None
    return unit is not None and not is_measure(unit) and _COUNT_IMPLIED.search(prompt) is not None


def _in_any_order(answer: str) -> Iterator[str]:
    """Yield a list of a few things in all other orders."""
    listed = _BETWEEN_LISTED.split(answer.strip().rstrip("."))
    if "," in answer and len(listed) <= _MOST_LISTED and all(listed):
        yield from (", ".join(each) for each in islice(permutations(listed), 1, None))


def _bare(answer: str) -> str:
    return _ARTICLE.sub("", answer.strip().rstrip("."), count=1)


def _words(prompt: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(fold(prompt))]


def _without_what_is_told(words: Sequence[str], told: Sequence[str], language: str) -> Iterator[str]:
    """Yield an answer without the kind of thing that the question asks for: Pacific (Ocean), (River) Thames."""
    plain = [fold(word.strip("()“”\"',")) for word in words]
    last = plain[-1]
    ends_so = _is_told(last, told, language)
    if ends_so and _says_more(plain[:-1], last, told):
        yield " ".join(words[:-1])
    first, named = plain[0], words[1]
    is_kind = _is_told(first, told, language) or not _KINDS.get(first, frozenset()).isdisjoint(told)
    if not is_kind or not (named[0].isupper() or named[0].isdecimal()):
        return
    if _says_more(plain[1:], first, told):
        yield " ".join(words[1:])
    if ends_so and len(words) > 2:
        yield " ".join(words[1:-1])  # the II of a type II error


def _is_told(word: str, told: Sequence[str], language: str) -> bool:
    return any(word == each or is_plural(word, each, language) or is_plural(each, word, language) for each in told)


def _says_more(rest: Sequence[str], kind: str, told: Sequence[str]) -> bool:
    """Return whether the rest of an answer tells it from what else the question names."""
    if rest[-1] in LITTLE or LITTLE.issuperset(rest):
        return False
    times = Counter(told)
    if not all(word in times for word in rest):
        return True
    return times[kind] > 1 and all(times[word] == 1 for word in rest)  # red wine or white wine?


def _surnames(words: Sequence[str], prompt: str, language: str) -> Iterator[str]:
    """Yield the last name of a person that a question asks for, also with what stands before it: da Vinci."""
    first, last = words[0], words[-1]
    if (
        not _PERSON[language].search(prompt)
        or not _SURNAME.fullmatch(last)
        or _ROMAN.fullmatch(last)
        or first == last
    ):
        return
    if not all(_SURNAME.fullmatch(word) or _is_initial(word) or word in _BEFORE_SURNAMES for word in words):
        return
    if last.lower() not in _GROUPS and (_is_initial(first) or _is_first_name(first.lower(), language)):
        yield from (" ".join(words[start:]) for start in range(1, len(words)))
        yield f"{last}, {' '.join(words[:-1])}"


def _is_first_name(word: str, language: str) -> bool:
    if word in _NO_FIRST_NAMES:
        return False
    return lemma(word, language) is None or is_name(word, language) or is_known_name(word)


def _is_initial(word: str) -> bool:
    return word[0].isupper() and len(word) in {1, 2} and word[1:] in {"", "."}


def _by_any_owner(answer: str, prompt: str) -> Iterator[str]:
    """Yield “line manager” and “my line manager” for “your line manager”, if a question is about people."""
    owned = _WHOSE.match(answer) if _ADDRESSED.match(prompt.strip()) else None
    if owned is None:
        return
    rest = answer[owned.end() :]
    for before in dict.fromkeys((owned[1] or "", "")):
        yield f"{before}{rest}"
        yield from (f"{before}{owner} {rest}" for owner in _OWNERS)


def _without_small_words(answer: str, prompt: str, language: str) -> Iterator[str]:
    """Yield an answer without the preposition, the article or the “my” before it, if a question is about people."""
    before = BEFORE_NOUN.get(language)
    if before is not None and _ADDRESSED.match(prompt.strip(" ¿")) and (rest := before.sub("", answer, count=1)):
        yield from (rest,) if rest != answer else ()


def _initials(words: Sequence[str], figures: bool) -> str:
    letters = (_in_short(word, figures) for word in words)
    return "".join(letters).lower()


def _in_short(word: str, figures: bool) -> str:
    if not _ROMAN.fullmatch(word):
        return word if word.isdecimal() else word[0]
    return str(value(word.lower())) if figures else word
