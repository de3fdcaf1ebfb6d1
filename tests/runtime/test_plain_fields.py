"""A value of the wrong type, such as a text instead of a number, is noticed when a row is read."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.runtime import plain_fields


@dataclass(frozen=True)
class Plank:
    """A plank of a ship."""

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
def test_fitting_values_and_fields_that_arent_plain_pass(fine: dict[str, object]) -> None:
    plain_fields.check(plank(**fine))


@pytest.mark.parametrize(
    "spoilt", [{"number": "many"}, {"number": 1.5}, {"length": "long"}, {"wood": b"oak"}, {"note": 1}], ids=str
)
def test_a_value_that_does_not_fit_is_reported(spoilt: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=next(iter(spoilt))):
        plain_fields.check(plank(**spoilt))


def test_anything_but_a_dataclass_passes() -> None:
    plain_fields.check(("a", 1))
