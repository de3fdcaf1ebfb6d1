"""Picking questions: varied, from easy to hard, each after what it builds on, and missed ones again."""

from collections import Counter
from collections.abc import MutableSequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.model import Pack
from bot.content.question import FreeTextQuestion, Question
from bot.content.reading.library import Library
from bot.features.quizzes import picking
from bot.features.quizzes.picking import pick, pick_in_turn, rising
from bot.features.quizzes.questions import bank, is_derived, on_topic
from bot.features.quizzes.spoilers import gist_of, is_spoiler
from tests.packs import BAKERY, bundled, changed, pets


@given(st.integers(1, 30), st.integers(), st.sets(st.sampled_from(sorted(bank(pets())))))
def test_pick_varies_and_never_repeats(count: int, seed: int, missed: set[str]) -> None:
    there_are = list(bank(pets()).values())
    picked = pick(pets(), there_are, count, Random(seed), missed)
    assert len(picked) == min(count, len(there_are))
    assert len({question.id for question in picked}) == len(picked)
    if count == 3:
        assert {question.objectives[0] for question in picked} == {"C1", "C2", "H1"}


def test_missed_questions_come_back() -> None:
    there_are = list(bank(pets()).values())
    for seed in range(20):
        assert "example:family" in {each.id for each in pick(pets(), there_are, 3, Random(seed), {"example:family"})}


class Watched(Random):
    """Records the most things it had to shuffle at once."""

    def shuffle(self, x: MutableSequence[Any]) -> None:
        self.most = max(getattr(self, "most", 0), len(x))
        super().shuffle(x)


@given(seed=st.integers(0, 2**32))
def test_only_a_few_of_many_questions_are_considered_by_the_same_rules(seed: int) -> None:
    """Looking at all of 100,000 took a second, on the event loop."""
    there_are, random = on_topic(bundled(), None), Watched(seed)
    missed = {next(each.id for each in there_are if is_derived(each))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picking, "_MOST_CONSIDERED", 40)
        picked = pick(bundled(), there_are, 5, random, missed)
    assert random.most == 41
    assert len({each.id for each in picked}) == 5
    assert missed < {each.id for each in picked}
    assert sum(is_derived(each) for each in picked) == 1


def test_every_written_question_has_its_chance_among_many(monkeypatch: pytest.MonkeyPatch) -> None:
    there_are = on_topic(pets(), None)
    monkeypatch.setattr(picking, "_MOST_CONSIDERED", 4)
    picked = {each.id for seed in range(200) for each in pick(pets(), there_are, 2, Random(seed))}
    assert picked >= {each.id for each in there_are if not is_derived(each)}


def test_the_same_seed_picks_the_same() -> None:
    there_are = list(bank(pets()).values())
    assert pick(pets(), there_are, 5, Random(7)) == pick(pets(), there_are, 5, Random(7))


