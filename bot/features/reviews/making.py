"""Making flashcards from the items of a pack. Pure.

The cards of one item are siblings. One may give away another's answer, so only one of them is asked in a day.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from bot.content.gaps import gapped
from bot.content.item import Item
from bot.content.keys import NOTHING, Keys, keys, keys_of_gap
from bot.content.model import Card, ClozeCard, Comparison, Pack, Term, WorkedCard
from bot.content.riddles import riddle
from bot.features.reviews.flashcard import CardFaces, Flashcard
from bot.language.text import has_few_words

_SHORT_ANSWER = 3
"""Maximum number of words in an answer that's fair to type."""

_GAP = "[...]"
"""Shown in place of the gap that's asked for, as in Anki."""

_NEXT_STEP = "What comes next?"

_Ways: TypeAlias = dict[str, Callable[[], CardFaces]]
"""The texts of an item's cards, by the suffix of the card's id: "", or a colon and which one it is."""


def flashcards(pack: Pack, item: Item) -> list[Flashcard]:
    """Return an item's flashcards, in the order in which they're learned; most kinds of items have none.

    Args:
        pack: the item's pack.
        item: an item of any kind.
    """
    match item:
        case Card():
            kind, ways = "card", _of_card(pack, item)
        case ClozeCard():
            kind, ways = "cloze", _of_cloze(pack, item)
        case WorkedCard():
            kind, ways = "worked", _of_worked(item)
        case Term():
            kind, ways = "term", {"": partial(_of_term, pack, item)}
        case Comparison():
            kind, ways = "comparison", {"": partial(_of_comparison, pack, item)}
        case _:
            return []
    return [
        Flashcard(f"{kind}:{item.id}{way}", item, say, tuple(f"{kind}:{each}{way}" for each in item.was))
        for way, say in ways.items()
    ]


def _of_card(pack: Pack, card: Card) -> _Ways:
    ways: _Ways = {"": partial(_forwards, pack, card)}
    return {**ways, ":reverse": partial(_backwards, pack, card)} if card.reverse else ways


def _forwards(pack: Pack, card: Card) -> CardFaces:
    return CardFaces(card.front, card.back, _short(card.back, card.typed, card.front, pack))


def _backwards(pack: Pack, card: Card) -> CardFaces:
    front = card.reverse if isinstance(card.reverse, str) else card.back
    more = () if _forwards(pack, card).typed.answers else card.typed
    return CardFaces(front, card.front, _short(card.front, more, front, pack))


def _of_cloze(pack: Pack, cloze: ClozeCard) -> _Ways:
    places = range(len(gapped(cloze.text).answers))
    return {f":{place + 1}": partial(_gap, pack, cloze, place) for place in places}


def _gap(pack: Pack, cloze: ClozeCard, position: int) -> CardFaces:
    text = gapped(cloze.text)
    others = [*text.answers[:position], _GAP, *text.answers[position + 1 :]]
    return CardFaces(text.with_gaps(others), text.answers[position], keys_of_gap(text, position, pack), text.filled)


def _of_worked(worked: WorkedCard) -> _Ways:
    return {f":{place + 1}": partial(_step, worked, place) for place in range(len(worked.steps))}


def _step(worked: WorkedCard, position: int) -> CardFaces:
    done = (f"{number}. {step.do}" for number, step in enumerate(worked.steps[:position], 1))
    step = worked.steps[position]
    return CardFaces("\n".join((worked.problem, *done, step.ask or _NEXT_STEP)), step.do)


def _of_term(pack: Pack, term: Term) -> CardFaces:
    """Ask which term fits a definition; if that gives the term away, ask what the term means."""
    more = f"For example: {term.example}" if term.example else ""
    prompt = riddle(term, pack)
    if prompt is None:
        return CardFaces(f"What does “{term.term}” mean?", term.definition, more=more)
    back = term.term if not term.aliases else f"{term.term} (also: {', '.join(term.aliases)})"
    return CardFaces(f"Which term is this? {prompt}", back, Keys((term.term, *term.aliases), term.typed), more)


def _of_comparison(pack: Pack, comparison: Comparison) -> CardFaces:
    sides = [side for side in pack.sides if side.id in comparison.cells]
    topic = pack.topic_of(comparison).title
    front = f"{topic} – {comparison.aspect}: how do they differ? Think of {_listed([side.name for side in sides])}."
    back = "\n".join(f"{side.name}: {comparison.cells[side.id]}" for side in sides)
    return CardFaces(front, back, more=comparison.takeaway)


def _short(answer: str, more: Sequence[str], front: str, pack: Pack) -> Keys:
    """Return the answers that may be typed if the answer is short: itself without a full stop, and `more`."""
    if not has_few_words(answer, _SHORT_ANSWER):
        return NOTHING
    return keys([answer.rstrip(".")], more, front, pack)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
