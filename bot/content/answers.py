"""What the judge of typed answers is told: what a question accepts, and which words and names its pack knows."""

from bot.content.derived import PerPack
from bot.content.mentions import texts
from bot.content.model import Pack, Sheet
from bot.content.question import FreeTextQuestion
from bot.judging import judge
from bot.judging.model import Match, Rejected, Vocabulary, Wanted
from bot.judging.reading import name_of
from bot.language.text import words


def wanted(question: FreeTextQuestion, pack: Pack) -> Wanted:
    """Return what a question accepts.

    Args:
        question: what is asked.
        pack: where it comes from.
    """
    return Wanted(
        answers=question.answers,
        match=Match(question.match),
        rejected=tuple(Rejected(each.answers, each.reply) for each in question.reject),
        tolerance=question.tolerance or "",
        unit=question.unit or "",
        language=pack.language,
    )


def prepare(pack: Pack) -> None:
    """Load what judging a pack's answers takes, so that nobody who answers waits for it; blocks."""
    questions = [each for each in pack.questions if isinstance(each, FreeTextQuestion)]
    judge.prepare(pack.language, [wanted(each, pack) for each in questions])


def vocabulary_without(answer: str, pack: Pack) -> Vocabulary:
    """Return the words and names of a pack, as they'd be without one of its answers.

    Args:
        answer: of one question; where others have it as well, it stays known.
        pack: where it comes from.
    """
    whole, name = vocabulary(pack), name_of(answer, pack.language)
    others = sum(name_of(each, pack.language) == name for each in _names(pack))
    return whole if others > 1 else Vocabulary(whole.words, whole.names - {name})


def _vocabulary(pack: Pack) -> Vocabulary:
    parts = [*pack.topics, *(item for kind in Sheet.model_fields for item in getattr(pack, kind))]
    known = frozenset(word for part in parts for text in texts(part) for word in words(text))
    return Vocabulary(known, frozenset(name_of(name, pack.language) for name in _names(pack)))


def _names(pack: Pack) -> list[str]:
    """Return the terms of a pack and its answers, right and wrong, as written."""
    names = [name for term in pack.terms for name in (term.term, *term.aliases)]
    for question in pack.questions:
        if isinstance(question, FreeTextQuestion):
            names += question.answers
            names += (answer for each in question.reject for answer in each.answers)
    return names


vocabulary = PerPack(_vocabulary)
"""The words and names of a pack, read once for all who answer."""
