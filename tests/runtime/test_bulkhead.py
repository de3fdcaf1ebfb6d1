"""A bulkhead contains whatever goes wrong with one of many, and lets through errors that concern all of them."""

import asyncio
import logging

import pytest
from prometheus_client import REGISTRY

from bot.runtime.bulkhead import bulkhead, readable, take_unread
from bot.storage.errors import StoreError


def counted() -> float:
    return REGISTRY.get_sample_value("versed_set_aside_total", {"what": "plank"}) or 0.0


def test_an_error_is_logged_counted_and_contained(caplog: pytest.LogCaptureFixture) -> None:
    before = counted()
    seen: list[int] = []
    for number in range(3):
        with bulkhead("plank") as compartment:
            seen.append(1 // (number - 1))
        assert (compartment.error is None) == (number != 1)
    assert seen == [-1, 1]
    assert counted() == before + 1
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None


def test_the_log_has_each_failure_under_its_reference(caplog: pytest.LogCaptureFixture) -> None:
    references: set[str] = set()
    for _ in range(2):
        with bulkhead("plank") as compartment:
            raise KeyError("rotten")
        assert f"set aside: plank, reference {compartment.reference}" in caplog.text  # type: ignore[unreachable]
        references.add(compartment.reference)
    assert len(references) == 2


@pytest.mark.parametrize("error", [StoreError("The disk is full."), asyncio.CancelledError(), KeyboardInterrupt()])
def test_an_error_that_concerns_all_passes_through(error: BaseException) -> None:
    before = counted()
    with pytest.raises(type(error)), bulkhead("plank"):
        raise error
    assert counted() == before


def test_readable_rows_are_returned_and_the_rest_counted() -> None:
    before = counted()
    assert readable("plank", ["1", "x", "3"], int) == [1, 3]
    assert counted() == before + 1


def test_a_repeated_failure_is_logged_once_and_counted_each_time(caplog: pytest.LogCaptureFixture) -> None:
    before = counted()
    references: set[str] = set()
    for _ in range(3):
        with bulkhead("plank", "the third") as compartment:
            raise KeyError("rotten")
        references.add(compartment.reference)  # type: ignore[unreachable]
        assert readable("plank", ["unreadable plank"], int) == []
    assert len(references) == 1
    assert len(caplog.records) == 2
    assert counted() == before + 6
    with bulkhead("plank", "the third"):
        raise TypeError("eaten")
    assert len(caplog.records) == 3  # type: ignore[unreachable]


def test_unreadable_rows_are_reported_to_their_tenant_once(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        readable("plank", ["1", "a rotten one"], int, tenant="a ship", called="A plank")
    assert take_unread("another ship") == {}
    ((called, reference),) = take_unread("a ship").items()
    assert called == "A plank"
    assert f"set aside: plank, reference {reference}" in caplog.text
    assert take_unread("a ship") == {}
