"""Check whether a pack that means to sound informal (`informal: true`) does, rather than stiff or translated."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.content.faults.prose import Passage, english_words, is_english, passages
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem, Severity
from bot.language.text import listed

ENOUGH_WORDS = 300
"""Informal English has a contraction at least once in this many words; most has one in every 30 to 60."""

_CONTRACTION = re.compile(
    r"n['’]t\b|['’](?:re|ve|ll|m|d)\b|\b(?:it|that|there|here|what|who|where|how|he|she|let)['’]s\b", re.IGNORECASE
)
_UNCONTRACTED = re.compile(
    r"\b(?:can|do|does|did|is|are|was|were|has|have|had|could|would|should|will) ?not\b(?! only| just| even| all)"
    r"|(?:^|[,;:.!?] |\b(?:and|but|so|because|since|if|when|while|whether|until|once|that|think|know|sure) )"
    r"(it is)(?= [a-z])"
    r"|\bthere is(?= (?:an?|no|nothing|something|one|more|also|always|still)\b)|^That is\b|(?<=[.!?] )That is\b",
    re.IGNORECASE,
)
_VERBS = "build|call|choose|count|do|find|get|know|learn|make|measure|need|see|speak|tell|test|use"
_SAID = "can|may|must|needs?|has to|should|would|will|cannot"
_ADVERB = "also|always|easily|hardly|never|often|only|quickly|rarely|really|usually"
_ONE = re.compile(
    rf"\b(?:does|do|did|can|should|would|will|might) one (?:{_VERBS})\b|(?:^|[,;:.?!] |\b(?:if|when|so that|what|"
    r"where|as|how|why|because|so|before|until|while|after|whether|than|and) )one "
    rf"(?:(?:{_ADVERB}) )?(?:{_SAID}|(?:{_VERBS})s|notices|thinks|wants|writes)\b(?![^.?!]*\bthe other\b)",
    re.IGNORECASE,
)
"""The impersonal “one”: one sees, one has to. “One reads past orders, the other …” counts things, which is fine."""

_STIFF: tuple[tuple[re.Pattern[str], str], ...] = (
    (_UNCONTRACTED, "contract it, as in “isn't” and “it's”"),
    (_ONE, "say “you”, or who does it"),
    *(
        (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), advice)
        for pattern, advice in (
            ("whoever|whomever", "say “anyone who” or “people who”"),
            ("whom", "say “who”, or turn the sentence round"),
            ("shall", "say “should” or “will”"),
            ("beforehand", "say “before” or “in advance”"),
            ("anew", "say “again”"),
            ("dearer", "say “more expensive”"),
            ("mend(?:s|ed|ing)?", "say “fix”"),
            ("by means of", "say “with” or “by”"),
            ("in order to|so as to", "say “to”"),
            ("(?:where|if) (?:left out|wanted|needed)", "say who does it, as in “if you leave it out”"),
            ("(?:is|are|was|were) spared", "say what they save"),
            ("drawn by lot", "say “picked at random”"),
            ("in talk", "say “when people talk”"),
            (
                "likewise|merely|thereby|therein|whereby|hence(?! the name)|thus|albeit|amongst|upon|thereof|ere",
                "say it as you'd say it at lunch",
            ),
        )
    ),
)
"""Stiff wordings and the advice for each."""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield faults of an informal English pack: files without contractions, and stiff words."""
    if loaded.pack.informal and is_english(loaded):
        found = list(passages(loaded))
        yield from _uncontracted(found)
        for passage in found:
            yield from _stiff(passage)


def _uncontracted(all_passages: Sequence[Passage]) -> Iterator[Problem]:
    """Yield a fault for each long file without a single contraction."""
    for path, group in groupby(all_passages, key=lambda passage: passage.entry.document.path):
        texts = [passage.text for passage in group]
        count = sum(len(english_words(text)) for text in texts)
        if count >= ENOUGH_WORDS and not any(map(_CONTRACTION.search, texts)):
            sentence = (
                f"{count} words without a contraction don't sound spoken; read them aloud, and write what you say"
            )
            yield Problem(path, 1, 1, sentence, Severity.WARNING)


def _stiff(passage: Passage) -> Iterator[Problem]:
    """Yield a note for each kind of stiff word in a text."""
    for pattern, advice in _STIFF:
        found = (each[each.lastindex or 0].strip(" ,;:.?!").lower() for each in pattern.finditer(passage.text))
        phrases = dict.fromkeys(found)
        if phrases:
            words = listed([f"“{each}”" for each in phrases], "and")
            yield passage.entry.note(
                f"{words} {'sounds' if len(phrases) == 1 else 'sound'} stiff; {advice}", *passage.path
            )
