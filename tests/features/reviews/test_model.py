"""What a press does to a card."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.features.reviews.model import CardState, Memory, Phase, Rating, moment_of, rated, taken_back
from bot.features.reviews.scheduling import Plan, rate_card

AT = datetime(2026, 3, 2, 9, 0, 0, 123_456, tzinfo=UTC)
WHOLE = AT.replace(microsecond=123_000)
NEW = CardState("card:a", "basics", 3)


def test_a_press_counts_in_whole_milliseconds_and_after_the_last_one() -> None:
    assert moment_of(NEW, AT) == WHOLE
    for last in (WHOLE, WHOLE + timedelta(hours=1)):
        before = replace(NEW, memory=Memory(Phase.LEARNING, 0, 1.0, 5.0, last, last))
        assert moment_of(before, AT) == last + timedelta(milliseconds=1)


def test_a_rating_records_when_the_card_is_due_again_and_what_was_known_before() -> None:
    learnt = Memory(Phase.LEARNING, 1, 2.3, 5.0, WHOLE + timedelta(minutes=10), WHOLE)
    change = rated(replace(NEW, buried=AT, suspended=True), Rating.GOOD, learnt, WHOLE)
    assert change.state == CardState("card:a", "basics", 3, learnt, 1, suspended=True, before=Memory())
    entry = change.entry
    assert (entry.at, entry.card, entry.number, entry.rating) == (WHOLE, "card:a", 1, Rating.GOOD)
    assert (entry.phase, entry.interval, entry.undid) == (Phase.NEW, 600_000, None)


def test_a_rating_taken_back_leaves_the_card_as_it_was_and_names_what_it_undid() -> None:
    once = rate_card(NEW, Rating.GOOD, AT, Plan(0.9, UTC)).state
    change = taken_back(once, AT)
    assert change.state == replace(NEW, reps=2)
    assert (change.entry.number, change.entry.rating, change.entry.undid) == (2, 0, WHOLE)
    assert change.entry.at == WHOLE + timedelta(milliseconds=1)
    with pytest.raises(ValueError, match="card:a"):
        taken_back(change.state, AT)
