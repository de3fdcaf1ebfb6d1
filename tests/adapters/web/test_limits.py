from adapters.web.limits import Bucket


def test_a_burst_passes_then_a_steady_pace() -> None:
    bucket = Bucket(burst=3, per_second=2, now=0.0)
    assert [bucket.take(0.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(0.5), bucket.take(0.5)] == [True, False]


def test_a_long_rest_fills_no_more_than_the_burst() -> None:
    bucket = Bucket(burst=2, per_second=10, now=0.0)
    assert [bucket.take(1000.0) for _ in range(3)] == [True, True, False]


def test_cheap_actions_cost_less() -> None:
    bucket = Bucket(burst=1, per_second=1, now=0.0)
    assert [bucket.take(0.0, cost=0.25) for _ in range(5)] == [True] * 4 + [False]
