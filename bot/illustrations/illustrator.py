"""Drawing what messages only name: off the event loop, once each, and never so that a message is lost over it."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from bot.content.reading import formulas
from bot.content.reading.library import Library
from bot.illustrations import recipes
from bot.illustrations.figures import alone
from bot.language.message import Block, Drawing, Image, Message, message
from bot.pictures.cache import ClosedError, PictureCache
from bot.pictures.canvas import INK
from bot.pictures.figures.card import draw_figure
from bot.pictures.formula import draw_formula
from bot.runtime.bulkhead import bulkhead
from bot.runtime.tasks import Tasks


class _GoneError(Exception):
    """There's nothing to draw any more, as the pack has changed."""


class Illustrator:
    """Draws what messages name.

    Args:
        library: has the images of packs.
        pictures: draws, and remembers.
    """

    def __init__(self, library: Library, pictures: PictureCache) -> None:
        self._library = library
        self._pictures = pictures
        self._begun = Tasks()

    async def illustrate(self, said: Message) -> Message:
        """Return a message with all its pictures drawn; what can't be drawn stays described in words."""
        if not any(isinstance(block, Drawing) for block in said.blocks):
            return said
        return replace(said, blocks=tuple(await asyncio.gather(*map(self._drawn, said.blocks))))

    async def pictures(self, drawings: Iterable[Drawing]) -> dict[Drawing, Image]:
        """Return what some drawings show, without those that can't be drawn."""
        found = {drawing: await self._drawn(drawing) for drawing in drawings}
        return {drawing: image for drawing, image in found.items() if isinstance(image, Image)}

    def begin(self, blocks: Sequence[Block]) -> None:
        """Begin to draw what will be shown soon, so that nobody waits for it then."""
        if any(isinstance(block, Drawing) for block in blocks):
            self._begun.start(self.illustrate(message(*blocks)))

    async def _drawn(self, block: Block) -> Block:
        if not isinstance(block, Drawing):
            return block
        drawn: Block = block
        with bulkhead("drawing"), suppress(ClosedError, _GoneError):
            drawn = await self._pictures.drawing(block, partial(self._draw, block.recipe))
        return drawn

    def _draw(self, written: str) -> bytes:
        """Return the picture that a recipe makes, as a file's bytes; blocks."""
        match recipes.read(written):
            case recipes.FigureRecipe(figure=figure, sides=sides):
                return draw_figure(*alone(figure, sides))
            case recipes.FormulaRecipe(tex=tex):
                return draw_formula(formulas.svg(tex, INK))
            case recipes.ImageRecipe(digest=digest):
                if (image := self._library.image(digest)) is None:
                    raise _GoneError
                return image
