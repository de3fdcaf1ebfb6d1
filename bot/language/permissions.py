"""Whether the bot may post in a place: checked before anything starts there, so that nothing is left half started."""

from collections.abc import Collection, Mapping

from bot.language.people import Place, Tenant, platform_of
from bot.language.port import Access, Destination, Extra
from bot.language.refusals import Refusal
from bot.language.rich_text import text


class Permissions:
    """The bot's permissions on all platforms.

    Args:
        access: the permission checks by platform name; platforms may be added later.
    """

    def __init__(self, access: Mapping[str, Access]) -> None:
        self._access = access

    async def check_may_post(self, tenant: Tenant, place: Place, also: Collection[Extra] = ()) -> None:
        """Check that the bot may post in a place, before something starts that will.

        Args:
            tenant: the place's tenant.
            place: where to post.
            also: what else the posts need there.

        Raises:
            Refusal: the bot may not post there.
        """
        if (place.may_post and not also) or place.direct:
            return
        access = self._access.get(platform_of(tenant.key))
        obstacle = await access.obstacle(Destination(tenant.key, place.id), also) if access else None
        if obstacle is not None:
            raise Refusal(obstacle)
        if place.may_post is False:
            raise Refusal(
                text("I can't post in ", place.mention, "; check what I'm allowed to do there, then try again.")
            )
