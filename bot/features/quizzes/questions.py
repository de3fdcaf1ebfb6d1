"""The questions that can be asked: those written in the pack, and those derived from its other items."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, islice
from random import Random
from typing import TypeAlias

from bot.content.derived import CachedPerPack
from bot.content.gaps import gapped
from bot.content.item import Item
from bot.content.model import Card, Comparison, Example, Pack, Term, Topic
from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    Explanation,
    FreeTextQuestion,
    MatchQuestion,
    Option,
    OrderQuestion,
    Question,
    SeveralQuestion,
    WhichSideQuestion,
)
from bot.content.renamed import ById, by_id, first_id
from bot.content.riddles import are_one, riddle
from bot.language.refusals import Offer, Refusal
from bot.language.text import has_few_words, words

Shuffled: TypeAlias = ChoiceQuestion | SeveralQuestion | MatchQuestion | ClozeQuestion | OrderQuestion
"""Questions with choices that are always shuffled."""

_OPTIONS = 4
"""Number of options of a derived choice question."""

_SHORT_ANSWER = 3
"""The back of a card with at most this many words makes a question to be answered by typing."""

MOST_QUESTIONS = 20
"""Maximum number of questions in a quiz, game or challenge."""

# Derived questions are copied from these, which takes a tenth of the time of constructing them with pydantic.
_OPTION = Option(text="-")
_CHOICE = ChoiceQuestion(id="none", objectives=("none",), type="choice", prompt="-", options=(_OPTION, _OPTION))
_TYPED = FreeTextQuestion(id="none", objectives=("none",), type="free-text", prompt="-", answers=("-",))
_EXPLAINED = Explanation(right="-", wrong="-")


def _bank(pack: Pack) -> ById[Question]:
    """Return a pack's questions by id; derived ones have ids of the form kind:item, which written ones can't have."""
    derived: list[Question] = []
    for comparison in pack.comparisons:
        derived += _from_comparison(pack, comparison)
    derived += _from_terms(pack)
    derived += [_from_example(example) for example in pack.examples]
    derived += [_from_card(card) for card in pack.cards if has_few_words(card.back, _SHORT_ANSWER)]
    return by_id((*pack.questions, *derived))


bank = CachedPerPack(_bank)
"""All questions of a pack by id, computed once per pack (see _bank)."""


def _grouped(pack: Pack) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = {topic.id: [] for topic in pack.topics}
    for question in bank(pack).values():
        found[pack.topic_of(question).id].append(question)
    return found


_by_topic = CachedPerPack(_grouped)


def on_topic(pack: Pack, topic: Topic | None) -> list[Question]:
    """Return the questions on a topic, or all of them if it's None.

    Raises:
        Refusal: there are none.
    """
    questions = list(bank(pack).values() if topic is None else _by_topic(pack)[topic.id])
    if not questions and (topic is None or not bank(pack)):
        raise Refusal(
            f"There are no questions in {pack.title} yet; suggest one with /suggest question, or use /review."
        )
    if not questions and topic is not None and any(pack.topic_of(card) is topic for card in pack.cards):
        review = f"/review {topic.title}"
        sentence = f"There are no questions on {topic.title} yet, but there are flashcards. Run {review}."
        raise Refusal(sentence, option="topic", offers=[Offer(review, line=review)])
    if not questions:
        raise Refusal("There are no questions on that topic yet; try another topic.", option="topic")
    return questions


def on_topics(pack: Pack, topics: Sequence[Topic]) -> list[Question]:
    """Return the questions on some topics, or all questions if no topic is given.

    Raises:
        Refusal: there are no questions on any of them.
    """
    if len(topics) < 2:
        return on_topic(pack, topics[0] if topics else None)
    questions = [question for topic in topics for question in _by_topic(pack)[topic.id]]
    if not questions:
        raise Refusal("There are no questions on those topics yet; try some others.", option="topic")
    return questions


def is_derived(question: Question) -> bool:
    """Return whether a question was derived from another item."""
    return ":" in question.id


def shuffled(question: Shuffled, seed: int) -> list[int]:
    """Return the order in which a quiz shows a question's choices, as indexes in the pack's order.

    Args:
        question: whose options, items, right-hand sides or words to shuffle.
        seed: the quiz's seed, so that the order stays the same after a restart.
    """
    order = list(range(len(_to_shuffle(question))))
    Random(f"{seed}:{first_id(question)}").shuffle(order)
    if isinstance(question, OrderQuestion | MatchQuestion) and order == sorted(order):
        order.reverse()
    return order


def _to_shuffle(question: Shuffled) -> Sequence[object]:
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            return question.options
        case MatchQuestion():
            return rights_of(question)
        case ClozeQuestion():
            return words_of(question)
        case OrderQuestion():
            return question.items


def rights_of(question: MatchQuestion) -> tuple[str, ...]:
    """Return all right-hand sides: the matching one for each left-hand side, then the decoys."""
    return (*(pair.right for pair in question.pairs), *question.decoys)


def words_of(question: ClozeQuestion) -> tuple[str, ...]:
    """Return the words to choose from for the gaps; a word that fits two gaps is listed once."""
    return tuple(dict.fromkeys((*gapped(question.text).answers, *question.decoys)))


def _from_comparison(pack: Pack, comparison: Comparison) -> list[Question]:
    """Derive a which-side question from each cell that doesn't name a side itself."""
    names = {word for side in pack.sides for name in (side.name, *side.aliases) for word in words(name)}
    return [
        WhichSideQuestion.model_construct(
            id=f"comparison:{comparison.id}:{side}",
            was=tuple(f"comparison:{each}:{side}" for each in comparison.was),
            objectives=comparison.objectives,
            level=comparison.level,
            type="which-side",
            statement=f"{comparison.aspect}: {cell}",
            answer=side,
            explanation=Explanation(right=comparison.takeaway, wrong=comparison.takeaway),
        )
        for side, cell in comparison.cells.items()
        if not names & set(words(cell))
    ]


