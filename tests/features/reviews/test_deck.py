"""The deck of a pack."""

from bot.content.model import Card, Comparison, Term
from bot.content.riddles import riddle
from bot.features.reviews import actions
from bot.features.reviews.deck import Deck
from bot.language.actions import MAX_LENGTH, encode
from tests.packs import bundled, pets


def test_every_card_term_and_comparison_is_a_flashcard() -> None:
    for pack in (pets(), bundled()):
        deck = Deck(pack)
        items = [*pack.cards, *pack.terms, *pack.comparisons, *pack.clozes, *pack.worked]
        assert {id(card.item) for card in deck.cards} == {id(item) for item in items}
        assert len(deck.by_id) == len(deck.cards)
        assert {id(card) for card in deck.by_code.values()} == {id(card) for card in deck.cards}
        assert len(deck.by_code) == sum(1 + len(card.was) for card in deck.cards), (
            "each code, old or new, is one card's"
        )


def test_ids_follow_the_items_alone() -> None:
    deck = Deck(pets())
    assert {card.id.partition(":")[0] for card in deck.cards} == {"card", "term", "comparison"}
    assert all(card.id.partition(":")[2] == card.item.id for card in deck.cards)
    fewer = Deck(pets().model_copy(update={"cards": ()}))
    for card in fewer.cards:
        assert card == deck.by_id[card.id]
    assert fewer.fingerprint != deck.fingerprint
    assert Deck(pets()).fingerprint == deck.fingerprint


def test_codes_never_change() -> None:
    """They're in buttons and in decks that learners have exported."""
    assert Deck(pets()).by_code["95c76ee3518087c"].id == "card:walks"
    assert Deck(pets()).by_code["b2c41c88636107"].id == "comparison:housing"


def test_a_term_is_asked_by_its_definition_unless_that_gives_it_away() -> None:
    for card in Deck(bundled()).cards:
        if isinstance(card.item, Term):
            if card.typed.answers:
                assert card.front == f"Which term is this? {riddle(card.item, bundled())}"
                assert card.typed.answers[0] == card.item.term
                assert card.item.term.casefold() not in card.front.casefold()
            else:
                assert card.item.term in card.front
                assert card.back == card.item.definition


def test_a_comparison_shows_every_side_and_its_takeaway() -> None:
    deck = Deck(pets())
    for comparison in pets().comparisons:
        card = deck.by_id[f"comparison:{comparison.id}"]
        assert all(cell in card.back for cell in comparison.cells.values())
        assert card.more == comparison.takeaway
        assert comparison.aspect in card.front


def test_only_short_answers_are_typed() -> None:
    for card in Deck(bundled()).cards:
        if isinstance(card.item, Card) and card.typed.answers:
            assert len(card.back.split()) <= 3
        assert not (isinstance(card.item, Comparison) and card.typed.answers)


def test_topics_come_one_after_another_and_kinds_take_turns() -> None:
    deck = Deck(bundled())
    topics = list(dict.fromkeys(deck.topics[card.id] for card in deck.cards))
    assert [deck.topics[card.id] for card in deck.cards] == sorted(
        (deck.topics[card.id] for card in deck.cards), key=topics.index
    )
    assert len({type(card.item) for card in deck.cards[:3]}) > 1


def test_the_longest_ids_fit_into_a_press() -> None:
    longest = max(Deck(bundled()).by_code, key=len)
    assert len(encode(actions.RateCard("p" * 40, longest, 999_999_999, 4))) <= MAX_LENGTH
    assert len(longest) <= 15
