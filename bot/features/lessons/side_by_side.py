"""Side by side: what a question compares as a whole, be it sides of a pack, terms or both."""

from collections.abc import Sequence

from bot.content.finding.ranking import Hit
from bot.content.model import Comparison, Pack, Side, Term
from bot.features.lessons.actions import ShowComparison, ShowTerm, not_meant_button
from bot.features.lessons.compare import topic_menu
from bot.features.lessons.lesson import Lesson, key
from bot.features.quizzes.actions import StartQuiz
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.length import fits
from bot.language.message import Block, Facts, Footer, Heading, Table, message
from bot.language.sentences import sentences
from bot.language.text import fold, listed

_MOST_ASPECTS = 2
"""Aspects offered where sides are compared as a whole."""


def of_sides(pack: Pack, named: Sequence[Side], question: str, hits: Sequence[Hit]) -> Lesson | None:
    """Return what each of some sides is, and how they differ in as much as fits; None if the pack says nothing.

    Args:
        pack: whose sides.
        named: those to show.
        question: as asked.
        hits: what was found for it, the best first.
    """
    sides = [side for side in pack.sides if side in named]
    opening: list[Block] = [Heading(listed([side.name for side in sides], "and"))]
    terms = [term for side in sides if (term := _term_of(pack, side))]
    if len(terms) == len(sides):
        opening.append(Facts(tuple((side.name, _first(term)) for side, term in zip(sides, terms, strict=True))))
    else:
        terms = []
    footer = Footer(pack.title)
    compared, rows = _overview(pack, sides, [*opening, footer])
    if compared is None and not terms:
        return None
    aspects = [hit.item for hit in hits if isinstance(hit.item, Comparison) and hit.item not in rows]
    buttons = [Button("Quiz me", encode(StartQuiz(pack.id)), Emphasis.PRIMARY)]
    buttons += [Button(row.aspect, encode(ShowComparison(pack.id, row.id))) for row in aspects[:_MOST_ASPECTS]]
    buttons += not_meant_button(pack, question)
    table = [compared] if compared else []
    said = message(*opening, *table, topic_menu(pack), Buttons(tuple(buttons)), footer)
    return Lesson(said, pack.id, tuple(map(key, (*terms, *rows))))


def of_terms(pack: Pack, named: Sequence[Term | Side], question: str) -> Lesson:
    """Return what some terms mean, one beside the other, and likewise sides.

    Args:
        pack: whose.
        named: at least one of them a term.
        question: as asked.
    """
    terms = [each for each in named if isinstance(each, Term)]
    topic = pack.topic_of(terms[0])
    told = [
        (each.term, each.definition) if isinstance(each, Term) else (each.name, topic.in_short[each.id])
        for each in named
        if isinstance(each, Term) or topic.in_short
    ]
    blocks: list[Block] = [Heading(" and ".join(name for name, _ in told)), Facts(tuple(told))]
    buttons = [Button("Quiz me", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY)]
    buttons += [Button(term.term, encode(ShowTerm(pack.id, term.id))) for term in terms]
    buttons += not_meant_button(pack, question)
    sources = dict.fromkeys(pack.topic_of(term).title for term in terms)
    blocks += [Buttons(tuple(buttons)), Footer(f"{pack.title} · {', '.join(sources)}")]
    return Lesson(message(*blocks), pack.id, tuple(key(term) for term in terms))


def _term_of(pack: Pack, side: Side) -> Term | None:
    """Return the term that says what a side is, if the glossary has one."""
    name = fold(side.name)
    return next((term for term in pack.terms if name in map(fold, (term.term, *term.aliases))), None)


def _first(term: Term) -> str:
    return sentences(term.definition)[0]


def _overview(
    pack: Pack, sides: Sequence[Side], around: Sequence[Block]
) -> tuple[Table | None, Sequence[Comparison]]:
    """Return as many topics in short as fit, and if none has anything in short, aspects, which are returned as well.

    Args:
        pack: whose topics.
        sides: those to show.
        around: what else the message says.
    """
    topics = [(topic.title, topic.in_short) for topic in pack.topics if topic.in_short]
    aspects = () if topics else pack.comparisons
    lines = topics or [(row.aspect, row.cells) for row in aspects]
    columns = ("Topic" if topics else "Aspect", *(side.name for side in sides))
    rows = [(name, *(cells[side.id] for side in sides)) for name, cells in lines]
    for count in range(len(rows), 0, -1):
        table = Table(columns, tuple(rows[:count]), sides=True)
        if fits([*around, table]):
            return table, aspects[:count]
    return None, ()
