"""A moment is still the same once it has been stored, so what's decided about it is, too."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.language.moments import whole_milliseconds
from bot.storage.times import LATEST, from_milliseconds, maybe_milliseconds, maybe_moment, to_milliseconds

FIRST, LAST = (from_milliseconds(at).replace(tzinfo=None) for at in (0, LATEST))


@given(st.datetimes(FIRST, LAST, timezones=st.just(UTC)))
def test_a_moment_in_whole_milliseconds_comes_back_as_it_was(at: datetime) -> None:
    moment = whole_milliseconds(at)
    assert moment == from_milliseconds(to_milliseconds(at))
    assert maybe_moment(maybe_milliseconds(moment)) == moment


def test_none_comes_back_as_none() -> None:
    assert maybe_milliseconds(None) is None
    assert maybe_moment(None) is None
