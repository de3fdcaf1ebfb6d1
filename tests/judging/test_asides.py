"""Numbers with words around them, and shares however they're written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judging.estimates import number_in
from bot.judging.judge import judge
from bot.judging.model import Match, Wanted


def counts(typed: str, answer: str, unit: str = "", tolerance: str = "") -> bool:
    return judge(typed, Wanted((answer,), Match.NUMBER, tolerance=tolerance, unit=unit)).verdict.counts


@pytest.mark.parametrize(
    "typed",
    [
        "half",
        "a half",
        "1/2",
        "½",
        "0.5",
        "half of them",
        "1 in 2",
        "5 out of 10 weeks",
        "300 of 600",
        "fifty per cent",
    ],
)
def test_a_share_for_a_percentage(typed: str) -> None:
    assert counts(typed, "50", "%", "0.5")


@pytest.mark.parametrize("typed", ["0.5 %", "half a percent", "5", "1/4", "5/100", "0.05", "50/50 £"])
def test_another_percentage_is_wrong(typed: str) -> None:
    assert not counts(typed, "50", "%", "0.5")


@pytest.mark.parametrize(
    ("typed", "right"), [("0.5", True), ("half a percent", True), ("50", False), ("50 %", False)]
)
def test_less_than_one_percent_isnt_read_as_a_share(typed: str, right: bool) -> None:
    assert counts(typed, "0.5", "%") is right


@pytest.mark.parametrize(
    ("typed", "answer", "unit"),
    [
        ("4+3+12+6=25", "25", "pots"),
        ("25 in total", "25", "pots"),
        ("720 hours = 30 days", "30", "days"),
        ("25 x 6 = 150 minutes", "150", "minutes"),
        ("between 190 and 250, so 220", "220", "rolls"),
        ("two (21 and 4)", "2", ""),
        ("2: the 21 and the 4", "2", ""),
        ("20 a week", "20", "rolls"),
        ("3.60 a day", "3.60", "£"),
        ("220ish", "220", "rolls"),
        ("2 of the 4", "2", ""),
        ("after the 11th", "11", ""),
        ("the eleventh", "11", ""),
        ("8.19k", "8190", "rows"),
        ("8.19k rows", "8190", "rows"),
        ("80k years", "80000", "years"),
        ("80k", "80000", "years"),
        ("2m models", "2000000", "models"),
        ("360p", "3.60", "£"),
        ("3 pounds 60", "3.60", "£"),
        ("after the 18th customer", "18", "customers"),
        ("3x", "3", "times"),
        ("2:40", "160", "seconds"),
        ("2:40 min", "160", "seconds"),
        ("2:30 h", "150", "minutes"),
        ("4:36", "4.6", "minutes"),
        ("6 of the 10 weeks", "60", "%"),
        ("3 out of every 5", "60", "%"),
        ("just over 81%", "81", "%"),
        ("a bit under 300", "300", "rolls"),
        ("fourty-five pairs", "45", "pairs"),
        ("five hunderd", "500", ""),
        ("33%", "1/3", ""),
        ("0.67", "2/3", ""),
    ],
)
def test_words_around_a_number_are_ignored(typed: str, answer: str, unit: str) -> None:
    assert counts(typed, answer, unit)


@pytest.mark.parametrize(
    ("typed", "answer", "unit"),
    [
        ("2 = 3", "2", ""),
        ("2 or 3", "2", ""),
        ("2, not 3", "3", ""),
        ("3 (not 2)", "2", ""),
        ("3 (2)", "2", ""),
        ("2, 3", "2", ""),
        ("2 (or 3)", "2", ""),
        ("60 miles per hour", "60", "km/h"),
        ("30 hours = 30 days", "30", "hours"),
        ("8.19k", "8190", "K"),
        ("2 m", "2000000", "km"),
        ("2 m per second", "2000000", "km/h"),
        ("36p", "3.60", "£"),
        ("12th", "11", ""),
        ("after the 19th customer", "18", "customers"),
        ("18 minutes", "18", "customers"),
        ("10 %", "10", "emails"),
        ("2:40 h", "160", "seconds"),
        ("2:41", "160", "seconds"),
        ("over 81%", "81", "%"),
        ("6 of the 10", "60", ""),
        ("0.7", "2/3", ""),
        ("0.3", "1/3", ""),
        ("0.24", "1/4", ""),
    ],
)
def test_another_number_is_wrong(typed: str, answer: str, unit: str) -> None:
    assert not counts(typed, answer, unit)


@pytest.mark.parametrize(
    "typed", ["over 2 million", "~ 2m models", "nearly 2,000,000", "2 x 1000000 = 2000000", "2000k"]
)
def test_a_guess_with_words_around(typed: str) -> None:
    assert number_in(typed, Wanted(("3000000",), Match.NUMBER, unit="models")) == 2_000_000


@given(
    st.integers(2, 9999),
    st.sampled_from(["{} in total", "{}ish", "it's {}", "{} of them", "1 + 1 = {}", "{} (more or less)"]),
)
def test_any_number_is_found(number: int, said: str) -> None:
    assert counts(said.format(number), str(number)) or "more" in said
    assert not counts(said.format(number + 1), str(number))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("none", "0"),
        ("nothing", "0"),
        ("None of them!", "0"),
        ("once", "1"),
        ("twice", "2"),
        ("a couple", "2"),
        ("both of them", "2"),
        ("30, not 40", "30"),
        ("not 40 but 30", "30"),
        ("not sure, but 30", "30"),
    ],
)
def test_a_number_in_other_words(typed: str, answer: str) -> None:
    assert counts(typed, answer)


@pytest.mark.parametrize("typed", ["not 30", "it's not thirty", "isn't 30", "anything but 30", "40, not 30", "none"])
def test_a_number_that_is_denied(typed: str) -> None:
    assert not counts(typed, "30")
