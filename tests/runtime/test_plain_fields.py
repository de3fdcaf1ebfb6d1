"""A text in place of a number, and the like, is noticed when a row is read."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.runtime import plain_fields


@dataclass(frozen=True)
class Plank:
    """Of a ship."""

    number: int
    length: float
    wood: str
    painted: bool
    sawn: datetime
    note: str | None = None


def plank(**changes: object) -> Plank:
    sawn = datetime(2026, 3, 2, tzinfo=UTC)
    made: dict[str, object] = {"number": 1, "length": 2.5, "wood": "oak", "painted": True, "sawn": sawn}
    return Plank(**made | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("fine", [{}, {"length": 2}, {"painted": 0}, {"note": "rotten"}, {"sawn": "later"}], ids=str)
def test_what_fits_passes_and_so_does_what_is_not_plain(fine: dict[str, object]) -> None:
    plain_fields.check(plank(**fine))


@pytest.mark.parametrize(
    "spoilt", [{"number": "many"}, {"number": 1.5}, {"length": "long"}, {"wood": b"oak"}, {"note": 1}], ids=str
)
def test_what_does_not_fit_is_told(spoilt: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=next(iter(spoilt))):
        plain_fields.check(plank(**spoilt))


def test_what_is_no_dataclass_passes() -> None:
    plain_fields.check(("a", 1))
