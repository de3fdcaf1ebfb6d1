"""The answers to free questions: from the pack with its sources, or honestly not at all."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

from bot.content.finding.concepts import Named
from bot.content.finding.documents import AnsweringItem, answering, heading, names, speaks_of, title_and_body
from bot.content.finding.ranking import Found, Hit
from bot.content.item import Item
from bot.content.model import Card, Pack, Side, Topic
from bot.content.question import Question
from bot.content.solutions import told
from bot.features.asking.actions import not_meant_button, offered
from bot.features.asking.answered_items import in_brief, in_full
from bot.features.asking.aspect import side_by_side_first
from bot.features.asking.follow_up_phrasings import subject_words
from bot.features.asking.interpretation import Interpretation
from bot.features.asking.no_answer import not_covered, nothing_more, twice
from bot.features.asking.part import has_example
from bot.features.asking.preferred import saying_who_first, worth_showing
from bot.features.asking.question_forms import gives_reason, wants_a_short_answer, wants_example, wants_reason
from bot.features.asking.side_by_side import explained, side_by_side
from bot.features.asking.word_families import families, spoken_of
from bot.features.authoring.actions import ReportItem, something_wrong
from bot.features.lessons.lesson import Lesson, key
from bot.features.quizzes.actions import StartQuiz
from bot.illustrations.beside import beside
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.length import fits
from bot.language.message import Block, Footer, Heading, message
from bot.language.plain import plain
from bot.language.rich_text import text
from bot.language.text import singular, words

_WORTH_MORE = 0.3
"""Minimum share of the best score for what's shown if someone asks for more."""

_MOST_ITEMS = 3
"""Maximum number of items shown with a topic that says nothing itself."""


def ask(pack: Pack, meant: Interpretation, found: Found, seen: Sequence[str] = (), typed: str = "") -> Lesson:
    """Return a pack's best answers to a question; if it has none, the closest things that it has.

    Args:
        pack: the pack that's asked.
        meant: what the question asks of it.
        found: what the pack has for it.
        seen: the keys of items that the asker has just seen.
        typed: the question as typed, if it's read together with the one before.
    """
    if not seen and not wants_reason(meant.text) and (lesson := _compared(pack, meant, found)):
        return lesson
    hits = [hit for hit in found.hits if not seen or (isinstance(hit.item, Item) and key(hit.item) not in seen)]
    if not found.is_covered:
        return not_covered(pack, meant, hits, typed or meant.question)
    if seen:  # compare what's left with the best of all hits, even if that one has been seen
        hits = [hit for hit in hits if hit.score >= _WORTH_MORE * found.hits[0].score]
    if seen and wants_example(meant.text):
        hits = [hit for hit in hits if has_example(hit.item)]
    if seen and wants_reason(meant.text):
        asked = families(subject_words(meant.text))
        hits = [hit for hit in hits if _may_say_why(pack, hit.item, asked)]
    if not hits and wants_reason(typed or meant.text) and len(meant.compared.named) < 2:
        hits = [hit for hit in found.hits[:1] if _says_why(pack, hit.item, seen)]
    if not hits:
        return nothing_more(pack, Footer(pack.title))
    if meant.aspect:
        hits = side_by_side_first(pack, hits, meant.aspect)
    best, *others = _wanted_first(worth_showing(saying_who_first(pack, hits, meant.text)), meant.text)
    if isinstance(best.item, Topic) and not (best.item.summary or best.item.in_short):
        others = _items_of(pack, best.item)
    return _answer(pack, meant, best, others, [] if found.is_sure or seen else [_caution(pack)])


def _caution(pack: Pack) -> Block:
    """Say that what follows may not answer the question."""
    return text("I'm not sure that “", pack.title, "” covers this. Here's what comes closest.")


def _items_of(pack: Pack, topic: Topic) -> list[Hit]:
    """Return the first items of a topic that says nothing itself, as those of imported decks."""
    items = (item for item in answering(pack) if not isinstance(item, Topic) and pack.topic_of(item) is topic)
    return [Hit(item, 1.0) for item in islice(items, _MOST_ITEMS)]


def _may_say_why(pack: Pack, item: AnsweringItem, asked: AbstractSet[str]) -> bool:
    """Return whether an item gives a reason, asks for one, or is about everything that was asked.

    Args:
        pack: the item's pack.
        item: the item.
        asked: the families of the words that say what was asked.
    """
    title, body = title_and_body(pack, item)
    return wants_reason(title) or gives_reason(body) or asked <= spoken_of(f"{title} {body}")


