"""What the bot may do in a channel, asked of Discord where the gateway hasn't told this process.

It hasn't yet while a process starts, and never does where another replica serves the channel's server.
"""

from collections.abc import Sequence
from urllib.parse import quote

import discord

from adapters.discord.outbound.access import THREADS
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.wire import Payload, Unchecked, from_json

_PATIENCE = 2.0

_ROLE, _MEMBER = 0, 1
"""Types of overwrites (https://discord.com/developers/docs/resources/channel#overwrite-object)."""


async def ask_rights(rest: Rest, guild: str, channel: str, bot: str) -> discord.Permissions:
    """Ask Discord what the bot may do in a channel or a thread of a server.

    Args:
        rest: asks.
        guild: the server's id.
        channel: the channel's.
        bot: the bot's own.

    Raises:
        Failure: Discord doesn't say.
        ValueError, KeyError, TypeError, AttributeError: what it says can't be read.
    """
    where = await _ask(rest, f"/channels/{quote(channel, safe='')}")
    if where.get("type") in THREADS:  # which take their rights from their channels
        where = await _ask(rest, f"/channels/{quote(str(where['parent_id']), safe='')}")
    server = await _ask(rest, f"/guilds/{quote(guild, safe='')}")
    member = await _ask(rest, f"/guilds/{quote(guild, safe='')}/members/{quote(bot, safe='')}")
    given = {str(role["id"]): int(role["permissions"]) for role in server["roles"]}
    return rights(
        given, where.get("permission_overwrites") or (), guild, [str(each) for each in member["roles"]], bot
    )


def rights(
    given: dict[str, int], overwrites: Sequence[Payload], guild: str, roles: Sequence[str], member: str
) -> discord.Permissions:
    """Return what a member may do in a channel.

    https://discord.com/developers/docs/topics/permissions#permission-overwrites

    Args:
        given: what each role of the server allows, by its id.
        overwrites: the channel's.
        guild: the server's id, which is also that of the role that everyone has.
        roles: the ids of the member's others.
        member: who, by id.
    """
    may = discord.Permissions(given.get(guild, 0))
    for role in roles:
        may |= discord.Permissions(given.get(role, 0))
    if may.administrator:
        return discord.Permissions.all()
    bits = may.value
    for those in ((guild, _ROLE),), tuple((role, _ROLE) for role in roles), ((member, _MEMBER),):
        theirs = [each for each in overwrites if (str(each["id"]), int(each["type"])) in those]
        for each in theirs:
            bits &= ~int(each["deny"])
        for each in theirs:  # of several roles, one that allows is enough
            bits |= int(each["allow"])
    return discord.Permissions(bits)


async def _ask(rest: Rest, path: str) -> Unchecked:
    return from_json(await rest.call("GET", path, as_bot=True, limited_by=f"GET {path}", patience=_PATIENCE))
