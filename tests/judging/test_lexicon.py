"""The list of names that dictionaries don't have."""

from importlib.resources import files

import pytest

from bot.judging.lexicon import is_known, is_known_name

NAMES = files("bot.judging").joinpath("names.txt").read_text(encoding="ascii").split()


def test_names_are_small_letters_in_order() -> None:
    assert sorted(set(NAMES)) == NAMES
    assert all(name.isalpha() and name.islower() for name in NAMES)


def test_dictionaries_do_not_have_them() -> None:
    assert not [name for name in NAMES[::50] if is_known(name, "en")]


@pytest.mark.parametrize("name", ["changsha", "xuzhou", "kirsten", NAMES[0], NAMES[-1]])
def test_a_name_is_known(name: str) -> None:
    assert is_known_name(name)


@pytest.mark.parametrize("name", ["changsh", "regresion", "", "\n"])
def test_a_part_of_one_is_not(name: str) -> None:
    assert not is_known_name(name)