def _from_terms(pack: Pack) -> Iterator[Question]:
    """Yield questions that ask for the term of a definition.

    The wrong options are terms of the same topic, or of any topic if it has too few.
    """
    together: defaultdict[str, list[Term]] = defaultdict(list)
    for term in pack.terms:
        together[pack.topic_of(term).id].append(term)
    wrong = {term.id: _OPTION.model_copy(update={"text": term.term, "why": term.definition}) for term in pack.terms}
    places: defaultdict[str, count[int]] = defaultdict(count)
    for number, term in enumerate(pack.terms):
        topic = pack.topic_of(term).id
        place, others = next(places[topic]), together[topic]
        if len(others) < _OPTIONS:
            place, others = number, [*pack.terms]
        prompt = riddle(term, pack) if len(others) >= _OPTIONS else None
        if prompt is None:
            continue
        drawn = Random(first_id(term)).sample(range(len(others) - 1), _OPTIONS - 1)
        chosen = _other_than(term, [others[each + (each >= place)] for each in drawn], others)
        yield _CHOICE.model_copy(
            update={
                **_kept(term, "term"),
                "prompt": f"Which term is this? {prompt}",
                "options": (
                    wrong[term.id].model_copy(update={"correct": True}),
                    *(wrong[each.id] for each in chosen),
                ),
            }
        )


def _other_than(term: Term, drawn: Sequence[Term], others: Sequence[Term]) -> list[Term]:
    """Return the drawn terms, but others instead of those that are another name for the term, if there are any.

    Args:
        term: the right answer.
        drawn: the terms drawn as wrong options.
        others: all terms to draw from.
    """
    chosen = [each for each in drawn if not are_one(term, each)]
    if len(chosen) < len(drawn):
        spare = (each for each in others if each is not term and each not in drawn and not are_one(term, each))
        chosen += islice(spare, len(drawn) - len(chosen))
    return chosen


def _from_example(example: Example) -> Question:
    return WhichSideQuestion.model_construct(
        id=f"example:{example.id}",
        was=tuple(f"example:{each}" for each in example.was),
        objectives=example.objectives,
        level=example.level,
        type="which-side",
        statement=f"{example.title}. {example.task}",
        answer=example.role,
        explanation=Explanation.model_construct(right=example.why, wrong=example.why),
    )


def _from_card(card: Card) -> Question:
    return _TYPED.model_copy(
        update={
            **_kept(card, "card"),
            "prompt": card.front,
            "answers": (card.back.rstrip("."),),
            "explanation": _EXPLAINED.model_copy(update={"right": card.back, "wrong": card.back}),
        }
    )


def _kept(item: Item, kind: str) -> dict[str, object]:
    """Return the fields that a derived question takes from its item.

    Args:
        item: the item.
        kind: the prefix of its ids.
    """
    was = tuple(f"{kind}:{each}" for each in item.was)
    return {"id": f"{kind}:{item.id}", "was": was, "objectives": item.objectives, "level": item.level}
