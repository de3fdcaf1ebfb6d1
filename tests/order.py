"""Orders the tests so that the processor is busy throughout a run.

pytest-xdist cuts the list into one piece per worker, and an idle worker takes tests from the end of the longest
piece. Tests with processes or a browser mostly wait: if all workers ran them at once, the processor would be nearly
idle, so one worker in four works through the rest. Tests that wait stay together by module, as do those on
PostgreSQL; that takes fewer browsers, database servers and fork servers.
"""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.which_database import is_on_postgresql


def spread(items: Sequence[pytest.Function], workers: int) -> list[pytest.Function]:
    """Return the tests in an order in which three workers in four begin with tests that wait, and one with the rest.

    Args:
        items: the tests, in the order of their files.
        workers: how many workers share them.
    """
    waiting: dict[tuple[bool, Path], list[pytest.Function]] = {}
    on_postgresql: list[pytest.Function] = []
    quick: list[pytest.Function] = []
    for item in items:
        kinds = {mark.name for mark in item.iter_markers()}
        if kinds & {"browser", "process"}:
            waiting.setdefault(("browser" in kinds, item.path), []).append(item)
        else:
            (on_postgresql if is_on_postgresql(item) else quick).append(item)
    modules = [waiting[which] for which in sorted(waiting)]
    working = on_postgresql + quick
    share, more = divmod(len(items), workers)
    begin = max(1, workers * 3 // 4)  # how many workers begin with tests that wait
    pieces: list[list[pytest.Function]] = [[] for _ in range(workers)]
    for number, module in enumerate(modules):
        pieces[number * begin // len(modules)] += module
    for worker in (*range(begin, workers), *range(begin)):
        missing = max(0, share + (worker < more) - len(pieces[worker]))
        pieces[worker] += working[:missing]
        working = working[missing:]
    return [*itertools.chain(*pieces), *working]
