"""When cards come back, compared with py-fsrs itself."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.reviews import scheduling
from bot.features.reviews.model import Memory, Phase, Rating, Review
from bot.features.reviews.scheduling import Plan, day_start, fold, fuzzed, in_words, learning_day, previews, rate

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PLAN = Plan(0.9, UTC)

# Real review histories: each rating, and how many minutes after the one before.
RECORDED = (
    ((3, 0), (3, 10), (3, 3 * 1440), (3, 12 * 1440), (3, 46 * 1440), (1, 160 * 1440), (3, 10), (3, 4 * 1440)),
    ((1, 0), (1, 1), (2, 1), (3, 6), (3, 11), (2, 1500), (2, 2 * 1440), (1, 4 * 1440), (1, 10), (2, 15), (4, 20)),
    ((4, 0), (4, 9 * 1440), (4, 60 * 1440), (1, 300 * 1440), (4, 5), (3, 30 * 1440)),
    ((2, 0), (2, 6), (2, 6), (1, 6), (3, 1), (3, 10), (1, 20), (1, 30), (3, 5)),
)


def random_ways(seed: int) -> tuple[tuple[int, int], ...]:
    random = Random(seed)
    gaps = (1, 10, 60, 1439, 1440, 3 * 1440, 20 * 1440, 400 * 1440)
    return tuple((random.randint(1, 4), random.choice(gaps)) for _ in range(random.randint(1, 40)))


@pytest.mark.parametrize("retention", [0.7, 0.9, 0.97])
@pytest.mark.parametrize("way", [*RECORDED, *map(random_ways, range(60))])
def test_everything_but_the_day_is_as_fsrs_calculates_it(way: tuple[tuple[int, int], ...], retention: float) -> None:
    theirs = fsrs.Card(card_id=1, due=START)
    scheduler = fsrs.Scheduler(desired_retention=retention, enable_fuzzing=False)
    ours, at = Memory(), START
    for number, (rating, gap) in enumerate(way, 1):
        at += timedelta(minutes=gap)
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating(rating), at)
        seed = scheduling.seed_of("card", number)
        ours = rate(ours, Rating(rating), at, Plan(retention, UTC), seed)
        assert (ours.stability, ours.difficulty, ours.step) == (theirs.stability, theirs.difficulty, theirs.step)
        assert ours.phase.name == theirs.state.name.upper()
        assert ours.due is not None
        if theirs.state is fsrs.State.Review:
            days = (theirs.due - at).days
            moved = (learning_day(ours.due, UTC) - learning_day(at, UTC)).days
            reach = 1 + round(days * 0.15)
            assert max(1, days - reach) <= moved <= days + reach
            assert ours.due == day_start(learning_day(ours.due, UTC), UTC)
        else:
            assert ours.due == theirs.due


def test_the_same_press_gives_the_same_interval_again() -> None:
    memory = Memory(Phase.REVIEW, None, 40.0, 5.0, START, START - timedelta(days=40))
    first = rate(memory, Rating.GOOD, START, PLAN, "card:7")
    assert rate(memory, Rating.GOOD, START, PLAN, "card:7") == first
    spread = {rate(memory, Rating.GOOD, START, PLAN, f"card{number}:7").due for number in range(50)}
    assert len(spread) > 3


@given(st.integers(1, 36_500), st.floats(0, 1, exclude_max=True))
def test_fuzz_is_small_and_keeps_the_order(days: int, share: float) -> None:
    moved = fuzzed(days, share)
    assert 1 <= moved <= 36_500
    assert abs(moved - days) <= 2 + days * 0.15
    assert moved <= fuzzed(min(days + 1, 36_500), share)


@given(
    st.builds(
        Memory,
        phase=st.just(Phase.REVIEW),
        stability=st.floats(0.001, 10_000),
        difficulty=st.floats(1, 10),
        due=st.just(START),
        last=st.just(START - timedelta(days=30)),
    ),
    st.text(max_size=5),
)
def test_easy_never_comes_back_before_good_nor_good_before_hard(memory: Memory, seed: str) -> None:
    dues = [rate(memory, rating, START, PLAN, seed).due for rating in Rating]
    assert all(due is not None for due in dues)
    assert dues == sorted(dues)  # type: ignore[type-var]


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (has to be)
    st.sampled_from(sorted(available_timezones())),
)
def test_every_moment_lies_within_its_day(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    day = learning_day(at, zone)
    assert day_start(day, zone) <= at < day_start(day + timedelta(days=1), zone)


def test_the_day_turns_at_four() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert learning_day(datetime(2026, 3, 2, 2, 59, tzinfo=UTC), berlin) == date(2026, 3, 1)
    assert learning_day(datetime(2026, 3, 2, 3, 0, tzinfo=UTC), berlin) == date(2026, 3, 2)
    assert day_start(date(2026, 3, 29), berlin) == datetime(2026, 3, 29, 2, 0, tzinfo=UTC)  # clocks go forward
    late = rate(Memory(), Rating.EASY, datetime(2026, 3, 2, 2, 30, tzinfo=UTC), Plan(0.9, berlin), "x")
    assert late.due is not None
    assert late.due.astimezone(berlin).hour == 4


def test_folding_a_log_replays_it() -> None:
    memory, before, log, at = Memory(), None, [], START
    for number, (rating, gap) in enumerate(RECORDED[0], 1):
        at += timedelta(minutes=gap)
        log.append(Review(at, "card", number, rating, memory.phase, 0))
        memory, before = rate(memory, Rating(rating), at, PLAN, scheduling.seed_of("card", number)), memory
    shuffled = log.copy()
    Random(1).shuffle(shuffled)
    assert fold(shuffled, PLAN) == (memory, before)
    undone = Review(at + timedelta(minutes=1), "card", len(log) + 1, 0, Phase.REVIEW, 0, undid=at)
    assert fold([*shuffled, undone], PLAN)[0] == before
    assert fold([], PLAN) == (Memory(), None)


def test_previews_are_what_the_buttons_do() -> None:
    shown = previews(Memory(), START, PLAN, "card:1")
    assert [shown[rating] for rating in Rating][:3] == ["1 min", "6 min", "10 min"]
    assert shown[Rating.EASY].endswith(" days")


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (timedelta(seconds=20), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=59), "59 days"),
        (timedelta(days=120), "4 months"),
        (timedelta(days=365), "1 year"),
        (timedelta(days=548), "1.5 years"),
        (timedelta(days=730), "2 years"),
    ],
)
def test_intervals_in_words(interval: timedelta, words: str) -> None:
    assert in_words(interval) == words


def test_what_was_never_learnt_is_not_known() -> None:
    assert scheduling.retrievability(Memory(), START) == 0
    learnt = rate(Memory(), Rating.EASY, START, PLAN, "x")
    assert scheduling.retrievability(learnt, START) == 1
    assert 0.5 < scheduling.retrievability(learnt, START + timedelta(days=30)) < 0.9
