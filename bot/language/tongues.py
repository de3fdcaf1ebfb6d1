"""Which language texts are in, judged by its small words: articles, pronouns, prepositions and the like."""

from collections import Counter
from collections.abc import Iterable

from bot.language.small_words import SMALL_WORDS
from bot.language.stop_words import STOP_WORDS
from bot.language.text import words

_NOT_IN_ENGLISH = {language: small - STOP_WORDS for language, small in SMALL_WORDS.items()}
_ONLY_IN_ENGLISH = {language: STOP_WORDS - small for language, small in SMALL_WORDS.items()}

_ITS_OWN_AS_TEXT = {
    "es": """
        como con cuál cuándo cuánto cuántos debo desde donde este estos hacer hay las lo los muy para porque
        puede puedo quién se sin sus también tengo tiene unos y yo
    """,
    "nl": """
        als bij de deze door er gaat heb hebben heeft ik je kunnen mij mijn moeten naar niet voor waarom wij
        wordt zijn
    """,
    "pt": """
        com deve devo em essa esse faz fazer isso não posso quais qual quando quanto quantos quem são sem tem
        tenho um uma você
    """,
}
"""Small words that Catalan, Afrikaans and Galician don't share with these languages; they share most others."""

_ITS_OWN = {language: frozenset(words(small)) for language, small in _ITS_OWN_AS_TEXT.items()}

_OWN_SHARE = 1 / 3
"""Minimum share of a deck's texts with such words: in 900 trials, one deck in those three languages had as many."""

NAMES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
}
"""The English names of the languages told apart here."""

_FEWEST = 2
"""Minimum number of small words, not English as well, that tell a language: “wat is RAG” may be a typo."""

_SHORT = 3
"""Maximum number of words of a text that says nothing about a deck's language: “der Hund” may be what's learnt."""

_CLEAR_TEXTS = 4
_CLEAR_WORDS = 6
"""Minimum numbers of longer texts, and of different small words in them, that tell a deck's language."""


def is_in_another(question: str, language: str) -> bool:
    """Return whether a question is clearly in another of the languages told apart here.

    Args:
        question: the question, or any text.
        language: the language that it should be in, such as "en".
    """
    if language == "en":
        return _is_not_english(question)
    return language in NAMES and _language(frozenset(words(question))) not in {"", language}


def _is_not_english(question: str) -> bool:
    """Return whether a question has two or more small words of another language, and no fewer than of English."""
    said = words(question)
    english = sum(word in STOP_WORDS for word in said)
    foreign = max(sum(word in small for word in said if word not in STOP_WORDS) for small in SMALL_WORDS.values())
    return foreign >= _FEWEST and foreign >= english


def language_of_deck(texts: Iterable[str]) -> str:
    """Return the language that a deck's texts are clearly in, such as "de"; otherwise, "en".

    Most of its longer texts must be in that language, and hardly any in another, as the translations in a list of
    phrases would be.
    """
    longer = [frozenset(said) for said in map(words, texts) if len(said) > _SHORT]
    found = Counter(map(_language, longer))
    unclear = found.pop("", 0)
    if not found:
        return "en"
    (language, count), *_ = found.most_common(1)
    others = found.total() - count
    is_clear = count >= max(_CLEAR_TEXTS, 4 * others) and count > unclear + others
    if language == "en" or not is_clear or not _is_unlike_neighbours(longer, language):
        return "en"
    different = frozenset[str]().union(*longer) & _NOT_IN_ENGLISH[language]
    return language if len(different) >= _CLEAR_WORDS else "en"


def _is_unlike_neighbours(texts: Iterable[frozenset[str]], language: str) -> bool:
    """Return whether the texts taken for a language have enough words that its neighbours don't have."""
    if language not in _ITS_OWN:
        return True
    its = [said for said in texts if _language(said) == language]
    return sum(not said.isdisjoint(_ITS_OWN[language]) for said in its) >= _OWN_SHARE * len(its)


def _language(said: frozenset[str]) -> str:
    """Return the language that the words of a text are in; "" if that isn't clear."""
    counts = Counter({language: len(said & small) for language, small in SMALL_WORDS.items()})
    (language, most), (_, second) = counts.most_common(2)
    foreign, english = len(said & _NOT_IN_ENGLISH[language]), len(said & _ONLY_IN_ENGLISH[language])
    if most >= _FEWEST and most > second and foreign > english:
        return language
    return "en" if english > foreign else ""
