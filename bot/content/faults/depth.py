"""Check whether a pack asks enough about what it teaches, and for more than recall."""

from collections import defaultdict
from collections.abc import Iterator

from bot.content.item import Item
from bot.content.mentions import Mentions
from bot.content.model import Pack
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem

FEWEST = 3
"""Minimum number of written questions for an objective, so that learners who come back get different ones."""

RECALL = 1
"""The level of questions that only ask learners to recall something."""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield notes: objectives with few questions, or with only easy ones, and terms that nothing asks about."""
    yield from _few(loaded)
    yield from _recalled(loaded)
    yield from _unasked(loaded)


def tests(pack: Pack) -> tuple[Item, ...]:
    """Return all items that test a learner: questions and cards of every kind."""
    return (*pack.questions, *pack.cards, *pack.clozes, *pack.worked)


def _few(loaded: Loaded) -> Iterator[Problem]:
    """Yield a note for each objective with few questions; `teaching` already reports those that nothing tests."""
    counts: defaultdict[str, int] = defaultdict(int)
    for question in loaded.pack.questions:
        for name in question.objectives:
            counts[name] += 1
    tested = {name for item in tests(loaded.pack) for name in item.objectives}
    for objective, entry in zip(loaded.pack.objectives, loaded.raw.entries["objectives"], strict=True):
        count = counts[objective.id]
        if objective.id in tested and count < FEWEST:
            how_many = {0: "no question asks", 1: "one question asks"}.get(count, f"{count} questions ask")
            sentence = f"{how_many} about `{objective.id}`; write {FEWEST}, so that quizzes don't repeat themselves"
            yield entry.note(sentence, "id")


def _recalled(loaded: Loaded) -> Iterator[Problem]:
    """Yield a note for each objective that's tested only by items marked with the lowest level."""
    levels: defaultdict[str, set[int | None]] = defaultdict(set)
    for item in tests(loaded.pack):
        for name in item.objectives:
            levels[name].add(item.level)
    for objective, entry in zip(loaded.pack.objectives, loaded.raw.entries["objectives"], strict=True):
        if levels[objective.id] == {RECALL}:
            sentence = (
                f"`{objective.id}` is only ever recalled (level {RECALL}); add a question that applies it to a case "
                "or asks to judge something"
            )
            yield entry.note(sentence, "id")


def _unasked(loaded: Loaded) -> Iterator[Problem]:
    """Yield a note for each term that no question or card mentions."""
    mentions = Mentions(tests(loaded.pack))
    for term, entry in zip(loaded.pack.terms, loaded.raw.entries["terms"], strict=True):
        if not any(mentions.elsewhere(name, term) for name in (term.term, *term.aliases)):
            yield entry.note(f"no question or card has `{term.term}` in it; ask for it, or use it in one", "term")
