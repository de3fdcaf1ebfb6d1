"""Drawing what messages only name: off the event loop, once each, and never so that a message is lost over it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TypeAlias

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


FindImage: TypeAlias = Callable[[str], Awaitable[bytes | None]]
"""Finds an image as it's shown, by the digest of its file; None if there's none."""


class Illustrator:
    """Draws what messages name.

    Args:
        library: has the images of the operator's packs.
        pictures: draws, and remembers.
        others: finds the images of tenants' own, by their digests.
    """

    def __init__(self, library: Library, pictures: PictureCache, others: FindImage | None = None) -> None:
        self._library = library
        self._others = others
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
        if drawn is block and self._others is not None:
            drawn = await self._of_others(block, self._others)
        return drawn

    async def _of_others(self, block: Drawing, find: FindImage) -> Block:
        """Return a drawing of an image that a tenant's pack shows; itself if it's none."""
        drawn: Block = block
        with bulkhead("drawing"), suppress(ClosedError):
            recipe = recipes.read(block.recipe)
            raw = await find(recipe.digest) if isinstance(recipe, recipes.ImageRecipe) else None
            if raw is not None:
                drawn = await self._pictures.drawing(block, lambda: raw)
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
