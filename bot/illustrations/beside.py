"""What accompanies an item's text: its case above, its code and its picture below. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.item import Item
from bot.content.model import Case, Pack, Side
from bot.illustrations import recipes
from bot.illustrations.figures import alone
from bot.language.message import LONGEST_ALT, Block, CodeBlock, Drawing
from bot.language.rich_text import strong, text
from bot.language.text import shortened
from bot.pictures.figures.words import in_words


@dataclass(frozen=True, slots=True)
class Beside:
    """The blocks that accompany an item's text.

    Args:
        above: its case, to be read first; shown once, however often the item is shown.
        below: its code and its picture.
    """

    above: tuple[Block, ...] = ()
    below: tuple[Block, ...] = ()


def beside(pack: Pack, item: Item) -> Beside:
    """Return the blocks that accompany an item's text.

    Args:
        pack: the item's pack.
        item: the item.
    """
    case = pack.case_by_id.get(item.case) if item.case else None
    return Beside(tuple(_told(pack, case)) if case else (), tuple(_shown(pack, item)))


def _told(pack: Pack, case: Case) -> Iterator[Block]:
    yield text(strong(case.title), "\n", case.text)
    yield from _shown(pack, case)


def _shown(pack: Pack, thing: Item | Case) -> Iterator[Block]:
    if thing.code is not None:
        yield CodeBlock(thing.code.text, thing.code.language)
    if thing.figure is not None:
        sides = tuple(Side(id=side.id, name=side.name) for side in pack.sides)
        figure, names = alone(thing.figure, sides)
        recipe = recipes.write(recipes.FigureRecipe(figure=thing.figure, sides=sides))
        yield Drawing(recipe, shortened(in_words(figure, names), LONGEST_ALT), thing.id)
    elif thing.image is not None:
        recipe = recipes.write(recipes.ImageRecipe(digest=pack.images.get(thing.image.file, "")))
        yield Drawing(recipe, thing.image.alt, thing.id)
    elif isinstance(thing, Item) and thing.formula is not None:
        yield Drawing(recipes.write(recipes.FormulaRecipe(tex=thing.formula.tex)), thing.formula.says, thing.id)
