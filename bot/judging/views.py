"""The forms in which a typed text and an answer are compared, each computed on demand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.judging import frequencies, phrases
from bot.judging.characters import even, settle, spelt_out
from bot.judging.dates import PartialDate, moments, short_dates
from bot.judging.frequencies import Frequency
from bot.judging.in_english import in_english
from bot.judging.model import Wanted
from bot.judging.number_words import LARGE
from bot.judging.other_languages import foreign_noun
from bot.judging.periods import period
from bot.judging.quantities import Quantity, parse
from bot.judging.reading import Reading, cased, in_short, name_of, named, read, read_without_small_words, shortened
from bot.judging.roman import FIGURES, value
from bot.judging.slips import is_small
from bot.judging.unit_names import SINGLES
from bot.judging.wordings import STANDING_ALONE, shorter, wordings

_FILE = re.compile(r"\S*\w\.[a-z]\w{0,4}")
_CHEMICAL = re.compile(r"(?=.*[a-z\d₀-₉])(?:[A-Z][a-z]?[\d₀-₉]*){2,}")
_SYMBOL = re.compile(rf"[A-Z][a-z]|{_CHEMICAL.pattern}")
_POINTED = re.compile(r"\d\.\d\d$")
_ROMAN = re.compile(r"\b[MDCLXVI]{2,}\b|(?<=\w )[XV]$")
_ARTICLE_WITHIN = re.compile(r"\S\s+an?\s+\S")
_YEAR = re.compile(r"[12]\d{3}")
_WHOSE = re.compile(r"([^\W\d_]+)'s\b")


class Typed:
    """A typed text, whose forms are computed on demand.

    Args:
        text: the typed text.
        wanted: what the question accepts.
        locale: the learner's locale, which decides how commas are read.
        is_translated: whether it's in another language with its small words put into English.
    """

    def __init__(self, text: str, wanted: Wanted, locale: str, is_translated: bool = False) -> None:
        self.text = text
        self._is_translated = is_translated
        self._wanted = wanted
        self.locale = locale

    @cached_property
    def reading(self) -> Reading:
        """The text normalised for comparison."""
        return read(self.text, self._wanted.language)

    @cached_property
    def name(self) -> str:
        """What tells it from other names."""
        return name_of(self.text, self._wanted.language)

    @cached_property
    def short_name(self) -> str:
        """Its name with ordinals in digits and titles abbreviated."""
        return _short_name(self.text, self._wanted.language)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The text normalised for comparison, also with umlauts spelt out and Roman numerals converted."""
        language = self._wanted.language
        texts = [*wordings(settle(self.text), language), *filter(None, [spelt_out(settle(self.text))])]
        texts += filter(None, [_in_figures(self.text)])
        readings = [self.reading, *(read(text, language) for text in texts)]
        if language[:2] != "en" or _ARTICLE_WITHIN.search(self.text):
            readings.append(read_without_small_words(self.text, language))  # “ask a customer” for “ask the customer”
        return _in_short(readings, language)

    @cached_property
    def english(self) -> str:
        """It with its small words in English."""
        return self.text if self._is_translated else in_english(self.text, self._wanted.language)

    @cached_property
    def lines(self) -> frozenset[str]:
        """The ways to write it in plain words, unless it may be in English."""
        is_other = self._is_translated or self.english != self.text or any(map(str.isdecimal, self.text))
        return _lines(self.english, self._wanted.language) if is_other else frozenset()

    @cached_property
    def quantity(self) -> Quantity | None:
        """The number that it is."""
        may_be = may_be_number(self.reading) or may_be_number(read(self.english, self._wanted.language))
        return self.number_in(self.text) if may_be else None

    def number_in(self, part: str) -> Quantity | None:
        """Parse a part of it as a number: digits first by the learner's locale, words by the answers' language."""
        languages = [self._wanted.language, self.locale]
        if any(each.isdecimal() for each in part):
            languages.reverse()
        return next(filter(None, (parse(part, language) for language in dict.fromkeys(languages))), None)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words as they're written, in small letters."""
        return cased(even(settle(self.text)))

    @cached_property
    def moments(self) -> tuple[PartialDate, ...]:
        """The dates or times that it may mean."""
        found = moments(self.text, self._wanted.language)
        return found if self._wanted.language[:2] == "en" else (*found, *short_dates(self.text))

    @cached_property
    def frequency(self) -> Frequency | None:
        """How often it says that something happens."""
        return frequencies.parse(self.text, "en" if self._is_translated else self._wanted.language)


