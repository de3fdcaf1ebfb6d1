"""Which language texts are in, judged by its small words: articles, pronouns, prepositions and the like."""

from collections import Counter
from collections.abc import Iterable

from bot.language.stop_words import STOP_WORDS
from bot.language.text import words

_SMALL_WORDS_AS_TEXT = {
    "de": """
        aber als am an auf aus bei bin bist brauche brauchen da darf dürfen das dass dem den der des die doch du durch
        ein eine einem einen einer eines er es für gibt habe haben hat hatte ich ihr im in ist ja kann können kein
        keine man mein meine mich mir mit muss müssen nach nicht noch nur oder ohne sein sich sie sind so soll sollen
        über um und uns unser vom von vor wann war warum was weil welche welcher welches wenn wer werden wie wieso
        will wir wird wo wozu zu zum zur zwischen
    """,
    "es": """
        al algo cómo con cuál cuándo cuánto cuántos de debo del desde donde dónde el ella en entre es esta está este
        estos hacer hay la las le lo los más me mi muy no nos o para pero por porque puede puedo qué quién que se ser
        si sin sobre son su sus también tengo tiene tu un una unos y yo
    """,
    "fr": """
        à au aux avec c'est ce ces cette combien comment dans de des dois doit donc du elle en entre est et être faire
        faut il ils je l la le les leur mais mon ne nous on ou où par pas peut peux pour pourquoi qu'est quand que
        quel quelle quelles quels qui quoi sa sans se ses son sont sur tu un une vous y
    """,
    "it": """
        al alla che chi ci come con cosa cos'è cos'e così da dal dei del della delle devo di dove e è fare gli ho i il
        in io la le lo ma mi nel nella non o per perché più posso può qual quale quali quando quanto quanti se sei si
        sono su suo tra tu un una uno
    """,
    "nl": """
        aan als bij dan dat de deze die dit door een en er gaat geen heb hebben heeft het hoe hoeveel ik in is je kan
        kunnen maar me met mij mijn moet moeten naar niet nog of om ook op over te tot tussen uit van voor waar waarom
        wanneer wat we welke wie wij wordt zijn zonder
    """,
    "pt": """
        a ao aos as com como da das de deve devo do dos e é ela ele em entre essa esse esta este eu faz fazer há isso
        mais mas me meu na não nas no nos o onde os ou para pela pelo por porque posso pode qual quais quando quanto
        quantos que quem se sem ser seu são sobre sua também tem tenho um uma você
    """,
}
_SMALL_WORDS = {language: frozenset(words(small)) for language, small in _SMALL_WORDS_AS_TEXT.items()}
_NOT_IN_ENGLISH = {language: small - STOP_WORDS for language, small in _SMALL_WORDS.items()}
_ONLY_IN_ENGLISH = {language: STOP_WORDS - small for language, small in _SMALL_WORDS.items()}

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


def is_not_english(question: str) -> bool:
    """Return whether a question is in another language, of six that are spoken by many, rather than in English."""
    said = words(question)
    english = sum(word in STOP_WORDS for word in said)
    foreign = max(sum(word in small for word in said if word not in STOP_WORDS) for small in _SMALL_WORDS.values())
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
    if language == "en" or not is_clear:
        return "en"
    different = frozenset[str]().union(*longer) & _NOT_IN_ENGLISH[language]
    return language if len(different) >= _CLEAR_WORDS else "en"


def _language(said: frozenset[str]) -> str:
    """Return the language that the words of a text are in; "" if that isn't clear."""
    counts = Counter({language: len(said & small) for language, small in _SMALL_WORDS.items()})
    (language, most), (_, second) = counts.most_common(2)
    foreign, english = len(said & _NOT_IN_ENGLISH[language]), len(said & _ONLY_IN_ENGLISH[language])
    if most >= _FEWEST and most > second and foreign > english:
        return language
    return "en" if english > foreign else ""
