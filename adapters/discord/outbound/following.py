"""Follow-ups of a post on Discord: opening its thread, pinning and unpinning it. Each is safe to repeat.

https://docs.discord.com/developers/resources/channel#start-thread-from-message and
https://docs.discord.com/developers/resources/message#pin-message
"""

from urllib.parse import quote

import discord

from adapters.discord.outbound.access import missing_extra, quoted
from adapters.discord.outbound.failures import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Failure,
    Refused,
    Unclear,
    as_post_error,
)
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.wire import to_json
from bot.language.port import Destination, Extra, Postponed, Reason, Rejected

_SECONDS = 6.0
"""Timeout in seconds for one request; opening a thread and posting to it have to fit into a post's time limit."""
_PATIENCE = 2.0
_AGAIN = 15.0
_LONGEST_NAME = 100

_HAS_THREAD = 160004
_MOST_THREADS = 160006
_NO_THREADS = (50024, 50068)
"""Error codes if the channel's type, or the message's, doesn't allow threads."""
_MOST_PINS = 30003

_NOT_ALLOWED = (MISSING_ACCESS, MISSING_PERMISSIONS)


async def open_thread(rest: Rest, to: Destination, may: discord.Permissions | None) -> None:
    """Open a post's thread, unless it's open already; its id is the post's id.

    Args:
        rest: sends the requests.
        to: the channel, the post, and the thread's name.
        may: what the bot may do in the channel; None if that isn't known.

    Raises:
        Postponed, Rejected: it couldn't be opened.
    """
    path = f"/channels/{quote(to.place, safe='')}/messages/{quote(to.under, safe='')}/threads"
    name = to.thread[:_LONGEST_NAME]
    try:
        await rest.call(
            "POST",
            path,
            to_json({"name": name}),
            as_bot=True,
            limited_by=f"POST /channels/{to.place}/threads",
            patience=_PATIENCE,
            seconds=_SECONDS,
        )
    except Unclear as unclear:
        raise Postponed("Discord didn't say whether it opened a thread; I'll try again soon.", _AGAIN) from unclear
    except Refused as refused:
        if refused.code != _HAS_THREAD:
            raise _not_opened(refused, may) from refused
    except Failure as failure:
        raise as_post_error(failure) from failure


async def pin(rest: Rest, to: Destination, ref: str) -> None:
    """Pin a post (see bot.language.port.Port).

    Args:
        rest: sends the requests.
        to: the channel.
        ref: the post's id.
    """
    try:
        await _call(rest, "PUT", to, ref)
    except Refused as refused:
        raise _not_pinned(refused) from refused
    except Failure as failure:
        raise as_post_error(failure) from failure


async def unpin(rest: Rest, to: Destination, ref: str) -> None:
    """Unpin a post; do nothing if the post or its channel is gone (see bot.language.port.Port).

    Args:
        rest: sends the requests.
        to: the channel.
        ref: the post's id.
    """
    try:
        await _call(rest, "DELETE", to, ref)
    except Refused as refused:
        if refused.code not in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL):
            raise _not_pinned(refused) from refused
    except Failure as failure:
        raise as_post_error(failure) from failure


async def _call(rest: Rest, method: str, to: Destination, ref: str) -> None:
    pins = f"/channels/{quote(to.place, safe='')}/messages/pins"
    await rest.call(
        method,
        f"{pins}/{quote(ref, safe='')}",
        as_bot=True,
        limited_by=f"{method} {pins}",
        patience=_PATIENCE,
        seconds=_SECONDS,
    )


def _not_opened(refused: Refused, may: discord.Permissions | None) -> Exception:
    if refused.code in _NOT_ALLOWED:
        needed = missing_extra(discord.Permissions.none(), Extra.THREAD)
        lacking = needed if may is None else missing_extra(may, Extra.THREAD) or needed
        return Rejected(f"I'm not allowed to; allow me {quoted(lacking)} there.", Reason.NOT_ALLOWED)
    if refused.code == _MOST_THREADS:
        sentence = "this server has as many open threads as Discord allows; close some."
        return Rejected(sentence, Reason.NOT_ALLOWED)
    if refused.code in _NO_THREADS:
        return Rejected("there are no threads in such a channel; set thread to no.", Reason.INVALID)
    return as_post_error(refused)


def _not_pinned(refused: Refused) -> Exception:
    if refused.code in _NOT_ALLOWED:
        return Rejected("I'm not allowed to; give me “Pin Messages” there.", Reason.NOT_ALLOWED)
    if refused.code == _MOST_PINS:
        return Rejected("there are as many pins as Discord allows; take some off.", Reason.NOT_ALLOWED)
    return as_post_error(refused)
