"""The traits of platforms that the core needs to know: their names and abilities."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlatformTraits:
    """The traits of a platform; the defaults are for an unknown one.

    Args:
        title: its name, as people know it.
        where: the phrase for being on it, such as “on Slack”.
        tells_zone: what it infers a person's time zone from; "" if it doesn't.
        one_person: whether an id belongs to the same person in all tenants. On Slack, a member's id is only valid
            within a workspace.
        threads: whether a post can have a thread.
        by_screen: whether each reader's screen chooses between the light and dark version of a picture; other
            platforms don't say which one the reader uses.
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
    """Return the traits of a platform, by name."""
    return _PLATFORMS.get(platform, _UNKNOWN)
