"""Check whether the sample answers in `accepts` and `rejects` are judged as the author expects."""

from collections.abc import Iterator
from fractions import Fraction

from bot.content.answers import vocabulary, wanted
from bot.content.model import Pack
from bot.content.question import EstimateQuestion, NumberQuestion, TypedQuestion
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import Entry
from bot.judging.estimates import closeness, number_in
from bot.judging.judge import judge
from bot.judging.model import Verdict
from bot.language.text import clean

ENOUGH = 50
"""Minimum credit, in percent, for a guess to count as right."""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault for each answer that should be accepted and isn't, or the other way round."""
    for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True):
        if isinstance(question, TypedQuestion):
            yield from _tried(question, entry, loaded.pack)


def _tried(question: TypedQuestion, entry: Entry, pack: Pack) -> Iterator[Problem]:
    """Yield the faults of one question."""
    cure = "widen what's right" if isinstance(question, NumberQuestion | EstimateQuestion) else "add it to `answers`"
    for index, answer in enumerate(question.accepts):
        counts, verdict = judged(question, answer, pack)
        if not counts:
            text = f"“{answer}” should count, but {verdict}; {cure}, or delete it here"
            yield entry.warning(text, "accepts", index)
    for index, answer in enumerate(question.rejects):
        counts, verdict = judged(question, answer, pack)
        if counts:
            text = f"“{answer}” shouldn't count, but {verdict}; add it to `reject`, or delete it here"
            yield entry.warning(text, "rejects", index)


def judged(question: TypedQuestion, answer: str, pack: Pack) -> tuple[bool, str]:
    """Judge an answer like a learner's.

    Args:
        question: the question that's answered.
        answer: the typed text.
        pack: the question's pack.

    Returns:
        Whether it counts, and a clause about the verdict that can follow “but”.
    """
    accepted, typed = wanted(question, pack), clean(answer)
    if isinstance(question, EstimateQuestion):
        number = number_in(typed, accepted)
        if number is None:
            return False, "I can't read it as a number"
        credit = closeness(number, Fraction(question.value), question.within)
        return credit >= ENOUGH, f"it scores {credit}%"
    found = judge(typed, accepted, vocabulary(pack))
    if found.verdict.counts:
        return True, f"it counts as “{found.answer}”"
    if found.reply:
        return False, f"it gets the reply “{found.reply}”"
    if found.verdict is Verdict.NEAR:
        return False, f"it's only close to “{found.answer}”"
    return False, "it's judged wrong"
