"""A workspace where the app is installed, and the key of its tenant."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace where the app is installed.

    Args:
        team: the id of the workspace, or of the enterprise; "" while unknown.
        name: the workspace's name.
        bot: the bot's user id; "" while unknown.
        token: the token to call Slack with.
    """

    team: str
    name: str
    bot: str
    token: str


def key(team: str) -> str:
    """Return the tenant's key for a workspace."""
    return f"slack:{team}"
