"""What administrators change about a server, as the gateway tells it with the intent “Guilds”.

https://docs.discord.com/developers/events/gateway-events#channels and #guilds
"""

from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Json

GUILDS = 1 << 0


async def rename_channel(discord: FakeDiscord, name: str) -> None:
    """Rename the first server's channel."""
    channel = discord.home["channels"][0]
    channel["name"] = name
    await _tell(discord, "CHANNEL_UPDATE", channel)


async def delete_channel(discord: FakeDiscord, channel: Json) -> None:
    """Delete a channel of the first server, with its threads."""
    discord.home["channels"].remove(channel)
    discord.home["threads"] = [each for each in discord.home["threads"] if each["parent_id"] != channel["id"]]
    await _tell(discord, "CHANNEL_DELETE", channel)


async def delete_thread(discord: FakeDiscord, thread: Json) -> None:
    """Delete a thread of the first server; the event has only these fields."""
    discord.home["threads"].remove(thread)
    await _tell(discord, "THREAD_DELETE", {name: thread[name] for name in ("id", "parent_id", "type")})


async def add_role(discord: FakeDiscord, role: Json) -> None:
    """Add a role to the first server."""
    discord.home["roles"].append(role)
    await _tell(discord, "GUILD_ROLE_CREATE", {"role": role})


async def rename_role(discord: FakeDiscord, role: Json, name: str) -> None:
    """Rename a role of the first server."""
    renamed = {**role, "name": name}
    discord.home["roles"] = [renamed if each["id"] == role["id"] else each for each in discord.home["roles"]]
    await _tell(discord, "GUILD_ROLE_UPDATE", {"role": renamed})


async def delete_role(discord: FakeDiscord, role: Json) -> None:
    """Delete a role of the first server."""
    discord.home["roles"] = [each for each in discord.home["roles"] if each["id"] != role["id"]]
    await _tell(discord, "GUILD_ROLE_DELETE", {"role_id": role["id"]})


async def _tell(discord: FakeDiscord, event: str, data: Json) -> None:
    guild = discord.home["id"]
    await discord.gateway.dispatch(event, {**data, "guild_id": guild}, guild, intent=GUILDS)
