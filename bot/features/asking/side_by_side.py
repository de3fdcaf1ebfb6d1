"""Side by side: what a question compares as a whole, whether sides of a pack, terms or both."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.finding.halves import Compared
from bot.content.finding.ranking import Hit
from bot.content.model import Comparison, Pack, Side, Term, Topic
from bot.features.asking.actions import not_meant_button
from bot.features.lessons.actions import ShowComparison, ShowTerm, ShowTopics
from bot.features.lessons.compare import topic_menu
from bot.features.lessons.lesson import Lesson, key
from bot.features.quizzes.actions import StartQuiz
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.length import fits
from bot.language.message import Block, Facts, Footer, Heading, Table, message
from bot.language.rich_text import emphasis, text
from bot.language.sentences import sentences
from bot.language.text import fold, listed

_MOST_TERMS = 6
"""Maximum number of terms with a button; more are too many to choose from."""

_MOST_ASPECTS = 2
"""Number of aspects offered when sides are compared as a whole."""


def side_by_side(pack: Pack, compared: Compared, question: str, hits: Sequence[Hit]) -> Lesson | None:
    """Return what a question compares, side by side, or say which half is missing; None if the pack says nothing.

    Args:
        pack: the pack that's asked.
        compared: what the question compares; at least one is in the pack.
        question: the question as asked.
        hits: the items found for it, the best first.
    """
    sides = [each for each in compared.named if isinstance(each, Side)]
    if len(compared.named) == 1:
        return _half_missing(pack, compared)
    if len(sides) == len(compared.named):
        return _of_sides(pack, sides, compared, question, hits)
    return _of_terms(pack, compared, question)


def _half_missing(pack: Pack, compared: Compared) -> Lesson:
    """Say that there's nothing to compare with, and offer to show what there is."""
    (named,) = compared.named
    missing = listed([f"“{each}”" for each in compared.unknown], "or")
    term = named if isinstance(named, Term) else _term_of(pack, named)
    sentence = text("“", pack.title, "” doesn't cover ", missing, f", so I can't compare it with “{_name(named)}”.")
    if term:
        more = Button(term.term, encode(ShowTerm(pack.id, term.id)), Emphasis.PRIMARY)
    else:
        more = Button("All topics", encode(ShowTopics(pack.id)), Emphasis.PRIMARY)
    return Lesson(message(sentence, Buttons((more,)), Footer(pack.title), private=True), pack.id)


def _of_sides(
    pack: Pack, named: Sequence[Side], compared: Compared, question: str, hits: Sequence[Hit]
) -> Lesson | None:
    """Return what each side is, and as many differences as fit; None if the pack says nothing about them."""
    sides = [side for side in pack.sides if side in named]
    opening: list[Block] = [Heading(listed([side.name for side in sides], "and"))]
    terms = [term for side in sides if (term := _term_of(pack, side))]
    if len(terms) == len(sides):
        opening.append(Facts(tuple((side.name, _first(term)) for side, term in zip(sides, terms, strict=True))))
    else:
        terms = []
    closing: list[Block] = [*_left_out(pack, compared, ()), Footer(pack.title)]
    table, rows = _overview(pack, sides, [*opening, *closing])
    if table is None and not terms:
        return None
    aspects = [hit.item for hit in hits if isinstance(hit.item, Comparison) and hit.item not in rows]
    buttons = [Button("Quiz me", encode(StartQuiz(pack.id)), Emphasis.PRIMARY)]
    buttons += [Button(row.aspect, encode(ShowComparison(pack.id, row.id))) for row in aspects[:_MOST_ASPECTS]]
    buttons += not_meant_button(pack, question)
    tables = [table] if table else []
    page = message(*opening, *tables, *closing[:-1], topic_menu(pack), Buttons(tuple(buttons)), closing[-1])
    return Lesson(page, pack.id, tuple(map(key, (*terms, *rows))), len(terms) + len(rows))


