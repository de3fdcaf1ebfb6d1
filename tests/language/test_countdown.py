"""A countdown in words, for people who see nothing move."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.language.message import Countdown

OPENS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def lasting(span: timedelta, left: timedelta | None = None) -> Countdown:
    return Countdown(OPENS, OPENS + span, "It closes {when}; hurry.", left)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=10), "in 10 seconds"),
        (timedelta(seconds=9.2), "in 10 seconds"),
        (timedelta(seconds=1), "in 1 second"),
        (timedelta(0), "in 1 second"),
        (timedelta(seconds=-3), "in 1 second"),
        (timedelta(seconds=60), "in 60 seconds"),
        (timedelta(seconds=120), "in 120 seconds"),
        (timedelta(seconds=121), "in 3 minutes"),
        (timedelta(minutes=30), "in 30 minutes"),
        (timedelta(hours=20), "in 20 hours"),
        (timedelta(days=1, hours=1), "in 25 hours"),
        (timedelta(days=2, hours=1), "in 3 days"),
    ],
)
def test_the_time_left_is_said_in_a_fitting_unit_and_is_never_zero(left: timedelta, words: str) -> None:
    assert lasting(timedelta(days=3), left).in_words == f"It closes {words}; hurry."


def test_without_knowing_the_time_left_it_says_the_moment() -> None:
    assert lasting(timedelta(seconds=30)).in_words == "It closes at 09:00:30 (UTC); hurry."
    assert lasting(timedelta(days=1)).in_words == "It closes at 09:00 on 3 March (UTC); hurry."


@pytest.mark.parametrize("sentence", ["", "Closes soon.", "{when} and {when}"])
def test_a_sentence_has_to_say_when_exactly_once(sentence: str) -> None:
    with pytest.raises(ValueError, match="once when"):
        Countdown(OPENS, OPENS, sentence)
