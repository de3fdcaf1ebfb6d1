"""The app's manifest: describes Versed to Slack, and requests exactly the scopes that it needs.

Source: https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Sequence
from typing import Any

from bot.features.authoring.kinds import FROM_MESSAGE
from bot.language.commands import AnyCommand

WRITE = "write_"
"""Prefix of the callback ids of shortcuts that write a message down; the kind of item follows."""

SCOPES = (
    "app_mentions:read",  # to answer when it's mentioned
    "channels:history",  # to see whether a post arrived after a connection was lost
    "channels:join",  # to join a channel when an administrator asks for it
    "channels:read",  # to see whether it's in a channel
    "chat:write",  # to answer and to post
    "commands",  # for /versed and the shortcuts
    "files:read",  # to read the files that people share with it
    "files:write",  # to show pictures, and to send files
    "groups:history",  # like channels:history, for private channels that it was invited to
    "im:history",  # to receive direct messages, and like channels:history for reminders
    "im:write",  # to send files as direct messages, and reminders to those who want them
    "pins:write",  # to pin a tip if an administrator wants that
    "usergroups:read",  # to find the user group that a schedule notifies
    "users:read",  # to know people's names, and who is an administrator
)

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_deleted",  # to pause what it posts there
    "member_joined_channel",  # to say hello in channels that it's invited to
    "message.im",
    "tokens_revoked",
)

_USAGE = 1_000
"""Maximum number of characters in a command's usage hint."""


def manifest(catalogue: Sequence[AnyCommand], public_url: str | None) -> dict[str, Any]:
    """Make the manifest.

    Args:
        catalogue: all commands.
        public_url: the URL that Slack sends requests to; None for Socket Mode.
    """
    receive = {} if public_url is None else {"url": f"{public_url}/slack/events"}
    command = {
        "command": "/versed",
        "description": "Learn in small bites: compare, look up, quiz yourself",
        "usage_hint": _hint(catalogue),
        "should_escape": True,  # or a mention would come without its id
        **receive,
    }
    interactivity = {"is_enabled": True}
    if public_url is not None:
        interactivity |= {"request_url": receive["url"], "message_menu_options_url": receive["url"]}  # type: ignore[dict-item]
    oauth: dict[str, Any] = {"scopes": {"bot": list(SCOPES)}}
    if public_url is not None:
        oauth["redirect_urls"] = [f"{public_url}/slack/oauth_redirect"]
    return {
        "display_information": {
            "name": "Versed",
            "description": "Teaches your team in small bites: comparisons, tips, quizzes.",
            "background_color": "#0b6b5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Versed", "always_online": True},
            "slash_commands": [command],
            "shortcuts": [
                {
                    "name": "Quiz me",
                    "type": "global",
                    "callback_id": "quiz_me",
                    "description": "A short quiz, just for you",
                },
                {
                    "name": "Explain terms here",
                    "type": "message",
                    "callback_id": "explain_terms",
                    "description": "What the terms in a message mean",
                },
                *(
                    {
                        "name": name,
                        "type": "message",
                        "callback_id": f"{WRITE}{kind}",
                        "description": "For a pack of your own",
                    }
                    for kind, name in FROM_MESSAGE.items()
                ),
            ],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {
                "bot_events": list(EVENTS),
                **({} if public_url is None else {"request_url": receive["url"]}),
            },
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": public_url is None,
            "token_rotation_enabled": False,
        },
    }


def _hint(catalogue: Sequence[AnyCommand]) -> str:
    return " | ".join(dict.fromkeys(each.name.partition(" ")[0] for each in catalogue))[:_USAGE]
