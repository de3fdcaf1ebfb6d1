"""Which questions a quiz asks, and in which order it shows their options."""

from collections import Counter
from collections.abc import MutableSequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.question import ChoiceQuestion, OrderQuestion
from bot.features.quizzes import questions
from bot.features.quizzes.questions import bank, is_derived, on_topic, pick, shuffled
from tests.packs import bundled, pets


def test_the_bank_holds_written_and_derived_questions() -> None:
    there_are = bank(pets())
    assert [each for each in there_are if ":" not in each] == [
        "walks-choice",
        "washes-itself",
        "filter-side",
        "tank-text",
        "water-order",
    ]
    assert {"comparison:housing:goldfish", "example:family", "card:tray"} <= set(there_are)
    assert "card:walks" not in there_are, "a long back cannot fairly be typed"


def test_derived_choices_have_one_right_answer_and_do_not_give_it_away() -> None:
    pack = bundled()
    derived = [each for each in bank(pack).values() if is_derived(each) and isinstance(each, ChoiceQuestion)]
    assert derived
    for question in derived:
        assert [option.correct for option in question.options].count(True) == 1
        assert len({option.text for option in question.options}) == 4


@given(st.integers(1, 30), st.integers(), st.sets(st.sampled_from(sorted(bank(pets())))))
def test_pick_varies_and_never_repeats(count: int, seed: int, missed: set[str]) -> None:
    there_are = list(bank(pets()).values())
    picked = pick(there_are, count, Random(seed), missed)
    assert len(picked) == min(count, len(there_are))
    assert len({question.id for question in picked}) == len(picked)
    if count == 3:
        assert {question.objectives[0] for question in picked} == {"C1", "C2", "H1"}


def test_missed_questions_come_back() -> None:
    there_are = list(bank(pets()).values())
    for seed in range(20):
        assert "example:family" in {each.id for each in pick(there_are, 3, Random(seed), {"example:family"})}


class Watched(Random):
    """Notes how many things it was to shuffle."""

    def shuffle(self, x: MutableSequence[Any]) -> None:
        self.most = max(getattr(self, "most", 0), len(x))
        super().shuffle(x)


@given(seed=st.integers(0, 2**32))
def test_of_many_questions_a_few_are_considered_by_the_same_rules(seed: int) -> None:
    """To look at all of 100,000 took a second, on the event loop."""
    there_are, random = on_topic(bundled(), None), Watched(seed)
    missed = {next(each.id for each in there_are if is_derived(each))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(questions, "_MOST_CONSIDERED", 40)
        picked = pick(there_are, 5, random, missed)
    assert random.most == 41
    assert len({each.id for each in picked}) == 5
    assert missed < {each.id for each in picked}
    assert sum(is_derived(each) for each in picked) == 1


def test_of_many_questions_all_that_are_written_have_their_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    there_are = on_topic(pets(), None)
    monkeypatch.setattr(questions, "_MOST_CONSIDERED", 4)
    picked = {each.id for seed in range(200) for each in pick(there_are, 2, Random(seed))}
    assert picked >= {each.id for each in there_are if not is_derived(each)}


def test_the_same_seed_picks_the_same() -> None:
    there_are = list(bank(pets()).values())
    assert pick(there_are, 5, Random(7)) == pick(there_are, 5, Random(7))


@given(st.integers(0, 2**31))
def test_options_are_shuffled_the_same_way_after_a_restart(seed: int) -> None:
    order = pets().question_by_id["water-order"]
    assert isinstance(order, OrderQuestion)
    shown = shuffled(order, seed)
    assert shown == shuffled(order, seed)
    assert sorted(shown) == [0, 1, 2, 3]
    assert shown != [0, 1, 2, 3], "an order question never starts out solved"


@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(0, 30))
def test_each_pick_is_the_least_of_all_that_are_left(seed: int, count: int, wrong: int) -> None:
    """Picking stops looking where nothing better can come; a plain minimum over all must find the same."""
    there_are = on_topic(bundled(), None)
    missed = {each.id for each in Random(seed).sample(there_are, wrong)}
    random, rest, asked = Random(seed), list(there_are), Counter[str]()
    random.shuffle(rest)
    rest.sort(key=lambda each: (each.id not in missed, is_derived(each)))
    expected = []
    for _ in range(count):
        best = min(
            rest,
            key=lambda each: (
                max(asked[objective] for objective in each.objectives),
                (each.id not in missed, is_derived(each)),
                asked[each.type],
            ),
        )
        rest.remove(best)
        expected.append(best.id)
        asked.update((*best.objectives, best.type))
    assert {each.id for each in pick(there_are, count, Random(seed), missed)} == set(expected)
