"""Errors of requests to Discord's API, and their translation into the core's errors for posts."""

import logging
from collections.abc import Iterator, Sequence
from itertools import islice

from adapters.discord.outbound.wire import Unchecked
from bot.language.message import Image, Message
from bot.language.port import PostError, Postponed, Queued, Reason, Rejected, Uncertain

_log = logging.getLogger(__name__)


class Failure(Exception):
    """A request that didn't succeed."""


class Held(Failure):
    """Nothing was sent: Discord asks us to wait, or blocks us for a while.

    Args:
        why: a sentence for the person who runs Versed.
        seconds: how long to wait.
    """

    def __init__(self, why: str, seconds: float) -> None:
        super().__init__(why)
        self.seconds = seconds


class Limited(Held):
    """Discord did nothing, because we exceeded a rate limit (429)."""


class Unreached(Failure):
    """Nothing was sent, because there was no connection."""


class Unclear(Failure):
    """It's unknown whether Discord acted on a request: there was no answer in time, or a status of 500 or more."""


class Refused(Failure):
    """Discord refused the request, and says why (400 to 499).

    Args:
        status: the HTTP status.
        code: Discord's error code; 0 if there's none.
            https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
        text: Discord's error message.
        reasons: the invalid fields, with the reasons.
    """

    def __init__(self, status: int, code: int, text: str, reasons: Sequence[str] = ()) -> None:
        super().__init__(" ".join((f"{status} {code} {text}", *(f"[{reason}]" for reason in reasons))))
        self.status = status
        self.code = code


_MOST_REASONS = 10
_LONGEST_REASON = 120
_DEEPEST_REASON = 20


def reasons(errors: Unchecked) -> list[str]:
    """Return the invalid fields of a body, each with its error codes.

    Discord's error messages are left out, as they may quote what someone wrote.
    https://docs.discord.com/developers/reference#error-messages
    """
    return [each[:_LONGEST_REASON] for each in islice(_reasons(errors, ""), _MOST_REASONS)]


def _reasons(errors: Unchecked, path: str, depth: int = 0) -> Iterator[str]:
    if not isinstance(errors, dict) or depth > _DEEPEST_REASON:
        return
    for name, inner in errors.items():
        if name == "_errors" and isinstance(inner, list):
            codes = [str(each.get("code")) for each in inner if isinstance(each, dict)]
            yield f"{path or 'body'}: {', '.join(codes)}"
        else:
            yield from _reasons(inner, f"{path}.{name}" if path else str(name), depth + 1)


UNKNOWN_CHANNEL = 10003
UNKNOWN_GUILD = 10004
UNKNOWN_MESSAGE = 10008
TOO_MANY_EDITS = 30046
OPENING_TOO_FAST = 40003
UNKNOWN_INTERACTION = 10062
ALREADY_ANSWERED = 40060
MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013
INVALID_BODY = 50035
ARCHIVED_THREAD = 50083
CANNOT_REPLY = 160002

_RETRY_AFTER = 30.0
"""Seconds until a post that wasn't sent is tried again."""

_REASONS = {
    UNKNOWN_CHANNEL: (Reason.PLACE_DELETED, "The channel is gone; choose another one for what I post."),
    UNKNOWN_MESSAGE: (Reason.POST_LOST, "Someone has deleted that message."),
    # As good as lost: a new message can be edited freely, and this one maybe never again.
    TOO_MANY_EDITS: (
        Reason.POST_LOST,
        "Discord won't let me edit that message any more, as it's over an hour old.",
    ),
    UNKNOWN_GUILD: (Reason.TENANT_LOST, "I'm not in that server any more; invite me again if you miss me."),
    MISSING_ACCESS: (
        Reason.NOT_ALLOWED,
        "I can't see that channel; give me “View Channel” there (for the chat of a voice channel also “Connect”), or "
        "mention me in it if it's a private thread.",
    ),
    MISSING_PERMISSIONS: (
        Reason.NOT_ALLOWED,
        "I can't post in that channel; give me “Send Messages” there (in threads “Send Messages in Threads”), "
        "and “Attach Files” for pictures.",
    ),
    ARCHIVED_THREAD: (Reason.PLACE_LOST, "That thread is archived; open it again or choose another place."),
}


_CLOSED = (
    "Discord won't let me message you: allow direct messages from members of a server that we share "
    "(its name, Privacy Settings)."
)


def is_about_pictures(failure: Failure, message: Message) -> bool:
    """Return whether a request may have failed only because the bot may not attach files in that channel."""
    is_barred = isinstance(failure, Refused) and failure.code == MISSING_PERMISSIONS
    return is_barred and any(isinstance(block, Image) for block in message.blocks)


def as_post_error(failure: Failure, *, private: bool = False) -> PostError:
    """Return the core's error for a post whose request failed.

    Args:
        failure: the request's error.
        private: whether the post was for one member; a refusal then means that they don't accept direct messages
            (as codes 50007 and 50278 say), unless it's about the message.
    """
    match failure:
        case Limited(seconds=seconds):
            return Postponed(str(failure), seconds)
        case Held(seconds=seconds):
            return Queued(str(failure), seconds)
        case Unreached():
            return Postponed("I couldn't reach Discord; I'll try again soon.", _RETRY_AFTER)
        case Refused(code=code) if code == OPENING_TOO_FAST:
            return Postponed("Discord asks me to write to fewer people at once.", _RETRY_AFTER)
        case Refused(status=status, code=code) if private and status in (400, 403, 404) and code != INVALID_BODY:
            return Rejected(_CLOSED, Reason.CLOSED)
        case Refused(status=status, code=code):
            reason, sentence = _REASONS.get(code) or _by_status(status, code)
            if reason is Reason.INVALID:
                _log.error("Discord won't take a post: %s", failure)
            return Rejected(sentence, reason)
        case _:
            return Uncertain("Discord didn't say whether it took the post.")


def _by_status(status: int, code: int) -> tuple[Reason, str]:
    match status:
        case 403:
            return (
                Reason.NOT_ALLOWED,
                "Discord won't let me post there; check what I'm allowed to do in that channel.",
            )
        case 404:
            return Reason.PLACE_LOST, "Discord doesn't know that channel any more; choose another one."
        case _:
            return Reason.INVALID, f"Discord won't take this message (error {code or status}); please report it."