def _says_why(pack: Pack, item: AnsweringItem, seen: Sequence[str]) -> bool:
    """Return whether an item gives a reason and was shown only once, so that it may answer “why?”.

    Args:
        pack: the item's pack.
        item: the item.
        seen: the keys of items that the asker has just seen.
    """
    is_once = isinstance(item, Item) and seen.count(key(item)) == 1
    return is_once and gives_reason(title_and_body(pack, item)[1])


def _compared(pack: Pack, meant: Interpretation, found: Found) -> Lesson | None:
    """Return what a question compares, side by side; None if something else answers it better."""
    compared = meant.compared
    if compared.twice:
        item = explained(pack, compared.named[0])
        return _answer(pack, meant, Hit(item, 1.0), []) if item else None
    if not compared.named:
        return None
    tied = [hit.item for hit in found.hits if hit.score == found.hits[0].score]
    is_weighed = compared.weighs and found.is_covered and any(_weighs(pack, each, compared.named) for each in tied)
    return None if is_weighed else side_by_side(pack, compared, meant.question, found.hits)


def _weighs(pack: Pack, item: AnsweringItem, compared: Sequence[Named]) -> bool:
    """Return whether an item says something about several things, rather than explaining just one of them."""
    return all(
        item is not explained(pack, each)
        and any(speaks_of(pack, item, frozenset(map(singular, words(name)))) for name in _names(each))
        for each in compared
    )


def speaks_of_all(sentence: str, compared: Sequence[Named]) -> bool:
    """Return whether a sentence names everything that a question compares, in any form: “trained” for “Training”."""
    spoken = spoken_of(sentence)
    return all(any(families(words(name)) <= spoken for name in _names(each)) for each in compared)


def _names(each: Named) -> Sequence[str]:
    return (each.name, *each.aliases) if isinstance(each, Side) else (heading(each), *names(each))


def _answer(
    pack: Pack, meant: Interpretation, best: Hit, others: Sequence[Hit], caution: Sequence[Block] = ()
) -> Lesson:
    """Return the best answer in full, and one sentence of as many others as fit; each other one has a button.

    Args:
        pack: the pack that's asked.
        meant: what the question asks of it.
        best: the hit that answers it best.
        others: further hits.
        caution: what's said before the answer.
    """
    title, *told = in_full(pack, best.item, meant.text)
    if wants_a_short_answer(meant.text):
        told, others = told[:1], ()
    blocks = [*caution, title, *twice(meant.compared.twice), *told]
    brief = [block for hit in others for block in in_brief(pack, hit.item, meant.text)]
    while brief and not fits([*blocks, *brief]):
        brief.pop()
    topic = _topic(pack, best.item)
    buttons = [Button("Quiz me", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY)]
    buttons += offered(pack, others)
    buttons += not_meant_button(pack, meant.question)
    if isinstance(best.item, Item):
        buttons.append(something_wrong(ReportItem(pack.id, *key(best.item).split(":"))))
    footer = Footer(pack.with_topic(*(_topic(pack, hit.item) for hit in (best, *others))))
    keys = tuple(key(hit.item) for hit in (best, *others) if isinstance(hit.item, Item))
    return Lesson(message(*blocks, *brief, Buttons(tuple(buttons)), footer), pack.id, keys)


def _wanted_first(hits: Sequence[Hit], question: str) -> Sequence[Hit]:
    """Move hits that have an example to the front, if a question wants one."""
    return sorted(hits, key=lambda hit: not has_example(hit.item)) if wants_example(question) else hits


def opening(lesson: Lesson) -> str:
    """Return how an answer begins, with its heading and what answers the question; "" if it's none."""
    blocks = lesson.message.blocks
    start = next((place for place, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    return plain(message(*blocks[start : start + 2]))


def with_answer(pack: Pack, item: Card | Question) -> Lesson:
    """Return both sides of a card, or a question with its right answer.

    Args:
        pack: the item's pack.
        item: the card or question.
    """
    around = beside(pack, item)
    answer = item.back if isinstance(item, Card) else told(pack, item)
    blocks = [Heading(heading(item)), *around.above, text(answer), *around.below]
    footer = Footer(pack.source_of(item))
    return Lesson(message(*blocks, footer, private=True), pack.id, (key(item),))


def _topic(pack: Pack, item: AnsweringItem) -> Topic:
    return item if isinstance(item, Topic) else pack.topic_of(item)
