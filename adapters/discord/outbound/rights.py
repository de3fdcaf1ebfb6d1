"""Asks the API for the bot's permissions in a channel that isn't in this process's gateway cache.

A channel isn't there while the process starts, or if another replica serves its server.
"""

from collections.abc import Sequence
from urllib.parse import quote

import discord

from adapters.discord.outbound.access import THREADS
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.wire import Payload, Unchecked, from_json

_PATIENCE = 2.0

_ROLE, _MEMBER = 0, 1
"""Types of permission overwrites (https://docs.discord.com/developers/resources/channel#overwrite-object)."""


async def ask_rights(rest: Rest, guild: str, channel: str, bot: str) -> discord.Permissions:
    """Ask Discord what the bot may do in a channel or a thread of a server.

    Args:
        rest: sends the requests.
        guild: the server's id.
        channel: the channel's id.
        bot: the bot's own id.

    Raises:
        Failure: a request failed.
        ValueError, KeyError, TypeError, AttributeError: Discord's answer can't be parsed.
    """
    where = await _ask(rest, f"/channels/{quote(channel, safe='')}")
    if where.get("type") in THREADS:  # threads have their channels' permissions
        where = await _ask(rest, f"/channels/{quote(str(where['parent_id']), safe='')}")
    server = await _ask(rest, f"/guilds/{quote(guild, safe='')}")
    member = await _ask(rest, f"/guilds/{quote(guild, safe='')}/members/{quote(bot, safe='')}")
    by_role = {str(role["id"]): int(role["permissions"]) for role in server["roles"]}
    return rights(
        by_role, where.get("permission_overwrites") or (), guild, [str(each) for each in member["roles"]], bot
    )


def rights(
    by_role: dict[str, int], overwrites: Sequence[Payload], guild: str, roles: Sequence[str], member: str
) -> discord.Permissions:
    """Return what a member may do in a channel.

    https://docs.discord.com/developers/topics/permissions#permission-overwrites

    Args:
        by_role: the permissions of each role of the server, by its id.
        overwrites: the channel's permission overwrites.
        guild: the server's id, which is also the id of the role that everyone has.
        roles: the ids of the member's other roles.
        member: the member's id.
    """
    may = discord.Permissions(by_role.get(guild, 0))
    for role in roles:
        may |= discord.Permissions(by_role.get(role, 0))
    if may.administrator:
        return discord.Permissions.all()
    bits = may.value
    for those in ((guild, _ROLE),), tuple((role, _ROLE) for role in roles), ((member, _MEMBER),):
        theirs = [each for each in overwrites if (str(each["id"]), int(each["type"])) in those]
        for each in theirs:
            bits &= ~int(each["deny"])
        for each in theirs:  # if the roles disagree, one that allows is enough
            bits |= int(each["allow"])
    return discord.Permissions(bits)


async def _ask(rest: Rest, path: str) -> Unchecked:
    return from_json(await rest.call("GET", path, as_bot=True, limited_by=f"GET {path}", patience=_PATIENCE))
