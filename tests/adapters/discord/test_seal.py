"""Seals: what the buttons of an answer to one person vouch for, and who they convince."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.outbound.message_body import digest
from adapters.discord.outbound.render import BEFORE_SUFFIX, LONGEST_ID
from adapters.discord.outbound.seal import LASTS, Seal, Seals
from bot.features.quizzes.actions import ChooseAnswer
from bot.language.actions import encode

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEALS = Seals("token")
ANA = "700000000000000001"

ids = st.integers(0, 2**64 - 1).map(str)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)).map(  # noqa: DTZ001 (made aware below)
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)
made = st.builds(Seal, guild=ids, channel=ids, member=ids, at=moments, administrator=st.booleans())


@given(made)
def test_a_seal_says_what_was_sealed(seal: Seal) -> None:
    carried = SEALS.close(seal)
    assert SEALS.open(carried, seal.member) == seal
    assert len(carried) == 35
    assert BEFORE_SUFFIX not in carried


@given(made, ids)
def test_a_seal_opens_only_for_its_member(seal: Seal, other: str) -> None:
    opened = SEALS.open(SEALS.close(seal), other)
    assert (opened is not None) is (other == seal.member)


@given(made, st.integers(0, 34), st.sampled_from("AZaz09-_"))
def test_a_changed_seal_never_says_something_else(seal: Seal, at: int, letter: str) -> None:
    carried = SEALS.close(seal)
    changed = carried[:at] + letter + carried[at + 1 :]
    assert changed == carried or SEALS.open(changed, seal.member) in (None, seal)


@given(st.one_of(st.text(), st.text("abcXYZ019-_", min_size=34, max_size=36), st.binary().map(str)))
def test_nothing_else_opens_as_a_seal(carried: str) -> None:
    assert SEALS.open(carried, ANA) is None


@pytest.mark.parametrize("carried", ["", "~", digest("a post"), "A" * 35, "=" * 35, "é" * 35, "\ud800"])
def test_what_other_ids_carry_does_not_open(carried: str) -> None:
    assert SEALS.open(carried, ANA) is None


def test_another_bots_seal_does_not_open() -> None:
    seal = Seal("1", "2", ANA, NOW, administrator=True)
    assert Seals("another").open(SEALS.close(seal), ANA) is None


def test_a_seal_holds_for_a_day_and_an_administrator_for_a_while() -> None:
    seal = Seal("1", "2", ANA, NOW, administrator=True)
    assert seal.holds(NOW + LASTS)
    assert not seal.holds(NOW + LASTS + timedelta(seconds=1))
    assert seal.administers(NOW + timedelta(minutes=15))
    assert not seal.administers(NOW + timedelta(minutes=16))
    assert not Seal("1", "2", ANA, NOW, administrator=False).administers(NOW)


def test_an_answer_to_a_question_has_room_for_a_seal() -> None:
    press = encode(ChooseAnswer("k3f9q2ab", 19, 9))
    assert len(press) + len(BEFORE_SUFFIX) + 35 <= LONGEST_ID
