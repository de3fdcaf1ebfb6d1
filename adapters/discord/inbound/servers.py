"""Looks up servers in the gateway's cache: their names, channels and roles, and what members may do there."""

from collections.abc import Collection

import discord

from adapters.discord.shards.pool import Pool


class Servers:
    """Looks up the servers that this process serves.

    Args:
        pool: has their cached data.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def name(self, guild: str) -> str | None:
        """Return the name of a server; None if it isn't known."""
        known = self._guild(guild)
        return known.name if known else None

    def has_role(self, guild: str, role: str) -> bool | None:
        """Return whether a server has a role; None if that isn't known."""
        known = self._guild(guild)
        return None if known is None or not known.roles else known.get_role(int(role)) is not None

    def role_name(self, guild: str, role: str) -> str | None:
        """Return the name of a role of a server; None if it isn't known."""
        known = self._guild(guild)
        found = known.get_role(int(role)) if known else None
        return (found.name or None) if found else None

    def administers(self, guild: str, member: str, roles: Collection[str]) -> bool:
        """Return whether someone may manage a server; False if the server isn't known.

        https://docs.discord.com/developers/topics/permissions#permission-hierarchy

        Args:
            guild: the server's id.
            member: the member's id.
            roles: the ids of the member's roles.
        """
        known = self._guild(guild)
        if known is None:
            return False
        theirs = [role.permissions for role in known.roles if str(role.id) in (*roles, guild)]
        return str(known.owner_id) == member or any(each.administrator or each.manage_guild for each in theirs)

    def channel(self, channel: str) -> discord.abc.GuildChannel | discord.Thread | None:
        """Return a channel or a thread of a server; None if it isn't known."""
        known = self._pool.get_channel(int(channel)) if channel.isdecimal() else None
        return known if isinstance(known, discord.abc.GuildChannel | discord.Thread) else None

    def channel_name(self, channel: str) -> str | None:
        """Return the name of a channel or a thread of a server; None if it isn't known."""
        known = self.channel(channel)
        return (known.name or None) if known else None

    def parent(self, channel: str) -> str:
        """Return the id of the channel that a thread is in; "" if it isn't a thread, or isn't known."""
        known = self.channel(channel)
        return str(known.parent_id) if isinstance(known, discord.Thread) else ""

    def permissions(self, channel: str) -> discord.Permissions | None:
        """Return what the bot may do in a channel of a server; None if that isn't known."""
        known = self.channel(channel)
        if known is None or not known.guild.roles:
            return None
        return known.permissions_for(known.guild.me or known.guild.default_role)

    def _guild(self, guild: str) -> discord.Guild | None:
        return self._pool.get_guild(int(guild)) if guild.isdecimal() else None
