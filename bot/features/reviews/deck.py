"""The deck: every flashcard of a pack, those written in it and those derived from its terms and comparisons. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.content.item import Item
from bot.content.model import Card, Comparison, Pack, Term
from bot.judging.model import Match, Wanted
from bot.language.text import singular, words

_SHORT_ANSWER = 3
"""Words up to which an answer can fairly be typed."""

_CODE_BITS = 60


@dataclass(frozen=True)
class Flashcard:
    """One card as a learner meets it.

    Args:
        id: stable for as long as the item keeps its id: kind:item, such as card:da-oil or term:rag.
        item: what it was made from.
        front: what's asked.
        back: what should be remembered.
        typed: answers that may be typed, the first one being shown; none if typing makes no sense.
        more: what's said below the back: an example, or what to take away.
    """

    id: str
    item: Item
    front: str
    back: str
    typed: tuple[str, ...] = ()
    more: str = ""

    @cached_property
    def code(self) -> str:
        """Return a short name for the card's id, the same everywhere and always, which fits into a button."""
        digest = hashlib.blake2b(self.id.encode(), digest_size=8).digest()
        return format(int.from_bytes(digest, "big") >> (64 - _CODE_BITS), "x")


class Deck:
    """All flashcards of a pack, in the order in which new ones are introduced.

    Args:
        pack: whose cards.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.cards = tuple(_cards(pack))
        self.by_id = {card.id: card for card in self.cards}
        self.by_code = {card.code: card for card in self.cards}
        self.topics = {card.id: pack.topic_of(card.item).id for card in self.cards}

    @cached_property
    def topic_sizes(self) -> Mapping[str, int]:
        """Return how many cards there are on each topic."""
        return Counter(self.topics.values())

    @cached_property
    def objective_sizes(self) -> Mapping[str, int]:
        """Return how many cards there are for each objective."""
        return Counter(objective for card in self.cards for objective in card.item.objectives)

    @cached_property
    def fingerprint(self) -> str:
        """Return what changes whenever cards come, go, move to another topic or change places."""
        listed = "\n".join(f"{card} {topic}" for card, topic in self.topics.items())
        return hashlib.blake2b(listed.encode(), digest_size=12).hexdigest()


def wanted(card: Flashcard, pack: Pack) -> Wanted:
    """Return what a card accepts: a term also within other words, as “AI chatbot” is a chatbot.

    Args:
        card: on which an answer may be typed.
        pack: where it comes from.
    """
    match = Match.WORDS if isinstance(card.item, Term) else Match.FORGIVING
    return Wanted(card.typed, match=match, language=pack.language)


def _cards(pack: Pack) -> Iterator[Flashcard]:
    """Yield cards topic by topic; within one the kinds take turns, so that a learner meets a little of everything."""
    made = [
        *(_from_card(card) for card in pack.cards),
        *(_from_term(term) for term in pack.terms),
        *(_from_comparison(pack, comparison) for comparison in pack.comparisons),
    ]
    for topic in pack.topics:
        kinds: dict[type[Item], list[Flashcard]] = {Card: [], Term: [], Comparison: []}
        for card in made:
            if pack.topic_of(card.item) is topic:
                kinds[type(card.item)].append(card)
        for turn in range(max(map(len, kinds.values()))):
            yield from (cards[turn] for cards in kinds.values() if turn < len(cards))


def _from_card(card: Card) -> Flashcard:
    short = len(words(card.back)) <= _SHORT_ANSWER
    return Flashcard(f"card:{card.id}", card, card.front, card.back, (card.back.rstrip("."),) if short else ())


def _from_term(term: Term) -> Flashcard:
    """Make a card that asks for the term by its definition; if that gives it away, for what the term means."""
    names = (term.term, *term.aliases)
    more = f"For example: {term.example}" if term.example else ""
    told = {singular(word) for word in words(term.definition)}
    if any(singular(word) in told for name in names for word in words(name)):
        return Flashcard(f"term:{term.id}", term, f"What does “{term.term}” mean?", term.definition, (), more)
    back = term.term if not term.aliases else f"{term.term} (also: {', '.join(term.aliases)})"
    return Flashcard(f"term:{term.id}", term, f"Which term is this? {term.definition}", back, names, more)


def _from_comparison(pack: Pack, comparison: Comparison) -> Flashcard:
    sides = [side for side in pack.sides if side.id in comparison.cells]
    topic = pack.topic_of(comparison).title
    front = f"{topic} – {comparison.aspect}: how do they differ? Think of {_listed([side.name for side in sides])}."
    back = "\n".join(f"{side.name}: {comparison.cells[side.id]}" for side in sides)
    return Flashcard(f"comparison:{comparison.id}", comparison, front, back, (), comparison.takeaway)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
