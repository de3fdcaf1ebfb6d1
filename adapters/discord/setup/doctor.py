"""The Discord part of `versed doctor`."""

from urllib.parse import urlencode

import discord

from adapters.discord.outbound.failures import Failure, Held, Refused
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.wire import Payload, from_json
from adapters.discord.setup.platform import BAD_TOKEN
from bot.language.diagnosis import Finding
from bot.runtime.settings import Settings

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    read_message_history=True,
)
"""What the bot needs to post, with pictures, and to check that a post arrived."""

_SERVER, _PERSON = "0", "1"
_INTENTS = Finding("discord intents", True, "none have to be switched on")


async def examine(settings: Settings) -> list[Finding]:
    """Examine the token, the intents, how the application can be installed, and the link that invites the bot."""
    if settings.discord_token is None:
        return []
    rest = Rest(settings.discord_api, settings.discord_token.get_secret_value())
    try:
        user = from_json(await rest.call("GET", "/users/@me", as_bot=True))
        application = await _application(rest)
        gateway = from_json(await rest.call("GET", "/gateway/bot", as_bot=True))
    except Held as held:
        refused = "DISCORD_TOKEN" in str(held)
        return [Finding("discord", False, BAD_TOKEN if refused else str(held))]
    except (Failure, ValueError) as failure:
        return [Finding("discord", False, f"{settings.discord_api} isn't answering properly ({failure})")]
    finally:
        await rest.close()
    invite = Finding("discord invite", True, invite_link(str(application.get("id", ""))))
    return [
        Finding("discord", True, f"the token belongs to {user.get('username', 'the bot')}"),
        _INTENTS,
        *_sessions(gateway, settings.discord_shards),
        *_installation(application),
        invite,
    ]


def invite_link(application: str) -> str:
    """Return the link to invite the bot to a server, with exactly the permissions that it needs.

    Args:
        application: the application's id.
    """
    query = {"client_id": application, "scope": "bot applications.commands", "permissions": str(NEEDED.value)}
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


async def _application(rest: Rest) -> Payload:
    """Return the application, from the older endpoint if the newer one doesn't work."""
    try:
        answer = await rest.call("GET", "/applications/@me", as_bot=True)
    except Refused:
        answer = await rest.call("GET", "/oauth2/applications/@me", as_bot=True)
    found: Payload = from_json(answer)
    return found


def _sessions(gateway: Payload, configured: int | None) -> list[Finding]:
    """Return how many shards there should be and whether they may start, if Discord says so.

    https://docs.discord.com/developers/events/gateway#session-start-limit-object
    """
    starts, recommended = gateway.get("session_start_limit"), gateway.get("shards")
    if not isinstance(starts, dict) or not isinstance(recommended, int):
        return []
    total, left, shards = starts.get("total"), int(starts.get("remaining", 1)), configured or recommended
    if left < shards:
        minutes = int(starts.get("reset_after", 0)) // 60_000
        summary = f"only {left} of {shards} may start in the next {minutes} minutes; wait that long"
        return [Finding("discord shards", False, summary)]
    advice = "" if configured is None or configured >= recommended else f"; Discord recommends {recommended}"
    summary = f"{shards} in all{advice}; {left} of {total} sessions may still start today"
    return [Finding("discord shards", True, summary)]


def _installation(application: Payload) -> list[Finding]:
    """Return how the application can be installed, if Discord says so."""
    if application.get("interactions_endpoint_url"):
        summary = (
            "commands go to its Interactions Endpoint URL instead of here; clear that field in the developer portal"
        )
        return [Finding("discord application", False, summary)]
    kinds = application.get("integration_types_config")
    if not isinstance(kinds, dict):
        return []
    if _SERVER not in kinds:
        summary = "it can't be added to servers; tick Guild Install under Installation in the developer portal"
        return [Finding("discord application", False, summary)]
    people = "" if _PERSON in kinds else "; tick User Install as well to let people use it anywhere"
    return [Finding("discord application", True, f"it can be added to servers{people}")]
