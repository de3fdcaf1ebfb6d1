"""Translates a failed call to Slack into the core's error for a post: postponed, rejected or uncertain."""

from adapters.slack.outbound.api import DEAD, ApiError, Held, Limited, Refused, Unreachable
from adapters.slack.workspace.installations import NotInstalledError
from bot.language.port import PostError, Postponed, Queued, Reason, Rejected, Uncertain

LATER = 30.0
"""Seconds to postpone a post by if Slack doesn't say how long to wait."""

_ARCHIVED = "That channel is archived; someone has to restore it first."
_PLACE_LOST = {
    "not_in_channel": "I'm not in that channel; type /invite @Versed there.",
    "channel_not_found": "That channel is gone, or I'm not in it; type /invite @Versed there if it still exists.",
    "is_archived": _ARCHIVED,
    "is_inactive": _ARCHIVED,  # that's what chat.update calls it
}
_CLOSED = frozenset(
    {
        "user_not_found",
        "user_disabled",
        "user_not_visible",
        "users_not_found",
        "cannot_dm_bot",
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "invalid_user_combination",
    }
)
"""Slack's error codes if you can't message someone
(https://docs.slack.dev/reference/methods/conversations.open#errors)."""

NOT_ALLOWED = frozenset({"ekm_access_denied", "no_permission", "not_allowed", "access_denied"})
"""Slack's error codes if an administrator has forbidden it."""

NETWORK = "accesslimited"
"""Slack's error code if the workspace doesn't let apps in from Versed's network."""

_PASSING = frozenset(
    {"external_channel_migrating", "org_login_required", "team_added_to_org", "message_limit_exceeded"}
)
"""Slack's error codes while it moves a channel or a workspace, or if a workspace sends too much.

Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""


def as_post_error(error: ApiError, *, private: bool = False, scope: str = "chat:write") -> PostError:
    """Return the core's error for a failed call.

    Args:
        error: the call's error.
        private: whether the post was for one member.
        scope: the scope that the call needs.
    """
    match error:
        case Held(seconds=seconds):
            return Queued(str(error), seconds)
        case Limited(seconds=seconds):
            return Postponed(str(error), seconds)
        case Unreachable():
            return Postponed(str(error), LATER)
        case NotInstalledError():
            return Rejected(str(error), Reason.TENANT_LOST)
        case Refused(code=code):
            return _rejection(error, code, private, scope)
        case _:
            return Uncertain(str(error))


def _rejection(error: Refused, code: str, private: bool, scope: str) -> PostError:
    if private and code in _CLOSED:
        return Rejected(
            f"Slack won't let me message you ({code}); ask the person who looks after Slack.", Reason.CLOSED
        )
    if private and code == "messages_tab_disabled":
        sentence = "My messages tab is switched off in Slack; ask an administrator to allow it in the app's settings."
        return Rejected(sentence, Reason.CLOSED)
    if code in _PLACE_LOST:
        return Rejected(_PLACE_LOST[code], Reason.PLACE_LOST)
    if code in ("message_not_found", "thread_not_found"):
        return Rejected("Someone has deleted that message.", Reason.POST_LOST)
    if code in DEAD:
        return Rejected(f"Slack doesn't accept my token any more ({code}); add Versed again.", Reason.TENANT_LOST)
    if code == "missing_scope":
        return Rejected(scope_missing(error, scope), Reason.NOT_ALLOWED)
    if code == NETWORK:
        return Rejected(
            f"Slack doesn't let me in from the network I run on ({code}); ask an owner of the workspace to allow it.",
            Reason.NOT_ALLOWED,
        )
    if code in NOT_ALLOWED or code.startswith("restricted_action"):
        return Rejected(
            f"I'm not allowed to post in that channel ({code}); ask the person who looks after it.",
            Reason.NOT_ALLOWED,
        )
    if code.startswith("HTTP") or code in _PASSING:
        return Postponed(str(error), LATER)
    return Rejected(f"Slack won't take that post ({code}).", Reason.INVALID)


def scope_missing(error: Refused, usual: str) -> str:
    """Return a sentence on how to add a missing scope: the one that Slack names, or else the usual one."""
    return f"The app lacks the scope {error.needed or usual}; add it in the app's settings, and install it again."
