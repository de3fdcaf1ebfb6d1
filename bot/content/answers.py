"""The input for judging typed answers: what a question accepts, and the words and names of its pack."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from bot.content.derived import CachedPerPack, When
from bot.content.gaps import gapped
from bot.content.keys import keys_of_gap
from bot.content.mentions import texts
from bot.content.model import Pack, Sheet
from bot.content.question import ClozeQuestion, EstimateQuestion, FreeTextQuestion, NumberQuestion, TypedQuestion
from bot.content.shorter_answers import named_things, names, shorter_answers
from bot.judging import judge
from bot.judging.in_english import in_english
from bot.judging.model import Match, RejectedAnswers, Vocabulary, Wanted
from bot.judging.quantities import parse
from bot.judging.reading import name_of
from bot.language.text import words

_HOW_MANY = re.compile(r"\bhow many\W+((?:[^\W\d_]|[%°/])+)", re.IGNORECASE)


def wanted(question: TypedQuestion, pack: Pack) -> Wanted:
    """Return which answers a question accepts.

    Args:
        question: the question that's answered.
        pack: the question's pack.
    """
    whole = _wanted(question, pack)
    if not isinstance(question, FreeTextQuestion) or whole.match not in {Match.FORGIVING, Match.WORDS}:
        return whole
    shorter = shorter_answers(question.answers, question.prompt, pack)
    return replace(whole, standalone=shorter, prompt=question.prompt)


def _wanted(question: TypedQuestion, pack: Pack) -> Wanted:
    """Return which answers a question accepts, without shorter ones."""
    rejected = tuple(RejectedAnswers(each.answers, each.reply) for each in question.reject)
    match question:
        case FreeTextQuestion():
            tolerance, unit = question.tolerance or "", question.unit or _counted(question, pack.language)
            return Wanted(question.answers, Match(question.match), rejected, tolerance, unit, pack.language)
        case NumberQuestion():
            value, tolerance = _spanned(question)
            unit = question.unit or _asked(question.prompt, pack.language)
            return Wanted((value,), Match.NUMBER, rejected, tolerance, unit, pack.language)
        case EstimateQuestion():
            return Wanted((question.value,), Match.NUMBER, rejected, "", question.unit or "", pack.language)
        case _:
            assert_never(question)


def _counted(question: FreeTextQuestion, language: str) -> str:
    """Return what a question asks the number of, so that it may be typed, too; "" if it doesn't say."""
    asked = _asked(question.prompt, language) if Match(question.match) is Match.FORGIVING else ""
    quantities = [parse(answer, language) for answer in question.answers] if asked else []
    is_bare = all(quantity is not None and quantity.figures for quantity in quantities)
    return asked if is_bare else ""


def _asked(prompt: str, language: str) -> str:
    """Return what a prompt asks the number of, such as MHz or customers; "" if it doesn't say."""
    asked = _HOW_MANY.search(in_english(prompt, language))
    return asked[1] if asked else ""


def _spanned(question: NumberQuestion) -> tuple[str, str]:
    """Return the middle of the accepted range and its half-width, as value and tolerance."""
    if question.range is None:
        return question.value, question.tolerance or ""
    least, most = Decimal(question.range.least), Decimal(question.range.most)
    return f"{(least + most) / 2:f}", f"{(most - least) / 2:f}"


def wanted_in_gaps(question: ClozeQuestion, pack: Pack) -> list[Wanted]:
    """Return which answers each gap accepts.

    Args:
        question: the question with the gaps.
        pack: the question's pack.
    """
    text = gapped(question.text)
    return [keys_of_gap(text, place, pack).wanted(pack) for place in range(len(text.gaps))]


def vocabulary_without(answer: str, pack: Pack) -> Vocabulary:
    """Return the vocabulary of a pack as if one of its answers weren't there.

    Args:
        answer: the answer of one question; it stays known if it occurs elsewhere, too.
        pack: the question's pack.
    """
    whole, name = vocabulary(pack), name_of(answer, pack.language)
    others = sum(name_of(each, pack.language) == name for each in names(pack))
    return whole if others > 1 else Vocabulary(whole.words, whole.names - {name})


def _vocabulary(pack: Pack) -> Vocabulary:
    typed = (_wanted(each, pack) for each in pack.questions if isinstance(each, TypedQuestion))
    judge.prepare(pack.language, typed)
    parts = [*pack.topics, *(item for kind in Sheet.model_fields for item in getattr(pack, kind))]
    known = frozenset(word for part in parts for text in texts(part) for word in words(text))
    return Vocabulary(known, named_things(pack).names)


vocabulary = CachedPerPack(_vocabulary, When.SOON)
"""The words and names of a pack, collected once; making it also prepares the judge's lookup tables."""
