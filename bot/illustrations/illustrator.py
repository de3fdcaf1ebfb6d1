"""Drawing the pictures in messages: off the event loop, once each, and without losing a message if drawing fails."""

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
    """There's nothing to draw any more, because the pack has changed."""


FindImage: TypeAlias = Callable[[str], Awaitable[bytes | None]]
"""Finds the image to show by the digest of its file; returns None if there's none."""


class Themes(Protocol):
    """Looks up the themes in which someone sees pictures."""

    async def __call__(self, tenant: str, member: str = "", /) -> Sequence[Theme]:
        """Return one theme, or both if the reader's own screen chooses.

        Args:
            tenant: the tenant where they're shown.
            member: the only member who sees them; "" if everyone does.
        """
        ...


async def _light(_tenant: str, _member: str = "") -> Sequence[Theme]:
    return (Theme.LIGHT,)


class Illustrator:
    """Draws the pictures in messages.

    Args:
        library: the operator's packs with their images.
        pictures: draws and caches pictures.
        others: finds images of tenants' packs by their digests.
        themes: looks up the theme; light for everyone by default.
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

    async def illustrate(self, message: Message, tenant: str, member: str = "") -> Message:
        """Return a message with all its pictures drawn; those that can't be drawn keep their description.

        Args:
            message: whose pictures to draw.
            tenant: the tenant where it's shown.
            member: the only member who sees it; "" if everyone does.
        """
        if not any(isinstance(block, Drawing) for block in message.blocks):
            return message
        themes = await self._themes(tenant, member)
        return replace(
            message, blocks=tuple(await asyncio.gather(*(self._drawn(each, themes) for each in message.blocks)))
        )

    async def pictures(self, drawings: Iterable[Drawing]) -> dict[Drawing, Image]:
        """Return drawings as pictures in the light theme, leaving out those that can't be drawn."""
        found = {drawing: await self._drawn(drawing, (Theme.LIGHT,)) for drawing in drawings}
        return {drawing: image for drawing, image in found.items() if isinstance(image, Image)}

    def begin(self, blocks: Sequence[Block], tenant: str) -> None:
        """Start drawing the pictures of a message that will be shown soon, so that nobody has to wait for them.

        Args:
            blocks: the message's blocks.
            tenant: the tenant where it will be shown.
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
        """Return the image of a tenant's pack for a drawing; the drawing itself if there's none."""
        drawn: Block = block
        with bulkhead("drawing"), suppress(ClosedError):
            recipe = recipes.read(block.recipe)
            raw = await find(recipe.digest) if isinstance(recipe, recipes.ImageRecipe) else None
            if raw is not None:
                drawn = await self._pictures.picture(block, Theme.LIGHT, lambda: raw)
        return drawn

    def _draw(self, recipe: recipes.Recipe, theme: Theme) -> bytes:
        """Draw a recipe, and return the file's bytes; blocks."""
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
