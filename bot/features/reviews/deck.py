"""The deck: every flashcard of a pack, those written in it and those derived from its terms and comparisons. Pure."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from bot.content.item import Item
from bot.content.model import Pack
from bot.content.renamed import by_id
from bot.content.sequence import in_sequence
from bot.features.reviews.flashcard import Flashcard, code_of
from bot.features.reviews.making import flashcards


class Deck:
    """All flashcards of a pack, in the order in which new ones are introduced.

    Args:
        pack: the pack with the cards.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.cards = tuple(in_sequence(list(_cards(pack)), lambda card: card.item.objectives[0], pack.needed))
        self.by_id = by_id(self.cards)
        self.by_code = {code_of(each): card for card in self.cards for each in (*card.was, card.id)}
        self.topics = {card.id: pack.topic_of(card.item).id for card in self.cards}

    @cached_property
    def siblings(self) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of the other cards of the same item, by card id; only for cards that have siblings."""
        of_item: defaultdict[tuple[type[Item], str], list[str]] = defaultdict(list)
        for card in self.cards:
            of_item[type(card.item), card.item.id].append(card.id)
        return {
            each: tuple(other for other in together if other != each)
            for together in of_item.values()
            if len(together) > 1
            for each in together
        }

    @cached_property
    def by_objective(self) -> Mapping[str, tuple[Flashcard, ...]]:
        """Return the first card of each item, by the id of the item's first objective."""
        found: defaultdict[str, dict[tuple[type[Item], str], Flashcard]] = defaultdict(dict)
        for card in self.cards:
            found[card.item.objectives[0]].setdefault((type(card.item), card.item.id), card)
        return {objective: tuple(cards.values()) for objective, cards in found.items()}

    @cached_property
    def topic_sizes(self) -> Mapping[str, int]:
        """Return the number of cards by topic id."""
        return Counter(self.topics.values())

    @cached_property
    def objective_sizes(self) -> Mapping[str, int]:
        """Return the number of cards by objective id."""
        return Counter(objective for card in self.cards for objective in card.item.objectives)

    @cached_property
    def fingerprint(self) -> str:
        """Return a digest that changes if cards are added, removed, renamed, reordered or moved to another topic."""
        listed = "\n".join(" ".join((card.id, self.topics[card.id], *card.was)) for card in self.cards)
        return hashlib.blake2b(listed.encode(), digest_size=12).hexdigest()


def _cards(pack: Pack) -> Iterator[Flashcard]:
    """Yield cards topic by topic; within a topic, the kinds take turns, so that learners see a bit of everything."""
    kinds: tuple[tuple[Item, ...], ...] = (pack.cards, pack.clozes, pack.worked, pack.terms, pack.comparisons)
    by_topic: dict[str, list[list[Flashcard]]] = {topic.id: [[] for _ in kinds] for topic in pack.topics}
    for number, items in enumerate(kinds):
        for item in items:
            by_topic[pack.topic_of(item).id][number] += flashcards(pack, item)
    for of_topic in by_topic.values():
        for turn in range(max(map(len, of_topic))):
            yield from (cards[turn] for cards in of_topic if turn < len(cards))
