"""The index is asked by several threads at once."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.content.finding.full_text import FullText


@pytest.fixture
def busy() -> Iterator[None]:
    """Make threads switch all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("busy")
def test_many_threads_can_ask_at_once() -> None:
    """They ask for more words than the cache holds, so that one thread evicts what another looks up."""
    words = [f"word{number}" for number in range(400)]
    index = FullText([(word, "", "", "") for word in words])

    def ask(first: int) -> list[int]:
        asked = (words[first:] + words[:first]) * 2
        return [index.occurrences((word,)).count for word in asked]

    with ThreadPoolExecutor(8) as threads:
        assert all(count == 1 for found in threads.map(ask, range(0, 400, 50)) for count in found)
