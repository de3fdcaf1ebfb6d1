"""Pauses that double from one failure to the next, for as long as failures go on."""

from datetime import timedelta

from adapters.slack.inbound import socket
from bot.features.delivery import waits
from bot.runtime.backoff import doubled


def test_each_failure_doubles_a_pause() -> None:
    assert [doubled(times) for times in range(5)] == [1, 2, 4, 8, 16]


def test_no_number_of_failures_is_too_many() -> None:
    for failures in (50, 2_000, 2**31 - 1):
        assert doubled(failures) * waits.PAUSE > timedelta(days=365)
        assert doubled(failures) * 1.0 > 1e9
        assert socket._pause(failures) == socket._MOST_WAIT
