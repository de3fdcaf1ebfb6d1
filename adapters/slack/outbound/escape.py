"""Escaping texts for Slack and unescaping Slack's: nothing in an escaped text can format, link or mention."""

import re
from collections.abc import Callable, Iterable

_CONTROL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MENTION = re.compile(r"<(?=[!@#])")
_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_AUDIENCE = re.compile(r"<@[^<>]*>|<!(?:here|channel|everyone)(?:\|[^<>]*)?>")
"""Mentions of people, @here, @channel and @everyone; user groups are kept, as an option may name one."""
_SURROGATE = re.compile("[\ud800-\udfff]")

Phrase = Callable[[str], str]
"""Rewords a text of the core's for Slack."""


def escaped(text: str) -> str:
    """Return a text for use within markup, where only &, < and > are control characters.

    Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return _SURROGATE.sub("\ufffd", text).translate(_CONTROL)


def inert(text: str) -> str:
    """Return a text for fields without markup; a word joiner splits anything that would be a mention elsewhere."""
    return _MENTION.sub("<\u2060", _SURROGATE.sub("\ufffd", text))


def without_mention(text: str, user: str) -> str:
    """Return a message's text without mentions of one user."""
    return re.sub(rf"<@{re.escape(user)}(?:\|[^<>]*)?>", " ", text)


def without_mentions(text: str) -> str:
    """Return a message's text without mentions of people, which are mere ids."""
    return _AUDIENCE.sub(" ", text)


def unescaped(text: str) -> str:
    """Return what a person typed, with Slack's links replaced by their labels and its entities by characters.

    A mention of a person, a channel or a group becomes its id, which pings nobody.
    """
    plain = _LINK.sub(lambda found: found[2] or found[1], text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def phrase_for(names: Iterable[str]) -> Phrase:
    """Return a function that turns the core's `/compare` into `/versed compare`, because Slack has its own /help.

    Args:
        names: the commands' names, of one or two words.
    """
    firsts = {name.partition(" ")[0] for name in names}
    known = "|".join(map(re.escape, sorted(firsts, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w/:.])/(?=(?:{known})\b(?![/.]\w))")
    return lambda text: pattern.sub("/versed ", text) if "/" in text else text
