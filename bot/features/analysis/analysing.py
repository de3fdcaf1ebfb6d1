"""Item analysis: computes figures for each question from the answers to it. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from bot.content.model import Pack
from bot.content.question import ChoiceQuestion, SeveralQuestion
from bot.features.analysis.correlation import item_rest
from bot.features.analysis.model import (
    NO_DOUBTS,
    Analysis,
    Doubts,
    Figures,
    Occasion,
    OptionCount,
    Response,
    Share,
)
from bot.features.quizzes.certainty import Certainty
from bot.features.quizzes.doubts import part_of
from bot.features.quizzes.kept import still_fits
from bot.features.quizzes.model import FULL
from bot.features.quizzes.options import ShownOption, keys_of, letter, options_of
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.language.anonymity import FEWEST


def analyse(pack: Pack, answers: Iterable[Response], doubts: Doubts = NO_DOUBTS) -> Analysis:
    """Analyse the answers to a pack's questions.

    Only each learner's first answer to a question counts, because it's followed by the right answer; in the figures
    by mode, the first one in that mode. Answers to an older version of a question are ignored: those that don't fit
    the current version, and those that would be judged differently now.

    Args:
        pack: the current version of the pack.
        answers: the answers, earliest first.
        doubts: members' reports about the questions.
    """
    by_name: defaultdict[str, list[Response]] = defaultdict(list)
    for each in answers:
        by_name[each.question].append(each)
    questions = bank(pack)
    by_question: defaultdict[str, list[Response]] = defaultdict(list)
    for name in by_name:
        by_question[questions.current(name)] += by_name[name]
    still_there = [Posed(pack, question, "", 0, 0) for name, question in questions.items() if name in by_question]
    # A renamed question has answers under both ids; the ones under its former id are earlier.
    counting = [_still_meant(posed, by_question[posed.question.id]) for posed in still_there]
    first = [_first(responses) for responses in counting]
    rests = [*_correlations(first)]
    figures = [_figures(*each) for each in zip(still_there, counting, first, rests, strict=True)]
    learners = {each.member for responses in first for each in responses}
    enough = [_doubted(each, doubts) for each in figures if each is not None]
    return Analysis(pack, len(learners), sum(map(len, first)), enough)


def _doubted(figures: Figures, doubts: Doubts) -> Figures:
    """Return figures with the number of reports about the question, including those under its former ids."""
    question = figures.question
    names = (question.id, *question.was)
    parts = {":".join(part_of(question)), *(f"question:{each}" for each in question.was)}
    reports = sum(doubts.reports.get(each, 0) for each in parts)
    return replace(figures, reports=reports, shown=sum(doubts.shown.get(each, 0) for each in names))


def _first(responses: Iterable[Response]) -> list[Response]:
    """Return each member's first answer."""
    by_member: dict[str, Response] = {}
    for each in responses:
        by_member.setdefault(each.member, each)
    return [*by_member.values()]


def _correlations(first: Sequence[Sequence[Response]]) -> Iterator[tuple[float | None, int]]:
    """Yield the item-rest correlation of each question, and the number of learners it's based on."""
    learners: dict[str, int] = {}
    members = [learners.setdefault(each.member, len(learners)) for responses in first for each in responses]
    items = np.repeat(np.arange(len(first)), [len(responses) for responses in first])
    credits_ = np.array([each.credit for responses in first for each in responses], dtype=np.float64) / FULL
    rest = item_rest(np.array(members, dtype=np.intp), items, credits_, len(first))
    for correlation, compared in zip(rest.correlations.tolist(), rest.learners.tolist(), strict=True):
        yield (None if np.isnan(correlation) else correlation), compared


def _figures(
    posed: Posed, counting: Sequence[Response], first: Sequence[Response], rest: tuple[float | None, int]
) -> Figures | None:
    right = _share([each.credit for each in first])
    if right is None:
        return None
    choices = choices_of(posed)
    chosen = Counter(key for each in first for key in keys_of(posed, each.given))
    one_of = choices and not isinstance(posed.question, SeveralQuestion)
    by_mode = {mode: _first(each for each in counting if each.mode is mode) for mode in Occasion}
    modes = {mode: _share([each.credit for each in responses]) for mode, responses in by_mode.items()}
    seconds = [each.seconds for each in first if each.seconds is not None]
    return Figures(
        question=posed.question,
        right=right,
        discrimination=rest[0],
        compared=rest[1],
        choices=[OptionCount(each.label, chosen[each.stored], each.right) for each in choices],
        chance=1 / len(choices) if one_of else None,
        seconds=median(seconds) if len(seconds) >= FEWEST else None,
        certain=_share([FULL - each.credit for each in first if each.sure is Certainty.CERTAIN]),
        modes={mode: share for mode, share in modes.items() if share is not None},
    )


def _share(percents: Sequence[int]) -> Share | None:
    return Share(len(percents), sum(percents) / FULL / len(percents)) if len(percents) >= FEWEST else None


def choices_of(posed: Posed) -> list[ShownOption]:
    """Return the choices of a question, lettered in the pack's order; none if it isn't answered by choosing."""
    match posed.question:
        case ChoiceQuestion() | SeveralQuestion() as question:
            return [
                ShownOption(str(number), f"{letter(number)}. {option.text}", option.correct)
                for number, option in enumerate(question.options)
            ]
        case _:
            return options_of(posed)


def _still_meant(posed: Posed, responses: Sequence[Response]) -> list[Response]:
    """Return the answers that were given to the current version of a question, as far as we can tell."""
    keys = {each.stored for each in choices_of(posed) if each.right}

    def means(answer: str, *, right: bool) -> bool:
        if not still_fits(posed.pack, posed.question, answer):
            return False
        return not keys or (set(keys_of(posed, answer)) == keys) is right

    means_so = {each: means(each[0], right=each[1]) for each in {(each.given, each.right) for each in responses}}
    return [each for each in responses if means_so[each.given, each.right]]
