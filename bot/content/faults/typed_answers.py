"""Check typed answers: whether each can be typed, is needed, and doesn't hide another one."""

from collections.abc import Iterator

from bot.content.answers import vocabulary, vocabulary_without, wanted
from bot.content.model import Pack
from bot.content.question import FreeTextQuestion, NumberQuestion
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import Entry
from bot.judging.judge import is_same, judge
from bot.judging.model import Match, Verdict, Wanted
from bot.judging.quantities import parse
from bot.judging.unit_names import unit_of
from bot.language.stop_words import STOP_WORDS
from bot.language.text import clean, words

_MORE = "here"
"""A word without meaning, added to an answer to see whether it's still accepted."""

LONGEST_ANSWER = 5
"""At most this many words can be expected to be typed by a learner and recognised by the judge."""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield faults: answers that are too long, needless, impossible to give, or accept too much."""
    for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True):
        if isinstance(question, FreeTextQuestion):
            yield from _answers(question, entry, loaded.pack)
            yield from _numbers(question, entry, loaded.pack)
        if isinstance(question, FreeTextQuestion | NumberQuestion):
            yield from _rejects(question, entry, loaded.pack)


def _answers(question: FreeTextQuestion, entry: Entry, pack: Pack) -> Iterator[Problem]:
    """Yield the faults of the accepted answers."""
    accepted = wanted(question, pack)
    needed: list[str] = []
    for index, answer in enumerate(question.answers):
        other = next((each for each in needed if is_same(answer, each, accepted)), None)
        if other is not None and _is_needless(answer, needed, accepted, pack):
            yield entry.warning(f"“{answer}” counts as “{other}” anyway; delete it", "answers", index)
        else:
            needed.append(answer)
        if question.match == "number" and parse(answer, pack.language) is None:
            sentence = (
                f"“{answer}” isn't a number, so only exactly this text counts; write a number, or delete `match`"
            )
            yield entry.warning(sentence, "answers", index)
        if question.match == "words" and STOP_WORDS.issuperset(words(answer)) and words(answer):
            sentence = f"many wrong answers contain “{answer}” and would count; delete `match: words`, or it"
            yield entry.warning(sentence, "answers", index)
        length = len(words(answer))
        if length > LONGEST_ANSWER:
            sentence = f"“{answer}” has {length} words; ask for an answer of at most {LONGEST_ANSWER}"
            yield entry.warning(sentence, "answers", index)


def _is_needless(answer: str, needed: list[str], accepted: Wanted, pack: Pack) -> bool:
    """Return whether an answer would be accepted even if it weren't listed.

    Args:
        answer: the answer that might be deleted.
        needed: the answers listed before it that stay.
        accepted: what the question accepts.
        pack: the question's pack.
    """
    rest = Wanted(
        tuple(needed), accepted.match, accepted.rejected, accepted.tolerance, accepted.unit, accepted.language
    )
    typed = [clean(answer)]
    if accepted.match is Match.WORDS:
        typed.append(f"{typed[0]} {_MORE}")
    known = vocabulary_without(answer, pack)
    return all(judge(each, rest, known).verdict is Verdict.RIGHT for each in typed)


def _rejects(question: FreeTextQuestion | NumberQuestion, entry: Entry, pack: Pack) -> Iterator[Problem]:
    """Yield faults: rejected answers that the judge accepts, or answers with another reply."""
    accepted = wanted(question, pack)
    for place, rejected in enumerate(question.reject):
        for index, answer in enumerate(rejected.answers):
            judged = judge(clean(answer), accepted, vocabulary(pack))
            if judged.verdict.counts:
                sentence = f"“{answer}” is rejected here, but counts as the answer “{judged.answer}”; delete one"
                yield entry.warning(sentence, "reject", place, "answers", index)
            elif judged.reply != rejected.reply:
                sentence = f"“{answer}” gets the reply of another entry; keep it in one of the two"
                yield entry.warning(sentence, "reject", place, "answers", index)


def _numbers(question: FreeTextQuestion, entry: Entry, pack: Pack) -> Iterator[Problem]:
    """Yield faults: a `tolerance` or `unit` that has no effect, or a unit that differs from the answer's."""
    quantities = [(answer, parse(answer, pack.language)) for answer in question.answers]
    for field in ("tolerance", "unit"):
        if not getattr(question, field):
            continue
        if question.match == "exact":
            yield entry.warning(f"`{field}` does nothing beside `match: exact`; delete one of the two", field)
        elif not any(quantity for _, quantity in quantities):
            yield entry.warning(f"`{field}` does nothing unless an answer is a number; delete it", field)
    unit = unit_of(question.unit or "")
    for answer, quantity in quantities:
        if unit and question.match != "exact" and quantity and quantity.unit not in {"", unit}:
            sentence = (
                f"“{answer}” counts “{quantity.unit}”, so a bare number does, too; write `unit: {quantity.unit}`"
            )
            yield entry.warning(sentence, "unit")
            return
