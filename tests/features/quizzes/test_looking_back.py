"""Looking back at what was answered: what's right in words that read well, a few questions at a time."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.quizzes.actions import ShowMissedFrom
from bot.features.quizzes.looking_back import AT_ONCE, AnsweredQuestion, looked_back, turned_to
from bot.features.quizzes.options import options_of
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.features.quizzes.shown import right_answer
from bot.language.actions import decode
from bot.language.message import message
from bot.language.plain import plain
from tests.packs import bakery


def posed(name: str) -> Posed:
    return Posed(bakery(), bank(bakery())[name], "quiz", 4, seed=3)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("salt-number", "The right answer is 10 g."),
        (
            "tool-match",
            "The right pairs are:\n• Scraper → cutting dough\n• Sieve → loosening flour\n• Scales → weighing",
        ),
        ("rise-cloze", "The right answers are yeast and gas."),
        ("recipe-mistake", "The right answer is Bake it. It should say: Let it rise."),
    ],
)
def test_what_is_right_reads_well(name: str, words: str) -> None:
    assert plain(message(right_answer(posed(name)))).startswith(words)


def test_several_right_options_are_listed_one_a_line() -> None:
    of = posed("bread-several")
    first, *lines = plain(message(right_answer(of))).splitlines()
    assert first == "The right answers are:"
    assert len(lines) == sum(each.right for each in options_of(of)) == 3
    for line, shown in zip(lines, (each for each in options_of(of) if each.right), strict=True):
        assert line.startswith(f"• {shown.label}")


def test_an_answer_given_shows_its_sign_and_what_it_earned() -> None:
    say = partial(AnsweredQuestion, posed("salt-number"))
    right = plain(message(looked_back(say("10", right=True, credit=100, points=850), numbered=True)))
    assert right.startswith("5. ")
    assert "✓ You said: 10 (+850)" in right
    assert "The right" not in right
    assert "✗ You didn't answer.\nThe right answer is 10 g." in plain(
        message(looked_back(say(None, right=False, credit=0)))
    )
    assert "◐ You said: 9\n" in plain(message(looked_back(say("9", right=False, credit=50))))


@given(st.lists(st.integers(), min_size=1, max_size=20), st.integers(0, 999_999_999))
def test_pages_turn_through_everything_and_back(every: list[int], anywhere: int) -> None:
    def turn(first: int) -> ShowMissedFrom:
        return ShowMissedFrom("q", first)

    pages, first = [], 0
    while True:
        shown, buttons = turned_to(every, first, turn)
        pages.append(list(shown))
        onward = [decode(each.press) for each in buttons if each.label.startswith("More")]
        back = [decode(each.press) for each in buttons if each.label == "Back"]
        assert back == ([ShowMissedFrom("q", first - AT_ONCE)] if first else [])
        if not onward:
            break
        assert isinstance(onward[0], ShowMissedFrom)
        first = onward[0].first
    assert [each for page in pages for each in page] == every
    assert list(turned_to(every, anywhere, turn)[0]) in pages