def _of_terms(pack: Pack, compared: Compared, question: str) -> Lesson:
    """Return the meanings of terms and sides, side by side; at least one is a term."""
    topic = pack.topic_of(next(each for each in compared.named if isinstance(each, Term)))
    entries = [_entry(pack, each, topic) for each in compared.named]
    terms = [each.term for each in entries if each.term]
    sources = dict.fromkeys(pack.topic_of(term).title for term in terms)
    footer = Footer(f"{pack.title} · {', '.join(sources)}")
    fitting, blocks = _as_much_as_fits(pack, compared, entries, footer)
    without_room = [each.term for each in entries if each.term and each not in fitting]
    reachable = list(dict.fromkeys(term.id for term in (*without_room, *terms)))[:_MOST_TERMS]
    buttons = [Button("Quiz me", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY)]
    buttons += [Button(term.term, encode(ShowTerm(pack.id, term.id))) for term in terms if term.id in reachable]
    buttons += not_meant_button(pack, question)
    keys = tuple(key(each.term) for each in fitting if each.term)
    return Lesson(message(*blocks, Buttons(tuple(buttons)), footer), pack.id, keys, len(keys))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What's said about one of the things compared.

    Args:
        name: its name.
        term: the term that explains it, if any.
        in_full: the full text; "" if there's none.
        in_brief: one sentence of it.
    """

    name: str
    term: Term | None
    in_full: str
    in_brief: str


def _entry(pack: Pack, each: Term | Side, topic: Topic) -> _Entry:
    """Return a term's meaning, or a side's definition or its description within a topic."""
    term = each if isinstance(each, Term) else _term_of(pack, each)
    in_short = topic.in_short.get(each.id, "")
    return _Entry(_name(each), term, term.definition if term else in_short, _first(term) if term else in_short)


def _as_much_as_fits(
    pack: Pack, compared: Compared, entries: Sequence[_Entry], footer: Footer
) -> tuple[Sequence[_Entry], list[Block]]:
    """Return the items that fit, and their texts: all in full, else one sentence each for as many as possible.

    Args:
        pack: the pack that's asked.
        compared: what the question compares.
        entries: what there is to say about each.
        footer: the message's footer, which needs room as well.
    """
    says_something = [each for each in entries if each.in_full]
    fitting, blocks = says_something, list[Block]()
    for count in (0, *range(len(says_something), 0, -1)):
        fitting = says_something[:count] or says_something
        facts = Facts(tuple((each.name, each.in_brief if count else each.in_full) for each in fitting))
        left = _left_out(pack, compared, [each for each in entries if each not in fitting])
        blocks = [Heading(listed([each.name for each in fitting], "and")), facts, *left]
        if fits([*blocks, footer]):
            break
    return fitting, blocks


def _left_out(pack: Pack, compared: Compared, entries: Sequence[_Entry]) -> list[Block]:
    """Say what was left out: what the pack doesn't have, and what there was no room for."""
    missing = [f"“{each}”" for each in (*compared.unknown, *(each.name for each in entries if not each.in_full))]
    no_room = [each.name for each in entries if each.in_full]
    notes = [f"“{pack.title}” doesn't cover {listed(missing, 'or')}."] if missing else []
    notes += [f"There was no room for {listed(no_room, 'or')}."] if no_room else []
    return [text(emphasis(" ".join(notes)))] if notes else []


def _name(each: Term | Side) -> str:
    return each.term if isinstance(each, Term) else each.name


def _term_of(pack: Pack, side: Side) -> Term | None:
    """Return the glossary's term for a side, if it has one."""
    name = fold(side.name)
    return next((term for term in pack.terms if name in map(fold, (term.term, *term.aliases))), None)


def _first(term: Term) -> str:
    return sentences(term.definition)[0]


def _overview(
    pack: Pack, sides: Sequence[Side], around: Sequence[Block]
) -> tuple[Table | None, Sequence[Comparison]]:
    """Return a table of as many topics as fit, in short; or of aspects, with the aspects shown.

    Aspects are used if no topic has a short description of the sides.

    Args:
        pack: the pack that's asked.
        sides: the sides to show.
        around: the rest of the message, which needs room as well.
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
