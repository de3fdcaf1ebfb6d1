"""Whether a pack asks enough about what it teaches, and for more than to recall it."""

from collections import defaultdict
from collections.abc import Iterator

from bot.content.item import Item
from bot.content.mentions import Mentions
from bot.content.model import Pack
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem

FEWEST = 3
"""Written questions that an objective should have, so that one who comes back isn't asked the same again."""

RECALL = 1
"""The level of questions that ask for what was said."""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield notes: objectives with few questions, or with easy ones only, and terms that nothing asks about."""
    yield from _few(loaded)
    yield from _recalled(loaded)
    yield from _unasked(loaded)


def tests(pack: Pack) -> tuple[Item, ...]:
    """Return what asks something of a learner: questions and cards of every kind."""
    return (*pack.questions, *pack.cards, *pack.clozes, *pack.worked)


def _few(loaded: Loaded) -> Iterator[Problem]:
    """Yield a note for each objective that few questions ask about; those that nothing tests are a fault already."""
    asked: defaultdict[str, int] = defaultdict(int)
    for question in loaded.pack.questions:
        for name in question.objectives:
            asked[name] += 1
    tested = {name for item in tests(loaded.pack) for name in item.objectives}
    for objective, entry in zip(loaded.pack.objectives, loaded.raw.entries["objectives"], strict=True):
        count = asked[objective.id]
        if objective.id in tested and count < FEWEST:
            said = {0: "no question asks", 1: "one question asks"}.get(count, f"{count} questions ask")
            sentence = f"{said} about `{objective.id}`; with {FEWEST} or more, quizzes needn't repeat themselves"
            yield entry.note(sentence, "id")


def _recalled(loaded: Loaded) -> Iterator[Problem]:
    """Yield a note for each objective that's tested at the lowest level only, if the pack says levels at all."""
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
    """Yield a note for each term that no question and no card has in it."""
    mentions = Mentions(tests(loaded.pack))
    for term, entry in zip(loaded.pack.terms, loaded.raw.entries["terms"], strict=True):
        if not any(mentions.elsewhere(name, term) for name in (term.term, *term.aliases)):
            yield entry.note(f"no question or card has `{term.term}` in it; ask for it, or use it in one", "term")
