"""The words of a language and their lemmas, from simplemma's dictionaries.

A dictionary is loaded at the first look-up, which takes about 0.1 s for English; `prepare` does it in advance. In its
low-memory form, a look-up takes some microseconds, so results are cached.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from bot.language.locales import language_of

_EMPTY: Mapping[str, str] = {}


_CALLED = {"no": "nb", "bs": "hbs", "hr": "hbs", "sh": "hbs", "sr": "hbs", "fil": "tl", "iw": "he", "in": "id"}
"""Language codes for which simplemma uses another one; Bosnian, Croatian and Serbian share a dictionary."""

_MISSPELT_AS_TEXT = """
acquited artifical belive dependancy develope developement excede indispensible innoculate millenium miniscule
noticable occured occurence occuring percieve publically quantitive questionaire refered similiar succesful
supercede tatoo truely underate wellcome
"""
_MISSPELT = frozenset(_MISSPELT_AS_TEXT.split())
"""Misspellings that simplemma's English dictionary contains as words."""


@lru_cache(64)
def _dictionary(language: str) -> Mapping[str, str]:
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    spoken = language_of(language)
    try:
        return LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(_CALLED.get(spoken, spoken))
    except ValueError:  # a language without a dictionary
        return _EMPTY


@lru_cache(1)
def _names() -> str:
    return files("bot.judging").joinpath("names.txt").read_text(encoding="ascii")


def prepare(language: str) -> None:
    """Load the dictionary of a language, such as en or pt-BR, now rather than at the first look-up."""
    _dictionary(language)
    _names()


@lru_cache(8192)
def is_known_name(word: str) -> bool:
    """Return whether a lower-case word is a first name, or part of a city's name, that isn't in the dictionaries."""
    return f"\n{word}\n" in _names()  # takes about 20 µs, but a set would take 1 MB


@lru_cache(8192)
def is_known(word: str, language: str) -> bool:
    """Return whether a lower-case word is a word of the language, a common name, or a form of either."""
    if word in _MISSPELT and language_of(language) == "en":
        return False
    return any(form in _dictionary(language) for form in (word, word.capitalize()))


@lru_cache(8192)
def lemma(word: str, language: str) -> str | None:
    """Return the lemma of a lower-case word; None if the word isn't known."""
    known = _dictionary(language).get(word)
    return None if known is None else known.lower()


@lru_cache(8192)
def is_name(word: str, language: str) -> bool:
    """Return whether a lower-case word is also a name, such as mars, and so isn't a form of another word."""
    capital = word.capitalize()
    return _dictionary(language).get(capital) == capital