@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(0, 30))
def test_each_pick_is_the_least_of_all_that_are_left(seed: int, count: int, wrong: int) -> None:
    """Picking stops looking once nothing better can come; a plain minimum over all must find the same."""
    there_are = on_topic(bundled(), None)
    missed = {each.id for each in Random(seed).sample(there_are, wrong)}
    sure = set(Random(seed).sample(sorted(missed), wrong // 2))
    random, rest, asked = Random(seed), list(there_are), Counter[str]()
    random.shuffle(rest)
    rest.sort(key=lambda each: (each.id not in sure, each.id not in missed, is_derived(each)))
    expected: list[Question] = []
    while len(expected) < count:
        best = min(
            rest,
            key=lambda each: (
                max(asked[objective] for objective in each.objectives),
                (each.id not in sure, each.id not in missed, is_derived(each)),
                asked[each.type],
            ),
        )
        rest.remove(best)
        if not any(is_spoiler(gist_of(best), gist_of(each)) for each in expected):
            expected.append(best)
            asked.update((*best.objectives, best.type))
    picked = pick(bundled(), there_are, count, Random(seed), missed, sure)
    assert {each.id for each in picked} == {each.id for each in expected}


def typed(prompt: str, answer: str) -> FreeTextQuestion:
    number = f"q{sum(map(ord, prompt))}"
    return FreeTextQuestion(id=number, objectives=("C1",), type="free-text", prompt=prompt, answers=(answer,))


SPOILERS = (
    (typed("What's H2O?", "Water"), typed("What's the formula of water?", "H2O")),
    (typed("Which city is the capital of Peru?", "Lima"), typed("What's the capital of Peru?", "lima")),
    (
        typed("How many players has a football team?", "11"),
        typed("How many players does a football team have?", "Eleven"),
    ),
    (typed("What's ransomware?", "Software that demands money"), typed("What does ransomware demand?", "Money")),
)


@pytest.mark.parametrize(("one", "other"), SPOILERS)
def test_questions_that_answer_each_other_come_together_only_if_there_are_no_others(
    one: Question, other: Question
) -> None:
    third = typed("Who wrote Hamlet?", "Shakespeare")
    for seed in range(20):
        picked = pick(pets(), [one, other, third], 2, Random(seed))
        assert third in picked
        assert len(pick(pets(), [one, other, third], 3, Random(seed))) == 3
    assert third in pick_in_turn(pets(), [[one], [other, third]], 2, Random(1))


def test_questions_on_one_subject_may_come_together() -> None:
    assert not is_spoiler(gist_of(typed("Who wrote Hamlet?", "Shakespeare")), gist_of(typed("When was it?", "1601")))
    loaf, salt = (bank(Library([BAKERY]).default)[name] for name in ("bread-several", "salt-number"))
    assert not is_spoiler(gist_of(loaf), gist_of(salt)), "one of several ingredients isn't the answer"


@st.composite
def packs_with_levels(draw: st.DrawFn) -> Pack:
    """Pets, with questions of all levels, and objectives that need one another."""
    first, second, third = pets().objectives
    needs = draw(st.sampled_from([((), (), ()), (("C2",), (), ()), (("C2",), ("H1",), ()), (("H1",), ("H1",), ())]))
    levels = draw(st.lists(st.sampled_from([None, 1, 2, 3]), min_size=5, max_size=5))
    return changed(
        pets(),
        objectives=tuple(
            each.model_copy(update={"needs": need}) for each, need in zip((first, second, third), needs, strict=True)
        ),
        questions=tuple(
            each.model_copy(update={"level": level}) for each, level in zip(pets().questions, levels, strict=True)
        ),
    )


@given(packs_with_levels(), st.integers(1, 12), st.integers(), st.data())
def test_quizzes_begin_easy_and_rise(pack: Pack, count: int, seed: int, data: st.DataObject) -> None:
    there_are = list(bank(pack).values())
    missed = data.draw(st.sets(st.sampled_from([each.id for each in there_are]), max_size=3))
    picked = pick(pack, there_are, count, Random(seed), missed)
    assert sorted(each.id for each in picked) == sorted({each.id for each in picked})
    for place, question in enumerate(picked):
        rest = picked[place:]
        assert not {each.objectives[0] for each in rest} & pack.needed[question.objectives[0]]
        could_come = [
            each for each in rest if not {other.objectives[0] for other in rest} & pack.needed[each.objectives[0]]
        ]
        assert (question.level or 1) == min(each.level or 1 for each in could_come)


def test_what_is_derived_has_the_level_of_its_item() -> None:
    hard = changed(pets(), terms=(), cards=tuple(each.model_copy(update={"level": 3}) for each in pets().cards))
    assert bank(hard)["card:tray"].level == 3
    assert bank(hard)["example:family"].level is None
    assert [each.id for each in rising(hard, [bank(hard)["card:tray"], bank(hard)["example:family"]])] == [
        "example:family",
        "card:tray",
    ]
