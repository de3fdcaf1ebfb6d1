"""The platforms are tested with every command and every press."""

from bot.catalogue import CATALOGUE
from bot.language.actions import declared
from tests.cases import IN_A_QUIZ, PRESSES, USES, WITH_FIELDS


def test_every_command_is_tried() -> None:
    assert {each.command for each in USES} == {command.name for command in CATALOGUE}


def test_every_press_is_tried() -> None:
    assert {type(each.action) for each in PRESSES} | IN_A_QUIZ | WITH_FIELDS == set(declared())
