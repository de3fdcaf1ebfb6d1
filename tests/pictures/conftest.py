"""Speeds up drawing for all tests of pictures."""

from collections.abc import Iterator
from functools import cache

import pytest

from bot.pictures.lettering import Lettering


@pytest.fixture(scope="session", autouse=True)
def measured_once() -> Iterator[None]:
    """Cache the widths of lines: most tests draw the same cards, and half of drawing is measuring."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lettering, "width", cache(Lettering.width))
        yield
