"""The theme in which someone sees pictures: chosen by their screen, by themselves, or by their team."""

from collections.abc import Sequence

from bot.features.learners import scopes
from bot.features.learners.choices import PICTURES, TEAM_PICTURES
from bot.features.learners.chosen import Chosen
from bot.language.people import platform_of
from bot.language.platforms import traits
from bot.pictures.palette import Theme


def by_screen(tenant: str) -> bool:
    """Return whether pictures in a tenant follow each reader's screen."""
    return traits(platform_of(tenant)).by_screen


class PictureThemes:
    """Knows the themes in which someone sees pictures.

    Args:
        chosen: the settings.
    """

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen

    async def __call__(self, tenant: str, member: str = "", /) -> Sequence[Theme]:
        """Return one theme, or both if the reader's screen chooses between them.

        Args:
            tenant: the tenant where the pictures are shown.
            member: the only member who sees them; "" if everyone does.
        """
        if by_screen(tenant):
            return (Theme.LIGHT, Theme.DARK)
        mine = (await self._chosen.read(tenant, scopes.of_member(member))).get(PICTURES.name) if member else None
        if mine is None or mine == PICTURES.usual:
            mine = (await self._chosen.read(tenant, scopes.EVERYWHERE)).get(TEAM_PICTURES.name, TEAM_PICTURES.usual)
        return (Theme(mine),)
