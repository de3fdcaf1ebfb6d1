"""What platforms are like, as far as the core has to know: what people call them, and what they can do."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlatformTraits:
    """What a platform is like; the defaults hold for one that isn't known.

    Args:
        title: what people call it.
        where: on it, as people say where they are.
        tells_zone: what tells it where someone is; "" if nothing does.
        one_person: an id is one person's in all tenants. Slack vouches for a member's id within a workspace alone.
        threads: a post can have a thread.
        by_screen: each reader's own screen chooses how pictures look; the others don't tell what it looks like.
    """

    title: str = "the platform"
    where: str = "elsewhere"
    tells_zone: str = ""
    one_person: bool = False
    threads: bool = False
    by_screen: bool = False


_PLATFORMS: Mapping[str, PlatformTraits] = {
    "discord": PlatformTraits("Discord", "on Discord", "your language on Discord", one_person=True, threads=True),
    "slack": PlatformTraits("Slack", "on Slack", "your Slack profile", threads=True),
    "web": PlatformTraits(where="in the playground", tells_zone="your browser", by_screen=True),
}
_UNKNOWN = PlatformTraits()


def traits(platform: str) -> PlatformTraits:
    """Return what a platform is like, by its name."""
    return _PLATFORMS.get(platform, _UNKNOWN)
