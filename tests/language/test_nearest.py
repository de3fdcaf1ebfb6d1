"""Which name someone most likely meant, and in what order the guesses come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import CATALOGUE
from bot.language.nearest import LIKELY, did_you_mean, likeness, nearest

NAMES = [command.name for command in CATALOGUE]


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("quizz", "quiz"),
        ("QUIZ!", "quiz"),
        ("quiz me", "quiz"),
        ("comapre", "compare"),
        ("teamlist", "team list"),
        ("team-list", "team list"),
        ("leader board", "leaderboard"),
        ("lead", "leaderboard"),
        ("schedul tip", "schedule tip"),
        ("Défine", "define"),
        ("helpp", "help"),
        ("progess", "progress"),
    ],
)
def test_the_best_guess_comes_first(typed: str, best: str) -> None:
    assert nearest(typed, NAMES)[0] == best


@pytest.mark.parametrize("typed", ["", " ", "🎉", "xyzzy", "?!", "q"])
def test_what_is_like_nothing_has_no_guess(typed: str) -> None:
    assert nearest(typed, NAMES) == []


def test_marks_and_spaces_come_before_beginnings_and_those_before_slips() -> None:
    names = ["data", "data models", "date", "database"]
    assert nearest("data", names) == ["data"]
    assert nearest("da-ta m", names)[0] == "data models"
    assert nearest("dat", names, limit=4) == ["data", "date", "database"]
    assert nearest("dsta", names) == ["data"]


def test_a_far_worse_guess_only_distracts() -> None:
    assert nearest("weak", ["week", "month", "season", "break"]) == ["week", "break"]
    assert nearest("weeek", ["week", "month", "season", "break"]) == ["week"]


def test_guesses_are_asked_in_one_question() -> None:
    assert did_you_mean(["a"]) == "Did you mean a?"
    assert did_you_mean(["a", "b"]) == "Did you mean a or b?"
    assert did_you_mean(["a", "b", "c"]) == "Did you mean a, b or c?"


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=8), st.integers(1, 5))
def test_guesses_are_names_in_the_order_of_their_likeness(typed: str, names: list[str], limit: int) -> None:
    found = nearest(typed, names, limit)
    assert len(found) <= limit
    assert set(found) <= set(names)
    scores = [likeness(typed, name) for name in found]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= LIKELY for score in scores)


@given(st.sampled_from(NAMES), st.data())
def test_a_name_with_one_slip_is_found(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    kind = data.draw(st.sampled_from(["drop", "double", "swap"]))
    slipped = {
        "drop": name[:at] + name[at + 1 :],
        "double": name[: at + 1] + name[at:],
        "swap": name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
    }[kind]
    assert name in nearest(slipped, NAMES, limit=5)
