"""The items of a pack that can answer a question, and the texts that search finds them by."""

import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, islice
from typing import TypeAlias

from bot.content.derived import CachedPerPack, When
from bot.content.gaps import gapped
from bot.content.model import Card, Comparison, Example, Pack, Term, Tip, Topic
from bot.content.plain_objectives import is_plain
from bot.content.question import ClozeQuestion, MistakeQuestion, Question, QuestionItem, prompt_of
from bot.content.solutions import told
from bot.language.stop_words import STOP_WORDS
from bot.language.text import has_few_words, singular, words

AnsweringItem: TypeAlias = Topic | Comparison | Term | Tip | Example | Card | Question
"""An item that can answer a question."""

ItemTexts: TypeAlias = tuple[str, str, str, str]
"""An item's title, text, objectives and tests, as words with spaces between."""

_LONGEST_NAME = 5
"""Maximum number of words in the name of what a card explains."""

_WHAT_IS = re.compile(
    r"what(?:(?:['’]?s|\s+is|\s+are)\s+(?:an?\s+|the\s+)?(?P<name>[^?!.,;:()]+?)"
    r"|\s+does\s+(?:an?\s+|the\s+)?(?P<meaning>[^?!.,;:()]+?)\s+(?:mean|do|stand\s+for))\s*\?",
    re.IGNORECASE,
)
"""Matches a front that asks what one thing is or means."""

_MOST_TESTING = 10_000
"""Maximum number of cards and questions that can answer: searching this many takes about ten milliseconds."""


def answering(pack: Pack) -> list[AnsweringItem]:
    """Return all items that can answer a question, in the order that every index uses.

    A card tests what another item explains, so it only answers if none does, as in an imported deck. A question only
    answers if no card does either, as in an imported quiz. Nobody asks /ask where a mistake is.
    """
    says_more = telling(pack)
    explaining: list[Comparison | Term | Tip | Example] = [*pack.comparisons, *pack.terms, *pack.tips, *pack.examples]
    explained = {objective for item in explaining for objective in item.objectives} & says_more
    cards = [card for card in pack.cards if explained.isdisjoint(card.objectives)]
    explained |= {objective for card in cards for objective in card.objectives} & says_more
    questions = (
        question
        for question in pack.questions
        if explained.isdisjoint(question.objectives) and not isinstance(question, MistakeQuestion)
    )
    return [*pack.topics, *explaining, *islice(chain(cards, questions), _MOST_TESTING)]


def named_cards(pack: Pack) -> list[tuple[str, Card]]:
    """Return the cards that can answer and explain one thing, each with its name."""
    cards = [item for item in answering(pack) if isinstance(item, Card)]
    return [(name, card) for card in cards if (name := explained_by(card))]


def asked_name(text: str) -> str:
    """Return X if a text asks what X is or means; "" if it asks anything else."""
    asks = _WHAT_IS.fullmatch(text)
    return (asks["name"] or asks["meaning"]) if asks else ""


def explained_by(card: Card) -> str:
    """Return the name of what a card explains: its front, as in a deck of words, or X if it asks what X is; or ""."""
    if name := asked_name(card.front):
        is_one_thing = has_few_words(name, _LONGEST_NAME) and STOP_WORDS.isdisjoint(words(name))
        return f"{name[0].upper()}{name[1:]}" if is_one_thing else ""
    is_name = not card.front.rstrip().endswith(("?", "!", ".", ":", "…")) and has_few_words(card.front, _LONGEST_NAME)
    return card.front if is_name else ""


def _telling(pack: Pack) -> frozenset[str]:
    return frozenset(each.id for each in pack.objectives if not is_plain(each, pack.topic_by_id[each.topic]))


telling = CachedPerPack(_telling)
"""The ids of a pack's objectives that say more than their topic does; those of an imported pack don't."""


def taught(item: AnsweringItem, told: AbstractSet[str]) -> Sequence[str]:
    """Return the telling objectives that an item teaches; a topic covers all of them, so it counts as teaching none.

    Args:
        item: an item that can answer.
        told: the ids of its pack's telling objectives (see `telling`).
    """
    return () if isinstance(item, Topic) else [each for each in item.objectives if each in told]


