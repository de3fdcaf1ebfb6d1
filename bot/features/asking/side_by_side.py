"""Side by side: what a question compares as a whole: sides of a pack, terms, cards with a name, or some of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.finding.concepts import Named
from bot.content.finding.documents import explained_by, heading
from bot.content.finding.halves import Compared
from bot.content.finding.ranking import Hit
from bot.content.model import Card, Comparison, Pack, Side, Term, Topic
from bot.features.asking.actions import all_topics, not_meant_button, showing
from bot.features.lessons.actions import ShowComparison
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
"""Maximum number of terms or cards with a button; more are too many to choose from."""

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
    item = explained(pack, named)
    sentence = text("“", pack.title, "” doesn't cover ", missing, f", so I can't compare it with “{_name(named)}”.")
    more = Button(heading(item), encode(showing(pack, item)), Emphasis.PRIMARY) if item else all_topics(pack)
    return Lesson(message(sentence, Buttons((more,)), Footer(pack.title), private=True), pack.id)


def _of_sides(
    pack: Pack, named: Sequence[Side], compared: Compared, question: str, hits: Sequence[Hit]
) -> Lesson | None:
    """Return what each side is, and as many differences as fit; None if the pack says nothing about them."""
    sides = [side for side in pack.sides if side in named]
    opening: list[Block] = [Heading(listed([side.name for side in sides], "and"))]
    terms = [term for side in sides if (term := explained(pack, side))]
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
    """Return the meanings of terms, cards and sides, side by side; at least one is a term or a card."""
    topic = pack.topic_of(next(each for each in compared.named if not isinstance(each, Side)))
    entries = [_entry(pack, each, topic) for each in compared.named]
    items = [each.item for each in entries if each.item]
    footer = Footer(pack.with_topic(*map(pack.topic_of, items)))
    fitting, blocks = _as_much_as_fits(pack, compared, entries, footer)
    without_room = [each.item for each in entries if each.item and each not in fitting]
    reachable = list(dict.fromkeys(map(key, (*without_room, *items))))[:_MOST_TERMS]
    buttons = [Button("Quiz me", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY)]
    buttons += [Button(heading(item), encode(showing(pack, item))) for item in items if key(item) in reachable]
    buttons += not_meant_button(pack, question)
    keys = tuple(key(each.item) for each in fitting if each.item)
    return Lesson(message(*blocks, Buttons(tuple(buttons)), footer), pack.id, keys, len(keys))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What's said about one of the things compared.

    Args:
        name: its name.
        item: the term or card that explains it, if any.
        in_full: the full text; "" if there's none.
        in_brief: one sentence of it.
    """

    name: str
    item: Term | Card | None
    in_full: str
    in_brief: str


def _entry(pack: Pack, each: Named, topic: Topic) -> _Entry:
    """Return the meaning of a term or a card, or a side's definition or its description within a topic."""
    item = explained(pack, each)
    in_short = topic.in_short.get(each.id, "")
    return _Entry(_name(each), item, _meaning(item) if item else in_short, _first(item) if item else in_short)


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


def _name(each: Named) -> str:
    if isinstance(each, Side):
        return each.name
    return explained_by(each) if isinstance(each, Card) else each.term


def explained(pack: Pack, named: Named) -> Term | Card | None:
    """Return what explains a thing: itself, or the glossary's term for a side, if it has one."""
    if not isinstance(named, Side):
        return named
    name = fold(named.name)
    return next((term for term in pack.terms if name in map(fold, (term.term, *term.aliases))), None)


def _meaning(item: Term | Card) -> str:
    return item.definition if isinstance(item, Term) else item.back


def _first(item: Term | Card) -> str:
    return sentences(_meaning(item))[0]


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
