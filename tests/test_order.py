"""The order in which tests run."""

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.order import spread


def item(module: str, number: int, *kinds: str, fixtures: tuple[str, ...] = ()) -> Any:
    """The parts of a test that its place depends on."""
    marks = [SimpleNamespace(name=kind) for kind in kinds]
    return SimpleNamespace(path=Path(module), number=number, iter_markers=lambda: marks, fixturenames=fixtures)


ITEMS = [
    *(item(f"{kind}{number % 4}", number, kind) for kind in ("browser", "process") for number in range(12)),
    *(item("stores", number, fixtures=("postgresql_url",)) for number in range(10)),
    *(item("quick", number) for number in range(66)),
]


@pytest.mark.parametrize("workers", [1, 2, 3, 4, 16])
def test_each_test_has_one_place(workers: int) -> None:
    assert sorted(map(id, spread(ITEMS, workers))) == sorted(map(id, ITEMS))


def test_one_worker_of_four_begins_with_tests_that_do_not_wait() -> None:
    ordered = [str(each.path).rstrip("0123") for each in spread(ITEMS, 4)]
    assert [ordered[start] for start in range(0, 100, 25)] == ["process", "process", "browser", "stores"]


def test_a_module_stays_together_where_its_tests_wait() -> None:
    modules = [each.path for each in spread(ITEMS, 4) if list(each.iter_markers())]
    changes = sum(before != after for before, after in pairwise(modules))
    assert changes == len(set(modules)) - 1
