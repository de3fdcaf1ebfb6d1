"""Removes people's names from messages, and the pictures that show them.

Only texts that people read are changed. What a button carries, a style or an address stays as it is: a person may be
called “join” or “plain”, and the message has to work for everyone else.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from bot.language import codec
from bot.language.controls import Button, Choice, Menu, Switch
from bot.language.forms import FormField, Suggestion
from bot.language.message import CodeBlock, Countdown, Drawing, File, Image, Message
from bot.language.names import mentions
from bot.language.names import without_names as text_without_names
from bot.language.rich_text import ChannelMention, Span

_T = TypeVar("_T")

_NOT_READ: Mapping[type, frozenset[str]] = {
    Button: frozenset({"press"}),
    Choice: frozenset({"press"}),
    Menu: frozenset({"chosen"}),
    Switch: frozenset({"on", "off"}),
    FormField: frozenset({"name"}),
    Suggestion: frozenset({"value"}),
    Span: frozenset({"url"}),
    ChannelMention: frozenset({"id"}),
    CodeBlock: frozenset({"language"}),
    Image: frozenset({"name"}),
    Drawing: frozenset({"recipe", "name"}),
    File: frozenset({"media_type"}),
}
"""The fields that only programs read."""


def without_names(said: Message, names: Collection[str]) -> Message:
    """Return a message without the given names, and without the pictures that show them."""
    left = (each for each in said.blocks if not (isinstance(each, Image | Drawing) and _shows_any(each, names)))
    return replace(said, blocks=tuple(_unnamed(each, names) for each in left))


def stored_without_names(written: str, names: Collection[str]) -> str:
    """Return a serialised message without the given names, and without the pictures that show them.

    Args:
        written: what `codec.dump` has written; anything else is returned unchanged.
        names: people's names.
    """
    try:
        said = codec.load(written)
    except (ValueError, TypeError):
        return _unreadable_without_names(written, names)
    unnamed = without_names(said, names)
    return written if unnamed == said else codec.dump(unnamed)


def _unreadable_without_names(written: str, names: Collection[str]) -> str:
    """Remove names from the whole of a newer version's message, as this one doesn't know which parts people read."""
    try:
        value = json.loads(written)
    except ValueError:
        return written
    unnamed = _unnamed(value, names)
    return written if unnamed == value else json.dumps(unnamed, separators=(",", ":"))


def _unnamed(value: _T, names: Collection[str]) -> _T:
    unnamed: Any = value
    match value:
        case Enum():
            pass
        case str():
            unnamed = text_without_names(value, names)
        case tuple() | list():
            unnamed = type(value)(_unnamed(each, names) for each in value)
        case dict():
            unnamed = {key: _unnamed(each, names) for key, each in value.items()}
        case Countdown():
            unnamed = replace(value, sentence="{when}".join(_unnamed(value.around, names)))
        case _ if is_dataclass(value) and not isinstance(value, type):
            read = [each.name for each in fields(value) if each.name not in _NOT_READ.get(type(value), ())]
            unnamed = replace(value, **{each: _unnamed(getattr(value, each), names) for each in read})
    return unnamed  # type: ignore[no-any-return]


def _shows_any(picture: Image | Drawing, names: Collection[str]) -> bool:
    """Return whether a picture shows a name. A drawing's recipe may hold names that its description doesn't."""
    texts = [picture.alt, *(_strings(_of_json(picture.recipe)) if isinstance(picture, Drawing) else ())]
    return any(mentions(each, names) for each in texts)


def _of_json(written: str) -> Any:  # noqa: ANN401 (any JSON)
    """Parse JSON; return the text itself if it isn't any."""
    try:
        return json.loads(written)
    except ValueError:
        return written


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 (any JSON)
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)
