"""Initials by which people call what has a long name: BIA for a business impact analysis."""

from bot.content.finding.documents import AnsweringItem, asked_name, heading
from bot.content.model import Card, Term
from bot.content.question import QuestionItem
from bot.judging import lexicon, phrases
from bot.language.stop_words import STOP_WORDS
from bot.language.text import words

_SHORTEST, _LONGEST = 3, 5
"""Minimum and maximum number of letters: two are too often something else."""


def initials_of(item: AnsweringItem, language: str) -> frozenset[str]:
    """Return the initials of what an item explains, folded; none that are a word of the language.

    Args:
        item: an item that can answer.
        language: its language.
    """
    match item:
        case Term():
            names = (item.term, *item.aliases)
        case Card() | QuestionItem():
            names = (asked_name(heading(item)) or (heading(item) if isinstance(item, Card) else ""),)
        case _:
            names = ()
    return frozenset(each for name in names for each in initials(name, language))


def initials(name: str, language: str) -> frozenset[str]:
    """Return the initials of a name, folded, with and without those of stop words; none that are a word.

    Args:
        name: the name.
        language: its language.
    """
    return frozenset(
        each
        for each in phrases.initials(words(name), STOP_WORDS)
        if _SHORTEST <= len(each) <= _LONGEST and not lexicon.is_known(each, language)
    )