@dataclass(frozen=True)
class ReferenceAnswer:
    """A right answer, or a tempting wrong one, whose forms are computed on demand.

    Args:
        text: the answer as the author wrote it.
        language: the answer's language.
    """

    text: str
    language: str

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of all ways in which it may be written."""
        texts = list(dict.fromkeys(filter(None, (self.text, self._plain, period(self.text, self.language)))))
        texts += filter(None, [foreign_noun(self.text) if self.language[:2] == "en" else None])
        glossed = phrases.gloss(self.text)
        if glossed is not None:
            outer, inner = glossed
            texts += [outer] if outer else []
            is_name = phrases.either_abbreviates(outer, inner) or _is_symbol_of(outer, inner)
            texts += [inner] if is_name else []
        texts += [other for text in texts for other in (*wordings(settle(text), self.language), *shorter(text))]
        texts += filter(None, [spelt_out(settle(text)) for text in texts])
        texts += filter(None, [_in_figures(text) for text in texts])
        readings = [read(text, self.language) for text in texts]
        texts += [text.replace("&", " and ") for text in texts if "&" in text]
        readings += [read_without_small_words(text, self.language) for text in texts]
        if self.language[:2] == "en" and texts[0].lower().startswith("to "):
            readings.append(read(texts[0][3:], self.language))  # a verb
        short_readings = _in_short([each for each in readings if each.tokens], self.language)
        return short_readings or (
            Reading((self.text,), self.text, self.text, (), (self.text,)),
        )  # no visible characters

    @cached_property
    def name(self) -> str:
        """What tells it from other names."""
        return name_of(self.text, self.language)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words as they're written, in small letters."""
        return cased(even(settle(self.text)))

    @cached_property
    def has_small_words(self) -> bool:
        """Whether some of its words are articles, other small words or numbers."""
        return any(map(is_small, self.words))

    @cached_property
    def letters(self) -> int:
        """The number of its letters, including articles."""
        return sum(map(len, self.words))

    @cached_property
    def is_code(self) -> bool:
        """Whether it's the name of a file, a formula or the like, where each letter counts."""
        return bool(self.readings[0].marks) or _FILE.fullmatch(self.text.strip()) is not None

    @cached_property
    def short_name(self) -> str:
        """Its name with ordinals in digits and titles abbreviated."""
        return _short_name(self.text, self.language)

    @cached_property
    def aside(self) -> str | None:
        """The text in its brackets, without spaces; None if it has none."""
        glossed = phrases.gloss(self.text)
        return None if glossed is None else read(glossed[1], self.language).joined

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The words written in capitals, in which a final S isn't a plural."""
        return frozenset(word.lower() for word in cased(self.text) if word.isupper())

    @cached_property
    def quantity(self) -> Quantity | None:
        """The number that it is."""
        text = period(self.text, self.language) or self._plain
        english = read(in_english(text, self.language), self.language)
        return parse(text, self.language) if may_be_number(self.readings[0]) or may_be_number(english) else None

    @cached_property
    def _plain(self) -> str:
        """It without emoji, if there's more to it."""
        return phrases.without_emoji(self.text) or self.text

    @cached_property
    def moments(self) -> tuple[PartialDate, ...]:
        """The dates or times of day that it may mean; 10.30 is too ambiguous to count."""
        found = moments(self.text, self.language)
        if _YEAR.fullmatch(self.text):
            return (*found, PartialDate(int(self.text)))
        return () if any(each.time for each in found) and _POINTED.search(self.text) else found

    @cached_property
    def frequency(self) -> Frequency | None:
        """How often it says that something happens."""
        return frequencies.parse(self.text, self.language)

    @cached_property
    def lines(self) -> frozenset[str]:
        """The ways to write it in plain words, if its small words aren't English."""
        english = in_english(self.text, self.language)
        return frozenset() if english == self.text else _lines(english, self.language, *shorter(english))

    @cached_property
    def possessives(self) -> frozenset[str]:
        """Its lower-case possessives without 's, such as moore in “Moore's law”."""
        return frozenset(word.lower() for word in _WHOSE.findall(settle(self.text)))


def _lines(english: str, language: str, *others: str) -> frozenset[str]:
    """Return the ways to write a text whose small words are in English.

    “Jeden” and “jede” become one word, which mustn't make one right for the other by itself.
    """
    texts = (english, *others, *wordings(english, "en"))
    lines = {read_without_small_words(each, language).line for each in texts}
    return frozenset(line for line in lines if " " in line or line in STANDING_ALONE)


def _short_name(text: str, language: str) -> str:
    return "".join(in_short(named(text, language)) if language[:2] == "en" else named(text, language))


def _is_symbol_of(outer: str, inner: str) -> bool:
    """Return whether the text in brackets is a formula or an element's symbol: sodium chloride (NaCl), iron (Fe)."""
    return outer.islower() and (_CHEMICAL if " " in outer else _SYMBOL).fullmatch(inner) is not None


def _in_figures(text: str) -> str | None:
    """Return a text with upper-case Roman numerals in digits, as in Super Bowl 55; None if it has none."""
    if text.islower():
        return None
    figures = _ROMAN.sub(
        lambda word: str(value(word[0].lower())) if FIGURES.fullmatch(word[0].lower()) else word[0], text
    )
    return None if figures == text else figures


def _in_short(readings: Sequence[Reading], language: str) -> tuple[Reading, ...]:
    """Return the distinct readings, in English also with ordinals in digits and titles abbreviated."""
    short = filter(None, map(shortened, readings)) if language[:2] == "en" else ()
    return tuple(dict.fromkeys([*readings, *short]))


def may_be_number(reading: Reading) -> bool:
    """Return whether a text can be a number at all."""
    tokens = reading.tokens
    if reading.numbers or not LARGE.isdisjoint(tokens):
        return True
    if len(tokens) != 1:
        return False
    return tokens[0] in SINGLES or (len(tokens[0]) > 1 and FIGURES.fullmatch(tokens[0]) is not None)
