"""Whether the bot may post in a place: looked at before anything is begun there, so that nothing is half begun."""

from collections.abc import Collection, Mapping

from bot.language.people import Place, Tenant, platform_of
from bot.language.port import Access, Destination, Extra
from bot.language.refusals import Refusal
from bot.language.rich_text import text


class Permissions:
    """What all platforms let the bot do.

    Args:
        access: knows it, by the platform's name; may grow.
    """

    def __init__(self, access: Mapping[str, Access]) -> None:
        self._access = access

    async def check_may_post(self, tenant: Tenant, place: Place, also: Collection[Extra] = ()) -> None:
        """Let something begin that posts in a place, or say what to do first.

        Args:
            tenant: whose place it is.
            place: where it would post.
            also: what its posts need there besides.

        Raises:
            Refusal: the bot may not post there.
        """
        if (place.may_post and not also) or place.direct:
            return
        access = self._access.get(platform_of(tenant.key))
        hindrance = await access.hindrance(Destination(tenant.key, place.id), also) if access else None
        if hindrance is not None:
            raise Refusal(hindrance)
        if place.may_post is False:
            raise Refusal(
                text("I can't post in ", place.mention, "; check what I'm allowed to do there, then try again.")
            )
