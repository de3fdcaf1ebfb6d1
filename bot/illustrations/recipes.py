"""Recipes: what to draw, as text that's stored in a message until it's shown."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from bot.content.figure import Figure
from bot.content.model import Side
from bot.content.part import Part
from bot.language.message import Drawing
from bot.pictures.cards import DrawnCard, in_words, name


class FigureRecipe(Part):
    """A figure of a pack, with the sides that it may refer to."""

    of: Literal["figure"] = "figure"
    figure: Figure
    sides: tuple[Side, ...]


class FormulaRecipe(Part):
    """A formula in LaTeX."""

    of: Literal["formula"] = "formula"
    tex: str


class ImageRecipe(Part):
    """An image file of a pack, identified by its SHA-256, because the file may change before the message is shown."""

    of: Literal["image"] = "image"
    digest: str


class CardRecipe(Part):
    """A card: a comparison, someone's progress, a podium."""

    of: Literal["card"] = "card"
    card: DrawnCard


Recipe: TypeAlias = Annotated[FigureRecipe | FormulaRecipe | ImageRecipe | CardRecipe, Field(discriminator="of")]

_RECIPES = TypeAdapter[Recipe](Recipe)


def write(recipe: Recipe) -> str:
    """Serialise a recipe as ASCII text; equal recipes give equal texts."""
    return recipe.model_dump_json(exclude_none=True, ensure_ascii=True)


def of_card(card: DrawnCard) -> Drawing:
    """Return a card as a block that's still to be drawn."""
    return Drawing(write(CardRecipe(card=card)), in_words(card), name(card))


def read(written: str) -> Recipe:
    """Parse a recipe that `write` has written.

    Raises:
        ValueError: it isn't a recipe, or it's from a newer version.
    """
    try:
        return _RECIPES.validate_json(written)
    except ValidationError as error:
        raise ValueError("this isn't a recipe, or it's from a newer version") from error
