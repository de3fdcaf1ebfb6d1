"""Whether the bot may post in a place: looked at before anything is begun there, so that nothing is half begun."""

from collections.abc import Mapping

from bot.language.message import Refusal
from bot.language.people import Place, Tenant, platform_of
from bot.language.port import Access, Destination


class Permissions:
    """What all platforms let the bot do.

    Args:
        access: knows it, by the platform's name; may grow.
    """

    def __init__(self, access: Mapping[str, Access]) -> None:
        self._access = access

    async def check_may_post(self, tenant: Tenant, place: Place) -> None:
        """Let something begin that posts in a place, or say what to do first.

        Args:
            tenant: whose place it is.
            place: where it would post.

        Raises:
            Refusal: the bot may not post there.
        """
        if place.may_post or place.direct:
            return
        access = self._access.get(platform_of(tenant.key))
        hindrance = await access.hindrance(Destination(tenant.key, place.id)) if access else None
        if hindrance is not None:
            raise Refusal(hindrance)
        if place.may_post is False:
            raise Refusal(f"I can't post in {place.name}; check what I'm allowed to do there, then try again.")