def tests_by_objective(pack: Pack) -> dict[str, list[str]]:
    """Return the wordings of the questions and cards that test each telling objective."""
    told = telling(pack)
    tests: defaultdict[str, list[str]] = defaultdict(list)
    for item in (*pack.cards, *pack.questions):
        for objective in item.objectives:
            if objective in told:
                tests[objective].append(_asked(item))
    return tests


def wordings_by_objective(pack: Pack) -> dict[str, list[str]]:
    """Return, for each telling objective, the wordings that test it and what people ask about it, typos included."""
    tests = tests_by_objective(pack)
    told = telling(pack)
    asked = {each.id: list(each.asked) for each in pack.objectives if each.id in told}
    return {id_: [*tests.get(id_, ()), *more] for id_, more in asked.items()}


def _asked(item: Card | Question) -> str:
    if isinstance(item, Card):
        return f"{item.front} {item.back}"
    if isinstance(item, ClozeQuestion):
        return gapped(item.text).filled
    return prompt_of(item)


def _documents(pack: Pack) -> list[ItemTexts]:
    tests = {objective: indexed(" ".join(texts)) for objective, texts in tests_by_objective(pack).items()}
    statements = {objective.id: indexed(objective.statement) for objective in pack.objectives}
    told = telling(pack)

    def document(item: AnsweringItem) -> ItemTexts:
        objectives = taught(item, told)
        says = " ".join(statements[each] for each in objectives)
        tested = () if asked_by(item) else (tests[each] for each in objectives if each in tests)
        title, body = title_and_body(pack, item)
        return indexed(title), indexed(body), says, " ".join(tested)

    return [document(item) for item in answering(pack)]


documents = CachedPerPack(_documents, When.SOON)
"""The title, the text, the objectives and the tests of each item of a pack that can answer, as words."""


def speaks_of(pack: Pack, item: AnsweringItem, subject: AbstractSet[str]) -> bool:
    """Return whether an item's title and text contain all words of a subject.

    Args:
        pack: the item's pack.
        item: an item that can answer.
        subject: words in the singular.
    """
    return subject <= {singular(word) for text in title_and_body(pack, item) for word in words(text)}


def heading(item: AnsweringItem) -> str:
    """Return an item's heading."""
    match item:
        case Comparison():
            return item.aspect
        case Term():
            return item.term
        case Card():
            return item.front
        case Topic() | Tip() | Example():
            return item.title
        case _:
            return prompt_of(item)


def asked_by(item: AnsweringItem) -> str:
    """Return what an item asks: a card's front or a question's prompt; "" for one that explains."""
    return heading(item) if isinstance(item, Card | QuestionItem) else ""


def names(item: AnsweringItem) -> tuple[str, ...]:
    """Return the names that someone may ask for an item by; most kinds have none, only a heading."""
    match item:
        case Topic():
            return (item.title, *item.aliases)
        case Comparison():
            return (item.aspect,)
        case Term():
            return (item.term, *item.aliases)
        case _:
            return ()


def indexed(text: str) -> str:
    """Return the words of a text, as the index stores them."""
    return " ".join(words(text))


def title_and_body(pack: Pack, item: AnsweringItem) -> tuple[str, str]:
    """Return an item's title, with its other names, and its text."""
    match item:
        case Topic():
            return " ".join((item.title, *item.aliases)), " ".join((item.summary or "", *item.in_short.values()))
        case Comparison():
            cells = " ".join(f"{pack.side_by_id[side].name} {cell}" for side, cell in item.cells.items())
            return f"{item.aspect} {pack.topic_of(item).title}", f"{cells} {item.takeaway}"
        case Term():
            return " ".join((item.term, *item.aliases)), f"{item.definition} {item.example or ''}"
        case Tip():
            return item.title, item.text
        case Example():
            return item.title, f"{item.task} {item.why}"
        case Card():
            return item.front, item.back
        case _:
            return prompt_of(item), told(pack, item)
