"""Texts that are measured once."""

from collections.abc import Iterator
from functools import cache

import pytest

from bot.pictures.lettering import Lettering


@pytest.fixture(scope="session", autouse=True)
def measured_once() -> Iterator[None]:
    """Most tests draw the same cards, and half of drawing is measuring how wide a line is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lettering, "width", cache(Lettering.width))
        yield
