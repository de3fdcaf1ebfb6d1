"""Parses the target of a context menu command: a message or a person. Only a few fields are guaranteed.

https://docs.discord.com/developers/interactions/application-commands
"""

import re
from collections.abc import Iterator

from adapters.discord.inbound.event import member_of, shown_name
from adapters.discord.inbound.readable import readable
from adapters.discord.outbound.wire import Payload, Unchecked
from adapters.json_value import objects
from bot.language.people import Member
from bot.language.refusals import Refusal

_MOST_CHARACTERS = 4000
"""At most this many characters of a message are read."""

_SMALL_PRINT = re.compile(r"^-# .*\n?", re.MULTILINE)
"""Lines that aren't what an app's message says, such as who asked for it, and the source
(https://support.discord.com/hc/en-us/articles/210298617)."""


def target_text(data: Payload) -> str:
    """Return the text of a message command's target, as people read it.

    Raises:
        Refusal: it has no text.
    """
    message = _resolved(data, "messages")
    forwarded = [each.get("message") for each in objects(message.get("message_snapshots"))]
    text = "\n".join(part for each in (message, *forwarded) for part in _texts(each) if part.strip())
    if not text:
        raise Refusal("I can't read any text in that message; try another one.")
    names = {str(each.get("id")): shown_name(each, {}) for each in objects(message.get("mentions"))}
    return readable(text[:_MOST_CHARACTERS], names)


def _texts(message: object) -> Iterator[str]:
    """Yield a message's texts, embeds, poll and components, skipping malformed ones."""
    if not isinstance(message, dict):
        return
    yield str(message.get("content") or "")
    for embed in objects(message.get("embeds")):
        yield from (str(embed.get(part) or "") for part in ("title", "description"))
        for each in objects(embed.get("fields")):
            yield from (str(each.get(part) or "") for part in ("name", "value"))
    if isinstance(poll := message.get("poll"), dict):
        choices = (each.get("poll_media") for each in objects(poll.get("answers")))
        yield from (str(each.get("text") or "") for each in objects([poll.get("question"), *choices]))
    yield from _component_texts(message.get("components"), depth=5)


def target_member(data: Payload) -> Member:
    """Return the person who is a user command's target.

    Raises:
        Refusal: Discord didn't describe the person, or it's a bot.
    """
    user = _resolved(data, "users")
    if "id" not in user:
        raise Refusal("Discord didn't tell me who that is; please try again.")
    if user.get("bot"):
        raise Refusal("That's a bot, and bots don't learn here; choose a person.")
    return member_of(user, _resolved(data, "members"))


def _resolved(data: Payload, kind: str) -> Payload:
    """Return the target of a context command; empty if Discord doesn't describe it."""
    target = ((data.get("resolved") or {}).get(kind) or {}).get(str(data.get("target_id")))
    return target if isinstance(target, dict) else {}


def _component_texts(components: Unchecked, depth: int) -> Iterator[str]:
    """Yield the texts in a message's components."""
    for each in objects(components):
        if isinstance(each.get("content"), str):
            yield _SMALL_PRINT.sub("", each["content"]).strip()
        if depth:
            yield from _component_texts(each.get("components"), depth - 1)
