"""The Slack part of `versed doctor`: checks whether Slack accepts the tokens, and whether their scopes suffice."""

from adapters.slack.outbound.api import Api, ApiError, Refused
from adapters.slack.outbound.post_errors import NETWORK
from adapters.slack.workspace.manifest import SCOPES
from bot.language.diagnosis import Finding
from bot.runtime.settings import Settings


async def examine(settings: Settings) -> list[Finding]:
    """Examine the settings for Slack."""
    api = Api(settings.slack_api)
    try:
        findings = [_connection(settings)]
        if settings.slack_bot_token is not None:
            findings.append(await _bot(api, settings.slack_bot_token.get_secret_value()))
        if settings.slack_app_token is not None:
            findings.append(await _app(api, settings.slack_app_token.get_secret_value()))
        if settings.slack_client_id is not None:
            findings.append(_many(settings))
    finally:
        await api.close()
    return findings


def _connection(settings: Settings) -> Finding:
    if settings.slack_app_token is not None:
        return Finding("slack", True, "over Socket Mode")
    if settings.slack_signing_secret is None:
        return Finding("slack", False, "set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")
    if settings.public_url is None:
        return Finding("slack", True, "over HTTP; set VERSED_PUBLIC_URL for a manifest that names it")
    return Finding("slack", True, f"over HTTP, at {settings.public_url}/slack/events")


async def _bot(api: Api, token: str) -> Finding:
    try:
        answer, scopes = await api.examine(token)
    except ApiError as error:
        return Finding("slack bot", False, _why(error, "SLACK_BOT_TOKEN"))
    missing = [scope for scope in SCOPES if scopes and scope not in scopes]
    if missing:
        add = f"it lacks the scopes {', '.join(missing)}; add them (see `versed slack manifest`) and install it again"
        return Finding("slack bot", False, add)
    return Finding("slack bot", True, f"{answer.get('user') or 'the bot'} in {answer.get('team') or 'a workspace'}")


async def _app(api: Api, token: str) -> Finding:
    try:
        await api.call("apps.connections.open", token)
    except ApiError as error:
        return Finding("slack app", False, _why(error, "SLACK_APP_TOKEN"))
    return Finding("slack app", True, "may connect")


def _many(settings: Settings) -> Finding:
    if settings.slack_client_secret is None:
        return Finding("slack workspaces", False, "SLACK_CLIENT_ID needs SLACK_CLIENT_SECRET as well")
    return Finding("slack workspaces", True, "can be added at /slack/install")


def _why(error: ApiError, variable: str) -> str:
    if isinstance(error, Refused) and error.code == NETWORK:
        return f"Slack doesn't let apps in from this network ({error.code}); an owner of the workspace can allow it"
    if isinstance(error, Refused):
        return f"Slack doesn't accept {variable} ({error.code}); copy it again from the app's page"
    return str(error).rstrip(".")
