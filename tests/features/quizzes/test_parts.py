"""Answers with several parts, and numbers that come close: read from words, credited, shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.solutions import solution, with_unit
from bot.features.quizzes.grading import judge_choice, judge_text, say_again
from bot.features.quizzes.judgement import Judgement
from bot.features.quizzes.model import FULL
from bot.features.quizzes.options import options_of
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import present
from bot.features.quizzes.questions import bank
from bot.features.quizzes.shown import describe, in_full, marked
from bot.language.message import Block, Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.rich_text import Span, Text
from tests.packs import bakery

TYPED = [each.id for each in bakery().questions if each.type != "mistake"]
SEEDS = st.integers(0, 2**31 - 1)


def posed(question: str, seed: int = 3) -> Posed:
    return Posed(bakery(), bank(bakery())[question], "quizid", 2, seed)


def ticked(of: Posed, stored: str) -> Judgement:
    """Tick options, given by their numbers in the pack, by typing their letters."""
    letters = {shown.stored: shown.label[0] for shown in options_of(of)}
    return judge_text(of, " ".join(letters[each] for each in stored))


@pytest.mark.parametrize(
    ("stored", "credit"), [("013", 100), ("01", 67), ("0", 33), ("0123", 67), ("01234", 33), ("02", 0), ("2", 0)]
)
def test_ticks_are_worth_what_is_right_less_what_is_wrong(stored: str, credit: int) -> None:
    judged = ticked(posed("bread-several"), stored)
    assert (judged.credit, judged.right, judged.given) == (credit, credit == FULL, stored)


@given(st.sets(st.sampled_from("01234"), min_size=1), st.randoms(), SEEDS)
def test_the_order_of_ticks_does_not_matter(picked: set[str], random: object, seed: int) -> None:
    of = posed("bread-several", seed)
    mixed = list(picked)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    judged = ticked(of, "".join(mixed))
    assert judged == ticked(of, "".join(sorted(picked)))
    assert (judged.credit == FULL) == (picked == {"0", "1", "3"}) == judged.right


@pytest.mark.parametrize(
    ("typed", "credit"),
    [("8", 100), ("12 g", 100), ("0.012 kg", 100), ("10", 100), ("7.9", 0), ("13", 0), ("100 g", 0), ("1 kg", 0)],
)
def test_a_number_is_right_within_its_range(typed: str, credit: int) -> None:
    assert judge_text(posed("salt-number"), typed).credit == credit


@pytest.mark.parametrize(
    ("typed", "credit", "right"),
    [("150", 100, True), ("200", 50, True), ("100 g", 50, True), ("201", 49, False), ("250", 0, False)],
)
def test_an_estimate_is_worth_less_the_farther_off_it_is(typed: str, credit: int, right: bool) -> None:
    judged = judge_text(posed("loaf-estimate"), typed)
    assert (judged.credit, judged.right) == (credit, right)


@pytest.mark.parametrize(
    ("typed", "credit"),
    [
        ("yeast; gas", 100),
        ("Leaven;carbon dioxide", 100),
        ("yeast;", 50),
        ("; gass", 50),
        ("sugar; flour", 0),
    ],
)
def test_gaps_count_one_by_one(typed: str, credit: int) -> None:
    assert judge_text(posed("rise-cloze"), typed).credit == credit


def test_gaps_filled_from_a_list_need_the_exact_word() -> None:
    assert judge_text(posed("rest-cloze"), "rests; shaped; baked").credit == FULL
    assert judge_text(posed("rest-cloze"), "rests; baked; shaped").credit == 33


@given(st.permutations(range(4)), SEEDS)
def test_pairs_count_one_by_one(picked: list[int], seed: int) -> None:
    of = posed("tool-match", seed)
    listed = plain(Message(tuple(present(of))))
    rights = ["cutting dough", "loosening flour", "weighing", "cooling loaves"]
    letters = [next(line[0] for line in listed.splitlines() if line.endswith(f". {right}")) for right in rights]
    typed = ", ".join(f"{left}{letters[right]}" for left, right in enumerate(picked[:3], 1))
    judged = judge_text(of, typed)
    found = sum(left == right for left, right in enumerate(picked[:3]))
    assert judged.credit == [0, 33, 67, 100][found]
    assert judged == judge_text(of, " ".join(letters[right] for right in picked[:3]).lower())


def test_a_mistake_is_found_by_its_letter() -> None:
    right, wrong = judge_choice(posed("recipe-mistake"), 1), judge_choice(posed("recipe-mistake"), 0)
    assert (right.credit, wrong.credit) == (FULL, 0)
    assert "It should say: Let it rise." in plain(Message(right.reply))
    assert "That's how every loaf begins." in plain(Message(wrong.reply))
    assert [button.label for button in buttons(Message(tuple(present(posed("recipe-mistake")))))] == ["A", "B", "C"]


@given(st.sampled_from(TYPED), st.text(max_size=40), SEEDS)
def test_whatever_is_typed_is_judged_or_refused_in_a_sentence(question: str, typed: str, seed: int) -> None:
    of = posed(question, seed)
    try:
        judged = judge_text(of, typed)
    except Refusal as refused:
        assert refused.sentence.endswith(".")
        assert "\n" not in refused.sentence
        return
    assert 0 <= judged.credit <= FULL
    assert judged.right or judged.credit < FULL
    assert marked(of, judged.given)
    assert describe(of, judged.given)
    assert in_full(of, judged.given)
    assert say_again(of, judged.given, right=judged.right) == judged.reply


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("bread-several", "Flour; Water; Yeast"),
        ("salt-number", "10 g"),
        ("loaf-estimate", "150 g"),
        ("tool-match", "Scraper → cutting dough; Sieve → loosening flour; Scales → weighing"),
        ("rise-cloze", "yeast; gas"),
        ("recipe-mistake", "Bake it. (should be: Let it rise.)"),
    ],
)
def test_the_right_answer_is_told(question: str, answer: str) -> None:
    assert solution(bakery(), posed(question).question)[0] == answer


def test_each_part_shows_whether_it_is_right() -> None:
    pairs = spans_of(marked(posed("tool-match"), "031"))
    assert [each[0] for each in pairs if each[0] in "✓✗"] == ["✓", "✗", "✗"]
    gaps = spans_of(marked(posed("rest-cloze"), "rests\nfrozen\nbaked"))
    assert [each for each in gaps if each[0] in "✓✗"] == ["✓ rests", "✗ frozen", "✓ baked"]


def spans_of(said: list[Block]) -> list[str]:
    """Return the marked-up pieces of texts."""
    return [span.text for block in said if isinstance(block, Text) for span in block.spans if isinstance(span, Span)]


def test_what_is_ticked_wrong_is_told() -> None:
    assert "◐ Partly right. You found 2 of 3, but picked 1 wrong one." in plain(
        Message(ticked(posed("bread-several"), "012").reply)
    )


@pytest.mark.parametrize(
    ("question", "what_to_do"),
    [
        ("bread-several", "Pick all that apply by their letters, A to E, such as A C."),
        ("tool-match", "Give a letter for each of the 3 numbers, such as 1C 2B 3A."),
        ("salt-number", "Answer with one number, such as 12 g."),
        ("loaf-estimate", "Answer with one number, such as 12 g."),
    ],
)
def test_whoever_sends_nothing_hears_what_to_send(question: str, what_to_do: str) -> None:
    with pytest.raises(Refusal, match=what_to_do):
        judge_text(posed(question), "")


def test_long_numbers_have_commas_and_years_have_none() -> None:
    shown = [
        with_unit(figures, unit) for figures, unit in (("39000", "people"), ("-12345.678", None), ("2014", None))
    ]
    assert shown == ["39,000 people", "-12,345.678", "2014"]
    assert with_unit("1250000", "$") == "$1,250,000"
    assert with_unit("95", "%") == "95%"
