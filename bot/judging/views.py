"""A typed text and an answer in the ways in which they're compared, each made when it's first wanted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.judging import phrases
from bot.judging.characters import even, settle, spelt_out
from bot.judging.dates import PartialDate, moments
from bot.judging.model import Wanted
from bot.judging.number_words import LARGE
from bot.judging.quantities import Quantity, parse
from bot.judging.reading import Reading, cased, in_short, name_of, named, read, read_without_small_words, shortened
from bot.judging.roman import FIGURES, value
from bot.judging.slips import is_small
from bot.judging.unit_names import SINGLES

_FILE = re.compile(r"\S*\w\.[a-z]\w{0,4}")
_POINTED = re.compile(r"\d\.\d\d$")
_ROMAN = re.compile(r"\b[MDCLXVI]{2,}\b|(?<=\w )[XV]$")
_WHOSE = re.compile(r"([^\W\d_]+)'s\b")


class Typed:
    """A typed text, each view of it made when it's first wanted.

    Args:
        text: as typed.
        wanted: what the question accepts.
        locale: the learner's, for the comma in numbers.
    """

    def __init__(self, text: str, wanted: Wanted, locale: str) -> None:
        self.text = text
        self._wanted = wanted
        self.locale = locale

    @cached_property
    def reading(self) -> Reading:
        """The text as it's compared."""
        return read(self.text, self._wanted.language)

    @cached_property
    def name(self) -> str:
        """What tells it from other names."""
        return name_of(self.text, self._wanted.language)

    @cached_property
    def short_name(self) -> str:
        """Its name with ordinals in figures and titles short."""
        return _short_name(self.text, self._wanted.language)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The text as it's compared, and with umlauts spelt out."""
        spelt = spelt_out(settle(self.text))
        texts = filter(None, (spelt, _in_figures(self.text)))
        return _in_short(
            [self.reading, *(read(text, self._wanted.language) for text in texts)], self._wanted.language
        )

    @cached_property
    def quantity(self) -> Quantity | None:
        """The number that it is."""
        return self.number_in(self.text) if may_be_number(self.reading) else None

    def number_in(self, part: str) -> Quantity | None:
        """Return the number that a part of it is: figures are the learner's, words more likely the answers'."""
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
        """The dates or times that it may be."""
        return moments(self.text, self._wanted.language)


@dataclass(frozen=True)
class ReferenceAnswer:
    """A right answer, or a tempting wrong one, as it's compared.

    Args:
        text: as the author wrote it.
        language: its own.
    """

    text: str
    language: str

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The ways in which it may be written."""
        texts = [self.text]
        glossed = phrases.gloss(self.text)
        if glossed is not None:
            outer, inner = glossed
            texts += [outer] if outer else []
            is_name = phrases.abbreviates(outer, inner) or phrases.abbreviates(inner, outer)
            texts += [inner] if is_name else []
        texts += filter(None, [spelt_out(settle(text)) for text in texts])
        texts += filter(None, [_in_figures(text) for text in texts])
        readings = [read(text, self.language) for text in texts]
        readings += [read_without_small_words(text, self.language) for text in texts]
        if self.language[:2] == "en" and texts[0].lower().startswith("to "):
            readings.append(read(texts[0][3:], self.language))  # a verb
        told = _in_short([each for each in readings if each.tokens], self.language)
        return told or (Reading((self.text,), self.text, self.text, (), (self.text,)),)  # nothing that can be seen

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
        """Whether some of its words are articles, little words or numbers."""
        return any(map(is_small, self.words))

    @cached_property
    def letters(self) -> int:
        """How many letters it has, with those of its articles."""
        return sum(map(len, self.words))

    @cached_property
    def is_code(self) -> bool:
        """Whether it's the name of a file, a formula or the like, where each letter counts."""
        return bool(self.readings[0].marks) or _FILE.fullmatch(self.text.strip()) is not None

    @cached_property
    def short_name(self) -> str:
        """Its name with ordinals in figures and titles short."""
        return _short_name(self.text, self.language)

    @cached_property
    def aside(self) -> str | None:
        """What it says in brackets, without spaces; None where it says nothing there."""
        glossed = phrases.gloss(self.text)
        return None if glossed is None else read(glossed[1], self.language).joined

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The words written in capitals, whose S is no plural's."""
        return frozenset(word.lower() for word in cased(self.text) if word.isupper())

    @cached_property
    def quantity(self) -> Quantity | None:
        """The number that it is."""
        return parse(self.text, self.language) if may_be_number(self.readings[0]) else None

    @cached_property
    def moments(self) -> tuple[PartialDate, ...]:
        """The date or the time of day that it is; 10.30 may be anything."""
        found = moments(self.text, self.language)
        return () if any(each.time for each in found) and _POINTED.search(self.text) else found

    @cached_property
    def possessives(self) -> frozenset[str]:
        """The folded words that say whose something is, without their s: the law of Moore."""
        return frozenset(word.lower() for word in _WHOSE.findall(settle(self.text)))


def _short_name(text: str, language: str) -> str:
    return "".join(in_short(named(text, language)) if language[:2] == "en" else named(text, language))


def _in_figures(text: str) -> str | None:
    """Return a text with Roman figures in capitals as a number, as in Super Bowl 55; None without any."""
    if text.islower():
        return None
    figures = _ROMAN.sub(
        lambda word: str(value(word[0].lower())) if FIGURES.fullmatch(word[0].lower()) else word[0], text
    )
    return None if figures == text else figures


def _in_short(readings: Sequence[Reading], language: str) -> tuple[Reading, ...]:
    """Return readings, each once, and in English also with ordinals in figures and titles short."""
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
