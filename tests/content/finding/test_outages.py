"""A model that failed isn't used for a while, and the reason is logged once."""

import pytest

from bot.content.finding.outages import Outages
from bot.meaning.errors import ModelError


def test_a_failure_is_logged_once_with_what_answers_instead(caplog: pytest.LogCaptureFixture) -> None:
    outages = Outages(["first", "second"])
    for _ in range(2):
        outages.begin("first", ModelError("Set the key."))
    outages.begin("second", ModelError("No room."))
    assert outages.has("first")
    assert outages.has("second")
    assert [record.getMessage() for record in caplog.records] == [
        "questions are answered by second, as first can't be used: Set the key.",
        "questions are answered by their words alone, as second can't be used: No room.",
    ]


def test_a_recovery_is_logged_if_the_outage_was(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    outages = Outages(["first"])
    outages.end("first")
    assert caplog.records == []
    outages.begin("first", ModelError("Set the key."))
    outages.end("first")
    assert caplog.records[-1].getMessage() == "questions are answered by first again"


def test_a_model_that_failed_is_tried_again_after_a_minute() -> None:
    now = 0.0
    outages = Outages(["first"], lambda: now)
    assert not outages.has("first")
    outages.begin("first", ModelError("Set the key."))
    now = 59.0
    assert outages.has("first")
    now = 60.0
    assert not outages.has("first")


def test_nothing_is_logged_while_versed_stops(caplog: pytest.LogCaptureFixture) -> None:
    outages = Outages(["first"])
    outages.silence()
    outages.begin("first", ModelError("Set the key."))
    assert caplog.records == []
