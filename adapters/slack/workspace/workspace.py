"""A workspace where the app is installed, and the key of the tenant that it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace where the app is installed.

    Args:
        team: the id of the workspace, or of the enterprise; "" while unknown.
        name: as people know it.
        bot: the id of the bot as a member; "" while unknown.
        token: to call Slack with.
    """

    team: str
    name: str
    bot: str
    token: str


def key(team: str) -> str:
    """Return the tenant's key for a workspace."""
    return f"slack:{team}"
