"""Ask: a question in free words, answered from the pack with its sources, or honestly not at all."""

import re
from collections.abc import Sequence

from bot.content.documents import Answering, heading
from bot.content.find import Finder
from bot.content.item import Item
from bot.content.model import Comparison, Example, Pack, Term, Tip, Topic
from bot.content.ranking import Found, Hit
from bot.features.lessons.actions import RereadTip, ShowComparison, ShowExample, ShowTerm, ShowTopic, ShowTopics
from bot.features.lessons.compare import overview
from bot.features.lessons.lesson import Lesson, key
from bot.features.quizzes.actions import StartQuiz
from bot.illustrations.beside import Beside, beside
from bot.language.actions import Action, encode
from bot.language.message import Block, Button, Buttons, Emphasis, Facts, Footer, Heading, message, strong, text
from bot.language.text import ended

_WORTH_ADDING = 0.15
"""Share of the best answer's score that a further answer needs."""

_MOST_OTHERS = 3
"""Further answers shown with the best one."""


def ask(finder: Finder, question: str, found: Found) -> Lesson:
    """Return a pack's best answers to a question; if it has none, the nearest things that it does have."""
    pack = finder.pack
    if finder.ranking.search.compares_sides(question):
        return overview(pack, pack.sides)
    if not found.is_covered:
        return _not_covered(pack, question, found.hits)
    best, *others = found.hits
    others = _adding_something(best, others)[:_MOST_OTHERS]
    blocks = _in_full(pack, best.item)
    others = _under_names_of_their_own(best, others)
    blocks += [text(strong(f"{ended(heading(hit.item))} "), _in_brief(hit.item)) for hit in others]
    topic = _topic(pack, best.item)
    buttons = [Button("Quiz me", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY)]
    buttons += [Button(heading(hit.item), encode(_action(pack, hit.item))) for hit in others]
    sources = dict.fromkeys(_topic(pack, hit.item).title for hit in (best, *others))
    blocks += [Buttons(tuple(buttons)), Footer(f"{pack.title} · {', '.join(sources)}")]
    shown = tuple(key(hit.item) for hit in (best, *others) if isinstance(hit.item, Item))
    return Lesson(message(*blocks), pack.id, shown)


def _adding_something(best: Hit, others: Sequence[Hit]) -> list[Hit]:
    """Return those further answers that are good, and teach an objective which those before them don't."""
    taught = set(_objectives(best.item))
    found = []
    for hit in others:
        new = set(_objectives(hit.item)) - taught
        if hit.score >= _WORTH_ADDING * best.score and (new or not _objectives(hit.item)):
            found.append(hit)
            taught |= new
    return found


def _under_names_of_their_own(best: Hit, others: Sequence[Hit]) -> list[Hit]:
    """Return those further answers that are called something else than those before them."""
    by_name = {heading(hit.item): hit for hit in (*reversed(others), best)}
    return [hit for hit in others if by_name[heading(hit.item)] is hit]


def _objectives(item: Answering) -> tuple[str, ...]:
    return item.objectives if isinstance(item, Item) else ()


def _not_covered(pack: Pack, question: str, hits: Sequence[Hit]) -> Lesson:
    nearest = hits[:3]
    blocks: list[Block] = [text("“", pack.title, "” doesn't cover that: “", question, "”.")]
    if nearest:
        blocks.append(text("The closest things I know about:"))
        buttons = [Button(heading(hit.item), encode(_action(pack, hit.item))) for hit in nearest]
    else:
        blocks.append(text("Look around the topics, or ask in other words."))
        buttons = [Button("All topics", encode(ShowTopics(pack.id)), Emphasis.PRIMARY)]
    return Lesson(message(*blocks, Buttons(tuple(buttons)), Footer(pack.title), private=True), pack.id)


def _topic(pack: Pack, item: Answering) -> Topic:
    return item if isinstance(item, Topic) else pack.topic_of(item)


def _action(pack: Pack, item: Answering) -> Action:
    match item:
        case Topic():
            return ShowTopic(pack.id, item.id)
        case Comparison():
            return ShowComparison(pack.id, item.id)
        case Term():
            return ShowTerm(pack.id, item.id)
        case Tip():
            return RereadTip(pack.id, item.id)
        case Example():
            return ShowExample(pack.id, item.id)


def _in_full(pack: Pack, item: Answering) -> list[Block]:
    around = beside(pack, item) if isinstance(item, Item) else Beside()
    return [Heading(heading(item)), *around.above, *_told(pack, item), *around.below]


def _told(pack: Pack, item: Answering) -> list[Block]:
    match item:
        case Topic():
            return [text(item.summary), _sides(pack, item.in_short)]
        case Comparison():
            return [_sides(pack, item.cells), text(strong("Remember: "), item.takeaway)]
        case Term():
            return [text(item.definition)]
        case Tip():
            return [text(item.text)]
        case Example():
            return [text(item.task), text(item.why)]


def _in_brief(item: Answering) -> str:
    match item:
        case Topic():
            return item.summary
        case Comparison():
            return item.takeaway
        case Term():
            return _first_sentence(item.definition)
        case Tip():
            return _first_sentence(item.text)
        case Example():
            return _first_sentence(item.task)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[^.][.?!]) (?=[A-Z“])", text, maxsplit=1)[0]


def _sides(pack: Pack, cells: dict[str, str]) -> Facts:
    return Facts(tuple((side.name, cells[side.id]) for side in pack.sides))
