"""In which theme someone sees pictures: the one of their screen, the one that they chose, or their team's."""

from collections.abc import Sequence

from bot.features.learners.choices import PICTURES, TEAM_PICTURES
from bot.features.learners.chosen import Chosen
from bot.language.people import platform_of
from bot.language.platforms import traits
from bot.pictures.palette import Theme


def by_screen(tenant: str) -> bool:
    """Return whether each reader's own screen chooses how pictures look in a tenant."""
    return traits(platform_of(tenant)).by_screen


class PictureThemes:
    """Knows in which themes someone sees pictures.

    Args:
        chosen: settings.
    """

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen

    async def __call__(self, tenant: str, member: str = "", /) -> Sequence[Theme]:
        """Return one theme, or both where the reader's own screen chooses.

        Args:
            tenant: where they're shown.
            member: the only one who sees them; "" where all do.
        """
        if by_screen(tenant):
            return (Theme.LIGHT, Theme.DARK)
        mine = (await self._chosen.read(tenant, f"member:{member}")).get(PICTURES.name) if member else None
        if mine is None or mine == PICTURES.usual:
            mine = (await self._chosen.read(tenant, "")).get(TEAM_PICTURES.name, TEAM_PICTURES.usual)
        return (Theme(mine),)
