"""What's shown beside an item: described without drawing it, and drawn from the description alone."""

import io

import pytest
from hypothesis import given
from PIL import Image

from bot.content.figure import Figure
from bot.content.item import Item
from bot.content.model import Case, Side
from bot.illustrations import recipes
from bot.illustrations.beside import beside
from bot.illustrations.figures import alone
from bot.language.message import LONGEST_ALT, CodeBlock, Drawing
from bot.language.rich_text import Text, in_words
from bot.pictures.figures import words
from bot.pictures.figures.card import draw_figure, lay_out
from bot.pictures.palette import Theme
from tests.illustrations.figures import SIDES, figures
from tests.packs import pets, workshop

SHOWN = tuple(Side(id=side, name=side.title()) for side in SIDES)


def everything() -> list[Item]:
    pack = workshop()
    return [*pack.comparisons, *pack.terms, *pack.tips, *pack.examples, *pack.cards, *pack.questions]


@pytest.mark.parametrize("item", everything(), ids=lambda item: str(item.id))
def test_code_and_pictures_come_below(item: Item) -> None:
    below = beside(workshop(), item).below
    assert [type(block) for block in below] == [CodeBlock] * (item.code is not None) + [Drawing] * (item.code is None)
    for block in below:
        if isinstance(block, Drawing):
            assert 0 < len(block.alt) <= LONGEST_ALT
            assert recipes.write(recipes.read(block.recipe)) == block.recipe
            assert block.recipe.isascii()


def test_a_case_comes_above_with_its_title_and_its_picture() -> None:
    tip = workshop().tip_by_id["teeth"]
    said, drawn = beside(workshop(), tip).above
    assert isinstance(said, Text)
    assert in_words(said).startswith("The crooked shelf\nMia wants a shelf")
    assert isinstance(drawn, Drawing)
    assert "The board: 200 cm; One piece: 60 cm." in drawn.alt


def test_an_item_alone_has_nothing_beside_it() -> None:
    assert all(beside(pets(), tip) == beside(pets(), pets().tips[0]) for tip in pets().tips)
    assert not beside(pets(), pets().tips[0]).below


def test_a_case_that_has_left_the_pack_is_left_out() -> None:
    pack = workshop().model_copy(update={"cases": ()})
    pack.__dict__.pop("case_by_id", None)
    assert not beside(pack, pack.tips[0]).above


def test_an_unknown_recipe_is_refused() -> None:
    for written in ("", "{}", '{"of":"film"}', '{"of":"image"}', "null"):
        with pytest.raises(ValueError, match="isn't a recipe"):
            recipes.read(written)


@given(figures)
def test_any_figure_of_a_pack_can_be_described_and_laid_out(figure: Figure) -> None:
    found, names = alone(figure, SHOWN)
    assert words.in_words(found, names)
    canvas, height = lay_out(found, names)
    assert 60 < height < 6_000
    assert canvas.shapes
    written = recipes.write(recipes.FigureRecipe(figure=figure, sides=SHOWN))
    assert recipes.read(written) == recipes.FigureRecipe(figure=figure, sides=SHOWN)


@given(figures)
def test_any_figure_of_a_pack_can_be_drawn(figure: Figure) -> None:
    with Image.open(io.BytesIO(draw_figure(*alone(figure, SHOWN), Theme.DARK))) as drawn:
        assert drawn.width == 1100


def test_a_case_without_a_picture_is_only_text() -> None:
    case = Case(id="a", title="A", text="Something happened.")
    pack = workshop().model_copy(update={"cases": (case,)})
    pack.__dict__.pop("case_by_id", None)
    tip = pack.tips[0].model_copy(update={"case": "a"})
    assert len(beside(pack, tip).above) == 1
