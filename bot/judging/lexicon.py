"""The words of a language, and what they're forms of, from simplemma's dictionaries.

A dictionary is loaded when a word is first looked up, in about 0.1 s for English; `prepare` does it before anybody
waits. In its frugal form, a look-up takes some microseconds, so answers are remembered.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from bot.language.locales import language_of

_EMPTY: Mapping[str, str] = {}


_CALLED = {"no": "nb", "bs": "hbs", "hr": "hbs", "sh": "hbs", "sr": "hbs", "fil": "tl", "iw": "he", "in": "id"}
"""What simplemma calls languages that others call otherwise; Bosnian, Croatian and Serbian share a dictionary."""

_MISSPELT_AS_TEXT = """
acquited artifical belive dependancy develope developement excede indispensible innoculate millenium miniscule
noticable occured occurence occuring percieve publically quantitive questionaire refered similiar succesful
supercede tatoo truely underate wellcome
"""
_MISSPELT = frozenset(_MISSPELT_AS_TEXT.split())
"""What simplemma's English dictionary has as words, and everybody else as misspellings."""


@lru_cache(64)
def _dictionary(language: str) -> Mapping[str, str]:
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    spoken = language_of(language)
    try:
        return LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(_CALLED.get(spoken, spoken))
    except ValueError:  # a language that simplemma has no words of
        return _EMPTY


@lru_cache(1)
def _names() -> str:
    return files("bot.judging").joinpath("names.txt").read_text(encoding="ascii")


def prepare(language: str) -> None:
    """Load the dictionary of a language, such as en or pt-BR, now rather than when the first word is looked up."""
    _dictionary(language)
    _names()


@lru_cache(8192)
def is_known_name(word: str) -> bool:
    """Return whether a word in small letters is a first name, or part of a city's, that no dictionary has."""
    return f"\n{word}\n" in _names()  # takes some 20 µs, where a set would take 1 MB


@lru_cache(8192)
def is_known(word: str, language: str) -> bool:
    """Return whether a word in small letters is one of the language, a common name, or a form of either."""
    if word in _MISSPELT and language_of(language) == "en":
        return False
    return any(form in _dictionary(language) for form in (word, word.capitalize()))


@lru_cache(8192)
def lemma(word: str, language: str) -> str | None:
    """Return what a word in small letters is a form of; None where it isn't known."""
    known = _dictionary(language).get(word)
    return None if known is None else known.lower()


@lru_cache(8192)
def is_name(word: str, language: str) -> bool:
    """Return whether a word in small letters is a name as well, such as mars, and so no form of another."""
    capital = word.capitalize()
    return _dictionary(language).get(capital) == capital
