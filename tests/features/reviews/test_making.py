"""Which flashcards items become: cards asked both ways, gaps and steps; their ids, siblings and order."""

from itertools import chain
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.content.item import Item
from bot.content.model import Card, ClozeCard, Pack, Step, WorkedCard
from bot.features.reviews.deck import Deck
from bot.features.reviews.making import flashcards
from bot.judging.judge import judge
from bot.judging.model import Vocabulary
from tests.packs import changed, pets

C1 = ("C1",)
WORD = st.text("abcdefgh", min_size=1, max_size=6)
NO_CARDS: dict[str, object] = {"cards": (), "clozes": (), "worked": ()}
SENTENCE = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
CARDS = st.fixed_dictionaries({"front": SENTENCE, "back": SENTENCE, "reverse": st.booleans() | SENTENCE})
CLOZES = st.lists(WORD, min_size=1, max_size=5).map(
    lambda gaps: {"text": "So " + " and ".join(f"{{{{{gap}}}}}" for gap in gaps) + "."}
)
STEPS = st.lists(st.builds(Step, ask=st.none() | SENTENCE, do=SENTENCE), min_size=2, max_size=6)
WORKED = st.fixed_dictionaries({"problem": SENTENCE, "steps": STEPS.map(tuple)})


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """Pets, with cards of all kinds on any objectives."""

    def items(kind: type[Item], fields: st.SearchStrategy[dict[str, Any]]) -> tuple[Item, ...]:
        return tuple(
            kind(
                id=f"i{number}",
                was=(f"was{number}",) if draw(st.booleans()) else (),
                objectives=(draw(st.sampled_from(["C1", "C2", "H1"])),),
                **each,
            )
            for number, each in enumerate(draw(st.lists(fields, max_size=4)))
        )

    needs = draw(st.sampled_from([(), ("C2",), ("H1",), ("C2", "H1")]))
    first, *rest = pets().objectives
    return changed(
        pets(),
        objectives=(first.model_copy(update={"needs": needs}), *rest),
        cards=items(Card, CARDS),
        clozes=items(ClozeCard, CLOZES),
        worked=items(WorkedCard, WORKED),
    )


def test_a_card_is_asked_the_other_way_round() -> None:
    plainly = Card(id="a", objectives=C1, front="Capital of France?", back="Paris.")
    alone = plainly.model_copy(update={"reverse": True})
    asked = plainly.model_copy(update={"reverse": "What's Paris?", "back": "It's Paris, as always."})
    assert [each.id for each in flashcards(pets(), plainly)] == ["card:a"]
    there, back = flashcards(pets(), alone)
    assert (there.id, there.front, there.back, there.typed.answers) == (
        "card:a",
        "Capital of France?",
        "Paris.",
        ("Paris",),
    )
    assert (back.id, back.front, back.back) == ("card:a:reverse", "Paris.", "Capital of France?")
    _, back = flashcards(pets(), asked)
    assert (back.front, back.back) == ("What's Paris?", "Capital of France?")


def test_each_gap_is_a_card_that_shows_the_others() -> None:
    text = "A {{sample|part}} stands for a {{population}}."
    first, second = flashcards(pets(), ClozeCard(id="a", objectives=C1, text=text))
    assert (first.id, first.front) == ("cloze:a:1", "A [...] stands for a population.")
    assert (first.back, first.typed.answers) == ("sample", ("sample", "part"))
    assert (second.id, second.front, second.back) == ("cloze:a:2", "A sample stands for a [...].", "population")
    assert first.more == second.more == "A sample stands for a population."
    for typed in ("sample", "Part", "samples", "smaple"):
        assert judge(typed, first.typed.wanted(pets()), Vocabulary()).verdict.counts
    assert not judge("population", first.typed.wanted(pets()), Vocabulary()).verdict.counts


def test_each_step_is_a_card_that_shows_those_before_it() -> None:
    steps = (Step(do="Count them: 20."), Step(ask="Which share is that?", do="20 of 80 is 25 %."))
    first, second = flashcards(pets(), WorkedCard(id="a", objectives=C1, problem="80 dogs.", steps=steps))
    assert (first.id, first.front, first.back) == ("worked:a:1", "80 dogs.\nWhat comes next?", "Count them: 20.")
    assert second.front == "80 dogs.\n1. Count them: 20.\nWhich share is that?"
    assert (second.id, second.back, second.typed.answers) == ("worked:a:2", "20 of 80 is 25 %.", ())


@given(packs())
def test_ids_are_unique_and_do_not_depend_on_other_items(pack: Pack) -> None:
    deck = Deck(pack)
    names = list(chain.from_iterable((card.id, *card.was) for card in deck.cards))
    assert len(set(names)) == len(names) == len(deck.by_code)
    for kind in ("cards", "clozes", "worked"):
        for item in getattr(pack, kind):
            alone = Deck(changed(pets(), comparisons=(), terms=(), **{**NO_CARDS, kind: (item,)}))
            assert alone.cards
            for card in alone.cards:
                assert deck.by_id[card.id] == card
                assert [deck.by_id[each] for each in card.was] == [card] * len(item.was)


@given(packs())
def test_siblings_are_the_other_cards_of_an_item(pack: Pack) -> None:
    deck = Deck(pack)
    for card in deck.cards:
        others = {each.id for each in deck.cards if each.item is card.item} - {card.id}
        assert set(deck.siblings.get(card.id, ())) == others


@given(packs())
def test_cards_come_after_those_of_the_objectives_they_build_on(pack: Pack) -> None:
    deck = Deck(pack)
    for place, card in enumerate(deck.cards):
        later = {each.item.objectives[0] for each in deck.cards[place:]}
        assert not later & pack.needed[card.item.objectives[0]]
