"""Drawing what messages only name: off the event loop, once each, and never so that a message is lost over it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeAlias

from bot.content.reading import formulas
from bot.content.reading.library import Library
from bot.illustrations import recipes
from bot.illustrations.figures import alone
from bot.language.message import Block, Drawing, Image, Message, message
from bot.pictures.cache import ClosedError, PictureCache
from bot.pictures.cards import draw, names_people
from bot.pictures.figures.card import draw_figure
from bot.pictures.formula import draw_formula
from bot.pictures.palette import INK, Theme
from bot.runtime.bulkhead import bulkhead
from bot.runtime.tasks import Tasks


class _GoneError(Exception):
    """There's nothing to draw any more, as the pack has changed."""


FindImage: TypeAlias = Callable[[str], Awaitable[bytes | None]]
"""Finds an image as it's shown, by the digest of its file; None if there's none."""


class Themes(Protocol):
    """Knows in which themes someone sees pictures."""

    async def __call__(self, tenant: str, member: str = "", /) -> Sequence[Theme]:
        """Return one theme, or both where the reader's own screen chooses.

        Args:
            tenant: where they're shown.
            member: the only one who sees them; "" where all do.
        """
        ...


async def _light(_tenant: str, _member: str = "") -> Sequence[Theme]:
    return (Theme.LIGHT,)


class Illustrator:
    """Draws what messages name.

    Args:
        library: has the images of the operator's packs.
        pictures: draws, and remembers.
        others: finds the images of tenants' own, by their digests.
        themes: knows in which theme; light for everybody unless it's given.
    """

    def __init__(
        self,
        library: Library,
        pictures: PictureCache,
        others: FindImage | None = None,
        themes: Themes = _light,
    ) -> None:
        self._library = library
        self._others = others
        self._pictures = pictures
        self._themes = themes
        self._begun = Tasks()

    async def illustrate(self, said: Message, tenant: str, member: str = "") -> Message:
        """Return a message with all its pictures drawn; what can't be drawn stays described in words.

        Args:
            said: the message.
            tenant: where it's shown.
            member: the only one who sees it; "" where all do.
        """
        if not any(isinstance(block, Drawing) for block in said.blocks):
            return said
        themes = await self._themes(tenant, member)
        return replace(said, blocks=tuple(await asyncio.gather(*(self._drawn(each, themes) for each in said.blocks))))

    async def pictures(self, drawings: Iterable[Drawing]) -> dict[Drawing, Image]:
        """Return what some drawings show on light paper, without those that can't be drawn."""
        found = {drawing: await self._drawn(drawing, (Theme.LIGHT,)) for drawing in drawings}
        return {drawing: image for drawing, image in found.items() if isinstance(image, Image)}

    def begin(self, blocks: Sequence[Block], tenant: str) -> None:
        """Begin to draw what will be shown soon, so that nobody waits for it then.

        Args:
            blocks: of the message.
            tenant: where it will be shown.
        """
        if any(isinstance(block, Drawing) for block in blocks):
            self._begun.start(self.illustrate(message(*blocks), tenant))

    async def _drawn(self, block: Block, themes: Sequence[Theme]) -> Block:
        if not isinstance(block, Drawing):
            return block
        drawn: Block = block
        with bulkhead("drawing"), suppress(ClosedError, _GoneError):
            recipe = recipes.read(block.recipe)
            keeps = not (isinstance(recipe, recipes.CardRecipe) and names_people(recipe.card))
            image, *others = [
                await self._pictures.picture(block, theme, partial(self._draw, recipe, theme), keeps=keeps)
                for theme in themes
            ]
            dark = next((each.data for each in others if each.data != image.data), b"")
            drawn = replace(image, dark=dark) if dark else image
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
                drawn = await self._pictures.picture(block, Theme.LIGHT, lambda: raw)
        return drawn

    def _draw(self, recipe: recipes.Recipe, theme: Theme) -> bytes:
        """Return the picture that a recipe makes, as a file's bytes; blocks."""
        match recipe:
            case recipes.CardRecipe(card=card):
                return draw(card, theme)
            case recipes.FigureRecipe(figure=figure, sides=sides):
                return draw_figure(*alone(figure, sides), theme)
            case recipes.FormulaRecipe(tex=tex):
                return draw_formula(formulas.svg(tex, INK.seen_in(theme)), theme)
            case recipes.ImageRecipe(digest=digest):
                if (image := self._library.image(digest)) is None:
                    raise _GoneError
                return image
