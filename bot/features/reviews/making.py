"""Making flashcards: which ones an item of a pack becomes. Pure.

Those of one item are siblings: one gives the other away, so that no two of them are asked on one day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.content.gaps import gapped
from bot.content.item import Item
from bot.content.keys import NOTHING, Keys, keys, keys_of_gap
from bot.content.model import Card, ClozeCard, Comparison, Pack, Term, WorkedCard
from bot.content.riddles import riddle
from bot.features.reviews.flashcard import Flashcard
from bot.language.text import words

_SHORT_ANSWER = 3
"""Words up to which an answer can fairly be typed."""

_GAP = "[...]"
"""What stands for the gap that's asked for, as in Anki."""

_NEXT_STEP = "What comes next?"


def flashcards(pack: Pack, item: Item) -> list[Flashcard]:
    """Return the flashcards that an item becomes, in the order in which they're learned; of most kinds, none.

    Args:
        pack: that it's in.
        item: of any kind.
    """
    match item:
        case Card():
            kind, made = "card", _from_card(pack, item)
        case ClozeCard():
            kind, made = "cloze", _from_cloze(pack, item)
        case WorkedCard():
            kind, made = "worked", _from_worked(item)
        case Term():
            kind, made = "term", iter([_from_term(pack, item)])
        case Comparison():
            kind, made = "comparison", iter([_from_comparison(pack, item)])
        case _:
            return []
    return [_named(kind, each) for each in made]


def _named(kind: str, card: Flashcard) -> Flashcard:
    """Return a card with its ids in full.

    Args:
        kind: of its item.
        card: with what follows the item's id as its own: "", or a colon and which one it is.
    """
    now, *before = (f"{kind}:{each}{card.id}" for each in (card.item.id, *card.item.was))
    return replace(card, id=now, was=tuple(before))


def _from_card(pack: Pack, card: Card) -> Iterator[Flashcard]:
    typed = _short(card.back, card.typed, card.front, pack)
    yield Flashcard("", card, card.front, card.back, typed)
    if card.reverse:
        asked = card.back if card.reverse is True else card.reverse
        more = () if typed.answers else card.typed
        yield Flashcard(":reverse", card, asked, card.front, _short(card.front, more, asked, pack))


def _from_cloze(pack: Pack, cloze: ClozeCard) -> Iterator[Flashcard]:
    text = gapped(cloze.text)
    for place, answer in enumerate(text.answers):
        others = [*text.answers[:place], _GAP, *text.answers[place + 1 :]]
        typed = keys_of_gap(text, place, pack)
        yield Flashcard(f":{place + 1}", cloze, text.with_gaps(others), answer, typed, text.filled)


def _from_worked(worked: WorkedCard) -> Iterator[Flashcard]:
    done: list[str] = []
    for number, step in enumerate(worked.steps, 1):
        front = "\n".join((worked.problem, *done, step.ask or _NEXT_STEP))
        yield Flashcard(f":{number}", worked, front, step.do)
        done.append(f"{number}. {step.do}")


def _from_term(pack: Pack, term: Term) -> Flashcard:
    """Make a card that asks for the term by its definition; if that gives it away, for what the term means."""
    more = f"For example: {term.example}" if term.example else ""
    asked = riddle(term, pack)
    if asked is None:
        return Flashcard("", term, f"What does “{term.term}” mean?", term.definition, more=more)
    back = term.term if not term.aliases else f"{term.term} (also: {', '.join(term.aliases)})"
    return Flashcard(
        "", term, f"Which term is this? {asked}", back, Keys((term.term, *term.aliases), term.typed), more
    )


def _from_comparison(pack: Pack, comparison: Comparison) -> Flashcard:
    sides = [side for side in pack.sides if side.id in comparison.cells]
    topic = pack.topic_of(comparison).title
    front = f"{topic} – {comparison.aspect}: how do they differ? Think of {_listed([side.name for side in sides])}."
    back = "\n".join(f"{side.name}: {comparison.cells[side.id]}" for side in sides)
    return Flashcard("", comparison, front, back, more=comparison.takeaway)


def _short(answer: str, more: Sequence[str], asked: str, pack: Pack) -> Keys:
    """Return what may be typed if an answer is short: it without its full stop, and what else counts."""
    if len(words(answer)) > _SHORT_ANSWER:
        return NOTHING
    return keys([answer.rstrip(".")], more, asked, pack)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
