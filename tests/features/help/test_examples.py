"""/help gives examples from the pack that's taught, and they work as typed."""

import pytest

from bot.catalogue import CATALOGUE
from bot.features.help.examples import example_from
from bot.language import command_names, slash
from bot.language.commands import AnyCommand
from tests.packs import bundled, pets, sailing


@pytest.mark.parametrize(
    ("command", "example"),
    [
        ("compare", "/compare Daily care"),
        ("define", "/define Litter box"),
        ("ask", "/ask what does Litter box mean?"),
        ("quiz", "/quiz Daily care 5"),
        ("game start", "/game start Daily care 5 20 mode:teams"),
        ("pack use", "/pack use Pets compared"),
        ("pack edit", "/pack edit Litter box"),
        ("schedule tip", "/schedule tip 09:00 weekdays"),
    ],
)
def test_examples_name_what_is_in_the_pack(command: str, example: str) -> None:
    assert example_from(pets(), command_names.find(command, CATALOGUE)) == example


@pytest.mark.parametrize("command", CATALOGUE, ids=lambda each: each.name)
def test_examples_can_be_typed_and_stay_if_the_pack_has_that(command: AnyCommand) -> None:
    for pack in (pets(), sailing()):
        assert slash.read(example_from(pack, command), CATALOGUE)[0] == command.name
    assert example_from(bundled(), command) == command.example
