"""Count what a pack contains, so that its author can balance it."""

from collections import Counter

from bot.content.faults.depth import FEWEST
from bot.content.model import Pack
from bot.language.text import counted, listed

_LISTS = {
    "cards": ("flashcard", "flashcards"),
    "clozes": ("cloze", "clozes"),
    "worked": ("worked problem", "worked problems"),
    "terms": ("term", "terms"),
    "tips": ("tip", "tips"),
    "comparisons": ("comparison", "comparisons"),
    "examples": ("example", "examples"),
    "cases": ("case", "cases"),
    "misconceptions": ("misconception", "misconceptions"),
}
"""The singular and plural name of each list's entries."""


def inventory(pack: Pack) -> str:
    """Return what a pack contains in a few sentences, for its author."""
    held = [counted(len(getattr(pack, kind)), *names) for kind, names in _LISTS.items() if getattr(pack, kind)]
    counts = Counter(name for question in pack.questions for name in question.objectives)
    often = sum(counts[objective.id] >= FEWEST for objective in pack.objectives)
    sentences = [
        f"{pack.title}: {counted(len(pack.objectives), 'objective')}, {often} with {FEWEST} or more questions.",
        f"{counted(len(pack.questions), 'question')}{_questions(pack)}.",
    ]
    if held:
        sentences.append(f"{listed(held, 'and')}.")
    return " ".join(sentences)


def contents(pack: Pack) -> str:
    """Return what a pack contains in a few words, for learners."""
    names = {"questions": ("question", "questions"), **_LISTS}
    held = [counted(len(getattr(pack, kind)), *called) for kind, called in names.items() if getattr(pack, kind)]
    return f"{listed(held, 'and') or 'nothing yet'} on {counted(len(pack.topics), 'topic')}"


def _questions(pack: Pack) -> str:
    """Return how many questions there are of each type and level, in brackets, to follow their total."""
    types = Counter(question.type for question in pack.questions)
    parts = [", ".join(f"{count} {name}" for name, count in types.most_common())]
    levels = Counter(question.level for question in pack.questions if question.level is not None)
    if levels:
        parts.append(", ".join(f"{levels[level]} at level {level}" for level in sorted(levels)))
    return f" ({'; '.join(parts)})" if pack.questions else ""
